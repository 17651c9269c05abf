"""Line: glyphs placed along one line, in em: what typesetting returns and painting draws at any size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ogp.fonts import Face

Matrix = tuple[float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0)


class Glyph(NamedTuple):
    """One glyph: its id in the run's face and its origin in em from the line's origin, x to the right, y down."""

    gid: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class GlyphRun:
    """Glyphs of one face.

    ``matrix`` (xx, yx, xy, yy; y down) turns or scales each outline about its origin: sideways Latin in vertical
    lines, compressed tate-chu-yoko, ruby at half size.
    """

    face: Face
    glyphs: tuple[Glyph, ...]
    matrix: Matrix = IDENTITY


@dataclass(frozen=True, slots=True)
class Line:
    """One line, ready to be scaled to any size.

    The origin is the start of the line on the baseline (horizontal), or the top of the column on its center line
    (vertical). ``advance`` is the line's length in em along its direction, trimmed edges left out. All in em:
    bearing: from the origin to the first ink, along the line: move the line back by it to align edges of ink.
    ruby:    how far ruby reaches over the em box, above (horizontal) or to the right (vertical); 0 without ruby.
    """

    text: str
    runs: tuple[GlyphRun, ...]
    advance: float
    bearing: float = 0.0
    ruby: float = 0.0
