"""How well Japanese words part at an offset inside running text: the judgement of `phrases`, without punctuation.

Every figure is a penalty on the scale of `phrases`: 0 is the end of a clause, about 0.2 a phrase, 1 and more a place
where a careful typesetter does not break.
"""

from __future__ import annotations

import re
from functools import cache

from ogp import scripts
from ogp.typeset import compounds
from ogp.typeset.compounds import SPLIT
from ogp.typeset.counters import counter_end
from ogp.typeset.grammar import bound_expressions, demonstratives, is_particle, verb_complements

AFTER_TOPIC = 0.14  # …は| : the strongest phrase end without a comma
AFTER_PARTICLE = 0.20  # を が に で へ も and verb endings that BudouX ends a phrase after
AFTER_WEAK = 0.26  # と や から: lists and comparisons go on
AFTER_MODIFIER = 0.32  # の な, 新しい| する| した| before the noun they belong to
AFTER_POINTER = 0.60  # その| この| どんな|
STEM = 1.50  # 取り|組み: two halves of one verb
STEM_NOUN = 0.90  # 全部入り|開発環境
AFTER_VERB = 0.48  # もたらす|変化: BudouX sees no phrase, the verb's form does
UNSURE = 0.45  # a particle ends here by its look, but BudouX does not agree
SCRIPT = 0.80  # オープンソース|LLM, データ|分析
NUMBERED = 1.20  # コンテスト|2011
ADVERB = 0.42  # どう|変わる, を|使って: belongs to the verb, but can part
GLUE = 1.10  # に|ついて と|いう て|みる する|ため
PARTICLE = 1.90  # TypeScript|で: a particle at a line's head
INSIDE = 2.40  # inside a run of hiragana: でき|る
DATE_END = 0.22  # 2026年|ARMの…: a date stands for itself
COUNT_END = 0.55  # 25社|展開
FIRST = 0.40  # 第48回|衆議院: an ordinal parts more easily than a count


SURE = 300.0
"""A BudouX score from which on it is hardly ever wrong inside hiragana. It is trained on news, not on titles."""

KANJI_SEEN = 12

_PARTICLES = frozenset("をはがにのとでもへや")
_BEFORE_HONORIFIC = frozenset("をはがにのとでもへやなるたいうく")

_SCRIPTS = (
    ("h", re.compile(f"[{scripts.HIRAGANA}{scripts.KANA_VOICED_MARKS}]")),
    ("k", re.compile(f"[{scripts.KATAKANA}{scripts.KATAKANA_EXTENSIONS}{scripts.HALFWIDTH_KATAKANA}]")),
    ("c", re.compile(f"[{scripts.KANJI}]")),
    ("g", re.compile(f"[{scripts.HANGUL_SYLLABLES}{scripts.HANGUL_JAMO}]")),
    ("e", re.compile("[\U0001f000-\U0001fbff☀-➿\ufe0f⭐⭕]")),
    ("l", re.compile(r"[\w+#&@$%℃]")),
)


@cache
def script(char: str) -> str:
    """``h`` hiragana, ``k`` katakana, ``c`` kanji, ``g`` Hangul, ``e`` emoji, ``l`` letters and digits, ``o`` other."""
    return next((name for name, pattern in _SCRIPTS if pattern.match(char)), "o")


def grammar_offsets(text: str) -> dict[int, float]:
    """Offset → penalty for every place inside grammar that reads as one."""
    found = dict.fromkeys(demonstratives(text), AFTER_POINTER)
    found |= dict.fromkeys(verb_complements(text), ADVERB)
    return found | dict.fromkeys(bound_expressions(text), GLUE)


