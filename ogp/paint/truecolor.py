"""Paint: dabs to pixels in true colours. Every decision was made in the layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

from ogp.encode.coverage_levels import quantize_coverage
from ogp.paint.glyphs import OPAQUE, Bitmap, scale_alpha
from ogp.paint.operations import MaskFill, Rect, draw_operations, touched_rows, translate_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ogp.encode.png_bands import RowStrip
    from ogp.frame import Frame, FrameItem
    from ogp.paint.operations import DrawOp, Rows


def paint(frame: Frame) -> tuple[Image.Image, tuple[Rows, ...]]:
    """Draw a frame. Returns the picture (RGB) and the spans of rows in which it may differ from the background."""
    image = frame.background.copy()
    spans = [paint_item(image, item) for item in frame.items]
    return image, tuple(span for span in spans if span)


def paint_item(image: Image.Image, item: FrameItem) -> Rows | None:
    """Draw one item on a picture (RGB). Returns the rows it touched."""
    laid = draw_operations(item)
    for dab in laid:
        draw(image, dab)
    return touched_rows(laid, image.height)


def paint_strips(strips: Sequence[RowStrip], laid: Iterable[DrawOp]) -> None:
    """Lay dabs on those strips of a background (RGB) that hold their rows."""
    for dab in laid:
        strip = strip_for(strips, dab)
        if strip:
            draw(strip.image, translate_up(dab, strip.top))


def strip_for(strips: Sequence[RowStrip], dab: DrawOp) -> RowStrip | None:
    """The strip that holds a dab's rows, as far as they are on the card at all."""
    span = touched_rows((dab,), strips[-1].end if strips else 0)
    return next((strip for strip in strips if strip.first <= span[0] < strip.end), None) if span else None


def draw(image: Image.Image, dab: DrawOp) -> None:
    """Lay a dab on a picture (RGB)."""
    match dab:
        case MaskFill(mask=mask, color=color):
            coverage = mask.image if dab.soft else quantize_coverage(mask.image)
            coverage = coverage if color[3] == OPAQUE else scale_alpha(coverage, color[3])
            # Pillow blends a picture of one colour in less than half the time that it takes to blend the colour itself.
            image.paste(Image.new("RGB", coverage.size, color[:3]), (mask.x, mask.y), coverage)
        case Rect(x, y, width, height, color):
            image.paste(color[:3], (x, y, x + width, y + height))
        case Bitmap(picture, x, y):
            alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
            image.paste(picture.convert("RGB"), (x, y), alpha)
