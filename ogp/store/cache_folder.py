"""The cache of a site, in its ``.ogp/`` folder. Deleting it costs time and nothing else.

JSON or raw bytes, each with a version, never pickle: a cache that came with a stranger's branch must not run code.
An entry that is corrupt, of another version, or cannot be read counts as missing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path, PurePosixPath
from typing import Any, Final

from ogp.errors import OgpError
from ogp.store.file_store import Store
from ogp.store.safe_folder import open_folder

FOLDER: Final = PurePosixPath(".ogp")


def create_cache_folder(root: Path) -> None:
    """Create ``.ogp/`` with a ``.gitignore`` of its own, so that nobody commits it by accident. Raises OgpError."""
    store = Store(root)
    if not store.exists(FOLDER / ".gitignore"):
        store.write(FOLDER / ".gitignore", b"*\n", flush=False)


def load_cache(root: Path, name: str, version: str) -> Any:  # noqa: ANN401 - JSON
    """The JSON value that `save_cache` saved under ``name`` with the same ``version``, else None."""
    data = load_bytes(root, name, version)
    try:
        return None if data is None else json.loads(data)
    except (ValueError, RecursionError):
        return None


def save_cache(root: Path, name: str, version: str, value: Any) -> None:  # noqa: ANN401 - JSON
    """Save a JSON value under ``name``. Raises OgpError."""
    save_bytes(root, name, version, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def load_bytes(root: Path, name: str, version: str) -> bytes | None:
    """The bytes that `save_bytes` saved under ``name`` with the same ``version``, else None."""
    try:
        data = Store(root).read(FOLDER / name)
    except OgpError:
        return None
    head, _, body = (data or b"").partition(b"\n")
    return body if head == _header(version, body) else None


def save_bytes(root: Path, name: str, version: str, data: bytes) -> None:
    """Save bytes under ``name``. Raises OgpError.

    They are not flushed to the disk: an entry that is lost or torn is only made again.
    """
    create_cache_folder(root)
    Store(root).write(FOLDER / name, _header(version, data) + b"\n" + data, flush=False)


def mark_used(root: Path, name: str) -> None:
    """Note that an entry was of use, so that `prune` keeps it. Failing to is no error."""
    with contextlib.suppress(OgpError), open_folder(root, FOLDER / name.rpartition("/")[0]) as folder:
        if folder is not None:
            folder.touch(name.rpartition("/")[2])


def prune(root: Path, subfolder: str, max_files: int) -> None:
    """Remove all but the ``max_files`` entries of a subfolder that were saved or used last. Failing to is no error."""
    with contextlib.suppress(OgpError), open_folder(root, FOLDER / subfolder) as folder:
        if folder is None:
            return
        entries = [entry for entry in folder.entries() if entry.is_file(follow_symlinks=False)]
        entries.sort(key=lambda entry: entry.stat(follow_symlinks=False).st_mtime_ns, reverse=True)
        for entry in entries[max_files:]:
            folder.unlink(entry.name)


def _header(version: str, body: bytes) -> bytes:
    return f"ogp {version} {hashlib.sha256(body).hexdigest()[:32]}".encode()
