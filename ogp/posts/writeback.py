"""Writes an image into a post: inserts or replaces one line, keeps every other byte, and proves it.

Libraries that write YAML and TOML change other lines too (quotes, comments, folding). So the line is inserted as bytes,
in the file's own style, and the result is parsed again: it must mean what the post meant before, with the image. What
takes more than one line is refused with the reason.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from ogp.errors import Location, OgpError
from ogp.posts.frontmatter.formats import parse
from ogp.posts.frontmatter.split import FrontMatterBlock, FrontMatterKind, decode, split
from ogp.posts.frontmatter.yaml_errors import quote
from ogp.posts.image_field import IMAGE_LIST_KEYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ogp.posts.frontmatter.fields import Fields, Value
    from ogp.posts.generators.site import Site

    Writer = Callable[[str, Fields, str, str, FrontMatterBlock], Iterator[str]]

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_PLAIN = re.compile(r"[A-Za-z0-9_/.][^\s:#\[\]{},&*!|>'\"%@`\\]*")
_TOML_TABLE = re.compile(r"[ \t]*\[")


def with_image(raw: bytes, site: Site, image: str, key: str = "") -> bytes:
    """Return ``raw``, the whole file, with ``image`` as its image.

    Args:
        raw: the whole file.
        site: the site that the post belongs to.
        image: the image, as the front matter is to name it.
        key: the front matter path to fill, by default the site's first image key.

    Raises:
        OgpError: E_KEY_TYPE with the reason where it takes more than one line; or what reading the post raises.
    """
    key = key or site.fields["image"][0]
    if not image or any(char < " " or char == "\x7f" for char in image):
        message = f"{image!r} cannot be written into a post"
        raise OgpError("E_IMAGE_PATH", message, "name it without control characters")
    block = split(raw, site.generator)
    before = parse(raw, block)
    if block.kind not in _WRITERS:
        raise _refused("the post has no front matter to write into", key, None)
    text = decode(raw, block.start, block.end, block.line)
    name = _written_key(before, key, site)
    for changed in _WRITERS[block.kind](text, before, name, image, block):
        result = raw[: block.start] + changed.encode() + raw[block.end :]
        if _adds_only_the_image(result, site, before, name, image, raw[block.end :]):
            return result
    raise _refused("the line would change what the post means", key, None)


def _written_key(fields: Fields, key: str, site: Site) -> str:
    """Return the key as the post spells it: to some generators ``Image`` and ``image`` are the same."""
    if site.rules.ignores_case and key not in fields.top:
        return next((name for name in fields.top if name.lower() == key.lower()), key)
    return key


def _refused(reason: str, key: str, line: int | None) -> OgpError:
    return OgpError(
        "E_KEY_TYPE",
        f"the image is not written back: {reason}",
        "write it by hand, or set write_back = false",
        Location(line=line, key=key),
    )


def _adds_only_the_image(result: bytes, site: Site, before: Fields, key: str, image: str, rest: bytes) -> bool:
    """Whether the result means what the post meant before, and the image."""
    try:
        block = split(result, site.generator)
        after = parse(result, block)
    except OgpError:
        return False
    value = after.get(key)
    if value is None or [scalar.text for scalar in value.scalars()] != [image] or result[block.end :] != rest:
        return False
    return _meaning(before, key) == _meaning(after, key)


def _meaning(fields: Fields, key: str) -> object:
    """Return what the fields mean without the value of ``key``: kinds, texts and quotes, but no lines and offsets."""
    root, _, inner = key.partition(".")

    def meaning(value: Value, path: str) -> tuple[object, ...]:
        items = zip(value.keys, value.items, strict=True) if value.kind == "map" else enumerate(value.items)
        others = tuple((name, meaning(item, f"{path}.{name}")) for name, item in items if f"{path}.{name}" != key)
        return value.kind, value.text, value.plain, others

    top = {name: meaning(value, name) for name, value in fields.top.items() if name != key}
    if inner and root in top and top[root][3] == ():
        del top[root]  # a table that holds only the image does not exist without it
    return top, fields.repeats and [name for name, _, _ in fields.repeats]


def _yaml(text: str, fields: Fields, key: str, image: str, block: FrontMatterBlock) -> Iterator[str]:
    old = fields.get(key) or fields.top.get(key)
    if old is not None:
        yield _yaml_replaced(text, old, key, image)
        return
    if "." in key:
        raise _refused(f"{key} lies inside another key", key, None)
    first = next(iter(fields.top.values()), None)
    if first is None:
        yield text + _line(key, ": ", _yaml_value(key, image, '"'), block)
        return
    start = min(value.start for value in fields.top.values())
    line_start = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    indent = re.match(r"[ \t]*", text[line_start:])
    if text[line_start:].lstrip().startswith("{"):
        raise _refused("the front matter is one flow mapping", key, first.line)
    mark = _quote_style(text, fields)
    yield text + (indent[0] if indent else "") + _line(key, ": ", _yaml_value(key, image, mark), block)


def _yaml_replaced(text: str, old: Value, key: str, image: str) -> str:
    written = text[old.start : old.end]
    if old.kind not in ("str", "null") or old.end < 0:
        raise _refused("the value is a list, a mapping or an alias", key, old.line)
    if "\n" in written.strip() or "\r" in written.strip() or written[:1] in ("|", ">") or written[:1] in ("&", "!"):
        raise _refused("the value has more than one line, an anchor or a tag", key, old.line)
    line_start = max(text.rfind("\n", 0, old.start), text.rfind("\r", 0, old.start)) + 1
    if not re.fullmatch(r"\s*(?:[\w.-]+|\"[^\"]+\"|'[^']+')[ \t]*:[ \t]*", text[line_start : old.start]):
        raise _refused("the key and its value are not alone on their line", key, old.line)
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
    return f"[{value}]" if key in IMAGE_LIST_KEYS else value


def _quote_style(text: str, fields: Fields) -> str:
    """Return the quotation mark that the post puts around its title, or around any of its texts; ``""`` for none."""
    title = fields.top.get("title")
    for value in (title, *fields.top.values()) if title is not None else fields.top.values():
        if value is not None and value.kind == "str" and value.end >= 0:
            mark = text[value.start : value.start + 1]
            if mark in ("'", '"'):
                return mark
            if value is title:
                return ""
    return ""


def _line(key: str, separator: str, value: str, block: FrontMatterBlock) -> str:
    return f"{key}{separator}{value}{block.newline.decode()}"


def _toml(text: str, fields: Fields, key: str, image: str, block: FrontMatterBlock) -> Iterator[str]:
    table, _, name = key.rpartition(".")
    old = fields.get(key)
    mark = "'" if re.search(r"=[ \t]*'", text) and not re.search(r'=[ \t]*"', text) else '"'
    value = json.dumps(image, ensure_ascii=False) if mark == '"' or "'" in image else f"'{image}'"
    if old is not None:
        yield from _lines_replaced(text, rf"(?:{re.escape(name)}|{re.escape(key)})[ \t]*=[ \t]*", value, "#", key, old)
        return
    value = f"[{value}]" if name in IMAGE_LIST_KEYS else value
    for position, spelled in _toml_insertions(text, table, name):
        indent = re.match(r"[ \t]*", text[position:]) if table and spelled == name else None
        yield text[:position] + (indent[0] if indent else "") + _line(spelled, " = ", value, block) + text[position:]


def _toml_insertions(text: str, table: str, name: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, key) of lines that may say it: in its table, or before the first table, or at the top."""
    first_table = len(text)
    for match in _LINE.finditer(text):
        line = match[0]
        if table and re.fullmatch(rf"[ \t]*\[[ \t]*{re.escape(table)}[ \t]*\][ \t]*(?:#.*)?", line.rstrip("\r\n")):
            yield match.end(), name
        if _TOML_TABLE.match(line) and first_table == len(text):
            first_table = match.start()
    spelled = f"{table}.{name}" if table else name
    yield _after_last_line(text, first_table), spelled
    yield _after_last_line(text, len(text)), spelled  # what looked like a table was inside an array
    yield 0, spelled


