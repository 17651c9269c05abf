"""Running-text penalties: how bad a line break is inside Japanese text, where there is no punctuation."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from ogp.typeset import penalty_scale as scale
from ogp.typeset import script_ranges as scripts
from ogp.typeset.compound_penalties import ends_with_prefix, starts_with_suffix
from ogp.typeset.counters import counter_end
from ogp.typeset.grammar import bound_expressions, demonstratives, is_particle, verb_complements

Script = Literal["hiragana", "katakana", "kanji", "hangul", "emoji", "latin", "other"]

SURE = 300.0
"""A BudouX score from which on it is hardly ever wrong inside hiragana. It is trained on news, not on titles."""

MAX_KANJI = 12
"""Kanji looked at on one side of a break: some of them tell what the word beside it is."""

MAX_COUNT = 12
"""Characters looked at for a number with its counter."""

_PARTICLES = frozenset("をはがにのとでもへや")
_BEFORE_HONORIFIC = frozenset("をはがにのとでもへやなるたいうく")
_ENDS_OF_MODIFIERS = frozenset("のないるた")
_ENDS_OF_VERBS = frozenset("うくぐすつぬぶむるただい")
_NOUN_SUFFIXES = frozenset("用側系型式向")

_SCRIPTS: tuple[tuple[Script, re.Pattern[str]], ...] = (
    ("hiragana", re.compile(f"[{scripts.HIRAGANA_BLOCK}]")),
    ("katakana", re.compile(f"[{scripts.KATAKANA}{scripts.KATAKANA_EXTENSIONS}{scripts.HALFWIDTH_KATAKANA}]")),
    ("kanji", re.compile(f"[{scripts.KANJI}]")),
    ("hangul", re.compile(f"[{scripts.HANGUL_SYLLABLES}{scripts.HANGUL_JAMO}]")),
    ("emoji", re.compile("[\U0001f000-\U0001fbff☀-➿\ufe0f⭐⭕]")),
    ("latin", re.compile(r"[\w+#&@$%℃]")),
)


@cache
def script(char: str) -> Script:
    """The script of a character, as far as words part by it; ``latin`` is every other letter, digit or sign of both."""
    return next((name for name, pattern in _SCRIPTS if pattern.match(char)), "other")


def script_at(text: str, offset: int) -> Script:
    """The script of the character at an offset, ``other`` behind the end."""
    return script(text[offset]) if offset < len(text) else "other"


def grammar_penalties(text: str) -> dict[int, float]:
    """Offset → penalty for every place inside grammar that reads as one."""
    penalties = dict.fromkeys(demonstratives(text), scale.AFTER_DEMONSTRATIVE)
    penalties |= dict.fromkeys(verb_complements(text), scale.BEFORE_VERB)
    return penalties | dict.fromkeys(bound_expressions(text), scale.GRAMMAR)


def after_hiragana(text: str, offset: int, score: float) -> float:  # noqa: C901, PLR0911 - a ladder of rules
    """The penalty of a break after hiragana; ``score`` is BudouX's."""
    before, after = text[offset - 1], text[offset]
    if before == "っ" or after == "ん" or (before in "おご" and is_honorific(text, offset - 1)):
        return scale.INSIDE_HIRAGANA  # 引っ|越し, お|客様
    if is_honorific(text, offset):
        if before == "は":
            return scale.AFTER_TOPIC
        return scale.AFTER_MODIFIER if before in _ENDS_OF_MODIFIERS else scale.AFTER_LINKING_PARTICLE
    if after in _NOUN_SUFFIXES and script_at(text, offset + 1) != "kanji":
        return scale.GRAMMAR  # 確認する|用の
    before_kana = script(after) == "hiragana"
    if before_kana:
        lone = script_at(text, offset + 1) != "hiragana"  # もたら|す産業: one kana is no word
        if before != "を" and (lone or score <= 0 or (before not in _PARTICLES and score < SURE)):
            return scale.INSIDE_HIRAGANA
    elif score <= 0:
        if before in _PARTICLES and (script(after) != "kanji" or script(text[offset - 2]) != "hiragana"):
            return scale.UNSURE_PARTICLE
        if before in _ENDS_OF_VERBS:
            return scale.AFTER_VERB
        return scale.STEM_BEFORE_NOUN if script_at(text, offset + 1) == "kanji" else scale.VERB_STEM
    if before_kana and is_particle(text, offset) and score < SURE:
        return scale.GRAMMAR
    if before == "は":
        return scale.AFTER_TOPIC
    if before in "のな" or (before in _ENDS_OF_MODIFIERS and not before_kana):
        return scale.AFTER_MODIFIER
    return scale.AFTER_LINKING_PARTICLE if before in "とや" else scale.AFTER_PARTICLE


