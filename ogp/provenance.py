"""Provenance: the mark in a card's file that tells what was drawn, and whether the file is still as ogp wrote it.

So a fresh clone knows which cards are stale, and which pictures are not ogp's to replace. A mark is one record,
``1 <fingerprint> <digest>``, where each format keeps remarks: a PNG tEXt chunk, a JPEG comment, a RIFF chunk of a WebP,
a ``uuid`` box of an AVIF. The fingerprint tells what was drawn; the digest covers the fingerprint and every other byte
of the file, so that a file which a person edited or a tool re-optimized is no longer ogp's.

Only the standard library is imported: a build with nothing to do reads 10,000 marks and never loads a renderer.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import struct
import zlib
from typing import TYPE_CHECKING, Final, NamedTuple

from ogp.image_formats import PNG_SIGNATURE, detect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEYWORD: Final = b"ogp-card"
UUID: Final = bytes.fromhex("6f67702d63617264a1d14c0c5f0d8f3e")
"""The AVIF box's extended type: "ogp-card" and eight random bytes."""
HEAD_BYTES: Final = 512
"""PNG and JPEG have the record within these first bytes."""
MAX_BYTES: Final = 64 << 20
"""No card is larger; a file that is cannot be ogp's and is not read."""
RECORD: Final = re.compile(rb"1 ([0-9A-Za-z._-]{1,128}) ([0-9a-f]{32})")

BOX_HEAD: Final = 8
"""Size and type of an AVIF box, in bytes."""


class Mark(NamedTuple):
    """A mark as it was found: the fingerprint, and whether the file is still exactly as ogp wrote it."""

    fingerprint: str
    owned: bool


class _FoundSegment(NamedTuple):
    """Where the segment with the mark lies in the file, and the fingerprint in it."""

    start: int
    end: int
    fingerprint: bytes


def parts_digest(parts: list[tuple[str, bytes]]) -> str:
    """Return the SHA-256, in hex, of (name, data) pairs, of which a fingerprint is made: a template's art, the fonts.

    Each length takes part, so that no two lists have one input.
    """
    state = hashlib.sha256()
    for name, data in parts:
        state.update(f"{name}\0{len(data)}\0".encode())
        state.update(data)
    return state.hexdigest()


def seal(data: bytes, fingerprint: str) -> bytes:
    """Return an image file (PNG, JPEG, WebP or AVIF, without a mark) with a mark added; pixels are not touched.

    Raises:
        ValueError: for a fingerprint or a file of another form.
    """
    if not re.fullmatch(r"[0-9A-Za-z._-]{1,128}", fingerprint):
        raise ValueError(f"not a fingerprint: {fingerprint!r}")
    name = fingerprint.encode("ascii")
    before, after = _split(data, len(_encoded_segment(data, _record(name, b"0" * 32))))
    digest = _digest(name, before, after)
    return b"".join((before, _encoded_segment(data, _record(name, digest)), after))


def fingerprint(path: str | Path) -> str | None:
    """Return the fingerprint that a file claims, or None; only the first bytes of a PNG or JPEG are read."""
    data = _read(path, HEAD_BYTES)
    segment = _find(data)
    if segment is None and _format(data) not in ("PNG", "JPEG"):
        segment = _find(_read(path, MAX_BYTES))
    return None if segment is None else segment.fingerprint.decode("ascii")


def owned(path: str | Path) -> bool:
    """Whether the file at ``path`` is byte for byte one that ogp wrote."""
    mark = read_mark(path)
    return mark is not None and mark.owned


def read_mark(source: str | Path | bytes) -> Mark | None:
    """Return the mark in a file, or in a file's bytes; None where there is none, whatever else is wrong with it."""
    data = source if isinstance(source, bytes) else _read(source, MAX_BYTES)
    segment = _find(data)
    if segment is None:
        return None
    view = memoryview(data)
    digest = _digest(segment.fingerprint, view[: segment.start], view[segment.end :])
    # The segment as it would be written here: so its own checksum and padding count too.
    owned = view[segment.start : segment.end] == _encoded_segment(data, _record(segment.fingerprint, digest))
    return Mark(segment.fingerprint.decode("ascii"), owned)


def same_picture(a: bytes, b: bytes) -> bool:
    """Whether two marked files differ in their marks at most: the same picture, encoded the same way."""
    mark_a, mark_b = _find(a), _find(b)
    if mark_a is None or mark_b is None:
        return False
    return a[: mark_a.start] == b[: mark_b.start] and a[mark_a.end :] == b[mark_b.end :]


def _record(name: bytes, digest: bytes) -> bytes:
    return b"1 %b %b" % (name, digest)


def _digest(name: bytes, before: bytes | memoryview, after: bytes | memoryview) -> bytes:
    """Return 128 bits, in hex, of the SHA-256 over the fingerprint and all of the file but the mark's segment."""
    sha = hashlib.sha256(name + b"\n")
    sha.update(before)
    sha.update(after)
    return sha.hexdigest()[:32].encode("ascii")


def _read(path: str | Path, count: int) -> bytes:
    """Return the first ``count`` bytes of a regular file; none of anything else, nor of what is larger than a card."""
    try:
        # Not blocking: a named pipe in a card's place must not hang the build.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError):
        return b""
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_BYTES:
            return b""
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(count)
    except OSError:
        return b""
    finally:
        os.close(handle)


