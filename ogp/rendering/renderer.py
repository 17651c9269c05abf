"""Renders one card: lays it out, paints it, encodes it. Cards that share a background share its compiled form."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from PIL import Image

from ogp.card import Card
from ogp.encode import card_file, png_bands
from ogp.encode.png_compile import compress_background
from ogp.encode.quantize import reduce_colors
from ogp.images.files import SitePictures
from ogp.images.loader import Decoded, Pictures
from ogp.layout.card_design import Background, CardDesign
from ogp.layout.layout import constant_layers, lay_out
from ogp.paint.color_table import PaletteColors
from ogp.paint.draw_operations import Rasterizer, touched_rows
from ogp.paint.indexed import in_true_colors, paint_indexed
from ogp.paint.truecolor import paint, paint_strips
from ogp.rendering import background_cache
from ogp.rendering.background_key import BackgroundKey, BackgroundKeys
from ogp.typeset.typesetter import Typesetter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ogp.encode.png_background import CompressedBackground
    from ogp.encode.png_bands import RowStrip
    from ogp.fonts import FontSet
    from ogp.layout.results import CardLayout, TextReport
    from ogp.paint.draw_operations import DrawOp
    from ogp.template import Template


@dataclass(frozen=True, slots=True)
class Rendered:
    """A card as the bytes of its file, what its texts became, and what its owner should know."""

    data: bytes
    width: int
    height: int
    texts: tuple[TextReport, ...]
    notes: tuple[str, ...]


MAX_BACKGROUNDS = 32
"""Compiled backgrounds that a renderer holds, 1 to 3 MB each. A site has one for each category's hue."""

GOOD_COLORS, MAX_COLORS = 128, 160
"""Colors that an indexed background had better have, and may have: what is left of 256 is for ink and emoji."""


@dataclass(frozen=True)
class Compiled:
    """What cards with one background share; ``compressed``: the background as a PNG needs it."""

    design: CardDesign
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
    """Renders the cards of one site; keeps the backgrounds that it compiled and used last.

    root, static: where the cards' own pictures lie (see `Pictures`). common: a digest of what all cards share, fonts
    and settings; with it, compiled backgrounds are kept in the site's ``.ogp/``, which only saves time.
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
        self._typesetter = Typesetter(fonts)
        self.root = root
        self.static = static
        self.common = common
        self.nobreak = nobreak
        self._background_keys = BackgroundKeys(common, SitePictures(root, static).digest)
        self._compiled: OrderedDict[tuple[BackgroundKey, bool], Compiled] = OrderedDict()
        self._decoded: Decoded = {}
        self._rasterizer = Rasterizer()

    def draw(self, card: Card, template: Template, palette: str, size: str) -> tuple[Image.Image, CardLayout]:
        """Return the card's picture (RGB) and its layout. Raises OgpError (E_ASSET), KeyError for an unknown name."""
        ready = self.compile(card, template, palette, size, packed=False)
        laid = lay_out(card, ready.design, ready.background)
        return paint(laid.display_list, self._rasterizer), laid

    def file(
        self,
        card: Card,
        template: Template,
        palette: str,
        size: str,
        *,
        suffix: str,
        fingerprint: str,
        max_kb: int,
        key: BackgroundKey | None = None,
    ) -> Rendered:
        """Return the card as a file of the kind ``suffix`` names; JPEG, WebP and AVIF lose quality to fit ``max_kb``.

        key: of the card's background, where the caller knows it already. Raises OgpError (E_ASSET).
        """
        ready = self.compile(card, template, palette, size, packed=suffix == ".png", key=key)
        laid = lay_out(card, ready.design, ready.background)
        if ready.compressed is None:
            image = paint(laid.display_list, self._rasterizer)
            encoded = card_file.encode(image, suffix, fingerprint=fingerprint, max_kb=max_kb)
            return Rendered(encoded.data, *image.size, laid.texts, encoded.notes)
        operations = [self._rasterizer.operations(item) for item in laid.display_list.items]
        painted = _painted(ready.compressed, operations, ready.palette_colors)
        painted = painted or _painted(ready.without_palette, operations, None)
        assert painted is not None  # true colors have room for all
        encoded = card_file.encode_strips(*painted, fingerprint=fingerprint, max_kb=max_kb)
        return Rendered(encoded.data, *laid.display_list.size, laid.texts, encoded.notes)

    def compile(
        self, card: Card, template: Template, palette: str, size: str, *, packed: bool, key: BackgroundKey | None = None
    ) -> Compiled:
        """Return what the cards with ``card``'s background share, made at its first use.

        packed: with the background compressed, for PNG. key: the background's, if known. Raises OgpError (E_ASSET).
        """
        key = key or self._background_keys.key(card, template, palette, size)
        ready = self._compiled.get((key, packed))
        if ready is None:
            pictures = Pictures(template.folder, self.root, self.static, self._decoded)
            colors = template.palette(palette, card.category)
            design = CardDesign(template, colors, template.sizes[size], self._typesetter, pictures, self.nobreak)
            site = Card("", site=card.site, url=card.url, lang=card.lang, logo=card.logo)
            ready = self._compiled[key, packed] = self._compile(site, design, key.name if packed else "")
            if len(self._compiled) > MAX_BACKGROUNDS:
                self._compiled.popitem(last=False)
        self._compiled.move_to_end((key, packed))
        return ready

    def _compile(self, site: Card, design: CardDesign, name: str) -> Compiled:
        """Draw a design's background; with a ``name`` compress it too, and keep it under that name."""
        root = self.root if self.common else None
        if root and name and (found := background_cache.load(root, name)):
            return Compiled(design, *found)
        blank = Image.new("RGB", (design.size.width, design.size.height))
        baked, laid = constant_layers(site, design, blank)
        image = paint(laid.display_list, self._rasterizer)
        if not name:
            return Compiled(design, Background(image, baked, laid.texts, laid.boxes), None)
        indexed = reduce_colors(image, GOOD_COLORS) or reduce_colors(image, MAX_COLORS)
        compressed = compress_background(*indexed) if indexed else compress_background(image)
        background = Background(compressed.image, baked, laid.texts, laid.boxes)
        if root:
            background_cache.save(root, name, background, compressed)
        return Compiled(design, background, compressed)


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
