"""Lock: one build at a time in a site, and none held by the dead."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from ogp.dotfolder import make_dotfolder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

POLL_SECONDS: Final = 0.05
NAME: Final = PurePosixPath(".ogp/lock")

if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> None:
        os.lseek(handle, 1 << 30, os.SEEK_SET)  # a byte past the end: the text in front of it stays readable
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextlib.contextmanager
def lock(root: Path, on_wait: Callable[[str], None] | None = None) -> Iterator[bool]:
    """Hold the site's lock (``.ogp/lock``), waiting for it if need be; gives whether the run before this one died.

    The operating system frees it when the process ends, by whatever death. on_wait is called once, with who is waited
    for, before the waiting begins. A run that dies leaves its process id in the file: that is the sign to sweep.
    """
    make_dotfolder(root)
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(root / NAME, flags, 0o666)
    try:
        _wait(handle, on_wait)
        died = os.fstat(handle).st_size > 0
        os.ftruncate(handle, 0)
        os.pwrite(handle, b"%d\n" % os.getpid(), 0) if hasattr(os, "pwrite") else os.write(
            handle, b"%d\n" % os.getpid()
        )
        yield died
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)  # frees the lock


def _wait(handle: int, on_wait: Callable[[str], None] | None) -> None:
    told = False
    while True:
        try:
            _try_lock(handle)
        except OSError:
            if on_wait is not None and not told:
                os.lseek(handle, 0, os.SEEK_SET)
                on_wait(
                    f"waiting for another ogp run (process {os.read(handle, 32).decode('ascii', 'replace').strip()})"
                )
                told = True
            time.sleep(POLL_SECONDS)
        else:
            return
