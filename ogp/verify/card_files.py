"""Images: what the file of a card tells. Opened once, its header read, nothing decoded; nothing outside the site."""

from __future__ import annotations

import errno
import importlib
import io
import os
import stat
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ogp import provenance
from ogp.image_formats import BY_NAME, detect, markup
from ogp.messages import display_name
from ogp.store.safe_folder import FORBIDDEN_CHARACTERS, OPEN_TO_READ
from ogp.verify.model import CardFile

if TYPE_CHECKING:
    from typing import BinaryIO

MOST_BYTES: Final = 64 << 20
"""More is not read: some formats tell their size only to who has read all of them."""
TAIL_BYTES: Final = 64 << 10
"""The end of a picture is looked for in these: cameras and editors leave things behind it."""
NOTHING: Final = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.EINVAL})
"""Errors that say that there is no such file."""


class Images:
    """The pictures of one site; each is opened once, however many pages name it."""

    def __init__(self, site: str) -> None:
        """``site`` is the built site's folder."""
        self._site = os.path.realpath(site)
        self._seen: dict[str, CardFile | None] = {}

    def find(self, path: str) -> CardFile | None:
        """The picture at ``path`` below the site, None if there is none; never one that a link leads out to."""
        if path not in self._seen:
            self._seen[path] = self._look(path)
        return self._seen[path]

    def _look(self, path: str) -> CardFile | None:
        if path.endswith("/") or any(character in path for character in FORBIDDEN_CHARACTERS):
            return None
        try:
            real = os.path.realpath(f"{self._site}/{path}")
            if os.path.commonpath((self._site, real)) != self._site:
                return None
            # What lies there is a file by now, unless somebody changes the site meanwhile.
            handle = os.open(real, OPEN_TO_READ)
        except ValueError:  # a path on another drive
            return None
        except OSError as error:
            return (
                None
                if error.errno in NOTHING
                else CardFile(display_name(path), fault=f"cannot be read: {error.strerror}")
            )
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            os.close(handle)
            return None
        with os.fdopen(handle, "rb") as file:
            return _read(file, CardFile(display_name(path), size=status.st_size))


def _read(file: BinaryIO, card: CardFile) -> CardFile:
    """Fill in what the file tells."""
    try:
        start = file.read(provenance.HEAD_BYTES)
        kind = _kind(start)
        if not kind or card.size > MOST_BYTES:
            return replace(card, format=kind, fault=_fault(start) if not kind else "")
        whole = kind in ("WEBP", "AVIF") or provenance.KEYWORD in start
        data = start + file.read() if whole else b""
        mark = provenance.read_mark(data) if whole else None
        size = _size(io.BytesIO(data) if whole else file, kind)
        file.seek(max(0, card.size - TAIL_BYTES))
        cut = _is_cut(kind, start, data[-TAIL_BYTES:] or file.read(TAIL_BYTES), card.size)
    except Exception as error:  # noqa: BLE001 - Pillow's plugins raise many kinds on broken files
        if type(error).__name__ == "DecompressionBombError":
            return replace(card, format=kind, fault="has more pixels than any card: it is a mistake or an attack")
        return replace(card, fault=f"is broken ({type(error).__name__})")
    owned = "" if mark is None else "intact" if mark.owned else "changed"
    fault = "is cut off: its end is missing" if cut else ""
    return replace(card, width=size[0], height=size[1], format=kind, mark=owned, fault=fault)


def _size(file: BinaryIO, kind: str) -> tuple[int, int]:
    """Width and height in px. The format is known, so that Pillow neither guesses nor loads all of its plugins."""
    image = importlib.import_module("PIL.Image")
    importlib.import_module(f"PIL.{BY_NAME[kind].pillow}")
    file.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a picture of many pixels is told by its size
        with image.open(file, formats=(kind,)) as picture:
            width, height = picture.size
            return width, height


def _kind(start: bytes) -> str:
    """The format, by the first bytes; one of those that crawlers show."""
    found = detect(start)
    return found.name if found and found.shown else ""


def _fault(start: bytes) -> str:
    """What a file is that is no picture of those formats."""
    if not start:
        return "is empty"
    if start.startswith(b"version https://git-lfs"):
        return "is a pointer of Git LFS, not the picture: check out with `lfs: true`"
    if detect(start):  # the one format that they do not show
        return "is an SVG, which no crawler shows"
    return "is an HTML page, not a picture" if markup(start) else "is no picture that crawlers show"


def _is_cut(kind: str, start: bytes, end: bytes, size: int) -> bool:
    """Whether the file stops before its format says so; what was lost is not looked for any further."""
    match kind:
        case "PNG":
            return b"IEND" not in end
        case "JPEG":
            return b"\xff\xd9" not in end
        case "WEBP":
            return int.from_bytes(start[4:8], "little") + 8 > size
    return False
