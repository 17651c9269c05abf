"""Find the front matter in the bytes of a post: before decoding, so that every offset is one of the file.

| kind    | looks like                                    | who writes it                          |
|---------|-----------------------------------------------|----------------------------------------|
| yaml    | ``---`` … ``---`` or ``...``                  | almost everyone                        |
| toml    | ``+++`` … ``+++``                             | Hugo, Zola                             |
| json    | ``{`` … ``}``, ``;;;`` … ``;;;``, ``---json`` | Hugo, Hexo, Eleventy                   |
| pelican | ``Title: x`` lines up to a blank line         | Pelican, MkDocs (MultiMarkdown)        |
| rst     | ``:title: x`` or ``.. title: x``              | Pelican, Sphinx, Nikola                |
| comment | ``<!-- title: x -->``                         | qiita-sync, Nikola                     |
| org     | ``#+title: x``                                | Hugo                                   |
| none    | anything else                                 |                                        |
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from ogp.errors import Location, OgpError

if TYPE_CHECKING:
    from collections.abc import Mapping

FrontMatterKind = Literal["yaml", "toml", "json", "pelican", "rst", "comment", "org", "none"]

MAX_FRONT_MATTER = 64 * 1024
"""Bytes of front matter that are read. Real ones have less than 4 KiB."""
MAX_FILE = 64 * 1024 * 1024
"""Bytes of a post that is read at all."""


class FrontMatterBlock(NamedTuple):
    r"""Where in a file the front matter is.

    kind:    see the table above.
    start:   byte offset of the first byte of its content (after the opening line).
    end:     byte offset after its content (where the closing line begins).
    line:    1-based number of the content's first line in the file.
    newline: the file's own line end: ``b"\\n"``, ``b"\\r\\n"`` or ``b"\\r"``.
    body:    byte offset where the body begins.
    """

    kind: FrontMatterKind
    start: int
    end: int
    line: int
    newline: bytes
    body: int


_EOL = rb"(?:\r\n|\n|\r)"
_BOM = rb"(?:\xef\xbb\xbf)?"
_BLANK = rb"(?:[ \t\x0b\x0c]*" + _EOL + rb")*"
_OPEN = re.compile(
    rb"(?P<lead>" + _BOM + _BLANK + rb")"
    rb"(?:(?P<fence>-{3,}|\+{3}|;{3,})(?P<lang>json|toml|yaml|yml|)[ \t\x0b\x0c]*(?P<eol>\r\n|\n|\r|\Z)|(?P<other>))"
)
_FENCES: Mapping[bytes, FrontMatterKind] = {b"-": "yaml", b"+": "toml", b";": "json"}
_LANGS: Mapping[bytes, FrontMatterKind] = {b"json": "json", b"toml": "toml", b"yaml": "yaml", b"yml": "yaml"}
_YAML_CLOSE = re.compile(rb"(?:\r\n|\n|\r)(---|\.\.\.)[ \t\x0b\x0c]*(?:\r\n|\n|\r|\Z)")
_ALMOST_CLOSE = re.compile(r"^[ \t\u3000]*(?:[-‐‑‒–—―−ー─－]{2,}|[.．。]{3}|…)[ \t\r\u3000]*$", re.MULTILINE)
_LINE_END = re.compile(_EOL)
_JSON_OPEN = re.compile(rb"\{\s*[\"}]")
# A string that never ends is taken to the end: from each of its escaped quotes the search would begin anew.
_JSON_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|[{}\[\]]', re.DOTALL)
_HEADER_GENERATORS = ("", "plain", "pelican", "mkdocs", "nikola", "sphinx")
"""Generators that read ``Title: x`` lines; for the others these are the post's text."""
_KNOWN = rb"(?:title|date|category|categories|tags?|slug|authors?|status|summary|description|lang|template|image)"
_HEADER_OPEN = re.compile(rb"(?i)" + _KNOWN + rb"[ \t]*:(?:[ \t]|\r|\n|\Z)")
_HEADER_LINE = re.compile(rb"(?:[ ]{0,3}[A-Za-z0-9_-]+[ \t]*:|[ ]{4,}|\t)[^\r\n]*(?:\r\n|\n|\r|\Z)")
_HEADER_CLOSE = re.compile(rb"(?:-{3,}|\.{3})[ \t]*(?:\r\n|\n|\r|\Z)")
_HEXO_CLOSE = re.compile(rb"(?:\r\n|\n|\r)(-{3,}|;{3,})[ \t]*(?:\r\n|\n|\r|\Z)")
_RST_OPEN = re.compile(rb"(?i)(?::[a-z][\w:. -]*:(?:[ \t]|\r|\n|\Z)|\.\.[ \t]+" + _KNOWN + rb"[ \t]*:)")
_RST_LINE = re.compile(
    rb"(?:(?::[A-Za-z]|\.\.[ \t]+[A-Za-z])[^\r\n]*|[ \t]+[^\r\n]*|)(?:\r\n|\n|\r)|\.\.[^\r\n]*\Z|:[^\r\n]*\Z"
)
_RST_TITLE = re.compile(
    rb"(?:(?P<over>[=\-`:.'\"~^_*+#<>])(?P=over){2,}[ \t]*(?:\r\n|\n|\r))?[ \t]*[^\r\n]+(?:\r\n|\n|\r)"
    rb"(?P<under>[=\-`:.'\"~^_*+#<>])(?P=under){2,}[ \t]*(?:\r\n|\n|\r)(?:[ \t]*(?:\r\n|\n|\r))*"
)
_COMMENT = re.compile(rb"<!--(.*?)-->[ \t]*(?:\r\n|\n|\r|\Z)", re.DOTALL)
_COMMENT_KEYS = re.compile(rb"(?i)(?:\A|[\r\n])[ \t]*(?:\.\.[ \t]+)?" + _KNOWN + rb"[ \t]*:")
_ORG_LINE = re.compile(rb"(?:#\+[A-Za-z][\w\[\]-]*:[^\r\n]*|#[ \t][^\r\n]*|[ \t]*)(?:\r\n|\n|\r|\Z)")


