"""JPEG, WebP and AVIF through Pillow, and what to give up when a file has to be smaller.

Measured on a 1200 x 630 title card over a gradient (bench/encode.py prints these for any machine):

    JPEG 90 optimised   86 KB   6 ms     progressive: 8 % smaller, twice the time
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

# No chroma subsampling (4:4:4) where the format allows it: coloured text on a coloured ground frays at half resolution.
JPEG: Final[dict[str, Any]] = {"format": "JPEG", "quality": 90, "subsampling": 0, "optimize": True}
WEBP: Final[dict[str, Any]] = {"format": "WEBP", "quality": 90, "method": 2}
WEBP_LOSSLESS: Final[dict[str, Any]] = {"format": "WEBP", "lossless": True, "quality": 50, "method": 2}
# One thread: the bytes do not depend on the machine's number of cores, and other cards use those anyway.
AVIF: Final[dict[str, Any]] = {"format": "AVIF", "quality": 80, "speed": 8, "subsampling": "4:4:4", "max_threads": 1}
OPTIONS: Final = {suffix: options for options in (JPEG, WEBP, AVIF) for suffix in BY_NAME[options["format"]].suffixes}

FEW_COLOURS: Final = 256
"""A card on a flat ground has no more, and lossless WebP then is both smaller and cleaner than lossy."""
LOWER: Final = (85, 80, 75, 70, 65, 60, 50, 40)
"""Qualities to fall back to. Below 40 text is no longer fit to be seen, and a larger file is the lesser evil."""


def encode(image: Image, suffix: str, quality: int | None = None) -> bytes:
    """The image (RGB) as a file of the kind ``suffix`` names; ``quality`` 1-100, by default one where text is clean."""
    if suffix not in OPTIONS:
        raise OgpError("E_IMAGE_TYPE", f"cannot write {suffix!r} files", f"use {', '.join(WRITTEN_SUFFIXES)}")
    options = OPTIONS[suffix]
    if quality is not None:
        options = options | {"quality": quality}
    elif options is WEBP and image.getcolors(FEW_COLOURS):
        options = WEBP_LOSSLESS
    out = io.BytesIO()
    image.save(out, **options)
    return out.getvalue()


def encode_within(image: Image, suffix: str, most: int) -> tuple[bytes, int | None]:
    """As `encode`, in ``most`` bytes if any of the lower qualities will do; and the quality, if it had to be lowered.

    Where none will do, the file of the lowest quality is returned, larger than ``most``.
    """
    data = encode(image, suffix)
    if len(data) <= most:
        return data, None
    options = [quality for quality in LOWER if quality < OPTIONS[suffix]["quality"]]
    # Halving: sizes fall with quality, and an AVIF takes a tenth of a second.
    fits: dict[int, bytes] = {}
    low, high = 0, len(options) - 1
    while low < high:
        middle = (low + high) // 2
        fits[middle] = encode(image, suffix, options[middle])
        low, high = (low, middle) if len(fits[middle]) <= most else (middle + 1, high)
    return fits.get(low) or encode(image, suffix, options[low]), options[low]
