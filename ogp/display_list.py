"""Display list: a card laid out, as positioned items, with nothing left to decide. From `layout` to `paint`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

    from ogp.typeset.line import Line

Rgb = tuple[int, int, int]
"""An sRGB color, 0 to 255 a channel."""
Rgba = tuple[int, int, int, int]
"""An sRGB color with straight (not premultiplied) alpha, 0 to 255 a channel."""
OPAQUE: Final = 255
"""Full alpha, or full coverage of a mask."""
RowSpan = tuple[int, int]
"""Rows of an image: the first, and the one after the last."""


class Box(NamedTuple):
    """A rectangle in px, y down."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Shadow:
    """A blurred copy of a text, painted under it: its offset, and the blur's sigma (Gaussian), in px."""

    dx: float
    dy: float
    blur: float
    color: Rgba


@dataclass(frozen=True, slots=True)
class Stroke:
    """An even outline around glyphs, ``width`` px outwards, painted under them."""

    width: float
    color: Rgba


@dataclass(frozen=True, slots=True)
class RectItem:
    """A filled rectangle with corners of ``radius`` px, and inside it an edge of ``edge_width`` px if that is not 0."""

    box: Box
    color: Rgba
    radius: float = 0.0
    edge: Rgba = (0, 0, 0, 0)
    edge_width: float = 0.0


@dataclass(frozen=True, slots=True)
class ImageItem:
    """An image, RGB or RGBA, already scaled and cropped; (x, y) is its top left corner in px."""

    image: Image
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class TextItem:
    """A typeset line, scaled to ``size`` px an em; (x, y) is its origin in px."""

    line: Line
    size: float
    x: float
    y: float
    color: Rgba
    stroke: Stroke | None = None
    shadow: Shadow | None = None


DisplayItem = RectItem | ImageItem | TextItem


@dataclass(frozen=True, slots=True)
class DisplayList:
    """A background (RGB), which many cards share, and the items on it in paint order."""

    background: Image
    items: tuple[DisplayItem, ...] = field(default=())

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in px."""
        return self.background.size
