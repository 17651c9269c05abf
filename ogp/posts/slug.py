"""The stem and the slug of a post, taken from its path."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

_DATE_PREFIX = re.compile(r"\d{2,4}-\d{1,2}-\d{1,2}[-_]?(?=.)")
_INDEX = ("index", "_index", "README", "readme")


def stem(file: str) -> str:
    """Return the name that tells a post from others: the folder's for an ``index.md``, with the language kept."""
    path = PurePosixPath(file)
    name, dot, language = path.stem.partition(".")
    if name in _INDEX and path.parent.name:
        return path.parent.name + dot + language
    return path.stem


def slug(file: str) -> str:
    """Return the stem without a date at its start."""
    return _DATE_PREFIX.sub("", stem(file), count=1)


def readable(name: str) -> str:
    """Return the name of a file or folder as text; its bytes that are not UTF-8 become U+FFFD."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
