"""Compile: what is tried once a template, so that its background is small and its cards are fast."""

from __future__ import annotations

from random import Random
from typing import Final

from PIL import Image, ImageDraw
from zlib_ng import zlib_ng

from ogp.encode.png_background import (
    GRID,
    INDEXED_GRID,
    NOISE_GRID,
    Band,
    CompressedBackground,
    DeflateSettings,
    last_row,
    pack,
)
from ogp.encode.png_filters import Filter, filter_rows

NOISE: Final = 1 / 8
"""A background that a good search does not bring below this share of its bytes is a photograph, or grain."""
RLE: Final = (6, zlib_ng.Z_RLE)
QUICK: Final = (6, zlib_ng.Z_DEFAULT_STRATEGY)
BEST: Final = (9, zlib_ng.Z_DEFAULT_STRATEGY)
FULL: Final = (9, zlib_ng.Z_FILTERED)
FULL_GAIN: Final = 0.98
"""In noise a full search takes seconds: it has to bring this much."""
SOFT: Final = (
    DeflateSettings(Filter.NONE, 6, zlib_ng.Z_DEFAULT_STRATEGY),
    DeflateSettings(Filter.UP, 6, zlib_ng.Z_DEFAULT_STRATEGY),
)
SOFT_NOISE: Final = tuple(
    DeflateSettings(kind, 6, strategy)
    for strategy in (zlib_ng.Z_HUFFMAN_ONLY, zlib_ng.Z_RLE)
    for kind in (Filter.UP, Filter.SUB)
)
"""In noise there is little to find: Huffman codes, or run lengths as well, take a third of a search's time for a few
per cent more bytes. Average and Paeth would win those back, and take Pillow about as long as all the rest together."""
RUNS_GAIN: Final = 0.95
"""Run lengths take a quarter longer than Huffman codes alone: they have to bring this much."""
SOFT_INDEXED: Final = DeflateSettings(Filter.NONE, 5, zlib_ng.Z_DEFAULT_STRATEGY)
"""Indices are names, not amounts: differences between them mean nothing, and Sub or Up would only blur repeats."""
MOST_REPEATED: Final = 256
SAME_FILTER: Final = 1.03
"""What stored bands may cost more if they share the runs' filter: a run can then refer to the band before it."""


def compress_background(background: Image.Image, palette: bytes = b"") -> CompressedBackground:
    """Pack a background (mode RGB; mode L with a ``palette``), small, and choose how rows with ink will be packed."""
    if palette:
        return _ground(background, palette, DeflateSettings(Filter.NONE, *BEST), SOFT_INDEXED, INDEXED_GRID)
    return _smallest_ground(background)


def _smallest_ground(background: Image.Image) -> CompressedBackground:
    """Judge the filters on a sample of the background, try the promising ones in full, and keep the smallest.

    Where there are few colours it is known which: rows then repeat, and differences would only blur that.
    """
    if background.getcolors(MOST_REPEATED):
        return _ground(background, b"", DeflateSettings(Filter.NONE, *BEST), SOFT[0])
    sample = _sample(background)
    inked = _with_ink(sample)
    sizes = {kind: _size(sample, DeflateSettings(kind, *QUICK)) for kind in Filter}
    raw = len(sample.getbands()) * sample.width * sample.height
    if min(sizes.values()) > raw * NOISE:
        gains = {zlib_ng.Z_RLE: 1.0, zlib_ng.Z_HUFFMAN_ONLY: RUNS_GAIN}
        soft = min(SOFT_NOISE, key=lambda recipe: _size(inked, recipe) * gains[recipe.strategy])
        runs = min((DeflateSettings(kind, *RLE) for kind in Filter), key=lambda recipe: _size(sample, recipe))
        full = DeflateSettings(runs.filter, *FULL)
        hard = full if _size(sample, full) < _size(sample, runs) * FULL_GAIN else runs
        return _ground(background, b"", hard, soft, NOISE_GRID)
    soft = min(SOFT, key=lambda recipe: _size(inked, recipe))
    kinds = dict.fromkeys([soft.filter, *sorted(Filter, key=sizes.__getitem__)[:2]])
    grounds = [_ground(background, b"", DeflateSettings(kind, *BEST), soft) for kind in kinds]
    return min(grounds, key=lambda ground: _stored(ground) * (1 if ground.filter is soft.filter else SAME_FILTER))


def _stored(ground: CompressedBackground) -> int:
    return sum(len(band.joined) for band in ground.bands)


def _ground(
    image: Image.Image, palette: bytes, hard: DeflateSettings, soft: DeflateSettings, grid: int = GRID
) -> CompressedBackground:
    rows = filter_rows(image, 0, image.height, hard.filter)
    line = len(rows) // image.height
    bands = []
    for first in range(0, image.height, grid):
        start, end = first * line, min(first + grid, image.height) * line
        band = rows[start:end]
        known = b"" if hard.strategy == zlib_ng.Z_RLE else rows[max(0, start - grid * line) : start]
        joined = pack(band, hard, known)
        # After a run, which is seldom, a noisy band need not be searched a second time.
        fresh = pack(band, hard._replace(level=6) if hard[1:] == FULL else hard, last_row(image, first, soft))
        bands.append(Band(joined.packed, fresh.packed, joined.adler, joined.length))
    return CompressedBackground(image, palette, grid, tuple(bands), hard.filter, soft)


def _size(image: Image.Image, recipe: DeflateSettings) -> int:
    return len(pack(filter_rows(image, 0, image.height, recipe.filter), recipe).packed)


def _sample(image: Image.Image, strips: int = 4, rows: int = 28) -> Image.Image:
    """Some strips of the image, evenly spread, one below the other."""
    if image.height <= strips * rows:
        return image
    sample = Image.new(image.mode, (image.width, strips * rows))
    for number in range(strips):
        top = (image.height - rows) * number // (strips - 1)
        sample.paste(image.crop((0, top, image.width, top + rows)), (0, number * rows))
    return sample


def _with_ink(image: Image.Image) -> Image.Image:
    """The image with strokes about as wide, dense and soft-edged as those of a title: what runs are made of."""
    scale, cell = 4, 56
    mask = Image.new("L", (image.width * scale, image.height * scale))
    draw = ImageDraw.Draw(mask)
    random = Random(630)  # noqa: S311 - strokes, not secrets
    for left in range(0, mask.width, cell * scale):
        for _ in range(3 * -(-image.height // cell)):
            x, y = left + random.randrange(cell * scale), random.randrange(mask.height)
            dx, dy = random.choice(((40, 0), (0, 40), (24, 24), (-24, 24)))
            draw.line((x, y, x + dx * scale, y + dy * scale), 255, width=5 * scale)
    inked = image.copy()
    light = sum(image.convert("L").resize((1, 1), Image.Resampling.BOX).tobytes()) > 127  # noqa: PLR2004 - mid grey
    inked.paste((0, 0, 0) if light else (255, 255, 255), (0, 0), mask.reduce(scale))
    return inked
