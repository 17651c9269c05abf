"""Pictures that the checked pages name: made here, small, each with one thing about it."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

from PIL import Image

from ogp import provenance
from ogp.image_formats import PNG_SIGNATURE

if TYPE_CHECKING:
    from pathlib import Path


def picture(width: int = 1200, height: int = 630, kind: str = "PNG") -> bytes:
    """A picture of one color."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#246").save(out, kind)
    return out.getvalue()


def ours(kind: str = "PNG") -> bytes:
    """A card with ogp's mark."""
    return provenance.seal(picture(kind=kind), "fingerprint-1")


def edited(kind: str = "PNG") -> bytes:
    """A card of ogp's that something has changed since: still a whole picture."""
    data = ours(kind)
    return data[:-12] + chunk(b"tEXt", b"Software\0optimizer") + data[-12:] if kind == "PNG" else data + b"\0\0"


def chunk(name: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def bomb(side: int) -> bytes:
    """A PNG that says it has so many px a side, and has nothing in it."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    return PNG_SIGNATURE + header + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


PICTURES = {
    "card.png": ours(),
    "card.jpg": ours("JPEG"),
    "card.webp": ours("WEBP"),
    "card.avif": ours("AVIF"),
    "edited.png": edited(),
    "edited.jpg": edited("JPEG"),
    "photo.jpg": picture(kind="JPEG"),
    "photo.gif": picture(kind="GIF"),
    "wide.png": picture(1600, 900),
    "x.png": picture(1200, 600),
    "3by2.jpg": picture(1200, 800, "JPEG"),
    "square.png": picture(400, 400),
    "icon.png": picture(64, 64),
    "tall.png": picture(630, 1200),
    "poster.png": picture(5000, 2618),
    "heavy.png": picture()[:-12] + chunk(b"prIv", b"\0" * 5_000_000) + picture()[-12:],
    "bomb.png": bomb(60_000),
    "large.png": bomb(9_000),
    "jpeg.png": picture(kind="JPEG"),
    "noname": picture(),
    "empty.png": b"",
    "cut.png": picture()[:-20],
    "cut.jpg": picture(kind="JPEG")[:-200],
    "cut.webp": picture(kind="WEBP")[:-20],
    "torn.png": picture()[:20],
    "noise.png": b"noise" * 40,
    "svg.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "html.png": b"<!doctype html><title>404</title>",
    "lfs.png": b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 41210\n",
    "名前 1.png": picture(),
}


def write(site: Path) -> None:
    """Write them all into the folder of a built site."""
    site.mkdir(parents=True, exist_ok=True)
    for name, data in PICTURES.items():
        (site / name).write_bytes(data)
