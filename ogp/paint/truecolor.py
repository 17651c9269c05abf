"""Paint: dabs to pixels in true colours. Every decision was made in the layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

from ogp.encode.coverage_levels import snap
from ogp.paint.glyphs import OPAQUE, Picture, faded
from ogp.paint.operations import Block, Ink, dabs, raised, span_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ogp.encode.png_bands import Strip
    from ogp.frame import Frame, Item
    from ogp.paint.operations import Dab, Span


def paint(frame: Frame) -> tuple[Image.Image, tuple[Span, ...]]:
    """Draw a frame. Returns the picture (RGB) and the spans of rows in which it may differ from the background."""
    image = frame.background.copy()
    spans = [paint_item(image, item) for item in frame.items]
    return image, tuple(span for span in spans if span)


def paint_item(image: Image.Image, item: Item) -> Span | None:
    """Draw one item on a picture (RGB). Returns the rows it touched."""
    laid = dabs(item)
    for dab in laid:
        lay(image, dab)
    return span_of(laid, image.height)


def paint_strips(strips: Sequence[Strip], laid: Iterable[Dab]) -> None:
    """Lay dabs on those strips of a background (RGB) that hold their rows."""
    for dab in laid:
        strip = strip_of(strips, dab)
        if strip:
            lay(strip.image, raised(dab, strip.top))


def strip_of(strips: Sequence[Strip], dab: Dab) -> Strip | None:
    """The strip that holds a dab's rows, as far as they are on the card at all."""
    span = span_of((dab,), strips[-1].end if strips else 0)
    return next((strip for strip in strips if strip.first <= span[0] < strip.end), None) if span else None


def lay(image: Image.Image, dab: Dab) -> None:
    """Lay a dab on a picture (RGB)."""
    match dab:
        case Ink(mask=mask, color=color):
            coverage = mask.image if dab.soft else snap(mask.image)
            coverage = coverage if color[3] == OPAQUE else faded(coverage, color[3])
            # Pillow blends a picture of one colour in less than half the time that it takes to blend the colour itself.
            image.paste(Image.new("RGB", coverage.size, color[:3]), (mask.x, mask.y), coverage)
        case Block(x, y, width, height, color):
            image.paste(color[:3], (x, y, x + width, y + height))
        case Picture(picture, x, y):
            alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
            image.paste(picture.convert("RGB"), (x, y), alpha)
