"""Unbreakable spans: what a reader takes as one word though kinsoku would let a line break inside it.

``2,440億ドル``, ``第12回``, ``GPT-4o``, ``Llama 3``, ``12:30``. A span is broken only where it is wider than the line;
some have a better place than others for that (after 2026年, after the ``/`` of a URL).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ogp.typeset import script_ranges as scripts
from ogp.typeset.counters import counter_end

if TYPE_CHECKING:
    from collections.abc import Sequence

MIN_LOOSE = 24
"""A Latin token of so many characters may be broken at its punctuation before the title is set much smaller."""

# Latin, Greek and Cyrillic letters and digits, the full-width ones with them.
_L = scripts.LATIN + scripts.GREEK_AND_CYRILLIC + scripts.FULLWIDTH_LATIN
_D = "0-9０-９"
_NUMBER = rf"[{_D}]+(?:[.,:/．，：・·][{_D}]+)*"

_PREFIX = r"第|約|全|計|各|毎|築|その|昭和|平成|令和|西暦|午前|午後|[¥￥$＄£€₩№#＃±−+\-]|[Nn]o\.|[Vv]ol\."
_COUNTED = rf"(?<![{_L}{_D}.])(?:(?:{_PREFIX})[ ]?)?(?:[{_D}]+[兆億万千百十]+)*{_NUMBER}"
_TO_NUMBER = re.compile(rf"[〜～~–‐\-]{_NUMBER}")

_KANJI_NUMBER = "[〇一二三四五六七八九十百千万億兆数何]"
_KANJI_COUNTER = (
    "年目|回目|人目|日目|つ目|年生|年間|年|月|日|回|人|つ|円|ドル|倍|歳|番目|章|話|位|巻|版|種類|割|本|枚|冊|個|社|度"
    "|時間|分|秒|週間|世紀|か月|ヶ月|カ月"
)

# A Latin token: letters and digits with the marks that names and paths are written with.
_MARK = "\\-‐‑./#+&_@'’:~%=*$^\\\\"
_TOKEN = rf"[{_L}{_D}{_MARK}]*[{_L}{_D}][{_L}{_D}{_MARK}]*"
_URL = r"(?:https?|ftp|file)://[!-~]+"

# A word and its version: Llama 3, Python 3.12, Chapter 2; バージョン2.1, ラズパイ4.
_VERSIONED = (
    rf"(?!(?:[Aa]nd|or|of|in|to|for|with|vs|the|from|on|at|by|is)[ ])(?<![{_L}{_D}])"
    rf"[{_L}][{_L}{_D}.'’+#\-]*[ \u00a0](?:[vV]|[Vv]er\.?[ ]?)?[{_D}]+(?:\.[{_D}]+)*[{_L}+]*(?![{_D}.,])"
)
_NAME = rf"(?:[{scripts.KATAKANA}]{{2,}}[ ]?|[{scripts.HANGUL_SYLLABLES}]+[ ])"
_NAMED = rf"{_NAME}(?:[vV]?[{_D}]+(?:\.[{_D}]+)+|[{_D}]{{1,2}})(?![{_D}.,])"

_KANJI_DATE = (
    rf"(?:(?:明治|大正|昭和|平成|令和|西暦)?{_KANJI_NUMBER}+年|(?:明治|大正|昭和|平成|令和)元年)"
    rf"(?:{_KANJI_NUMBER}+月(?:{_KANJI_NUMBER}+日)?)?|{_KANJI_NUMBER}+月{_KANJI_NUMBER}+日"
)
_DATE = rf"[{_D}]{{2,4}}[ ]?年[ ]?[{_D}]{{1,2}}[ ]?月(?:[ ]?[{_D}]{{1,2}}[ ]?日)?"
_MONTH_DAY = rf"[{_D}]{{1,2}}[ ]?月[ ]?[{_D}]{{1,2}}[ ]?日"
_CLOCK = rf"(?:午前|午後)?[{_D}]{{1,2}}[ ]?時(?!間)(?:[ ]?[{_D}]{{1,2}}[ ]?分|半)?"


class Span(NamedTuple):
    """``text[start:end]`` is one word. ``soft_breaks`` are the offsets where it is broken rather than elsewhere.

    ``loose``: it may be broken there before the title is set much smaller.
    """

    start: int
    end: int
    soft_breaks: tuple[int, ...] = ()
    loose: bool = False


class _Patterns(NamedTuple):
    numbers: re.Pattern[str]
    kanji: re.Pattern[str]
    kanji_dates: re.Pattern[str]
    tokens: re.Pattern[str]
    dates: re.Pattern[str]
    versions: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """Compiled at first use, which keeps some milliseconds out of the import."""
    return _Patterns(
        re.compile(_COUNTED),
        re.compile(rf"(?<![{scripts.UNIFIED_KANJI}]){_KANJI_NUMBER}+(?:{_KANJI_COUNTER})"),
        re.compile(_KANJI_DATE),
        re.compile(rf"{_URL}|{_TOKEN}"),
        re.compile(rf"{_DATE}|{_MONTH_DAY}|{_CLOCK}"),
        re.compile(rf"{_VERSIONED}|{_NAMED}"),
    )


# After the punctuation of a path, and between the words of a CamelCase name.
_SOFT_BREAK = re.compile(r"(?:::|[-/.:_&=?#%]+)(?=[A-Za-z0-9])|(?<=[a-z])(?=[A-Z][a-z])")
_YEAR = re.compile("年[ ]?(?=.)")
_TAGGED = re.compile(rf"(?<![{_L}{_D}])[#@＃＠]\w")
_HAS_LATIN = re.compile(rf"[{_L}{_D}#@＃＠]")


def protected_spans(text: str, nobreak: Sequence[str] = ()) -> list[Span]:
    """The unbreakable spans of a text, in no order; they may overlap. ``nobreak``: the site's own phrases."""
    spans = [Span(m.start(), m.end()) for phrase in nobreak if phrase for m in re.finditer(re.escape(phrase), text)]
    patterns = _patterns()
    spans += [Span(m.start(), m.end()) for m in patterns.kanji.finditer(text)]
    spans += [Span(m.start(), m.end(), _soft_breaks(_YEAR, m), loose=True) for m in patterns.kanji_dates.finditer(text)]
    if _HAS_LATIN.search(text) is None:
        return spans
    spans += [
        Span(m.start(), m.end(), _soft_breaks(_SOFT_BREAK, m), len(m[0]) >= MIN_LOOSE)
        for m in patterns.tokens.finditer(text)
    ]
    spans += [Span(m.start(), m.end(), _soft_breaks(_YEAR, m), loose=True) for m in patterns.dates.finditer(text)]
    # Not when the number counts something: LLM 3社.
    versions = patterns.versions.finditer(text)
    spans += [Span(m.start(), m.end()) for m in versions if counter_end(text, m.end()) == m.end()]
    spans += [Span(m.start(), m.end()) for m in _TAGGED.finditer(text)]
    spans += [Span(m.start(), _range_end(text, m.end())) for m in patterns.numbers.finditer(text)]
    return [s for s in spans if s.end - s.start > 1]


def _soft_breaks(pattern: re.Pattern[str], span: re.Match[str]) -> tuple[int, ...]:
    return tuple(span.start() + m.end() for m in pattern.finditer(span[0]))


def _range_end(text: str, number_end: int) -> int:
    """Where the counter of a number ends, or the second number's in 10〜20%."""
    end = counter_end(text, number_end)
    second = _TO_NUMBER.match(text, end)
    return counter_end(text, second.end()) if second else end
