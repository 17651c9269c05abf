"""PNG row filters in C speed without numpy: Pillow's channel operations work modulo 256 just as the filters do.

Source: PNG, third edition, §9.2 "Filter types for filter method 0".
"""

from __future__ import annotations

from enum import IntEnum

from PIL import Image, ImageChops


class Filter(IntEnum):
    """The filter-type byte that stands before each row."""

    NONE = 0
    SUB = 1
    UP = 2


def filter_rows(rows: Image.Image, kind: Filter, above: Image.Image | None) -> bytes:
    """Filtered scanlines of ``rows`` (mode RGB, L or P, 8 bits a sample), each with its filter-type byte.

    above: the one row over the first one, or None where the image begins (§9.2 takes it as zeros).
    """
    width, height = rows.size
    step = len(rows.getbands())
    line = width * step
    samples = _samples(rows, line)
    out = Image.new("L", (line + 1, height), kind)
    if kind is Filter.NONE:
        out.paste(samples, (1, 0))
        return out.tobytes()
    before = Image.new("L", (line, height))
    if kind is Filter.SUB:
        before.paste(samples, (step, 0))
    else:
        before.paste(samples, (0, 1))
        if above is not None:
            before.paste(_samples(above, line), (0, 0))
    out.paste(ImageChops.subtract_modulo(samples, before), (1, 0))
    return out.tobytes()


def _samples(rows: Image.Image, line: int) -> Image.Image:
    """The samples as one grey image, ``line`` wide: what is a pixel no longer matters."""
    return Image.frombuffer("L", (line, rows.height), rows.tobytes(), "raw", "L", 0, 1)