def after_hiragana(text: str, i: int, score: float) -> float:  # noqa: C901, PLR0911 - a ladder of rules
    """A break after hiragana; ``score`` is BudouX's."""
    p, c = text[i - 1], text[i]
    if p == "っ" or c == "ん" or (p in "おご" and is_honorific(text, i - 1)):
        return INSIDE  # 引っ|越し, お|客様
    if is_honorific(text, i):
        return AFTER_TOPIC if p == "は" else AFTER_MODIFIER if p in "のないるた" else AFTER_WEAK
    if c in "用側系型式向" and script(text[i + 1 : i + 2] or "。") != "c":
        return GLUE  # 確認する|用の
    if script(c) == "h":
        kana_head = script(text[i + 1 : i + 2] or "。") != "h"  # もたら|す産業: one kana is no word
        if p != "を" and (kana_head or score <= 0 or (p not in _PARTICLES and score < SURE)):
            return INSIDE
    elif score <= 0:
        if p in _PARTICLES and (script(c) != "c" or script(text[i - 2]) != "h"):
            return UNSURE
        if p in "うくぐすつぬぶむるただい":
            return AFTER_VERB
        return STEM_NOUN if script(text[i + 1 : i + 2] or "。") == "c" else STEM
    if script(c) == "h" and is_particle(text, i) and score < SURE:
        return GLUE
    if p == "は":
        return AFTER_TOPIC
    if p in "のないるた" and script(c) != "h":
        return AFTER_MODIFIER
    if p in "のな":
        return AFTER_MODIFIER
    return AFTER_WEAK if p in "とや" else AFTER_PARTICLE


def is_honorific(text: str, i: int) -> bool:
    """Whether お or ご begins a polite noun there, の|お知らせ, ために|ご用意, and not いち|ご狩り."""
    if text[i] not in "おご" or script(text[i + 1 : i + 2] or "。") not in "ck":
        return False
    return i == 0 or script(text[i - 1]) != "h" or text[i - 1] in _BEFORE_HONORIFIC


def before_hiragana(text: str, i: int, score: float) -> float:
    """A break between a kanji, katakana or Latin word and hiragana: mostly okurigana or a particle at the head."""
    if is_honorific(text, i):
        return COUNT_END  # 年末年始|お買い得市
    if score > 0 and not is_particle(text, i):
        return COUNT_END  # 徹底解説|まとめ
    return PARTICLE if is_particle(text, i) else INSIDE


def between_scripts(text: str, i: int, score: float) -> float:
    """A break between katakana, kanji and Latin inside a compound: データ|分析, AI|検索."""
    p, c = script(text[i - 1]), script(text[i])
    if p == "k" and text[i].isdecimal():
        return NUMBERED
    if c == "c" and compounds.starts_with_suffix(_kanji_after(text, i)):
        return SPLIT  # データ|型, クラウド|化
    if p == "c" and text[i - 1] not in "年月日回" and compounds.ends_with_prefix(_kanji_before(text, i)):
        return SPLIT  # 新|サービス, 非|IT
    if p == "l" and text[i - 1].isalpha() and (i == 1 or script(text[i - 2]) != "l"):
        return SPLIT  # A|問題, T|シャツ
    return SCRIPT - 0.07 if score > 0 else SCRIPT


def _kanji_after(text: str, i: int) -> str:
    """The kanji from ``i`` on; some of them tell what the first word is."""
    end = i
    while end < min(len(text), i + KANJI_SEEN) and script(text[end]) == "c":
        end += 1
    return text[i:end]


def _kanji_before(text: str, i: int) -> str:
    start = i
    while start > max(0, i - KANJI_SEEN) and script(text[start - 1]) == "c":
        start -= 1
    return text[start:i]


_COUNT = re.compile(r"(第?)[ ]?[0-9０-９]+(?=[ ]?[^0-9０-９]{1,4}$)")
_DATE = re.compile(r"[0-9０-９][ ]?[年月日]$")


def after_number(text: str, i: int) -> float | None:
    """A break after a number and its counter, before a noun; None if there is none."""
    tail = text[max(0, i - 12) : i]
    if _DATE.search(tail):
        return DATE_END
    count = _COUNT.search(tail)
    if count is None or script(text[i]) == "h" or counter_end(tail, count.end()) != len(tail):
        return None
    if tail[-1] in "兆億万千百十":
        return SPLIT  # 10万|GPU
    return FIRST if count[1] else COUNT_END
