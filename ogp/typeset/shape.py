"""Shape: measure a paragraph once, in em; then give the length of any piece of it at once, and its exact line."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from ogp.typeset.bidi import bidi_levels, visual_order
from ogp.typeset.classes import clusters
from ogp.typeset.itemise import Item, Missing, itemise
from ogp.typeset.spacing import SPACES, autospace, features, trim_end, trim_start
from ogp.typeset.style import Glyph, Line, Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ogp.fonts import Face, FontSet, Placed
    from ogp.typeset.ruby import Ruby
    from ogp.typeset.style import Style


class Piece(NamedTuple):
    """Glyphs of one face in visual order; a glyph's offset in the text is ``start`` + its cluster."""

    face: Face
    start: int
    glyphs: tuple[Placed, ...]
    level: int


@dataclass(frozen=True, slots=True)
class Shaped:
    """A paragraph without breaks, shaped.

    rtl: its base direction, that of its first strong character (UAX #9 P2, P3): its lines begin at the right.
    """

    text: str
    style: Style
    items: tuple[Item, ...]
    missing: tuple[Missing, ...]
    rtl: bool
    rubies: tuple[Ruby, ...]
    _pieces: tuple[Piece, ...] = field(repr=False)
    _gaps: list[float] = field(repr=False)  # extra space before the character at each offset
    _lefts: list[float] = field(repr=False)  # from the paragraph's start to the left edge of a line begun there
    _rights: list[float] = field(repr=False)  # the same to the right edge of a line ended there

    def advance(self, start: int, end: int) -> float:
        """The length of ``text[start:end]`` as a line of its own, in em: two look-ups.

        Edges are those of a line: no kerning, no space and no Japanese–Latin gap across them, blank halves of
        brackets and punctuation trimmed (CSS ``text-spacing-trim: trim-both``).
        """
        return max(0.0, self._rights[end] - self._lefts[start])

    def line(self, start: int, end: int) -> Line:
        """The line that ``text[start:end]`` makes, shaped exactly: only runs that the edges cut are shaped again."""
        text = self.text
        while start < end and text[start] in SPACES:
            start += 1
        while end > start and text[end - 1] in SPACES:
            end -= 1
        pieces = [
            piece if item.start >= start and item.end <= end else cut(self.text, item, self.style, start, end)
            for item, piece in zip(self.items, self._pieces, strict=True)
            if item.start < end and item.end > start
        ]
        if not pieces:
            return Line("", (), 0.0)
        pen, trim = 0.0, 0.0
        if not any(piece.level for piece in pieces):
            pen = -trim_start(text[start], pieces[0].glyphs[0].advance)
            trim = trim_end(text[end - 1], pieces[-1].glyphs[-1].advance, self.style)
        else:
            pieces = visual_order(pieces, [piece.level for piece in pieces])
        runs = []
        for piece in pieces:
            glyphs, pen = place(piece, pen, self._gaps, start)
            runs.append(Run(piece.face, tuple(glyphs)))
        return Line(text[start:end], tuple(runs), max(0.0, pen - trim), bearing(runs))


def shape(text: str, style: Style, fonts: FontSet, rubies: Sequence[Ruby] = ()) -> Shaped:
    """Shape a paragraph of normalised text.

    Raises E_FONT for an unknown family or a font that cannot be read. Characters that no face has are in ``missing``.
    """
    starts = clusters(text)
    bidi = bidi_levels(text)
    items, missing = itemise(text, starts, style, fonts, bidi[0] if bidi else None)
    advances, losses = [0.0] * len(text), [0.0] * len(text)
    pieces = []
    for item in items:
        piece = cut(text, item, style, item.start, item.end)
        pieces.append(piece)
        _measure(piece, cut(text, item, style, item.start, item.end, free=True), advances, losses)
    gaps = _gaps(text, starts, style, pieces)
    lefts, rights = _edges(text, starts, style, advances, losses, gaps)
    return Shaped(
        text, style, tuple(items), missing, bool(bidi and bidi[1]), tuple(rubies), tuple(pieces), gaps, lefts, rights
    )  # fmt: skip


