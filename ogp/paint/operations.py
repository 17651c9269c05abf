"""Dabs: a frame's items as what is laid on the picture, one after the other: colours through masks, blocks, pictures.

The half of painting that does not depend on what is painted on: `paint` lays dabs on true colours, `indexed` on those
of a palette.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageChops

from ogp.frame import ImageItem as PictureItem
from ogp.frame import RectItem, TextItem
from ogp.images.effects import alpha_table, rounded
from ogp.paint import glyphs
from ogp.paint.glyphs import OPAQUE, Bitmap, Mask

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ogp.frame import FrameItem, Rgba


class MaskFill(NamedTuple):
    """A colour laid through a mask.

    soft: all of the mask's levels matter, as a blurred shadow's do: they are not snapped; area: it covers more than
    strokes do.
    """

    mask: Mask
    color: Rgba
    soft: bool = False
    area: bool = False


class Rect(NamedTuple):
    """A rectangle of whole px in an opaque colour."""

    x: int
    y: int
    width: int
    height: int
    color: Rgba


DrawOp = MaskFill | Rect | Bitmap
Rows = tuple[int, int]
"""Rows of a picture: the first, and the one after the last."""


def draw_operations(item: FrameItem) -> Sequence[DrawOp]:
    """What an item lays on the picture, in order."""
    match item:
        case TextItem():
            return _text(item)
        case RectItem():
            return _fill(item)
        case PictureItem():
            return [Bitmap(item.image, item.x, item.y)]


def touched_rows(laid: Iterable[DrawOp], height: int) -> Rows | None:
    """The rows of a picture ``height`` px high from the first to the last that dabs touch; None if there are none."""
    edges = [_rows(dab) for dab in laid]
    if not edges:
        return None
    top, bottom = max(0, min(top for top, _ in edges)), min(height, max(bottom for _, bottom in edges))
    return (top, bottom) if top < bottom else None


def _rows(dab: DrawOp) -> Rows:
    match dab:
        case MaskFill(mask=mask):
            return mask.y, mask.y + mask.image.height
        case Rect(y=y, height=height):
            return y, y + height
        case Bitmap(image=image, y=y):
            return y, y + image.height


def translate_up(dab: DrawOp, rows: int) -> DrawOp:
    """The dab as it lies on a picture that begins ``rows`` rows further down."""
    match dab:
        case MaskFill(mask=mask):
            return dab._replace(mask=mask._replace(y=mask.y - rows))
        case Rect() | Bitmap():
            return dab._replace(y=dab.y - rows)


@lru_cache(maxsize=32)
def _text(text: TextItem) -> tuple[DrawOp, ...]:
    """A line's shadow, stroke, letters and emoji. Kept, because a site's categories come again and again."""
    letters = glyphs.line_mask(text.line, text.size, text.x, text.y)
    pictures = glyphs.emoji(text)
    stroke = text.stroke if letters and text.stroke and text.stroke.width > 0 else None
    outline = glyphs.stroke_mask(letters, stroke.width) if letters and stroke else None
    found: list[DrawOp] = []
    if text.shadow:
        solid = [outline or letters, *(Mask(p.image.getchannel("A"), p.x, p.y) for p in pictures)]
        body = [mask for mask in solid if mask]
        if body:
            found.append(MaskFill(glyphs.shadow_mask(glyphs.union(body), text.shadow), text.shadow.color, soft=True))
    if outline and stroke:
        found.append(MaskFill(outline, stroke.color))
    if letters:
        found.append(MaskFill(letters, text.color))
    return (*found, *pictures)


def _fill(item: RectItem) -> list[DrawOp]:
    x, y = round(item.box.x), round(item.box.y)
    size = (round(item.box.x + item.box.w) - x, round(item.box.y + item.box.h) - y)
    if min(size) <= 0:
        return []
    radius = min(item.radius, size[0] / 2, size[1] / 2)
    if not radius and not item.edge_width and item.color[3] == OPAQUE:
        return [Rect(x, y, *size, item.color)]
    shape, ring = _shapes(size, radius, item.edge_width if item.edge[3] else 0.0)
    edge = [MaskFill(Mask(ring, x, y), item.edge)] if ring else []
    return [MaskFill(Mask(shape, x, y), item.color, area=True), *edge]


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
            ring = ImageChops.subtract(ring, hole.point(alpha_table(share)))
    return shape, ring
