"""Find the front matter of a post, on bytes: before any decoding, so that every offset is a place in the file.

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

FRONT_MATTER_CAP = 64 * 1024
"""Bytes of front matter we read. Real ones stay under 4 KiB; beyond this somebody is testing us."""
FILE_CAP = 64 * 1024 * 1024
"""Bytes of a post we read at all."""


class FrontMatterBlock(NamedTuple):
    r"""Where the front matter lies.

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
_NEAR_CLOSE = re.compile(r"^[ \t\u3000]*(?:[-‐‑‒–—―−ー─－]{2,}|[.．。]{3}|…)[ \t\r\u3000]*$", re.MULTILINE)
_LINE_END = re.compile(_EOL)
_JSON_OPEN = re.compile(rb"\{\s*[\"}]")
# A string that never ends is taken to the end: from each of its escaped quotes the search would begin anew.
_JSON_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|[{}\[\]]', re.DOTALL)
_HEADER_GENERATORS = ("", "plain", "pelican", "mkdocs", "nikola", "sphinx")
"""Those that read ``Title: x`` lines; to the others it is the post's text."""
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
    if size > FILE_CAP:
        raise OgpError("E_TOO_LARGE", f"the file has {size:,} bytes", "a post may have 64 MiB at most")
    _refuse_wide(raw)
    match = _OPEN.match(raw, 0, FRONT_MATTER_CAP)
    assert match is not None  # every part of the pattern may be empty
    at = match.end("lead")
    line = 1 + _count_lines(raw, 0, at)
    if match["fence"] is not None:
        head = _fenced(raw, match, line, size)
        if head is not None:
            return head
    return _unfenced(raw, at, line, generator, size)


def _refuse_wide(raw: bytes) -> None:
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
    if end - start > FRONT_MATTER_CAP:
        raise OgpError("E_YAML_LIMIT", f"the front matter has {end - start:,} bytes", "it may have 64 KiB at most")
    return FrontMatterBlock(kind, start, end, line + 1, eol or b"\n", close.end())


def _newline_at(raw: bytes, at: int) -> bytes:
    return b"\r\n" if raw[at : at + 2] == b"\r\n" else raw[at : at + 1]


def _unclosed(raw: bytes, match: re.Match[bytes], line: int, size: int) -> OgpError:
    fence = match["fence"].decode()
    if size > len(raw):
        return OgpError(
            "E_YAML_LIMIT", f"no closing {fence} in the first {len(raw):,} bytes", "a front matter has 64 KiB at most"
        )
    rest = raw[match.end() : match.end() + FRONT_MATTER_CAP].decode("utf-8", "replace")
    near = _NEAR_CLOSE.search(rest)
    cure = f"close the front matter with a line that is only {fence}"
    if near:
        at = line + 1 + count_lines(rest[: near.start()])
        lead = near[0]
        at += count_lines(lead[: len(lead) - len(lead.lstrip())])
        cure = f"line {at} is {near[0].strip()!r}: it must be {fence}, with nothing before or after it"
    return OgpError("E_UNCLOSED", f"the front matter opened by {fence} is never closed", cure, Location(line=line))


def _unfenced(raw: bytes, at: int, line: int, generator: str, size: int) -> FrontMatterBlock:
    newline_match = _LINE_END.search(raw, 0, FRONT_MATTER_CAP)
    newline = newline_match[0] if newline_match else b"\n"
    if _JSON_OPEN.match(raw, at):
        end = _json_end(raw, at, line, size)
        return FrontMatterBlock("json", at, end, line, newline, end)
    if raw.startswith(b"<!--", at):
        end = _comments_end(raw, at)
        if end > at:
            return FrontMatterBlock("comment", at, end, line, newline, end)
    elif raw.startswith(b"#+", at) and _ORG_LINE.match(raw, at):
        end = _run(_ORG_LINE, raw, at)
        return FrontMatterBlock("org", at, end, line, newline, end)
    elif _HEADER_OPEN.match(raw, at):
        return _headers(raw, at, line, newline, generator)
    else:
        fields = at
        title = _RST_TITLE.match(raw, at, at + 4096)
        if title:
            fields = title.end()
        if _RST_OPEN.match(raw, fields):
            end = _run(_RST_LINE, raw, fields)
            return FrontMatterBlock("rst", fields, end, line + _count_lines(raw, at, fields), newline, end)
    return FrontMatterBlock("none", at, at, line, newline, at)


def _json_end(raw: bytes, at: int, line: int, size: int) -> int:
    depth = 0
    for token in _JSON_TOKEN.finditer(raw, at, at + FRONT_MATTER_CAP):
        mark = token[0]
        if mark in b"{[":
            depth += 1
        elif mark in b"}]":
            depth -= 1
            if depth == 0:
                return token.end()
    if size > at + FRONT_MATTER_CAP:
        raise OgpError("E_YAML_LIMIT", "the JSON front matter does not end within 64 KiB", "", Location(line=line))
    raise OgpError("E_UNCLOSED", "the JSON front matter is never closed", "close it with }", Location(line=line))


def _comments_end(raw: bytes, at: int) -> int:
    """Return the end of the run of comments that hold ``key: value``, or ``at`` if the first does not."""
    end = at
    while match := _COMMENT.match(raw, end, at + FRONT_MATTER_CAP):
        if not _COMMENT_KEYS.search(match[1]):
            break
        end = match.end()
    return end


def _headers(raw: bytes, at: int, line: int, newline: bytes, generator: str) -> FrontMatterBlock:
    if generator == "hexo":  # takes a front matter without the opening line: all that stands above a --- or ;;;
        close = _HEXO_CLOSE.search(raw, at, at + FRONT_MATTER_CAP)
        if close:
            return FrontMatterBlock(
                "json" if close[1][:1] == b";" else "yaml", at, close.start(1), line, newline, close.end()
            )
    end = _run(_HEADER_LINE, raw, at)
    fence = _HEADER_CLOSE.match(raw, end)
    if generator in _HEADER_GENERATORS:
        return FrontMatterBlock("pelican", at, end, line, newline, fence.end() if fence else end)
    if fence:
        cure = f"put --- above line {line}"
        raise OgpError("E_UNCLOSED", "the front matter is closed and was never opened", cure, Location(line=line))
    return FrontMatterBlock("none", at, at, line, newline, at)  # a text that happens to begin with `Title:`


def _run(pattern: re.Pattern[bytes], raw: bytes, at: int) -> int:
    limit = at + FRONT_MATTER_CAP
    end = at
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
    """Return that part of the file as text. Raises E_ENCODING with the line of the first byte that is not UTF-8."""
    block = raw[start:end]
    try:
        text = block.decode("utf-8")
    except UnicodeDecodeError as error:
        at = line + _count_lines(block, 0, error.start)
        raise _not_utf8(at, f"byte 0x{block[error.start]:02x}") from None
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
