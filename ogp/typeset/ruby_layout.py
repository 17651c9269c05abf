"""Readings over words: how ruby widens its base, where each reading stands (JLREQ 3.3)."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ogp.scripts import HIRAGANA, KATAKANA
from ogp.typeset.style import Glyph, GlyphRun

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ogp.typeset.ruby_markup import Ruby
    from ogp.typeset.style import Line, Style

SIZE = 0.5
"""A reading's size in em of its base."""
OVERHANG = SIZE / 2
"""How far a reading may reach over a neighbour that is kana (half a ruby em), em."""
MAX_LEAD = 0.5
"""The most that a spread reading stands in from its base's ends, em (JLREQ 3.3.6, note)."""

_KANA = re.compile(f"[{HIRAGANA}{KATAKANA}]")
_SPREADS = re.compile("^[\u3000-\u9fff\uff00-\uffef]+$")


class RubyWord(NamedTuple):
    """A base with its readings.

    widths: of the readings, in em of the base; reach: how far they stand out over each end of the base, em.
    """

    start: int
    end: int
    rubies: tuple[Ruby, ...]
    widths: tuple[float, ...]
    reach: float


def words(
    text: str,
    rubies: Sequence[Ruby],
    gaps: list[float],
    width: Callable[[int, int], float],
    reading: Callable[[str], Line],
) -> tuple[RubyWord, ...]:
    """Measure the readings; where they are wider than their word, part its characters by adding to ``gaps``.

    width: the sum of advances of a range of the text, em; reading: the line that a reading makes by itself.
    """
    out = []
    for _, group in groupby(rubies, key=lambda ruby: ruby.word):
        notes = tuple(group)
        start, end = notes[0].start, notes[-1].end
        widths = tuple(reading(note.text).advance * SIZE for note in notes)
        base = width(start, end) + sum(gaps[start + 1 : end])
        excess = sum(widths) - base
        reach = 0.0
        if excess > 0:
            # Both ends reach out alike, so that the base stays in the middle; what kana cannot take in parts the line.
            room = [OVERHANG if 0 <= at < len(text) and _KANA.match(text[at]) else 0.0 for at in (start - 1, end)]
            over = min(max(room), excess / 2)
            step = (excess - 2 * over) / (2 * (end - start))
            reach = over + step
            for at, free in zip((start, end), room, strict=True):
                gaps[at] += reach - min(free, reach)
            for at in range(start + 1, end):
                gaps[at] += 2 * step
        out.append(RubyWord(start, end, notes, widths, reach))
    return tuple(out)


def reading_style(style: Style) -> Style:
    """Readings are set solid, full width, as ruby is by hand."""
    return replace(style, spacing="full", tracking=0.0, autospace=0.0, hanging=False)


def readings(
    word: RubyWord,
    pens: Mapping[int, tuple[float, float]],
    set_reading: Callable[[str, float], Line],
    *,
    center: float,
    down: bool,
) -> Iterable[GlyphRun]:
    """The runs of a word's readings in its line.

    pens: where the glyphs of each offset begin and end along the line; set_reading: the line of a reading with
    extra space between its characters (in em of the reading); center: the middle of the em box over the baseline.
    """
    low, high = pens[word.start][0] - word.reach, pens[word.end - 1][1] + word.reach
    spans = [(pens[note.start][0], pens[note.end - 1][1]) for note in word.rubies]
    for at, note, (start, end), width in zip(
        _places(word, spans, low, high), word.rubies, spans, word.widths, strict=True
    ):
        place, spread = at, 0.0
        slack = (end - start) - width
        if note.kind == "group" and slack > 0 and len(note.text) > 1 and _SPREADS.match(note.text):
            # One part of the slack at each end, two between characters; the ends take no more than half an em.
            lead = min(slack / (2 * len(note.text)), MAX_LEAD)
            place, spread = start + lead, (slack - 2 * lead) / (len(note.text) - 1)
        yield from _scaled(set_reading(note.text, spread / SIZE), place, center=center, down=down)


def _places(word: RubyWord, spans: Sequence[tuple[float, float]], low: float, high: float) -> list[float]:
    """Where each reading begins: centred on its base, moved as little as keeps them apart and inside the word."""
    places = []
    for (start, end), width in zip(spans, word.widths, strict=True):
        places.append(max((start + end - width) / 2, low))
        low = places[-1] + width
    for at in range(len(places) - 1, -1, -1):
        places[at] = min(places[at], high - word.widths[at])
        high = places[at]
    return places


def _scaled(line: Line, place: float, *, center: float, down: bool) -> Iterable[GlyphRun]:
    """A reading's line at half size, its em box against that of the base."""
    x, y = (0.5 + SIZE / 2, place) if down else (place, -(center + 0.5) - SIZE * (0.5 - center))
    for run in line.runs:
        glyphs = tuple(Glyph(g.gid, x + g.x * SIZE, y + g.y * SIZE) for g in run.glyphs)
        xx, yx, xy, yy = run.matrix
        yield GlyphRun(run.face, glyphs, (xx * SIZE, yx * SIZE, xy * SIZE, yy * SIZE))
