"""How well compounds of kanji and katakana part: 国民健康保険料|納付証明書, サイバーセキュリティ|インシデント."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ogp.scripts import KATAKANA
from ogp.typeset.lexicon import WORD_KANJI, mixed_script_words, segment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ogp.typeset.lexicon import LexiconWord

KANJI = 1.25  # 人工|知能: between the words of a compound
KANJI_SUFFIXED = 0.75  # 可能性|向上, 東京都|千代田区
KANJI_AGREED = 1.05  # the same where BudouX proposes it
KANA_COMPOUND = 0.95  # コーディング|スタイル
KANA_UNKNOWN = 1.45  # beside what is in no list
NAME = 1.60  # 村上|春樹
SPLIT = 2.20  # 分|析: inside a word
AFFIX = 2.40  # 化学|式, 非|同期
INSIDE_KATAKANA = 3.00  # マッ|プ: nothing looks more careless

_RUN = re.compile(f"(?P<kanji>[{WORD_KANJI}]{{2,}})|[{KATAKANA}]{{2,}}")
_UNKNOWN_WORD = 4
"""Katakana of so many characters that are in no list may be a word of their own."""


def compound_boundaries(text: str, scores: Sequence[float]) -> dict[int, float]:
    """Offset → penalty for every place inside a run of kanji or katakana; ``scores`` are BudouX's."""
    found: dict[int, float] = {}
    ends = {end for _, end in mixed_script_words(text)}
    for run in _RUN.finditer(text):
        kanji = run["kanji"] is not None
        found.update(dict.fromkeys(range(run.start() + 1, run.end()), SPLIT if kanji else INSIDE_KATAKANA))
        # What kana and kanji write together ends with its own kanji: お茶の水|女子大学.
        bounds = [run.start(), *sorted(i for i in ends if run.start() < i < run.end()), run.end()]
        for i in bounds[1:-1]:
            found[i] = KANA_COMPOUND if not kanji else AFFIX if starts_with_suffix(text[i : run.end()]) else KANJI
        for start, end in pairwise(bounds):
            words = segment(text[start:end])
            for place, cost in _between_kanji(words) if kanji else _between_katakana(words):
                agreed = cost == KANJI and scores[start + place] > 0
                found[start + place] = KANJI_AGREED if agreed else cost
    return found


def inside_words(text: str) -> dict[int, float]:
    """Offset → penalty inside words that kanji and kana write together: 問い|合わせ."""
    return {i: SPLIT for start, end in mixed_script_words(text) for i in range(start + 1, end)}


def _between_kanji(words: Sequence[LexiconWord]) -> Iterator[tuple[int, float]]:
    suffixed = False
    for number, (left, right) in enumerate(pairwise(words)):
        bound = _is_bound(right) or (_is_short(left) and (not number or left.kind in "pd"))
        suffixed = _is_short(left) and number > 0 and left.kind not in "pd"
        if bound:
            yield right.start, AFFIX
        elif left.kind == "F" and right.kind in "GF":
            yield right.start, NAME
        else:
            yield right.start, KANJI_SUFFIXED if suffixed else KANJI


def _is_short(word: LexiconWord) -> bool:
    return word.end - word.start == 1


def _is_bound(word: LexiconWord) -> bool:
    """Whether a word of one kanji belongs to what stands before it."""
    return _is_short(word) and word.kind not in "pd"


def _between_katakana(words: Sequence[LexiconWord]) -> Iterator[tuple[int, float]]:
    for left, right in pairwise(words):
        if left.kind != "?" and right.kind != "?":
            yield right.start, KANA_COMPOUND
        elif min(left.end - left.start, right.end - right.start) >= _UNKNOWN_WORD:
            yield right.start, KANA_UNKNOWN


def starts_with_suffix(run: str) -> bool:
    """Whether a run of kanji begins with a suffix or counter of the word before it: データ|型, but データ|量産."""
    return _is_bound(segment(run)[0])


def ends_with_prefix(run: str) -> bool:
    """Whether a run of kanji ends with a prefix of the word after it: 新|サービス, 非|IT."""
    last = segment(run)[-1]
    return _is_short(last) and (last.start == 0 or last.kind == "p")
