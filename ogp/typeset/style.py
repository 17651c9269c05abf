"""What goes into typesetting and comes out: a style without a size, and lines of glyphs measured in em."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ogp.fonts import Face

Spacing = Literal["palt", "chws", "full"]
Direction = Literal["horizontal", "vertical"]
Matrix = tuple[float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set, but for its size.

    family, weight: the first face to try (``"Noto Sans JP"``, 400 or 700); the FontSet adds the fallbacks.
    lang:      BCP 47 tag: picks ``locl`` forms, kinsoku rules and the order of fallback.
    direction: ``vertical`` is CSS ``vertical-rl``.
    spacing:   ``palt`` proportional kana, ``chws`` full-width rhythm with punctuation squeezed, ``full`` neither.
    tracking:  letter spacing in em, added after every cluster but a line's last.
    autospace: the extra Japanese–Latin space in em (CSS ``text-autospace``); 0 turns it off.
    hanging:   ``、。`` at a line's end hang outside the measure (CSS ``hanging-punctuation: allow-end``).
    tabular:   numerals of one width (``tnum``).
    """

    family: str = "Noto Sans JP"
    weight: int = 700
    lang: str = "ja"
    direction: Direction = "horizontal"
    spacing: Spacing = "palt"
    tracking: float = 0.0
    autospace: float = 0.125
    hanging: bool = False
    tabular: bool = False


@dataclass(frozen=True, slots=True)
class SizeRange:
    """Every type size from ``largest`` down to ``smallest``, px, in small steps."""

    largest: float
    smallest: float

    def __post_init__(self) -> None:
        """Raise ValueError for a range that is empty."""
        if self.smallest > self.largest:
            raise ValueError(f"{self} is empty")


Sizes: TypeAlias = "SizeRange | Sequence[float]"
"""The type sizes that a text may be set in: a range, or a list of choices in any order, px."""


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
