"""The scan index: what the last build found, so that a build with nothing to do reads no post and no picture.

It only saves time. An entry counts while the post's and the card's size and modification time are what they were, and
while everything all cards share (``context``) is the same; otherwise the files themselves are asked.

    .ogp/index.json   {file: [post's time, size, output, card's time, size]}
    .ogp/rows.json    {file: the report's row}, read only when somebody asks for them
"""

from __future__ import annotations

import contextlib
import os
import time
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from ogp.errors import OgpError
from ogp.store.cache_folder import load_cache, save_cache

if TYPE_CHECKING:
    from pathlib import Path

    from ogp.building.report import Row

VERSION = 2
RACY_NS = 2_000_000_000
"""What changed within two seconds of being indexed may change again unseen (FAT keeps 2 s): it does not count."""

Stamp = tuple[int, int]
"""Modification time in ns, size in bytes."""


class Entry(NamedTuple):
    """What is known of one post: its stamp, its card's path and stamp."""

    post: Stamp
    output: str
    image: Stamp


class Index:
    """Entries by file, for one context."""

    def __init__(self, root: Path, context: str) -> None:
        """Read the index of the site at ``root``; anything but a whole one of this version and context is empty."""
        self.root = root
        self.context = f"{VERSION} {context}"
        self._old = self._load("index.json")
        self._kept: dict[str, Entry] = {}
        self._new: dict[str, tuple[Entry, Row]] = {}

    def _load(self, name: str) -> dict[str, Any]:
        found = load_cache(self.root, name, self.context)
        return found if isinstance(found, dict) else {}

    @property
    def empty(self) -> bool:
        """Whether nothing is known: the first build, or something that all cards share has changed."""
        return not self._old

    def get(self, file: str, post: Stamp) -> Entry | None:
        """Return the entry of ``file`` if the post is as it was."""
        found = self._old.get(file)
        match found:
            case [int(time_ns), int(size), str(output), int(image_ns), int(image_size)] if (time_ns, size) == post:
                return Entry(post, output, (image_ns, image_size))
        return None  # unknown, changed, or not written by us

    def row(self, file: str) -> Row | None:
        """Return the row that the report gave ``file`` last."""
        row = self._rows.get(file)
        return row if isinstance(row, dict) and row.get("status") == "unchanged" else None

    @cached_property
    def _rows(self) -> dict[str, Row]:
        return self._load("rows.json") if self._old else {}

    def keep(self, file: str, entry: Entry) -> None:
        """Carry over an entry that was found true."""
        self._kept[file] = entry

    def put(self, file: str, entry: Entry, row: Row) -> None:
        """Add or replace the entry of ``file``."""
        self._new[file] = (entry, row)

    def save(self) -> None:
        """Write the index if it has changed. Failing to is no error: the next build only takes longer."""
        if not self._new and len(self._kept) == len(self._old):
            return
        horizon = time.time_ns() - RACY_NS
        kept = {file: (entry, row) for file, entry in self._kept.items() if (row := self._rows.get(file))}
        entries = {
            file: (entry, row)
            for file, (entry, row) in {**kept, **self._new}.items()
            if entry.post[0] < horizon and entry.image[0] < horizon
        }
        rows = {file: row for file, (_, row) in entries.items()}
        stamps = {file: (*entry.post, entry.output, *entry.image) for file, (entry, _) in entries.items()}
        with contextlib.suppress(OgpError):
            save_cache(self.root, "rows.json", self.context, rows)
            save_cache(self.root, "index.json", self.context, stamps)


def stamp(path: str) -> Stamp | None:
    """Return what identifies a state of the file at ``path``; None where there is none."""
    try:
        status = os.stat(path)  # noqa: PTH116 - 20,000 of these are half of a build with nothing to do
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size
