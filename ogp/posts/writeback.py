"""Write the image into a post: one line inserted or replaced, every other byte kept, and proof that it is so.

YAML and TOML libraries that write back change other lines too (quotes, comments, folding). So a line is put in as
bytes, in the file's own style, and the result is read again: it must say what the post said before, and the image.
What cannot be done in one line is refused with the reason.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from ogp.errors import Location, OgpError
from ogp.posts.frontmatter.formats import parse
from ogp.posts.frontmatter.split import FrontMatterBlock, FrontMatterKind, decode, split
from ogp.posts.frontmatter.yaml_errors import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ogp.posts.frontmatter.values import Fields, Value
    from ogp.posts.generators.site import Site

    Writer = Callable[[str, Fields, str, str, FrontMatterBlock], Iterator[str]]

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_PLAIN = re.compile(r"[A-Za-z0-9_/.][^\s:#\[\]{},&*!|>'\"%@`\\]*")
_LIST_KEYS = ("images", "photos")
_TOML_TABLE = re.compile(r"[ \t]*\[")


def with_image(raw: bytes, site: Site, image: str, key: str = "") -> bytes:
    """Return ``raw``, the whole file, with ``image`` as its image.

    key: the front matter path to fill; the site's first image key if empty.
    Raises OgpError: E_KEY_TYPE with the reason where it cannot be done in one line, or what reading the post raises.
    """
    key = key or site.fields["image"][0]
    if not image or any(char < " " or char == "\x7f" for char in image):
        raise OgpError("E_IMAGE_PATH", f"{image!r} cannot be written into a post")
    head = split(raw, site.generator)
    before = parse(raw, head)
    if head.kind not in _WRITERS:
        raise _refused("the post has no front matter to write into", key, None)
    text = decode(raw, head.start, head.end, head.line)
    name = _written_key(before, key, site)
    for changed in _WRITERS[head.kind](text, before, name, image, head):
        result = raw[: head.start] + changed.encode() + raw[head.end :]
        if _proven(result, site, before, name, image, raw[head.end :]):
            return result
    raise _refused("the line would change what the post says", key, None)


def _written_key(fields: Fields, key: str, site: Site) -> str:
    """Return the key as the post spells it, where the generator takes ``Image`` for ``image``."""
    if site.rules.folded and key not in fields.top:
        return next((name for name in fields.top if name.lower() == key.lower()), key)
    return key


def _refused(reason: str, key: str, line: int | None) -> OgpError:
    return OgpError(
        "E_KEY_TYPE",
        f"the image is not written back: {reason}",
        "write it by hand, or set write_back = false",
        Location(line=line, key=key),
    )


def _proven(result: bytes, site: Site, before: Fields, key: str, image: str, rest: bytes) -> bool:
    """Whether the result says what it said before, and the image."""
    try:
        head = split(result, site.generator)
        after = parse(result, head)
    except OgpError:
        return False
    value = after.get(key)
    if value is None or [scalar.text for scalar in value.scalars()] != [image] or result[head.end :] != rest:
        return False
    return _meaning(before, key) == _meaning(after, key)


def _meaning(fields: Fields, key: str) -> object:
    """Return what the fields say, without the key's own value and without places."""
    root, _, inner = key.partition(".")

    def said(value: Value, path: str) -> object:
        items = zip(value.keys, value.items, strict=True) if value.kind == "map" else enumerate(value.items)
        kept = tuple((name, said(item, f"{path}.{name}")) for name, item in items if f"{path}.{name}" != key)
        return value.kind, value.text, value.plain, kept

    said_all = {name: said(value, name) for name, value in fields.top.items() if name != key}
    if inner and said_all.get(root, ("", "", True, 1))[3] == ():  # type: ignore[index]
        del said_all[root]  # a table that holds nothing but the image is not there without it
    return said_all, fields.repeats and [name for name, _, _ in fields.repeats]


