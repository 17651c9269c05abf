"""`fit`: sets a text in a box: normalize, shape, find breaks, choose size and lines. Returns a Paragraph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ogp.typeset import ruby_markup
from ogp.typeset.normalize import limit_length
from ogp.typeset.penalties import breaks
from ogp.typeset.ruby_layout import RUBY_SIZE
from ogp.typeset.shaping import shape
from ogp.typeset.size_search import Fit, search, size_choices
from ogp.typeset.vertical import vertical_quotes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ogp.fonts import FontSet
    from ogp.typeset.line import Line
    from ogp.typeset.penalties import Break
    from ogp.typeset.ruby_markup import Ruby
    from ogp.typeset.runs import MissingGlyph
    from ogp.typeset.shaping import ShapedParagraph
    from ogp.typeset.style import Sizes, Style

MAX_CLUSTERS = 400
"""Grapheme clusters of a text that are looked at: half as many again as the fullest card can hold."""
MIN_RUBY_LEADING = 1.55
"""The least distance of lines with ruby, em: the half em of a reading and air over and under it."""
SLACK = 0.01
"""px that an exact line may be longer than a measured one: less than can be seen."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of one size.

    size: px an em; truncated: the text went on, an ellipsis says so; missing: clusters that no face can draw;
    leading: distance of lines in em, as asked for or what ruby needs; rtl: lines begin at the right.
    """

    size: float
    lines: tuple[Line, ...]
    truncated: bool
    missing: tuple[MissingGlyph, ...]
    leading: float
    rtl: bool = False


def fit(
    text: str,
    style: Style,
    fonts: FontSet,
    *,
    width: float,
    height: float,
    sizes: Sizes,
    leading: float,
    max_lines: int,
    nobreak: Sequence[str] = (),
) -> Paragraph:
    """Set ``text`` as large and as well broken as it can be in a box.

    Of HTML and Markdown in the text, what a reader of the site would see is set; ruby markup is understood.

    Args:
        text: as a post's front matter has it; what is far too long for a card is cut.
        style: how it is set, but for its size.
        fonts: where the faces come from.
        width: px along the lines; in vertical writing along the columns.
        height: px across the lines.
        sizes: the type sizes to choose from, px.
        leading: distance of lines in em.
        max_lines: how many lines there may be.
        nobreak: words that the site never breaks.

    Raises:
        OgpError: E_FONT, for an unknown family or a font that cannot be read.
    """
    text, cut = limit_length(text, MAX_CLUSTERS)
    plain, rubies = ruby_markup.parse(text)
    if style.direction == "vertical":
        plain = vertical_quotes(plain)
    shaped = shape(plain, style, fonts, rubies)
    choices = size_choices(sizes)
    if rubies:
        leading = max(leading, MIN_RUBY_LEADING)
        height -= RUBY_SIZE * choices[0]  # the first line's readings stand out of the block
    if not plain:
        return Paragraph(float(choices[0]), (), truncated=False, missing=(), leading=leading)
    whole = _one_line(shaped, choices[0], width=width, height=height)
    if whole:
        lines = _exact_lines(shaped, whole)
        if lines[0].advance * whole.size <= width + SLACK:
            return Paragraph(whole.size, lines, cut, shaped.missing, leading, shaped.rtl)
    candidates = _outside_ruby(breaks(plain, lang=style.lang, nobreak=nobreak), rubies)
    chosen, lines = _search_exact(shaped, candidates, choices, _Box(width, height, leading, max_lines))
    return Paragraph(chosen.size, lines, chosen.truncated or cut, shaped.missing, leading, shaped.rtl)


class _Box(NamedTuple):
    """What the lines may fill: px along and across them, their distance in em, how many they may be."""

    width: float
    height: float
    leading: float
    max_lines: int


def _search_exact(
    shaped: ShapedParagraph, candidates: Sequence[Break], sizes: tuple[float, ...], box: _Box
) -> tuple[Fit, tuple[Line, ...]]:
    """The best setting whose lines fit as they are shaped exactly, and those lines."""
    while True:
        chosen = search(shaped.text, candidates, shaped, sizes=sizes, **box._asdict())
        lines = _exact_lines(shaped, chosen)
        # Measured widths miss an exact one by a kerning pair at most: then the next smaller size is searched.
        smaller = tuple(size for size in sizes if size < chosen.size)
        if not smaller or all(line.advance * chosen.size <= box.width + SLACK for line in lines):
            return chosen, lines
        sizes = smaller


def _one_line(shaped: ShapedParagraph, size: float, *, width: float, height: float) -> Fit | None:
    """The whole text on one line at its largest size: where that fits, there is nothing better to search for."""
    end = len(shaped.text.rstrip(" \u3000\n"))
    fits = size <= height and shaped.advance(0, end) * size <= width
    if not fits or len(shaped.text[:end].splitlines()) > 1:
        return None
    return Fit(size, ((0, end),), truncated=False, cost=0.0)


def _outside_ruby(candidates: tuple[Break, ...], rubies: Sequence[Ruby]) -> tuple[Break, ...]:
    """The breaks that do not part a word from its reading."""
    if not rubies:
        return candidates
    words: dict[int, tuple[int, int]] = {}
    for ruby in rubies:
        start, end = words.get(ruby.word, (ruby.start, ruby.end))
        words[ruby.word] = (min(start, ruby.start), max(end, ruby.end))
    return tuple(b for b in candidates if not any(start < b.offset < end for start, end in words.values()))


def _exact_lines(shaped: ShapedParagraph, chosen: Fit) -> tuple[Line, ...]:
    """The chosen lines, shaped each as it stands; the last one with its ellipsis if text was cut."""
    lines = [shaped.line(start, end) for start, end in chosen.lines]
    if chosen.truncated and chosen.lines:
        lines[-1] = shaped.cut_line(*chosen.lines[-1])
    return tuple(lines)
