"""BackgroundKey: the cache key of a background: template, palette, size, and the words and pictures shown on it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ogp.rendering.fingerprint import design_digest
from ogp.template import model
from ogp.template.color import auto_hue

if TYPE_CHECKING:
    from collections.abc import Callable

    from ogp.card import Card
    from ogp.template import Palette, Template

MAX_DESIGNS = 256
"""Templates in one palette and size that are remembered; a site has a dozen."""


@dataclass(frozen=True, slots=True)
class BackgroundKey:
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
        """32 hex digits: the name of the file in which the compiled background is kept."""
        parts = (self.digest, self.words, self.pictures)
        return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class _Design:
    """A template in one palette and size: its digest, and what of a card its background depends on."""

    template: Template
    digest: str
    fields: tuple[str, ...]
    pictures: tuple[model.PictureLayer, ...]


class BackgroundKeys:
    """Makes the keys of one site's backgrounds; each template is looked at once for every palette and size.

    common:    a digest of what all cards share: fonts, typesetting settings.
    digest_of: gives the digest of a picture of the site by its name. Raises OgpError (E_ASSET).
    """

    def __init__(self, common: str, digest_of: Callable[[str], str]) -> None:
        self.common = common
        self._digest_of = digest_of
        self._designs: dict[tuple[int, str, str, float | None], _Design] = {}

    def key(self, card: Card, template: Template, palette: str, size: str) -> BackgroundKey:
        """Return the key of a card's background.

        Raises OgpError (E_ASSET) for a picture that cannot be read, KeyError for an unknown palette or size.
        """
        design = self._design(card, template, palette, size)
        names = [layer.source.fill(card) for layer in design.pictures if layer.when.holds(card)]
        return BackgroundKey(
            design.digest,
            tuple((field, getattr(card, field)) for field in design.fields),
            tuple(self._digest_of(name) for name in names if name),
        )

    def _design(self, card: Card, template: Template, palette: str, size: str) -> _Design:
        hue = auto_hue(card.category) if palette == "auto" and card.category else None
        key = (id(template), palette, size, hue)
        design = self._designs.get(key)
        if design is None or design.template is not template:  # in another process ids may mean other objects
            if len(self._designs) >= MAX_DESIGNS:
                self._designs.clear()
            resolved = template.palette(palette, card.category)
            design = self._designs[key] = _key_design(template, resolved, size, self.common)
        return design


def _key_design(template: Template, palette: Palette, size: str, common: str) -> _Design:
    constant = [layer for layer in template.layers[size] if layer.constant]
    fields = {name for layer in constant for name in layer.names}
    if any(isinstance(layer, model.TextLayer) or _is(layer, "emoji") for layer in constant):
        fields.add("lang")  # it picks the forms of glyphs
    pictures = tuple(layer for layer in constant if isinstance(layer, model.PictureLayer) and _is(layer, "field"))
    digest = design_digest(template, palette, size, common)
    return _Design(template, digest, tuple(sorted(fields)), pictures)


def _is(layer: model.Layer, kind: str) -> bool:
    return isinstance(layer, model.PictureLayer) and layer.kind == kind
