"""Renders one card: lays it out, paints it, encodes it. What the cards of a scene share is compiled once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from PIL import Image

from ogp.card import Card
from ogp.encode import card_file, png_bands
from ogp.encode.png_compile import compress_background
from ogp.encode.quantize import reduce_colors
from ogp.images.loader import Decoded, Pictures
from ogp.layout.layout import constant_layers, lay_out
from ogp.layout.scene import Background, Scene
from ogp.paint.color_table import PaletteColors
from ogp.paint.indexed import in_true_colors, paint_indexed
from ogp.paint.operations import Rasterizer, touched_rows
from ogp.paint.truecolor import paint, paint_strips
from ogp.rendering import scene_cache
from ogp.rendering.fingerprint import scene_digest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ogp.encode.png_background import CompressedBackground
    from ogp.encode.png_bands import RowStrip
    from ogp.fonts import FontSet
    from ogp.layout.results import CardLayout, TextReport
    from ogp.paint.operations import DrawOp
    from ogp.template import Template


@dataclass(frozen=True, slots=True)
class Rendered:
    """A card as the bytes of its file, what its texts became, and what its owner should know."""

    data: bytes
    width: int
    height: int
    texts: tuple[TextReport, ...]
    notes: tuple[str, ...]


GOOD_COLORS, MAX_COLORS = 128, 160
"""Colors that an indexed background had better have, and may have: what is left of 256 is for ink and emoji."""


@dataclass(frozen=True)
class Compiled:
    """What all cards of one scene share; ``compressed``: the background as a PNG needs it."""

    scene: Scene
    background: Background
    compressed: CompressedBackground | None

    @cached_property
    def without_palette(self) -> CompressedBackground:
        """The same background to the pixel in true colors, for cards that a palette cannot hold."""
        assert self.compressed is not None  # asked for by a PNG
        if not self.compressed.palette:
            return self.compressed
        return compress_background(in_true_colors(self.compressed))

    @cached_property
    def palette_colors(self) -> PaletteColors | None:
        """The background's palette, where it has one."""
        palette = self.compressed.palette if self.compressed else b""
        return PaletteColors(palette) if palette else None


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
        self._decoded: Decoded = {}
        self._rasterizer = Rasterizer()

    def draw(self, card: Card, template: Template, palette: str, size: str) -> tuple[Image.Image, CardLayout]:
        """Return the card's picture (RGB) and its layout. Raises OgpError (E_ASSET), KeyError for an unknown name."""
        ready = self.compile(card, template, palette, size, packed=False)
        laid = lay_out(card, ready.scene, ready.background)
        return paint(laid.frame, self._rasterizer), laid

    def file(
        self, card: Card, template: Template, palette: str, size: str, *, suffix: str, fingerprint: str, max_kb: int
    ) -> Rendered:
        """Return the card as a file of the kind ``suffix`` names; JPEG, WebP and AVIF lose quality to fit ``max_kb``.

        Raises OgpError (E_ASSET).
        """
        ready = self.compile(card, template, palette, size, packed=suffix == ".png")
        laid = lay_out(card, ready.scene, ready.background)
        if ready.compressed is None:
            image = paint(laid.frame, self._rasterizer)
            encoded = card_file.encode(image, suffix, fingerprint=fingerprint, max_kb=max_kb)
            return Rendered(encoded.data, *image.size, laid.texts, encoded.notes)
        operations = [self._rasterizer.operations(item) for item in laid.frame.items]
        painted = _painted(ready.compressed, operations, ready.palette_colors)
        painted = painted or _painted(ready.without_palette, operations, None)
        assert painted is not None  # true colors have room for all
        encoded = card_file.encode_strips(*painted, fingerprint=fingerprint, max_kb=max_kb)
        return Rendered(encoded.data, *laid.frame.size, laid.texts, encoded.notes)

    def compile(self, card: Card, template: Template, palette: str, size: str, *, packed: bool) -> Compiled:
        """Return what the cards like ``card`` share, made at its first use; compressed for PNG if ``packed``."""
        resolved = template.palette(palette, card.category)
        site = Card("", site=card.site, url=card.url, lang=card.lang, logo=card.logo)
        colors = tuple(resolved.colors.items())
        key = (template.folder, template.art, size, colors, site.site, site.url, site.lang, site.logo, packed)
        if key not in self._compiled:
            pictures = Pictures(template.folder, self.root, self.static, self._decoded)
            scene = Scene(template, resolved, template.sizes[size], self.fonts, pictures, self.nobreak)
            self._compiled[key] = self._compile(site, scene, packed=packed)
        return self._compiled[key]

    def _compile(self, site: Card, scene: Scene, *, packed: bool) -> Compiled:
        name = self._name(site, scene) if packed and self.common else ""
        if self.root and name and (found := scene_cache.load(self.root, name)):
            return Compiled(scene, *found)
        blank = Image.new("RGB", (scene.size.width, scene.size.height))
        baked, laid = constant_layers(site, scene, blank)
        image = paint(laid.frame, self._rasterizer)
        if not packed:
            return Compiled(scene, Background(image, baked, laid.texts, laid.boxes), None)
        indexed = reduce_colors(image, GOOD_COLORS) or reduce_colors(image, MAX_COLORS)
        compressed = compress_background(*indexed) if indexed else compress_background(image)
        background = Background(compressed.image, baked, laid.texts, laid.boxes)
        if self.root and name:
            scene_cache.save(self.root, name, background, compressed)
        return Compiled(scene, background, compressed)

    def _name(self, site: Card, scene: Scene) -> str:
        """Return the name that a compiled scene is kept under: it changes with everything that decides its pixels."""
        logo = scene.pictures.digest_of(site.logo) if site.logo else ""
        digest = scene_digest(scene.template, scene.palette, scene.size.name, self.common)
        parts = (digest, site.site, site.url, site.lang, site.logo, logo)
        return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _painted(
    background: CompressedBackground, operations: Sequence[Sequence[DrawOp]], colors: PaletteColors | None
) -> tuple[CompressedBackground, list[RowStrip], bytes] | None:
    """Paint what the items draw on the rows of a background that they touch; None if its palette cannot hold them."""
    spans = (touched_rows(of_item, background.image.height) for of_item in operations)
    strips = png_bands.cut(background, [span for span in spans if span])
    if colors is None:
        paint_strips(strips, chain.from_iterable(operations))
        return background, strips, b""
    palette = paint_indexed(strips, chain.from_iterable(operations), colors)
    return (background, strips, palette) if palette else None