def split(raw: bytes, generator: str = "", *, size: int | None = None) -> FrontMatterBlock:
    """Find the front matter at the start of ``raw``.

    ``raw`` is the whole file, or its first 64 KiB or more when ``size`` gives the length of the file.
    Raises E_ENCODING for UTF-16 and UTF-32, E_UNCLOSED, E_YAML_LIMIT and E_TOO_LARGE.
    """
    size = len(raw) if size is None else size
    if size > MAX_FILE:
        raise OgpError("E_TOO_LARGE", f"the file is too large: {size:,} bytes", "a post may have 64 MiB at most")
    _refuse_utf16(raw)
    match = _OPEN.match(raw, 0, MAX_FRONT_MATTER)
    assert match is not None  # every part of the pattern may be empty
    start = match.end("lead")
    line = 1 + _count_lines(raw, 0, start)
    if match["fence"] is not None:
        block = _fenced(raw, match, line, size)
        if block is not None:
            return block
    return _unfenced(raw, start, line, generator, size)


def _refuse_utf16(raw: bytes) -> None:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in raw[:8]:
        raise OgpError("E_ENCODING", "the file is UTF-16 or UTF-32, not UTF-8", "save it as UTF-8", Location(line=1))


def _fenced(raw: bytes, match: re.Match[bytes], line: int, size: int) -> FrontMatterBlock | None:
    fence, eol = match["fence"], match["eol"]
    kind = _LANGS.get(match["lang"]) or _FENCES[fence[:1]]
    start = match.end()
    if fence == b"---":
        close_pattern = _YAML_CLOSE
    else:
        close_pattern = re.compile(rb"(?:\r\n|\n|\r)" + re.escape(fence) + rb"[ \t\x0b\x0c]*(?:\r\n|\n|\r|\Z)")
    # The search starts at the opening line's own line end, so that an empty block is found too.
    close = close_pattern.search(raw, match.start("eol"))
    if close is None:
        if fence.startswith(b"----"):
            return None  # a thematic break, not a fence (only Hexo takes longer ones, and it closes them)
        raise _unclosed(raw, match, line, size)
    end = max(start, close.start() + len(_newline_at(raw, close.start())))
    if end - start > MAX_FRONT_MATTER:
        message = f"the front matter is too large: {end - start:,} bytes"
        raise OgpError("E_YAML_LIMIT", message, "it may have 64 KiB at most")
    return FrontMatterBlock(kind, start, end, line + 1, eol or b"\n", close.end())


def _newline_at(raw: bytes, offset: int) -> bytes:
    return b"\r\n" if raw[offset : offset + 2] == b"\r\n" else raw[offset : offset + 1]


def _unclosed(raw: bytes, match: re.Match[bytes], line: int, size: int) -> OgpError:
    fence = match["fence"].decode()
    if size > len(raw):
        return OgpError(
            "E_YAML_LIMIT",
            f"the front matter has no closing {fence} in the first {len(raw):,} bytes",
            "close it; it may have 64 KiB at most",
        )
    rest = raw[match.end() : match.end() + MAX_FRONT_MATTER].decode("utf-8", "replace")
    almost = _ALMOST_CLOSE.search(rest)
    cure = f"close the front matter with a line that is only {fence}"
    if almost:
        lead = almost[0][: len(almost[0]) - len(almost[0].lstrip())]
        number = line + 1 + count_lines(rest[: almost.start()]) + count_lines(lead)
        cure = f"line {number} is {almost[0].strip()!r}: it must be {fence}, with nothing before or after it"
    return OgpError("E_UNCLOSED", f"the front matter opened by {fence} is never closed", cure, Location(line=line))


