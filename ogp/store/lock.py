"""Lock: one build at a time in a site, and none held by the dead."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from ogp.errors import OgpError
from ogp.store.cache import FOLDER, make_dotfolder
from ogp.store.safe_folder import as_ogp_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

POLL_SECONDS: Final = 0.05
NAME: Final = FOLDER / "lock"
OPEN: Final = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)

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
    for, before the waiting begins. A run that dies leaves its process id in the file: the sign to `Store.sweep`.
    Where there can be no ``.ogp/`` (a file or a link is in its place, the disk is full or read-only) there is no lock:
    files are still replaced whole, if perhaps twice.
    """
    try:
        make_dotfolder(root)
        handle = _acquire(root / NAME, on_wait)
    except OgpError as error:
        if on_wait is not None:
            on_wait(f"without {FOLDER}/, which only saves time: {error}")
        yield False
        return
    try:
        died = os.fstat(handle).st_size > 0
        _write(handle, b"%d\n" % os.getpid())
        yield died
    finally:
        # Also after an error: whatever was being written has been tidied away by then.
        _write(handle, b"")
        os.close(handle)  # frees the lock


def _acquire(path: Path, on_wait: Callable[[str], None] | None) -> int:
    """A descriptor of the lock's file, locked."""
    while True:
        try:
            handle = os.open(path, OPEN, 0o666)
        except OSError as error:
            raise as_ogp_error(error, PurePosixPath(NAME)) from error
        try:
            on_wait = _wait(handle, on_wait)
            if _is_at(handle, path):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)  # somebody deleted `.ogp/` meanwhile: what we hold is the lock of nothing


def _wait(handle: int, on_wait: Callable[[str], None] | None) -> Callable[[str], None] | None:
    """Wait until the file is ours; returns what is still to be called, should it come to waiting again."""
    while True:
        try:
            _try_lock(handle)
        except (BlockingIOError, PermissionError):  # held by another; the latter is Windows' word for it
            if on_wait is not None:
                os.lseek(handle, 0, os.SEEK_SET)
                holder = os.read(handle, 32).decode("ascii", "replace").strip()
                on_wait(f"waiting for another run of ogp in this site (process {holder or 'unknown'})")
                on_wait = None
            time.sleep(POLL_SECONDS)
        except OSError:
            return on_wait  # a file system without locks
        else:
            return on_wait


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), os.lstat(path))
    except OSError:
        return False


def _write(handle: int, text: bytes) -> None:
    # The lock holds without the text: a full disk must not stop a build that may have nothing to write.
    with contextlib.suppress(OSError):
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, text)
