"""The posts of a site: a walk with ``os.scandir``, in an order that does not depend on the file system."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ogp.errors import ConfigError, Location
from ogp.message_text import display_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ogp.posts.generators.site import Site

_MAX_DEPTH = 64


def iter_posts(site: Site, paths: Iterable[Path] = ()) -> Iterator[str]:
    """Yield the posts below ``paths`` (of the whole site if there are none), relative to the root, with ``/``.

    A file in ``paths`` is yielded whatever it is: ``read`` says why it is not a post. Names that are not UTF-8 are
    yielded as Python's file system calls return them (surrogateescape). Links to folders are not followed.

    Raises:
        ConfigError: a path does not exist or is outside the site, or a folder cannot be read.
    """
    requested = [(_relative(site, path), path) for path in paths]
    if not requested:
        yield from _walk(site, "")
        return
    seen: set[str] = set()
    for relative, path in requested:
        for file in _walk(site, relative) if path.is_dir() else (relative,):
            if file not in seen:
                seen.add(file)
                yield file


def _relative(site: Site, path: Path) -> str:
    root = os.path.realpath(site.root)
    # The folder is resolved and the name is not: a post that is a link keeps its own name.
    full = os.path.join(os.path.realpath(path.parent), path.name) if path.name else os.path.realpath(path)  # noqa: PTH118
    if path.is_dir():
        full = os.path.realpath(path)
    if not os.path.lexists(full):
        raise ConfigError("E_CONFIG", f"{str(path)!r} does not exist", "", Location(str(path)))
    if full == root:
        return ""
    if not full.startswith(root.rstrip(os.sep) + os.sep):
        raise ConfigError("E_CONFIG", f"{str(path)!r} is outside the site {str(site.root)!r}", "", Location(str(path)))
    return Path(os.path.relpath(full, root)).as_posix()


def _walk(site: Site, top: str, depth: int = 0) -> Iterator[str]:
    prefix = f"{top}/" if top else ""
    try:
        with os.scandir(site.root / top) as scanned:
            entries = sorted(scanned, key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        folder = display_name(top)[:200] or "."
        cure = "check the folder's permissions, or name it under exclude"
        raise ConfigError("E_CONFIG", f"the folder {folder} cannot be read: {error.strerror}", cure) from None
    for entry in entries:
        path = prefix + entry.name
        if entry.is_dir(follow_symlinks=False):
            if depth < _MAX_DEPTH and _may_hold_posts(site, path) and not site.ignored(path):
                yield from _walk(site, path, depth + 1)
        elif site.is_post(path) and not site.ignored(path):
            yield path


def _may_hold_posts(site: Site, folder: str) -> bool:
    """Whether a post can be below the folder: it is above or below the folder that a source glob begins with."""
    return any(_one_is_in_the_other(folder, fixed) for fixed in site.source_folders)


def _one_is_in_the_other(a: str, b: str) -> bool:
    return not b or f"{a}/".startswith(f"{b}/") or f"{b}/".startswith(f"{a}/")
