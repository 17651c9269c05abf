"""Safe folders: opens a folder below a root without following a symlink, and reads, writes and replaces files in it.

On POSIX every component is opened relative to its parent's descriptor (openat(2)) with O_NOFOLLOW, so that not even a
symlink made between the check and the use leads outside. Where Python has no `dir_fd` (Windows) each component is
checked instead, which leaves that gap open; making links there takes a privilege.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from typing import TYPE_CHECKING, Final, Self

from ogp.errors import Location, OgpError
from ogp.store.exchange import exchange

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path, PurePosixPath

HAS_DIR_FD: Final = {os.open, os.stat, os.mkdir, os.unlink, os.rename} <= os.supports_dir_fd
_NOFOLLOW: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
OPEN_FOLDER: Final = os.O_RDONLY | _NOFOLLOW | getattr(os, "O_DIRECTORY", 0)
OPEN_TO_READ: Final = os.O_RDONLY | _NOFOLLOW | getattr(os, "O_NONBLOCK", 0)  # a named pipe must not hang the build
OPEN_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NOFOLLOW
MAX_EXCHANGES: Final = 100
"""Times that a file is put back while somebody goes on saving: more than any editor saves in a millisecond."""
REPARSE_POINT: Final = 0x400
"""FILE_ATTRIBUTE_REPARSE_POINT: symlinks and junctions on Windows."""
FORBIDDEN_CHARACTERS: Final = "\0\\:" if os.name == "nt" else "\0\\"
"""In no component: a backslash separates, and a colon names a drive or a stream, on Windows."""
PATH_ERRORS: Final = frozenset({errno.ELOOP, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.EINVAL})
"""What errno says of a path that cannot be used; all other errors are about the disk or its permissions."""


class TemporaryFile:
    """A temporary file that is written but not yet published under its name; its descriptor is still open."""

    def __init__(self, name: str, handle: int) -> None:
        self.name = name
        self.handle = handle

    def close(self) -> None:
        """Close the descriptor; a second call does nothing."""
        handle, self.handle = self.handle, -1
        if handle >= 0:
            os.close(handle)


class Folder:
    """An open folder: a descriptor where Python has `dir_fd`, else a path."""

    def __init__(self, path: Path, handle: int | None) -> None:
        self._path = path
        self._handle = handle

    @classmethod
    def root(cls, path: Path) -> Self:
        """The folder at ``path``, which is the user's own and may be a symlink."""
        handle = os.open(path, OPEN_FOLDER & ~getattr(os, "O_NOFOLLOW", 0)) if HAS_DIR_FD else None
        return cls(path, handle)

    def close(self) -> None:
        """Close the folder's descriptor."""
        if self._handle is not None:
            os.close(self._handle)

    def child(self, name: str, *, create: bool) -> Folder:
        """The folder ``name`` in this one. Raises OSError where that is a symlink or a file, or missing.

        create: make it where it is missing.
        """
        if create:
            with contextlib.suppress(FileExistsError):
                os.mkdir(self._path_of(name), dir_fd=self._handle)
        if self._handle is None:
            status = os.lstat(self._path_of(name))
            if not stat.S_ISDIR(status.st_mode) or _is_reparse(status):
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), name)
            return Folder(self._path / name, None)
        return Folder(self._path / name, os.open(name, OPEN_FOLDER, dir_fd=self._handle))

    def status(self, name: str) -> os.stat_result | None:
        """The status of the file ``name``, None if there is none.

        Raises OgpError (E_IMAGE_PATH) unless it is a regular file without another name (a hard link).
        """
        try:
            status = os.stat(self._path_of(name), dir_fd=self._handle, follow_symlinks=False)
        except FileNotFoundError:
            return None
        if stat.S_ISLNK(status.st_mode) or _is_reparse(status):
            raise OgpError("E_IMAGE_PATH", f"{name!r} is a symbolic link", "give the file itself a name in the site")
        if not stat.S_ISREG(status.st_mode):
            raise OgpError("E_IMAGE_PATH", f"{name!r} is not a regular file", "choose another name")
        if status.st_nlink > 1:
            raise OgpError("E_IMAGE_PATH", f"{name!r} has another name elsewhere (a hard link)", "copy it instead")
        return status

    def entries(self) -> Iterator[os.DirEntry[str]]:
        """The entries of the folder, in no order."""
        with os.scandir(self._path if self._handle is None else self._handle) as entries:
            yield from entries

    def read(self, name: str) -> bytes:
        """The bytes of the file ``name``."""
        with os.fdopen(os.open(self._path_of(name), OPEN_TO_READ, dir_fd=self._handle), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise OgpError("E_IMAGE_PATH", f"{name!r} is not a regular file", "choose another name")
            return file.read()

    def touch(self, name: str) -> None:
        """Set the modification time of the file ``name`` to now."""
        if self._handle is not None:
            os.utime(name, dir_fd=self._handle, follow_symlinks=False)
        else:
            os.utime(self._path_of(name))

    def unlink(self, name: str) -> None:
        """Remove the file ``name``."""
        os.unlink(self._path_of(name), dir_fd=self._handle)

    def write_temporary(self, data: bytes, mode: int | None) -> TemporaryFile:
        """Write ``data`` to a new temporary file, for `publish` or `discard`.

        mode: its permission bits; None leaves them to the umask.
        """
        name = f".ogp-{secrets.token_hex(8)}.tmp"
        handle = os.open(self._path_of(name), OPEN_NEW, 0o666, dir_fd=self._handle)
        temporary = TemporaryFile(name, handle)
        try:
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(handle, mode)
            view = memoryview(data)
            while view:
                view = view[os.write(handle, view) :]
        except BaseException:
            self.discard(temporary)
            raise
        return temporary

    def publish(
        self, temporary: TemporaryFile, name: str, *, flush: bool, veto: Callable[[], None] | None = None
    ) -> None:
        """Rename a temporary file to ``name``, atomically: readers see the old file or the new one, each in full.

        flush: write the data to the disk first (fsync), or a power cut may leave an empty file under the name.
        veto:  called just before the renaming; if it raises, the temporary file is discarded.
        """
        try:
            if flush:
                os.fsync(temporary.handle)
            temporary.close()
            if veto is not None:
                veto()
            source, target = self._path_of(temporary.name), self._path_of(name)
            os.replace(source, target, src_dir_fd=self._handle, dst_dir_fd=self._handle)
        except BaseException:
            self.discard(temporary)
            raise

    def publish_over(self, temporary: TemporaryFile, new: bytes, name: str, old: os.stat_result, data: bytes) -> bool:
        """Rename a temporary file to ``name`` if the file there is still the one that was read; return whether it was.

        Somebody may save it at any moment, by renaming another file onto it or by writing into it, and no such save is
        lost. Where the system can, the two files exchange their names, and what came out is looked at: it goes back if
        it is not what was read, or if somebody has it open for writing. Elsewhere the file is looked at just before
        the renaming.

        Args:
            temporary: the new file.
            new: its bytes.
            name: what it shall be called.
            old: the status of the file that was read.
            data: the bytes of that file.
        """
        with contextlib.ExitStack() as opened:
            try:
                os.fsync(temporary.handle)
                temporary.close()
                if not self._is_same(name, old, data):
                    self.discard(temporary)
                    return False
                ours = None if self._handle is None else self._hold(temporary.name, self._handle, opened)
                if self._handle is None or ours is None or not exchange(self._handle, temporary.name, name):
                    source, target = self._path_of(temporary.name), self._path_of(name)
                    os.replace(source, target, src_dir_fd=self._handle, dst_dir_fd=self._handle)
                    return True
            except BaseException:
                self.discard(temporary)
                raise
            stays = self._is_untouched(temporary.name, old, data)
            if not stays:
                try:
                    self._put_back(temporary.name, name, self._handle, (ours, new), opened)
                except BaseException:  # what somebody saved must not stay under a name that is swept
                    with contextlib.suppress(OSError):
                        exchange(self._handle, temporary.name, name)
                    raise
            self.unlink(temporary.name)
            return stays

    def _put_back(
        self, out: str, name: str, folder: int, put: tuple[os.stat_result, bytes], opened: contextlib.ExitStack
    ) -> None:
        """Give ``name`` back to the file that an exchange brought out, or to what was saved there since.

        What then comes out is what we put there. If it is as we put it, nobody saved meanwhile; else it is the latest
        save, and its turn comes. All files are held open, so that no new one can have the inode of one that is gone.

        Args:
            out: the name of the file that came out; it is what nobody needs in the end.
            name: where it goes.
            folder: this folder's descriptor.
            put: status and bytes of what we put there.
            opened: closes the files.
        """
        for _ in range(MAX_EXCHANGES):
            back = (self._hold(out, folder, opened), self.read(out))
            try:
                exchange(folder, out, name)
            except FileNotFoundError:  # an editor has moved it away, and will write a new one
                with contextlib.suppress(FileExistsError):
                    os.link(out, name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
                    return
                continue
            if self._is_untouched(out, *put):
                return
            put = back
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), name)

    @staticmethod
    def _hold(name: str, folder: int, opened: contextlib.ExitStack) -> os.stat_result:
        """Open a file until ``opened`` ends; return its status."""
        handle = os.open(name, OPEN_TO_READ, dir_fd=folder)
        opened.callback(os.close, handle)
        return os.fstat(handle)

    def _is_untouched(self, name: str, old: os.stat_result, data: bytes) -> bool:
        """Whether a file is the one that was there, with its bytes, and nobody can write into it any more."""
        return not self._is_open_for_writing(name) and self._is_same(name, old, data)

    def _is_same(self, name: str, old: os.stat_result, data: bytes) -> bool:
        """Whether ``name`` is the file that ``old`` is the status of, and holds ``data``."""
        try:
            now = self.status(name)
            if now is None or (now.st_ino, now.st_size, now.st_mtime_ns) != (old.st_ino, old.st_size, old.st_mtime_ns):
                return False
            return self.read(name) == data
        except (OSError, OgpError):  # gone, linked, or not a file any more
            return False

    def _is_open_for_writing(self, name: str) -> bool:
        """Whether some process has the file open for writing; False where the system does not tell."""
        if not hasattr(fcntl, "F_SETLEASE"):
            return False
        with contextlib.ExitStack() as opened:
            try:  # a lease to read is refused while there is a writer
                handle = os.open(self._path_of(name), OPEN_TO_READ, dir_fd=self._handle)
                opened.callback(os.close, handle)
                fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
                fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
            except OSError as error:
                return error.errno == errno.EAGAIN
        return False

    def discard(self, temporary: TemporaryFile) -> None:
        """Remove a temporary file that will not be published."""
        with contextlib.suppress(OSError):
            temporary.close()
        with contextlib.suppress(OSError):
            self.unlink(temporary.name)

    def _path_of(self, name: str) -> str:
        return name if self._handle is not None else str(self._path / name)


