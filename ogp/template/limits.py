"""Limits of what a template may ask for: any template, whoever wrote it, is read and drawn in a second or two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ogp.errors import ConfigError, Location
from ogp.message_text import decode_utf8
from ogp.template.model import TextLayer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ogp.template.model import Layer, Size

MAX_TOML = 64 * 1024
MAX_LINE = 1000
"""Characters of a line. What is longer is art, which has files of its own, or a trap: TOML's parser takes quadratic
time for keys of many dots."""

MAX_ART = 8 * 1024 * 1024
MAX_LAYERS = 64
MAX_COLORS = 64
MAX_PALETTES = 64
MAX_PX = 4096
"""Of any distance; the largest card is 1920 px high."""

MAX_AREA = 24_000_000
"""px² of all pictures, fills, and stroked or shadowed texts of one size: the largest card ten times over."""


def read(path: Path) -> str:
    """Return the text of a template.toml.

    Raises:
        ConfigError: E_TEMPLATE.
    """
    if path.exists() and not path.is_file():  # a pipe would block
        raise ConfigError("E_TEMPLATE", "not a regular file", place=Location(str(path)))
    try:
        raw = path.read_bytes() if path.stat().st_size <= MAX_TOML else None
    except OSError as error:
        message = f"{path.parent.name}/{path.name} cannot be read: {error.strerror}"
        raise ConfigError("E_TEMPLATE", message, place=Location(str(path))) from None
    if raw is None:
        raise ConfigError("E_TEMPLATE", f"larger than {MAX_TOML // 1024} KiB", place=Location(str(path)))
    text = decode_utf8(raw, "E_TEMPLATE", str(path))
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > MAX_LINE:
            message = f"the line is longer than {MAX_LINE} characters"
            raise ConfigError("E_TEMPLATE", message, "art belongs into files", Location(str(path), number))
    return text


def read_art(path: Path, already: int) -> bytes:
    """Return a file of the template, ``already`` bytes of whose art were read.

    Raises:
        OSError: where it cannot be read.
        ValueError: with the reason, for what is no file (a pipe would block) or too large.
    """
    status = path.stat()
    if not path.is_file():
        raise ValueError("not a regular file")
    if already + status.st_size > MAX_ART:
        raise ValueError(f"the template's art is larger than {MAX_ART // 2**20} MiB")
    return path.read_bytes()


def area(layers: Iterable[Layer], size: Size) -> float:
    """Return how many px² the layers may draw on at most; plain texts, which cost by the glyph, are not counted."""
    total = 0.0
    for layer in layers:
        if not isinstance(layer, TextLayer) or layer.stroke or layer.shadow:
            box = layer.anchors.box(size.width, size.height)
            total += box.w * box.h
    return total
