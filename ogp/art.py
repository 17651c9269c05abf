"""Art: the pictures of templates and sites, decoded, checked, scaled. The only stage that opens a picture file."""

from __future__ import annotations

import io
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageFilter

from ogp import svgdraw
from ogp.errors import OgpError, Place
from ogp.template import svg

if TYPE_CHECKING:
    from pathlib import Path

    from ogp.frame import Color

MAX_BYTES = 32 * 1024 * 1024
MAX_PIXELS = 40_000_000
"""A photograph of 40 megapixels is 160 MB decoded; beyond that a picture is a mistake or an attack."""

MAX_DRAWN = 16_000_000
"""Pixels of an SVG that is drawn to cover a box of another shape: the largest card four times over."""

FORMATS = ("PNG", "JPEG", "WEBP", "AVIF", "GIF")
"""Named, so that Pillow never guesses: an EPS called .png would start Ghostscript."""


def read(path: Path, shown: str) -> bytes:
    """Return the bytes of a picture file. Raises OgpError (E_ASSET) naming it as ``shown``."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _error(shown, f"larger than {MAX_BYTES // 2**20} MiB", "make it smaller")
        return path.read_bytes()
    except OSError as error:
        raise _error(shown, f"cannot be read: {error.strerror}", "check the path") from None


def decode(
    data: bytes, shown: str, size: tuple[int, int], css: str = "", *, cover: bool = False, trusted: bool = False
) -> Image.Image:
    """Decode a bitmap or an SVG to RGBA.

    size:    px that an SVG, its own aspect kept, is drawn to fit into, or to ``cover``; a bitmap keeps its own size.
    css:     brings a palette to an SVG.
    trusted: the file came with ogp.

    Raises OgpError (E_ASSET).
    """
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<"):
        return _decode_svg(data, shown, size, css, cover=cover, trusted=trusted)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                _check_size(picture, shown)
                if picture.format == "JPEG":
                    picture.draft("RGB", (size[0] * 2, size[1] * 2))
                return _upright(picture).convert("RGBA")
    except OgpError:
        raise
    except Exception as error:  # noqa: BLE001 - Pillow's plugins raise many kinds on broken files
        raise _error(
            shown, f"is no picture that can be read ({type(error).__name__})", "use PNG, JPEG, WebP or SVG"
        ) from None


def _check_size(picture: Image.Image, shown: str) -> None:
    if picture.width * picture.height > MAX_PIXELS:
        raise _error(shown, f"{picture.width}×{picture.height} px are too many", "make it smaller")


def _upright(picture: Image.Image) -> Image.Image:
    """Turn a photograph as its EXIF orientation says."""
    from PIL import ImageOps

    return ImageOps.exif_transpose(picture)


def _decode_svg(data: bytes, shown: str, size: tuple[int, int], css: str, *, cover: bool, trusted: bool) -> Image.Image:
    try:
        text = svg.check(data)
        picture = _drawn(svgdraw.draw(text, size, css, trusted=trusted), shown)
        if cover and (picture.width < size[0] or picture.height < size[1]):
            # resvg fits; enlarging that would blur it. Drawn along its longer side alone, it covers.
            along = (size[0], None) if picture.width < size[0] else (None, size[1])
            scale = max(size[0] / picture.width, size[1] / picture.height)
            if picture.width * picture.height * scale**2 <= MAX_DRAWN:
                picture = _drawn(svgdraw.draw(text, along, css, trusted=trusted), shown)
    except ValueError as error:
        raise _error(shown, f"the SVG was refused: {error}") from None
    return picture


def _drawn(png: bytes, shown: str) -> Image.Image:
    with Image.open(io.BytesIO(png), formats=("PNG",)) as picture:
        _check_size(picture, shown)
        return picture.convert("RGBA")


def fit(picture: Image.Image, size: tuple[int, int], *, cover: bool, focus: tuple[float, float]) -> Image.Image:
    """Scale to ``size`` px: ``cover`` fills it and crops about ``focus``, otherwise the whole picture fits inside."""
    width, height = size
    scale = (max if cover else min)(width / picture.width, height / picture.height)
    scaled = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    if cover:
        scaled = (max(scaled[0], width), max(scaled[1], height))
    result = picture if scaled == picture.size else picture.resize(scaled, Image.Resampling.LANCZOS, reducing_gap=2.0)
    if cover and scaled != size:
        x = round((scaled[0] - width) * focus[0])
        y = round((scaled[1] - height) * focus[1])
        result = result.crop((x, y, x + width, y + height))
    return result


def finish(picture: Image.Image, *, radius: float, opacity: float, blur: float, scrim: Color) -> Image.Image:
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
        picture.putalpha(picture.getchannel("A").point(faded(opacity)))
    return picture


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
def faded(alpha: float) -> tuple[int, ...]:
    """Return the table that multiplies a mask (L) by ``alpha``, 0-1."""
    return tuple(round(value * alpha) for value in range(256))


def _error(shown: str, message: str, cure: str = "") -> OgpError:
    return OgpError("E_ASSET", f"{shown}: {message}", cure, Place())
