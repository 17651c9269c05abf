"""Lossy formats: JPEG, WebP and AVIF through Pillow, at lower quality where a file has to be smaller.

Measured on a 1200 x 630 title card over a gradient (bench/encode.py prints these for any machine):

    JPEG 90 optimized   86 KB   6 ms     progressive: 8 % smaller, twice the time
    WebP 90 method 2    36 KB  19 ms     method 4: the same size, twice the time
    AVIF 80 speed 8     24 KB 110 ms     speed 6: 6 % smaller, five times the time
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from ogp.errors import OgpError
from ogp.image_formats import BY_NAME, WRITTEN_SUFFIXES

if TYPE_CHECKING:
    from PIL.Image import Image

# No chroma subsampling (4:4:4) where the format allows it: at half resolution colored text frays on a colored area.
JPEG: Final[dict[str, Any]] = {"format": "JPEG", "quality": 90, "subsampling": 0, "optimize": True}
WEBP: Final[dict[str, Any]] = {"format": "WEBP", "quality": 90, "method": 2}
WEBP_LOSSLESS: Final[dict[str, Any]] = {"format": "WEBP", "lossless": True, "quality": 50, "method": 2}
# One thread: the bytes do not depend on the machine's number of cores, and other cards use those anyway.
AVIF: Final[dict[str, Any]] = {"format": "AVIF", "quality": 80, "speed": 8, "subsampling": "4:4:4", "max_threads": 1}
OPTIONS: Final = {suffix: options for options in (JPEG, WEBP, AVIF) for suffix in BY_NAME[options["format"]].suffixes}

MAX_FLAT_COLORS: Final = 256
"""A card on a background of one color has no more, and lossless WebP then is smaller and cleaner than lossy."""
LOWER_QUALITIES: Final = (85, 80, 75, 70, 65, 60, 50, 40)
"""What to fall back to. Below 40 text is no longer fit to be seen, and a larger file is the lesser evil."""


def encode(image: Image, suffix: str, quality: int | None = None) -> bytes:
    """Encode an image (RGB) as the kind of file that ``suffix`` names.

    Args:
        image: the card.
        suffix: .jpg, .jpeg, .webp or .avif.
        quality: 1 to 100; by default one at which text is clean.

    Raises:
        OgpError: E_IMAGE_TYPE for another suffix.
    """
    if suffix not in OPTIONS:
        raise OgpError("E_IMAGE_TYPE", f"cannot write {suffix!r} files", f"use {', '.join(WRITTEN_SUFFIXES)}")
    options = OPTIONS[suffix]
    if quality is not None:
        options = options | {"quality": quality}
    elif options is WEBP and image.getcolors(MAX_FLAT_COLORS):
        options = WEBP_LOSSLESS
    out = io.BytesIO()
    image.save(out, **options)
    return out.getvalue()


def encode_within(image: Image, suffix: str, max_bytes: int) -> tuple[bytes, int | None]:
    """Encode as `encode` does, at the highest quality that takes no more than ``max_bytes``.

    Returns the file, and the quality if it had to be lowered. Where none is low enough, the file is larger.
    """
    data = encode(image, suffix)
    if len(data) <= max_bytes:
        return data, None
    qualities = [quality for quality in LOWER_QUALITIES if quality < OPTIONS[suffix]["quality"]]
    # Bisection: sizes fall with quality, and an AVIF takes a tenth of a second.
    fits: dict[int, bytes] = {}
    low, high = 0, len(qualities) - 1
    while low < high:
        middle = (low + high) // 2
        fits[middle] = encode(image, suffix, qualities[middle])
        low, high = (low, middle) if len(fits[middle]) <= max_bytes else (middle + 1, high)
    return fits.get(low) or encode(image, suffix, qualities[low]), qualities[low]
