"""Template: what every card of a kind looks like. Frozen, data only; nothing here opens a font or a picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ogp.frame import Box
from ogp.template import color as colors
from ogp.template.fields import Pattern

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ogp.frame import Rgba
    from ogp.template.fields import VisibleWhen
    from ogp.typeset.style import Style

Edge = Literal["after", "before", "below", "above"]
Align = Literal["start", "center", "end"]


@dataclass(frozen=True, slots=True)
class Anchors:
    """A box by its distances from the card's edges and its size, in px; two of the three on each axis.

    An axis with one of them reaches to the far edge. So one description fits cards of several sizes.
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
    """An edge tied to an earlier layer: ``edge`` of it, ``gap`` px away. A neighbor that drew nothing ties nothing."""

    edge: Edge
    layer: str
    gap: float


@dataclass(frozen=True, slots=True)
class Gradient:
    """Colors along a line, as CSS ``linear-gradient`` has them: 0 degrees are up, 90 to the right.

    stops: color and place, 0 to 1, in order.
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
    """A filled rectangle, of one color or of a gradient."""

    color: str
    radius: float
    edge: str
    edge_width: float
    gradient: Gradient | None = None


@dataclass(frozen=True, slots=True)
class PictureLayer(_LayerBase):
    """A picture: a file of the template, or one that the card names, an emoji, or a QR code of a text.

    source: what names it; nothing for a file.
    fit:    ``cover`` fills the box and crops about ``focus`` (0-1 across and down), ``contain`` shows all of it.
    radius: round corners in px; half the box's side makes a disc.
    scrim:  a color laid over the picture, so that text stays readable.
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
    """A rounded ground behind a text, as large as the text and ``padding`` (across, down; px)."""

    color: str
    edge: str
    edge_width: float
    radius: float
    padding: tuple[float, float]


@dataclass(frozen=True, slots=True)
class TextStroke:
    """An outline, ``width`` px."""

    width: float
    color: str


@dataclass(frozen=True, slots=True)
class TextShadow:
    """A soft copy underneath: offset and blur in px."""

    dx: float
    dy: float
    blur: float
    color: str


@dataclass(frozen=True, slots=True)
class TextLayer(_LayerBase):
    """A text that is fitted into its box.

    sizes:   largest and smallest type size in px; the fit takes the one that serves the text best.
    leading: line pitch in em. align: along the line; valign: 0 top, 0.5 middle, 1 bottom of the free space.
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
    """Named colors, resolved: what a layer's color names mean for one card."""

    name: str
    colors: Mapping[str, Rgba]

    def __getitem__(self, text: str) -> Rgba:
        """Return the color that a layer's text means; ``""`` is transparent."""
        return colors.parse(text, self.colors, 0.0) if text else (0, 0, 0, 0)

    def css(self, art: bytes) -> str:
        """A style sheet that brings the colors to SVG art: ``.fill-NAME``, ``.stroke-NAME`` and ``.stop-NAME``.

        Only the classes that ``art`` has: it looks the same in palettes that differ in other colors.
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
    """A card size in px."""

    name: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Template:
    """A template as its file says it, every layer resolved for every size.

    art: digest of its art files; with the resolved layers it tells whether a card would look the same.
    shared: colors of every palette, as texts in which ``hue`` stands for the palette's own.
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

        Raises KeyError for an unknown name, ValueError for a color that does not read (checked when loading).
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
