"""PNG row filters, at the speed of C without numpy: Pillow's channel operations are modulo 256, as the filters are.

Source: PNG, third edition (W3C, 2025), §9.2 "Filter types for filter method 0".

The samples of some rows are laid out once, each row followed by zeros; the neighbors to the left, above, and above
left are then the same bytes read from an earlier offset, and the zeros stand for what lies outside the image.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageMath

if TYPE_CHECKING:
    from collections.abc import Callable


class Filter(IntEnum):
    """The filter-type byte that stands before each row."""

    NONE = 0
    SUB = 1
    UP = 2
    AVERAGE = 3
    PAETH = 4


ROW_ALONE = frozenset({Filter.NONE, Filter.SUB})
"""Filters whose result does not depend on the row above."""


def filter_rows(image: Image.Image, first: int, end: int, kind: Filter) -> bytes:
    """Return rows ``first`` to ``end`` - 1 of an image (mode RGB, L or P) filtered, each after its filter-type byte."""
    step = len(image.getbands())
    line, height = image.width * step, end - first
    if kind is Filter.NONE:
        return (b"\0" + _samples(image, first, end, line + 1))[:-1]
    stride = line + step
    # The row above and, before it, the pixel to the left of its first one.
    above = _samples(image, first - 1, first, stride) if first else bytes(stride)
    buffer = bytes(step) + above + _samples(image, first, end, stride)

    def neighbor(back: int) -> Image.Image:
        """The samples that stand ``back`` bytes before each."""
        offset = step + stride - back
        return Image.frombuffer("L", (stride, height), buffer[offset : offset + stride * height], "raw", "L", 0, 1)

    match kind:
        case Filter.SUB:
            prediction = neighbor(step)
        case Filter.UP:
            prediction = neighbor(stride)
        case Filter.AVERAGE:
            prediction = ImageChops.add(neighbor(step), neighbor(stride), scale=2)
        case Filter.PAETH:
            prediction = _paeth(neighbor(step), neighbor(stride), neighbor(stride + step))
    out = Image.new("L", (line + 1, height), kind)
    out.paste(ImageChops.subtract_modulo(neighbor(0), prediction), (1, 0))
    return out.tobytes()


def _samples(image: Image.Image, first: int, end: int, stride: int) -> bytes:
    """Return the samples of some rows, each row filled up with zeros to ``stride`` bytes."""
    return image.crop((0, first, image.width, end)).tobytes("raw", image.mode, stride, 1)


def _paeth(left: Image.Image, up: Image.Image, corner: Image.Image) -> Image.Image:
    """Return the Paeth predictor (§9.4): the neighbor nearest to left + up - corner; ties go in that order."""

    def nearest(of: Callable[[str], ImageMath._Operand]) -> ImageMath._Operand:
        a, b, c = of("a"), of("b"), of("c")
        to_a, to_b, to_c = abs(b - c), abs(a - c), abs(a + b - c - c)
        is_a = (to_a <= to_b) * (to_a <= to_c)
        is_b = (to_b <= to_c) * (1 - is_a)
        return a * is_a + b * is_b + c * (1 - is_a - is_b)

    prediction: Image.Image = ImageMath.lambda_eval(lambda args: nearest(args.__getitem__), a=left, b=up, c=corner)
    return prediction.convert("L")