def cut(text: str, item: Item, style: Style, start: int, end: int, *, free: bool = False) -> Piece:
    """Shape the part of an item inside ``start`` to ``end``; ``free``: without what depends on the next glyph."""
    start, end = max(start, item.start), min(end, item.end)
    in_line, alone = features(style, item.face, item.script, vertical=False)
    direction = "rtl" if item.level % 2 else "ltr"
    glyphs = item.face.shape(text[start:end], item.script, style.lang, direction, alone if free else in_line)
    return Piece(item.face, start, glyphs, item.level)


def _measure(piece: Piece, free: Piece, advances: list[float], losses: list[float]) -> None:
    """Add up each cluster's advance, and what of it is owed to the glyph after."""
    start = piece.start
    for placed in piece.glyphs:
        advances[start + placed.cluster] += placed.advance
        losses[start + placed.cluster] += placed.advance
    for placed in free.glyphs:
        losses[start + placed.cluster] -= placed.advance


def _gaps(text: str, starts: list[int], style: Style, pieces: list[Piece]) -> list[float]:
    """The extra space before each offset: tracking between clusters, the Japanese–Latin gap."""
    gaps = [0.0] * (len(text) + 1)
    if style.tracking:
        # A script may join what UAX #29 parts (conjuncts): there is no room to track inside a glyph.
        heads = {piece.start + placed.cluster for piece in pieces for placed in piece.glyphs}
        for at in heads.intersection(starts[1:-1]):
            gaps[at] = style.tracking
    if style.autospace:
        for at in autospace(text):
            gaps[at] += style.autospace
    return gaps


def _edges(
    text: str, starts: list[int], style: Style, advances: list[float], losses: list[float], gaps: list[float]
) -> tuple[list[float], list[float]]:
    """For each offset, where a line begun there begins and where a line ended there ends."""
    lefts, rights = [0.0] * (len(text) + 1), [0.0] * (len(text) + 1)
    pen, right = 0.0, 0.0
    for start, end in pairwise(starts):
        char = text[start]
        advance = advances[start] if end - start == 1 else sum(advances[start:end])
        pen += gaps[start]
        lefts[start] = pen + trim_start(char, advance)
        pen += advance
        if char not in SPACES:
            loss = losses[start] if end - start == 1 else sum(losses[start:end])
            right = pen - loss - trim_end(char, advance - loss, style)
        rights[end] = right
    lefts[len(text)] = pen
    for at in range(len(text) - 1, -1, -1):
        if text[at] in SPACES:
            lefts[at] = lefts[at + 1]
    return lefts, rights


def place(piece: Piece, pen: float, gaps: list[float], line_start: int) -> tuple[list[Glyph], float]:
    """Set a piece's glyphs from the pen on; return them and the pen after them.

    The gap of an offset stands before its glyphs in reading order: on their right in a right-to-left piece.
    """
    glyphs = []
    if piece.level % 2:
        for this, after in zip_longest(piece.glyphs, piece.glyphs[1:]):
            glyphs.append(Glyph(this.gid, pen + this.dx, -this.dy))
            pen += this.advance
            at = piece.start + this.cluster
            if (after is None or after.cluster != this.cluster) and at > line_start:
                pen += gaps[at]
        return glyphs, pen
    start, before = piece.start, line_start - piece.start
    for gid, cluster, advance, dx, dy in piece.glyphs:
        if cluster != before:
            pen += gaps[start + cluster]
            before = cluster
        glyphs.append(Glyph(gid, pen + dx, -dy))
        pen += advance
    return glyphs, pen


def bearing(runs: list[Run]) -> float:
    """From a line's origin to its first ink, em; 0 if the line begins with a blank."""
    face, first = runs[0].face, runs[0].glyphs[0]
    extents = face.font.get_glyph_extents(first.gid)
    return first.x + extents.x_bearing / face.upem if extents and extents.width else 0.0
