"""``ogp render``'s manifest: a JSON array of rows, or JSON Lines, from a plugin that knows its generator better."""

from __future__ import annotations

import json
import posixpath
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ogp.card import Card
from ogp.errors import ConfigError, Location, OgpError
from ogp.messages import decode_utf8
from ogp.posts import dates
from ogp.posts.frontmatter.formats import from_python
from ogp.posts.target import confined, is_picture
from ogp.posts.title_field import checked_title

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePosixPath

    from ogp.posts.frontmatter.values import Value

MANIFEST_CAP = 256 * 1024 * 1024
ROWS_CAP = 500_000
"""Bytes and objects of a manifest that we read: each takes some kilobytes of memory as a row of the report."""
_TEXTS = ("category", "author", "site", "url", "lang", "excerpt", "emoji", "reading_time")
_PICTURES = ("cover", "avatar", "logo")
_APPEARANCE_KEYS = ("template", "palette", "size")
_KNOWN = frozenset(("id", "title", "date", "tags", "output", *_TEXTS, *_PICTURES, *_APPEARANCE_KEYS))


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One row: its id, what its card says, how it looks, and where it goes below the output folder.

    Texts that the row does not have are ``""``, the language too: the caller fills in the site's.
    """

    id: str
    card: Card
    output: PurePosixPath
    template: str = ""
    palette: str = ""
    size: str = ""


class _Object(dict[str, object]):
    """A JSON object that remembers the keys it held twice."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        counts = Counter(name for name, _ in pairs) if len(pairs) > len(self) else {}
        self.repeats = [name for name, count in counts.items() if count > 1]


def rows(manifest: bytes) -> Iterator[tuple[str, ManifestRow | OgpError]]:
    """Yield (name, row or what is wrong with it) for every row; the name is its id, or ``row 3`` where it has none.

    Raises ConfigError when the manifest as a whole cannot be read.
    """
    if len(manifest) > MANIFEST_CAP:
        raise ConfigError("E_TOO_LARGE", f"the manifest has {len(manifest):,} bytes", "split it: 256 MiB at most")
    if manifest.count(b"{") > ROWS_CAP:
        raise ConfigError("E_TOO_LARGE", f"the manifest has more than {ROWS_CAP:,} objects", "split it")
    text = decode_utf8(manifest, "E_ENCODING", "manifest")
    return (_row(number, data) for number, data in enumerate(_objects(text), 1))


def _objects(text: str) -> list[object]:
    stripped = text.strip()
    if not stripped:
        return []
    if stripped[0] == "[":
        found = _load(stripped, 1)
        return found if isinstance(found, list) else [found]
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if len(lines) > 1 and not lines[0][1].rstrip().endswith("}"):
        return [_load(stripped, 1)]  # one object over several lines
    return [_load(line, number) for number, line in lines]


def _load(text: str, line: int) -> object:
    try:
        return json.loads(text, object_pairs_hook=_Object, parse_float=str, parse_int=str, parse_constant=str)
    except json.JSONDecodeError as error:
        place = Location("manifest", line + error.lineno - 1)
        raise ConfigError("E_CONFIG", f"the manifest is not JSON: {error.msg}", "", place) from None
    except RecursionError:
        raise ConfigError("E_CONFIG", "the manifest is nested too deep", "", Location("manifest", line)) from None


def _row(number: int, data: object) -> tuple[str, ManifestRow | OgpError]:
    name = f"row {number}"
    given = data.get("id") if isinstance(data, _Object) else None
    if isinstance(given, str) and given and given.isprintable():
        name = given
    try:
        return name, _item(name, data)
    except OgpError as error:
        return name, error.at(file=name)


def _item(name: str, data: object) -> ManifestRow:
    if not isinstance(data, _Object):
        raise OgpError("E_NOT_MAPPING", "the row is not an object", 'a row is {"id": …, "title": …, "output": …}')
    for key in data.repeats:
        raise OgpError("E_DUP_KEY", f"{key!r} is written twice", "keep one of them", Location(key=key))
    values = {}
    for key, value in data.items():
        try:
            values[key] = from_python(value)
        except OgpError as error:
            raise error.at(key=key) from None
    texts = {key: _text(values, key) for key in (*_TEXTS, *_APPEARANCE_KEYS)}
    title = values.get("title")
    if title is None or title.kind == "null":
        raise OgpError("E_TITLE", "the row has no title", "", Location(key="title"))
    date = _text(values, "date")
    card = Card(
        title=checked_title(title, "title"),
        date=dates.day(date, key="date") if date else None,
        tags=_tags(values.get("tags")),
        extra={key: value.text for key, value in values.items() if value.kind == "str" and key not in _KNOWN},
        **{key: texts[key] for key in _TEXTS},
        **{key: _picture(values, key) for key in _PICTURES},
    )
    return ManifestRow(name, card, _path(_text(values, "output"), "output"), *(texts[key] for key in _APPEARANCE_KEYS))


def _text(values: dict[str, Value], key: str) -> str:
    value = values.get(key)
    if value is None or value.kind == "null":
        return ""
    if value.kind != "str":
        what = "a list" if value.kind == "list" else "an object"
        raise OgpError("E_KEY_TYPE", f"{key} is {what}, not a text", "", Location(key=key))
    return value.text


def _tags(value: Value | None) -> tuple[str, ...]:
    if value is None or value.kind == "null":
        return ()
    if value.kind == "map":
        raise OgpError("E_KEY_TYPE", "tags is an object, not a list", "", Location(key="tags"))
    return tuple(scalar.text for scalar in value.scalars() if scalar.text)


def _picture(values: dict[str, Value], key: str) -> str:
    """Return the picture as a path below the site's root, ``""`` for what no card can show: it does without.

    One that is not there, or climbs out of the site, is refused where a template shows it.
    """
    text = _text(values, key)
    return posixpath.normpath(text.lstrip("/")) if is_picture(text) else ""


def _path(text: str, key: str) -> PurePosixPath:
    if not text:
        raise OgpError("E_IMAGE_PATH", f"the row has no {key}", "a path below the output folder", Location(key=key))
    try:
        return confined(text)
    except OgpError as error:
        raise error.at(key=key) from None
