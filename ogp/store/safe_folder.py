"""Confined: one folder below a root, reached without following a symlink, and the few things done in it.

On POSIX every component is opened from its parent's descriptor with O_NOFOLLOW, so that not even a symlink laid between
the check and the use leads outside. Where Python has no `dir_fd` (Windows) each component is looked at instead, which
leaves that gap open; making links there takes a privilege.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from typing import TYPE_CHECKING, Final, Self

from ogp.errors import Location, OgpError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path, PurePosixPath

HAS_DIR_FD: Final = {os.open, os.stat, os.mkdir, os.unlink, os.rename} <= os.supports_dir_fd
NOFOLLOW: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
FOLDER: Final = os.O_RDONLY | NOFOLLOW | getattr(os, "O_DIRECTORY", 0)
READ: Final = os.O_RDONLY | NOFOLLOW | getattr(os, "O_NONBLOCK", 0)  # a named pipe must not hang the build
CREATE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | NOFOLLOW
REPARSE: Final = 0x400
"""FILE_ATTRIBUTE_REPARSE_POINT: symlinks and junctions on Windows."""
FORBIDDEN: Final = "\0\\:" if os.name == "nt" else "\0\\"
"""In no component: a backslash separates, and a colon names a drive or a stream, on Windows."""
ODD: Final = frozenset({errno.ELOOP, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.EINVAL})
"""Errors that say something about the path; all others are about the disk or its permissions."""


class TemporaryFile:
    """A temporary file, written and still open."""

    def __init__(self, name: str, handle: int) -> None:
        self.name = name
        self.handle = handle

    def close(self) -> None:
        """Give the descriptor back, once."""
        handle, self.handle = self.handle, -1
        if handle >= 0:
            os.close(handle)


class Folder:
    """An open folder: a descriptor where there is `dir_fd`, a path where there is not."""

    def __init__(self, path: Path, handle: int | None) -> None:
        self._path = path
        self._handle = handle

    @classmethod
    def root(cls, path: Path) -> Self:
        """The folder at ``path``, which is the user's own and may be a symlink."""
        handle = os.open(path, FOLDER & ~getattr(os, "O_NOFOLLOW", 0)) if HAS_DIR_FD else None
        return cls(path, handle)

    def close(self) -> None:
        """Give the descriptor back."""
        if self._handle is not None:
            os.close(self._handle)

    def child(self, name: str, *, make: bool) -> Folder:
        """The folder ``name`` in this one, made if asked; a symlink or a file in its place is an error."""
        if make:
            with contextlib.suppress(FileExistsError):
                os.mkdir(self._at(name), dir_fd=self._handle)
        if self._handle is None:
            status = os.lstat(self._at(name))
            if not stat.S_ISDIR(status.st_mode) or _is_reparse(status):
                raise NotADirectoryError(errno.ENOTDIR, "not a folder, or a link to one", name)
            return Folder(self._path / name, None)
        return Folder(self._path / name, os.open(name, FOLDER, dir_fd=self._handle))

    def status(self, name: str) -> os.stat_result | None:
        """Status of the file ``name``; None if there is none, an error unless it is a plain file with a single name."""
        try:
            status = os.stat(self._at(name), dir_fd=self._handle, follow_symlinks=False)
        except FileNotFoundError:
            return None
        if stat.S_ISLNK(status.st_mode) or _is_reparse(status):
            raise OgpError("E_IMAGE_PATH", f"{name!r} is a symbolic link", "give the file itself a name in the site")
        if not stat.S_ISREG(status.st_mode):
            raise OgpError("E_IMAGE_PATH", f"{name!r} is not a regular file", "choose another name")
        if status.st_nlink > 1:
            raise OgpError("E_IMAGE_PATH", f"{name!r} has another name elsewhere (a hard link)", "copy it instead")
        return status

    def names(self) -> Iterator[os.DirEntry[str]]:
        """What is in the folder, in no order."""
        with os.scandir(self._path if self._handle is None else self._handle) as entries:
            yield from entries

    def read(self, name: str) -> bytes:
        """The bytes of the file ``name``."""
        with os.fdopen(os.open(self._at(name), READ, dir_fd=self._handle), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise OgpError("E_IMAGE_PATH", f"{name!r} is not a regular file", "choose another name")
            return file.read()

    def unlink(self, name: str) -> None:
        """Remove the file ``name``."""
        os.unlink(self._at(name), dir_fd=self._handle)

    def stage(self, data: bytes, mode: int | None) -> TemporaryFile:
        """Write ``data`` to a temporary file, which `take` gives its name. ``mode``: its permission bits, or None."""
        temporary = f".ogp-{secrets.token_hex(8)}.tmp"
        handle = os.open(self._at(temporary), CREATE, 0o666, dir_fd=self._handle)
        staged = TemporaryFile(temporary, handle)
        try:
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(handle, mode)
            view = memoryview(data)
            while view:
                view = view[os.write(handle, view) :]
        except BaseException:
            self.drop(staged)
            raise
        return staged

    def take(self, staged: TemporaryFile, name: str, *, flush: bool, look: Callable[[], None] | None = None) -> None:
        """Put a staged file at ``name`` in one step: whoever looks sees the old file or the new one, each in full.

        flush: have the data on the disk first, or a power cut may leave an empty file under the new name. look: called
        at the last moment; what it raises, the file is dropped for.
        """
        try:
            if flush:
                os.fsync(staged.handle)
            staged.close()
            if look is not None:
                look()
            os.replace(self._at(staged.name), self._at(name), src_dir_fd=self._handle, dst_dir_fd=self._handle)
        except BaseException:
            self.drop(staged)
            raise

    def drop(self, staged: TemporaryFile) -> None:
        """Remove a staged file that will not be taken."""
        with contextlib.suppress(OSError):
            staged.close()
        with contextlib.suppress(OSError):
            self.unlink(staged.name)

    def _at(self, name: str) -> str:
        return name if self._handle is not None else str(self._path / name)


def is_temporary(name: str) -> bool:
    """Whether ``name`` is one that `Folder.stage` gives its temporary files."""
    return len(name) == len(".ogp-.tmp") + 16 and name.startswith(".ogp-") and name.endswith(".tmp")


@contextlib.contextmanager
def open_folder(
    root: Path, path: PurePosixPath, *, make: bool = False, about: PurePosixPath | None = None
) -> Iterator[Folder | None]:
    """The folder at ``path`` below ``root``; None if it is missing and not to be made.

    What is refused, here or in the ``with`` block, becomes an OgpError about ``about`` or else ``path``.
    """
    about = about or path
    for part in about.parts:
        if about.is_absolute() or part == ".." or any(sign in part for sign in FORBIDDEN):
            raise OgpError("E_IMAGE_PATH", f"{str(about)!r} leads outside the site", place=Location(file=str(about)))
    try:
        folder = _descend(root, path, make=make)
        try:
            yield folder
        finally:
            if folder is not None:
                folder.close()
    except OSError as error:
        raise as_ogp_error(error, about) from error
    except OgpError as error:
        raise error.at(file=str(about)) from error.__cause__


def _descend(root: Path, path: PurePosixPath, *, make: bool) -> Folder | None:
    try:
        folder = Folder.root(root)
    except FileNotFoundError:
        if make:
            raise
        return None
    for part in path.parts:
        parent = folder
        try:
            folder = parent.child(part, make=make)
        except FileNotFoundError:
            if make:  # somebody removed it between its making and its opening
                raise
            return None
        finally:
            parent.close()
    return folder


def as_ogp_error(error: OSError, path: PurePosixPath) -> OgpError:
    """What the operating system refused, as an error that the user can mend."""
    reason = error.strerror or str(error)
    if error.errno in ODD:
        cure = "no part of the path may be a symbolic link, or a file where a folder is needed, or over-long"
        return OgpError("E_IMAGE_PATH", f"{str(path)!r} cannot be used: {reason}", cure, Location(file=str(path)))
    return OgpError("E_IMAGE_IO", f"{str(path)!r} cannot be read or written: {reason}", place=Location(file=str(path)))


def _is_reparse(status: os.stat_result) -> bool:
    return bool(getattr(status, "st_file_attributes", 0) & REPARSE)
