"""Bands: the background of a template in pieces that can be joined, and how a piece is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from zlib_ng import zlib_ng

from ogp.encode.png_filters import ROW_ALONE, Filter, filter_rows

if TYPE_CHECKING:
    from PIL.Image import Image

GRID: Final = 7
INDEXED_GRID: Final = 15
NOISE_GRID: Final = 4
"""Rows a band. Few: less to make anew around a line of text. Many: fewer bytes in block heads. Indices cost little to
make anew, and photographs much, by the side of which block heads are nothing."""
LEAD_ROWS: Final = 1
"""Rows before a run that are given to deflate as its dictionary: the nearest matches best, and more only cost time."""

Span = tuple[int, int]
"""First row and last row + 1."""


class DeflateSettings(NamedTuple):
    """How rows are packed: the filter of every row, zlib's level and strategy."""

    filter: Filter
    level: int
    strategy: int


class DeflatePiece(NamedTuple):
    """A part of the stream: raw deflate bytes, and Adler-32 and length of what they hold."""

    packed: bytes
    adler: int
    length: int


class Band(NamedTuple):
    """One band of the background: as it follows a stored band, and as it follows a run."""

    joined: bytes
    fresh: bytes
    adler: int
    length: int


@dataclass(frozen=True, slots=True)
class CompressedBackground:
    """A background packed: its bands, the filter of their rows, and the recipe for rows with ink.

    image: mode RGB; or mode L, indices into ``palette`` (r, g, b, r, …). grid: rows a band.
    """

    image: Image
    palette: bytes
    grid: int
    bands: tuple[Band, ...]
    filter: Filter
    soft: DeflateSettings


def pack(rows: bytes, recipe: DeflateSettings, dictionary: bytes = b"") -> DeflatePiece:
    """Filtered rows as a part of the stream that may refer to ``dictionary``, the bytes that stand before it there."""
    options = {"zdict": dictionary} if dictionary else {}
    # Raw deflate (RFC 1951), a window of 32 KiB, memory level 9.
    deflate = zlib_ng.compressobj(recipe.level, zlib_ng.DEFLATED, -15, 9, recipe.strategy, **options)
    packed = deflate.compress(rows) + deflate.flush(zlib_ng.Z_FULL_FLUSH)
    return DeflatePiece(packed, zlib_ng.adler32(rows), len(rows))


def last_row(image: Image, end: int, recipe: DeflateSettings) -> bytes:
    """What is known of a run that ends before row ``end``: its last row, if that does not depend on the row above."""
    if end == 0 or recipe.filter not in ROW_ALONE:
        return b""
    return filter_rows(image, end - 1, end, recipe.filter)
