"""Names made from a post: its stem, its slug, and the image of a post that names none."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ogp.errors import OgpError
from ogp.posts.target import safe_name

if TYPE_CHECKING:
    from ogp.card import Card
    from ogp.posts.card_fields import PostSource

_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
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


def expand(pattern: str, card: Card, source: PostSource) -> str:
    """Return the image that ``pattern`` gives this post. Raises E_IMAGE_PATH where it asks for a date there is not."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name in ("date", "year"):
            if card.date is None:
                raise OgpError(
                    "E_IMAGE_PATH", f"the pattern {pattern!r} needs a date, the post has none", "give it a date"
                )
            return card.date.isoformat() if name == "date" else f"{card.date.year:04}"
        if name == "path":
            return "/".join(_safe(part) for part in _below_source(source).split("/"))
        words = {"stem": stem(source.file), "slug": source.slug, "category": card.category, "hash": _hash(source.file)}
        if name not in words:
            known = "{stem} {path} {slug} {date} {year} {category} {hash}"
            raise OgpError("E_CONFIG", f"the pattern {pattern!r} has no {{{name}}}", f"there are: {known}")
        return _safe(words[name])

    return re.sub("//+", "/", _PLACEHOLDER.sub(value, pattern))  # a post without category goes one folder up


def _safe(text: str) -> str:
    # A byte of a name that is not UTF-8 becomes its two hex digits: the image's name must be text.
    shown = "".join(f"_{ord(char) - 0xDC00:02x}" if "\udc80" <= char <= "\udcff" else char for char in text)
    return safe_name(shown)


def _hash(file: str) -> str:
    return hashlib.sha256(file.encode("utf-8", "surrogateescape")).hexdigest()[:8]


def _below_source(source: PostSource) -> str:
    """Return the post's path without its suffix, below the folder its source glob names."""
    for glob in source.site.sources:
        fixed = glob.partition("*")[0].rpartition("/")[0]
        if fixed and source.file.startswith(fixed + "/"):
            return source.file[len(fixed) + 1 :].rpartition(".")[0]
    return source.file.rpartition(".")[0]
