"""Reduces the colors of a background, where that cannot be seen, so that a palette holds them and the text's.

An indexed card has a third of the samples of one in true colors, and so a third of the work and half of the bytes.
Most designs have few colors but for the antialiased edges of their shapes, in which each pixel has a color of its own.
How far a color may move depends on how much of the picture it covers:

- `COMMON`: by 1 in one channel. The steps of a gradient then come two at a time, one in each of two channels, which is
  what a gray gradient always has.
- `SCARCE`: by 2 in each channel: a gradient inside a small shape.
- less: by `MAX_SHIFT` in each channel: edges.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ogp.display_list import Rgb

COMMON: Final = 1 / 1000
"""The least fraction of a picture that a common color covers: a square of 27 px on a card of 1200 × 630."""
SCARCE: Final = 1 / 20000
"""The same for a scarce color: a square of 6 px."""
MAX_SHIFT: Final = 6
MAX_EXAMINED: Final = 4096
"""More colors than this are a photograph, or grain."""
SHIFTS: Final = ((0, 0, 0), (0, 1, 1), (0, 1, 2), (1, 1, 2), (1, 2, 4), (1, 2, MAX_SHIFT))
"""How far common, scarce and other colors may move: the first that suffices is taken."""


class IndexedImage(NamedTuple):
    """Indices (mode L) into a palette (r, g, b, r, …)."""

    image: Image.Image
    palette: bytes


def reduce_colors(image: Image.Image, max_colors: int, *, exact: bool = False) -> IndexedImage | None:
    """Reduce an RGB image to ``max_colors`` ≤ 256; None where that would show or, if ``exact``, change any pixel."""
    counted = image.getcolors(max_colors if exact else MAX_EXAMINED)
    if counted is None:
        return None
    area = image.width * image.height
    colors: list[tuple[int, Rgb]] = sorted(((-count, color) for count, color in counted))  # type: ignore[misc]  # RGB
    tiers = (
        sorted(color for minus, color in colors if -minus >= COMMON * area),
        sorted(color for minus, color in colors if SCARCE * area <= -minus < COMMON * area),
        [color for minus, color in colors if -minus < SCARCE * area],
    )
    for shifts in SHIFTS:
        representatives = _merged(tiers, shifts, max_colors)
        if representatives is not None:
            return _indexed(image, representatives)
    return None


def _merged(tiers: Sequence[Sequence[Rgb]], shifts: Sequence[int], max_colors: int) -> dict[Rgb, Rgb] | None:
    """Map each color to its representative, which its tier's shift reaches; None if ``max_colors`` are too few."""
    by_red: dict[int, list[Rgb]] = defaultdict(list)  # representatives, so that only a few are compared
    count, result = 0, {}
    for tier, (colors, shift) in enumerate(zip(tiers, shifts, strict=True)):
        distance = total_distance if tier == 0 else channel_distance
        for color in colors:
            candidates = chain.from_iterable(
                by_red[red] for red in range(color[0] - shift, color[0] + shift + 1) if red in by_red
            )
            near = [(total_distance(color, other), other) for other in candidates if distance(color, other) <= shift]
            if near:
                result[color] = min(near)[1]
                continue
            if count == max_colors:
                return None
            count += 1
            by_red[color[0]].append(color)
            result[color] = color
    return result


def total_distance(a: Rgb, b: Rgb) -> int:
    """Return how far two colors are apart in all channels together."""
    return abs(a[0] - b[0]) + abs(a[1] - b[1]) + abs(a[2] - b[2])


def channel_distance(a: Rgb, b: Rgb) -> int:
    """Return how far two colors are apart in the channel where they differ most."""
    return max(abs(a[0] - b[0]), abs(a[1] - b[1]), abs(a[2] - b[2]))


def _indexed(image: Image.Image, representatives: dict[Rgb, Rgb]) -> IndexedImage:
    palette = sorted(set(representatives.values()))
    indices = {color: index for index, color in enumerate(palette)}
    # Pixels are looked up as numbers of 32 bits, in half the time that three samples take.
    index_of = {
        int.from_bytes((*color, 255), sys.byteorder): indices[representative]
        for color, representative in representatives.items()
    }
    pixels = bytes(map(index_of.__getitem__, memoryview(image.convert("RGBA").tobytes()).cast("I")))
    return IndexedImage(Image.frombytes("L", image.size, pixels), bytes(value for color in palette for value in color))
