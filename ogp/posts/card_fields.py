"""Fields to Card: which key gives which word, with each generator's fallbacks."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from ogp.card import Card
from ogp.errors import Location, OgpError
from ogp.posts import dates, naming
from ogp.posts.frontmatter.split import FrontMatterBlock, decode
from ogp.posts.generators import jekyll
from ogp.posts.target import is_picture, locate

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from ogp.posts.frontmatter.values import Fields, Value
    from ogp.posts.generators.site import Site

_NAMED_DATE = re.compile(r"(?:^|/)(\d{4}-\d{2}-\d{2})(?=[-_./]|$)")
_CARD_NAMES = frozenset(Card.__slots__) | {"ogp"}
_INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Cs", "Cn"})
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u2800\u3164\uffa0")
_BODY_CAP = 1024 * 1024
_ELEVENTY_DATES = ("last modified", "created", "git last modified", "git created")
_JAPANESE = re.compile(r"[\u3040-\u30ff]")


class PostSource(NamedTuple):
    """One post on its way: its bytes, where its front matter lies, and what it says with and without defaults."""

    raw: bytes
    head: FrontMatterBlock
    file: str
    site: Site
    fields: Fields
    defaults: Mapping[str, Value]
    own: Fields
    size: int

    @property
    def slug(self) -> str:
        """The ``slug`` of the front matter, or the name without its date."""
        value = self.first("slug")
        return value.text if value is not None and value.kind == "str" and value.text else naming.slug(self.file)

    def first(self, name: str) -> Value | None:
        """Return the first value among the paths of a card's field."""
        for path in self.site.fields[name]:
            value = self.fields.get(path)
            if value is not None:
                return value
        return None

    def body(self) -> str:
        """Return the first MiB of the text without the front matter. Raises E_ENCODING."""
        raw, head = self.raw, self.head
        # rst has its title above the fields; elsewhere nothing but blank lines stands there.
        above = decode(raw, 0, head.start, 1) if head.kind == "rst" else ""
        end = min(len(raw), head.body + _BODY_CAP)
        if end < self.size:
            end = _whole_characters(raw, end)
        line = head.line + raw.count(b"\n", head.start, head.body)
        return above + decode(raw, head.body, end, line)


def _whole_characters(raw: bytes, end: int) -> int:
    """Return the last offset up to ``end`` that does not lie inside a character of UTF-8."""
    for start in range(end - 1, max(end - 4, -1), -1):
        if raw[start] & 0xC0 != 0x80:  # the first byte of the last character  # noqa: PLR2004
            length = 1 if raw[start] < 0x80 else 2 if raw[start] < 0xE0 else 3 if raw[start] < 0xF0 else 4  # noqa: PLR2004
            return end if start + length <= end else start
    return end


def moment(source: PostSource) -> dates.Moment | None:
    """Return when the post is dated, None if nothing says. Raises E_DATE."""
    for path in source.site.fields["date"]:
        value = source.fields.get(path)
        if value is None:
            if source.site.dialect == "jekyll" and path in source.own.top:  # Jekyll stops there, so we may not guess
                line = source.own.top[path].line
                raise OgpError(
                    "E_DATE", "the date is empty", "write one, or take the key away", Location(line=line, key=path)
                )
            continue
        if value.kind != "str":
            raise OgpError("E_DATE", f"{path} is a {value.kind}, not a date", "", Location(line=value.line, key=path))
        if source.site.dialect == "eleventy" and value.text.lower() in _ELEVENTY_DATES:
            return None
        return dates.moment(value.text, line=value.line or None, key=path)
    return _named_date(source) if source.site.date_from_name else None


def _named_date(source: PostSource) -> dates.Moment | None:
    if source.site.dialect == "jekyll":
        text = jekyll.name_parts(source.file)[0]
        year, _, rest = text.partition("-")
        if len(year) == 2:  # noqa: PLR2004 - Ruby's rule for two digits of a year
            text = f"{'19' if int(year) > 68 else '20'}{year}-{rest}"  # noqa: PLR2004
    else:
        found = _NAMED_DATE.findall(source.file)
        text = found[-1] if found else ""
    return dates.moment(text, key="file name") if text else None


def card(source: PostSource, day: dt.date | None, body_fields: frozenset[str]) -> Card:
    """Return the post's card. Raises E_TITLE and E_KEY_TYPE."""
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
        cover=_file(first("cover"), source),
        avatar=_file(first("avatar"), source),
        logo=_file(first("logo"), source),
        reading_time=_text(first("reading_time")) or _minutes(source, body_fields),
        extra=_extra(source.fields),
    )


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
        found = _fallback_title(way, source)
        if _is_visible(found) and found == _scrubbed(found):  # a name that is not UTF-8 is no title
            return found
    raise OgpError(
        "E_TITLE", "the post has no title", "add a title: to its front matter", Location(line=1, key="title")
    )


