"""Reads a post's card from its front matter: which key fills which field, with each generator's fallbacks."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ogp.card import Card
from ogp.errors import Location, OgpError
from ogp.posts import slug
from ogp.posts.generators import jekyll
from ogp.posts.target import can_be_shown, image_path
from ogp.posts.title_field import title

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from ogp.posts.frontmatter.fields import Fields, Value
    from ogp.posts.post_source import PostSource

_CARD_NAMES = frozenset(Card.__slots__) | {"ogp"}
_JAPANESE = re.compile(r"[\u3040-\u30ff]")


def card(source: PostSource, day: dt.date | None, body_fields: frozenset[str]) -> Card:
    """Return the card of a post that is dated ``day``. Raises E_TITLE and E_KEY_TYPE.

    body_fields: which of ``excerpt`` and ``reading_time`` to compute from the body where the front matter has none.
    """
    site = source.site
    first = source.first
    category = _category(source)
    return Card(
        title=title(source),
        category=category,
        date=day,
        author=_author(first("author"), source) or site.author,
        tags=_tags(first("tags"), source),
        site=site.title,
        url=site.host,
        lang=_text(first("lang")) or _lang_of_name(source.file) or site.lang,
        excerpt=_text(first("excerpt")) or _excerpt(source, body_fields),
        emoji=_text(first("emoji")),
        cover=_picture(first("cover"), source),
        avatar=_picture(first("avatar"), source),
        logo=_picture(first("logo"), source),
        reading_time=_text(first("reading_time")) or _reading_time(source, body_fields),
        extra=_extra(source.fields),
    )


def _category(source: PostSource) -> str:
    site = source.site
    if site.generator == "jekyll":
        path = site.jekyll.relative(source.file)
        label = site.jekyll.collection(source.file)
        for key in ("categories", "category"):
            _refuse_mapping(source.fields.top.get(key), key)
        words = jekyll.categories(source.own, source.defaults, path, label)
        return slug.readable(words[0]) if words else _first_word(source, "category", skip=("categories", "category"))
    return _first_word(source, "category")


def _first_word(source: PostSource, name: str, skip: tuple[str, ...] = ()) -> str:
    """Return the first word of a field that may have several, ``""`` for none; ``skip`` are paths to leave out."""
    for path in source.site.fields[name]:
        value = source.fields.get(path) if path not in skip else None
        if value is None:
            continue
        _refuse_mapping(value, path)
        words = _split(value, name, source)
        if words:
            return words[0]
    return ""


def _refuse_mapping(value: Value | None, path: str) -> None:
    if value is not None and value.kind == "map":
        place = Location(line=value.line or None, key=path)
        message = f"{path} is {value.kind_name}, not a text or a list"
        raise OgpError("E_KEY_TYPE", message, "put it in quotes", place)


def _split(value: Value, name: str, source: PostSource) -> tuple[str, ...]:
    """Return the scalars of a list, or the parts of a string, split as the generator splits that field."""
    if value.kind == "str":
        separators = dict(source.site.rules.separators).get(name, "")
        parts = re.split(f"[{re.escape(separators)}]", value.text) if separators else [value.text]
        return tuple(part.strip() for part in parts if part.strip())
    return tuple(scalar.text for scalar in value.scalars() if scalar.text)


def _tags(value: Value | None, source: PostSource) -> tuple[str, ...]:
    if value is None:
        return ()
    _refuse_mapping(value, "tags")
    return tuple(dict.fromkeys(_split(value, "tags", source)))


def _author(value: Value | None, source: PostSource) -> str:
    if value is None:
        return ""
    if value.kind == "map":
        return _text(value.child("name"))
    if value.kind == "list" and any(item.kind == "map" for item in value.items):
        return ", ".join(filter(None, (_text(item.child("name")) for item in value.items if item.kind == "map")))
    return ", ".join(_split(value, "author", source))


def _text(value: Value | None) -> str:
    return value.text if value is not None and value.kind == "str" else ""


def _picture(value: Value | None, source: PostSource) -> str:
    """Return a picture as a path below the root; ``""`` for what a card cannot show: remote or not an image.

    A picture is only read, so its path may contain what a card's may not, such as ``..`` (Astro's usual form). One that
    leads out of the site is refused where a template shows it.
    """
    text = _text(value)
    if not can_be_shown(text):
        return ""
    try:
        return str(image_path(text, source.site, source.file))
    except OgpError:
        return posixpath.normpath(posixpath.join(posixpath.dirname(source.file), text))


def _lang_of_name(file: str) -> str:
    match = re.search(r"\.([a-z]{2}(?:-[A-Za-z]{2,4})?)\.[a-z]+$", file)
    return match[1] if match else ""


def _excerpt(source: PostSource, body_fields: frozenset[str]) -> str:
    if "excerpt" not in body_fields:
        return ""
    from ogp.posts import body

    return body.excerpt(source.body())


def _reading_time(source: PostSource, body_fields: frozenset[str]) -> str:
    if "reading_time" not in body_fields:
        return ""
    from ogp.posts import body

    text = source.body()
    minutes = body.reading_minutes(text, whole=max(1.0, (source.size - source.block.body) / max(1, len(text.encode()))))
    return f"約{minutes}分" if _JAPANESE.search(text) else f"{minutes} min read"


def _extra(fields: Fields) -> dict[str, str]:
    """Return every other scalar of the top level, of Hugo's ``params`` and of Zola's ``extra``."""
    extra = dict(_scalars(fields.top))
    for table in ("params", "extra"):
        value = fields.top.get(table)
        if value is not None and value.kind == "map":
            extra |= dict(_scalars(dict(zip(value.keys, value.items, strict=True))))
    return extra


def _scalars(values: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    return ((key, value.text) for key, value in values.items() if value.kind == "str" and key not in _CARD_NAMES)
