"""Banded PNG: what all cards of a template share is compressed once; a card compresses only the rows its ink touches.

The frame is cut into bands of a few rows. Each band of the background is filtered and deflated ahead of time, ended by
a flush: an empty stored block (RFC 1951 §3.2.4) that leaves it byte-aligned, so that bands join end to end. Rows with
ink are filtered and deflated anew, from the first band they touch to the last: a run. A card's stream is then

    zlib head | stored bands and runs, in order | 03 00 (an empty last block) | Adler-32 joined from the pieces'

Two things tie a piece to the one before it, and both hold because of `runs_of`: a run ends with at least one row of
pure background, if it does not end the image.

- Filters other than None and Sub need the row above a piece. It is always background.
- Deflate may refer to bytes before a piece, if they are known: they are given to it as its preset dictionary. After a
  stored band that band is known, after a run only its last row. So each band is kept twice: `Band.joined` follows a
  stored band and refers to no more than that one, `Band.fresh` follows a run.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from zlib_ng import zlib_ng

from ogp.encode import png_chunks
from ogp.encode.png_background import LEAD_ROWS, CompressedBackground, DeflatePiece, Span, pack
from ogp.encode.png_filters import Filter, filter_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PIL.Image import Image


class RowStrip(NamedTuple):
    """Rows ``first`` to ``end`` - 1 of a card, from one side to the other, to be made anew.

    Their image begins with the rows above them that the filter or the dictionary needs: those are pure background.
    """

    first: int
    end: int
    image: Image

    @property
    def top(self) -> int:
        """The row of the card that is the image's first."""
        return self.end - self.image.height


def cut(ground: CompressedBackground, spans: Iterable[Span]) -> list[RowStrip]:
    """The strips of the background that hold the rows of ``spans``: copies, to be painted on and joined."""
    return [_strip(ground.image, ground, run) for run in runs_of(spans, ground.image.height, ground.grid)]


def join(ground: CompressedBackground, strips: Sequence[RowStrip], palette: bytes = b"") -> bytes:
    """A PNG of the background with painted strips; ``palette`` where they have more colours than the ground's."""
    out, adler = [png_chunks.ZLIB_HEAD], 1
    for piece in _pieces(ground, strips):
        out.append(piece.packed)
        adler = png_chunks.adler_join(adler, piece.adler, piece.length)
    out += (b"\x03\x00", struct.pack(">I", adler))
    head = png_chunks.head(*ground.image.size, palette or ground.palette)
    return b"".join((head, *png_chunks.chunk_parts(b"IDAT", out), png_chunks.IEND))


def encode(ground: CompressedBackground, image: Image, spans: Iterable[Span], palette: bytes = b"") -> bytes:
    """A PNG of ``image``, which differs from ``ground.image`` in the rows of ``spans`` only.

    On a ground with a palette ``image`` has its mode, L, and ``palette`` begins with the ground's. Raises ValueError
    for an image of another size or mode.
    """
    if (image.mode, image.size) != (ground.image.mode, ground.image.size):
        raise ValueError(f"{image.mode} {image.size} on a background of {ground.image.mode} {ground.image.size}")
    return join(ground, [_strip(image, ground, run) for run in runs_of(spans, image.height, ground.grid)], palette)


def indexed_png(image: Image) -> bytes:
    """A PNG of any image with a palette (mode P)."""
    palette = bytes(image.getpalette() or ())
    rows = filter_rows(image, 0, image.height, Filter.NONE)
    return b"".join(
        (png_chunks.head(*image.size, palette), png_chunks.chunk(b"IDAT", zlib_ng.compress(rows, 9)), png_chunks.IEND)
    )


def _pieces(ground: CompressedBackground, strips: Sequence[RowStrip]) -> list[DeflatePiece]:
    """The stream's parts from top to bottom."""
    pieces = []
    row, after_run = 0, False
    for strip in (*strips, None):
        first = strip.first if strip else ground.image.height
        for band in ground.bands[-(-row // ground.grid) : -(-first // ground.grid)]:
            pieces.append(DeflatePiece(band.fresh if after_run else band.joined, band.adler, band.length))
            after_run = False
        if strip:
            pieces.append(_pack_run(ground, strip))
            row, after_run = strip.end, True
    return pieces


def runs_of(spans: Iterable[Span], height: int, grid: int) -> list[Span]:
    """Runs of bands of ``grid`` rows to make anew: those with ink, and one more where ink reaches a band's last row."""
    inside = ((max(0, first), min(end, height)) for first, end in spans)
    touched = {band for first, end in inside if first < end for band in range(first // grid, end // grid + 1)}
    runs: list[Span] = []
    for first in sorted(band * grid for band in touched if band * grid < height):
        end = min(first + grid, height)
        if runs and runs[-1][1] == first:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((first, end))
    return runs


def _strip(image: Image, ground: CompressedBackground, run: Span) -> RowStrip:
    first, end = run
    return RowStrip(first, end, image.crop((0, max(0, first - _lead(ground) - 1), image.width, end)))


def _lead(ground: CompressedBackground) -> int:
    """Rows of dictionary: only rows filtered the same way resemble each other."""
    return LEAD_ROWS if ground.filter is ground.soft.filter else 0


def _pack_run(ground: CompressedBackground, strip: RowStrip) -> DeflatePiece:
    before = strip.first - strip.top
    lead = min(_lead(ground), before)
    rows = filter_rows(strip.image, before - lead, strip.image.height, ground.soft.filter)
    at = len(rows) // (lead + strip.end - strip.first) * lead
    return pack(rows[at:], ground.soft, rows[:at])
