"""Line edges: how much a line that begins or ends at each place of a paragraph is trimmed, or hangs."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ogp.typeset.spacing import MAY_TRIM, SPACES, trim_end, trim_start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ogp.typeset.ruby_layout import RubyWord
    from ogp.typeset.style import Style


class Advances(NamedTuple):
    """How a paragraph's characters follow each other, em, by offset.

    advances: of each cluster, at its first character; contextual: what of that is owed to the glyph after it (kerning,
    squeezing), which a line that ends there gives back; gaps: extra space before each offset.
    """

    advances: list[float]
    contextual: list[float]
    gaps: list[float]


class LineEdges(NamedTuple):
    """For each offset of a paragraph, what a line does that begins or ends there.

    lefts, rights: where its edges are, em from the paragraph's start; firsts: the offset of its first character that
    is no space; lasts: the offset after its last.
    """

    lefts: list[float]
    rights: list[float]
    firsts: list[int]
    lasts: list[int]


def line_edges(
    text: str, starts: Sequence[int], style: Style, measured: Advances, words: Sequence[RubyWord]
) -> LineEdges:
    """Add up a paragraph's advances and trim each place as the edge of a line.

    Args:
        text: the paragraph.
        starts: the offsets where grapheme clusters begin, and the text's length.
        style: whose punctuation may hang.
        measured: the advances of the clusters and the space between them.
        words: with ruby that may be wider than its base.
    """
    advances, contextual, gaps = measured
    length = len(text)
    lefts, rights = [0.0] * (length + 1), [0.0] * (length + 1)
    firsts, lasts = [length] * (length + 1), [0] * (length + 1)
    before = {word.start: word.overhang for word in words}
    after = {word.end: word.overhang for word in words}
    pen, right, last = 0.0, 0.0, 0
    spaces: list[int] = []
    for start, end in pairwise(starts):
        char = text[start]
        advance, owed = advances[start], contextual[start]
        if end - start > 1:
            advance, owed = sum(advances[start:end]), sum(contextual[start:end])
        pen += gaps[start]
        left = pen
        pen += advance
        if char in SPACES and end - start == 1:
            spaces.append(start)
        else:
            right, last = pen - owed, end
            if char in MAY_TRIM:
                left += trim_start(char, advance)
                right -= trim_end(char, advance - owed, style)
            if words:
                left -= before.get(start, 0.0)
                right += after.get(end, 0.0)
            lefts[start], firsts[start] = left, start
        rights[end], lasts[end] = right, last
    lefts[length] = pen
    for offset in reversed(spaces):
        lefts[offset], firsts[offset] = lefts[offset + 1], firsts[offset + 1]
    return LineEdges(lefts, rights, firsts, lasts)
