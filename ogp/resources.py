"""Where the bundled fonts and templates lie: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def folder(name: str) -> Path:
    """Return the folder of the bundled ``fonts`` or ``templates``.

    A checkout and an editable install find them at the top of the repository, a wheel under ``ogp/_data``.
    """
    package = Path(__file__).resolve().parent
    shipped = package / "_data" / name
    return shipped if shipped.is_dir() else package.parent / name
