"""Encodes a painted card in the format of its suffix, with its provenance mark in the metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ogp import provenance
from ogp.encode import lossy, png_bands
from ogp.encode.png_compile import compress_background
from ogp.encode.quantize import reduce_colors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

    from ogp.encode.png_background import CompressedBackground
    from ogp.encode.png_bands import RowStrip

KB: Final = 1000
MARK_BYTES: Final = 200
"""Room that the mark of provenance may take."""


class Encoded(NamedTuple):
    """A file's bytes, and what its owner should be told about them, a line each."""

    data: bytes
    notes: tuple[str, ...] = ()


def encode(image: Image, suffix: str, *, fingerprint: str, max_kb: int = 0) -> Encoded:
    """Encode a card (mode RGB) as the kind of file that ``suffix`` names: .png, .jpg, .jpeg, .webp or .avif.

    Args:
        image: the card.
        suffix: with its dot.
        fingerprint: what was drawn, for the mark of provenance.
        max_kb: what the file may take, in 1,000 bytes; 0: anything. JPEG, WebP and AVIF lose quality to stay within; of
            a PNG it is only said that it does not.

    Raises:
        OgpError: E_IMAGE_TYPE for another suffix.
    """
    suffix = suffix.lower()
    if suffix == ".png":
        return _sealed(_png(image), [], fingerprint, max_kb)
    data, notes = _lossy(image, suffix, max_kb * KB - MARK_BYTES if max_kb else 0)
    return _sealed(data, notes, fingerprint, max_kb)


def encode_strips(
    background: CompressedBackground,
    strips: Sequence[RowStrip],
    palette: bytes = b"",
    *,
    fingerprint: str,
    max_kb: int = 0,
) -> Encoded:
    """Encode a card as a PNG from a compressed background and painted strips (`png_bands.join`)."""
    return _sealed(png_bands.join(background, strips, palette), [], fingerprint, max_kb)


def _sealed(data: bytes, notes: list[str], fingerprint: str, max_kb: int) -> Encoded:
    sealed = provenance.seal(data, fingerprint)
    if max_kb and len(sealed) > max_kb * KB:
        notes.append(f"it takes {len(sealed) / KB:.0f} KB, more than the {max_kb} KB asked for")
    return Encoded(sealed, tuple(notes))


def _png(image: Image) -> bytes:
    """Encode a single card, which is its own background."""
    indexed = reduce_colors(image, 256, exact=True)
    return png_bands.join(compress_background(*indexed) if indexed else compress_background(image), ())


def _lossy(image: Image, suffix: str, max_bytes: int) -> tuple[bytes, list[str]]:
    if not max_bytes:
        return lossy.encode(image, suffix), []
    data, quality = lossy.encode_within(image, suffix, max_bytes)
    return data, [] if quality is None else [f"its quality was lowered to {quality}"]
