"""Banded PNG: what all cards of a template share is compressed once; a card compresses only the rows its ink touches.

The frame is cut into bands of `GRID` rows. Each band of the background is filtered and deflated ahead of time, ended by
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
from typing import TYPE_CHECKING

from zlib_ng import zlib_ng

from ogp.encode import indexed, png
from ogp.encode.bands import GRID, LEAD_ROWS, Base, Ground, Piece, Span, pack
from ogp.encode.compile import compile_base
from ogp.encode.filters import Filter, filter_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PIL.Image import Image

__all__ = ["Base", "compile_base", "encode"]


def encode(base: Base, image: Image, spans: Iterable[Span]) -> bytes:
    """A PNG of ``image`` (RGB), which differs from ``base.background`` in the rows of ``spans`` only.

    It has a palette if the background has one and the ink adds few colours; the pixels are the same either way.
    """
    if (image.mode, image.size) != (base.full.image.mode, base.full.image.size):
        raise ValueError(f"{image.mode} {image.size} on a background of {base.full.image.mode} {base.full.image.size}")
    runs = runs_of(spans, image.height)
    if base.indexed is not None:
        strips = [strip_of(image, base.indexed, run) for run in runs]
        known = base.indexed.image.getpalette() or []
        found = indexed.index(strips, known)
        if found is not None:
            return _file(base.indexed, runs, found.strips, found.palette)
    return _file(base.full, runs, [strip_of(image, base.full, run) for run in runs], b"")


def indexed_png(image: Image) -> bytes:
    """A PNG of any image with a palette (mode P)."""
    palette = bytes(image.getpalette() or ())
    rows = filter_rows(image, 0, image.height, Filter.NONE)
    return b"".join((png.head(*image.size, palette), png.chunk(b"IDAT", zlib_ng.compress(rows, 9)), png.IEND))


def plain(ground: Ground) -> bytes:
    """A PNG of the background alone."""
    return _file(ground, [], [], bytes(ground.image.getpalette() or ()))


def _file(ground: Ground, runs: Sequence[Span], strips: Sequence[Image], palette: bytes) -> bytes:
    out, adler = [png.ZLIB_HEAD], 1
    for piece in pieces_of(ground, runs, strips):
        out.append(piece.packed)
        adler = png.adler_join(adler, piece.adler, piece.length)
    out += (b"\x03\x00", struct.pack(">I", adler))
    return b"".join((png.head(*ground.image.size, palette), png.chunk(b"IDAT", *out), png.IEND))


def pieces_of(ground: Ground, runs: Sequence[Span], strips: Sequence[Image]) -> list[Piece]:
    """The stream's parts from top to bottom."""
    pieces = []
    row, after_run = 0, False
    for (first, end), strip in zip((*runs, (ground.image.height, 0)), (*strips, None), strict=True):
        for band in ground.bands[-(-row // GRID) : -(-first // GRID)]:
            pieces.append(Piece(band.fresh if after_run else band.joined, band.adler, band.length))
            after_run = False
        if strip is not None:
            pieces.append(_pack_run(ground, strip, end - first))
            row, after_run = end, True
    return pieces


def runs_of(spans: Iterable[Span], height: int) -> list[Span]:
    """Runs of bands to make anew: those with ink, and one more where ink reaches a band's last row."""
    inside = ((max(0, first), min(end, height)) for first, end in spans)
    touched = {band for first, end in inside if first < end for band in range(first // GRID, end // GRID + 1)}
    runs: list[Span] = []
    for first in sorted(band * GRID for band in touched if band * GRID < height):
        end = min(first + GRID, height)
        if runs and runs[-1][1] == first:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((first, end))
    return runs


def strip_of(image: Image, ground: Ground, run: Span) -> Image:
    """A run's rows of the card, with the rows before it that the filter or the dictionary needs."""
    return image.crop((0, max(0, run[0] - _lead(ground) - 1), image.width, run[1]))


def _lead(ground: Ground) -> int:
    """Rows of dictionary: only rows filtered the same way resemble each other."""
    return LEAD_ROWS if ground.filter is ground.soft.filter else 0


def _pack_run(ground: Ground, strip: Image, height: int) -> Piece:
    before = strip.height - height
    lead = min(_lead(ground), before)
    rows = filter_rows(strip, before - lead, strip.height, ground.soft.filter)
    cut = len(rows) // (lead + height) * lead
    return pack(rows[cut:], ground.soft, rows[:cut])
