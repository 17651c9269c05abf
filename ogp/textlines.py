"""Lines of a text layer: as large as its box allows, each with its place on the card."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ogp import frame
from ogp.frame import Box
from ogp.typeset.paragraph import fit

if TYPE_CHECKING:
    from ogp.fonts import FontSet
    from ogp.template import Palette, model
    from ogp.typeset.paragraph import Paragraph
    from ogp.typeset.style import Line

IDEOGRAPHIC_CENTRE = 0.38
"""From the baseline up to the middle of the em box, in em: CJK faces stand 0.88 above the baseline and 0.12 below."""

_ALONG = {"start": 0.0, "center": 0.5, "end": 1.0}


def set_words(
    words: str, layer: model.Text, inner: Box, lang: str, fonts: FontSet, nobreak: tuple[str, ...]
) -> tuple[Paragraph, model.Text]:
    """Set a layer's words; return them with the layer as it was set: ruby may need more leading (JLREQ 3.3.3)."""
    style = replace(layer.style, lang=lang)
    along, across = (inner.w, inner.h) if style.direction == "horizontal" else (inner.h, inner.w)

    def set_in(room: float, leading: float) -> Paragraph:
        return fit(
            words,
            style,
            fonts,
            width=along,
            height=room,
            sizes=layer.sizes,
            leading=leading,
            max_lines=layer.lines,
            nobreak=nobreak,
        )

    # The half-leading above the first line and below the last is trimmed: it needs no room.
    paragraph = set_in(across + (layer.leading - 1) * layer.sizes[1], layer.leading)
    ruby = max((line.ruby for line in paragraph.lines), default=0.0)
    if not ruby:
        return paragraph, layer
    leading = max(layer.leading, 1 + ruby)
    return set_in(across, leading), replace(layer, leading=leading)


def place_lines(paragraph: Paragraph, layer: model.Text, inner: Box, palette: Palette) -> tuple[list[frame.Item], Box]:
    """Place a text's lines in ``inner``; return them and the box of their em boxes, ruby included."""
    place = _rows if layer.style.direction == "horizontal" else _columns
    return place(paragraph, layer, inner, palette)


def _block(paragraph: Paragraph, layer: model.Text) -> tuple[float, float, float]:
    """Return line pitch, depth of the block and of the ruby before its first line, px; outer half-leading trimmed."""
    pitch = paragraph.size * layer.leading
    ruby = paragraph.size * paragraph.lines[0].ruby
    return pitch, (len(paragraph.lines) - 1) * pitch + paragraph.size + ruby, ruby


def _rows(paragraph: Paragraph, layer: model.Text, inner: Box, palette: Palette) -> tuple[list[frame.Item], Box]:
    """Place horizontal lines; return them and the box of their em boxes."""
    size = paragraph.size
    pitch, depth, ruby = _block(paragraph, layer)
    top = inner.y + max(0.0, inner.h - depth) * layer.valign
    widths = [line.advance * size for line in paragraph.lines]
    starts = [inner.x + (inner.w - width) * _ALONG[layer.align] for width in widths]
    texts: list[frame.Item] = []
    for index, (line, x) in enumerate(zip(paragraph.lines, starts, strict=True)):
        baseline = top + ruby + index * pitch + size * (0.5 + IDEOGRAPHIC_CENTRE)
        texts.append(_item(line, size, x, round(baseline), layer, palette))
    left = min(starts)
    return texts, Box(left, top, max(start + width for start, width in zip(starts, widths, strict=True)) - left, depth)


def _columns(paragraph: Paragraph, layer: model.Text, inner: Box, palette: Palette) -> tuple[list[frame.Item], Box]:
    """Place vertical lines from right to left; ``valign`` 0 is the right edge, ``align`` runs down the column."""
    size = paragraph.size
    pitch, depth, ruby = _block(paragraph, layer)
    right = inner.x + inner.w - max(0.0, inner.w - depth) * layer.valign
    heights = [line.advance * size for line in paragraph.lines]
    starts = [inner.y + (inner.h - height) * _ALONG[layer.align] for height in heights]
    texts: list[frame.Item] = []
    for index, (line, y) in enumerate(zip(paragraph.lines, starts, strict=True)):
        texts.append(_item(line, size, round(right - ruby - size / 2 - index * pitch), y, layer, palette))
    top = min(starts)
    bottom = max(start + height for start, height in zip(starts, heights, strict=True))
    return texts, Box(right - depth, top, depth, bottom - top)


def _item(line: Line, size: float, x: float, y: float, layer: model.Text, palette: Palette) -> frame.Text:
    stroke = shadow = None
    if layer.stroke:
        stroke = frame.Stroke(layer.stroke.width, palette[layer.stroke.color])
    if layer.shadow:
        soft = layer.shadow
        shadow = frame.Shadow(soft.dx, soft.dy, soft.blur, palette[soft.color])
    return frame.Text(line, size, x, y, palette[layer.color], stroke, shadow)
