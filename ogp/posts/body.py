"""The little that is read from a post's body: its first heading, an excerpt, the time to read it."""

from __future__ import annotations

import html
import itertools
import re

_LINES_CAP = 400
"""Lines looked at for a heading: it is the first thing in a post, or it is no title."""
_LINE_CAP = 1000
"""Characters of a line looked at: the patterns below take quadratic time, and no title is so long."""
_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_ATX = re.compile(r"\s{0,3}#{1,6}[ \t\u3000]+(?P<text>.*?)(?:[ \t]+#+)?[ \t]*$")
_SETEXT = re.compile(r"\s{0,3}(?:=+|-{2,})[ \t]*$")
_UNDERLINE = re.compile(r"([=\-`:.'\"~^_*+#<>])\1{2,}[ \t]*$")
_HTML_HEADING = re.compile(r"(?is)\s*<h1\b[^>]*>(?P<text>.*?)</h1\s*>")
_ORG = re.compile(r"\*+[ \t]+(?P<text>\S.*)$")
_BLOCK = re.compile(r"\s*(?:#|>|[-*+]\s|\d+[.)]\s|\||!\[|<|\{%|\{\{|:::|={3,}|-{3,}|\.\. |:[\w-]+:)")
_INLINE = (
    (re.compile(r"[ \t]*\{[:#.][^{}]*\}[ \t]*$"), ""),  # {#anchor}, {: .class}
    (re.compile(r"!\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\[[^\]]*\])"), r"\1"),
    (re.compile(r"(`+)(.+?)\1"), r"\2"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)([*_])(?=\S)(.+?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"~~(.+?)~~"), r"\1"),
    (re.compile(r"<[^<>]{1,200}>"), ""),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"[A-Za-z0-9'’-]+")
_WIDE_A_MINUTE = 500
"""Characters of Japanese an adult reads in a minute (400-600 in the literature)."""
_WORDS_A_MINUTE = 230


def heading(text: str, suffix: str) -> str:
    """Return the text of the first heading, ``""`` if there is none; suffix tells Markdown, ``.rst`` and ``.org``."""
    lines = _first_lines(text)
    if suffix == ".rst":
        return _rst_heading(lines)
    if suffix == ".org":
        return next((match["text"].strip() for line in lines if (match := _ORG.match(line))), "")
    return _markdown_heading(lines)


def _first_lines(text: str) -> list[str]:
    return [line[:_LINE_CAP] for line in text.splitlines()[:_LINES_CAP]]


def _rst_heading(lines: list[str]) -> str:
    for line, below in itertools.pairwise(lines):
        if line.strip() and not _UNDERLINE.match(line) and _UNDERLINE.match(below):
            return line.strip()
    return ""


def _markdown_heading(lines: list[str]) -> str:
    fence = ""
    above = ""
    for line in lines:
        mark = _FENCE.match(line)
        if mark:
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        if mark or fence:
            continue
        found = _ATX.match(line) or _HTML_HEADING.match(line)
        if found and plain(found["text"]):
            return plain(found["text"])
        if above and _SETEXT.match(line):
            return plain(above)
        above = line.strip() if not _BLOCK.match(line) else ""
    return ""


def plain(text: str) -> str:
    """Return one line of Markdown without its marks."""
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return html.unescape(text).strip()


def excerpt(text: str, length: int = 120) -> str:
    """Return the first paragraph's first ``length`` characters, with an ellipsis where it goes on."""
    words: list[str] = []
    fence = ""
    for line in _first_lines(text):
        mark = _FENCE.match(line)
        if mark:
            fence = "" if fence else mark[1]
        elif not fence and line.strip() and not _BLOCK.match(line):
            words.append(plain(line))
            continue
        if words:
            break
    joined = _join(words)
    return joined if len(joined) <= length else joined[: length - 1].rstrip() + "…"


def _join(lines: list[str]) -> str:
    """Join lines as a reader would: a space between words, none between Japanese characters."""
    joined = ""
    for line in lines:
        gap = " " if joined and line and not (_WIDE.match(joined[-1]) or _WIDE.match(line[0])) else ""
        joined += gap + line
    return joined


def minutes(text: str, whole: float = 1.0) -> int:
    """Return the minutes that reading takes, at least 1; the whole text is ``whole`` times as long."""
    wide = len(_WIDE.findall(text))
    words = len(_WORD.findall(text))
    return max(1, round((wide / _WIDE_A_MINUTE + words / _WORDS_A_MINUTE) * whole))
