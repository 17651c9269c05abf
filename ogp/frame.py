"""Frame: positioned items and nothing left to decide. What `layout` gives and `paint` takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

    from ogp.typeset.style import Line

Rgba = tuple[int, int, int, int]
"""Straight (not premultiplied) sRGB with alpha, 0-255 each."""


class Box(NamedTuple):
    """A rectangle in px, y down."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Shadow:
    """A soft copy of the text under it: offset and blur radius (a Gaussian's sigma) in px."""

    dx: float
    dy: float
    blur: float
    color: Rgba


@dataclass(frozen=True, slots=True)
class Stroke:
    """An even outline around the glyphs, ``width`` px outwards, painted under them."""

    width: float
    color: Rgba


@dataclass(frozen=True, slots=True)
class RectItem:
    """A rectangle with round corners of ``radius`` px, filled, and edged on its inside if ``edge_width`` > 0 px."""

    box: Box
    color: Rgba
    radius: float = 0.0
    edge: Rgba = (0, 0, 0, 0)
    edge_width: float = 0.0


@dataclass(frozen=True, slots=True)
class ImageItem:
    """Decoded pixels (RGBA, already scaled and cropped) with their top left corner in px."""

    image: Image
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class TextItem:
    """One typeset line: ``line`` scaled to ``size`` px an em, its origin at (x, y) px."""

    line: Line
    size: float
    x: float
    y: float
    color: Rgba
    stroke: Stroke | None = None
    shadow: Shadow | None = None


FrameItem = RectItem | ImageItem | TextItem


@dataclass(frozen=True, slots=True)
class Frame:
    """A card's picture as data: ``background`` (RGB, shared by all cards of a template), then items in paint order."""

    background: Image
    items: tuple[FrameItem, ...] = field(default=())

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in px."""
        return self.background.size
