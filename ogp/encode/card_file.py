"""Encode: a painted card to the bytes of its file, with the mark that says what it is and that it is ours.

Nothing here imports Pillow until there is something to encode: a build with nothing to do only reads marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

    from ogp.encode.png_background import CompressedBackground
    from ogp.encode.png_bands import RowStrip

KB: Final = 1000
MARK_BYTES: Final = 200
"""Room that a mark may take."""


class Encoded(NamedTuple):
    """The file's bytes, and what the user should be told about them: one line each."""

    data: bytes
    notes: tuple[str, ...] = ()


def encode(image: Image, suffix: str, *, fingerprint: str, max_kb: int = 0, reduce_colors: bool = False) -> Encoded:
    """The card (mode RGB) as a file of the kind that ``suffix`` names: .png, .jpg, .jpeg, .webp or .avif.

    max_kb:        what the file may take, in 1,000 bytes; 0: anything. JPEG, WebP and AVIF lose quality to stay within.
    reduce_colors: a PNG may lose colours to stay within ``max_kb``; otherwise it is only said that it does not.
    """
    suffix = suffix.lower()
    most = max_kb * KB - MARK_BYTES if max_kb else 0
    if suffix == ".png":
        data, notes = _png(image), []
        if most and reduce_colors and len(data) > most:
            data, notes = _reduced(image, most), ["its colours were reduced to 256"]
    else:
        data, notes = _lossy(image, suffix, most)
    return _sealed(data, notes, fingerprint, max_kb)


def encode_strips(
    ground: CompressedBackground, strips: Sequence[RowStrip], palette: bytes = b"", *, fingerprint: str, max_kb: int = 0
) -> Encoded:
    """The card as a PNG: a compiled background with painted strips (`banded.join`)."""
    from ogp.encode import png_bands

    return _sealed(png_bands.join(ground, strips, palette), [], fingerprint, max_kb)


def _sealed(data: bytes, notes: list[str], fingerprint: str, max_kb: int) -> Encoded:
    from ogp import provenance

    sealed = provenance.seal(data, fingerprint)
    if max_kb and len(sealed) > max_kb * KB:
        notes.append(f"it takes {len(sealed) / KB:.0f} KB, more than the {max_kb} KB asked for")
    return Encoded(sealed, tuple(notes))


def _png(image: Image) -> bytes:
    """A single card is its own background."""
    from ogp.encode import png_bands
    from ogp.encode.png_compile import compress_background
    from ogp.encode.quantize import reduce_colors

    few = reduce_colors(image, 256, exact=True)
    return png_bands.join(compress_background(*few) if few else compress_background(image), ())


def _reduced(image: Image, most: int) -> bytes:
    """The card in its 256 most fitting colours; dithered, if that leaves it within ``most`` bytes."""
    from PIL import Image as Pillow

    from ogp.encode import png_bands

    few = image.quantize(256, Pillow.Quantize.MEDIANCUT, dither=Pillow.Dither.NONE)
    dithered = png_bands.indexed_png(image.quantize(palette=few, dither=Pillow.Dither.FLOYDSTEINBERG))
    return dithered if len(dithered) <= most else png_bands.indexed_png(few)


def _lossy(image: Image, suffix: str, most: int) -> tuple[bytes, list[str]]:
    from ogp.encode import lossy

    if not most:
        return lossy.encode(image, suffix), []
    data, quality = lossy.encode_within(image, suffix, most)
    return data, [] if quality is None else [f"its quality was lowered to {quality}"]
