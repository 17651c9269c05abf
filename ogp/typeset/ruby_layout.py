"""Ruby layout: how readings widen their words, and where each reading stands (JLREQ 3.3)."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ogp.typeset.line import Glyph, GlyphRun
from ogp.typeset.script_ranges import HIRAGANA, KATAKANA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ogp.typeset.line import Line
    from ogp.typeset.ruby_markup import Ruby
    from ogp.typeset.style import Style

RUBY_SIZE = 0.5
"""A reading's size in em of its base."""
MAX_OVERHANG = RUBY_SIZE / 2
"""How far a reading may reach over a neighbor that is kana, em: half a ruby em."""
MAX_INDENT = 0.5
"""The most that a spread reading stands in from its base's ends, em (JLREQ 3.3.6, note)."""

_KANA = re.compile(f"[{HIRAGANA}{KATAKANA}]")
# Readings in letters of one em are spread over a wider base; Latin ones are not.
_SPREAD = re.compile("^[\u3000-\u9fff\uff00-\uffef]+$")


class RubyWord(NamedTuple):
    """A word with its readings.

    widths: of the readings, in em of the base; overhang: how far they stand out over each end of the base, em.
    """

    start: int
    end: int
    rubies: tuple[Ruby, ...]
    widths: tuple[float, ...]
    overhang: float


def ruby_words(
    text: str,
    rubies: Sequence[Ruby],
    gaps: list[float],
    width: Callable[[int, int], float],
    set_reading: Callable[[str], Line],
) -> tuple[RubyWord, ...]:
    """Measure the readings; where they are wider than their word, part its characters by adding to ``gaps``.

    Args:
        text: the paragraph.
        rubies: its readings.
        gaps: the extra space before each offset, em; changed.
        width: the sum of advances of a range of the text, em.
        set_reading: the line that a reading makes by itself.
    """
    words = []
    for _, group in groupby(rubies, key=lambda ruby: ruby.word):
        readings = tuple(group)
        start, end = readings[0].start, readings[-1].end
        widths = tuple(set_reading(reading.text).advance * RUBY_SIZE for reading in readings)
        base = width(start, end) + sum(gaps[start + 1 : end])
        excess = sum(widths) - base
        overhang = 0.0
        if excess > 0:
            # Both ends reach out alike, so that the base stays in the middle; what kana cannot take in parts the line.
            room = [
                MAX_OVERHANG if 0 <= offset < len(text) and _KANA.match(text[offset]) else 0.0
                for offset in (start - 1, end)
            ]
            over = min(max(room), excess / 2)
            step = (excess - 2 * over) / (2 * (end - start))
            overhang = over + step
            for offset, available in zip((start, end), room, strict=True):
                gaps[offset] += overhang - min(available, overhang)
            for offset in range(start + 1, end):
                gaps[offset] += 2 * step
        words.append(RubyWord(start, end, readings, widths, overhang))
    return tuple(words)


def reading_style(style: Style) -> Style:
    """The style of readings: set solid, full width, as ruby is by hand."""
    return replace(style, spacing="full", tracking=0.0, autospace=0.0, hanging=False)


def reading_runs(
    word: RubyWord,
    pens: Mapping[int, tuple[float, float]],
    set_reading: Callable[[str, float], Line],
    *,
    center: float,
    vertical: bool,
) -> Iterable[GlyphRun]:
    """The glyph runs of a word's readings, placed in its line.

    Args:
        word: the word.
        pens: where the glyphs of each offset begin and end along the line, em.
        set_reading: the line of a reading with extra space between its characters, in em of the reading.
        center: the middle of the em box over the baseline, em.
        vertical: whether the line is a column.
    """
    low, high = pens[word.start][0] - word.overhang, pens[word.end - 1][1] + word.overhang
    bases = [(pens[reading.start][0], pens[reading.end - 1][1]) for reading in word.rubies]
    starts = _centered(bases, word.widths, low, high)
    for reading, start, (base_start, base_end), width in zip(word.rubies, starts, bases, word.widths, strict=True):
        spread = 0.0
        slack = base_end - base_start - width
        if reading.kind == "group" and slack > 0 and len(reading.text) > 1 and _SPREAD.match(reading.text):
            # One part of the slack at each end, two between characters; the ends take no more than half an em.
            indent = min(slack / (2 * len(reading.text)), MAX_INDENT)
            start, spread = base_start + indent, (slack - 2 * indent) / (len(reading.text) - 1)  # noqa: PLW2901
        yield from _scaled(set_reading(reading.text, spread / RUBY_SIZE), start, center=center, vertical=vertical)


def _centered(bases: Sequence[tuple[float, float]], widths: Sequence[float], low: float, high: float) -> list[float]:
    """Where each reading begins: centered on its base, moved as little as keeps them apart and inside the word."""
    starts = []
    for (base_start, base_end), width in zip(bases, widths, strict=True):
        starts.append(max((base_start + base_end - width) / 2, low))
        low = starts[-1] + width
    for index in range(len(starts) - 1, -1, -1):
        starts[index] = min(starts[index], high - widths[index])
        high = starts[index]
    return starts


def _scaled(line: Line, start: float, *, center: float, vertical: bool) -> Iterable[GlyphRun]:
    """A reading's line at half size, its em box against that of the base."""
    x, y = (0.5 + RUBY_SIZE / 2, start) if vertical else (start, -(center + 0.5) - RUBY_SIZE * (0.5 - center))
    for run in line.runs:
        glyphs = tuple(Glyph(glyph.gid, x + glyph.x * RUBY_SIZE, y + glyph.y * RUBY_SIZE) for glyph in run.glyphs)
        xx, yx, xy, yy = run.matrix
        yield GlyphRun(run.face, glyphs, (xx * RUBY_SIZE, yx * RUBY_SIZE, xy * RUBY_SIZE, yy * RUBY_SIZE))
