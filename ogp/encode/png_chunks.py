"""PNG syntax: chunks, the head and tail of a file, and checksums that can be joined.

Sources: PNG, third edition (W3C, 2025), §5 "Datastream structure" and §11 "Chunk specifications"; RFC 1950 (zlib).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from zlib_ng import zlib_ng

from ogp.image_formats import PNG_SIGNATURE

if TYPE_CHECKING:
    from collections.abc import Sequence

TRUECOLOR: Final = 2
INDEXED: Final = 3
ZLIB_HEAD: Final = b"\x78\xda"
"""RFC 1950 §2.2: deflate, a window of 32 KiB, "slowest algorithm", no dictionary."""
ADLER_PRIME: Final = 65521


def chunk(kind: bytes, *parts: bytes) -> bytes:
    """Return one PNG chunk (§5.3)."""
    return b"".join(chunk_parts(kind, parts))


def chunk_parts(kind: bytes, parts: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the parts of a PNG chunk (§5.3): length, type, data, CRC over type and data."""
    crc, length = zlib_ng.crc32(kind), 0
    for part in parts:
        crc, length = zlib_ng.crc32(part, crc), length + len(part)
    return struct.pack(">I", length), kind, *parts, struct.pack(">I", crc)


def head(width: int, height: int, palette: bytes = b"", depth: int = 8) -> bytes:
    """Return all that stands before the pixels: IHDR, sRGB, and PLTE where the image is indexed.

    sRGB (§11.3.2.5, intent 0 perceptual) says what the numbers mean without gAMA or an ICC profile, so that no browser
    shifts the brand's colors.
    """
    kind = INDEXED if palette else TRUECOLOR
    ihdr = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    parts = [PNG_SIGNATURE, chunk(b"IHDR", ihdr), chunk(b"sRGB", b"\0")]
    if palette:
        parts.append(chunk(b"PLTE", palette))
    return b"".join(parts)


IEND: Final = chunk(b"IEND")


def adler_join(first: int, second: int, second_length: int) -> int:
    """Return the Adler-32 of two pieces laid end to end, from their own sums and the second's length in bytes.

    RFC 1950 §8.2: the low half is 1 + the sum of all bytes, the high half the sum of the low half after each byte.
    """
    low1, high1 = first & 0xFFFF, first >> 16
    low2, high2 = second & 0xFFFF, second >> 16
    low = (low1 + low2 - 1) % ADLER_PRIME
    high = (high1 + high2 + second_length % ADLER_PRIME * (low1 - 1)) % ADLER_PRIME
    return high << 16 | low
