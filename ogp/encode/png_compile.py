"""Compresses a background for PNG: tries filters and deflate settings once, so that each card need not."""

from __future__ import annotations

from random import Random
from typing import Final

from PIL import Image, ImageDraw
from zlib_ng import zlib_ng

from ogp.encode.png_background import (
    BAND_ROWS,
    INDEXED_BAND_ROWS,
    NOISY_BAND_ROWS,
    Band,
    CompressedBackground,
    DeflateSettings,
    deflate,
    last_strip_row,
)
from ogp.encode.png_filters import Filter, filter_rows

NOISE_FRACTION: Final = 1 / 8
"""A background that a good search does not bring below this fraction of its bytes is a photograph, or grain."""
RUN_LENGTHS: Final = (6, zlib_ng.Z_RLE)
QUICK: Final = (6, zlib_ng.Z_DEFAULT_STRATEGY)
BEST: Final = (9, zlib_ng.Z_DEFAULT_STRATEGY)
FULL: Final = (9, zlib_ng.Z_FILTERED)
FULL_GAIN: Final = 0.98
"""In noise a full search takes seconds: it has to bring this much."""
STRIP_SETTINGS: Final = (
    DeflateSettings(Filter.NONE, 6, zlib_ng.Z_DEFAULT_STRATEGY),
    DeflateSettings(Filter.UP, 6, zlib_ng.Z_DEFAULT_STRATEGY),
)
NOISY_STRIP_SETTINGS: Final = tuple(
    DeflateSettings(kind, 6, strategy)
    for strategy in (zlib_ng.Z_HUFFMAN_ONLY, zlib_ng.Z_RLE)
    for kind in (Filter.UP, Filter.SUB)
)
"""In noise there is little to find: Huffman codes, or run lengths as well, take a third of a search's time for a few
per cent more bytes. Average and Paeth would win those back, and take Pillow about as long as all the rest together."""
RUN_LENGTH_GAIN: Final = 0.95
"""Run lengths take a quarter longer than Huffman codes alone: they have to bring this much."""
INDEXED_STRIP_SETTINGS: Final = DeflateSettings(Filter.NONE, 5, zlib_ng.Z_DEFAULT_STRATEGY)
"""Indices are names, not amounts: differences between them mean nothing, and Sub or Up would only blur repeats."""
MAX_FLAT_COLORS: Final = 256
"""A background of no more colors repeats its rows, and differences would only blur that."""
SAME_FILTER: Final = 1.03
"""What bands may cost more if they share the strips' filter: a strip can then refer to the band before it."""


def compress_background(image: Image.Image, palette: bytes = b"") -> CompressedBackground:
    """Compress a background as small as a search gets it, and choose how strips with ink will be compressed.

    Args:
        image: mode RGB; or mode L, indices into ``palette``.
        palette: r, g, b, r, …
    """
    if palette:
        settings = DeflateSettings(Filter.NONE, *BEST)
        return _compress(image, palette, settings, INDEXED_STRIP_SETTINGS, INDEXED_BAND_ROWS)
    return _smallest(image)


def _smallest(image: Image.Image) -> CompressedBackground:
    """Compare filters on a sample of the background, try the promising ones in full, and keep the smallest."""
    if image.getcolors(MAX_FLAT_COLORS):
        return _compress(image, b"", DeflateSettings(Filter.NONE, *BEST), STRIP_SETTINGS[0])
    sample = _sample(image)
    inked = _with_ink(sample)
    sizes = {kind: _deflated_size(sample, DeflateSettings(kind, *QUICK)) for kind in Filter}
    if min(sizes.values()) > len(sample.getbands()) * sample.width * sample.height * NOISE_FRACTION:
        return _noisy(image, sample, inked)
    strip_settings = min(STRIP_SETTINGS, key=lambda settings: _deflated_size(inked, settings))
    kinds = dict.fromkeys([strip_settings.filter, *sorted(Filter, key=sizes.__getitem__)[:2]])
    tries = [_compress(image, b"", DeflateSettings(kind, *BEST), strip_settings) for kind in kinds]
    return min(
        tries, key=lambda made: _stored_size(made) * (1 if made.filter is strip_settings.filter else SAME_FILTER)
    )


def _noisy(image: Image.Image, sample: Image.Image, inked: Image.Image) -> CompressedBackground:
    """Compress a photograph, or what is as hard to compress."""
    gains = {zlib_ng.Z_RLE: 1.0, zlib_ng.Z_HUFFMAN_ONLY: RUN_LENGTH_GAIN}
    strip_settings = min(
        NOISY_STRIP_SETTINGS, key=lambda settings: _deflated_size(inked, settings) * gains[settings.strategy]
    )
    run_lengths = min(
        (DeflateSettings(kind, *RUN_LENGTHS) for kind in Filter), key=lambda settings: _deflated_size(sample, settings)
    )
    full = DeflateSettings(run_lengths.filter, *FULL)
    is_worth_it = _deflated_size(sample, full) < _deflated_size(sample, run_lengths) * FULL_GAIN
    return _compress(image, b"", full if is_worth_it else run_lengths, strip_settings, NOISY_BAND_ROWS)


def _compress(
    image: Image.Image,
    palette: bytes,
    settings: DeflateSettings,
    strip_settings: DeflateSettings,
    band_rows: int = BAND_ROWS,
) -> CompressedBackground:
    rows = filter_rows(image, 0, image.height, settings.filter)
    row_bytes = len(rows) // image.height
    bands = []
    for first in range(0, image.height, band_rows):
        start, end = first * row_bytes, min(first + band_rows, image.height) * row_bytes
        band = rows[start:end]
        band_before = b"" if settings.strategy == zlib_ng.Z_RLE else rows[max(0, start - band_rows * row_bytes) : start]
        after_band = deflate(band, settings, band_before)
        # After a strip, which is seldom, a noisy band need not be searched a second time.
        quick = settings._replace(level=6) if settings[1:] == FULL else settings
        after_strip = deflate(band, quick, last_strip_row(image, first, strip_settings))
        bands.append(Band(after_band.data, after_strip.data, after_band.adler, after_band.length))
    return CompressedBackground(image, palette, band_rows, tuple(bands), settings.filter, strip_settings)


def _stored_size(background: CompressedBackground) -> int:
    return sum(len(band.after_band) for band in background.bands)


def _deflated_size(image: Image.Image, settings: DeflateSettings) -> int:
    return len(deflate(filter_rows(image, 0, image.height, settings.filter), settings).data)


def _sample(image: Image.Image, count: int = 4, rows: int = 28) -> Image.Image:
    """Return ``count`` slices of the image, evenly spread, one below the other."""
    if image.height <= count * rows:
        return image
    sample = Image.new(image.mode, (image.width, count * rows))
    for number in range(count):
        top = (image.height - rows) * number // (count - 1)
        sample.paste(image.crop((0, top, image.width, top + rows)), (0, number * rows))
    return sample


def _with_ink(image: Image.Image) -> Image.Image:
    """Return the image with strokes about as wide, dense and antialiased as a title's: what strips are like."""
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
    is_light = sum(image.convert("L").resize((1, 1), Image.Resampling.BOX).tobytes()) > 127  # noqa: PLR2004 - mid gray
    inked.paste((0, 0, 0) if is_light else (255, 255, 255), (0, 0), mask.reduce(scale))
    return inked