def _yaml(text: str, fields: Fields, key: str, image: str, head: FrontMatterBlock) -> Iterator[str]:
    old = fields.get(key) or fields.top.get(key)
    if old is not None:
        yield _yaml_replaced(text, old, key, image)
        return
    if "." in key:
        raise _refused(f"{key} lies inside another key", key, None)
    first = next(iter(fields.top.values()), None)
    if first is None:
        yield text + _line(key, ": ", _yaml_value(key, image, '"'), head)
        return
    start = min(value.start for value in fields.top.values())
    line_start = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    indent = re.match(r"[ \t]*", text[line_start:])
    if text[line_start:].lstrip().startswith("{"):
        raise _refused("the front matter is one flow mapping", key, first.line)
    mark = _quote_style(text, fields)
    yield text + (indent[0] if indent else "") + _line(key, ": ", _yaml_value(key, image, mark), head)


def _yaml_replaced(text: str, old: Value, key: str, image: str) -> str:
    written = text[old.start : old.end]
    if old.kind not in ("str", "null") or old.end < 0:
        raise _refused("the value is a list, a mapping or an alias", key, old.line)
    if "\n" in written.strip() or "\r" in written.strip() or written[:1] in ("|", ">") or written[:1] in ("&", "!"):
        raise _refused("the value has more than one line, an anchor or a tag", key, old.line)
    line_start = max(text.rfind("\n", 0, old.start), text.rfind("\r", 0, old.start)) + 1
    if not re.fullmatch(r"\s*(?:[\w.-]+|\"[^\"]+\"|'[^']+')[ \t]*:[ \t]*", text[line_start : old.start]):
        raise _refused("the key and its value do not stand alone on their line", key, old.line)
    mark = written[:1] if written[:1] in ("'", '"') else ""
    gap = "" if text[old.start - 1 : old.start] in (" ", "\t") else " "
    value = _yaml_value(key, image, mark)
    # A comment after an empty value needs a space before it.
    after = text[old.start + len(written.rstrip()) :]
    return text[: old.start] + gap + value + (" " if after.startswith("#") else "") + after


def _yaml_value(key: str, image: str, mark: str) -> str:
    if mark == "'":
        value = "'" + image.replace("'", "''") + "'"
    elif mark == '"' or not _PLAIN.fullmatch(image):
        value = quote(image)
    else:
        value = image
    return f"[{value}]" if key in _LIST_KEYS else value


def _quote_style(text: str, fields: Fields) -> str:
    """Return the quote that the post puts around its title, or around any of its texts; ``""`` for none."""
    title = fields.top.get("title")
    for value in (title, *fields.top.values()) if title is not None else fields.top.values():
        if value is not None and value.kind == "str" and value.end >= 0:
            mark = text[value.start : value.start + 1]
            if mark in ("'", '"'):
                return mark
            if value is title:
                return ""
    return ""


def _line(key: str, between: str, value: str, head: FrontMatterBlock) -> str:
    return f"{key}{between}{value}{head.newline.decode()}"


def _toml(text: str, fields: Fields, key: str, image: str, head: FrontMatterBlock) -> Iterator[str]:
    table, _, name = key.rpartition(".")
    old = fields.get(key)
    mark = "'" if re.search(r"=[ \t]*'", text) and not re.search(r'=[ \t]*"', text) else '"'
    value = json.dumps(image, ensure_ascii=False) if mark == '"' or "'" in image else f"'{image}'"
    if old is not None:
        yield from _lines_replaced(text, rf"(?:{re.escape(name)}|{re.escape(key)})[ \t]*=[ \t]*", value, "#", key, old)
        return
    value = f"[{value}]" if name in _LIST_KEYS else value
    for position, spelled in _toml_places(text, table, name):
        indent = re.match(r"[ \t]*", text[position:]) if table and spelled == name else None
        yield text[:position] + (indent[0] if indent else "") + _line(spelled, " = ", value, head) + text[position:]


