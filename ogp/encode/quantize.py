"""Fewer: a background in so few colours that a palette holds it and the ink on it; what no eye sees may be merged.

An indexed card has a third of the samples of one in true colours, and so a third of the work and half of the bytes.
Most designs have few colours but for the soft edges of their shapes, in which each pixel has a colour of its own. How
far a colour may move depends on how much of the picture it covers:

- `COMMON`: by 1 in one channel. The steps of a gradient then come two at a time, one in each of two channels, which is
  what a grey gradient always has.
- `SCARCE`: by 2 in each channel: a gradient inside a small shape.
- less: by `MOST_MOVED` in each channel: edges.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ogp.frame import Rgb

COMMON: Final = 1 / 1000
"""The least share of a picture: a square of 27 px on a card of 1200 × 630."""
SCARCE: Final = 1 / 20000
"""The same: a square of 6 px."""
MOST_MOVED: Final = 6
LOOKED_AT: Final = 4096
"""More colours than this are a photograph, or grain."""


class IndexedImage(NamedTuple):
    """Indices (mode L) into a palette (r, g, b, r, …)."""

    image: Image.Image
    palette: bytes


def reduce_colors(image: Image.Image, most: int, *, exact: bool = False) -> IndexedImage | None:
    """The image (RGB) in ``most`` ≤ 256 colours at most; None where that would show or, if ``exact``, change it."""
    counted = image.getcolors(most if exact else LOOKED_AT)
    if counted is None:
        return None
    area = image.width * image.height
    colors: list[tuple[int, Rgb]] = sorted(((-count, color) for count, color in counted))  # type: ignore[misc]  # RGB
    tiers = (
        sorted(color for minus, color in colors if -minus >= COMMON * area),
        sorted(color for minus, color in colors if SCARCE * area <= -minus < COMMON * area),
        [color for minus, color in colors if -minus < SCARCE * area],
    )
    for moves in ((0, 0, 0), (0, 1, 1), (0, 1, 2), (1, 1, 2), (1, 2, 4), (1, 2, MOST_MOVED)):
        stands = _merged(tiers, moves, most)
        if stands is not None:
            return _looked_up(image, stands)
    return None


def _merged(tiers: Sequence[Sequence[Rgb]], moves: Sequence[int], most: int) -> dict[Rgb, Rgb] | None:
    """Each colour and the one that stands for it, for each tier as near as it says; None if ``most`` are too few."""
    kept: dict[int, list[Rgb]] = defaultdict(list)  # by their red, so that only a few are compared
    count, stands = 0, {}
    for number, (tier, move) in enumerate(zip(tiers, moves, strict=True)):
        far = total_distance if number == 0 else channel_distance
        for color in tier:
            others = chain.from_iterable(
                kept[red] for red in range(color[0] - move, color[0] + move + 1) if red in kept
            )
            near = [(total_distance(color, other), other) for other in others if far(color, other) <= move]
            if near:
                stands[color] = min(near)[1]
                continue
            if count == most:
                return None
            count += 1
            kept[color[0]].append(color)
            stands[color] = color
    return stands


def total_distance(a: Rgb, b: Rgb) -> int:
    """Return how far two colors are apart in all channels together."""
    return abs(a[0] - b[0]) + abs(a[1] - b[1]) + abs(a[2] - b[2])


def channel_distance(a: Rgb, b: Rgb) -> int:
    """Return how far two colors are apart in the channel where they differ most."""
    return max(abs(a[0] - b[0]), abs(a[1] - b[1]), abs(a[2] - b[2]))


def _looked_up(image: Image.Image, stands: dict[Rgb, Rgb]) -> IndexedImage:
    palette = sorted(set(stands.values()))
    numbers = {color: number for number, color in enumerate(palette)}
    # Pixels are looked up as numbers of 32 bits, in half the time that three samples take.
    places = {int.from_bytes((*color, 255), sys.byteorder): numbers[stand] for color, stand in stands.items()}
    indices = bytes(map(places.__getitem__, memoryview(image.convert("RGBA").tobytes()).cast("I")))
    return IndexedImage(Image.frombytes("L", image.size, indices), bytes(value for color in palette for value in color))
