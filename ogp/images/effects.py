"""Image effects: scaling and cropping, blur, scrim, round corners, opacity, and linear gradients."""

from __future__ import annotations

from functools import lru_cache
from math import ceil, cos, radians, sin
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from ogp.display_list import OPAQUE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ogp.display_list import Rgba


def scale(image: Image.Image, size: tuple[int, int], *, cover: bool, focus: tuple[float, float]) -> Image.Image:
    """Scale an image to ``size`` px: to fill it, cropped about ``focus``, if ``cover``; else to fit inside it whole."""
    if image.size == size:
        return image
    width, height = size
    if cover:  # cropped before it is scaled: what is long and thin would fill the memory otherwise
        factor = max(width / image.width, height / image.height)
        crop_width, crop_height = min(width / factor, image.width), min(height / factor, image.height)
        left, top = (image.width - crop_width) * focus[0], (image.height - crop_height) * focus[1]
        box = (left, top, left + crop_width, top + crop_height)
        return image.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)
    factor = min(width / image.width, height / image.height)
    inside = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
    return image if inside == image.size else image.resize(inside, Image.Resampling.LANCZOS, reducing_gap=2.0)


def apply_effects(
    image: Image.Image, corners: RoundedMasks, *, radius: float, opacity: float, blur: float, scrim: Rgba
) -> Image.Image:
    """Blur an RGBA image, lay a scrim over it, round its corners and fade it, in this order; return a new image.

    Args:
        image: what the effects are applied to; not changed.
        corners: keeps the masks of round corners.
        radius: of the corners, in px.
        opacity: 0 to 1.
        blur: the Gaussian's sigma in px.
        scrim: a color laid over the image where it is not transparent.
    """
    image = image.copy()  # it may be the one that `Pictures` keeps: fading that would fade the next card's twice
    if blur:
        image = image.filter(ImageFilter.GaussianBlur(blur))
    if scrim[3]:
        alpha = image.getchannel("A")
        image = Image.alpha_composite(image, Image.new("RGBA", image.size, scrim))
        image.putalpha(alpha)
    if radius:
        mask = corners.mask(image.size, min(radius, image.width / 2, image.height / 2))
        image.putalpha(ImageChops.multiply(image.getchannel("A"), mask))
    if opacity < 1:
        image.putalpha(image.getchannel("A").point(alpha_table(opacity)))
    return image


def linear_gradient(size: tuple[int, int], angle: float, stops: Sequence[tuple[Rgba, float]]) -> Image.Image:
    """Draw a linear gradient as CSS does: RGB if all of its colors are opaque, otherwise RGBA.

    The gradient line is as long as CSS Images 3 §3.1 says: the corners have exactly the first and the last color.

    Args:
        size: of the image, in px.
        angle: in degrees: 0 points up, 90 to the right.
        stops: colors and their positions on the line, 0 to 1, in order.
    """
    width, height = size
    dx, dy = sin(radians(angle)), -cos(radians(angle))
    length = abs(width * dx) + abs(height * dy)
    steps = ceil(length - 1e-6)
    line = Image.new("RGBA", (steps, 1))
    line.putdata([_color_at(stops, (step + 0.5) / steps) for step in range(steps)])
    steps_per_px = steps / length
    start = steps / 2 - (width * dx + height * dy) / 2 * steps_per_px
    image = line.transform(size, Image.Transform.AFFINE, (dx * steps_per_px, dy * steps_per_px, start, 0, 0, 0.5))
    return image if any(color[3] != OPAQUE for color, _ in stops) else image.convert("RGB")


def _color_at(stops: Sequence[tuple[Rgba, float]], position: float) -> Rgba:
    before = next((stop for stop in reversed(stops) if stop[1] <= position), stops[0])
    after = next((stop for stop in stops if stop[1] > position), stops[-1])
    fraction = (position - before[1]) / (after[1] - before[1]) if after[1] > before[1] else 0.0
    red, green, blue, alpha = (
        round(a + (b - a) * min(1.0, max(0.0, fraction))) for a, b in zip(before[0], after[0], strict=True)
    )
    return red, green, blue, alpha


class RoundedMasks:
    """Antialiased masks of rectangles with round corners. Corners are kept: rectangles of any size share them."""

    def __init__(self) -> None:
        self._corner = lru_cache(maxsize=32)(_corner)

    def mask(self, size: tuple[int, int], radius: float) -> Image.Image:
        """Return the mask (mode L) of a rectangle of ``size`` px with corners of ``radius`` px."""
        width, height = size
        mask = Image.new("L", size, OPAQUE)
        side = min(round(radius + 0.5), width, height)
        if radius <= 0 or side == 0:
            return mask
        corner = self._corner(side, radius)
        mask.paste(corner, (0, 0))
        mask.paste(corner.transpose(Image.Transpose.FLIP_LEFT_RIGHT), (width - side, 0))
        mask.paste(corner.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (0, height - side))
        mask.paste(corner.transpose(Image.Transpose.ROTATE_180), (width - side, height - side))
        return mask


def _corner(side: int, radius: float) -> Image.Image:
    """Return the top left ``side`` × ``side`` px of a disc of ``radius`` px."""
    # 64 samples a pixel are as smooth as glyphs; large arcs need fewer.
    oversampling = 8 if side <= 512 else 2  # noqa: PLR2004
    disc = Image.new("L", (side * oversampling, side * oversampling), 0)
    ImageDraw.Draw(disc).ellipse((0, 0, 2 * radius * oversampling - 1, 2 * radius * oversampling - 1), fill=OPAQUE)
    return disc.resize((side, side), Image.Resampling.BOX)


@lru_cache(maxsize=256)
def alpha_table(alpha: float) -> tuple[int, ...]:
    """Return the table for `Image.point` that multiplies coverage by ``alpha``, 0 to 1."""
    return tuple(round(value * alpha) for value in range(256))