def _toml_places(text: str, table: str, name: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, key) where the line may stand: in its table, or before the first table, or at the top."""
    first_table = len(text)
    for match in _LINE.finditer(text):
        line = match[0]
        if table and re.fullmatch(rf"[ \t]*\[[ \t]*{re.escape(table)}[ \t]*\][ \t]*(?:#.*)?", line.rstrip("\r\n")):
            yield match.end(), name
        if _TOML_TABLE.match(line) and first_table == len(text):
            first_table = match.start()
    spelled = f"{table}.{name}" if table else name
    yield _after_last_line(text, first_table), spelled
    yield _after_last_line(text, len(text)), spelled  # what looked like a table stood inside an array
    yield 0, spelled


def _after_last_line(text: str, end: int) -> int:
    """Return the offset behind the last line above ``end`` that is not blank."""
    used = len(text[:end].rstrip(" \t\r\n"))
    line_end = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)").match(text, used)
    return min(end, line_end.end()) if used and line_end else 0


def _json(text: str, fields: Fields, key: str, image: str, head: FrontMatterBlock) -> Iterator[str]:
    if "." in key:
        raise _refused(f"{key} lies inside another key", key, None)
    value = json.dumps(image, ensure_ascii=False)
    old = fields.top.get(key)
    if old is not None:
        yield from _lines_replaced(text, rf"{re.escape(json.dumps(key))}[ \t]*:[ \t]*", value, ",", key, old)
        return
    value = f"[{value}]" if key in _LIST_KEYS else value
    match = re.match(r"\s*\{[ \t]*(?:\r\n|\n|\r)", text)
    if match is None and text.lstrip().startswith("{"):
        raise _refused("the JSON stands on one line", key, head.line)
    position = match.end() if match else 0
    indent = re.match(r"[ \t]*", text[position:])
    colon = ": " if re.search(r'":[ \t]', text) else ":"
    line = f"{indent[0] if indent else ''}{json.dumps(key)}{colon}{value},{head.newline.decode()}"
    yield text[:position] + line + text[position:]


def _lines_replaced(text: str, name: str, value: str, after: str, key: str, old: Value) -> Iterator[str]:
    """Yield the text with each single-line value of ``name`` replaced in turn: the proof picks the right one."""
    if old.kind not in ("str", "null"):
        raise _refused("the value is a list or a mapping", key, old.line)
    pattern = re.compile(
        rf"(?m)^(?P<lead>[ \t]*{name})(?P<value>\"(?:[^\"\\\r\n]|\\.)*\"|'[^'\r\n]*'|null)(?=[ \t]*(?:{after}|\r|\n|$))"
    )
    for match in pattern.finditer(text):
        yield text[: match.start("value")] + value + text[match.end("value") :]
    raise _refused("its value is not one line of its own", key, old.line)


def _headers(text: str, fields: Fields, key: str, image: str, head: FrontMatterBlock) -> Iterator[str]:
    """Pelican's headers, docutils' fields and Nikola's comments: a line like those that are there."""
    lead, between = {"pelican": ("", ": "), "rst": (":", ": "), "org": ("#+", ": ")}[head.kind]
    if head.kind == "rst" and text.startswith(".."):
        lead = ".. "
    spelled = key.capitalize() if head.kind == "pelican" and text[:1].isupper() else key
    old = fields.top.get(key)
    pattern = re.compile(rf"(?im)^{re.escape(lead)}{re.escape(key)}[ \t]*:[ \t]*(?P<value>[^\r\n]*)")
    match = pattern.search(text)
    if old is not None and match:
        gap = "" if match[0][: len(match[0]) - len(match["value"])].endswith((" ", "\t")) else " "
        yield text[: match.start("value")] + gap + image + text[match.end("value") :]
        return
    if head.kind == "org" and key in _LIST_KEYS:
        spelled += "[]"
    at = _after_last_line(text, len(text))
    line = f"{lead}{spelled}{between}{image}"
    newline = head.newline.decode()
    if text[:at].endswith(("\r", "\n")):
        yield text[:at] + line + newline + text[at:]
    else:  # the file ends in the header, without a line end: it does so afterwards too
        yield text[:at] + newline + line + text[at:]


_WRITERS: Mapping[FrontMatterKind, Writer] = {
    "yaml": _yaml,
    "toml": _toml,
    "json": _json,
    "pelican": _headers,
    "rst": _headers,
    "org": _headers,
}
