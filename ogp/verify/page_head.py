"""Parses the ``<head>`` of an HTML page as a browser does, however malformed. No I/O.

A page is read as far as its head goes, as crawlers do: a page of 10 MB costs what its head costs.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final

from ogp.verify.model import PageHead

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

FIRST_BYTES: Final = 64 << 10
"""Most heads end within these."""
MAX_BYTES: Final = 1 << 20
"""A longer head is read as far as this."""
MAX_FALSE_ENDS: Final = 20
"""After so many ends of a head in comments and scripts, all that was read counts as head."""
MAX_TAGS: Final = 10_000
"""No more tags are parsed: the parser takes quadratic time for nested ones, 0.4 s for these."""
EMPTY_HEAD: Final = "<head></head>"

_END = re.compile(rb"(?i)</head\b|<body\b")
_CHARSET = re.compile(rb"(?i)<meta\s[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})")
_NAMES = (re.compile(r"og:[\w:]{1,40}"), re.compile(r"twitter:[\w:]{1,40}"))
"""Two patterns that begin with letters are searched 10 times as fast as one that begins with an alternation."""
_ATTRIBUTE = re.compile(r"(?i)(?:property|name)\s{0,9}=\s{0,9}[\"']?\s{0,3}$")
_PREFIXES = ("og:", "twitter:", "robots")
_ALIASES = {"og:image:url": "og:image", "twitter:image:src": "twitter:image"}
"""Other names of a tag: by ogp.me, and in X's documentation once."""
_CODECS = {
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "windows-31j", "cp932"), "cp932"),
    **dict.fromkeys(("euc-jp", "x-euc-jp", "eucjp"), "euc_jp"),
    "iso-2022-jp": "iso2022_jp",
    **dict.fromkeys(("iso-8859-1", "latin1", "windows-1252", "us-ascii"), "cp1252"),
    **dict.fromkeys(("gbk", "gb2312", "gb18030"), "gb18030"),
    "big5": "big5",
    "euc-kr": "cp949",
}
"""The codecs of labels as browsers take them (WHATWG Encoding §4.2). Python's own list has more than charsets."""
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def head_end(data: bytes) -> int:
    """The length of a page's head in bytes; -1 if ``data`` ends before it does."""
    for number, match in enumerate(_END.finditer(data)):
        if number == MAX_FALSE_ENDS:
            return -1
        offset = match.start()
        in_comment = data.rfind(b"<!--", 0, offset) > data.rfind(b"-->", 0, offset)
        in_script = data.rfind(b"<script", 0, offset) > data.rfind(b"</script", 0, offset)
        if not (in_comment or in_script):
            return offset
    return -1


def parse(data: bytes) -> PageHead:
    """Parse the head of a page from its bytes, or its first ones."""
    from selectolax.lexbor import LexborHTMLParser

    text = decode(_bounded(data))
    tree = LexborHTMLParser(text or EMPTY_HEAD)  # it makes no tree of an empty text
    tags: dict[str, list[str]] = {}
    image_tags: dict[str, str] = {}
    is_redirect = False
    for node in tree.css("meta"):
        attributes = node.attributes
        name = (attributes.get("property") or attributes.get("name") or "").strip().lower()
        name = _ALIASES.get(name, name)
        content = (attributes.get("content") or "").strip()
        if name.startswith(_PREFIXES):
            contents = tags.setdefault(name, [])
            if not content or content not in contents:
                contents.append(content)
            if len(tags.get("og:image", ())) <= 1:  # tags after a second picture are about that one
                image_tags.setdefault(name, content)
        elif (attributes.get("http-equiv") or "").strip().lower() == "refresh":
            # In a <noscript> it is for browsers that cannot show the page, not for crawlers.
            is_redirect = is_redirect or node.parent is None or node.parent.tag != "noscript"
    title = tree.css_first("title")
    return PageHead(
        tags={name: tuple(contents) for name, contents in tags.items()},
        image_tags=image_tags,
        lines=_lines(text),
        title=" ".join(title.text().split()) if title else "",
        canonical=_canonical(tree),
        is_redirect=is_redirect,
    )


def _bounded(data: bytes) -> bytes:
    """The bytes of the head, cut off after MAX_TAGS tags."""
    end = head_end(data)
    data = data if end < 0 else data[:end]
    if data.count(b"<") <= MAX_TAGS:
        return data
    return b"<".join(data.split(b"<", MAX_TAGS)[:-1])


def decode(data: bytes) -> str:
    """Decode a page: by its byte order mark, else its meta tag, else as UTF-8. Never fails."""
    for mark, codec in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace")
    charset = _CHARSET.search(data, 0, 2048)
    label = charset[1].decode().lower() if charset else ""
    return data.decode(_CODECS.get(label, "utf-8"), "replace")


def _canonical(tree: LexborHTMLParser) -> str:
    for node in tree.css("link[rel]"):
        attributes = node.attributes
        if "canonical" in (attributes.get("rel") or "").lower().split():
            return (attributes.get("href") or "").strip()
    return ""


def _lines(text: str) -> dict[str, int]:
    """The line of each tag's first occurrence, from 1. Lines are counted from match to match, in one pass."""
    lines: dict[str, int] = {}
    for pattern in _NAMES:
        line, last = 1, 0
        for match in pattern.finditer(text):
            start = match.start()
            if _ATTRIBUTE.search(text, max(0, start - 32), start):
                line += text.count("\n", last, start)
                last = start
                lines.setdefault(_ALIASES.get(match[0], match[0]), line)
    return lines
