"""Draw operations: converts each item of a display list to primitives in paint order.

A primitive is a color through a coverage mask, an opaque rectangle, or a bitmap. This half of painting does not depend
on what is painted on: `truecolor` draws operations on RGB pixels, `indexed` on indices into a palette.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageChops

from ogp.display_list import OPAQUE, ImageItem, RectItem, TextItem
from ogp.images.effects import RoundedMasks, alpha_table
from ogp.paint import glyphs
from ogp.paint.glyphs import Bitmap, Mask

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ogp.display_list import DisplayItem, Rgba, RowSpan


class MaskFill(NamedTuple):
    """A color drawn through a coverage mask.

    blurred: the mask is a blurred shadow's, all of whose levels matter: they are not quantized.
    area:    the mask covers a plate, not thin strokes.
    """

    mask: Mask
    color: Rgba
    blurred: bool = False
    area: bool = False


class Rect(NamedTuple):
    """A rectangle of whole px in an opaque color."""

    x: int
    y: int
    width: int
    height: int
    color: Rgba


DrawOp = MaskFill | Rect | Bitmap


class Rasterizer:
    """Converts display items to draw operations. One serves all cards of a site, and keeps masks that come again.

    A site has few categories and authors: their texts are set alike on card after card, and so are their plates.
    """

    def __init__(self) -> None:
        self._text = lru_cache(maxsize=32)(_text_operations)
        self._plate = lru_cache(maxsize=64)(partial(_plate_masks, RoundedMasks()))

    def operations(self, item: DisplayItem) -> Sequence[DrawOp]:
        """Return what draws an item, in paint order."""
        match item:
            case TextItem():
                return self._text(item)
            case RectItem():
                return self._rectangle(item)
            case ImageItem():
                return [Bitmap(item.image, item.x, item.y)]

    def _rectangle(self, item: RectItem) -> list[DrawOp]:
        x, y = round(item.box.x), round(item.box.y)
        size = (round(item.box.x + item.box.w) - x, round(item.box.y + item.box.h) - y)
        if min(size) <= 0:
            return []
        radius = min(item.radius, size[0] / 2, size[1] / 2)
        if not radius and not item.edge_width and item.color[3] == OPAQUE:
            return [Rect(x, y, *size, item.color)]
        body, edge = self._plate(size, radius, item.edge_width if item.edge[3] else 0.0)
        fill = MaskFill(Mask(body, x, y), item.color, area=True)
        return [fill, MaskFill(Mask(edge, x, y), item.edge)] if edge else [fill]


def _text_operations(text: TextItem) -> tuple[DrawOp, ...]:
    """Return a line's shadow, stroke, letters and emoji, as far as it has them."""
    letters = glyphs.line_mask(text.line, text.size, text.x, text.y)
    emoji = glyphs.emoji_bitmaps(text)
    stroke = text.stroke if letters and text.stroke and text.stroke.width > 0 else None
    outline = glyphs.stroke_mask(letters, stroke.width) if letters and stroke else None
    operations: list[DrawOp] = []
    if text.shadow:
        solid = [outline or letters, *(Mask(bitmap.image.getchannel("A"), bitmap.x, bitmap.y) for bitmap in emoji)]
        body = [mask for mask in solid if mask]
        if body:
            shadow = glyphs.shadow_mask(glyphs.union(body), text.shadow)
            operations.append(MaskFill(shadow, text.shadow.color, blurred=True))
    if outline and stroke:
        operations.append(MaskFill(outline, stroke.color))
    if letters:
        operations.append(MaskFill(letters, text.color))
    return (*operations, *emoji)


def _plate_masks(
    corners: RoundedMasks, size: tuple[int, int], radius: float, edge_width: float
) -> tuple[Image.Image, Image.Image | None]:
    """Return the masks of a plate and of its edge, which lies inside it; part pixels are part covered."""
    body = corners.mask(size, radius)
    if not edge_width:
        return body, None
    edge = body
    whole = int(edge_width)
    for inset, fraction in ((whole, 1 - (edge_width - whole)), (whole + 1, edge_width - whole)):
        inner = (size[0] - 2 * inset, size[1] - 2 * inset)
        if fraction > 0 and min(inner) > 0:
            hole = Image.new("L", size, 0)
            hole.paste(corners.mask(inner, max(0.0, radius - inset)), (inset, inset))
            edge = ImageChops.subtract(edge, hole.point(alpha_table(fraction)))
    return body, edge


def touched_rows(operations: Iterable[DrawOp], height: int) -> RowSpan | None:
    """Return the rows of an image ``height`` px high from the first to the last that operations touch, if any."""
    spans = [_rows(operation) for operation in operations]
    if not spans:
        return None
    top, bottom = max(0, min(top for top, _ in spans)), min(height, max(bottom for _, bottom in spans))
    return (top, bottom) if top < bottom else None


def _rows(operation: DrawOp) -> RowSpan:
    match operation:
        case MaskFill(mask=mask):
            return mask.y, mask.y + mask.image.height
        case Rect(y=y, height=height):
            return y, y + height
        case Bitmap(image=image, y=y):
            return y, y + image.height


def translate_up(operation: DrawOp, rows: int) -> DrawOp:
    """Return an operation for an image that begins ``rows`` rows further down."""
    match operation:
        case MaskFill(mask=mask):
            return operation._replace(mask=mask._replace(y=mask.y - rows))
        case Rect() | Bitmap():
            return operation._replace(y=operation.y - rows)
