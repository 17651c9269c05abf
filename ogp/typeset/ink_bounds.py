"""Ink bounds: the box around the black of a glyph or a line, from its outlines' boxes, without drawing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ogp.fonts import Face
    from ogp.typeset.line import Glyph, Line, Matrix


class Extent(NamedTuple):
    """A rectangle by its edges, y down."""

    left: float
    top: float
    right: float
    bottom: float


def glyph_extent(face: Face, glyph: Glyph, matrix: Matrix) -> Extent | None:
    """The ink box of one glyph in em from the line's origin; None if it is blank."""
    box = face.font.get_glyph_extents(glyph.gid)
    if not box or not box.width:
        return None
    em = 1 / face.upem
    xx, yx, xy, yy = matrix
    x0, x1 = box.x_bearing * em, (box.x_bearing + box.width) * em
    y0, y1 = -box.y_bearing * em, -(box.y_bearing + box.height) * em
    xs = [xx * x + xy * y for x in (x0, x1) for y in (y0, y1)]
    ys = [yx * x + yy * y for x in (x0, x1) for y in (y0, y1)]
    return Extent(glyph.x + min(xs), glyph.y + min(ys), glyph.x + max(xs), glyph.y + max(ys))


def line_extent(line: Line) -> Extent | None:
    """The ink box of a line in em from its origin; None if it has no ink."""
    boxes = [
        box
        for run in line.runs
        for glyph in run.glyphs
        if (box := glyph_extent(run.face, glyph, run.matrix)) is not None
    ]
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Extent(min(lefts), min(tops), max(rights), max(bottoms))
