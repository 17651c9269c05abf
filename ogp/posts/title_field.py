"""The title of a post, with each generator's fallbacks where the front matter has none."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from ogp.errors import Location, OgpError
from ogp.posts import slug
from ogp.posts.generators import jekyll

if TYPE_CHECKING:
    from ogp.posts.frontmatter.fields import Value
    from ogp.posts.post_source import PostSource

_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Cs", "Cn"})
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u2800\u3164\uffa0")
"""Characters that are drawn as nothing, though Unicode counts them as letters, marks or symbols."""


def title(source: PostSource) -> str:
    """Return the title as its scalar says it, or the generator's own fallback. Raises E_TITLE."""
    null: Value | None = None
    for path in source.site.fields["title"]:
        value = source.fields.get(path)
        if value is not None:
            return checked_title(value, path)
        null = null or source.fields.top.get(path)
    if null is not None:
        raise OgpError("E_TITLE", "the title is empty", "write one", Location(line=null.line or None, key="title"))
    for way in source.site.rules.title_from:
        text = _fallback(way, source)
        if _is_visible(text) and text == slug.readable(text):  # a name that is not UTF-8 is no title
            return text
    raise OgpError(
        "E_TITLE", "the post has no title", "add a title: to its front matter", Location(line=1, key="title")
    )


def checked_title(value: Value, path: str) -> str:
    """Return the title that ``value`` says. Raises E_TITLE for lists, mappings and what nobody can see."""
    place = Location(line=value.line or None, key=path)
    if value.kind != "str":
        message = f"the title is {value.kind_name}, not a text"
        raise OgpError("E_TITLE", message, "put the whole title in quotes", place)
    if not _is_visible(value.text):
        raise OgpError("E_TITLE", "the title has no visible character", "write one", place)
    return value.text


def _is_visible(text: str) -> bool:
    return any(not _is_blank(char) for char in text)


def _is_blank(char: str) -> bool:
    if char.isalnum():
        return char in _BLANKS
    selector = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return selector or char in _BLANKS or unicodedata.category(char) in _INVISIBLE_CATEGORIES


def _fallback(way: str, source: PostSource) -> str:
    """Return the title that one way of ``Generator.title_from`` gives."""
    if way == "heading":
        from ogp.posts import body  # late: its patterns cost 6 ms, and most posts have a title

        return body.heading(source.body(), "." + source.file.rpartition(".")[2].lower())
    if way == "slug":
        if source.site.generator == "jekyll":
            return jekyll.titleize(jekyll.name_parts(source.file)[1])
        return source.slug.replace("-", " ").replace("_", " ").strip()
    name = slug.stem(source.file).replace("-", " ").replace("_", " ")  # MkDocs' way
    return name.capitalize() if name.lower() == name else name
