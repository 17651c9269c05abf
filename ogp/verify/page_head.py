"""Head: a page's bytes to what its head says, as a browser would read it. Pure; no bytes are malformed enough to fail.

Pages are read as far as their heads go. Crawlers do the same, and a page of 10 MB costs what its head costs.
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
MOST_BYTES: Final = 1 << 20
"""A head that is longer is read as far as this."""
MOST_ENDS: Final = 20
"""So many ends of a head may stand in comments and scripts before all that was read counts as head."""
MOST_TAGS: Final = 10_000
"""Nor is more than so many tags: the parser takes quadratic time for tags in tags, 0.4 s for these."""
NEVER: Final = "<head></head>"

_END = re.compile(rb"(?i)</head\b|<body\b")
_CHARSET = re.compile(rb"(?i)<meta\s[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})")
_NAMES = (re.compile(r"og:[\w:]{1,40}"), re.compile(r"twitter:[\w:]{1,40}"))
"""Two patterns that begin with letters are searched 10 times as fast as one that begins with a choice."""
_BEFORE = re.compile(r"(?i)(?:property|name)\s{0,9}=\s{0,9}[\"']?\s{0,3}$")
_WANTED = ("og:", "twitter:", "robots")
_ALIASES = {"og:image:url": "og:image", "twitter:image:src": "twitter:image"}
"""Other names for the same thing: ogp.me, and what X's documentation once said."""
_CODECS = {
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "windows-31j", "cp932"), "cp932"),
    **dict.fromkeys(("euc-jp", "x-euc-jp", "eucjp"), "euc_jp"),
    "iso-2022-jp": "iso2022_jp",
    **dict.fromkeys(("iso-8859-1", "latin1", "windows-1252", "us-ascii"), "cp1252"),
    **dict.fromkeys(("gbk", "gb2312", "gb18030"), "gb18030"),
    "big5": "big5",
    "euc-kr": "cp949",
}
"""What browsers take the labels for (WHATWG Encoding §4.2). Python's own list has codecs that are no charsets."""
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def head_end(data: bytes) -> int:
    """How many bytes of a page are its head; -1 if ``data`` ends before it does."""
    for number, match in enumerate(_END.finditer(data)):
        if number == MOST_ENDS:
            return -1
        at = match.start()
        in_comment = data.rfind(b"<!--", 0, at) > data.rfind(b"-->", 0, at)
        in_script = data.rfind(b"<script", 0, at) > data.rfind(b"</script", 0, at)
        if not (in_comment or in_script):
            return at
    return -1


def parse(data: bytes) -> PageHead:
    """Read the head of a page, of whose bytes ``data`` are the first ones or all."""
    from selectolax.lexbor import LexborHTMLParser

    text = decode(_bounded(data))
    tree = LexborHTMLParser(text or NEVER)  # of nothing it makes no tree
    tags: dict[str, list[str]] = {}
    about: dict[str, str] = {}
    refresh = False
    for node in tree.css("meta"):
        given = node.attributes
        name = (given.get("property") or given.get("name") or "").strip().lower()
        name = _ALIASES.get(name, name)
        content = (given.get("content") or "").strip()
        if name.startswith(_WANTED):
            seen = tags.setdefault(name, [])
            if not content or content not in seen:
                seen.append(content)
            if len(tags.get("og:image", ())) <= 1:  # what follows a second picture is about that one
                about.setdefault(name, content)
        elif (given.get("http-equiv") or "").strip().lower() == "refresh":
            # In a <noscript> it is for browsers that cannot show the page, not for crawlers.
            refresh = refresh or node.parent is None or node.parent.tag != "noscript"
    title = tree.css_first("title")
    return PageHead(
        tags={name: tuple(found) for name, found in tags.items()},
        about=about,
        lines=_lines(text),
        title=" ".join(title.text().split()) if title else "",
        canonical=_canonical(tree),
        refresh=refresh,
    )


def _bounded(data: bytes) -> bytes:
    """The bytes of the head, or so many of them as the parser is given."""
    end = head_end(data)
    data = data if end < 0 else data[:end]
    if data.count(b"<") <= MOST_TAGS:
        return data
    return b"<".join(data.split(b"<", MOST_TAGS)[:-1])


def decode(data: bytes) -> str:
    """The text of a page: by its byte order mark, else as its meta tag says, else as UTF-8; never an error."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace")
    said = _CHARSET.search(data, 0, 2048)
    label = said[1].decode().lower() if said else ""
    return data.decode(_CODECS.get(label, "utf-8"), "replace")


def _canonical(tree: LexborHTMLParser) -> str:
    for node in tree.css("link[rel]"):
        given = node.attributes
        if "canonical" in (given.get("rel") or "").lower().split():
            return (given.get("href") or "").strip()
    return ""


def _lines(text: str) -> dict[str, int]:
    """Where each name first stands. Counted from match to match, so that any number of tags costs one pass."""
    lines: dict[str, int] = {}
    for names in _NAMES:
        line, last = 1, 0
        for match in names.finditer(text):
            start = match.start()
            if _BEFORE.search(text, max(0, start - 32), start):
                line += text.count("\n", last, start)
                last = start
                lines.setdefault(_ALIASES.get(match[0], match[0]), line)
    return lines
