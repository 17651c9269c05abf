"""The whole pipeline for one card: scene, backdrop, layout, paint, encode. What differs per site is compiled once."""

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
from ogp.layout.layout import constant_layers, lay_out
from ogp.layout.scene import Background, Scene
from ogp.paint.color_table import PaletteColors
from ogp.paint.indexed import in_true_colors, paint_indexed
from ogp.paint.operations import Rasterizer, touched_rows
from ogp.paint.truecolor import paint, paint_strips
from ogp.rendering import scene_cache
from ogp.rendering.scene_key import SceneKey, SceneKeys
from ogp.typeset.typesetter import Typesetter

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


MAX_SCENES = 32
"""Scenes that a renderer holds: of each some 1 to 3 MB. A site has one for each category's hue, a dozen at most."""

ROOM, MOST_ROOM = 128, 160
"""Colours that an indexed background had better have, and may have: what is left of 256 is for ink and emoji."""


@dataclass(frozen=True)
class Compiled:
    """What all cards of one scene share, ready for the hot path; ``ground``: for PNG, the backdrop packed."""

    scene: Scene
    backdrop: Background
    ground: CompressedBackground | None

    @cached_property
    def true_ground(self) -> CompressedBackground:
        """The ground in true colours, for cards that a palette cannot hold: the same background to the pixel."""
        assert self.ground is not None  # asked for by a PNG
        return self.ground if not self.ground.palette else compress_background(in_true_colors(self.ground))

    @cached_property
    def palette_colors(self) -> PaletteColors | None:
        """The ground's palette, where it has one."""
        return PaletteColors(self.ground.palette) if self.ground and self.ground.palette else None


class Renderer:
    """Renders the cards of one site; keeps the scenes that it has compiled and used last.

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
        self._typesetter = Typesetter(fonts)
        self.root = root
        self.static = static
        self.common = common
        self.nobreak = nobreak
        self._scene_keys = SceneKeys(common, SitePictures(root, static).digest)
        self._compiled: OrderedDict[tuple[SceneKey, bool], Compiled] = OrderedDict()
        self._decoded: Decoded = {}
        self._rasterizer = Rasterizer()

    def draw(self, card: Card, template: Template, palette: str, size: str) -> tuple[Image.Image, CardLayout]:
        """Return the card's picture (RGB) and its layout. Raises OgpError (E_ASSET), KeyError for an unknown name."""
        ready = self.compile(card, template, palette, size, packed=False)
        laid = lay_out(card, ready.scene, ready.backdrop)
        return paint(laid.frame, self._rasterizer), laid

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
        scene: SceneKey | None = None,
    ) -> Rendered:
        """Return the card as a file of the kind ``suffix`` names; JPEG, WebP and AVIF lose quality to fit ``max_kb``.

        scene: the key of the card's scene, where the caller knows it already. Raises OgpError (E_ASSET).
        """
        ready = self.compile(card, template, palette, size, packed=suffix == ".png", key=scene)
        laid = lay_out(card, ready.scene, ready.backdrop)
        if ready.ground is None:
            image = paint(laid.frame, self._rasterizer)
            encoded = card_file.encode(image, suffix, fingerprint=fingerprint, max_kb=max_kb)
            return Rendered(encoded.data, *image.size, laid.texts, encoded.notes)
        items = [self._rasterizer.operations(item) for item in laid.frame.items]
        painted = _painted(ready.ground, items, ready.palette_colors) or _painted(ready.true_ground, items, None)
        assert painted is not None  # true colours have room for all
        encoded = card_file.encode_strips(*painted, fingerprint=fingerprint, max_kb=max_kb)
        return Rendered(encoded.data, *laid.frame.size, laid.texts, encoded.notes)

    def compile(
        self, card: Card, template: Template, palette: str, size: str, *, packed: bool, key: SceneKey | None = None
    ) -> Compiled:
        """Return what the cards of ``card``'s scene share, made at its first use.

        packed: with the background compressed, for PNG. key: the scene's, where it is known. Raises OgpError (E_ASSET).
        """
        key = key or self._scene_keys.key(card, template, palette, size)
        ready = self._compiled.get((key, packed))
        if ready is None:
            pictures = Pictures(template.folder, self.root, self.static, self._decoded)
            colors = template.palette(palette, card.category)
            scene = Scene(template, colors, template.sizes[size], self._typesetter, pictures, self.nobreak)
            site = Card("", site=card.site, url=card.url, lang=card.lang, logo=card.logo)
            ready = self._compiled[key, packed] = self._compile(site, scene, key.name if packed else "")
            if len(self._compiled) > MAX_SCENES:
                self._compiled.popitem(last=False)
        self._compiled.move_to_end((key, packed))
        return ready

    def _compile(self, site: Card, scene: Scene, name: str) -> Compiled:
        """Draw a scene's background; with a ``name`` compress it too, and keep it under that name."""
        root = self.root if self.common else None
        if root and name and (found := scene_cache.load(root, name)):
            return Compiled(scene, *found)
        blank = Image.new("RGB", (scene.size.width, scene.size.height))
        baked, laid = constant_layers(site, scene, blank)
        image = paint(laid.frame, self._rasterizer)
        if not name:
            return Compiled(scene, Background(image, baked, laid.texts, laid.boxes), None)
        few = reduce_colors(image, ROOM) or reduce_colors(image, MOST_ROOM)
        ground = compress_background(*few) if few else compress_background(image)
        backdrop = Background(ground.image, baked, laid.texts, laid.boxes)
        if root:
            scene_cache.save(root, name, backdrop, ground)
        return Compiled(scene, backdrop, ground)


def _painted(
    ground: CompressedBackground, items: Sequence[Sequence[DrawOp]], colors: PaletteColors | None
) -> tuple[CompressedBackground, list[RowStrip], bytes] | None:
    """Paint what the items lay on the rows of a ground that they touch; None if its palette cannot hold them."""
    spans = (touched_rows(laid, ground.image.height) for laid in items)
    strips = png_bands.cut(ground, [span for span in spans if span])
    laid = chain.from_iterable(items)
    if colors is None:
        paint_strips(strips, laid)
        return ground, strips, b""
    palette = paint_indexed(strips, laid, colors)
    return (ground, strips, palette) if palette else None
