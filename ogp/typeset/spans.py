"""Protected spans: what a reader takes as one word though kinsoku would let a line break inside it.

``2,440億ドル``, ``第12回``, ``GPT-4o``, ``Llama 3``, ``12:30``. A span is broken only where it is wider than the line; some
have a better place than others for that (after 2026年, after the ``/`` of a URL).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

LONG = 24
"""A Latin token of so many characters may be broken at its punctuation before the title is set much smaller."""

# Latin, Greek and Cyrillic letters and digits, the full-width ones with them.
_L = "A-Za-zÀ-ɏͰ-ϿЀ-ӿＡ-Ｚａ-ｚ"
_D = "0-9０-９"
_NUMBER = rf"[{_D}]+(?:[.,:/．，：・·][{_D}]+)*"

# Counters and units that follow a number. Those that also begin another word (日 in 日本) are safe enough: a break
# inside that word would be worse than none at its edge.
COUNTER = (
    "[㌀-㍗㎀-㏟℃℉ℓ°′″]|か月|ヶ月|カ月|ヵ月|ケ月|箇月|か国|カ国|ヶ国|か所|カ所|ヶ所|箇所|か条|カ条|つ星"
    "|ドル|ユーロ|ポンド|ウォン|パーセント|ポイント|メートル|キロ|グラム|トン|リットル|バイト|ビット|ページ|ステップ|コア|インチ|ピクセル"
    "|パターン|カラム|ステージ|シーズン|セット|チーム|ユーザー|世代|世紀|時間|分間|秒間|日間|週間|年間|年度|年代|年目|年生|日目|回目|回戦|番目"
    "|行目|つ目|個目|社目|人目|度目|枚目|本目|科目|種類|歳児|文字|単語|言語|周年|号機|拠点|都市|箇条|段階|階建て|次元|連休|連続|連勝|以上|以下|未満"
    "|日(?!本|曜|系|常|刊|報|程)|月(?!曜|刊|額)|人(?!間|工|気|材|類|生|物)|点(?!検)|本(?!番|体|格|社|日|質|当)|分(?!析|散|野|割|類|岐|離|解)"
    "|回(?!路|線|復|答|転|避)|台(?!湾|風|本|帳)|時(?!代|間|計|系|価|点|刻)|社(?!会|内|員|長)|代(?!表|理|替)|話(?!題|者)|行(?!動|列|政)|列(?!車|島)"
    "|[円元倍歳才年秒週個名枚冊件選章節号版位匹割問階巻条項種桁度足杯頭羽隻軒戸票袋曲歩次限段発球拍泊卓粒滴館店席級]"
    "|つ|[%％‰]"
    r"|(?:[kKMGTPE]i?)?[Bb](?:ps)?(?![A-Za-z])|[kMGT]?Hz(?![A-Za-z])|[kcmμnMG]?[mgWVALtJN](?![A-Za-z])"
    r"|(?:ms|ns|μs|px|pt|em|dpi|fps|FPS|rpm|K|x|mAh|kWh|nm|USD|JPY|EUR|oz|lb|ft|in|th|st|nd|rd)(?![A-Za-z])"
)
_TAIL = "以上|以下|以内|未満|前後|連続|ほど|ごろ|[台代目間前後頃半超弱強余版型式制度差分](?![一-龥])"
_PREFIX = r"第|約|全|計|各|毎|築|その|昭和|平成|令和|西暦|午前|午後|[¥￥$＄£€₩№#＃±−+\-]|[Nn]o\.|[Vv]ol\."
_HUNDREDS = "[兆億万千百十]{1,2}"
_COUNTED = (
    rf"(?:(?:{_PREFIX})[ ]?)?(?:[{_D}]+{_HUNDREDS})*{_NUMBER}"
    rf"(?:[ ]?(?:{_HUNDREDS}(?:{COUNTER})?|{COUNTER})(?:{_TAIL}){{0,2}})?"
)

_KANJI_NUMBER = "[〇一二三四五六七八九十百千万億兆数何]"
_KANJI_COUNTER = "年目|回目|人目|日目|つ目|年生|年|月|日|回|人|つ|円|ドル|倍|歳|番目|章|話|位|巻|版|種類|割|本|枚|冊|個|社|度|時間|分|秒|週間|世紀|年間|か月|ヶ月|カ月"

# A Latin token: letters and digits with the marks that names and paths are written with.
_MARK = "\\-‐‑./#+&_@'’:~%=*$^\\\\"
_TOKEN = rf"[{_L}{_D}{_MARK}]*[{_L}{_D}][{_L}{_D}{_MARK}]*"
_URL = r"(?:https?|ftp|file)://[!-~]+"

# A word and its version: Llama 3, Python 3.12, Chapter 2. Not when the number counts something: LLM 3社.
_NOT_COUNTED = rf"(?![{_D}.,]|[ ]?(?:{COUNTER}))"
_VERSIONED = rf"(?!(?:[Aa]nd|or|of|in|to|for|with|vs|the|from|on|at|by|is)[ ])(?<![{_L}{_D}])[{_L}][{_L}{_D}.'’+#\-]*[ \u00a0](?:[vV]|[Vv]er\.?[ ]?)?[{_D}]+(?:\.[{_D}]+)*[{_L}+]*{_NOT_COUNTED}"
_NAMED = rf"(?:[ァ-ヶー]{{2,}}[ ]?|[가-힣]+[ ])(?:[vV]?[{_D}]+(?:\.[{_D}]+)+|[{_D}]{{1,2}}){_NOT_COUNTED}"

_DATE = rf"[{_D}]{{2,4}}[ ]?年[ ]?[{_D}]{{1,2}}[ ]?月(?:[ ]?[{_D}]{{1,2}}[ ]?日)?"
_MONTH_DAY = rf"[{_D}]{{1,2}}[ ]?月[ ]?[{_D}]{{1,2}}[ ]?日"
_CLOCK = rf"(?:午前|午後)?[{_D}]{{1,2}}[ ]?時(?!間)(?:[ ]?[{_D}]{{1,2}}[ ]?分|半)?"


class Span(NamedTuple):
    """``text[start:end]`` is one word. ``seams`` are the offsets where it is broken rather than elsewhere.

    ``loose``: it may be broken there before the title is set much smaller.
    """

    start: int
    end: int
    seams: tuple[int, ...] = ()
    loose: bool = False


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Numbers, tokens, dates, the rest: compiled at first use, which keeps 15 ms out of the import."""
    no_word_before = rf"(?<![{_L}{_D}.])"
    range_of = rf"{_COUNTED}(?:[〜～~–‐\-]{_COUNTED})?"
    numbers = rf"{no_word_before}(?:{range_of})|(?<![一-龥]){_KANJI_NUMBER}+(?:{_KANJI_COUNTER})|[{_D}]+[\u3303-\u33df]"
    dates = rf"{_DATE}|{_MONTH_DAY}|{_CLOCK}"
    others = rf"{_VERSIONED}|{_NAMED}|(?<![{_L}{_D}])[#@＃＠]\w"
    return re.compile(numbers), re.compile(f"{_URL}|{_TOKEN}"), re.compile(dates), re.compile(others)


