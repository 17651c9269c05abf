"""Fewer: a background in so few colours that a palette holds it and the ink on it; what no eye sees may be merged.

An indexed card has a third of the samples of one in true colours, and so a third of the work and half of the bytes.
Most designs have few colours but for the soft edges of their shapes, in which each pixel has a colour of its own. Such
rare colours may move by `RARE_STEP` in a channel. What covers more of the picture may move by 1 in one channel: the
steps of a gradient then come two at a time, one in each of two channels, which is what a grey gradient always has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ogp.encode.bands import Color

RARE_STEP: Final = 4
RARE: Final = 1 / 5000
"""The share of the picture that makes a colour common: a square of 12 px on a card of 1200 × 630."""
LOOKED_AT: Final = 4096
"""More colours than this are a photograph, or grain."""


class Few(NamedTuple):
    """Indices (mode L) into a palette (r, g, b, r, …)."""

    image: Image.Image
    palette: bytes


def fewer(image: Image.Image, most: int, *, exact: bool = False) -> Few | None:
    """The image (RGB) in ``most`` ≤ 256 colours at most; None where that would show or, if ``exact``, change it."""
    counted = image.getcolors(most if exact else LOOKED_AT)
    if counted is None:
        return None
    least = image.width * image.height * RARE
    colors: list[tuple[int, Color]] = sorted(((-count, color) for count, color in counted))  # type: ignore[misc]  # RGB
    common = sorted(color for minus, color in colors if -minus >= least)
    rare = [color for minus, color in colors if -minus < least]
    for step, rare_step in ((0, 0), (0, 1), (0, 2), (1, 2), (1, RARE_STEP)):
        stands = _merged(common, rare, most, step, rare_step)
        if stands is not None:
            return _looked_up(image, stands)
    return None


def _merged(
    common: Sequence[Color], rare: Sequence[Color], most: int, step: int, rare_step: int
) -> dict[Color, Color] | None:
    """Each colour and the one that stands for it; None if more than ``most`` would be left.

    A common one is at most ``step`` away, summed over the channels, a rare one at most ``rare_step`` in each.
    """
    kept: list[Color] = []
    stands: dict[Color, Color] = {}
    for number, color in enumerate((*common, *rare)):
        near = [
            (gap, other)
            for other in kept
            if (gap := _gap(color, other)) <= step or (number >= len(common) and _reach(color, other) <= rare_step)
        ]
        if not near and len(kept) == most:
            return None
        if not near:
            kept.append(color)
        stands[color] = min(near)[1] if near else color
    return stands


def _gap(one: Color, other: Color) -> int:
    return abs(one[0] - other[0]) + abs(one[1] - other[1]) + abs(one[2] - other[2])


def _reach(one: Color, other: Color) -> int:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1]), abs(one[2] - other[2]))


def _looked_up(image: Image.Image, stands: dict[Color, Color]) -> Few:
    palette = sorted(set(stands.values()))
    numbers = {color: number for number, color in enumerate(palette)}
    places = {color: numbers[stand] for color, stand in stands.items()}
    samples = image.tobytes()
    indices = bytes(map(places.__getitem__, zip(samples[::3], samples[1::3], samples[2::3], strict=True)))
    return Few(Image.frombytes("L", image.size, indices), bytes(value for color in palette for value in color))
