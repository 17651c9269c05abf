"""Color table: the palette of an indexed card, kept to the 256 entries that a PNG allows.

Antialiased text over N background colors needs 10·N palette entries and one for solid ink. To stay within 256,
background colors that are alike share a representative (`EDGE_TOLERANCES`), and a blended color may reuse an entry
within `REACH` per channel. Together they move a pixel by 16 per channel at most: at the lightest level of coverage ten
elevenths of the background show, and 12 · 10/11 + 5 is 15.9.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ogp.encode.coverage_levels import LEVELS
from ogp.encode.quantize import channel_distance

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ogp.display_list import Rgb, Rgba

MAX_COLORS: Final = 256
"""Entries in a PNG palette (PNG, third edition, §11.2.2)."""


class Tolerance(NamedTuple):
    """How far a color may be from its representative, in each channel, and how many representatives there may be."""

    distance: int
    max_count: int


EDGE_TOLERANCES: Final = (Tolerance(0, 4), Tolerance(4, 8), Tolerance(8, 21), Tolerance(12, 21))
"""For text, which lets the background through at its edges alone: the first that suffices is taken.

21 representatives in 12 levels of coverage are 252 combinations, which a byte holds.
"""
AREA_TOLERANCES: Final = (Tolerance(0, 8), Tolerance(1, 12), Tolerance(2, 21))
"""For a translucent area, which lets the background through everywhere."""
REACH: Final = 5
"""How far blended colors may be from each other, in each channel, and still share an entry."""
CELL_BITS: Final = 3
"""Low bits that two colors in one cell of the color cube may differ in: cells are wider than `REACH`."""
COVERAGES: Final = tuple(round(level * 255 / (LEVELS - 1)) for level in range(LEVELS))
"""The coverage of each level, of 255."""
MAX_BLENDS: Final = 1024
"""Blends that a palette keeps: some 10 MB."""


class PaletteFullError(Exception):
    """The picture needs more colors than a palette holds."""


class Blend(NamedTuple):
    """A background color under some ink.

    known: the index of a background color within `REACH`, if there is one. cells: where to look for others.
    """

    color: Rgb
    known: int | None
    cells: tuple[Rgb, ...]


class PaletteColors:
    """The colors of a compiled background, with what painting keeps looking up about them.

    One belongs to each compiled background, whose cards all start from it. ``palette``: r, g, b, r, …
    """

    def __init__(self, palette: bytes) -> None:
        rgb = zip(palette[::3], palette[1::3], palette[2::3], strict=True)
        self.indices = {color: index for index, color in enumerate(rgb)}
        self.colors = list(self.indices)
        self._cells = {_cell(color): index for color, index in self.indices.items()}
        self._representatives: dict[int, list[int]] = {}
        self._blends: dict[tuple[Rgb, Rgba], tuple[Blend, ...]] = {}

    def representatives(self, distance: int) -> list[int]:
        """Return for each color the index of one that represents it, ``distance`` away per channel at most."""
        result = self._representatives.get(distance)
        if result is None:
            chosen: list[int] = []
            result = [
                _represent(index, color, chosen, self.colors, distance) for index, color in enumerate(self.colors)
            ]
            self._representatives[distance] = result
        return result

    def blends(self, background: Rgb, ink: Rgba) -> tuple[Blend, ...]:
        """Return a background color under ink at each level of coverage but none, rounded as Pillow's paste does."""
        key = (background, ink)
        result = self._blends.get(key)
        if result is None:
            if len(self._blends) >= MAX_BLENDS:
                self._blends.clear()
            weights = ((coverage * ink[3] + 127) // 255 for coverage in COVERAGES[1:])
            result = self._blends[key] = tuple(self._blend(background, ink, weight) for weight in weights)
        return result

    def _blend(self, background: Rgb, ink: Rgba, weight: int) -> Blend:
        red, green, blue = (_mix(under, over, weight) for under, over in zip(background, ink, strict=False))
        color, cells = (red, green, blue), _cells_around((red, green, blue))
        return Blend(color, _find(self._cells, self.colors, color, cells), cells)


class ColorTable:
    """The colors of one card: those of its background first, then those that its ink adds."""

    def __init__(self, background: PaletteColors) -> None:
        self._background = background
        self.colors = list(background.colors)
        self._indices = dict(background.indices)
        self._cells: dict[Rgb, int] = {}  # of the colors that this card adds
        self._shared: dict[Rgb, int] = {}

    def index(self, color: Rgb) -> int:
        """Return the index of exactly this color. Raises PaletteFullError."""
        index = self._indices.get(color)
        if index is None:
            index = self._indices[color] = len(self.colors)
            if index == MAX_COLORS:
                raise PaletteFullError
            self.colors.append(color)
        return index

    def nearby_index(self, blend: Blend) -> int:
        """Return the index of a color within `REACH` of a blend, or of a new one. Raises PaletteFullError."""
        if blend.known is not None:
            return blend.known
        index = self._shared.get(blend.color)
        if index is None:
            index = _find(self._cells, self.colors, blend.color, blend.cells)
            if index is None:
                index = self._cells[blend.cells[0]] = self.index(blend.color)
            self._shared[blend.color] = index
        return index

    def blends(self, index: int, ink: Rgba) -> tuple[Blend, ...]:
        """Return the color at an index under ink at each level of coverage but none."""
        return self._background.blends(self.colors[index], ink)

    def representatives(self, used: Sequence[int], tolerances: Sequence[Tolerance]) -> list[int]:
        """Return for each index in use the one that represents it, by the first tolerance that needs few enough.

        Raises PaletteFullError.
        """
        for distance, max_count in tolerances:
            of_background = self._background.representatives(distance)
            own: list[int] = []  # representatives among the colors that this card has added
            result = [
                of_background[index]
                if index < len(of_background)
                else _represent(index, self.colors[index], own, self.colors, distance)
                for index in used
            ]
            if len(set(result)) <= max_count:
                return result
        raise PaletteFullError


def _represent(index: int, color: Rgb, chosen: list[int], colors: Sequence[Rgb], distance: int) -> int:
    """Return the first of the chosen indices whose color is near; choose the color itself if there is none."""
    for candidate in chosen:
        if channel_distance(colors[candidate], color) <= distance:
            return candidate
    chosen.append(index)
    return index


def _cell(color: Rgb) -> Rgb:
    return color[0] >> CELL_BITS, color[1] >> CELL_BITS, color[2] >> CELL_BITS


def _cells_around(color: Rgb) -> tuple[Rgb, ...]:
    """Return the cell of a color, then the seven that share its nearest corner."""
    upper_half = 1 << CELL_BITS - 1
    sides = [
        (cell, cell + (1 if value & ((1 << CELL_BITS) - 1) >= upper_half else -1))
        for cell, value in zip(_cell(color), color, strict=True)
    ]
    return tuple((red, green, blue) for red in sides[0] for green in sides[1] for blue in sides[2])


def _find(cells: dict[Rgb, int], colors: Sequence[Rgb], color: Rgb, near: Iterable[Rgb]) -> int | None:
    """Return the first index in the cells ``near`` a color whose own color is within `REACH` of it."""
    for cell in near:
        index = cells.get(cell)
        if index is not None and channel_distance(colors[index], color) <= REACH:
            return index
    return None


def _mix(under: int, over: int, weight: int) -> int:
    product = over * weight + under * (255 - weight) + 128
    return ((product >> 8) + product) >> 8