def is_honorific(text: str, offset: int) -> bool:
    """Whether お or ご begins a polite noun there, の|お知らせ, ために|ご用意, and not いち|ご狩り."""
    if text[offset] not in "おご" or script_at(text, offset + 1) not in ("kanji", "katakana"):
        return False
    return not offset or script(text[offset - 1]) != "hiragana" or text[offset - 1] in _BEFORE_HONORIFIC


def before_hiragana(text: str, offset: int, score: float) -> float:
    """The penalty of a break between a kanji, katakana or Latin word and hiragana: mostly okurigana or a particle."""
    if is_honorific(text, offset):
        return scale.NOUN_BEFORE_KANA  # 年末年始|お買い得市
    if is_particle(text, offset):
        return scale.PARTICLE
    return scale.NOUN_BEFORE_KANA if score > 0 else scale.INSIDE_HIRAGANA


def between_scripts(text: str, offset: int, score: float) -> float:
    """The penalty of a break between katakana, kanji and Latin inside a compound: データ|分析, AI|検索."""
    before, after = script(text[offset - 1]), script(text[offset])
    if before == "katakana" and text[offset].isdecimal():
        return scale.KATAKANA_NUMBER
    if after == "kanji" and starts_with_suffix(_kanji_after(text, offset)):
        return scale.INSIDE_WORD  # データ|型, クラウド|化
    if before == "kanji" and text[offset - 1] not in "年月日回" and ends_with_prefix(_kanji_before(text, offset)):
        return scale.INSIDE_WORD  # 新|サービス, 非|IT
    if before == "latin" and text[offset - 1].isalpha() and (offset == 1 or script(text[offset - 2]) != "latin"):
        return scale.INSIDE_WORD  # A|問題, T|シャツ
    return scale.AGREED_CHANGE_OF_SCRIPT if score > 0 else scale.CHANGE_OF_SCRIPT


def _kanji_after(text: str, start: int) -> str:
    end = start
    while end < min(len(text), start + MAX_KANJI) and script(text[end]) == "kanji":
        end += 1
    return text[start:end]


def _kanji_before(text: str, end: int) -> str:
    start = end
    while start > max(0, end - MAX_KANJI) and script(text[start - 1]) == "kanji":
        start -= 1
    return text[start:end]


_COUNT = re.compile(r"(第?)[ ]?[0-9０-９]+(?=[ ]?[^0-9０-９]{1,4}$)")
_DATE = re.compile(r"[0-9０-９][ ]?[年月日]$")


def after_number(text: str, offset: int) -> float | None:
    """The penalty of a break after a number and its counter, before a noun; None if there is no number."""
    tail = text[max(0, offset - MAX_COUNT) : offset]
    if _DATE.search(tail):
        return scale.AFTER_DATE
    count = _COUNT.search(tail)
    if count is None or script(text[offset]) == "hiragana" or counter_end(tail, count.end()) != len(tail):
        return None
    if tail[-1] in "兆億万千百十":
        return scale.INSIDE_WORD  # 10万|GPU
    return scale.AFTER_ORDINAL if count[1] else scale.AFTER_COUNT
