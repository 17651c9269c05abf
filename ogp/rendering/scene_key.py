"""SceneKey: what the cards that share a background have in common, made of what the template shows and no more."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ogp.rendering.fingerprint import scene_digest
from ogp.template import model
from ogp.template.color import auto_hue

if TYPE_CHECKING:
    from collections.abc import Callable

    from ogp.card import Card
    from ogp.template import Palette, Template

MAX_KINDS = 256
"""Templates in one palette and size that are remembered; a site has a dozen."""


@dataclass(frozen=True, slots=True)
class SceneKey:
    """Equal for two cards if the same background serves both.

    digest:   of the template's layers and art, the palette's colors, the size, the fonts and typesetting settings.
    words:    (field, word) of what the layers show that are the same on every card of a site: its name, say.
    pictures: digests of the pictures that these layers show, such as the logo.
    """

    digest: str
    words: tuple[tuple[str, str], ...] = ()
    pictures: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """32 hex digits: the name of the file in which the compiled scene is kept."""
        parts = (self.digest, self.words, self.pictures)
        return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class _SceneKind:
    """A template in one palette and size: its digest, and what of a card its background depends on."""

    template: Template
    digest: str
    fields: tuple[str, ...]
    pictures: tuple[model.PictureLayer, ...]


class SceneKeys:
    """Makes the keys of one site's scenes; each template is looked at once for every palette and size.

    common:    a digest of what all scenes share: fonts, typesetting settings.
    digest_of: gives the digest of a picture of the site by its name. Raises OgpError (E_ASSET).
    """

    def __init__(self, common: str, digest_of: Callable[[str], str]) -> None:
        self.common = common
        self._digest_of = digest_of
        self._kinds: dict[tuple[int, str, str, float | None], _SceneKind] = {}

    def key(self, card: Card, template: Template, palette: str, size: str) -> SceneKey:
        """Return the key of the scene that a card is in.

        Raises OgpError (E_ASSET) for a picture that cannot be read, KeyError for an unknown palette or size.
        """
        kind = self._kind(card, template, palette, size)
        names = [layer.source.fill(card) for layer in kind.pictures if layer.when.holds(card)]
        return SceneKey(
            kind.digest,
            tuple((field, getattr(card, field)) for field in kind.fields),
            tuple(self._digest_of(name) for name in names if name),
        )

    def _kind(self, card: Card, template: Template, palette: str, size: str) -> _SceneKind:
        hue = auto_hue(card.category) if palette == "auto" and card.category else None
        key = (id(template), palette, size, hue)
        kind = self._kinds.get(key)
        if kind is None or kind.template is not template:  # in another process ids may mean other objects
            if len(self._kinds) >= MAX_KINDS:
                self._kinds.clear()
            resolved = template.palette(palette, card.category)
            kind = self._kinds[key] = _scene_kind(template, resolved, size, self.common)
        return kind


def _scene_kind(template: Template, palette: Palette, size: str, common: str) -> _SceneKind:
    constant = [layer for layer in template.layers[size] if layer.constant]
    fields = {name for layer in constant for name in layer.names}
    if any(isinstance(layer, model.TextLayer) or _is(layer, "emoji") for layer in constant):
        fields.add("lang")  # it picks the forms of glyphs
    pictures = tuple(layer for layer in constant if isinstance(layer, model.PictureLayer) and _is(layer, "field"))
    digest = scene_digest(template, palette, size, common)
    return _SceneKind(template, digest, tuple(sorted(fields)), pictures)


def _is(layer: model.Layer, kind: str) -> bool:
    return isinstance(layer, model.PictureLayer) and layer.kind == kind
