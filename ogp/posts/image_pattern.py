"""Fills the site's image pattern, such as ``/ogp/{slug}.png``, for a post that names no image."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from ogp.errors import OgpError
from ogp.posts import slug
from ogp.posts.target import safe_name

if TYPE_CHECKING:
    from ogp.card import Card
    from ogp.posts.post_source import PostSource

_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")


def image_from_pattern(pattern: str, card: Card, source: PostSource) -> str:
    """Return the image that ``pattern`` gives this post.

    Raises E_IMAGE_PATH where the pattern needs a date and the post has none, E_CONFIG for an unknown placeholder.
    """

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name in ("date", "year"):
            if card.date is None:
                message = f"the pattern {pattern!r} needs a date, and the post has none"
                raise OgpError("E_IMAGE_PATH", message, "give it a date")
            return card.date.isoformat() if name == "date" else f"{card.date.year:04}"
        if name == "path":
            return "/".join(_safe(part) for part in _path_in_sources(source).split("/"))
        words = {
            "stem": slug.stem(source.file),
            "slug": source.slug,
            "category": card.category,
            "hash": _hash(source.file),
        }
        if name not in words:
            known = "{stem} {path} {slug} {date} {year} {category} {hash}"
            message = f"the pattern {pattern!r} has an unknown {{{name}}}"
            raise OgpError("E_CONFIG", message, f"known: {known}")
        return _safe(words[name])

    return re.sub("//+", "/", _PLACEHOLDER.sub(value, pattern))  # a post without category goes one folder up


def _safe(text: str) -> str:
    # A byte of a name that is not UTF-8 becomes its two hex digits: the image's name must be text.
    text = "".join(f"_{ord(char) - 0xDC00:02x}" if "\udc80" <= char <= "\udcff" else char for char in text)
    return safe_name(text)


def _hash(file: str) -> str:
    return hashlib.sha256(file.encode("utf-8", "surrogateescape")).hexdigest()[:8]


def _path_in_sources(source: PostSource) -> str:
    """Return the post's path without its suffix, below the folder that its source glob begins with."""
    for folder in source.site.source_folders:
        if folder and source.file.startswith(folder + "/"):
            return source.file[len(folder) + 1 :].rpartition(".")[0]
    return source.file.rpartition(".")[0]