def _after_last_line(text: str, end: int) -> int:
    """Return the offset after the last line before ``end`` that is not blank."""
    used = len(text[:end].rstrip(" \t\r\n"))
    rest_of_line = _LINE.match(text, used)
    return min(end, rest_of_line.end()) if used and rest_of_line else 0


def _json(text: str, fields: Fields, key: str, image: str, block: FrontMatterBlock) -> Iterator[str]:
    if "." in key:
        raise _refused(f"{key} lies inside another key", key, None)
    value = json.dumps(image, ensure_ascii=False)
    old = fields.top.get(key)
    if old is not None:
        yield from _lines_replaced(text, rf"{re.escape(json.dumps(key))}[ \t]*:[ \t]*", value, ",", key, old)
        return
    value = f"[{value}]" if key in IMAGE_LIST_KEYS else value
    match = re.match(r"\s*\{[ \t]*(?:\r\n|\n|\r)", text)
    if match is None and text.lstrip().startswith("{"):
        raise _refused("the JSON is on one line", key, block.line)
    position = match.end() if match else 0
    indent = re.match(r"[ \t]*", text[position:])
    colon = ": " if re.search(r'":[ \t]', text) else ":"
    line = f"{indent[0] if indent else ''}{json.dumps(key)}{colon}{value},{block.newline.decode()}"
    yield text[:position] + line + text[position:]


