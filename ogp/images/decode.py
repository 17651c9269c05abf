"""Decodes pictures that anybody may have made, bitmaps and SVG, within limits. No other module decodes one."""

from __future__ import annotations

import io
import re
import warnings
from math import ceil

from PIL import Image

from ogp.errors import Location, OgpError
from ogp.image_formats import FORMATS, markup
from ogp.images import svg, svg_safety

MAX_PIXELS = 40_000_000
"""A photograph of 40 megapixels is 160 MB decoded; beyond that a picture is a mistake or an attack."""

MAX_SCANS = 100
"""A progressive JPEG has about ten scans, and each of them goes over the whole picture."""

BITMAP_FORMATS = tuple(kind.name for kind in FORMATS if kind.pillow)
"""Named, so that Pillow never guesses: an EPS called .png would start Ghostscript."""


def decode(data: bytes, shown: str, size: tuple[int, int], css: str = "", *, trusted: bool = False) -> Image.Image:
    """Decode a bitmap or an SVG to RGBA.

    Args:
        data: the file.
        shown: what errors call it.
        size: px that an SVG is drawn to cover, its own aspect kept; a bitmap keeps its own size.
        css: a style sheet that brings a palette to an SVG.
        trusted: whether an SVG came with ogp; others are drawn in a process of their own.

    Raises:
        OgpError: E_ASSET.
    """
    if markup(data):
        return _decode_svg(data, shown, size, css, trusted=trusted)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=BITMAP_FORMATS) as picture:
                _check_size(picture, shown)
                if picture.format == "JPEG":
                    _check_scans(data, shown)
                    picture.draft("RGB", (size[0] * 2, size[1] * 2))
                return _transposed(picture).convert("RGBA")
    except OgpError:
        raise
    except Exception as error:  # noqa: BLE001 - Pillow's plugins raise many kinds on broken files
        raise _error(
            shown, f"cannot be read as a picture ({type(error).__name__})", "use PNG, JPEG, WebP or SVG"
        ) from None


def _check_size(picture: Image.Image, shown: str) -> None:
    if picture.width * picture.height > MAX_PIXELS:
        raise _error(shown, f"{picture.width}×{picture.height} px are too many", "make it smaller")


def _check_scans(jpeg: bytes, shown: str) -> None:
    if jpeg.count(b"\xff\xda") > MAX_SCANS:  # SOS: inside a scan's data no such pair occurs (ITU-T T.81, B.1.1.5)
        raise _error(shown, f"the JPEG has more than {MAX_SCANS} scans", "save it again")


def _transposed(picture: Image.Image) -> Image.Image:
    """Return a photograph turned as its EXIF orientation says."""
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
    """Return an SVG's own width and height, from its viewBox or else its attributes. Raises ValueError without."""
    root = re.search(r"<(?:\w+:)?svg\b[^>]*>", text)
    tag = root[0][:2000] if root else ""  # no more: the patterns below take quadratic time
    if box := re.search(r"""\bviewBox\s*=\s*["'][^"']*?([\d.]+)[\s,]+([\d.]+)\s*["']""", tag):
        width, height = float(box[1]), float(box[2])
    else:
        matches = (re.search(rf"""\s{key}\s*=\s*["']\s*([\d.]+)""", tag) for key in ("width", "height"))
        width, height = (float(match[1]) if match else 0.0 for match in matches)
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


def _error(shown: str, message: str, cure: str = "") -> OgpError:
    return OgpError("E_ASSET", f"{shown}: {message}", cure, Location())
