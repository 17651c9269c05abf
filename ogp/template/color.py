"""Colors as templates write them: ``#rrggbb``, ``oklch(L C H)``, a palette's names, ``name/0.7`` for alpha.

OKLCH (CSS Color 4 §9.4) makes palettes even: two colors of equal L and C look equally heavy whatever their hue, so a
template states each color once as a function of ``hue`` and every palette, even an automatic one, follows.
"""

from __future__ import annotations

import hashlib
import math
import re
from typing import TYPE_CHECKING

from ogp.display_list import OPAQUE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ogp.display_list import Rgba

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
_NUMBER = r"[+-]?\d+(?:\.\d+)?"
_OKLCH = re.compile(rf"oklch\(\s*(\d+(?:\.\d+)?)(%?)\s+({_NUMBER})\s+(hue)?\s*({_NUMBER})?\s*\)")
_NAMED = re.compile(r"([A-Za-z][\w-]*)(?:/(0?\.\d+|[01](?:\.0+)?))?")

MAX_CHROMA = 0.5
MAX_ANGLE = 3600.0
"""No display shows a chroma beyond 0.5, and no one needs a hue of more than ten turns."""

AUTO_HUES = (6, 28, 154, 174, 194, 214, 236, 258, 279, 300, 322, 344)
"""The hues of automatic palettes, in degrees: any two categories look alike or clearly different.

None lies between 45 and 135: what is yellow when light is mud where it is dark enough for white type.
"""


def parse(text: str, names: Mapping[str, Rgba], hue: float) -> Rgba:
    """Return the color that a text means.

    Args:
        text: as the template has it.
        names: the colors that it may refer to.
        hue: the palette's, in degrees.

    Raises:
        ValueError: with a message for the template's author.
    """
    text = text.strip()
    if _HEX.fullmatch(text):
        return _from_hex(text[1:])
    if match := _OKLCH.fullmatch(text):
        lightness, percent, chroma, base, offset = match.groups()
        light = float(lightness) / (100 if percent else 1)
        angle = (hue if base else 0.0) + float(offset or 0)
        if not (light <= 1 and abs(float(chroma)) <= MAX_CHROMA and abs(angle) <= MAX_ANGLE):
            raise ValueError(f"{text[:60]!r} is out of range: lightness 0 to 1, chroma 0 to 0.5, hue in degrees")
        return (*oklch(light, float(chroma), angle), OPAQUE)
    if match := _NAMED.fullmatch(text):
        name, alpha = match.groups()
        if name in names:
            red, green, blue, own = names[name]
            return (red, green, blue, round(own * float(alpha)) if alpha else own)
        known = ", ".join(names) or "none"
        raise ValueError(f"no color is called {name!r} (the palette has: {known})")
    raise ValueError(f"{text[:60]!r} is not a color: use #rrggbb, oklch(0.6 0.1 hue), a palette's name or name/0.7")


def _from_hex(digits: str) -> Rgba:
    if len(digits) <= 4:  # noqa: PLR2004 - CSS's short forms #rgb and #rgba
        digits = "".join(digit * 2 for digit in digits)
    value = bytes.fromhex(digits.ljust(8, "f"))
    return (value[0], value[1], value[2], value[3])


def oklch(lightness: float, chroma: float, hue: float) -> tuple[int, int, int]:
    """Return sRGB (0 to 255 a channel) for an OKLCH color; chroma is reduced until the color lies in the sRGB gamut.

    lightness 0 to 1, chroma 0 to about 0.37, hue in degrees. Matrices: CSS Color 4 §10.9 (Björn Ottosson).
    """
    while True:
        linear = _oklch_to_linear(lightness, chroma, hue)
        if chroma <= 0 or all(-1e-4 <= channel <= 1.0001 for channel in linear):  # noqa: PLR2004 - rounding slack
            red, green, blue = (_gamma(min(1.0, max(0.0, channel))) for channel in linear)
            return (red, green, blue)
        chroma = max(0.0, chroma - 0.002)


def _oklch_to_linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a = chroma * math.cos(math.radians(hue))
    b = chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _gamma(linear: float) -> int:
    encoded = 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055  # noqa: PLR2004 - IEC 61966-2-1
    return round(255 * encoded)


def auto_hue(category: str) -> float:
    """Return a hue in degrees for a category: stable on every machine, one of `AUTO_HUES`."""
    digest = hashlib.sha256(category.encode("utf-8", "surrogatepass")).digest()
    return float(AUTO_HUES[digest[0] % len(AUTO_HUES)])


def to_hex(color: Rgba) -> str:
    """Return CSS ``#rrggbb``, or ``#rrggbbaa`` where the color is not opaque."""
    return "#" + bytes(color if color[3] != OPAQUE else color[:3]).hex()


def luminance(color: tuple[int, ...]) -> float:
    """Return the relative luminance, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (
        value / 255 / 12.92 if value <= 10 else ((value / 255 + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - 0.03928 * 255
        for value in color[:3]
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    """Return the contrast ratio of two colors, 1 to 21 (WCAG 2.2 §1.4.3)."""
    bright, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)
