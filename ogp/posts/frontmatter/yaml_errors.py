"""YAML errors as an author can act on them: with the line in the file, and the quotes to write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ogp.errors import Location, OgpError
from ogp.posts.frontmatter.fields import too_deep
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


def yaml_error(text: str, first: int, error: yaml.YAMLError) -> OgpError:
    """Return the error for what PyYAML found in the front matter ``text``, whose first line is ``first`` of its file.

    The usual mistakes of authors (colons and quotes) are looked for first, since the parser names their consequences.
    """
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    if "nesting depth" in problem or "nesting" in problem:
        return too_deep(_line_of_mark(text, first, context or mark))
    colon = _colon_error(text, first)
    if colon:
        return colon
    lines = [_line_of_mark(text, first, position) for position in (mark, context) if position is not None]
    control = "position" in vars(error)  # a character that YAML does not allow
    if control:
        offset: int = vars(error)["position"]
        lines = [first + count_lines(text[:offset])]
        problem = "the front matter has a control character"
    # libyaml often notices a mistake one line later.
    for line in [*lines, *(line - 1 for line in lines)]:
        unquoted = unquoted_error(text, first, line)
        if unquoted:
            return unquoted
    # For these two the line that counts is where the text began, not where the parser gave up.
    early = "end of stream" in problem or "expected ':'" in problem
    line = min(lines, default=first) if early else next(iter(lines), first)
    cure = "remove it" if control else _advice(text, first, line)
    return OgpError("E_YAML", f"not valid YAML: {problem}", cure, Location(line=line))


def not_mapping_error(text: str, first: int) -> OgpError:
    """Return the error for a front matter that is a single text or a list."""
    return _colon_error(text, first) or OgpError(
        "E_NOT_MAPPING", "the front matter is not made of `key: value` lines", "", Location(line=first)
    )


def tag_error(text: str, first: int, line: int, tag: str) -> OgpError:
    """Return the error for a tag: none is obeyed, and a title that begins with ``!`` needs quotes."""
    unquoted = unquoted_error(text, first, line)
    # `title: !important` is a text without its quotes; `!!python/…` is meant as a tag.
    cure = unquoted.cure if unquoted and not tag.startswith("tag:") else "remove the tag"
    return OgpError("E_YAML", f"YAML tags are not read: {tag[:60]!r}", cure, Location(line=line))


def unquoted_error(text: str, first: int, line: int) -> OgpError | None:
    """Return the error for ``line`` if it is a ``key: value`` whose value only lacks its quotes."""
    match = _PAIR.match(_line_text(text, first, line))
    if match is None:
        return None
    value = match["value"]
    reason = _reason_to_quote(value)
    if reason is None:
        return None
    key = match["key"]
    cure = f"{key}: {quote(_without_quotes(value))}"
    return OgpError("E_YAML", f"the value {reason} and needs quotes", cure, Location(line=line, key=key))


def quote(value: str) -> str:
    """Return ``value`` as a quoted YAML scalar on one line."""
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def _reason_to_quote(value: str) -> str | None:
    start = value[0]
    if start in "\"'":
        return _reason_to_quote_quoted(value)
    if start in "[{":
        closing = {"[": "]", "{": "}"}[start]
        is_whole = value.endswith(closing) and value.count(closing) == 1 and not value.startswith(("{{", "{%"))
        return None if is_whole else f"begins with {start}"
    if start in "`@%&*!|>?#,}]":
        return f"begins with {start}"
    if value.startswith("- "):
        return "begins with '- '"
    return "has ': ' in it" if re.search(r":(\s|$)", value) else None


def _reason_to_quote_quoted(value: str) -> str | None:
    mark = value[0]
    quoted = _QUOTED.match(value)
    if quoted and re.fullmatch(r"[ \t]*(#.*)?", value[quoted.end() :]):
        return None
    return f"continues after its closing {mark}" if quoted or value.count(mark) > 1 else f"has an unpaired {mark}"


def _without_quotes(value: str) -> str:
    """Return the text without quotes around the whole of it, as in ``'It's me'``, or an unpaired one before it."""
    if value[0] in "\"'" and value.count(value[0]) == 1:
        return value[1:]
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        inside = value[1:-1]
        other = "'" if value[0] == '"' else '"'
        if value[0] == "'" or other not in inside:
            return inside
    return value


def _colon_error(text: str, first: int) -> OgpError | None:
    """Return the error for the first key without a colon and a space as YAML has them: input methods spoil both."""
    for number, line in enumerate(_LINES.split(text), first):
        wide = _WIDE_COLON.match(line)
        if wide and not line.lstrip().startswith(("http", "#")):
            key = wide["key"]
            cure = f"write an ASCII colon and a space: {key}: {wide['value'].strip() or '…'}"
            message = f"{key!r} is followed by a full-width colon"
            return OgpError("E_YAML", message, cure, Location(line=number, key=key))
        space = _WIDE_SPACE.match(line)
        if space:
            key = space["key"]
            message = f"U+{ord(space['space']):04X} after the colon is not a space in YAML"
            return OgpError("E_YAML", message, f"write `{key}: ` with a plain space", Location(line=number, key=key))
        close = _NO_SPACE.match(line)
        if close:
            cure = f"{close['key']}: {close['value']}"
            message = "there is no space after the colon"
            return OgpError("E_YAML", message, cure, Location(line=number, key=close["key"]))
    return None


def _advice(text: str, first: int, line: int) -> str:
    content = _line_text(text, first, line)
    if _TAB.match(content):
        return "indent with spaces: YAML does not allow tabs"
    return "put a value that holds : # [ ] { } or quotes into double quotes"


def _line_text(text: str, first: int, line: int) -> str:
    lines = _LINES.split(text)
    return lines[line - first] if 0 <= line - first < len(lines) else ""


def _line_of_mark(text: str, first: int, mark: object) -> int:
    index = getattr(mark, "index", None)
    if isinstance(index, int):
        return first + count_lines(text[:index])
    return first + int(getattr(mark, "line", 0))
