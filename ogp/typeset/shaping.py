"""Shape: measure a paragraph once, in em; then give the length of any piece of it at once, and its exact line."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from ogp.typeset import ruby_layout, vertical
from ogp.typeset.bidi import bidi_levels, visual_order
from ogp.typeset.character_classes import clusters
from ogp.typeset.ink_bounds import glyph_extent
from ogp.typeset.runs import CJK, EMOJI, SIDEWAYS, UPRIGHT, FontRun, MissingGlyph, font_runs
from ogp.typeset.spacing import MAY_TRIM, SPACES, autospace, features, trim_end, trim_start
from ogp.typeset.style import IDENTITY, Glyph, GlyphRun, Line, Matrix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ogp.fonts import FontSet, ShapedGlyph
    from ogp.typeset.ruby_layout import RubyWord
    from ogp.typeset.ruby_markup import Ruby
    from ogp.typeset.style import Style

ADVANCE = 2  # of the fields of `ShapedGlyph`
ELLIPSIS = "…"

Pens = dict[int, tuple[float, float]]
"""Where along a line the glyphs of each offset begin and end, em."""


class ShapedRun(NamedTuple):
    """The glyphs of an item, or of what a line's edge leaves of it, in visual order.

    start: a glyph's offset in the text is this and its cluster.
    """

    item: FontRun
    start: int
    glyphs: tuple[ShapedGlyph, ...]
    matrix: Matrix = IDENTITY


class Edges(NamedTuple):
    """For each offset of a paragraph, what a line does that begins or ends there.

    lefts, rights: where its edges are, em from the paragraph's start; firsts: the offset of its first character that
    is no space; lasts: the offset after its last.
    """

    lefts: list[float]
    rights: list[float]
    firsts: list[int]
    lasts: list[int]


@dataclass(frozen=True, slots=True)
class Shaped:
    """A paragraph without breaks, shaped.

    rtl: its base direction, that of its first strong character (UAX #9 P2, P3): its lines begin at the right.
    """

    text: str
    style: Style
    missing: tuple[MissingGlyph, ...]
    rtl: bool
    rubies: tuple[Ruby, ...]
    _fonts: FontSet = field(repr=False)
    _pieces: tuple[ShapedRun, ...] = field(repr=False)
    _words: tuple[RubyWord, ...] = field(repr=False)
    _gaps: list[float] = field(repr=False)  # extra space before the character at each offset
    _edges: Edges = field(repr=False)

    @property
    def items(self) -> tuple[FontRun, ...]:
        """The runs of one face and script, in reading order."""
        return tuple(piece.item for piece in self._pieces)

    @property
    def lefts(self) -> Sequence[float]:
        """For each offset, where the left edge of a line that begins there is, em from the paragraph's start."""
        return self._edges.lefts

    @property
    def rights(self) -> Sequence[float]:
        """For each offset, where the right edge of a line that ends there is, em from the paragraph's start."""
        return self._edges.rights

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
        pieces = [
            piece
            if piece.item.start >= start and piece.item.end <= end
            else shape_slice(text, piece.item, style, start, end)
            for piece in self._pieces
            if piece.item.start < end and piece.item.end > start
        ]
        pieces = [piece for piece in pieces if piece.glyphs]
        if not pieces:  # joiners and selectors alone
            return Line(text[start:end], (), 0.0)
        words = [word for word in self._words if start <= word.start and word.end <= end]
        pen = words[0].reach if words and words[0].start == start else 0.0
        trim = -words[-1].reach if words and words[-1].end == end else 0.0
        if not any(piece.item.level for piece in pieces):
            pen -= trim_start(text[start], pieces[0].glyphs[0][ADVANCE])
            trim += trim_end(text[end - 1], pieces[-1].glyphs[-1][ADVANCE], style)
        else:
            pieces = visual_order(pieces, [piece.item.level for piece in pieces])
        pens: Pens | None = {} if words else None
        down = style.direction == "vertical"
        runs = []
        for piece in pieces:
            glyphs, pen = position_glyphs(piece, pen, self._gaps, start, down=down, pens=pens)
            runs.append(GlyphRun(piece.item.face, tuple(glyphs), piece.matrix))
        first = glyph_extent(runs[0].face, runs[0].glyphs[0], runs[0].matrix)
        bearing = (first.top if down else first.left) if first else 0.0
        for word in words:
            runs += self._readings(word, pens or {}, down=down)
        return Line(text[start:end], tuple(runs), max(0.0, pen - trim), bearing, ruby_layout.SIZE if words else 0.0)

    @property
    def ellipsis(self) -> float:
        """The width of the ellipsis that a cut text ends in, em."""
        return shape(ELLIPSIS, self.style, self._fonts).advance(0, len(ELLIPSIS))

    def cut_line(self, start: int, end: int) -> Line:
        """The line that ``text[start:end]`` makes with an ellipsis after it, for the rest of the text is cut."""
        text = self.text[:end] + ELLIPSIS
        rubies = [note for note in self.rubies if note.end <= end]
        return shape(text, self.style, self._fonts, rubies).line(start, len(text))

    def _readings(self, word: RubyWord, pens: Pens, *, down: bool) -> list[GlyphRun]:
        """The runs of a word's readings."""
        style = ruby_layout.reading_style(self.style)

        def set_reading(text: str, spread: float) -> Line:
            return shape(text, replace(style, tracking=spread), self._fonts).line(0, len(text))

        center = self._fonts.chain(style.family, style.weight, style.lang).faces[0].metrics.center
        return list(ruby_layout.readings(word, pens, set_reading, center=center, down=down))


def shape(text: str, style: Style, fonts: FontSet, rubies: Sequence[Ruby] = ()) -> Shaped:
    """Shape a paragraph of normalised text.

    Raises E_FONT for an unknown family or a font that cannot be read. Characters that no face has are in ``missing``.
    """
    starts = clusters(text)
    bidi = bidi_levels(text)
    chain = fonts.chain(style.family, style.weight, style.lang)
    turns = vertical.orientations(text, starts, style.lang, chain) if style.direction == "vertical" else None
    items, missing = font_runs(text, starts, chain, levels=bidi[0] if bidi else None, turns=turns)
    advances, losses = [0.0] * len(text), [0.0] * len(text)
    pieces = []
    for item in items:
        piece = shape_slice(text, item, style, item.start, item.end)
        pieces.append(piece)
        _measure(piece, text, style, advances, losses)
    gaps = _gaps(text, starts, style, pieces, turns)
    words: tuple[RubyWord, ...] = ()
    if rubies:
        small = ruby_layout.reading_style(style)
        words = ruby_layout.words(
            text,
            rubies,
            gaps,
            lambda start, end: sum(advances[start:end]),
            lambda note: shape(note, small, fonts).line(0, len(note)),
        )
    edges = _edges(starts, style, text, (advances, losses, gaps), words)
    return Shaped(
        text=text,
        style=style,
        missing=missing,
        rtl=bool(bidi and bidi[1]),
        rubies=tuple(rubies),
        _fonts=fonts,
        _pieces=tuple(pieces),
        _words=words,
        _gaps=gaps,
        _edges=edges,
    )


def shape_slice(text: str, item: FontRun, style: Style, start: int, end: int, *, free: bool = False) -> ShapedRun:
    """Shape the part of an item inside ``start`` to ``end``; ``free``: without what depends on the next glyph."""
    start, end = max(start, item.start), min(end, item.end)
    wanted = features(style, item.face, item.script, vertical=item.turn == UPRIGHT)[free]
    if item.turn:
        return ShapedRun(item, start, *vertical.shape_vertical(text[start:end], item, style, wanted))
    direction = "rtl" if item.level % 2 else "ltr"
    return ShapedRun(item, start, item.face.shape(text[start:end], item.script, style.lang, direction, wanted))


def _measure(piece: ShapedRun, text: str, style: Style, advances: list[float], losses: list[float]) -> None:
    """Add up each cluster's advance, and what of it is owed to the glyph after."""
    start, item = piece.start, piece.item
    for _, cluster, advance, _, _ in piece.glyphs:
        advances[start + cluster] += advance
    if item.end - item.start == 1 or (item.script != CJK and text[start : item.end].isalnum()):
        return  # no line ends inside a Latin word, if it can be helped; if not, its exact line is looked at anyway
    for _, cluster, advance, _, _ in piece.glyphs:
        losses[start + cluster] += advance
    for _, cluster, advance, _, _ in shape_slice(text, item, style, start, item.end, free=True).glyphs:
        losses[start + cluster] -= advance


def _gaps(
    text: str, starts: list[int], style: Style, pieces: list[ShapedRun], turns: Sequence[str] | None
) -> list[float]:
    """The extra space before each offset: tracking between clusters, the Japanese–Latin gap."""
    gaps = [0.0] * (len(text) + 1)
    if style.tracking:
        # A script may join what UAX #29 parts (conjuncts): there is no room to track inside a glyph.
        heads = {piece.start + cluster for piece in pieces for _, cluster, _, _, _ in piece.glyphs}
        for at in heads.intersection(starts[1:-1]):
            gaps[at] = style.tracking
    if style.autospace:
        for at in autospace(text):
            # In a column, letters and digits that stand upright are set like kanji (CSS text-autospace).
            if turns is None or SIDEWAYS in (turns[at - 1], turns[at]):
                gaps[at] += style.autospace
        for piece in pieces:
            if piece.item.script == EMOJI:  # pictures fill their em box: half that space keeps kana off them
                for at in (piece.item.start, piece.item.end):
                    if 0 < at < len(text) and text[at - 1] not in SPACES and text[at] not in SPACES:
                        gaps[at] = style.tracking + style.autospace / 2
    return gaps


def _edges(
    starts: list[int],
    style: Style,
    text: str,
    measured: tuple[list[float], list[float], list[float]],
    words: Sequence[RubyWord],
) -> Edges:
    """For each offset, how a line begins there and how a line ends there."""
    advances, losses, gaps = measured
    length = len(text)
    lefts, rights, firsts, lasts = (
        [0.0] * (length + 1),
        [0.0] * (length + 1),
        [length] * (length + 1),
        [0] * (length + 1),
    )
    before = {word.start: word.reach for word in words}
    after = {word.end: word.reach for word in words}
    pen, right, last = 0.0, 0.0, 0
    blanks: list[int] = []
    for start, end in pairwise(starts):
        char = text[start]
        advance, loss = advances[start], losses[start]
        if end - start > 1:
            advance, loss = sum(advances[start:end]), sum(losses[start:end])
        pen += gaps[start]
        left = pen
        pen += advance
        if char in SPACES and end - start == 1:
            blanks.append(start)
        else:
            right, last = pen - loss, end
            if char in MAY_TRIM:
                left += trim_start(char, advance)
                right -= trim_end(char, advance - loss, style)
            if words:
                left -= before.get(start, 0.0)
                right += after.get(end, 0.0)
            lefts[start], firsts[start] = left, start
        rights[end], lasts[end] = right, last
    lefts[length] = pen
    for at in reversed(blanks):
        lefts[at], firsts[at] = lefts[at + 1], firsts[at + 1]
    return Edges(lefts, rights, firsts, lasts)


def position_glyphs(
    piece: ShapedRun, pen: float, gaps: list[float], line_start: int, *, down: bool, pens: Pens | None
) -> tuple[list[Glyph], float]:
    """Set a piece's glyphs from the pen on, to the right or down; return them and the pen after them.

    The gap of an offset stands before its glyphs in reading order: on their right in a right-to-left piece.
    """
    glyphs: list[Glyph] = []
    start, before = piece.start, -1
    if piece.item.level % 2:
        return position_glyphs_backwards(piece, pen, gaps, line_start, down=down)
    for gid, cluster, advance, dx, dy in piece.glyphs:
        if cluster != before:
            before = cluster
            if start + cluster > line_start:
                pen += gaps[start + cluster]
        glyphs.append(Glyph(gid, dx, pen - dy) if down else Glyph(gid, pen + dx, -dy))
        if pens is not None:
            at = start + cluster
            pens[at] = (pens[at][0] if at in pens else pen, pen + advance)
        pen += advance
    return glyphs, pen


def position_glyphs_backwards(
    piece: ShapedRun, pen: float, gaps: list[float], line_start: int, *, down: bool
) -> tuple[list[Glyph], float]:
    """`place` for a right-to-left piece, whose glyphs come last character first."""
    glyphs: list[Glyph] = []
    for this, after in zip_longest(piece.glyphs, piece.glyphs[1:]):
        gid, cluster, advance, dx, dy = this
        glyphs.append(Glyph(gid, dx, pen - dy) if down else Glyph(gid, pen + dx, -dy))
        pen += advance
        at = piece.start + cluster
        if at > line_start and (after is None or after[1] != cluster):
            pen += gaps[at]
    return glyphs, pen
