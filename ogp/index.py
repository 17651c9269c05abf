"""The scan index: what the last build found, so that a build with nothing to do reads no post and no picture.

It only saves time. An entry counts while the post's and the card's size and modification time are what they were, and
while everything all cards share (``context``) is the same; otherwise the files themselves are asked.

    .ogp/index.json   {"version", "context", "posts": {file: [post's time, size, output, card's time, size]}}
    .ogp/rows.json    the report's row of each post, read only when somebody asks for them
"""

from __future__ import annotations

import json
import os
import time
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from ogp.report import Row

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

    def __init__(self, folder: Path, context: str) -> None:
        """Read the index in ``folder``; anything but a whole index of this version and context is an empty one."""
        self.folder = folder
        self.context = context
        self._old = _read(folder / "index.json", context)
        self._kept: dict[str, Entry] = {}
        self._new: dict[str, tuple[Entry, Row]] = {}

    def get(self, file: str, post: Stamp) -> Entry | None:
        """Return the entry of ``file`` if the post is as it was."""
        found = self._old.get(file)
        if found is None or (found[0], found[1]) != post:
            return None
        return Entry(post, found[2], (found[3], found[4]))

    def row(self, file: str) -> Row | None:
        """Return the row that the report gave ``file`` last."""
        return self._rows.get(file)

    @cached_property
    def _rows(self) -> dict[str, Row]:
        return _read(self.folder / "rows.json", self.context) if self._old else {}

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
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            ignore = self.folder / ".gitignore"
            if not ignore.exists():
                ignore.write_text("*\n")
            self._write("rows.json", {file: row for file, (_, row) in entries.items()})
            self._write("index.json", {file: (*e.post, e.output, *e.image) for file, (e, _) in entries.items()})
        except OSError:
            return

    def _write(self, name: str, posts: dict[str, Any]) -> None:
        data = {"version": VERSION, "context": self.context, "posts": posts}
        temporary = self.folder / f"{name}.tmp"
        temporary.write_text(json.dumps(data, separators=(",", ":")))
        temporary.replace(self.folder / name)


def stamp(path: str) -> Stamp | None:
    """Return what identifies a state of the file at ``path``; None where there is none."""
    try:
        status = os.stat(path)  # noqa: PTH116 - 20,000 of these are half of a build with nothing to do
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size


def _read(path: Path, context: str) -> dict[str, Any]:
    try:
        data = json.loads(path.read_bytes())
        fits = data["version"] == VERSION and data["context"] == context
        posts: dict[str, Any] = data["posts"] if fits else {}
        return posts if isinstance(posts, dict) else {}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