def _lines_replaced(text: str, name: str, value: str, after: str, key: str, old: Value) -> Iterator[str]:
    """Yield the text with each one-line value of ``name`` replaced in turn: the caller proves which is right."""
    if old.kind not in ("str", "null"):
        raise _refused("the value is a list or a mapping", key, old.line)
    pattern = re.compile(
        rf"(?m)^(?P<lead>[ \t]*{name})(?P<value>\"(?:[^\"\\\r\n]|\\.)*\"|'[^'\r\n]*'|null)(?=[ \t]*(?:{after}|\r|\n|$))"
    )
    for match in pattern.finditer(text):
        yield text[: match.start("value")] + value + text[match.end("value") :]
    raise _refused("its value is not alone on its line", key, old.line)


def _header_lines(text: str, fields: Fields, key: str, image: str, block: FrontMatterBlock) -> Iterator[str]:
    """Yield the text with a line like those of Pelican's headers, docutils' fields, Nikola's comments or Org."""
    lead = {"pelican": "", "rst": ".. " if text.startswith("..") else ":", "org": "#+"}[block.kind]
    spelled = key.capitalize() if block.kind == "pelican" and text[:1].isupper() else key
    old = fields.top.get(key)
    pattern = re.compile(rf"(?im)^{re.escape(lead)}{re.escape(key)}[ \t]*:[ \t]*(?P<value>[^\r\n]*)")
    match = pattern.search(text)
    if old is not None and match:
        gap = "" if match[0][: len(match[0]) - len(match["value"])].endswith((" ", "\t")) else " "
        yield text[: match.start("value")] + gap + image + text[match.end("value") :]
        return
    if block.kind == "org" and key in IMAGE_LIST_KEYS:
        spelled += "[]"
    offset = _after_last_line(text, len(text))
    line = f"{lead}{spelled}: {image}"
    newline = block.newline.decode()
    if text[:offset].endswith(("\r", "\n")):
        yield text[:offset] + line + newline + text[offset:]
    else:  # the file ends in the header, without a line end: it does so afterwards too
        yield text[:offset] + newline + line + text[offset:]


_WRITERS: Mapping[FrontMatterKind, Writer] = {
    "yaml": _yaml,
    "toml": _toml,
    "json": _json,
    "pelican": _header_lines,
    "rst": _header_lines,
    "org": _header_lines,
}
