"""Shaping: a paragraph measured once with HarfBuzz, in em, that gives the width and the glyphs of any line of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from ogp.typeset.bidi import bidi_levels, visual_order
from ogp.typeset.character_classes import clusters
from ogp.typeset.ink_bounds import glyph_extent
from ogp.typeset.line import IDENTITY, Glyph, GlyphRun, Line, Matrix
from ogp.typeset.line_edges import Advances, LineEdges, line_edges
from ogp.typeset.ruby_layout import RUBY_SIZE, RubyWord, reading_runs, reading_style, ruby_words
from ogp.typeset.runs import CJK, EMOJI, SIDEWAYS, UPRIGHT, FontRun, MissingGlyph, font_runs
from ogp.typeset.spacing import SPACES, autospace, features, trim_end, trim_start
from ogp.typeset.vertical import orientations, shape_vertical

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ogp.fonts import FontSet, ShapedGlyph
    from ogp.typeset.ruby_markup import Ruby
    from ogp.typeset.style import Style

ADVANCE = 2  # of the fields of `ShapedGlyph`
ELLIPSIS = "…"

Pens = dict[int, tuple[float, float]]
"""Where along a line the glyphs of each offset begin and end, em."""


class ShapedRun(NamedTuple):
    """The glyphs of a font run, or of what a line's edge leaves of it, in visual order.

    start: a glyph's offset in the text is this and its cluster.
    """

    run: FontRun
    start: int
    glyphs: tuple[ShapedGlyph, ...]
    matrix: Matrix = IDENTITY


@dataclass(frozen=True, slots=True)
class ShapedParagraph:
    """A paragraph without line breaks, shaped.

    rtl: its base direction, that of its first strong character (UAX #9 P2, P3): its lines begin at the right.
    """

    text: str
    style: Style
    missing: tuple[MissingGlyph, ...]
    rtl: bool
    rubies: tuple[Ruby, ...]
    _fonts: FontSet = field(repr=False)
    _runs: tuple[ShapedRun, ...] = field(repr=False)
    _words: tuple[RubyWord, ...] = field(repr=False)
    _gaps: list[float] = field(repr=False)  # extra space before the character at each offset
    _edges: LineEdges = field(repr=False)

    @property
    def font_runs(self) -> tuple[FontRun, ...]:
        """The runs of one face and script, in reading order."""
        return tuple(shaped.run for shaped in self._runs)

    @property
    def lefts(self) -> Sequence[float]:
        """For each offset, where the left edge of a line that begins there is, em from the paragraph's start."""
        return self._edges.lefts

    @property
    def rights(self) -> Sequence[float]:
        """For each offset, where the right edge of a line that ends there is, em from the paragraph's start."""
        return self._edges.rights

    @property
    def ellipsis(self) -> float:
        """The width of the ellipsis that a cut text ends in, em."""
        return shape(ELLIPSIS, self.style, self._fonts).advance(0, len(ELLIPSIS))

    def advance(self, start: int, end: int) -> float:
        """The length of ``text[start:end]`` as a line of its own, in em: two look-ups.

        Edges are those of a line: no kerning, no space and no Japanese–Latin gap across them, blank halves of
        brackets and punctuation trimmed (CSS ``text-spacing-trim: trim-both``).
        """
        return max(0.0, self._edges.rights[end] - self._edges.lefts[start])

    def line(self, start: int, end: int) -> Line:
        """The line that ``text[start:end]`` makes, shaped exactly: only runs that the edges cut are shaped again."""
        text, style = self.text, self.style
        start, end = self._edges.firsts[start], self._edges.lasts[end]
        if start >= end:
            return Line("", (), 0.0)
        runs = [
            shaped
            if shaped.run.start >= start and shaped.run.end <= end
            else shape_slice(text, shaped.run, style, start, end)
            for shaped in self._runs
            if shaped.run.start < end and shaped.run.end > start
        ]
        runs = [shaped for shaped in runs if shaped.glyphs]
        if not runs:  # joiners and selectors alone
            return Line(text[start:end], (), 0.0)
        words = [word for word in self._words if start <= word.start and word.end <= end]
        pen = words[0].overhang if words and words[0].start == start else 0.0
        trim = -words[-1].overhang if words and words[-1].end == end else 0.0
        if not any(shaped.run.level for shaped in runs):
            pen -= trim_start(text[start], runs[0].glyphs[0][ADVANCE])
            trim += trim_end(text[end - 1], runs[-1].glyphs[-1][ADVANCE], style)
        else:
            runs = visual_order(runs, [shaped.run.level for shaped in runs])
        vertical = style.direction == "vertical"
        pens: Pens | None = {} if words else None
        glyph_runs = []
        for shaped in runs:
            glyphs, pen = position_glyphs(shaped, pen, self._gaps, start, vertical=vertical, pens=pens)
            glyph_runs.append(GlyphRun(shaped.run.face, tuple(glyphs), shaped.matrix))
        first = glyph_extent(glyph_runs[0].face, glyph_runs[0].glyphs[0], glyph_runs[0].matrix)
        bearing = (first.top if vertical else first.left) if first else 0.0
        for word in words:
            glyph_runs += self._readings(word, pens or {}, vertical=vertical)
        ruby = RUBY_SIZE if words else 0.0
        return Line(text[start:end], tuple(glyph_runs), max(0.0, pen - trim), bearing, ruby)

    def cut_line(self, start: int, end: int) -> Line:
        """The line that ``text[start:end]`` makes with an ellipsis after it, for the rest of the text is cut."""
        text = self.text[:end] + ELLIPSIS
        rubies = [ruby for ruby in self.rubies if ruby.end <= end]
        return shape(text, self.style, self._fonts, rubies).line(start, len(text))

    def _readings(self, word: RubyWord, pens: Pens, *, vertical: bool) -> list[GlyphRun]:
        """The glyph runs of a word's readings."""
        style = reading_style(self.style)

        def set_reading(text: str, spread: float) -> Line:
            return shape(text, replace(style, tracking=spread), self._fonts).line(0, len(text))

        chain = self._fonts.chain(style.family, style.weight, style.lang)
        center = chain.faces[0].metrics.center
        return list(reading_runs(word, pens, set_reading, center=center, vertical=vertical))


def shape(text: str, style: Style, fonts: FontSet, rubies: Sequence[Ruby] = ()) -> ShapedParagraph:
    """Shape a paragraph of normalized text.

    Raises E_FONT for an unknown family or a font that cannot be read. Characters that no face has are in ``missing``.
    """
    starts = clusters(text)
    bidi = bidi_levels(text)
    chain = fonts.chain(style.family, style.weight, style.lang)
    standing = orientations(text, starts, style.lang, chain) if style.direction == "vertical" else None
    runs, missing = font_runs(text, starts, chain, levels=bidi[0] if bidi else None, orientations=standing)
    advances, contextual = [0.0] * len(text), [0.0] * len(text)
    shaped = []
    for run in runs:
        shaped.append(shape_slice(text, run, style, run.start, run.end))
        _measure(shaped[-1], text, style, advances, contextual)
    gaps = _gaps(text, starts, style, shaped, standing)
    words: tuple[RubyWord, ...] = ()
    if rubies:
        small = reading_style(style)
        words = ruby_words(
            text,
            rubies,
            gaps,
            lambda start, end: sum(advances[start:end]),
            lambda reading: shape(reading, small, fonts).line(0, len(reading)),
        )
    return ShapedParagraph(
        text=text,
        style=style,
        missing=missing,
        rtl=bool(bidi and bidi[1]),
        rubies=tuple(rubies),
        _fonts=fonts,
        _runs=tuple(shaped),
        _words=words,
        _gaps=gaps,
        _edges=line_edges(text, starts, style, Advances(advances, contextual, gaps), words),
    )


def shape_slice(
    text: str, run: FontRun, style: Style, start: int, end: int, *, without_context: bool = False
) -> ShapedRun:
    """Shape the part of a run inside ``text[start:end]``; ``without_context``: without what the next glyph changes."""
    start, end = max(start, run.start), min(end, run.end)
    vertical = run.orientation == UPRIGHT
    tags = features(style, run.face, run.script, vertical=vertical, without_context=without_context)
    if run.orientation:
        return ShapedRun(run, start, *shape_vertical(text[start:end], run, style, tags))
    direction = "rtl" if run.level % 2 else "ltr"
    return ShapedRun(run, start, run.face.shape(text[start:end], run.script, style.lang, direction, tags))


def _measure(shaped: ShapedRun, text: str, style: Style, advances: list[float], contextual: list[float]) -> None:
    """Add up each cluster's advance, and what of it is owed to the glyph after it."""
    start, run = shaped.start, shaped.run
    for _, cluster, advance, _, _ in shaped.glyphs:
        advances[start + cluster] += advance
    if run.end - run.start == 1 or (run.script != CJK and text[start : run.end].isalnum()):
        return  # no line ends inside a Latin word, if it can be helped; if not, its exact line is looked at anyway
    for _, cluster, advance, _, _ in shaped.glyphs:
        contextual[start + cluster] += advance
    for _, cluster, advance, _, _ in shape_slice(text, run, style, start, run.end, without_context=True).glyphs:
        contextual[start + cluster] -= advance


def _gaps(
    text: str, starts: list[int], style: Style, runs: list[ShapedRun], standing: Sequence[str] | None
) -> list[float]:
    """The extra space before each offset: tracking between clusters, the Japanese–Latin gap."""
    gaps = [0.0] * (len(text) + 1)
    if style.tracking:
        # A script may join what UAX #29 parts (conjuncts): there is no room to track inside a glyph.
        heads = {shaped.start + cluster for shaped in runs for _, cluster, _, _, _ in shaped.glyphs}
        for offset in heads.intersection(starts[1:-1]):
            gaps[offset] = style.tracking
    if style.autospace:
        for offset in autospace(text):
            # In a column, letters and digits that stand upright are set like kanji (CSS text-autospace).
            if standing is None or SIDEWAYS in (standing[offset - 1], standing[offset]):
                gaps[offset] += style.autospace
        for shaped in runs:
            if shaped.run.script == EMOJI:  # pictures fill their em box: half that space keeps kana off them
                for offset in (shaped.run.start, shaped.run.end):
                    if 0 < offset < len(text) and text[offset - 1] not in SPACES and text[offset] not in SPACES:
                        gaps[offset] = style.tracking + style.autospace / 2
    return gaps


def position_glyphs(
    shaped: ShapedRun, pen: float, gaps: list[float], line_start: int, *, vertical: bool, pens: Pens | None
) -> tuple[list[Glyph], float]:
    """Set a run's glyphs from the pen on, to the right or down; return them and the pen after them.

    The gap of an offset stands before its glyphs in reading order: on their right in a right-to-left run.
    """
    glyphs: list[Glyph] = []
    start, previous = shaped.start, -1
    if shaped.run.level % 2:
        return position_glyphs_backwards(shaped, pen, gaps, line_start, vertical=vertical)
    for gid, cluster, advance, dx, dy in shaped.glyphs:
        if cluster != previous:
            previous = cluster
            if start + cluster > line_start:
                pen += gaps[start + cluster]
        glyphs.append(Glyph(gid, dx, pen - dy) if vertical else Glyph(gid, pen + dx, -dy))
        if pens is not None:
            offset = start + cluster
            pens[offset] = (pens[offset][0] if offset in pens else pen, pen + advance)
        pen += advance
    return glyphs, pen


def position_glyphs_backwards(
    shaped: ShapedRun, pen: float, gaps: list[float], line_start: int, *, vertical: bool
) -> tuple[list[Glyph], float]:
    """`position_glyphs` for a right-to-left run, whose glyphs come last character first."""
    glyphs: list[Glyph] = []
    for (gid, cluster, advance, dx, dy), following in zip_longest(shaped.glyphs, shaped.glyphs[1:]):
        glyphs.append(Glyph(gid, dx, pen - dy) if vertical else Glyph(gid, pen + dx, -dy))
        pen += advance
        offset = shaped.start + cluster
        if offset > line_start and (following is None or following[1] != cluster):
            pen += gaps[offset]
    return glyphs, pen
