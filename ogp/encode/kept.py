"""Kept: a compiled background as bytes, so that the next run need not search again. Raw bytes and JSON, never pickle.

    line 1   name, version and SHA-256 of what follows
    line 2   JSON: size and, for each ground, filter, recipe, palette, and per band [joined, fresh, adler, length]
    then     the packed bytes of all bands, one after the other

The picture itself is not kept: the bands hold it already.
"""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any, Final

from PIL import Image

from ogp.encode import banded
from ogp.encode.bands import GRID, LEAD_ROWS, Band, Base, Ground, Recipe
from ogp.encode.filters import Filter

VERSION: Final = 2
NAME: Final = f"ogp-base {VERSION} {GRID} {LEAD_ROWS}"


def to_bytes(base: Base) -> bytes:
    """Everything in ``base``, for `from_bytes`."""
    grounds = [ground for ground in (base.full, base.indexed) if ground is not None]
    head = json.dumps({"size": base.full.image.size, "grounds": [_described(ground) for ground in grounds]})
    packed = [part for ground in grounds for band in ground.bands for part in (band.joined, band.fresh)]
    body = b"".join((head.encode(), b"\n", *packed))
    return f"{NAME} {hashlib.sha256(body).hexdigest()}\n".encode() + body


def from_bytes(data: bytes) -> Base | None:
    """The base that `to_bytes` was given; None if the bytes are of another version or damaged."""
    first, _, body = data.partition(b"\n")
    if first != f"{NAME} {hashlib.sha256(body).hexdigest()}".encode():
        return None
    try:
        return _base(body)
    except (ValueError, LookupError, TypeError, ArithmeticError, OSError, SyntaxError, RecursionError):
        return None  # the digest fits, so somebody made this up; Pillow calls a broken PNG a SyntaxError


def _base(body: bytes) -> Base:
    head, _, packed = body.partition(b"\n")
    told: dict[str, Any] = json.loads(head)
    grounds, at = [], 0
    for ground in told["grounds"]:
        bands = []
        for joined, fresh, adler, length in ground["bands"]:
            middle, end = at + joined, at + joined + fresh
            bands.append(Band(packed[at:middle], packed[middle:end], adler, length))
            at = end
        grounds.append(_ground(tuple(told["size"]), ground, tuple(bands)))
    return Base(grounds[0], grounds[1] if len(grounds) > 1 else None)


def _described(ground: Ground) -> dict[str, Any]:
    return {
        "filter": ground.filter,
        "soft": ground.soft,
        "palette": ground.image.getpalette() if ground.image.mode == "P" else None,
        "bands": [(len(band.joined), len(band.fresh), band.adler, band.length) for band in ground.bands],
    }


def _ground(size: tuple[int, int], told: dict[str, Any], bands: tuple[Band, ...]) -> Ground:
    kind, level, strategy = told["soft"]
    palette = told["palette"]
    blank = Image.new("P" if palette else "RGB", size)
    if palette:
        blank.putpalette(palette)
    soft = Recipe(Filter(kind), level, strategy)
    # Without ink the bands are the picture: let Pillow unpack it.
    data = banded.plain(Ground(blank, bands, Filter(told["filter"]), soft))
    with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
        image.load()
        return Ground(image, bands, Filter(told["filter"]), soft)
