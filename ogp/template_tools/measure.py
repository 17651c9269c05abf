"""Measures a placed layer: where its ink is, and how well it stands out from the pixels behind it."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, sqrt
from typing import TYPE_CHECKING

from PIL import Image, ImageChops

from ogp.display_list import OPAQUE, DisplayList, TextItem
from ogp.paint import glyphs
from ogp.paint.truecolor import paint
from ogp.template.color import contrast
from ogp.typeset.ink_bounds import Extent

if TYPE_CHECKING:
    from ogp.display_list import DisplayItem, Rgba
    from ogp.layout.results import LayerPlacement
    from ogp.paint.draw_operations import Rasterizer

Pixel = tuple[int, ...]

REACH = 3.0
"""px around the letters that count as behind them: what the eye sets a letter off against."""

IGNORED_FRACTION = 0.05
"""The fraction of the pixels behind a text that may be worse than what is reported: a hairline or a star that passes
under a letter does not make it unreadable, and antialiased edges of art are no color of their own."""

SAMPLES = 8_000
"""How many pixels behind a text are measured, evenly spread."""

MIN_CHANGE = 24
"""Levels of 255 by which a channel must change for a pixel to count as covered by what was painted later."""

MIN_COVERAGE = 128
"""Of 255: from here on a pixel counts as under a mask."""


def lines(placement: LayerPlacement) -> tuple[TextItem, ...]:
    """Return the typeset lines among a layer's items."""
    return tuple(item for item in placement.items if isinstance(item, TextItem))


def ink_boxes(placement: LayerPlacement) -> list[Extent]:
    """Return the box of each line's ink on the card, px; stroke and shadow left out."""
    boxes = []
    for text in lines(placement):
        ink = glyphs.ink_extent(text.line, text.size)
        if ink.right > ink.left:
            boxes.append(Extent(text.x + ink.left, text.y + ink.top, text.x + ink.right, text.y + ink.bottom))
    return boxes


def hull(boxes: list[Extent]) -> Extent:
    """Return the smallest box around several boxes, at least one."""
    return Extent(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def letters_mask(placement: LayerPlacement) -> glyphs.Mask | None:
    """Return the coverage of a layer's letters; emoji, which bring their own colors, left out."""
    masks = [glyphs.line_mask(text.line, text.size, text.x, text.y) for text in lines(placement)]
    inked = [mask for mask in masks if mask]
    return glyphs.union(inked) if inked else None


def contrast_behind(canvas: Image.Image, placement: LayerPlacement, mask: glyphs.Mask, rasterizer: Rasterizer) -> float:
    """Return the contrast ratio, 1 to 21, of a text with the real pixels behind it.

    Those are the pixels under the letters and within `REACH` px of them (of a stroked text: within its stroke); shadow,
    stroke and plate are part of what is behind. All but `IGNORED_FRACTION` of the pixels exceed the result.

    Args:
        canvas: the picture as it is painted before the layer.
        placement: the text.
        mask: its letters (`letters_mask`).
        rasterizer: what the picture is drawn with.
    """
    texts = lines(placement)
    stroke, shadow = texts[0].stroke, texts[0].shadow
    behind = canvas
    if stroke or shadow or len(texts) < len(placement.items):
        behind = paint(DisplayList(canvas, tuple(_without_letters(item) for item in placement.items)), rasterizer)
    around = glyphs.stroke_mask(mask, stroke.width if stroke and stroke.width > 0 else REACH)
    colors = _sampled(behind, around)
    return _worst_contrast(texts[0].color, colors) if colors else 21.0


def _without_letters(item: DisplayItem) -> DisplayItem:
    return replace(item, color=(*item.color[:3], 0)) if isinstance(item, TextItem) else item


def _sampled(image: Image.Image, mask: glyphs.Mask) -> list[tuple[int, Pixel]]:
    """Count the colors of an RGB image where a mask covers it, on a grid of about `SAMPLES` points."""
    left, top = max(0, mask.x), max(0, mask.y)
    right = min(image.width, mask.x + mask.image.width)
    bottom = min(image.height, mask.y + mask.image.height)
    if left >= right or top >= bottom:
        return []
    step = max(1, ceil(sqrt((right - left) * (bottom - top) / SAMPLES)))
    size = (ceil((right - left) / step), ceil((bottom - top) / step))
    pixels = image.crop((left, top, right, bottom)).resize(size, Image.Resampling.NEAREST)
    cover = mask.image.crop((left - mask.x, top - mask.y, right - mask.x, bottom - mask.y))
    pixels.putalpha(
        cover.resize(size, Image.Resampling.NEAREST).point([255 * (level >= MIN_COVERAGE) for level in range(256)])
    )
    colors = pixels.getcolors(size[0] * size[1]) or []
    return [(count, pixel[:3]) for count, pixel in colors if isinstance(pixel, tuple) and pixel[3]]


def _worst_contrast(color: Rgba, behind: list[tuple[int, Pixel]]) -> float:
    """Return the contrast that all but `IGNORED_FRACTION` of the pixels reach; translucent text is mixed with each."""
    rated = sorted((contrast(_over(color, pixel), pixel), count) for count, pixel in behind)
    allowed = IGNORED_FRACTION * sum(count for count, _ in behind)
    for ratio, count in rated:
        allowed -= count
        if allowed < 0:
            return ratio
    return rated[-1][0]


def _over(color: Rgba, pixel: Pixel) -> tuple[int, ...]:
    alpha = color[3] / OPAQUE
    return tuple(round(over * alpha + under * (1 - alpha)) for over, under in zip(color[:3], pixel, strict=True))


def covered_fraction(before: Image.Image, after: Image.Image, mask: glyphs.Mask) -> float:
    """Return the fraction, 0 to 1, of a text's letters whose pixels differ between two states of the picture."""
    box = (mask.x, mask.y, mask.x + mask.image.width, mask.y + mask.image.height)
    bands = ImageChops.difference(before.crop(box), after.crop(box)).split()
    change = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    solid = mask.image.point([255 * (level >= MIN_COVERAGE) for level in range(256)])
    hidden = ImageChops.multiply(change.point([255 * (level > MIN_CHANGE) for level in range(256)]), solid)
    return hidden.histogram()[255] / max(1, solid.histogram()[255])
