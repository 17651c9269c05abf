"""The lock of a site: one run at a time; the operating system frees it when a process dies."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from ogp.errors import OgpError
from ogp.store.cache_folder import FOLDER, create_cache_folder
from ogp.store.safe_folder import as_ogp_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

POLL_SECONDS: Final = 0.05
NAME: Final = FOLDER / "lock"
_OPEN: Final = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)

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
    """Hold the site's lock (``.ogp/lock``), waiting for it if necessary; gives whether the previous run was killed.

    A killed run leaves its process id in the file: then there may be temporary files for `Store.sweep`. Where there can
    be no ``.ogp/`` (a file or a link is in its place, the disk is full or read-only) nothing is locked: files are still
    replaced whole, if perhaps twice.

    Args:
        root: The site's folder.
        on_wait: Called once, with a line for the user, before waiting begins, or where nothing can be locked.
    """
    try:
        create_cache_folder(root)
        handle = _acquire(root / NAME, on_wait)
    except OgpError as error:
        if on_wait is not None:
            on_wait(f"without {FOLDER}/, which only saves time: {error}")
        yield False
        return
    try:
        was_killed = os.fstat(handle).st_size > 0
        _write(handle, b"%d\n" % os.getpid())
        yield was_killed
    finally:
        # Also after an error: whatever was being written has been removed by then.
        _write(handle, b"")
        os.close(handle)  # frees the lock


def _acquire(path: Path, on_wait: Callable[[str], None] | None) -> int:
    """Open the lock's file and lock it; returns its descriptor."""
    while True:
        try:
            handle = os.open(path, _OPEN, 0o666)
        except OSError as error:
            raise as_ogp_error(error, PurePosixPath(NAME)) from error
        try:
            on_wait = _wait(handle, on_wait)
            if _is_still_at(handle, path):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)  # somebody deleted `.ogp/` meanwhile: what we have locked is a file without a name


def _wait(handle: int, on_wait: Callable[[str], None] | None) -> Callable[[str], None] | None:
    """Wait until the file is locked by us; returns ``on_wait``, or None if it has been called."""
    while True:
        try:
            _try_lock(handle)
        except (BlockingIOError, PermissionError):  # held by another process; Windows raises the latter
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


def _is_still_at(handle: int, path: Path) -> bool:
    """Whether the open file is the one at ``path``."""
    try:
        return os.path.samestat(os.fstat(handle), os.lstat(path))
    except OSError:
        return False


def _write(handle: int, text: bytes) -> None:
    """Replace the file's text. The lock holds without it: a full disk must not stop a run with nothing to write."""
    with contextlib.suppress(OSError):
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, text)