def is_temporary(name: str) -> bool:
    """Whether ``name`` is one that `Folder.write_temporary` gives its files."""
    return len(name) == len(".ogp-.tmp") + 16 and name.startswith(".ogp-") and name.endswith(".tmp")


@contextlib.contextmanager
def open_folder(
    root: Path, path: PurePosixPath, *, create: bool = False, target: PurePosixPath | None = None
) -> Iterator[Folder | None]:
    """Open the folder at ``path`` below ``root``; gives None if it is missing and not to be created.

    create: make the folder, and those above it, where they are missing.
    target: what errors are about: a file in the folder; without, the folder itself.
    Raises OgpError, also for every OSError in the ``with`` block: E_IMAGE_PATH for a path that leads outside or
    through a symlink, E_IMAGE_IO for what the disk or its permissions refuse.
    """
    target = target or path
    for part in target.parts:
        if target.is_absolute() or part == ".." or any(character in part for character in FORBIDDEN_CHARACTERS):
            raise OgpError("E_IMAGE_PATH", f"{str(target)!r} leads outside the site", place=Location(file=str(target)))
    try:
        folder = _descend(root, path, create=create)
        try:
            yield folder
        finally:
            if folder is not None:
                folder.close()
    except OSError as error:
        raise as_ogp_error(error, target) from error
    except OgpError as error:
        raise error.at(file=str(target)) from error.__cause__


def _descend(root: Path, path: PurePosixPath, *, create: bool) -> Folder | None:
    try:
        folder = Folder.root(root)
    except FileNotFoundError:
        if create:
            raise
        return None
    for part in path.parts:
        parent = folder
        try:
            folder = parent.child(part, create=create)
        except FileNotFoundError:
            if create:  # another process removed it between its creation and its opening
                raise
            return None
        finally:
            parent.close()
    return folder


def as_ogp_error(error: OSError, path: PurePosixPath) -> OgpError:
    """The OgpError for what the operating system refused: E_IMAGE_PATH or E_IMAGE_IO."""
    reason = error.strerror or str(error)
    if error.errno in PATH_ERRORS:
        cure = "no part of the path may be a symbolic link, or a file where a folder is needed, or over-long"
        return OgpError("E_IMAGE_PATH", f"{str(path)!r} cannot be used: {reason}", cure, Location(file=str(path)))
    return OgpError("E_IMAGE_IO", f"{str(path)!r} cannot be read or written: {reason}", place=Location(file=str(path)))


def _is_reparse(status: os.stat_result) -> bool:
    return bool(getattr(status, "st_file_attributes", 0) & REPARSE_POINT)
