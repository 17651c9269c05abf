"""Text block: positions the lines of a fitted paragraph in its box, horizontal or vertical."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ogp.display_list import Box, Shadow, Stroke, TextItem

if TYPE_CHECKING:
    from ogp.template import Palette, model
    from ogp.typeset.fit_paragraph import Paragraph
    from ogp.typeset.line import Line

IDEOGRAPHIC_CENTER = 0.38
"""From the baseline up to the middle of the em box, in em: CJK faces stand 0.88 above the baseline and 0.12 below."""

MAX_BEARING = 0.12
"""More side bearing than this, in em, is meant: an indented bracket or a dash is not pulled to the edge."""


def place_lines(paragraph: Paragraph, layer: model.TextLayer, box: Box, palette: Palette) -> tuple[list[TextItem], Box]:
    """Place a paragraph's lines in a box; return them and the bounds of their em boxes."""
    place = _place_vertical if layer.style.direction == "vertical" else _place_horizontal
    return place(paragraph, layer, box, palette)


def _place_horizontal(
    paragraph: Paragraph, layer: model.TextLayer, box: Box, palette: Palette
) -> tuple[list[TextItem], Box]:
    size = paragraph.size
    line_advance, depth, ruby = _block(paragraph)
    top = box.y + max(0.0, box.h - depth) * layer.valign
    widths = [line.advance * size for line in paragraph.lines]
    align = _align(layer, paragraph)
    # Optical alignment: at the starting edge the ink stands flush, not the glyph's own side bearing.
    bearings = [min(line.bearing, MAX_BEARING) * size if align == 0 else 0.0 for line in paragraph.lines]
    starts = [box.x + (box.w - width) * align - bearing for width, bearing in zip(widths, bearings, strict=True)]
    items = []
    for index, (line, x) in enumerate(zip(paragraph.lines, starts, strict=True)):
        baseline = top + ruby + index * line_advance + size * (0.5 + IDEOGRAPHIC_CENTER)
        items.append(_item(line, size, x, round(baseline), layer, palette))
    left = min(starts)
    return items, Box(left, top, max(start + width for start, width in zip(starts, widths, strict=True)) - left, depth)


def _place_vertical(
    paragraph: Paragraph, layer: model.TextLayer, box: Box, palette: Palette
) -> tuple[list[TextItem], Box]:
    """Place vertical lines from right to left; ``valign`` 0 is the right edge, ``align`` runs down the line."""
    size = paragraph.size
    line_advance, depth, ruby = _block(paragraph)
    right = box.x + box.w - max(0.0, box.w - depth) * layer.valign
    heights = [line.advance * size for line in paragraph.lines]
    starts = [box.y + (box.h - height) * _align(layer, paragraph) for height in heights]
    items = []
    for index, (line, y) in enumerate(zip(paragraph.lines, starts, strict=True)):
        items.append(_item(line, size, round(right - ruby - size / 2 - index * line_advance), y, layer, palette))
    top = min(starts)
    bottom = max(start + height for start, height in zip(starts, heights, strict=True))
    return items, Box(right - depth, top, depth, bottom - top)


def _block(paragraph: Paragraph) -> tuple[float, float, float]:
    """Return the line advance, the depth of the whole block, and how far ruby stands out of its first line, in px.

    The half-leading at both ends is trimmed.
    """
    line_advance = paragraph.size * paragraph.leading
    ruby = paragraph.lines[0].ruby * paragraph.size
    return line_advance, (len(paragraph.lines) - 1) * line_advance + paragraph.size + ruby, ruby


def _align(layer: model.TextLayer, paragraph: Paragraph) -> float:
    """Return the fraction of a line's free space that lies before it; right-to-left titles start at the right."""
    align = {"start": 0.0, "center": 0.5, "end": 1.0}[layer.align]
    return 1 - align if paragraph.rtl and layer.style.direction == "horizontal" else align


def _item(line: Line, size: float, x: float, y: float, layer: model.TextLayer, palette: Palette) -> TextItem:
    stroke = shadow = None
    if layer.stroke:
        stroke = Stroke(layer.stroke.width, palette[layer.stroke.color])
    if layer.shadow:
        shadow = Shadow(layer.shadow.dx, layer.shadow.dy, layer.shadow.blur, palette[layer.shadow.color])
    return TextItem(line, size, x, y, palette[layer.color], stroke, shadow)
