"""Image effects: scaling and cropping, blur, scrim, round corners, opacity, and linear gradients."""

from __future__ import annotations

from functools import lru_cache
from math import ceil, cos, radians, sin
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ogp.frame import Rgba


def fit(picture: Image.Image, size: tuple[int, int], *, cover: bool, focus: tuple[float, float]) -> Image.Image:
    """Scale to ``size`` px: ``cover`` fills it and crops about ``focus``, otherwise the whole picture fits inside."""
    if picture.size == size:
        return picture
    width, height = size
    if cover:  # cropped before it is scaled: what is long and thin would fill the memory otherwise
        scale = max(width / picture.width, height / picture.height)
        across, down = min(width / scale, picture.width), min(height / scale, picture.height)
        x, y = (picture.width - across) * focus[0], (picture.height - down) * focus[1]
        return picture.resize(size, Image.Resampling.LANCZOS, box=(x, y, x + across, y + down), reducing_gap=2.0)
    scale = min(width / picture.width, height / picture.height)
    scaled = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture if scaled == picture.size else picture.resize(scaled, Image.Resampling.LANCZOS, reducing_gap=2.0)


def apply_effects(picture: Image.Image, *, radius: float, opacity: float, blur: float, scrim: Rgba) -> Image.Image:
    """Blur, lay a scrim over, round the corners and fade, in this order. RGBA in, a new RGBA picture out."""
    picture = picture.copy()  # it may be the one that `Pictures` keeps: fading that would fade the next card's twice
    if blur:
        picture = picture.filter(ImageFilter.GaussianBlur(blur))
    if scrim[3]:
        alpha = picture.getchannel("A")
        picture = Image.alpha_composite(picture, Image.new("RGBA", picture.size, scrim))
        picture.putalpha(alpha)
    if radius:
        shape = rounded(picture.size, min(radius, picture.width / 2, picture.height / 2))
        picture.putalpha(ImageChops.multiply(picture.getchannel("A"), shape))
    if opacity < 1:
        picture.putalpha(picture.getchannel("A").point(alpha_table(opacity)))
    return picture


def gradient(size: tuple[int, int], angle: float, stops: Sequence[tuple[Rgba, float]]) -> Image.Image:
    """Draw a linear gradient, RGB where no colour is sheer, otherwise RGBA.

    Its line is as long as CSS says (CSS Images 3 §3.1): the corners have exactly the first and the last colour.
    """
    width, height = size
    across, down = sin(radians(angle)), -cos(radians(angle))
    length = abs(width * across) + abs(height * down)
    steps = ceil(length - 1e-6)
    line = Image.new("RGBA", (steps, 1))
    line.putdata([_between(stops, (step + 0.5) / steps) for step in range(steps)])
    scale = steps / length
    start = steps / 2 - (width * across + height * down) / 2 * scale
    image = line.transform(size, Image.Transform.AFFINE, (across * scale, down * scale, start, 0, 0, 0.5))
    return image if any(color[3] != 255 for color, _ in stops) else image.convert("RGB")  # noqa: PLR2004 - opaque


def _between(stops: Sequence[tuple[Rgba, float]], place: float) -> Rgba:
    """The colour at a place of a gradient's line."""
    before = next((stop for stop in reversed(stops) if stop[1] <= place), stops[0])
    after = next((stop for stop in stops if stop[1] > place), stops[-1])
    share = (place - before[1]) / (after[1] - before[1]) if after[1] > before[1] else 0.0
    red, green, blue, alpha = (
        round(one + (other - one) * min(1.0, max(0.0, share))) for one, other in zip(before[0], after[0], strict=True)
    )
    return red, green, blue, alpha


def rounded(size: tuple[int, int], radius: float) -> Image.Image:
    """Return an antialiased mask (L) of a rectangle with round corners of ``radius`` px."""
    width, height = size
    mask = Image.new("L", size, 255)
    corner = min(round(radius + 0.5), width, height)
    if radius <= 0 or corner == 0:
        return mask
    quarter = _quarter(corner, radius)
    mask.paste(quarter, (0, 0))
    mask.paste(quarter.transpose(Image.Transpose.FLIP_LEFT_RIGHT), (width - corner, 0))
    mask.paste(quarter.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (0, height - corner))
    mask.paste(quarter.transpose(Image.Transpose.ROTATE_180), (width - corner, height - corner))
    return mask


@lru_cache(maxsize=32)
def _quarter(corner: int, radius: float) -> Image.Image:
    """Return the top left corner of a disc; a card's plates have the same corners whatever their width."""
    from PIL import ImageDraw

    scale = 8 if corner <= 512 else 2  # noqa: PLR2004 - 64 samples a pixel, as smooth as glyphs; large arcs need fewer
    disc = Image.new("L", (corner * scale, corner * scale), 0)
    ImageDraw.Draw(disc).ellipse((0, 0, 2 * radius * scale - 1, 2 * radius * scale - 1), fill=255)
    return disc.resize((corner, corner), Image.Resampling.BOX)


@lru_cache(maxsize=256)
def alpha_table(alpha: float) -> tuple[int, ...]:
    """Return the table that multiplies a mask (L) by ``alpha``, 0-1."""
    return tuple(round(value * alpha) for value in range(256))
