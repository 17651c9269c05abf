"""The template model: layers, palettes and sizes as frozen data. Nothing here opens a font or a picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ogp.display_list import Box
from ogp.template import color as colors
from ogp.template.fields import Pattern

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ogp.display_list import Rgba
    from ogp.template.fields import VisibleWhen
    from ogp.typeset.style import Style

Edge = Literal["after", "before", "below", "above"]
Align = Literal["start", "center", "end"]


@dataclass(frozen=True, slots=True)
class Anchors:
    """A box by its distances from the card's edges and its own size, in px: two of the three on each axis.

    With one of the three the box reaches to the far edge, so that one description fits cards of several sizes; a size
    alone is centered.
    """

    left: float | None = None
    right: float | None = None
    width: float | None = None
    top: float | None = None
    bottom: float | None = None
    height: float | None = None

    def box(self, width: float, height: float) -> Box:
        """Return the box on a card of ``width`` x ``height`` px."""
        x, w = _span(self.left, self.right, self.width, width)
        y, h = _span(self.top, self.bottom, self.height, height)
        return Box(x, y, w, h)


def _span(near: float | None, far: float | None, extent: float | None, whole: float) -> tuple[float, float]:
    if extent is None:
        start = near or 0.0
        return start, max(0.0, whole - start - (far or 0.0))
    if near is None and far is not None:
        return whole - far - extent, extent
    if near is None:
        return (whole - extent) / 2, extent
    return near, extent


@dataclass(frozen=True, slots=True)
class EdgeAnchor:
    """An edge of a layer kept ``gap`` px from an earlier layer, its neighbor, wherever that one drew something.

    edge: on which side of the neighbor the layer lies.
    """

    edge: Edge
    layer: str
    gap: float


@dataclass(frozen=True, slots=True)
class Gradient:
    """A linear gradient as in CSS: ``angle`` in degrees, 0 up and 90 to the right.

    stops: colors and their positions on the gradient line, 0 to 1, in order.
    """

    angle: float
    stops: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class _LayerBase:
    """What layers of every kind have: an id, when and where they are drawn, and which of a card's fields they show."""

    id: str
    when: VisibleWhen
    anchors: Anchors
    neighbors: tuple[EdgeAnchor, ...]

    @property
    def pattern(self) -> Pattern:
        """The text that is filled from the card; empty for a fill and for the template's own art."""
        return Pattern(())

    @property
    def names(self) -> frozenset[str]:
        """Every field of the card that the layer shows or whose presence it depends on."""
        return self.when.names | self.pattern.names

    @property
    def constant(self) -> bool:
        """Whether the layer looks the same on every card of a site."""
        return self.when.constant and self.pattern.constant


@dataclass(frozen=True, slots=True)
class FillLayer(_LayerBase):
    """A filled rectangle, of one color or of a gradient, with round corners and an edge on its inside (px)."""

    color: str
    radius: float
    edge: str
    edge_width: float
    gradient: Gradient | None = None


@dataclass(frozen=True, slots=True)
class PictureLayer(_LayerBase):
    """A picture: a file of the template, or one that the card names, an emoji, or a QR code of a text.

    file:    of the template; ``""`` for the other kinds.
    source:  the text that names the picture; empty for a file.
    fit:     ``cover`` fills the box and crops, ``contain`` shows all of it.
    focus:   the point (x, y), 0 to 1, about which the picture is cropped or aligned in its box.
    radius:  of round corners, in px; half the box's side makes a disc.
    opacity: 0 to 1. blur: the Gaussian's sigma in px.
    scrim:   a color laid over the picture, so that text stays readable. color: of a QR code.
    """

    file: str
    source: Pattern
    kind: Literal["file", "field", "emoji", "qr"]
    fit: Literal["cover", "contain"]
    focus: tuple[float, float]
    radius: float
    opacity: float
    blur: float
    scrim: str
    color: str

    @property
    def pattern(self) -> Pattern:
        """The text that names the picture: a path, an emoji, or what the QR code says."""
        return self.source