# What differs between the formats: how a segment is written, where it goes, and how segments follow each other.


def _encoded_segment(data: bytes, record: bytes) -> bytes:
    """Return the record as a segment of the format that ``data`` is in."""
    match _format(data):
        case "PNG":  # §11.3.3.2 tEXt: keyword, NUL, Latin-1 text
            body = b"tEXt" + KEYWORD + b"\0" + record
            return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
        case "JPEG":  # ITU-T T.81 §B.2.4.5: COM, length that counts itself, comment
            body = KEYWORD + b" " + record
            return struct.pack(">2sH", b"\xff\xfe", len(body) + 2) + body
        case "WEBP":  # RFC 9649 §2.3: FourCC, length, data, padded to an even length; unknown chunks come last
            body = KEYWORD + b" " + record
            return struct.pack("<4sI", b"OGPM", len(body)) + body + b"\0" * (len(body) & 1)
        case "AVIF":  # ISO/IEC 14496-12 §4.2: size, type, extended type
            body = UUID + record
            return struct.pack(">I4s", len(body) + 8, b"uuid") + body
    raise ValueError("neither PNG, JPEG, WebP nor AVIF")


def _split(data: bytes, length: int) -> tuple[bytes | memoryview, bytes | memoryview]:
    """Return the file before and after the position of a segment of ``length`` bytes."""
    view = memoryview(data)
    match _format(data):
        case "PNG":  # straight after IHDR: signature 8, chunk 25
            return view[:33], view[33:]
        case "JPEG":  # after APP0, which JFIF wants to be first
            end = 4 + struct.unpack_from(">H", data, 4)[0] if data[2:4] == b"\xff\xe0" else 2
            return view[:end], view[end:]
        case "WEBP":
            body = _extended(data)
            return b"RIFF" + struct.pack("<I", len(body) + length) + body, b""
        case _:  # AVIF's item offsets count from the front of the file: only the end is free
            return data, b""


def _extended(data: bytes) -> bytes:
    """Return a WebP's body ("WEBP" and chunks) in the extended layout, the only one that may hold further chunks."""
    body = data[8:]
    if body[4:8] == b"VP8X":
        return body
    if body[4:8] == b"VP8L":  # RFC 9649 §3.4: signature 0x2f, then 14 bits each of width - 1 and height - 1
        bits = int.from_bytes(body[13:17], "little")
        width, height = bits & 0x3FFF, bits >> 14 & 0x3FFF
    else:  # RFC 6386 §9.1: a tag of 3 bytes, a start code of 3, then 14 bits each of width and height
        width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", body, 18))
        width, height = width - 1, height - 1
    vp8x = bytes(4) + width.to_bytes(3, "little") + height.to_bytes(3, "little")
    return body[:4] + struct.pack("<4sI", b"VP8X", len(vp8x)) + vp8x + body[4:]


def _format(data: bytes) -> str:
    known = detect(data)
    return known.name if known else ""


def _find(data: bytes) -> _FoundSegment | None:
    """Return the first segment with a mark in the file; bytes that make no sense end the search."""
    walks = {"PNG": _png_segments, "JPEG": _jpeg_segments, "WEBP": _webp_segments, "AVIF": _avif_segments}
    walk = walks.get(_format(data))
    if walk is None:
        return None
    try:
        for start, end, record in walk(data):
            match = RECORD.fullmatch(record)
            if match and end <= len(data):
                return _FoundSegment(start, end, match[1])
    except struct.error:  # the file ends inside a header
        pass
    return None


def _png_segments(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    offset = len(PNG_SIGNATURE)
    while offset < len(data):
        length, kind = struct.unpack_from(">I4s", data, offset)
        if kind == b"IDAT":
            return
        end = offset + 12 + length
        if kind == b"tEXt" and data.startswith(KEYWORD + b"\0", offset + 8):
            yield offset, end, data[offset + 8 + len(KEYWORD) + 1 : end - 4]
        offset = end


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    offset = 2
    while offset < len(data):
        marker, length = struct.unpack_from(">2sH", data, offset)
        if not marker.startswith(b"\xff") or marker == b"\xff\xda":  # start of scan: entropy-coded data follow
            return
        end = offset + 2 + length
        if marker == b"\xff\xfe" and data.startswith(KEYWORD + b" ", offset + 4):
            yield offset, end, data[offset + 4 + len(KEYWORD) + 1 : end]
        offset = end


def _webp_segments(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    offset = 12
    while offset < len(data):
        kind, length = struct.unpack_from("<4sI", data, offset)
        end = offset + 8 + length + (length & 1)
        if kind == b"OGPM" and data.startswith(KEYWORD + b" ", offset + 8):
            yield offset, end, data[offset + 8 + len(KEYWORD) + 1 : offset + 8 + length]
        offset = end


def _avif_segments(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    offset = 0
    while offset < len(data):
        length, kind = struct.unpack_from(">I4s", data, offset)
        if length < BOX_HEAD:  # 0 and 1 stand for "to the end" and a 64-bit length: a card has neither before our box
            return
        end = offset + length
        if kind == b"uuid" and data.startswith(UUID, offset + 8):
            yield offset, end, data[offset + 8 + len(UUID) : end]
        offset = end
