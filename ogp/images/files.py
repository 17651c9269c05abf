"""Picture files: which file a name in front matter or configuration means, and its bytes. Decodes nothing."""

from __future__ import annotations

from pathlib import Path

from ogp.errors import OgpError
from ogp.provenance import parts_digest

MAX_BYTES = 32 * 1024 * 1024


def locate(name: str, root: Path | None, static: str) -> Path:
    """Return the file that a picture's name in front matter or configuration means.

    Args:
        name: a path from ``static``, or else from ``root``; without a root, from the working directory.
        root: the site's folder, which the file must lie in.
        static: the folder below it that is served at ``/``; ``""`` is the root.

    Raises:
        OgpError: E_ASSET where there is no such file in the site.
    """
    if root is None:
        return Path(name)
    relative = name.lstrip("/")
    try:
        for base in dict.fromkeys((root / static, root)):
            path = (base / relative).resolve()
            if not path.is_relative_to(root.resolve()):
                raise OgpError("E_ASSET", f"{name}: lies outside the site", "name a picture inside the site's folder")
            if path.is_file():
                return path
    except (OSError, ValueError, RuntimeError):  # over-long, a NUL in it, links in a circle: no file has such a name
        pass
    raise OgpError("E_ASSET", f"{name}: there is no such picture in the site", "check the path")


def read(path: Path, shown: str) -> bytes:
    """Return the bytes of a picture file.

    Raises:
        OgpError: E_ASSET, which calls the file ``shown``.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise OgpError("E_ASSET", f"{shown}: larger than {MAX_BYTES // 2**20} MiB", "make it smaller")
        return path.read_bytes()
    except OSError as error:
        raise OgpError("E_ASSET", f"{shown}: cannot be read: {error.strerror}", "check the path") from None


class SitePictures:
    """The pictures of one site by the names that cards and configuration give them: their paths, bytes and digests.

    root:   the site's folder: nothing outside it is read. None: names are paths.
    static: the folder whose content is served at ``/``, where that is not the root itself.
    """

    def __init__(self, root: Path | None = None, static: str = "") -> None:
        self.root = root
        self.static = static
        self._digests: dict[str, tuple[tuple[int, int], str]] = {}  # of the state of a file: mtime in ns, size

    def path(self, name: str) -> Path:
        """Return the file that a name means. Raises OgpError (E_ASSET)."""
        return locate(name, self.root, self.static)

    def digest(self, name: str) -> str:
        """Return a digest of a name and its file's bytes. Raises OgpError (E_ASSET)."""
        path = self.path(name)
        status = path.stat()
        state = (status.st_mtime_ns, status.st_size)
        known = self._digests.get(name)
        if known is None or known[0] != state:
            known = self._digests[name] = (state, parts_digest([(name, read(path, name))]))
        return known[1]
