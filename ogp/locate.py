"""Locate: which file a picture's name in front matter or configuration means. Opens nothing."""

from __future__ import annotations

from pathlib import Path

from ogp.errors import OgpError


def locate(name: str, root: Path | None, static: str) -> Path:
    """Return the file that a picture's name in front matter or configuration means. Raises OgpError (E_ASSET)."""
    if root is None:
        return Path(name)
    relative = name.lstrip("/")
    for base in dict.fromkeys((root / static, root)):
        path = (base / relative).resolve()
        if not path.is_relative_to(root.resolve()):
            raise OgpError("E_ASSET", f"{name}: lies outside the site", "name a picture inside the site's folder")
        if path.is_file():
            return path
    raise OgpError("E_ASSET", f"{name}: there is no such picture in the site", "check the path")
