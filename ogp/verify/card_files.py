"""Probes the files of cards: format, size, and ogp's mark, without decoding. Nothing outside the site is opened."""

from __future__ import annotations

import errno
import importlib
import io
import os
import stat
import warnings
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ogp import provenance
from ogp.image_formats import BY_NAME, detect, markup
from ogp.message_text import display_name
from ogp.store.safe_folder import FORBIDDEN_CHARACTERS, OPEN_TO_READ
from ogp.verify.model import CardFile

if TYPE_CHECKING:
    from typing import BinaryIO

MAX_BYTES: Final = 64 << 20
"""A larger file is not read: some formats have to be read whole to know the picture's size."""
TAIL_BYTES: Final = 64 << 10
"""The end marker of a picture is looked for in these last bytes: cameras and editors append data behind it."""
MISSING_ERRORS: Final = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.EINVAL})
"""What errno says where there is no such file."""


class CardFiles:
    """The files of one site's cards; each is opened once, however many pages name it."""

    def __init__(self, site: str) -> None:
        """``site`` is the built site's folder."""
        self._site = os.path.realpath(site)
        self._probed: dict[str, CardFile | None] = {}

    def find(self, path: str) -> CardFile | None:
        """The card at ``path`` below the site; None if there is no file, or a link leads outside."""
        if path not in self._probed:
            self._probed[path] = self._probe(path)
        return self._probed[path]

    def _probe(self, path: str) -> CardFile | None:
        try:
            handle = self._open(path)
        except OSError as error:
            if error.errno in MISSING_ERRORS:
                return None
            return CardFile(display_name(path), fault=f"cannot be read: {error.strerror}")
        if handle is None:
            return None
        with os.fdopen(handle, "rb") as file:
            return _read(file, CardFile(display_name(path), size=os.fstat(handle).st_size))

    def _open(self, path: str) -> int | None:
        """A descriptor of the regular file at ``path``; None if there is none inside the site. Raises OSError."""
        if path.endswith("/") or any(character in path for character in FORBIDDEN_CHARACTERS):
            return None
        real = os.path.realpath(f"{self._site}/{path}")
        if not Path(real).is_relative_to(self._site):
            return None
        # The real path has no links in it, unless somebody changes the site meanwhile.
        handle = os.open(real, OPEN_TO_READ)
        if stat.S_ISREG(os.fstat(handle).st_mode):
            return handle
        os.close(handle)
        return None


def _read(file: BinaryIO, card: CardFile) -> CardFile:
    """The card with what its file tells."""
    try:
        start = file.read(provenance.HEAD_BYTES)
        format_ = _format(start)
        if not format_ or card.size > MAX_BYTES:
            return replace(card, format=format_, fault="" if format_ else _fault(start))
        reads_all = format_ in ("WEBP", "AVIF") or provenance.KEYWORD in start
        data = start + file.read() if reads_all else b""
        mark = provenance.read_mark(data) if reads_all else None
        width, height = _pixel_size(io.BytesIO(data) if reads_all else file, format_)
        file.seek(max(0, card.size - TAIL_BYTES))
        is_truncated = _is_truncated(format_, start, data[-TAIL_BYTES:] or file.read(TAIL_BYTES), card.size)
    except Exception as error:  # noqa: BLE001 - Pillow's plugins raise many kinds on broken files
        if type(error).__name__ == "DecompressionBombError":
            return replace(card, format=format_, fault="has more pixels than any card: it is a mistake or an attack")
        return replace(card, fault=f"is broken ({type(error).__name__})")
    state = "" if mark is None else "intact" if mark.owned else "changed"
    fault = "is cut off: its end is missing" if is_truncated else ""
    return replace(card, width=width, height=height, format=format_, mark=state, fault=fault)


def _pixel_size(file: BinaryIO, format_: str) -> tuple[int, int]:
    """Width and height in px. The format is known, so that Pillow neither guesses nor loads all of its plugins."""
    image = importlib.import_module("PIL.Image")
    importlib.import_module(f"PIL.{BY_NAME[format_].pillow}")
    file.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # too many pixels are found by the size
        with image.open(file, formats=(format_,)) as picture:
            width, height = picture.size
            return width, height


def _format(start: bytes) -> str:
    """The format by the file's first bytes, ``""`` if crawlers do not show it."""
    image_format = detect(start)
    return image_format.name if image_format and image_format.shown else ""


def _fault(start: bytes) -> str:
    """What a file is that has none of those formats."""
    if not start:
        return "is empty"
    if start.startswith(b"version https://git-lfs"):
        return "is a pointer of Git LFS, not the picture: check out with `lfs: true`"
    if detect(start):  # the one format that they do not show
        return "is an SVG, which no crawler shows"
    return "is an HTML page, not a picture" if markup(start) else "is not a picture that crawlers show"


def _is_truncated(format_: str, start: bytes, end: bytes, size: int) -> bool:
    """Whether the end of the picture is missing, by its first and last bytes and the file's size."""
    match format_:
        case "PNG":
            return b"IEND" not in end
        case "JPEG":
            return b"\xff\xd9" not in end
        case "WEBP":
            return int.from_bytes(start[4:8], "little") + 8 > size
    return False
