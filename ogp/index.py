"""The scan index: what the last build found, so that a build with nothing to do reads no post and no picture.

It only saves time. An entry counts while the post's and the card's size and modification time are what they were, and
while everything all cards share (``context``) is the same; otherwise the files themselves are asked.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from ogp.report import Row

VERSION = 1
RACY_NS = 2_000_000_000
"""What changed within two seconds of being indexed may change again unseen (FAT keeps 2 s): it does not count."""

Stamp = tuple[int, int]
"""Modification time in ns, size in bytes."""


class Entry(NamedTuple):
    """What is known of one post: its stamp, its card's path and stamp, and the row the report gave it."""

    post: Stamp
    output: str
    image: Stamp | None
    row: Row


class Index:
    """Entries by file, for one context."""

    def __init__(self, path: Path, context: str) -> None:
        """Read the index at ``path``; anything but a whole index of this version and context is an empty one."""
        self.path = path
        self.context = context
        self._old = _read(path, context)
        self._new: dict[str, Entry] = {}
        self._hits = 0

    def get(self, file: str, post: Stamp) -> Entry | None:
        """Return the entry of ``file`` if the post is as it was."""
        entry = self._old.get(file)
        return entry if entry is not None and entry.post == post else None

    def keep(self, file: str, entry: Entry) -> None:
        """Carry over an entry that was found true."""
        self._new[file] = entry
        self._hits += 1

    def put(self, file: str, entry: Entry) -> None:
        """Add or replace the entry of ``file``."""
        self._new[file] = entry

    def save(self) -> None:
        """Write the index if it has changed. Failing to is no error: the next build only takes longer."""
        if self._hits == len(self._new) == len(self._old):
            return
        horizon = time.time_ns() - RACY_NS
        entries = {
            file: entry
            for file, entry in self._new.items()
            if entry.post[0] < horizon and (entry.image is None or entry.image[0] < horizon)
        }
        data = {"version": VERSION, "context": self.context, "posts": entries}
        temporary = self.path.with_suffix(".tmp")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            ignore = self.path.parent / ".gitignore"
            if not ignore.exists():
                ignore.write_text("*\n")
            temporary.write_text(json.dumps(data, ensure_ascii=True, separators=(",", ":")))
            temporary.replace(self.path)
        except OSError:
            return


def stamp(status: os.stat_result) -> Stamp:
    """Return what identifies a state of a file."""
    return status.st_mtime_ns, status.st_size


def _read(path: Path, context: str) -> dict[str, Entry]:
    try:
        data = json.loads(path.read_bytes())
        if data["version"] != VERSION or data["context"] != context:
            return {}
        return {file: _entry(item) for file, item in data["posts"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _entry(item: list[Any]) -> Entry:
    post, output, image, row = item
    return Entry((int(post[0]), int(post[1])), str(output), (int(image[0]), int(image[1])) if image else None, row)
