"""Painter in true colors: draws operations on RGB images."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

from ogp.display_list import OPAQUE
from ogp.encode.coverage_levels import quantize_coverage
from ogp.paint.draw_operations import MaskFill, Rect, touched_rows, translate_up
from ogp.paint.glyphs import Bitmap, scale_alpha

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ogp.display_list import DisplayItem, DisplayList, RowSpan
    from ogp.encode.png_bands import RowStrip
    from ogp.paint.draw_operations import DrawOp, Rasterizer


def paint(display_list: DisplayList, rasterizer: Rasterizer) -> Image.Image:
    """Draw a display list; return an RGB image."""
    image = display_list.background.copy()
    for item in display_list.items:
        paint_item(image, item, rasterizer)
    return image


def paint_item(image: Image.Image, item: DisplayItem, rasterizer: Rasterizer) -> RowSpan | None:
    """Draw one item on an RGB image; return the rows it touched."""
    operations = rasterizer.operations(item)
    for operation in operations:
        draw(image, operation)
    return touched_rows(operations, image.height)


def paint_strips(strips: Sequence[RowStrip], operations: Iterable[DrawOp]) -> None:
    """Draw operations on the strips (RGB) that hold their rows."""
    for operation in operations:
        strip = strip_for(strips, operation)
        if strip:
            draw(strip.image, translate_up(operation, strip.top))


def strip_for(strips: Sequence[RowStrip], operation: DrawOp) -> RowStrip | None:
    """Return the strip that holds the rows of an operation; None if it lies off the card."""
    span = touched_rows((operation,), strips[-1].end if strips else 0)
    return next((strip for strip in strips if strip.first <= span[0] < strip.end), None) if span else None


def draw(image: Image.Image, operation: DrawOp) -> None:
    """Draw one operation on an RGB image."""
    match operation:
        case MaskFill(mask=mask, color=color):
            coverage = mask.image if operation.blurred else quantize_coverage(mask.image)
            coverage = coverage if color[3] == OPAQUE else scale_alpha(coverage, color[3])
            # Pillow blends an image of one color in less than half the time that it takes to blend the color itself.
            image.paste(Image.new("RGB", coverage.size, color[:3]), (mask.x, mask.y), coverage)
        case Rect(x, y, width, height, color):
            image.paste(color[:3], (x, y, x + width, y + height))
        case Bitmap(bitmap, x, y):
            alpha = bitmap.getchannel("A") if bitmap.mode == "RGBA" else None
            image.paste(bitmap.convert("RGB"), (x, y), alpha)
