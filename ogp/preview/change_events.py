"""Watch: files of the site that change -> pages that are told, so that they ask what there is now."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import watchfiles

from ogp.cli import console
from ogp.cli.watch import IGNORED

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

BEAT: Final = 20.0
"""Seconds between signs of life on a stream: writing is how one notices that nobody reads it any more."""
QUIET_MS: Final = 100
"""An editor's save is several changes within a few milliseconds; a writer does not see a tenth of a second."""


class ChangeBroadcast:
    """Rung at every change; whoever listens gets an event of a stream (HTML, "Server-sent events")."""

    def __init__(self) -> None:
        """Silent."""
        self.open = True
        self.count = 0
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Tell everybody who listens."""
        self.count += 1
        rung, self._rung = self._rung, asyncio.Event()
        rung.set()

    def close(self) -> None:
        """End all streams."""
        self.open = False
        self.ring()

    async def listen(self) -> AsyncIterator[str]:
        """Yield the events of one stream: one at once, and one for every change."""
        yield "retry: 1000\n\n"
        told = -1
        while self.open:
            if told != self.count:
                told = self.count
                yield f"data: {told}\n\n"
                continue
            try:
                await asyncio.wait_for(self._rung.wait(), BEAT)
            except TimeoutError:
                yield ": still here\n\n"


async def watch(root: Path, concerns: Callable[[list[str]], Awaitable[bool]], bell: ChangeBroadcast) -> None:
    """Ring the bell whenever files changed that ``concerns`` says matter; runs until it is cancelled."""

    def wanted(_change: watchfiles.Change, path: str) -> bool:
        parts = path[len(str(root)) :].replace("\\", "/").split("/")
        return not any(part in IGNORED for part in parts) and not path.endswith((".tmp", ".swp", "~"))

    try:
        async for changes in watchfiles.awatch(root, watch_filter=wanted, step=QUIET_MS, debounce=QUIET_MS * 4):
            files = sorted({path[len(str(root)) :].replace("\\", "/").lstrip("/") for _, path in changes})
            if await concerns(files):
                bell.ring()
    except OSError as error:  # most often the system's limit of watches
        console.warning(f"the page does not follow changes: {error.strerror or error}; reload it yourself")
