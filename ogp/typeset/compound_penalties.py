"""Compound penalties: how bad a line break is inside a run of kanji or katakana: 国民健康保険料|納付証明書."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ogp.typeset import penalty_scale as scale
from ogp.typeset.lexicon import WORD_KANJI, mixed_script_words, segment
from ogp.typeset.script_ranges import KATAKANA

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ogp.typeset.lexicon import LexiconWord

_RUN = re.compile(f"(?P<kanji>[{WORD_KANJI}]{{2,}})|[{KATAKANA}]{{2,}}")

MIN_UNKNOWN = 4
"""Katakana of so many characters that are in no list may be a word of their own."""


def compound_boundaries(text: str, scores: Sequence[float]) -> dict[int, float]:
    """Offset → penalty for every place inside a run of kanji or katakana; ``scores`` are BudouX's."""
    penalties: dict[int, float] = {}
    segments: dict[str, tuple[LexiconWord, ...]] = {}
    mixed_ends = {end for _, end in mixed_script_words(text)}
    for run in _RUN.finditer(text):
        kanji = run["kanji"] is not None
        inside = scale.INSIDE_WORD if kanji else scale.INSIDE_KATAKANA
        penalties.update(dict.fromkeys(range(run.start() + 1, run.end()), inside))
        # What kana and kanji write together ends with its own kanji: お茶の水|女子大学.
        bounds = [run.start(), *sorted(end for end in mixed_ends if run.start() < end < run.end()), run.end()]
        for bound in bounds[1:-1]:
            suffixed = kanji and starts_with_suffix(text[bound : run.end()])
            penalties[bound] = scale.AFFIX if suffixed else scale.KANJI_WORDS if kanji else scale.KATAKANA_WORDS
        for start, end in pairwise(bounds):
            words = segments.get(text[start:end]) or segment(text[start:end])
            segments[text[start:end]] = words
            for offset, penalty in _between_kanji(words) if kanji else _between_katakana(words):
                agreed = penalty == scale.KANJI_WORDS and scores[start + offset] > 0
                penalties[start + offset] = scale.AGREED_KANJI_WORDS if agreed else penalty
    return penalties


def mixed_word_penalties(text: str) -> dict[int, float]:
    """Offset → penalty inside words that kanji and kana write together: 問い|合わせ."""
    words = mixed_script_words(text)
    return {offset: scale.INSIDE_WORD for start, end in words for offset in range(start + 1, end)}


def _between_kanji(words: Sequence[LexiconWord]) -> Iterator[tuple[int, float]]:
    after_suffix = False
    for index, (left, right) in enumerate(pairwise(words)):
        bound = _is_suffix(right) or (_is_short(left) and (not index or left.kind in "pd"))
        after_suffix = index > 0 and _is_suffix(left)
        if bound:
            yield right.start, scale.AFFIX
        elif left.kind == "F" and right.kind in "GF":
            yield right.start, scale.PERSONAL_NAME
        else:
            yield right.start, scale.KANJI_AFTER_SUFFIX if after_suffix else scale.KANJI_WORDS


def _is_short(word: LexiconWord) -> bool:
    return word.end - word.start == 1


def _is_suffix(word: LexiconWord) -> bool:
    """Whether a word of one kanji belongs to what stands before it."""
    return _is_short(word) and word.kind not in "pd"


def _between_katakana(words: Sequence[LexiconWord]) -> Iterator[tuple[int, float]]:
    for left, right in pairwise(words):
        if left.kind != "?" and right.kind != "?":
            yield right.start, scale.KATAKANA_WORDS
        elif min(left.end - left.start, right.end - right.start) >= MIN_UNKNOWN:
            yield right.start, scale.UNKNOWN_KATAKANA


def starts_with_suffix(run: str) -> bool:
    """Whether a run of kanji begins with a suffix or counter of the word before it: データ|型, but データ|量産."""
    return _is_suffix(segment(run)[0])


def ends_with_prefix(run: str) -> bool:
    """Whether a run of kanji ends with a prefix of the word after it: 新|サービス, 非|IT."""
    last = segment(run)[-1]
    return _is_short(last) and (last.start == 0 or last.kind == "p")
