"""Helpers of commands: find the site's folder, open the site, read a file that an argument names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ogp.errors import ConfigError

if TYPE_CHECKING:
    from ogp.project.project import Project


def site_folder(root: Path | None, paths: tuple[str, ...] = ()) -> Path:
    """Return the site's folder: as given, or found upwards from the first path, or from here. Raises ConfigError."""
    from ogp.project.config import find_root

    if root is not None:
        if not root.is_dir():
            raise ConfigError("E_CONFIG", f"--root {root} is not a directory")
        return root.resolve()
    if paths and not Path(paths[0]).exists():
        raise ConfigError("E_CONFIG", f"{paths[0]}: no such file or directory")
    return find_root(Path(paths[0]) if paths else Path.cwd())


def opened(folder: Path) -> Project:
    """Open the site in a folder. Raises ConfigError."""
    from ogp.project import config
    from ogp.project.project import Project

    return Project.open(config.load(folder))


def read_bytes(path: Path) -> bytes:
    """Read a file that the user named. Raises ConfigError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError("E_CONFIG", f"{path}: {error.strerror}") from None
