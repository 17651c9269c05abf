"""PNG from bands of rows: a background is compressed once; a card compresses only the rows that its ink touches.

The background is cut into bands of a few rows. Each band is filtered and deflated ahead of time, ended by a flush: an
empty stored block (RFC 1951 §3.2.4) that leaves it byte-aligned, so that bands join end to end. Rows with ink are
filtered and deflated anew, from the first band they touch to the last: a strip. A card's stream is then

    zlib head | bands and strips, in order | 03 00 (an empty last block) | Adler-32 joined from the pieces'

Two things tie a piece to the one before it, and both hold because of `strip_spans`: a strip ends with at least one row
of pure background, if it does not end the image.

- Filters other than None and Sub need the row above a piece. It is always background.
- Deflate may refer to bytes before a piece, if they are known: they are given to it as its preset dictionary. After a
  band that band is known, after a strip only its last row. So each band is kept twice: `Band.after_band` refers to no
  more than the band before it, `Band.after_strip` follows a strip.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from ogp.encode import png_chunks
from ogp.encode.png_background import DICTIONARY_ROWS, CompressedBackground, DeflatePiece, deflate
from ogp.encode.png_filters import filter_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PIL.Image import Image

    from ogp.display_list import RowSpan


class RowStrip(NamedTuple):
    """Rows ``first`` to ``end`` - 1 of a card, as wide as it is, to be painted on and encoded anew.

    Their image begins with the rows above them that the filter or the dictionary needs: those are pure background.
    """

    first: int
    end: int
    image: Image

    @property
    def top(self) -> int:
        """The row of the card that is the image's first."""
        return self.end - self.image.height


def cut(background: CompressedBackground, spans: Iterable[RowSpan]) -> list[RowStrip]:
    """Return strips of the background that hold the rows of ``spans``: copies, to be painted on and joined."""
    image = background.image
    return [_strip(image, background, span) for span in strip_spans(spans, image.height, background.band_rows)]


def join(background: CompressedBackground, strips: Sequence[RowStrip], palette: bytes = b"") -> bytes:
    """Return a PNG of the background with painted strips; ``palette`` where those need more than the background's."""
    stream, adler = [png_chunks.ZLIB_HEAD], 1
    for piece in _pieces(background, strips):
        stream.append(piece.data)
        adler = png_chunks.adler_join(adler, piece.adler, piece.length)
    stream += (b"\x03\x00", struct.pack(">I", adler))
    head = png_chunks.head(*background.image.size, palette or background.palette)
    return b"".join((head, *png_chunks.chunk_parts(b"IDAT", stream), png_chunks.IEND))


def encode(background: CompressedBackground, image: Image, spans: Iterable[RowSpan], palette: bytes = b"") -> bytes:
    """Return a PNG of ``image``, which differs from the background's image in the rows of ``spans`` only.

    Over an indexed background ``image`` has its mode, L, and ``palette`` begins with the background's.

    Raises:
        ValueError: for an image of another size or mode.
    """
    if (image.mode, image.size) != (background.image.mode, background.image.size):
        raise ValueError(
            f"{image.mode} {image.size} on a background of {background.image.mode} {background.image.size}"
        )
    touched = strip_spans(spans, image.height, background.band_rows)
    return join(background, [_strip(image, background, span) for span in touched], palette)


def _pieces(background: CompressedBackground, strips: Sequence[RowStrip]) -> list[DeflatePiece]:
    """Return the stream's parts from top to bottom."""
    pieces = []
    row, after_strip = 0, False
    for strip in (*strips, None):
        first = strip.first if strip else background.image.height
        for band in background.bands[-(-row // background.band_rows) : -(-first // background.band_rows)]:
            pieces.append(DeflatePiece(band.after_strip if after_strip else band.after_band, band.adler, band.length))
            after_strip = False
        if strip:
            pieces.append(_deflate_strip(background, strip))
            row, after_strip = strip.end, True
    return pieces


def strip_spans(spans: Iterable[RowSpan], height: int, band_rows: int) -> list[RowSpan]:
    """Return the rows to encode anew: all bands with ink, and one more where ink reaches a band's last row."""
    inside = ((max(0, first), min(end, height)) for first, end in spans)
    touched = {band for first, end in inside if first < end for band in range(first // band_rows, end // band_rows + 1)}
    result: list[RowSpan] = []
    for first in sorted(band * band_rows for band in touched if band * band_rows < height):
        end = min(first + band_rows, height)
        if result and result[-1][1] == first:
            result[-1] = (result[-1][0], end)
        else:
            result.append((first, end))
    return result


def _strip(image: Image, background: CompressedBackground, span: RowSpan) -> RowStrip:
    first, end = span
    return RowStrip(first, end, image.crop((0, max(0, first - _dictionary_rows(background) - 1), image.width, end)))


def _dictionary_rows(background: CompressedBackground) -> int:
    """Return how many rows serve as a strip's dictionary: only rows filtered the same way resemble each other."""
    return DICTIONARY_ROWS if background.filter is background.strip_settings.filter else 0


def _deflate_strip(background: CompressedBackground, strip: RowStrip) -> DeflatePiece:
    rows_above = strip.first - strip.top
    dictionary_rows = min(_dictionary_rows(background), rows_above)
    settings = background.strip_settings
    rows = filter_rows(strip.image, rows_above - dictionary_rows, strip.image.height, settings.filter)
    offset = len(rows) // (dictionary_rows + strip.end - strip.first) * dictionary_rows
    return deflate(rows[offset:], settings, rows[:offset])
