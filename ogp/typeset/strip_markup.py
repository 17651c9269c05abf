"""Strips HTML and Markdown from a title: what is left is what a reader of the site sees."""

# ruff: noqa: SIM905 - words in a row are what a reader can check

from __future__ import annotations

import html
import re

INLINE_ELEMENTS = tuple(
    """
    a abbr b bdi bdo big br cite code data del dfn em font i img ins kbd mark q rp rt ruby s samp small span strike
    strong sub sup time tt u var wbr
    """.split()
)
BLOCK_ELEMENTS = ("center", "div", "h1", "h2", "h3", "h4", "h5", "h6", "p")
"""The HTML elements that titles hold. Any other name in angle brackets is a word: ``Vec<T>``, ``a <input>``."""

_NAMES = "|".join((*INLINE_ELEMENTS, *BLOCK_ELEMENTS))
_ATTRIBUTE = r"[a-z][\w:-]*(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?"
_TAG = re.compile(rf"</?(?:{_NAMES})(?:\s+{_ATTRIBUTE})*\s*/?>")
_LINE_BREAK = re.compile(r"<br\s*/?>")
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")

_RUBY = re.compile(r"<ruby(?:\s[^<>]*)?>(.*?)</ruby>", re.DOTALL)
_RUBY_PAIR = re.compile(
    r"(.*?)(?:<rp>[^<]*</rp>\s*)?<rt(?:\s[^<>]*)?>(.*?)(?:</rt>|$)(?:\s*<rp>[^<]*</rp>)?", re.DOTALL
)
_RUBY_BASE = re.compile(r"</?rb(?:\s[^<>]*)?>")

_CODE = re.compile(r"(?<!`)(`{1,2})(?!`)(.+?)(?<!`)\1(?!`)")

# Markdown emphasis: the marks touch the words inside and no Latin letter or digit outside, so that 2*3*4, *args,
# __init__ and snake_case are left alone. Kana and kanji may touch: これは**大事**です.
_STRONG = re.compile(r"(?<![A-Za-z0-9_*\\])\*\*(?=[^\s*])(.+?)(?<=[^\s*])\*\*(?![A-Za-z0-9_*])")
_EMPHASIS = re.compile(r"(?<![A-Za-z0-9_*\\])\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*(?![A-Za-z0-9_*])")
_STRIKE = re.compile(r"(?<![\w~])~~(?=[^\s~])(.+?)(?<=[^\s~])~~(?!~)")


def strip_markup(text: str) -> str:
    r"""A title as readers of the site see it: tags and entities resolved, Markdown emphasis and backticks gone.

    ``<br>`` becomes ``"\n"``, and HTML ruby the braces that `ogp.typeset.ruby_markup` reads. Only lower-case HTML
    elements are tags: ``Vec<T>``, ``List<String>`` and ``a < b`` stay. Code between backticks is taken as it is.
    """
    if not any(char in text for char in "<&`*~"):
        return text
    text = html_ruby_to_braces(text)
    parts, offset = [], 0
    for code in _CODE.finditer(text):
        parts += [_without_markup(text[offset : code.start()]), code[2].strip()]
        offset = code.end()
    return "".join([*parts, _without_markup(text[offset:])])


def html_ruby_to_braces(text: str) -> str:
    """HTML ruby as braces: ``<ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>`` becomes ``{漢|かん}{字|じ}``."""
    if "<ruby" not in text:
        return text
    return _RUBY.sub(lambda ruby: _RUBY_PAIR.sub(_braces, ruby[1]), text)


def _braces(pair: re.Match[str]) -> str:
    return "{" + _RUBY_BASE.sub("", pair[1]).strip() + "|" + pair[2].strip() + "}"


def _without_markup(text: str) -> str:
    """Text without code, its emphasis, tags and entities resolved."""
    text = _STRONG.sub(r"\1", text)
    text = _STRIKE.sub(r"\1", _EMPHASIS.sub(r"\1", text))
    text = _TAG.sub("", _LINE_BREAK.sub("\n", text))
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
