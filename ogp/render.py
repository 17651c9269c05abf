"""The whole pipeline for one card: scene, backdrop, layout, paint, encode. What differs per site is compiled once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PIL import Image

from ogp import encode, layout
from ogp.encode.compile import compile_base
from ogp.layout import Backdrop, Scene, constant_layers, lay_out
from ogp.paint import paint
from ogp.pictures import Pictures

if TYPE_CHECKING:
    from pathlib import Path

    from ogp.card import Card
    from ogp.encode.banded import Base
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


@dataclass(frozen=True, slots=True)
class _Compiled:
    """What all cards of one scene share, ready for the hot path."""

    scene: Scene
    backdrop: Backdrop
    base: Base | None


class Renderer:
    """Renders the cards of one site; keeps the compiled scenes it has used.

    root, static: where the cards' own pictures lie (see `Pictures`). cache: a folder for compiled backgrounds, which
    only saves time.
    """

    def __init__(
        self,
        fonts: FontSet,
        *,
        root: Path | None = None,
        static: str = "",
        cache: Path | None = None,
        nobreak: tuple[str, ...] = (),
    ) -> None:
        """Nothing is opened until the first card."""
        self.fonts = fonts
        self.root = root
        self.static = static
        self.cache = cache
        self.nobreak = nobreak
        self._compiled: dict[tuple[object, ...], _Compiled] = {}

    def draw(self, card: Card, template: Template, palette: str, size: str) -> tuple[Image.Image, layout.Layout]:
        """Return the card's picture (RGB) and its layout. Raises OgpError (E_ASSET), KeyError for an unknown name."""
        compiled = self._compile(card, template, palette, size, banded_png=False)
        laid = lay_out(card, compiled.scene, compiled.backdrop)
        image, _ = paint(laid.frame)
        return image, laid

    def file(
        self, card: Card, template: Template, palette: str, size: str, *, suffix: str, fingerprint: str, max_kb: int
    ) -> Rendered:
        """Return the card as a file of the kind ``suffix`` names. Raises OgpError (E_ASSET)."""
        compiled = self._compile(card, template, palette, size, banded_png=suffix == ".png")
        laid = lay_out(card, compiled.scene, compiled.backdrop)
        image, spans = paint(laid.frame)
        encoded = encode.encode(image, suffix, fingerprint=fingerprint, base=compiled.base, spans=spans)
        return Rendered(encoded.data, image.width, image.height, laid.texts, encoded.notes)

    def _compile(self, card: Card, template: Template, palette: str, size: str, *, banded_png: bool) -> _Compiled:
        resolved = template.palette(palette, card.category)
        site = replace(card, title="", category="", date=None, author="", tags=(), excerpt="", emoji="", cover="")
        key = (
            template.name,
            template.art,
            size,
            tuple(resolved.colors.items()),
            site.site,
            site.url,
            site.lang,
            site.logo,
            banded_png,
        )
        found = self._compiled.get(key)
        if found is None:
            pictures = Pictures(template.folder, self.root, self.static)
            scene = Scene(template, resolved, template.sizes[size], self.fonts, pictures, self.nobreak)
            ground = Image.new("RGB", (scene.size.width, scene.size.height))
            baked, laid = constant_layers(site, scene, ground)
            image, _ = paint(laid.frame)
            base = compile_base(image) if banded_png else None
            found = _Compiled(scene, Backdrop(image, baked, laid.texts, laid.boxes), base)
            self._compiled[key] = found
        return found
