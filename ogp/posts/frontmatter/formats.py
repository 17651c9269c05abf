"""Parsers of front matter, one for each kind: text to Fields."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from typing import TYPE_CHECKING

from ogp.errors import Location, OgpError
from ogp.posts.frontmatter import yaml_reader
from ogp.posts.frontmatter.fields import MAX_DEPTH, NO_FIELDS, Fields, Value, lone_surrogate, too_deep
from ogp.posts.frontmatter.split import FrontMatterBlock, FrontMatterKind, count_lines, decode
from ogp.toml_tables import loads as toml_loads

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_LINE = re.compile(r"\r\n|\n|\r")
_MAX_BITS = 4096
"""Of a whole number: Python writes no longer one in decimal."""


def parse(raw: bytes, block: FrontMatterBlock) -> Fields:
    """Parse the front matter that ``split`` found in the file ``raw``.

    Raises E_ENCODING, E_YAML (for every format), E_YAML_LIMIT, E_NOT_MAPPING and E_DUP_KEY, with the line in the file.
    """
    if block.kind == "none":
        return NO_FIELDS
    text = decode(raw, block.start, block.end, block.line)
    return _PARSERS[block.kind](text, block.line)


def parse_toml(text: str, line: int) -> Fields:
    """Parse TOML whose first line is ``line`` of its file; numbers and dates stay as they are written."""
    plain = "\n".join(_LINE.split(text))  # TOML takes no bare CR, old editors write it
    try:
        data = toml_loads(plain, parse_float=str)
    except tomllib.TOMLDecodeError as error:
        raise _toml_error(str(error), plain, line) from None
    except RecursionError:
        raise too_deep(line) from None
    except ValueError as error:  # tomllib lets datetime's own error through
        raise OgpError("E_YAML", f"not valid TOML: {error}", "", Location(line=line)) from None
    return _fields(data, _toml_lines(plain, line), line)


def _toml_error(message: str, text: str, line: int) -> OgpError:
    match = re.search(r"\(at line (\d+), column \d+\)", message)
    number = int(match[1]) if match else 1
    source = text.split("\n")[number - 1] if number <= text.count("\n") + 1 else ""
    twice = "overwrite" in message or "twice" in message
    pair = re.match(r"\s*([\w-]+)\s*([=:：])\s*(.+)", source)
    key = pair[1] if pair else None
    cure = "keep one of them" if twice else ""
    if pair and pair[2] != "=":
        cure = f"TOML sets with =: {pair[1]} = {json.dumps(pair[3], ensure_ascii=False)}"
    elif pair and not twice and pair[3][0] not in "\"'[{":
        cure = f"{pair[1]} = {json.dumps(pair[3], ensure_ascii=False)}"
    code = "E_DUP_KEY" if twice else "E_YAML"
    what = f"{key!r} is set twice" if twice else "not valid TOML: " + re.sub(r" \(at .*\)$", "", message)
    return OgpError(code, what, cure, Location(line=line + number - 1, key=key))


def _toml_lines(text: str, line: int) -> dict[str, int]:
    """Return the line where each key or table is first written."""
    lines: dict[str, int] = {}
    for number, content in enumerate(text.split("\n"), line):
        match = re.match(r"\s*(?:\[+\s*)?[\"']?([\w-]+)[\"']?\s*[=.\]]", content)
        if match:
            lines.setdefault(match[1], number)
    return lines


def parse_json(text: str, line: int) -> Fields:
    """Parse a JSON object, with or without its outer braces (Hexo's ``;;;`` has none)."""
    bare = not text.lstrip().startswith("{")
    repeats: list[str] = []

    def pairs(items: list[tuple[str, object]]) -> dict[str, object]:
        counts = Counter(name for name, _ in items)
        repeats.extend(name for name, count in counts.items() if count > 1)
        return dict(items)

    source = "{" + text.rstrip().rstrip(",") + "}" if bare else text
    try:
        data = json.loads(source, object_pairs_hook=pairs, parse_float=str, parse_int=str, parse_constant=str)
    except json.JSONDecodeError as error:
        number = line + count_lines(source[: error.pos])
        cure = "JSON takes double quotes and no comma after the last entry"
        raise OgpError("E_YAML", f"not valid JSON: {error.msg}", cure, Location(line=number)) from None
    except RecursionError:
        raise too_deep(line) from None
    if not isinstance(data, dict):
        raise OgpError(
            "E_NOT_MAPPING", "the front matter is not a JSON object", 'write {"title": "…"}', Location(line=line)
        )
    lines: dict[str, int] = {}
    for number, content in enumerate(_LINE.split(text), line):
        for match in re.finditer(r'"([^"\\]+)"\s*:', content):
            lines.setdefault(match[1], number)
    fields = _fields(data, lines, line)
    return Fields(
        fields.top, tuple((key, lines.get(key, line), lines.get(key, line)) for key in repeats if key in data)
    )


def _fields(data: Mapping[str, object], lines: Mapping[str, int], line: int) -> Fields:
    return Fields({key: from_python(value, lines.get(key, line)) for key, value in data.items()})


def from_python(data: object, line: int = 0, depth: int = 0) -> Value:
    """Return the Value of an object that a parser of TOML, JSON or Python literals made."""
    if depth > MAX_DEPTH:
        raise too_deep(line or None)
    if data is None:
        return Value("null", "", line)
    if isinstance(data, bool):
        return Value("str", "true" if data else "false", line)
    if isinstance(data, str):
        if not data.isascii() and any("\ud800" <= char <= "\udfff" for char in data):
            raise lone_surrogate(line or None)
        return Value("str", data, line, plain=False)
    if isinstance(data, dict):
        items = tuple(from_python(item, line, depth + 1) for item in data.values())
        return Value("map", "", line, items=items, keys=tuple(str(key) for key in data))
    if isinstance(data, (list, tuple)):
        return Value("list", "", line, items=tuple(from_python(item, line, depth + 1) for item in data))
    if isinstance(data, int) and data.bit_length() > _MAX_BITS:
        message = "a number has thousands of digits"
        raise OgpError("E_YAML_LIMIT", message, "put it in quotes", Location(line=line or None))
    return Value("str", str(data), line)


def _pairs(text: str, line: int, pattern: re.Pattern[str]) -> Fields:
    """Parse ``key: value`` lines; an indented line without a key continues the value above it."""
    top: dict[str, Value] = {}
    repeats = []
    key = ""
    for number, content in enumerate(_LINE.split(text), line):
        match = pattern.match(content)
        if match:
            key = match["key"].strip().lower()
            value = Value("str", match["value"].strip(), number)
            if key in top:
                repeats.append((key, number, top[key].line))
            top[key] = value if value.text else value._replace(kind="null")
        elif key and content.strip() and content[:1] in " \t":
            old = top[key]
            top[key] = old._replace(kind="str", text=f"{old.text} {content.strip()}".strip())
    return Fields(top, tuple(repeats))


_HEADER = re.compile(r"[ ]{0,3}(?P<key>[A-Za-z0-9_-]+)[ \t]*:(?P<value>.*)$")
_RST = re.compile(r":(?P<key>[A-Za-z][\w:. -]*?):(?P<value>(?:\s.*)?)$")
_NIKOLA = re.compile(r"\.\.[ \t]+(?P<key>[A-Za-z][\w-]*):(?P<value>.*)$")
_COMMENT = re.compile(r"\s*(?:<!--+)?\s*(?:\.\.[ \t]+)?(?P<key>[A-Za-z][\w-]*)[ \t]*:(?P<value>.*?)(?:--+>)?\s*$")
_ORG = re.compile(r"#\+(?P<key>[A-Za-z][\w-]*)(?P<list>\[\])?:(?P<value>.*)$")


def parse_headers(text: str, line: int) -> Fields:
    """Parse Pelican's (and MultiMarkdown's) ``Title: x`` lines; keys in lower case."""
    return _pairs(text, line, _HEADER)


def parse_rst(text: str, line: int) -> Fields:
    """Parse docutils' ``:title: x`` and Nikola's ``.. title: x``; keys in lower case."""
    return _pairs(text, line, _NIKOLA if text.startswith("..") else _RST)


def parse_comment(text: str, line: int) -> Fields:
    """Parse the ``key: value`` lines of HTML comments; keys in lower case."""
    return _pairs(text, line, _COMMENT)


def parse_org(text: str, line: int) -> Fields:
    """Parse Org's ``#+title: x``; ``#+tags[]: a b`` is a list (Hugo); keys in lower case."""
    fields = _pairs(text, line, _ORG)
    top = dict(fields.top)
    for number, content in enumerate(_LINE.split(text), line):
        match = _ORG.match(content)
        if match and match["list"]:
            items = tuple(Value("str", word, number) for word in match["value"].split())
            top[match["key"].lower()] = Value("list", "", number, items=items)
    return Fields(top, fields.repeats)


_PARSERS: Mapping[FrontMatterKind, Callable[[str, int], Fields]] = {
    "yaml": yaml_reader.parse,
    "toml": parse_toml,
    "json": parse_json,
    "pelican": parse_headers,
    "rst": parse_rst,
    "comment": parse_comment,
    "org": parse_org,
}
