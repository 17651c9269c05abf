"""Indexed colour without loss: where a card has few colours, a third of the samples and half of the bytes will do.

Text on a flat ground has as many colours as its antialiasing has levels. Pillow's own conversions to a palette look for
near colours and are slow; here every colour is found exactly, by a table over one channel or a mix of the three.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PIL import Image, ImageChops

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST: Final = 256
"""Entries in a PNG palette (PNG, third edition, §11.2.2)."""
MIXES: Final = ((1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 3, 7), (3, 5, 1), (5, 1, 11), (7, 13, 3), (1, 29, 61), (11, 2, 37))
"""Weights of red, green, blue. A mix serves if no two of the colours come to the same sum modulo 256."""

Color = tuple[int, int, int]


class Indexed(NamedTuple):
    """Strips as indices (mode L), and the palette as PNG writes it: three bytes a colour."""

    strips: list[Image.Image]
    palette: bytes


def index(strips: Iterable[Image.Image], known: Sequence[int] = ()) -> Indexed | None:
    """The strips (RGB) as indices into one palette that begins with ``known`` (r, g, b, r, …); None if it won't fit."""
    places: dict[Color, int] = {}
    for number in range(len(known) // 3):
        places.setdefault((known[3 * number], known[3 * number + 1], known[3 * number + 2]), number)
    strips, used = list(strips), []
    for strip in strips:
        counted = strip.getcolors(MOST)
        if counted is None:
            return None
        colors: list[Color] = sorted(color for _, color in counted)  # type: ignore[misc]  # RGB: always three
        for color in colors:
            places.setdefault(color, len(places))
        if len(places) > MOST:
            return None
        used.append({color: places[color] for color in colors})
    out = [_look_up(strip, colors) for strip, colors in zip(strips, used, strict=True)]
    if None in out:
        return None
    return Indexed([strip for strip in out if strip is not None], bytes(value for color in places for value in color))


def _look_up(strip: Image.Image, places: dict[Color, int]) -> Image.Image | None:
    """Replace every colour by its place; None if no mix of the channels tells them apart."""
    for mix in MIXES:
        sums = {_mixed(color, mix): place for color, place in places.items()}
        if len(sums) == len(places):
            table = [sums.get(value, 0) for value in range(256)]
            return _mix(strip, mix).point(table)
    return None


def _mixed(color: Color, mix: Color) -> int:
    return sum(value * weight for value, weight in zip(color, mix, strict=True)) % 256


def _mix(strip: Image.Image, mix: Color) -> Image.Image:
    """The weighted sum of the channels modulo 256."""
    if sum(mix) == 1:
        return strip.getchannel(mix.index(1))
    red, green, blue = (
        channel.point([value * weight % 256 for value in range(256)])
        for channel, weight in zip(strip.split(), mix, strict=True)
    )
    return ImageChops.add_modulo(ImageChops.add_modulo(red, green), blue)
