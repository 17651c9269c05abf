"""Serializes a compressed background for the disk cache. Raw bytes and JSON, never pickle.

    line 1   name, version and SHA-256 of what follows
    line 2   JSON: size, rows a band, filter, strip settings, and per band [after_band, after_strip, adler, length]
    then     the palette, if there is one, and the compressed bytes of all bands, one after the other

The image itself is not stored: the bands hold it already.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from typing import Any, Final

from PIL import Image

from ogp.encode import png_bands
from ogp.encode.png_background import DICTIONARY_ROWS, Band, CompressedBackground, DeflateSettings
from ogp.encode.png_filters import Filter

VERSION: Final = 5
NAME: Final = f"ogp-background {VERSION} {DICTIONARY_ROWS}"


def to_bytes(background: CompressedBackground) -> bytes:
    """Return everything in a background, for `from_bytes`."""
    head = {
        "size": background.image.size,
        "band_rows": background.band_rows,
        "filter": background.filter,
        "strip_settings": background.strip_settings,
        "palette": len(background.palette),
        "bands": [(len(band.after_band), len(band.after_strip), band.adler, band.length) for band in background.bands],
    }
    bands = (part for band in background.bands for part in (band.after_band, band.after_strip))
    body = b"".join((json.dumps(head).encode(), b"\n", background.palette, *bands))
    return f"{NAME} {hashlib.sha256(body).hexdigest()}\n".encode() + body


def from_bytes(data: bytes) -> CompressedBackground | None:
    """Return the background that `to_bytes` was given; None if the bytes are of another version or damaged."""
    first, _, body = data.partition(b"\n")
    if first != f"{NAME} {hashlib.sha256(body).hexdigest()}".encode():
        return None
    try:
        return _parse(body)
    except (ValueError, LookupError, TypeError, ArithmeticError, OSError, SyntaxError, RecursionError):
        return None  # the digest fits, so somebody made this up; Pillow calls a broken PNG a SyntaxError


def _parse(body: bytes) -> CompressedBackground:
    first, _, rest = body.partition(b"\n")
    head: dict[str, Any] = json.loads(first)
    palette, offset = rest[: head["palette"]], head["palette"]
    bands = []
    for after_band, after_strip, adler, length in head["bands"]:
        middle, end = offset + after_band, offset + after_band + after_strip
        bands.append(Band(rest[offset:middle], rest[middle:end], adler, length))
        offset = end
    kind, level, strategy = head["strip_settings"]
    background = CompressedBackground(
        Image.new("L" if palette else "RGB", tuple(head["size"])),
        palette,
        head["band_rows"],
        tuple(bands),
        Filter(head["filter"]),
        DeflateSettings(Filter(kind), level, strategy),
    )
    # Without ink the bands are the picture: let Pillow decode it.
    with Image.open(io.BytesIO(png_bands.join(background, ())), formats=["PNG"]) as image:
        image.load()
        if palette:
            return replace(background, image=Image.frombytes("L", image.size, image.tobytes()))
        return replace(background, image=image)