def checked_title(value: Value, path: str) -> str:
    """Return the title that ``value`` says. Raises E_TITLE for lists, mappings and what nobody can see."""
    place = Location(line=value.line or None, key=path)
    if value.kind != "str":
        what = "list" if value.kind == "list" else "mapping"
        raise OgpError("E_TITLE", f"the title is a {what}, not a text", "put the whole title in quotes", place)
    if not _is_visible(value.text):
        raise OgpError("E_TITLE", "the title has no visible character", "write one", place)
    return value.text


def _is_visible(text: str) -> bool:
    return any(not _is_blank(char) for char in text)


def _is_blank(char: str) -> bool:
    if char.isalnum():
        return char in _BLANKS
    selector = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return selector or char in _BLANKS or unicodedata.category(char) in _INVISIBLE


def _fallback_title(way: str, source: PostSource) -> str:
    if way == "heading":
        from ogp.posts import body  # late: its patterns cost 6 ms, and most posts have a title

        return body.heading(source.body(), _markup(source.file))
    if way == "slug":
        if source.site.dialect == "jekyll":
            return jekyll.titleize(jekyll.name_parts(source.file)[1])
        return source.slug.replace("-", " ").replace("_", " ").strip()
    name = naming.stem(source.file).replace("-", " ").replace("_", " ")  # MkDocs' way
    return name.capitalize() if name.lower() == name else name


def _markup(file: str) -> str:
    return "." + file.rpartition(".")[2].lower()


def _category(source: PostSource) -> str:
    site = source.site
    if site.dialect == "jekyll":
        path = site.jekyll.relative(source.file)
        kind = site.jekyll.kind(source.file)
        for key in ("categories", "category"):
            _refuse_map(source.fields.top.get(key), key)
        found = jekyll.categories(source.own, source.defaults, path, kind)
        return _scrubbed(found[0]) if found else _words_of(source, "category", skip=("categories", "category"))
    return _words_of(source, "category")


def _scrubbed(text: str) -> str:
    """Return the text of a folder's name; its bytes that are not UTF-8 become U+FFFD."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _words_of(source: PostSource, name: str, skip: tuple[str, ...] = ()) -> str:
    for path in source.site.fields[name]:
        value = source.fields.get(path) if path not in skip else None
        if value is None:
            continue
        _refuse_map(value, path)
        words = _split(value, name, source)
        if words:
            return words[0]
    return ""


def _refuse_map(value: Value | None, path: str) -> None:
    if value is not None and value.kind == "map":
        place = Location(line=value.line or None, key=path)
        raise OgpError("E_KEY_TYPE", f"{path} is a mapping, not a text or a list", "put it in quotes", place)


def _split(value: Value, name: str, source: PostSource) -> tuple[str, ...]:
    """Return the words of a list, or of a string split as the generator splits it."""
    if value.kind == "str":
        marks = dict(source.site.rules.splits).get(name, "")
        parts = re.split(f"[{re.escape(marks)}]", value.text) if marks else [value.text]
        return tuple(part.strip() for part in parts if part.strip())
    return tuple(scalar.text for scalar in value.scalars() if scalar.text)


def _tags(value: Value | None, source: PostSource) -> tuple[str, ...]:
    if value is None:
        return ()
    _refuse_map(value, "tags")
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


def _file(value: Value | None, source: PostSource) -> str:
    """Return the picture as a path below the root; ``""`` for what is remote or no picture: a card does without.

    A picture is only read, so its path may hold what a card's may not, such as ``..`` (Astro's usual form). One that
    climbs out of the site is refused where a template shows it.
    """
    text = _text(value)
    if not is_picture(text):
        return ""
    try:
        return str(locate(text, source.site, source.file))
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


def _minutes(source: PostSource, body_fields: frozenset[str]) -> str:
    if "reading_time" not in body_fields:
        return ""
    from ogp.posts import body

    text = source.body()
    number = body.minutes(text, whole=max(1.0, (source.size - source.head.body) / max(1, len(text.encode()))))
    return f"約{number}分" if _JAPANESE.search(text) else f"{number} min read"


def _extra(fields: Fields) -> dict[str, str]:
    """Return every other scalar: those of the top level, and of Hugo's ``params`` and Zola's ``extra``."""
    found = dict(_scalars(fields.top))
    for table in ("params", "extra"):
        value = fields.top.get(table)
        if value is not None and value.kind == "map":
            found |= dict(_scalars(dict(zip(value.keys, value.items, strict=True))))
    return found


def _scalars(values: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    return ((key, value.text) for key, value in values.items() if value.kind == "str" and key not in _CARD_NAMES)
