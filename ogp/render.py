"""The whole pipeline for one card: scene, backdrop, layout, paint, encode. What differs per site is compiled once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image

from ogp import compiled, encode, layout
from ogp.card import Card
from ogp.encode.compile import compile_base
from ogp.fingerprint import scene_digest
from ogp.layout import Backdrop, Scene, constant_layers, lay_out
from ogp.paint import paint
from ogp.pictures import Pictures

if TYPE_CHECKING:
    from pathlib import Path

    from ogp.encode.bands import Base
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
class Compiled:
    """What all cards of one scene share, ready for the hot path."""

    scene: Scene
    backdrop: Backdrop
    base: Base | None


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
        ready = self.compile(card, template, palette, size, banded=False)
        laid = lay_out(card, ready.scene, ready.backdrop)
        image, _ = paint(laid.frame)
        return image, laid

    def file(
        self, card: Card, template: Template, palette: str, size: str, *, suffix: str, fingerprint: str, max_kb: int
    ) -> Rendered:
        """Return the card as a file of the kind ``suffix`` names; JPEG, WebP and AVIF lose quality to fit ``max_kb``.

        Raises OgpError (E_ASSET).
        """
        ready = self.compile(card, template, palette, size, banded=suffix == ".png")
        laid = lay_out(card, ready.scene, ready.backdrop)
        image, spans = paint(laid.frame)
        encoded = encode.encode(image, suffix, fingerprint=fingerprint, base=ready.base, spans=spans, max_kb=max_kb)
        return Rendered(encoded.data, image.width, image.height, laid.texts, encoded.notes)

    def compile(self, card: Card, template: Template, palette: str, size: str, *, banded: bool) -> Compiled:
        """Return what the cards like ``card`` share, made at its first use; with the encoder's base if ``banded``."""
        resolved = template.palette(palette, card.category)
        site = Card("", site=card.site, url=card.url, lang=card.lang, logo=card.logo)
        colors = tuple(resolved.colors.items())
        key = (template.folder, template.art, size, colors, site.site, site.url, site.lang, site.logo, banded)
        if key not in self._compiled:
            pictures = Pictures(template.folder, self.root, self.static)
            scene = Scene(template, resolved, template.sizes[size], self.fonts, pictures, self.nobreak)
            self._compiled[key] = self._compile(site, scene, banded=banded)
        return self._compiled[key]

    def _compile(self, site: Card, scene: Scene, *, banded: bool) -> Compiled:
        name = self._name(site, scene) if banded and self.common else ""
        if self.root and name and (found := compiled.load(self.root, name)):
            return Compiled(scene, *found)
        ground = Image.new("RGB", (scene.size.width, scene.size.height))
        baked, laid = constant_layers(site, scene, ground)
        image, _ = paint(laid.frame)
        backdrop = Backdrop(image, baked, laid.texts, laid.boxes)
        if not banded:
            return Compiled(scene, backdrop, None)
        base = compile_base(image)
        if self.root and name:
            compiled.save(self.root, name, backdrop, base)
        return Compiled(scene, backdrop, base)

    def _name(self, site: Card, scene: Scene) -> str:
        """Return the name that a compiled scene is kept under: it changes with everything that decides its pixels."""
        logo = scene.pictures.digest_of(site.logo) if site.logo else ""
        digest = scene_digest(scene.template, scene.palette, scene.size.name, self.common)
        parts = (digest, site.site, site.url, site.lang, site.logo, logo)
        return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
