"""YAML errors in words an author can act on: the line in the file, and the quoting to use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ogp.errors import Location, OgpError
from ogp.posts.frontmatter.split import count_lines

if TYPE_CHECKING:
    import yaml

_LINES = re.compile(r"\r\n|\n|\r")
_PAIR = re.compile(r"(?P<indent>[ \t]*)(?P<key>[^\s:#'\"\[{-][^\s:：]*):[ \t\u3000\xa0]+(?P<value>\S.*?)[ \t\u3000]*$")
_WIDE_COLON = re.compile(r"[ \t]*(?P<key>[A-Za-z][\w.-]*)[ \t\u3000]*：(?P<value>.*)$")
_WIDE_SPACE = re.compile(r"[ \t]*(?P<key>[A-Za-z][\w.-]*)[ \t]*:(?P<space>[\u3000\xa0\u200b\ufeff])")
_NO_SPACE = re.compile(r"[ \t]*(?P<key>title|date|categories|category|image|tags|layout):(?P<value>[^\s].*)$")
_TAB = re.compile(r" *\t\s*\S")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'')


def explain(text: str, first: int, error: yaml.YAMLError) -> OgpError:
    """Return what is wrong with the front matter ``text``, whose first line is ``first`` of its file."""
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    if "nesting depth" in problem or "nesting" in problem:
        return OgpError("E_YAML_LIMIT", "nested too deep", "", Location(line=_at(text, first, context or mark)))
    damaged = _damaged_line(text, first)
    if damaged:
        return damaged
    lines = [_at(text, first, place) for place in (mark, context) if place is not None]
    if "position" in vars(error):  # a character that YAML does not allow
        position: int = vars(error)["position"]
        lines = [first + count_lines(text[:position])]
        problem = "a control character stands in the front matter"
    # libyaml often notices on the line after: look there last.
    for line in [*lines, *(line - 1 for line in lines)]:
        cure = unquoted(text, first, line)
        if cure:
            return cure
    # For these two the place that counts is where the text began, not where the parser gave up.
    early = "end of stream" in problem or "expected ':'" in problem
    line = min(lines, default=first) if early else next(iter(lines), first)
    return OgpError("E_YAML", f"not valid YAML: {problem}", _advice(text, first, line), Location(line=line))


def not_mapping(text: str, first: int) -> OgpError:
    """Return the error for a front matter that is a single text or a list."""
    return _damaged_line(text, first) or OgpError(
        "E_NOT_MAPPING", "the front matter is not made of `key: value` lines", "", Location(line=first)
    )


def tagged(text: str, first: int, line: int, tag: str) -> OgpError:
    """Return the error for a tag: none is obeyed, and a title that begins with ``!`` needs quotes."""
    where = Location(line=line)
    quoting = unquoted(text, first, line)
    # `title: !important` is a text without its quotes; `!!python/…` is meant as a tag.
    cure = quoting.cure if quoting and not tag.startswith("tag:") else "take the tag away"
    return OgpError("E_YAML", f"YAML tags are not read: {tag[:60]!r}", cure, where)


def unquoted(text: str, first: int, line: int) -> OgpError | None:
    """Return the error for ``line`` if it is a ``key: value`` whose value only lacks its quotes."""
    match = _PAIR.match(_line(text, first, line))
    if match is None:
        return None
    value = match["value"]
    why = _why_quote(value)
    if why is None:
        return None
    key = match["key"]
    return OgpError(
        "E_YAML", f"the value {why} and needs quotes", f"{key}: {quote(_inner(value))}", Location(line=line, key=key)
    )


def quote(value: str) -> str:
    """Return ``value`` as a quoted YAML scalar on one line."""
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def _why_quote(value: str) -> str | None:
    head = value[0]
    if head in "\"'":
        return _after_quote(value)
    if head in "[{":
        closed = {"[": "]", "{": "}"}[head]
        whole = value.endswith(closed) and value.count(closed) == 1 and not value.startswith(("{{", "{%"))
        return None if whole else f"begins with {head}"
    if head in "`@%&*!|>?#,}]":
        return f"begins with {head}"
    if value.startswith("- "):
        return "begins with '- '"
    return "has ': ' in it" if re.search(r":(\s|$)", value) else None


def _after_quote(value: str) -> str | None:
    head = value[0]
    quoted = _QUOTED.match(value)
    if quoted and re.fullmatch(r"[ \t]*(#.*)?", value[quoted.end() :]):
        return None
    return f"goes on after its closing {head}" if quoted or value.count(head) > 1 else f"has a lonely {head}"


def _inner(value: str) -> str:
    """Return the text without quotes around the whole of it, as in ``'It's me'``, or a lonely one before it."""
    if value[0] in "\"'" and value.count(value[0]) == 1:
        return value[1:]
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        inside = value[1:-1]
        other = "'" if value[0] == '"' else '"'
        if value[0] == "'" or other not in inside:
            return inside
    return value


def _damaged_line(text: str, first: int) -> OgpError | None:
    """Find the lines that an input method spoils: a full-width colon, a full-width space after the colon."""
    for number, line in enumerate(_LINES.split(text), first):
        wide = _WIDE_COLON.match(line)
        if wide and not line.lstrip().startswith(("http", "#")):
            key = wide["key"]
            cure = f"write an ASCII colon and a space: {key}: {wide['value'].strip() or '…'}"
            return OgpError("E_YAML", f"a full-width colon after {key!r}", cure, Location(line=number, key=key))
        space = _WIDE_SPACE.match(line)
        if space:
            what = f"U+{ord(space['space']):04X} after the colon is no space to YAML"
            return OgpError(
                "E_YAML", what, f"write `{space['key']}: ` with a plain space", Location(line=number, key=space["key"])
            )
        close = _NO_SPACE.match(line)
        if close:
            cure = f"{close['key']}: {close['value']}"
            return OgpError("E_YAML", "no space after the colon", cure, Location(line=number, key=close["key"]))
    return None


def _advice(text: str, first: int, line: int) -> str:
    content = _line(text, first, line)
    if _TAB.match(content):
        return "indent with spaces: YAML takes no tabs"
    return "put a value that holds : # [ ] { } or quotes into double quotes"


def _line(text: str, first: int, line: int) -> str:
    lines = _LINES.split(text)
    return lines[line - first] if 0 <= line - first < len(lines) else ""


def _at(text: str, first: int, mark: object) -> int:
    index = getattr(mark, "index", None)
    if isinstance(index, int):
        return first + count_lines(text[:index])
    return first + int(getattr(mark, "line", 0))
