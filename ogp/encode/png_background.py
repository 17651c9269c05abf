"""A background compressed for PNG: bands of rows, deflated apart so that bands of a card can take their place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from zlib_ng import zlib_ng

from ogp.encode.png_filters import ROW_ALONE, Filter, filter_rows

if TYPE_CHECKING:
    from PIL.Image import Image

BAND_ROWS: Final = 7
INDEXED_BAND_ROWS: Final = 15
NOISY_BAND_ROWS: Final = 4
"""Rows a band. Few: less to encode anew around a line of text. Many: fewer bytes in block heads. Indices cost little to
encode anew, and photographs much, by the side of which block heads are nothing."""
DICTIONARY_ROWS: Final = 1
"""Rows before a strip that deflate gets as its dictionary: the nearest matches best, and more only cost time."""


class DeflateSettings(NamedTuple):
    """How rows are compressed: the filter of every row, zlib's level and strategy."""

    filter: Filter
    level: int
    strategy: int


class DeflatePiece(NamedTuple):
    """A part of the data stream: raw deflate bytes, and Adler-32 and length of what they decompress to."""

    data: bytes
    adler: int
    length: int


class Band(NamedTuple):
    """One band of the background, compressed twice: to follow another band, and to follow a strip of ink."""

    after_band: bytes
    after_strip: bytes
    adler: int
    length: int


@dataclass(frozen=True, slots=True)
class CompressedBackground:
    """A background with its compressed bands, and the settings for the strips that ink will touch.

    image:   mode RGB; or mode L: indices into ``palette`` (r, g, b, r, …).
    filter:  of the rows of all bands.
    """

    image: Image
    palette: bytes
    band_rows: int
    bands: tuple[Band, ...]
    filter: Filter
    strip_settings: DeflateSettings


def deflate(rows: bytes, settings: DeflateSettings, dictionary: bytes = b"") -> DeflatePiece:
    """Compress filtered rows; they may refer to ``dictionary``, the bytes that stand before them in the stream."""
    options = {"zdict": dictionary} if dictionary else {}
    # Raw deflate (RFC 1951), a window of 32 KiB, memory level 9.
    compressor = zlib_ng.compressobj(settings.level, zlib_ng.DEFLATED, -15, 9, settings.strategy, **options)
    data = compressor.compress(rows) + compressor.flush(zlib_ng.Z_FULL_FLUSH)
    return DeflatePiece(data, zlib_ng.adler32(rows), len(rows))


def last_strip_row(image: Image, end: int, settings: DeflateSettings) -> bytes:
    """Return the last row, filtered, of a strip that ends before row ``end``; ``b""`` if the row above decides it."""
    if end == 0 or settings.filter not in ROW_ALONE:
        return b""
    return filter_rows(image, end - 1, end, settings.filter)
