"""File store: reads and atomically replaces files below the site's folder, never outside it.

A file whose bytes are equal already is not written again.
"""

from __future__ import annotations

import contextlib
import stat
import time
from typing import TYPE_CHECKING, Final

from ogp import provenance
from ogp.errors import Location, OgpError, foreign
from ogp.store.safe_folder import is_temporary, open_folder

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable
    from contextlib import AbstractContextManager
    from pathlib import Path, PurePosixPath

    from ogp.store.safe_folder import Folder, TemporaryFile

STALE_SECONDS: Final = 600.0
"""A temporary file this old belongs to a run that died: a write takes milliseconds."""
ANY_WRITE: Final = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
"""Permission bits, of which a file that may be replaced has at least one."""


class Pending:
    """A file that is written to a temporary file and waits for `commit`."""

    def __init__(
        self, folder: Folder, temporary: TemporaryFile, path: PurePosixPath, opened: AbstractContextManager[object]
    ) -> None:
        """``opened``: the context in which the folder is open, and its errors become OgpErrors."""
        self._folder, self._temporary, self._path, self._opened = folder, temporary, path, opened

    def commit(self, *, flush: bool = True, adopts: bool = True) -> None:
        """Publish the file under its name, once.

        flush:  write it to the disk first.
        adopts: replace also a file that ogp did not make; else that stays. Raises OgpError (E_IMAGE_FOREIGN).
        """

        def veto() -> None:
            if not adopts and _is_foreign(self._folder, self._path.name):
                raise foreign(str(self._path))

        with self._opened:
            self._folder.publish(self._temporary, self._path.name, flush=flush, veto=veto)


class Store:
    """Files below ``root``. Paths are relative and use ``/``; every error is an OgpError that names the path.

    A write goes to a temporary file in the same folder, is flushed to the disk, and is renamed. The folder itself is
    not flushed (that would double the cost of a card): after a power cut the old file may be back under the name,
    whole, and the next build mends that.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def stat(self, path: PurePosixPath) -> os.stat_result | None:
        """The status of the regular file at ``path``, None if nothing is there."""
        with self._folder_of(path) as folder:
            return None if folder is None else folder.status(path.name)

    def exists(self, path: PurePosixPath) -> bool:
        """Whether a regular file is at ``path``."""
        return self.stat(path) is not None

    def read(self, path: PurePosixPath, max_bytes: int | None = None) -> bytes | None:
        """The bytes of the file at ``path``, None if nothing is there; ``b""`` if they are more than ``max_bytes``."""
        with self._folder_of(path) as folder:
            status = None if folder is None else folder.status(path.name)
            if folder is None or status is None:
                return None
            return b"" if max_bytes is not None and status.st_size > max_bytes else folder.read(path.name)

    def write(self, path: PurePosixPath, data: bytes, *, flush: bool = True) -> bool:
        """Write ``data`` to ``path``, creating folders on the way; False if the file had these bytes already.

        flush: write it to the disk before it gets its name. An existing file keeps its permissions.
        Raises OgpError; E_IMAGE_IO also where the file is write-protected.
        """
        pending = self.stage(path, data)
        if pending:
            pending.commit(flush=flush)
        return pending is not None

    def stage(self, path: PurePosixPath, data: bytes) -> Pending | None:
        """Do all of `write` but its last step, the slow one; None if the file has these bytes already."""
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(self._folder_of(path, create=True))
            assert folder is not None  # it was created
            old = folder.status(path.name)
            if old is not None and old.st_size == len(data) and folder.read(path.name) == data:
                return None
            temporary = folder.write_temporary(data, _kept_mode(old, path))
            return Pending(folder, temporary, path, stack.pop_all())

    def replace_if_unchanged(self, path: PurePosixPath, old: bytes, new: bytes) -> None:
        """Replace the file's bytes ``old`` by ``new``: the write-back into a post.

        Raises OgpError: E_IMAGE_IO where the file has other bytes, or gets them meanwhile, for somebody edits it.
        """
        with self._folder_of(path) as folder:
            status = None if folder is None else folder.status(path.name)
            is_same = folder is not None and status is not None and folder.read(path.name) == old
            if folder is None or status is None or not is_same:
                raise _changed(path)
            temporary = folder.write_temporary(new, _kept_mode(status, path))
            if not folder.publish_over(temporary, new, path.name, status, old):
                raise _changed(path)

    def _folder_of(self, path: PurePosixPath, *, create: bool = False) -> AbstractContextManager[Folder | None]:
        """Open the folder that ``path`` is in."""
        return open_folder(self.root, path.parent, create=create, target=path)

    def sweep(self, folders: Iterable[PurePosixPath], older_than: float = STALE_SECONDS) -> int:
        """Remove the temporary files that killed runs left in ``folders``; returns how many there were.

        older_than: seconds. 0 is right while the site's lock is held, for then no other run can be writing.
        """
        count = 0
        now = time.time()
        for path in folders:
            with contextlib.suppress(OgpError), open_folder(self.root, path) as folder:
                if folder is None:
                    continue
                for entry in list(folder.entries()):
                    if not is_temporary(entry.name) or not entry.is_file(follow_symlinks=False):
                        continue
                    if now - entry.stat(follow_symlinks=False).st_mtime >= older_than:
                        folder.unlink(entry.name)
                        count += 1
        return count


def _changed(path: PurePosixPath) -> OgpError:
    message = "the file changed while ogp was working on it, and is left as it is"
    return OgpError("E_IMAGE_IO", message, "run ogp again", Location(file=str(path)))


def _is_foreign(folder: Folder, name: str) -> bool:
    """Whether a file is there that ogp did not make, or that was changed since: its mark does not fit its bytes."""
    status = folder.status(name)
    if status is None:
        return False
    mark = provenance.read_mark(folder.read(name)) if status.st_size <= provenance.MAX_BYTES else None
    return mark is None or not mark.owned


def _kept_mode(old: os.stat_result | None, path: PurePosixPath) -> int | None:
    """The permission bits of the file to be replaced, None if there is none. Raises OgpError if it is read-only."""
    if old is None:
        return None
    mode = stat.S_IMODE(old.st_mode)
    if not mode & ANY_WRITE:
        raise OgpError("E_IMAGE_IO", f"{str(path)!r} is write-protected", "chmod u+w it", Location(file=str(path)))
    return mode
