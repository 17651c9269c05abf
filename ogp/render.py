"""The whole pipeline for one card: scene, backdrop, layout, paint, encode. What differs per site is compiled once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING

from PIL import Image

from ogp import compiled, encode, layout
from ogp.card import Card
from ogp.dabs import dabs, span_of
from ogp.encode import banded
from ogp.encode.compile import compile_ground
from ogp.encode.fewer import fewer
from ogp.fingerprint import scene_digest
from ogp.indexed import paint_indexed
from ogp.layout import Backdrop, Scene, constant_layers, lay_out
from ogp.paint import paint, paint_strips
from ogp.pictures import Pictures

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ogp.dabs import Dab
    from ogp.encode.banded import Strip
    from ogp.encode.bands import Ground
    from ogp.fonts import FontSet
    from ogp.template import Template


@dataclass(frozen=True, slots=True)
class Rendered:
    """A card as the bytes of its file, what its texts became, and what its owner should know."""

    data: bytes
    width: int
    height: int
    texts: tuple[layout.SetText, ...]
    notes: tuple[str, ...]


ROOM = 176
"""Colours that a background may have and be indexed: what is left of 256 is for the ink."""


class Kind(StrEnum):
    """What a scene is compiled for."""

    PICTURE = "picture"
    """To be looked at: nothing is packed."""
    TRUE = "true"
    """PNG in true colours."""
    INDEXED = "indexed"
    """PNG with a palette: no ground where the background has too many colours."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """What all cards of one scene share, ready for the hot path."""

    scene: Scene
    backdrop: Backdrop
    ground: Ground | None


class Renderer:
    """Renders the cards of one site; keeps the compiled scenes it has used.

    root, static: where the cards' own pictures lie (see `Pictures`). common: a digest of what all scenes share, fonts
    and settings; with it, compiled scenes are kept in the site's ``.ogp/``, which only saves time.
    """

    def __init__(
        self,
        fonts: FontSet,
        *,
        root: Path | None = None,
        static: str = "",
        common: str = "",
        nobreak: tuple[str, ...] = (),
    ) -> None:
        """Nothing is opened until the first card."""
        self.fonts = fonts
        self.root = root
        self.static = static
        self.common = common
        self.nobreak = nobreak
        self._compiled: dict[tuple[object, ...], Compiled] = {}

    def draw(self, card: Card, template: Template, palette: str, size: str) -> tuple[Image.Image, layout.Layout]:
        """Return the card's picture (RGB) and its layout. Raises OgpError (E_ASSET), KeyError for an unknown name."""
        ready = self.compile(card, template, palette, size, Kind.PICTURE)
        laid = lay_out(card, ready.scene, ready.backdrop)
        image, _ = paint(laid.frame)
        return image, laid

    def file(
        self, card: Card, template: Template, palette: str, size: str, *, suffix: str, fingerprint: str, max_kb: int
    ) -> Rendered:
        """Return the card as a file of the kind ``suffix`` names; JPEG, WebP and AVIF lose quality to fit ``max_kb``.

        Raises OgpError (E_ASSET).
        """
        ready = self.prepare(card, template, palette, size, suffix=suffix)
        laid = lay_out(card, ready.scene, ready.backdrop)
        if ready.ground is None:
            image, _ = paint(laid.frame)
            encoded = encode.encode(image, suffix, fingerprint=fingerprint, max_kb=max_kb)
            return Rendered(encoded.data, *image.size, laid.texts, encoded.notes)
        items = [dabs(item) for item in laid.frame.items]
        found = _painted(ready.ground, items)
        if found is None:  # more colours than a palette holds
            true = self.compile(card, template, palette, size, Kind.TRUE).ground
            found = _painted(true, items) if true else None
        assert found is not None  # true colours have room for all
        encoded = encode.encode_strips(*found, fingerprint=fingerprint, max_kb=max_kb)
        return Rendered(encoded.data, *laid.frame.size, laid.texts, encoded.notes)

    def prepare(self, card: Card, template: Template, palette: str, size: str, *, suffix: str) -> Compiled:
        """Return what the files of cards like ``card`` share, made at its first use."""
        if suffix != ".png":
            return self.compile(card, template, palette, size, Kind.PICTURE)
        ready = self.compile(card, template, palette, size, Kind.INDEXED)
        return ready if ready.ground else self.compile(card, template, palette, size, Kind.TRUE)

    def compile(self, card: Card, template: Template, palette: str, size: str, kind: Kind) -> Compiled:
        """Return what the cards like ``card`` share, made at its first use."""
        resolved = template.palette(palette, card.category)
        site = Card("", site=card.site, url=card.url, lang=card.lang, logo=card.logo)
        colors = tuple(resolved.colors.items())
        key = (template.folder, template.art, size, colors, site.site, site.url, site.lang, site.logo, kind)
        if key not in self._compiled:
            pictures = Pictures(template.folder, self.root, self.static)
            scene = Scene(template, resolved, template.sizes[size], self.fonts, pictures, self.nobreak)
            self._compiled[key] = self._compile(site, scene, kind)
        return self._compiled[key]

    def _compile(self, site: Card, scene: Scene, kind: Kind) -> Compiled:
        name = self._name(site, scene, kind) if kind is not Kind.PICTURE and self.common else ""
        if self.root and name and (found := compiled.load(self.root, name)):
            return Compiled(scene, *found)
        blank = Image.new("RGB", (scene.size.width, scene.size.height))
        baked, laid = constant_layers(site, scene, blank)
        image, _ = paint(laid.frame)
        ground = None
        if kind is Kind.TRUE:
            ground = compile_ground(image)
        elif kind is Kind.INDEXED and (few := fewer(image, ROOM)):
            ground = compile_ground(*few)
        backdrop = Backdrop(ground.image if ground else image, baked, laid.texts, laid.boxes)
        if self.root and name:
            compiled.save(self.root, name, backdrop, ground)
        return Compiled(scene, backdrop, ground)

    def _name(self, site: Card, scene: Scene, kind: Kind) -> str:
        """Return the name that a compiled scene is kept under: it changes with everything that decides its pixels."""
        logo = scene.pictures.digest_of(site.logo) if site.logo else ""
        digest = scene_digest(scene.template, scene.palette, scene.size.name, self.common)
        parts = (digest, site.site, site.url, site.lang, site.logo, logo, kind.value)
        return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _painted(ground: Ground, items: Sequence[Sequence[Dab]]) -> tuple[Ground, list[Strip], bytes] | None:
    """Paint what the items lay on the rows of a ground that they touch; None if its palette cannot hold them."""
    spans = (span_of(laid, ground.image.height) for laid in items)
    strips = banded.cut(ground, [span for span in spans if span])
    laid = chain.from_iterable(items)
    if not ground.palette:
        paint_strips(strips, laid)
        return ground, strips, b""
    palette = paint_indexed(strips, laid, ground.palette)
    return (ground, strips, palette) if palette else None
