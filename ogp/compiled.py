"""Compiled scenes on the disk: what all cards of a scene share, made once. Only an accelerator: JSON and raw bytes.

    4 bytes   length of the head, big-endian
    head      JSON: the baked layers, what the report says of their texts, where they drew
    rest      the encoder's compiled background, which checks itself

A file that is damaged or of another version is as good as none.
"""

from __future__ import annotations

import json
import os
import struct
from typing import TYPE_CHECKING, Any

from ogp.encode import kept
from ogp.frame import Box
from ogp.layout import Backdrop, SetText

if TYPE_CHECKING:
    from pathlib import Path

    from ogp.encode.bands import Base

VERSION = 1


def load(path: Path) -> tuple[Backdrop, Base] | None:
    """Return the backdrop and base kept at ``path``, or None."""
    try:
        data = path.read_bytes()
        (length,) = struct.unpack_from(">I", data)
        head: dict[str, Any] = json.loads(data[4 : 4 + length])
        base = kept.from_bytes(data[4 + length :])
        if base is None or head["version"] != VERSION:
            return None
        texts = tuple(
            SetText(layer, size, tuple(lines), truncated, tuple(missing), Box(*box))
            for layer, size, lines, truncated, missing, box in head["texts"]
        )
        boxes = tuple((str(name), Box(*box)) for name, box in head["boxes"])
        return Backdrop(base.background, frozenset(head["baked"]), texts, boxes), base
    except (OSError, ValueError, KeyError, TypeError, struct.error, RecursionError):
        return None


def save(path: Path, backdrop: Backdrop, base: Base) -> None:
    """Keep a compiled scene. Failing to is no error. Two processes may save the same one: either file is whole."""
    texts = [(t.layer, t.size, t.lines, t.truncated, t.missing, t.box) for t in backdrop.texts]
    told = {"version": VERSION, "baked": sorted(backdrop.baked), "texts": texts, "boxes": backdrop.boxes}
    head = json.dumps(told).encode()
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(struct.pack(">I", len(head)) + head + kept.to_bytes(base))
        temporary.replace(path)
    except OSError:
        return
