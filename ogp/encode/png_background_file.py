"""Kept: a compiled background as bytes, so that the next run need not search again. Raw bytes and JSON, never pickle.

    line 1   name, version and SHA-256 of what follows
    line 2   JSON: size, rows a band, filter, recipe, and per band [joined, fresh, adler, length]
    then     the palette, if there is one, and the packed bytes of all bands, one after the other

The picture itself is not kept: the bands hold it already.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from typing import Any, Final

from PIL import Image

from ogp.encode import png_bands
from ogp.encode.png_background import LEAD_ROWS, Band, CompressedBackground, DeflateSettings
from ogp.encode.png_filters import Filter

VERSION: Final = 4
NAME: Final = f"ogp-ground {VERSION} {LEAD_ROWS}"


def to_bytes(ground: CompressedBackground) -> bytes:
    """Everything in ``ground``, for `from_bytes`."""
    told = {
        "size": ground.image.size,
        "grid": ground.grid,
        "filter": ground.filter,
        "soft": ground.soft,
        "palette": len(ground.palette),
        "bands": [(len(band.joined), len(band.fresh), band.adler, band.length) for band in ground.bands],
    }
    packed = (part for band in ground.bands for part in (band.joined, band.fresh))
    body = b"".join((json.dumps(told).encode(), b"\n", ground.palette, *packed))
    return f"{NAME} {hashlib.sha256(body).hexdigest()}\n".encode() + body


def from_bytes(data: bytes) -> CompressedBackground | None:
    """The ground that `to_bytes` was given; None if the bytes are of another version or damaged."""
    first, _, body = data.partition(b"\n")
    if first != f"{NAME} {hashlib.sha256(body).hexdigest()}".encode():
        return None
    try:
        return _ground(body)
    except (ValueError, LookupError, TypeError, ArithmeticError, OSError, SyntaxError, RecursionError):
        return None  # the digest fits, so somebody made this up; Pillow calls a broken PNG a SyntaxError


def _ground(body: bytes) -> CompressedBackground:
    head, _, packed = body.partition(b"\n")
    told: dict[str, Any] = json.loads(head)
    palette, at = packed[: told["palette"]], told["palette"]
    bands = []
    for joined, fresh, adler, length in told["bands"]:
        middle, end = at + joined, at + joined + fresh
        bands.append(Band(packed[at:middle], packed[middle:end], adler, length))
        at = end
    kind, level, strategy = told["soft"]
    blank = Image.new("L" if palette else "RGB", tuple(told["size"]))
    ground = CompressedBackground(
        blank,
        palette,
        told["grid"],
        tuple(bands),
        Filter(told["filter"]),
        DeflateSettings(Filter(kind), level, strategy),
    )
    # Without ink the bands are the picture: let Pillow unpack it.
    with Image.open(io.BytesIO(png_bands.join(ground, ())), formats=["PNG"]) as image:
        image.load()
        if palette:
            return replace(ground, image=Image.frombytes("L", image.size, image.tobytes()))
        return replace(ground, image=image)