@dataclass(frozen=True, slots=True)
class Plate:
    """A rounded rectangle behind a text, as large as the text and its ``padding`` (horizontal, vertical; px)."""

    color: str
    edge: str
    edge_width: float
    radius: float
    padding: tuple[float, float]


@dataclass(frozen=True, slots=True)
class TextStroke:
    """An outline around a text's glyphs, ``width`` px."""

    width: float
    color: str


@dataclass(frozen=True, slots=True)
class TextShadow:
    """A blurred copy under a text: its offset, and the blur's sigma, in px."""

    dx: float
    dy: float
    blur: float
    color: str


@dataclass(frozen=True, slots=True)
class TextLayer(_LayerBase):
    """A text that is fitted into its box.

    sizes:   largest and smallest type size in px; the fit takes the one that serves the text best.
    lines:   the most that it may take.
    leading: line advance in em.
    align:   along the line. valign: across the lines, the fraction of free space before the first one.
    """

    text: Pattern
    style: Style
    sizes: tuple[float, float]
    lines: int
    leading: float
    align: Align
    valign: float
    color: str
    plate: Plate | None
    stroke: TextStroke | None
    shadow: TextShadow | None

    @property
    def pattern(self) -> Pattern:
        """The text that is set."""
        return self.text


Layer = FillLayer | PictureLayer | TextLayer


@dataclass(frozen=True, slots=True)
class Palette:
    """A template's color names and what they mean on one card."""

    name: str
    colors: Mapping[str, Rgba]

    def __getitem__(self, text: str) -> Rgba:
        """Return the color that a layer's text means; ``""`` is transparent."""
        return colors.parse(text, self.colors, 0.0) if text else (0, 0, 0, 0)

    def css(self, art: bytes) -> str:
        """Return a style sheet that brings the colors to SVG art: ``.fill-NAME``, ``.stroke-NAME``, ``.stop-NAME``.

        It has only the classes that ``art`` uses: art looks the same in palettes that differ in other colors.
        """
        rules = []
        for name, value in self.colors.items():
            paint, alpha = colors.to_hex((*value[:3], 255)), value[3] / 255
            for kind, key in (("fill", "fill"), ("stroke", "stroke"), ("stop", "stop-color")):
                if f"{kind}-{name}".encode() in art:
                    rules.append(f".{kind}-{name}{{{key}:{paint};{kind}-opacity:{alpha:.4g}}}")
        return "".join(rules)


@dataclass(frozen=True, slots=True)
class Size:
    """A size of cards, in px."""

    name: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Template:
    """A template: its layers, resolved for each size, and its palettes.

    art:      digest of its art files; with the layers it tells whether a card would look the same.
    layers:   by the name of the size, in paint order.
    shared:   the colors of every palette, as texts in which ``hue`` stands for the palette's own.
    palettes: by name, in order: the hue in degrees, and colors that replace shared ones.
    promises: rules beyond the common ones that `ogp template check` holds the template to.
    """

    name: str
    summary: str
    folder: Path
    art: str
    sizes: Mapping[str, Size]
    layers: Mapping[str, tuple[Layer, ...]]
    shared: Mapping[str, str]
    palettes: Mapping[str, tuple[float, Mapping[str, str]]]
    promises: frozenset[str] = field(default_factory=frozenset)

    def palette(self, name: str = "", category: str = "") -> Palette:
        """Return a palette by name; ``""`` is the first, ``auto`` takes a stable hue from ``category``.

        Raises:
            KeyError: for an unknown name.
            ValueError: for a color that cannot be read; loading has checked them.
        """
        if name == "auto" and category:
            return self.auto(colors.auto_hue(category))
        first = next(iter(self.palettes))
        hue, own = self.palettes[first if name in ("", "auto") else name]
        return self._resolved(name or first, hue, own)

    def auto(self, hue: float) -> Palette:
        """Return the automatic palette of a hue in degrees: the shared colors, and no palette's own."""
        return self._resolved("auto", hue, {})

    def _resolved(self, name: str, hue: float, own: Mapping[str, str]) -> Palette:
        resolved: dict[str, Rgba] = {}
        for key, text in {**self.shared, **own}.items():
            resolved[key] = colors.parse(text, resolved, hue)
        return Palette(name, resolved)
