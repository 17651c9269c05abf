"""Lines: a paragraph that was fitted, set into its box. Rows from top to bottom, or columns from right to left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ogp import frame
from ogp.frame import Box

if TYPE_CHECKING:
    from ogp.template import Palette, model
    from ogp.typeset.paragraph import Paragraph
    from ogp.typeset.style import Line

IDEOGRAPHIC_CENTRE = 0.38
"""From the baseline up to the middle of the em box, in em: CJK faces stand 0.88 above the baseline and 0.12 below."""


MOST_BEARING = 0.12
"""More side bearing than this, in em, is meant: an indented bracket or a dash is not pulled to the edge."""


def _block(paragraph: Paragraph) -> tuple[float, float, float]:
    """Return the line pitch, the whole block's depth, and how far readings stand out of its first line, in px.

    The half-leading at both ends is trimmed.
    """
    pitch = paragraph.size * paragraph.leading
    readings = paragraph.lines[0].ruby * paragraph.size
    return pitch, (len(paragraph.lines) - 1) * pitch + paragraph.size + readings, readings


def rows(
    paragraph: Paragraph, layer: model.TextLayer, inner: Box, palette: Palette
) -> tuple[list[frame.FrameItem], Box]:
    """Place horizontal lines; return them and the box of their em boxes."""
    size = paragraph.size
    pitch, depth, readings = _block(paragraph)
    top = inner.y + max(0.0, inner.h - depth) * layer.valign
    widths = [line.advance * size for line in paragraph.lines]
    along = _along(layer, paragraph)
    # Optical alignment: at the starting edge the ink stands flush, not the glyph's own side bearing.
    flush = [min(line.bearing, MOST_BEARING) * size if along == 0 else 0.0 for line in paragraph.lines]
    starts = [inner.x + (inner.w - width) * along - bearing for width, bearing in zip(widths, flush, strict=True)]
    texts: list[frame.FrameItem] = []
    for index, (line, x) in enumerate(zip(paragraph.lines, starts, strict=True)):
        baseline = top + readings + index * pitch + size * (0.5 + IDEOGRAPHIC_CENTRE)
        texts.append(_item(line, size, x, round(baseline), layer, palette))
    left = min(starts)
    return texts, Box(left, top, max(start + width for start, width in zip(starts, widths, strict=True)) - left, depth)


def columns(
    paragraph: Paragraph, layer: model.TextLayer, inner: Box, palette: Palette
) -> tuple[list[frame.FrameItem], Box]:
    """Place vertical lines from right to left; ``valign`` 0 is the right edge, ``align`` runs down the column."""
    size = paragraph.size
    pitch, depth, readings = _block(paragraph)
    right = inner.x + inner.w - max(0.0, inner.w - depth) * layer.valign
    heights = [line.advance * size for line in paragraph.lines]
    starts = [inner.y + (inner.h - height) * _along(layer, paragraph) for height in heights]
    texts: list[frame.FrameItem] = []
    for index, (line, y) in enumerate(zip(paragraph.lines, starts, strict=True)):
        texts.append(_item(line, size, round(right - readings - size / 2 - index * pitch), y, layer, palette))
    top = min(starts)
    bottom = max(start + height for start, height in zip(starts, heights, strict=True))
    return texts, Box(right - depth, top, depth, bottom - top)


def _along(layer: model.TextLayer, paragraph: Paragraph) -> float:
    """Return where in the free space of its line a text stands, 0-1; right-to-left titles start at the right."""
    along = {"start": 0.0, "center": 0.5, "end": 1.0}[layer.align]
    return 1 - along if paragraph.rtl and layer.style.direction == "horizontal" else along


def _item(line: Line, size: float, x: float, y: float, layer: model.TextLayer, palette: Palette) -> frame.TextItem:
    stroke = shadow = None
    if layer.stroke:
        stroke = frame.Stroke(layer.stroke.width, palette[layer.stroke.color])
    if layer.shadow:
        soft = layer.shadow
        shadow = frame.Shadow(soft.dx, soft.dy, soft.blur, palette[soft.color])
    return frame.TextItem(line, size, x, y, palette[layer.color], stroke, shadow)
