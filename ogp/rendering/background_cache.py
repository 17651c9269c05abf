"""Disk cache of compiled backgrounds, which many cards share. JSON and raw bytes; damage only costs time.

    4 bytes   length of the head, big-endian
    head      JSON: the baked layers, what the report says of their texts, where they drew
    rest      the compressed background, which checks itself

What is damaged or of another version is as good as not there.
"""

from __future__ import annotations

import contextlib
import json
import struct
from typing import TYPE_CHECKING, Any

from ogp.display_list import Box
from ogp.encode import png_background_file
from ogp.errors import OgpError
from ogp.layout.card_design import Background
from ogp.layout.results import TextReport
from ogp.store.cache_folder import load_bytes, mark_used, prune, save_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from ogp.encode.png_background import CompressedBackground

VERSION = "2"
SUBFOLDER = "scenes"  # the name that older versions gave it, so that what they left is swept too
MAX_FILES = 128
"""Of some 60 KB each, a photograph's 1 MB. A site has a dozen; those of its former templates are the others."""


def load(root: Path, name: str) -> tuple[Background, CompressedBackground] | None:
    """Return the background kept under ``name`` in the site at ``root``, as it is and compressed, or None."""
    data = load_bytes(root, f"{SUBFOLDER}/{name}", VERSION) or b""
    try:
        (length,) = struct.unpack_from(">I", data)
        head: dict[str, Any] = json.loads(data[4 : 4 + length])
        texts = tuple(
            TextReport(layer, size, tuple(lines), truncated, tuple(missing), Box(*box))
            for layer, size, lines, truncated, missing, box in head["texts"]
        )
        boxes = tuple((str(name), Box(*box)) for name, box in head["boxes"])
        compressed = png_background_file.from_bytes(data[4 + length :])
        if compressed is None:
            return None
        mark_used(root, f"{SUBFOLDER}/{name}")
        return Background(compressed.image, frozenset(head["baked"]), texts, boxes), compressed
    except (ValueError, KeyError, TypeError, struct.error, RecursionError):
        return None


def save(root: Path, name: str, background: Background, compressed: CompressedBackground) -> None:
    """Store a compiled background. Failing is no error. Two processes may save the same one: either file is whole."""
    texts = [(t.layer, t.size, t.lines, t.truncated, t.missing, t.box) for t in background.texts]
    head = json.dumps({"baked": sorted(background.baked), "texts": texts, "boxes": background.boxes}).encode()
    with contextlib.suppress(OgpError):
        save_bytes(
            root,
            f"{SUBFOLDER}/{name}",
            VERSION,
            struct.pack(">I", len(head)) + head + png_background_file.to_bytes(compressed),
        )


def sweep(root: Path) -> None:
    """Remove the backgrounds that were of no use for longest, so that the folder stays small."""
    prune(root, SUBFOLDER, MAX_FILES)
