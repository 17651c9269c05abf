"""Watches the site's files and tells the open pages of changes, by server-sent events."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import watchfiles

from ogp.posts.generators.ignored_folders import IGNORED_FOLDERS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

BEAT: Final = 20.0
"""Seconds between signs of life on a stream: writing is how one notices that nobody reads it any more."""
QUIET_MS: Final = 100
"""An editor's save is several changes within a few milliseconds; a writer does not see a tenth of a second."""


class ChangeBroadcast:
    """Sends every change to all pages that are open, as events of a stream (HTML, "Server-sent events")."""

    def __init__(self) -> None:
        self.open = True
        self.count = 0
        self._changed = asyncio.Event()

    def announce(self) -> None:
        """Tell all pages that something changed."""
        self.count += 1
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    def close(self) -> None:
        """End all streams."""
        self.open = False
        self.announce()

    async def listen(self) -> AsyncIterator[str]:
        """Yield the events of one stream: one at once, and one for every change."""
        yield "retry: 1000\n\n"
        sent = -1
        while self.open:
            if sent != self.count:
                sent = self.count
                yield f"data: {sent}\n\n"
                continue
            try:
                await asyncio.wait_for(self._changed.wait(), BEAT)
            except TimeoutError:
                yield ": still here\n\n"


async def watch(
    root: Path,
    affects_page: Callable[[list[str]], Awaitable[bool]],
    changes: ChangeBroadcast,
    say: Callable[[str], None],
) -> None:
    """Tell the pages whenever files changed that matter; runs until it is cancelled.

    affects_page: whether any of some files, by their paths from the root with ``/``, does. say: prints a line.
    """

    def filtered(_change: watchfiles.Change, path: str) -> bool:
        parts = path[len(str(root)) :].replace("\\", "/").split("/")
        return not any(part in IGNORED_FOLDERS for part in parts) and not path.endswith((".tmp", ".swp", "~"))

    try:
        async for batch in watchfiles.awatch(root, watch_filter=filtered, step=QUIET_MS, debounce=QUIET_MS * 4):
            files = sorted({path[len(str(root)) :].replace("\\", "/").lstrip("/") for _, path in batch})
            if await affects_page(files):
                changes.announce()
    except OSError as error:  # most often the system's limit of watches
        say(f"warning: the page does not follow changes: {error.strerror or error}; reload it yourself")
