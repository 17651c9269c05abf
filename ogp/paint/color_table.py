"""Shades: the colours of an indexed picture, kept to as many as a PNG palette holds.

Ink over many colours would add ten for each of them, the levels of its soft edges. So a colour that is mixed from ink
and ground may be one that is there already, at most `REACH` away; and what it is mixed from may stand for colours of
the ground up to the last of `SPREADS` away. Both together move a pixel by `MOST_OFF` in a channel at most.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from ogp.encode.coverage_levels import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ogp.encode.png_background import Rgb
    from ogp.frame import Rgba

MOST: Final = 256
"""Entries in a PNG palette (PNG, third edition, §11.2.2)."""
SPREADS: Final = ((0, 4), (4, 8), (8, 21), (12, 21))
"""How far a colour of the ground may be from the one that stands for it, and how many may then stand for all under an
ink (21 × 12 levels are 252, which a byte holds): the first pair that suffices is taken."""
SHEER_SPREADS: Final = ((0, 8), (1, 12), (2, 21))
"""For an area that lets the ground through: it is seen everywhere in it, not at its edges alone."""
REACH: Final = 5
"""How far mixed colours may be from each other, in each channel, and still be one."""
CELL: Final = 3
"""Bits that are left out of a colour to find those near to it: cells are wider than `REACH`."""
MOST_OFF: Final = 16
"""At the lightest level of ink ten elevenths of the ground show: 12 · 10/11 + 5, as whole steps."""
VALUES: Final = tuple(round(level * 255 / (LEVELS - 1)) for level in range(LEVELS))
"""The coverage of each level, of 255."""


class PaletteFullError(Exception):
    """The picture needs colours that the palette has no room for."""


class ColorTable:
    """The colours so far: the background's first."""

    def __init__(self, palette: bytes) -> None:
        self._ground = palette
        known = _known(palette)
        self.colors = list(known.places)
        self._places = dict(known.places)
        self._cells: dict[Rgb, int] = {}  # of the colours that this card adds
        self._nears: dict[Rgb, int] = {}

    def place(self, color: Rgb) -> int:
        """The place of a colour. Raises NoRoomError."""
        place = self._places.get(color)
        if place is None:
            place = self._places[color] = len(self.colors)
            if place == MOST:
                raise PaletteFullError
            self.colors.append(color)
        return place

    def near(self, mix: Blend) -> int:
        """The place of a colour that is at most `REACH` away, of a new one if there is none. Raises NoRoomError."""
        if mix.ground is not None:
            return mix.ground
        place = self._nears.get(mix.color)
        if place is None:
            place = _within(self._cells, self.colors, mix.color, mix.cells)
            if place is None:
                place = self._cells[mix.cells[0]] = self.place(mix.color)
            self._nears[mix.color] = place
        return place

    def mixed(self, place: int, ink: Rgba) -> tuple[Blend, ...]:
        """The colour at a place under each level of ink but none."""
        return mixed(self.colors[place], ink, self._ground)

    def stand_ins(self, used: Sequence[int], spreads: Sequence[tuple[int, int]]) -> list[int]:
        """For each place in use the one whose colour stands for it, as near as few enough of them allow.

        Raises NoRoomError.
        """
        for spread, most in spreads:
            known = stand_ins(self._ground, spread)
            own: list[int] = []  # stand-ins among the colours that this card has added
            stands = [known[place] if place < len(known) else self._own(place, own, spread) for place in used]
            if len(set(stands)) <= most:
                return stands
        raise PaletteFullError

    def _own(self, place: int, own: list[int], spread: int) -> int:
        color = self.colors[place]
        for stand in own:
            if _apart(self.colors[stand], color) <= spread:
                return stand
        own.append(place)
        return place


class _Known(NamedTuple):
    """A palette's colours by themselves and by their cells."""

    places: dict[Rgb, int]
    cells: dict[Rgb, int]


@lru_cache(maxsize=64)
def _known(palette: bytes) -> _Known:
    places = {color: place for place, color in enumerate(zip(palette[::3], palette[1::3], palette[2::3], strict=True))}
    return _Known(places, {_cell(color): place for color, place in places.items()})


def _cell(color: Rgb) -> Rgb:
    return color[0] >> CELL, color[1] >> CELL, color[2] >> CELL


def _cells_near(color: Rgb) -> tuple[Rgb, ...]:
    """The cell of a colour and the seven that share its nearest corner."""
    own = _cell(color)
    sides = [
        (at, at + (1 if value & ((1 << CELL) - 1) >= 1 << CELL - 1 else -1))
        for at, value in zip(own, color, strict=True)
    ]
    return tuple((red, green, blue) for red in sides[0] for green in sides[1] for blue in sides[2])


def _within(cells: dict[Rgb, int], colors: Sequence[Rgb], color: Rgb, near: Iterable[Rgb]) -> int | None:
    """The first place in some cells whose colour is within `REACH` of another."""
    for cell in near:
        place = cells.get(cell)
        if place is not None and _apart(colors[place], color) <= REACH:
            return place
    return None


@lru_cache(maxsize=64)
def stand_ins(palette: bytes, spread: int) -> list[int]:
    """For each of a palette's colours the place of one that can stand for it: ``spread`` away at most in a channel."""
    chosen: list[tuple[int, Rgb]] = []
    found = []
    for color, place in _known(palette).places.items():
        stand = next((at for at, other in chosen if _apart(other, color) <= spread), None)
        if stand is None:
            chosen.append((place, color))
            stand = place
        found.append(stand)
    return found


class Blend(NamedTuple):
    """A colour, the place of one near to it in the background if there is one, and the cells near to it."""

    color: Rgb
    ground: int | None
    cells: tuple[Rgb, ...]


@lru_cache(maxsize=8192)
def mixed(ground: Rgb, ink: Rgba, palette: bytes) -> tuple[Blend, ...]:
    """A colour under each level of ink but none, rounded as Pillow's paste does, on a background of a ``palette``."""
    known = _known(palette)
    colors = list(known.places)
    found = []
    for value in VALUES[1:]:
        weight = (value * ink[3] + 127) // 255
        red, green, blue = (_blend(under, over, weight) for under, over in zip(ground, ink, strict=False))
        color, cells = (red, green, blue), _cells_near((red, green, blue))
        found.append(Blend(color, _within(known.cells, colors, color, cells), cells))
    return tuple(found)


def _blend(ground: int, ink: int, weight: int) -> int:
    product = ink * weight + ground * (255 - weight) + 128
    return ((product >> 8) + product) >> 8


def _apart(one: Rgb, other: Rgb) -> int:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1]), abs(one[2] - other[2]))