# After the punctuation of a path, and between the words of a CamelCase name.
_SEAM = re.compile(r"(?:::|[-/.:_&=?#%]+)(?=[A-Za-z0-9])|(?<=[a-z])(?=[A-Z][a-z])")
_YEAR = re.compile("年[ ]?(?=.)")
_HAS_LATIN = re.compile(rf"[{_L}{_D}#@＃＠]")


def protected(text: str, nobreak: Sequence[str] = ()) -> list[Span]:
    """The spans of a text, in no order; they may overlap. ``nobreak``: the site's own phrases, kept whole too."""
    spans = [Span(m.start(), m.end()) for phrase in nobreak if phrase for m in re.finditer(re.escape(phrase), text)]
    numbers, tokens, dates, others = _patterns()
    if _HAS_LATIN.search(text):
        spans += [Span(m.start(), m.end(), _seams(_SEAM, m), len(m[0]) >= LONG) for m in tokens.finditer(text)]
        spans += [Span(m.start(), m.end(), _seams(_YEAR, m), loose=True) for m in dates.finditer(text)]
        spans += [Span(m.start(), m.end()) for m in others.finditer(text)]
    spans += [Span(m.start(), m.end()) for m in numbers.finditer(text)]
    return [s for s in spans if s.end - s.start > 1]


def _seams(pattern: re.Pattern[str], span: re.Match[str]) -> tuple[int, ...]:
    return tuple(span.start() + m.end() for m in pattern.finditer(span[0]))
