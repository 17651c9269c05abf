"""Store: files below the site's folder, never outside it, whole or not at all, and not rewritten without need."""

from __future__ import annotations

import contextlib
import stat
import time
from typing import TYPE_CHECKING, Final, Literal

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

Owner = Literal["absent", "ours", "foreign"]


class Pending:
    """A file that is written but does not have its name yet."""

    def __init__(
        self, folder: Folder, staged: TemporaryFile, path: PurePosixPath, holding: AbstractContextManager[object]
    ) -> None:
        """``holding`` closes the folder and explains its errors."""
        self._folder, self._staged, self._path, self._holding = folder, staged, path, holding

    def commit(self, *, flush: bool = True, adopts: bool = True) -> None:
        """Flush it to the disk, and give it its name. Once.

        Without ``adopts`` what a person put there meanwhile stays: E_IMAGE_FOREIGN.
        """

        def look() -> None:
            if not adopts and _owner(self._folder, self._path.name) == "foreign":
                raise foreign(str(self._path))

        with self._holding:
            self._folder.take(self._staged, self._path.name, flush=flush, look=look)


class Store:
    """Files below ``root``. Paths are relative and use ``/``; every error is an OgpError that names the path.

    A write goes to a temporary file in the same folder, is flushed to the disk, and takes its name in one step. The
    folder itself is not flushed (that would double the cost of a card): after a power cut the old file may be back
    under the name, whole, and the next build mends that.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def stat(self, path: PurePosixPath) -> os.stat_result | None:
        """The status of the regular file at ``path``, None if nothing is there."""
        with self._holding(path) as folder:
            return None if folder is None else folder.status(path.name)

    def exists(self, path: PurePosixPath) -> bool:
        """Whether a regular file is at ``path``."""
        return self.stat(path) is not None

    def read(self, path: PurePosixPath, most: int | None = None) -> bytes | None:
        """The bytes of the file at ``path``, None if nothing is there; none of them if they are more than ``most``."""
        with self._holding(path) as folder:
            status = None if folder is None else folder.status(path.name)
            if folder is None or status is None:
                return None
            return b"" if most is not None and status.st_size > most else folder.read(path.name)

    def owner(self, path: PurePosixPath) -> Owner:
        """Whose file is at ``path``: nobody's, ours (its mark fits every byte of it), or someone else's."""
        with self._holding(path) as folder:
            return "absent" if folder is None else _owner(folder, path.name)

    def write(self, path: PurePosixPath, data: bytes, *, flush: bool = True) -> bool:
        """Put ``data`` at ``path``, making folders on the way; False if these very bytes were there already.

        An existing file keeps its permissions, and one that nobody may write is left alone.
        """
        pending = self.stage(path, data)
        if pending:
            pending.commit(flush=flush)
        return pending is not None

    def stage(self, path: PurePosixPath, data: bytes) -> Pending | None:
        """`write` but for its last step, the slow one; None if these very bytes are there already."""
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(self._holding(path, make=True))
            assert folder is not None  # it was to be made
            old = folder.status(path.name)
            if old is not None and old.st_size == len(data) and folder.read(path.name) == data:
                return None
            staged = folder.stage(data, _kept_mode(old, path))
            return Pending(folder, staged, path, stack.pop_all())

    def replace_if_unchanged(self, path: PurePosixPath, old: bytes, new: bytes) -> None:
        """Put ``new`` where exactly ``old`` is: the write-back of a post that nobody edited meanwhile."""
        with self._holding(path) as folder:
            status = None if folder is None else folder.status(path.name)
            if folder is None or status is None or folder.read(path.name) != old:
                place = Location(file=str(path))
                raise OgpError("E_IMAGE_IO", "the file changed while ogp was working on it", "run ogp again", place)
            folder.take(folder.stage(new, _kept_mode(status, path)), path.name, flush=True)

    def _holding(self, path: PurePosixPath, *, make: bool = False) -> AbstractContextManager[Folder | None]:
        """The folder that ``path`` is in."""
        return open_folder(self.root, path.parent, make=make, about=path)

    def sweep(self, folders: Iterable[PurePosixPath], older_than: float = STALE_SECONDS) -> int:
        """Remove temporary files that dead runs left in ``folders``; how many there were.

        older_than: seconds. 0 is right while the site's lock is held, for then no other run can be writing.
        """
        count = 0
        now = time.time()
        for path in folders:
            with contextlib.suppress(OgpError), open_folder(self.root, path) as folder:
                if folder is None:
                    continue
                for entry in list(folder.names()):
                    if not is_temporary(entry.name) or not entry.is_file(follow_symlinks=False):
                        continue
                    if now - entry.stat(follow_symlinks=False).st_mtime >= older_than:
                        folder.unlink(entry.name)
                        count += 1
        return count


def _owner(folder: Folder, name: str) -> Owner:
    status = folder.status(name)
    if status is None:
        return "absent"
    mark = provenance.read_mark(folder.read(name)) if status.st_size <= provenance.MAX_BYTES else None
    return "ours" if mark is not None and mark.owned else "foreign"


def _kept_mode(old: os.stat_result | None, path: PurePosixPath) -> int | None:
    if old is None:
        return None
    mode = stat.S_IMODE(old.st_mode)
    if not mode & ANY_WRITE:
        raise OgpError("E_IMAGE_IO", f"{str(path)!r} is write-protected", "chmod u+w it", Location(file=str(path)))
    return mode
