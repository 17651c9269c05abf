"""Paint: Frame -> Image. A loop with a match; every decision was made in the layout."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PIL import Image, ImageChops

from ogp import raster
from ogp.art import faded, rounded
from ogp.frame import Fill, Frame, Picture, Text

if TYPE_CHECKING:
    from ogp.frame import Color

Span = tuple[int, int]
"""Rows of a picture that were drawn on: the first, and the one after the last."""


def paint(frame: Frame) -> tuple[Image.Image, tuple[Span, ...]]:
    """Draw a frame. Returns the picture (RGB) and the spans of rows in which it may differ from the background."""
    image = frame.background.copy()
    spans = []
    for item in frame.items:
        match item:
            case Text():
                top, bottom = raster.paint_line(image, item)
            case Fill():
                top, bottom = _fill(image, item)
            case Picture():
                top, bottom = _picture(image, item)
        span = (max(0, top), min(image.height, bottom))
        if span[0] < span[1]:
            spans.append(span)
    return image, tuple(spans)


def _picture(image: Image.Image, item: Picture) -> Span:
    alpha = item.image.getchannel("A") if item.image.mode == "RGBA" else None
    image.paste(item.image.convert("RGB"), (item.x, item.y), alpha)
    return item.y, item.y + item.image.height


def _fill(image: Image.Image, item: Fill) -> Span:
    x, y = round(item.box.x), round(item.box.y)
    size = (round(item.box.x + item.box.w) - x, round(item.box.y + item.box.h) - y)
    if min(size) <= 0:
        return 0, 0
    radius = min(item.radius, size[0] / 2, size[1] / 2)
    if not radius and not item.edge_width and item.color[3] == 255:  # noqa: PLR2004 - opaque
        image.paste(item.color[:3], (x, y, x + size[0], y + size[1]))
        return y, y + size[1]
    shape, ring = _shapes(size, radius, item.edge_width if item.edge[3] else 0.0)
    _tint(image, item.color, (x, y), shape)
    if ring:
        _tint(image, item.edge, (x, y), ring)
    return y, y + size[1]


@lru_cache(maxsize=64)
def _shapes(size: tuple[int, int], radius: float, edge: float) -> tuple[Image.Image, Image.Image | None]:
    """Return the masks of a plate and of its edge, ``edge`` px wide on the inside; part pixels are part covered.

    Kept, because a site has few categories and each has its plate.
    """
    shape = rounded(size, radius)
    if not edge:
        return shape, None
    ring = shape
    whole = int(edge)
    for inset, share in ((whole, 1 - (edge - whole)), (whole + 1, edge - whole)):
        inner = (size[0] - 2 * inset, size[1] - 2 * inset)
        if share > 0 and min(inner) > 0:
            hole = Image.new("L", size, 0)
            hole.paste(rounded(inner, max(0.0, radius - inset)), (inset, inset))
            ring = ImageChops.subtract(ring, hole.point(faded(share)))
    return shape, ring


def _tint(image: Image.Image, color: Color, place: tuple[int, int], mask: Image.Image) -> None:
    red, green, blue, alpha = color
    if alpha != 255:  # noqa: PLR2004 - opaque
        mask = mask.point(faded(alpha / 255))
    image.paste((red, green, blue), place, mask)