def _unfenced(raw: bytes, start: int, line: int, generator: str, size: int) -> FrontMatterBlock:
    newline_match = _LINE_END.search(raw, 0, MAX_FRONT_MATTER)
    newline = newline_match[0] if newline_match else b"\n"
    if _JSON_OPEN.match(raw, start):
        end = _json_end(raw, start, line, size)
        return FrontMatterBlock("json", start, end, line, newline, end)
    if raw.startswith(b"<!--", start):
        end = _comments_end(raw, start)
        if end > start:
            return FrontMatterBlock("comment", start, end, line, newline, end)
    elif raw.startswith(b"#+", start) and _ORG_LINE.match(raw, start):
        end = _end_of_run(_ORG_LINE, raw, start)
        return FrontMatterBlock("org", start, end, line, newline, end)
    elif _HEADER_OPEN.match(raw, start):
        return _headers(raw, start, line, newline, generator)
    else:
        fields = start
        title = _RST_TITLE.match(raw, start, start + 4096)
        if title:
            fields = title.end()
        if _RST_OPEN.match(raw, fields):
            end = _end_of_run(_RST_LINE, raw, fields)
            return FrontMatterBlock("rst", fields, end, line + _count_lines(raw, start, fields), newline, end)
    return FrontMatterBlock("none", start, start, line, newline, start)


def _json_end(raw: bytes, start: int, line: int, size: int) -> int:
    depth = 0
    for token in _JSON_TOKEN.finditer(raw, start, start + MAX_FRONT_MATTER):
        mark = token[0]
        if mark in b"{[":
            depth += 1
        elif mark in b"}]":
            depth -= 1
            if depth == 0:
                return token.end()
    if size > start + MAX_FRONT_MATTER:
        raise OgpError("E_YAML_LIMIT", "the JSON front matter does not end within 64 KiB", "", Location(line=line))
    raise OgpError("E_UNCLOSED", "the JSON front matter is never closed", "close it with }", Location(line=line))


def _comments_end(raw: bytes, start: int) -> int:
    """Return the end of the leading comments that hold ``key: value`` lines, ``start`` if the first does not."""
    end = start
    while match := _COMMENT.match(raw, end, start + MAX_FRONT_MATTER):
        if not _COMMENT_KEYS.search(match[1]):
            break
        end = match.end()
    return end


def _headers(raw: bytes, start: int, line: int, newline: bytes, generator: str) -> FrontMatterBlock:
    if generator == "hexo":  # takes a front matter without the opening line: all that stands above a --- or ;;;
        close = _HEXO_CLOSE.search(raw, start, start + MAX_FRONT_MATTER)
        if close:
            return FrontMatterBlock(
                "json" if close[1][:1] == b";" else "yaml", start, close.start(1), line, newline, close.end()
            )
    end = _end_of_run(_HEADER_LINE, raw, start)
    fence = _HEADER_CLOSE.match(raw, end)
    if generator in _HEADER_GENERATORS:
        return FrontMatterBlock("pelican", start, end, line, newline, fence.end() if fence else end)
    if fence:
        cure = f"put --- above line {line}"
        raise OgpError("E_UNCLOSED", "the front matter is closed but never opened", cure, Location(line=line))
    return FrontMatterBlock("none", start, start, line, newline, start)  # a text that happens to begin with `Title:`


def _end_of_run(pattern: re.Pattern[bytes], raw: bytes, start: int) -> int:
    """Return the end of the matches of ``pattern`` that follow one another from ``start``."""
    limit = start + MAX_FRONT_MATTER
    end = start
    while end < limit and (match := pattern.match(raw, end)) and match.end() > end:
        end = match.end()
    return end


def _count_lines(raw: bytes, start: int, end: int) -> int:
    part = raw[start:end]
    return part.count(b"\n") + part.count(b"\r") - part.count(b"\r\n")


def count_lines(text: str) -> int:
    """Return the number of line ends in ``text``: CRLF, LF and CR each count once."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def decode(raw: bytes, start: int, end: int, line: int) -> str:
    """Return a part of the file, whose first line is ``line``, as text.

    Raises E_ENCODING with the line of the first byte that is not UTF-8.
    """
    block = raw[start:end]
    try:
        text = block.decode("utf-8")
    except UnicodeDecodeError as error:
        number = line + _count_lines(block, 0, error.start)
        raise _not_utf8(number, f"byte 0x{block[error.start]:02x}") from None
    if "\x1b$" in text:  # ISO-2022-JP is plain ASCII to a decoder
        raise _not_utf8(line + count_lines(text[: text.index("\x1b$")]), "an ISO-2022-JP escape")
    return text


def _not_utf8(line: int, what: str) -> OgpError:
    return OgpError(
        "E_ENCODING",
        f"the file is not UTF-8 ({what})",
        "convert it, for example with: nkf -w --overwrite",
        Location(line=line),
    )
