"""Reads the manifest of ``ogp render``: a JSON array of rows, or JSON Lines, as a generator's plugin writes it."""

from __future__ import annotations

import json
import posixpath
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ogp.card import Card
from ogp.errors import ConfigError, Location, OgpError
from ogp.message_text import decode_utf8
from ogp.posts import parse_date
from ogp.posts.frontmatter.formats import from_python
from ogp.posts.reader import APPEARANCE_KEYS
from ogp.posts.target import can_be_shown, relative_path
from ogp.posts.title_field import checked_title

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePosixPath

    from ogp.posts.frontmatter.fields import Value

MAX_BYTES = 256 * 1024 * 1024
MAX_OBJECTS = 500_000
"""Objects of a manifest: each takes some kilobytes of memory as a row of the report."""
_TEXTS = ("category", "author", "site", "url", "lang", "excerpt", "emoji", "reading_time")
_PICTURES = ("cover", "avatar", "logo")
_KNOWN = frozenset(("id", "title", "date", "tags", "output", *_TEXTS, *_PICTURES, *APPEARANCE_KEYS))


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One row: its id, its card, the card's appearance, and its file below the output folder.

    Texts that the row does not have are ``""``, the language too: the caller fills in the site's.
    """

    id: str
    card: Card
    output: PurePosixPath
    template: str = ""
    palette: str = ""
    size: str = ""


class _JsonObject(dict[str, object]):
    """A JSON object that knows which keys are written several times."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        counts = Counter(name for name, _ in pairs) if len(pairs) > len(self) else {}
        self.repeats = [name for name, count in counts.items() if count > 1]


def rows(manifest: bytes) -> Iterator[tuple[str, ManifestRow | OgpError]]:
    """Yield (name, row or the error about it) for every row; the name is its id, or ``row 3`` where it has none.

    Raises ConfigError when the manifest as a whole cannot be read.
    """
    if len(manifest) > MAX_BYTES:
        raise ConfigError("E_TOO_LARGE", f"the manifest is too large: {len(manifest):,} bytes", "split it")
    if manifest.count(b"{") > MAX_OBJECTS:
        raise ConfigError("E_TOO_LARGE", f"the manifest has more than {MAX_OBJECTS:,} objects", "split it")
    text = decode_utf8(manifest, "E_ENCODING", "manifest")
    return (_row(number, data) for number, data in enumerate(_objects(text), 1))


def _objects(text: str) -> list[object]:
    stripped = text.strip()
    if not stripped:
        return []
    if stripped[0] == "[":
        array = _parse(stripped, 1)
        return array if isinstance(array, list) else [array]
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if len(lines) > 1 and not lines[0][1].rstrip().endswith("}"):
        return [_parse(stripped, 1)]  # one object over several lines
    return [_parse(line, number) for number, line in lines]


def _parse(text: str, line: int) -> object:
    try:
        return json.loads(text, object_pairs_hook=_JsonObject, parse_float=str, parse_int=str, parse_constant=str)
    except json.JSONDecodeError as error:
        place = Location("manifest", line + error.lineno - 1)
        raise ConfigError("E_CONFIG", f"the manifest is not valid JSON: {error.msg}", "", place) from None
    except RecursionError:
        raise ConfigError("E_CONFIG", "the manifest is nested too deeply", "", Location("manifest", line)) from None


def _row(number: int, data: object) -> tuple[str, ManifestRow | OgpError]:
    name = f"row {number}"
    own_id = data.get("id") if isinstance(data, _JsonObject) else None
    if isinstance(own_id, str) and own_id and own_id.isprintable():
        name = own_id
    try:
        return name, _manifest_row(name, data)
    except OgpError as error:
        return name, error.at(file=name)


def _manifest_row(name: str, data: object) -> ManifestRow:
    if not isinstance(data, _JsonObject):
        raise OgpError("E_NOT_MAPPING", "the row is not an object", 'a row is {"id": …, "title": …, "output": …}')
    for key in data.repeats:
        raise OgpError("E_DUP_KEY", f"{key!r} is written twice", "keep one of them", Location(key=key))
    values = {}
    for key, value in data.items():
        try:
            values[key] = from_python(value)
        except OgpError as error:
            raise error.at(key=key) from None
    texts = {key: _text(values, key) for key in (*_TEXTS, *APPEARANCE_KEYS)}
    title = values.get("title")
    if title is None or title.kind == "null":
        raise OgpError("E_TITLE", "the row has no title", "give it one", Location(key="title"))
    date = _text(values, "date")
    card = Card(
        title=checked_title(title, "title"),
        date=parse_date.day(date, key="date") if date else None,
        tags=_tags(values.get("tags")),
        extra={key: value.text for key, value in values.items() if value.kind == "str" and key not in _KNOWN},
        **{key: texts[key] for key in _TEXTS},
        **{key: _picture(values, key) for key in _PICTURES},
    )
    return ManifestRow(name, card, _path(_text(values, "output"), "output"), *(texts[key] for key in APPEARANCE_KEYS))


def _text(values: dict[str, Value], key: str) -> str:
    value = values.get(key)
    if value is None or value.kind == "null":
        return ""
    if value.kind != "str":
        kind = "a list" if value.kind == "list" else "an object"
        raise OgpError("E_KEY_TYPE", f"{key} is {kind}, not a text", "", Location(key=key))
    return value.text


def _tags(value: Value | None) -> tuple[str, ...]:
    if value is None or value.kind == "null":
        return ()
    if value.kind == "map":
        raise OgpError("E_KEY_TYPE", "tags is an object, not a list", "", Location(key="tags"))
    return tuple(scalar.text for scalar in value.scalars() if scalar.text)


def _picture(values: dict[str, Value], key: str) -> str:
    """Return a picture as a path below the site's root; ``""`` for what a card cannot show.

    One that does not exist, or leads out of the site, is refused where a template shows it.
    """
    text = _text(values, key)
    return posixpath.normpath(text.lstrip("/")) if can_be_shown(text) else ""


def _path(text: str, key: str) -> PurePosixPath:
    if not text:
        cure = "give it a path below the output folder"
        raise OgpError("E_IMAGE_PATH", f"the row has no {key}", cure, Location(key=key))
    try:
        return relative_path(text)
    except OgpError as error:
        raise error.at(key=key) from None
