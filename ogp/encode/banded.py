"""Banded PNG: what all cards of a template share is compressed once, a card compresses only the rows its ink touches.

The frame is cut into bands of rows. Each band of the background is filtered and deflated by itself, ended by a full
flush: it is byte-aligned, refers to nothing outside itself, and can be joined with any other (the flush is an empty
stored block, RFC 1951 §3.2.4). A card's stream is then

    zlib head | each band, stored or made anew | 03 00 (an empty last block) | Adler-32 joined from the bands'

The one thing that ties bands together is the Up filter, whose first row needs the pixels above it. A touched band
therefore always ends with at least one row that is pure background: see `_touched`.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from zlib_ng import zlib_ng

from ogp.encode import png
from ogp.encode.filters import Filter, filter_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from PIL.Image import Image

GRID: Final = 21
"""Rows a band. Few rows: less to make anew around a line of text; many: fewer bytes lost to a fresh window."""


class Band(NamedTuple):
    """One band of the background, ready to be joined: raw deflate bytes, and Adler-32 and length of what they hold."""

    packed: bytes
    adler: int
    length: int


class Recipe(NamedTuple):
    """How rows are packed: filter of every row, zlib level and strategy."""

    filter: Filter
    level: int
    strategy: int


SOFT: Final = (
    Recipe(Filter.NONE, 5, zlib_ng.Z_DEFAULT_STRATEGY),
    Recipe(Filter.UP, 5, zlib_ng.Z_DEFAULT_STRATEGY),
    Recipe(Filter.SUB, 6, zlib_ng.Z_RLE),
)
HARD: Final = tuple(
    Recipe(kind, 9, strategy)
    for kind in Filter
    for strategy in (zlib_ng.Z_DEFAULT_STRATEGY, zlib_ng.Z_FILTERED, zlib_ng.Z_RLE)
)


@dataclass(frozen=True, slots=True)
class Base:
    """A background (mode RGB or P) with its bands packed, and the recipe for rows that ink touches."""

    background: Image
    bands: tuple[Band, ...]
    soft: Recipe


def compile_base(background: Image) -> Base:
    """Pack each band of ``background`` as small as can be and choose the recipe for touched rows; once a template."""
    bands = tuple(
        min((_pack(background, y, _end(background, y), recipe) for recipe in HARD), key=lambda band: len(band.packed))
        for y in range(0, background.height, GRID)
    )
    soft = min(SOFT, key=lambda recipe: len(_pack(background, 0, background.height, recipe).packed))
    return Base(background, bands, soft)


def encode(base: Base, image: Image, spans: Iterable[tuple[int, int]]) -> bytes:
    """A PNG of ``image``, which is ``base.background`` with ink in the rows ``spans`` = (first, last + 1) only."""
    out, adler = [png.ZLIB_HEAD], 1
    for band in _bands(base, image, spans):
        out.append(band.packed)
        adler = png.adler_join(adler, band.adler, band.length)
    out += (b"\x03\x00", struct.pack(">I", adler))
    palette = bytes(image.getpalette() or ()) if image.mode == "P" else b""
    return b"".join((png.head(*image.size, palette), png.chunk(b"IDAT", *out), png.IEND))


def _bands(base: Base, image: Image, spans: Iterable[tuple[int, int]]) -> Iterator[Band]:
    touched = _touched(spans, len(base.bands))
    number = 0
    while number < len(base.bands):
        if number not in touched:
            yield base.bands[number]
            number += 1
            continue
        first = number
        while number < len(base.bands) and number in touched:
            number += 1
        yield _pack(image, first * GRID, min(number * GRID, image.height), base.soft)


def _touched(spans: Iterable[tuple[int, int]], count: int) -> set[int]:
    """Numbers of the bands to make anew: those with ink, and the next one where ink reaches a band's last row.

    So the last row of a run of touched bands is background, and a stored band after it may use the Up filter.
    """
    return {
        number
        for first, end in spans
        if end > first
        for number in range(first // GRID, end // GRID + 1)
        if number < count
    }


def _end(background: Image, y: int) -> int:
    return min(y + GRID, background.height)


def _pack(image: Image, first: int, end: int, recipe: Recipe) -> Band:
    """Rows ``first`` to ``end`` - 1 of the image as a band."""
    width = image.width
    above = image.crop((0, first - 1, width, first)) if first else None
    rows = filter_rows(image.crop((0, first, width, end)), recipe.filter, above)
    # Raw deflate (RFC 1951), window 32 KiB, memory level 9.
    deflate = zlib_ng.compressobj(recipe.level, zlib_ng.DEFLATED, -15, 9, recipe.strategy)
    packed = deflate.compress(rows) + deflate.flush(zlib_ng.Z_FULL_FLUSH)
    return Band(packed, zlib_ng.adler32(rows), len(rows))
