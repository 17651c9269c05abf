"""The body of a post: its first heading, an excerpt, the time it takes to read."""

from __future__ import annotations

import html
import itertools
import re

_MAX_LINES = 400
"""Lines searched for a heading: one further down is not the post's title."""
_MAX_LINE = 1000
"""Characters of a line that are looked at: the patterns below take quadratic time, and no title is so long."""
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
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"[A-Za-z0-9'’-]+")
_CHARACTERS_PER_MINUTE = 500
"""Japanese characters that an adult reads in a minute (400-600 in the literature)."""
_WORDS_PER_MINUTE = 230


def heading(text: str, suffix: str) -> str:
    """Return the text of the first heading, ``""`` if there is none.

    suffix: of the file; ``.rst`` and ``.org`` have headings of their own, any other is Markdown.
    """
    lines = _first_lines(text)
    if suffix == ".rst":
        return _rst_heading(lines)
    if suffix == ".org":
        return next((match["text"].strip() for line in lines if (match := _ORG.match(line))), "")
    return _markdown_heading(lines)


def _first_lines(text: str) -> list[str]:
    return [line[:_MAX_LINE] for line in text.splitlines()[:_MAX_LINES]]


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
        match = _ATX.match(line) or _HTML_HEADING.match(line)
        if match and strip_markdown(match["text"]):
            return strip_markdown(match["text"])
        if above and _SETEXT.match(line):
            return strip_markdown(above)
        above = line.strip() if not _BLOCK.match(line) else ""
    return ""


def strip_markdown(text: str) -> str:
    """Return one line of Markdown as plain text."""
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return html.unescape(text).strip()


def excerpt(text: str, length: int = 120) -> str:
    """Return the first paragraph, cut to ``length`` characters with an ellipsis where it is longer."""
    paragraph: list[str] = []
    fence = ""
    for line in _first_lines(text):
        mark = _FENCE.match(line)
        if mark:
            fence = "" if fence else mark[1]
        elif not fence and line.strip() and not _BLOCK.match(line):
            paragraph.append(strip_markdown(line))
            continue
        if paragraph:
            break
    joined = _join(paragraph)
    return joined if len(joined) <= length else joined[: length - 1].rstrip() + "…"


def _join(lines: list[str]) -> str:
    """Join the lines of a paragraph: with a space between words, with none between Japanese characters."""
    joined = ""
    for line in lines:
        gap = " " if joined and line and not (_CJK.match(joined[-1]) or _CJK.match(line[0])) else ""
        joined += gap + line
    return joined


def reading_minutes(text: str, whole: float = 1.0) -> int:
    """Return the minutes it takes to read a text that is ``whole`` times as long as ``text``, at least 1."""
    characters = len(_CJK.findall(text))
    words = len(_WORD.findall(text))
    return max(1, round((characters / _CHARACTERS_PER_MINUTE + words / _WORDS_PER_MINUTE) * whole))
