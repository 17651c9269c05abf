"""Art: the pictures of templates and sites, decoded, checked, scaled. The only stage that decodes one."""

from __future__ import annotations

import io
import re
import warnings
from functools import lru_cache
from math import ceil, cos, radians, sin
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageFilter

from ogp.errors import Location, OgpError
from ogp.images import svg, svg_safety

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ogp.frame import Rgba

MAX_PIXELS = 40_000_000
"""A photograph of 40 megapixels is 160 MB decoded; beyond that a picture is a mistake or an attack."""

MAX_SCANS = 100
"""A progressive JPEG has about ten scans, and each of them goes over the whole picture."""

FORMATS = ("PNG", "JPEG", "WEBP", "AVIF", "GIF")
"""Named, so that Pillow never guesses: an EPS called .png would start Ghostscript."""


def decode(data: bytes, shown: str, size: tuple[int, int], css: str = "", *, trusted: bool = False) -> Image.Image:
    """Decode a bitmap or an SVG to RGBA.

    An SVG is drawn so that it covers ``size`` px, its own aspect kept; a bitmap keeps its own size. ``css`` brings a
    palette to an SVG; ``trusted`` is one that came with ogp. Raises OgpError (E_ASSET).
    """
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<"):
        return _decode_svg(data, shown, size, css, trusted=trusted)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                _check_size(picture, shown)
                if picture.format == "JPEG":
                    _check_scans(data, shown)
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


def _check_scans(jpeg: bytes, shown: str) -> None:
    if jpeg.count(b"\xff\xda") > MAX_SCANS:  # SOS: inside a scan's data no such pair occurs (ITU-T T.81, B.1.1.5)
        raise _error(shown, f"the JPEG has more than {MAX_SCANS} scans", "save it anew")


def _upright(picture: Image.Image) -> Image.Image:
    """Turn a photograph as its EXIF orientation says."""
    from PIL import ImageOps

    return ImageOps.exif_transpose(picture)


def _decode_svg(data: bytes, shown: str, size: tuple[int, int], css: str, *, trusted: bool) -> Image.Image:
    try:
        text = svg_safety.check(data)
        png = svg.draw(text, _cover_size(_svg_size(text), size), css, trusted=trusted)
    except ValueError as error:
        raise _error(shown, f"the SVG was refused: {error}") from None
    with Image.open(io.BytesIO(png), formats=("PNG",)) as picture:
        _check_size(picture, shown)
        return picture.convert("RGBA")


def _svg_size(text: str) -> tuple[float, float]:
    """Return an SVG's own width and height, from its viewBox or else its attributes. Raises ValueError without them."""
    root = re.search(r"<(?:\w+:)?svg\b[^>]*>", text)
    tag = root[0][:2000] if root else ""  # no more: the patterns below take quadratic time
    if box := re.search(r"""\bviewBox\s*=\s*["'][^"']*?([\d.]+)[\s,]+([\d.]+)\s*["']""", tag):
        width, height = float(box[1]), float(box[2])
    else:
        found = {key: re.search(rf"""\s{key}\s*=\s*["']\s*([\d.]+)""", tag) for key in ("width", "height")}
        width, height = (float(match[1]) if match else 0.0 for match in (found["width"], found["height"]))
    if width <= 0 or height <= 0:
        raise ValueError("it has neither a viewBox nor a width and a height")
    return width, height


def _cover_size(own: tuple[float, float], size: tuple[int, int]) -> tuple[int, int]:
    """Return the size in px that an SVG is drawn at to cover ``size``: never smaller than it will be shown.

    Raises ValueError where that is absurdly large.
    """
    scale = max(size[0] / own[0], size[1] / own[1])
    width, height = ceil(own[0] * scale - 1e-6), ceil(own[1] * scale - 1e-6)
    if width * height > MAX_PIXELS:
        raise ValueError("it is too long and thin for its box")
    return width, height


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


def _error(shown: str, message: str, cure: str = "") -> OgpError:
    return OgpError("E_ASSET", f"{shown}: {message}", cure, Location())
