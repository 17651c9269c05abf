"""Where a line had better begin: a penalty for every break, from the end of a clause to the middle of a word.

Penalties are on one scale with the raggedness and the size of a title (`search`): 0 costs nothing, 1 is as bad as
setting the title at two thirds of its size. Legality is not decided here (`breaks`); BudouX only lowers a penalty.
"""

from __future__ import annotations

import re
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from ogp.typeset import compounds
from ogp.typeset import word_boundaries as ja
from ogp.typeset.budoux import model_for
from ogp.typeset.grammar import is_particle
from ogp.typeset.opportunities import BreakKind, Opportunity, classify_boundaries

if TYPE_CHECKING:
    from collections.abc import Sequence

FORCED = -inf  # the author's own break
CLAUSE = 0.0  # after ？！。：】 and spaced dashes or bars
SPACE = 0.04  # a space the author typed between Japanese words, U+3000
COMMA = 0.08
DASH = 0.20  # around a dash without spaces, after …
RANGE = 0.90  # 敦賀―|新大阪
HYPHEN = 0.50  # a hyphen that is left at a line's end looks like a broken word; a wave like a loose end
STRAY = 1.20  # その真意とは？|の全貌: a particle after a clause
BRACKET = 0.22  # before 「 or （
BRACKET_NOUN = 0.42  # the same after a noun: Baidu|「Kunlun」, タイトル|（副題）
BRACKET_TITLE = 0.30  # 村上春樹|『海辺のカフカ』
CLOSED = 0.30  # 「…」|noun
CLOSED_ROUND = 0.40  # （ほとんどの）|部分: the noun that is meant
LIST = 0.34  # 仕組み・|活用事例
NAME = 0.55  # オードリー・|タン
LATIN = 0.45  # between Latin words
LATIN_HEAD = 0.36  # … |of the: a line may begin with a little word
LATIN_TAIL = 0.80  # of the| : but not end with one
SPACED_SCRIPT = 0.50  # LSP |サポート: the space is only the author's way of setting Latin
OPERATOR = 0.55  # around + × =
OPERATOR_SPACED = 0.16  # 解説 ＋ |実装
NEST = 0.30  # for each pair of brackets around that is short enough to be kept on a line
NEST_TITLE = 0.95  # inside 『…』: the name of a book
NEST_SHORT = 0.65  # …（Microsoft・|LLM）: for a pair of half that length
EMOJI = 1.45  # before an emoji that ends a sentence
FRAGMENT = 0.32  # a break that parts so few characters from the clause they belong to
FRAGMENT_CHARS = 4

SEAM = 1.30  # inside 2026年|2月19日, long paths
SEAM_CAMEL = 1.70  # RowObject|Switcher
SPAN = 30.0  # inside a protected span; only where it is wider than the line
WORD = 100.0  # between any two clusters; likewise

SHORT_GROUP = 26
"""Brackets with at most so many characters inside are kept whole if that can be."""


class Break(NamedTuple):
    """A line may end at ``end`` and the next begin at ``offset`` (code points), at the cost of ``penalty``."""

    offset: int
    end: int
    penalty: float


def breaks(text: str, *, lang: str = "ja", nobreak: Sequence[str] = ()) -> tuple[Break, ...]:
    """Every place where a line may begin, with its penalty; the last resorts (≥ ``SPAN``) are among them."""
    found = classify_boundaries(text, lang=lang, nobreak=nobreak)
    if not found:
        return ()
    judge = BreakScorer(text, lang)
    return _with_fragments([Break(p.offset, p.end, judge.penalty(p)) for p in found if p.kind is not BreakKind.NEVER])


def _with_fragments(found: list[Break]) -> tuple[Break, ...]:
    """The breaks, dearer where they leave a few characters of a clause behind, as 誰のもの？現場で|考えた does."""
    stops = [b.offset for b in found if b.penalty <= COMMA and b.end == b.offset]
    if not stops:
        return tuple(found)
    near = {i for stop in stops for i in range(stop - FRAGMENT_CHARS, stop + FRAGMENT_CHARS + 1)} - set(stops)
    return tuple(b._replace(penalty=b.penalty + FRAGMENT) if b.offset in near else b for b in found)


_KIND = {BreakKind.FORCED: FORCED, BreakKind.SPAN: SPAN, BreakKind.WORD: WORD}
_OPEN = frozenset("「『（(【《〈“‘〔［[{｛〝")
_CLOSE = frozenset("」』）)】》〉”’〕］]}｝〟")
_DASH = frozenset("-–—―─━")
_WAVE = frozenset("〜～~")
_LITTLE = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "and",
        "or",
        "with",
        "from",
        "as",
        "is",
        "are",
        "vs",
        "via",
        "not",
    ]
)
_WORD_BEFORE = re.compile(r"[A-Za-z]+$")
_WORD_AFTER = re.compile(r"[A-Za-z]+(?![\w-])")


class BreakScorer:
    """What is known of one text while its breaks are judged."""

    def __init__(self, text: str, lang: str) -> None:
        self.text = text
        name = {"zh-hant": "zh-hant", "zh-tw": "zh-hant", "zh-hk": "zh-hant"}.get(
            lang.lower(), "zh-hans" if lang.startswith("zh") else "ja"
        )
        self.chinese = name != "ja"
        self.scores = model_for(name).scores(text)
        self.glue = {} if self.chinese else {**ja.grammar_offsets(text), **compounds.inside_words(text)}
        self.seams = {} if self.chinese else compounds.compound_boundaries(text, self.scores)
        self.nest = _nesting(text)

    def penalty(self, place: Opportunity) -> float:
        """The cost of a break there."""
        if place.kind in _KIND:
            return _KIND[place.kind]
        if place.kind is BreakKind.SEAM:
            return SEAM_CAMEL if self.text[place.offset - 1].isalnum() else SEAM
        i, end = place.offset, place.end
        cost = self._marks(i, end)
        if cost is None:
            cost = self._spaced(i, end) if i > end else self._joined(i)
        return cost + self.nest.get(i, 0.0)

    def _marks(self, i: int, end: int) -> float | None:  # noqa: C901, PLR0911 - a ladder of rules, read from the top
        """A break beside punctuation, or None if there is none."""
        text, p, c, spaced = self.text, self.text[end - 1], self.text[i], i > end
        if c in _DASH and text[i + 1 : i + 2] in (" ", c, "\u3000"):
            return CLAUSE if spaced else DASH
        if p in _DASH or (text[end - 2 : end] == "ーー" and spaced):
            single = not spaced and text[end - 2] not in _DASH and text[end - 2] != "ー"
            return HYPHEN if p in "-–" else CLAUSE if spaced else RANGE if single else DASH
        if p in "。！？!?：" or (p == ":" and spaced):
            return STRAY if ja.script(c) == "h" and is_particle(text, i) and not spaced else CLAUSE
        if p in "|｜":
            return CLAUSE
        if p in "、，,":
            return COMMA
        if p in _CLOSE:
            return self._closed(i, p, spaced=spaced)
        if c in _OPEN:
            noun = BRACKET_TITLE if c == "『" else BRACKET_NOUN
            return SPACE if spaced else BRACKET if ja.script(p) in "ho" else noun
        if p == "・" and end == 2:  # noqa: PLR2004 - 元・|大手広告代理店
            return compounds.SPLIT
        if p in "・／/;；·:":
            return NAME if ja.script(text[end - 2]) == "k" == ja.script(c) else LIST
        if p in _WAVE:
            opens = end == 1 or text[end - 2] in " \u3000" or (text[: end - 1].count(p) % 2 == 0 and text.count(p) > 1)
            return ja.INSIDE if opens else HYPHEN
        if p in "…‥":
            return STRAY if ja.script(c) == "h" and is_particle(text, i) and not spaced else DASH
        if p in "+＋×&＆=＝→⇒<>" or c in "+＋×&＆=＝→⇒<>":
            return OPERATOR_SPACED if spaced and "l" not in (ja.script(p), ja.script(c)) else OPERATOR
        return None

    def _closed(self, i: int, p: str, *, spaced: bool) -> float:
        """A break after a closing bracket: good before a noun, bad before a particle."""
        if p == "】" or (p in "]］" and self.text[0] in "[［"):
            return CLAUSE
        if ja.script(self.text[i]) == "h" and is_particle(self.text, i):
            return ja.PARTICLE
        return COMMA if spaced else CLOSED if p not in ")）" else CLOSED_ROUND

    def _spaced(self, i: int, end: int) -> float:  # noqa: PLR0911 - likewise
        """A break at a space: the author's pause between Japanese words, or only the air around Latin."""
        text, p, c = self.text, ja.script(self.text[end - 1]), ja.script(self.text[i])
        if text[end] == "\u3000":
            return SPACE
        if p == c == "l":
            word, following = _WORD_BEFORE.search(text, max(0, end - 12), end), _WORD_AFTER.match(text, i)
            if word and word[0].lower() in _LITTLE:
                return LATIN_TAIL
            return LATIN_HEAD if following and following[0].lower() in _LITTLE else LATIN
        if "g" in (p, c):
            return LATIN_HEAD
        if c == "h" and is_particle(text, i):
            return ja.PARTICLE
        if c == "h" and p == "l":
            return CLOSED
        if "l" not in (p, c) or "e" in (p, c):
            return SPACE if c != "e" else HYPHEN
        if p == "h":
            return ja.AFTER_MODIFIER if text[end - 1] in "のな" else ja.AFTER_PARTICLE
        return SPACED_SCRIPT

    def _joined(self, i: int) -> float:
        """A break between two characters that touch, neither of them punctuation."""
        text, score = self.text, self.scores[i]
        p, c = ja.script(text[i - 1]), ja.script(text[i])
        if c == "e":
            return EMOJI
        if p == "e":
            return ja.PARTICLE if c == "h" and is_particle(text, i) else COMMA
        if self.chinese:
            return ja.AFTER_MODIFIER if score > 0 else compounds.SPLIT if p == c else ja.SCRIPT
        cost = self._words(i, p, c, score)
        return max(cost, self.glue[i]) if i in self.glue else cost

    def _words(self, i: int, p: str, c: str, score: float) -> float:
        """A break between two words of Japanese, by their scripts."""
        text = self.text
        if i in self.seams and not (p == "c" and ja.after_number(text, i) is not None):
            return self.seams[i]
        if p == "h":
            return ja.after_hiragana(text, i, score)
        if c == "h":
            return ja.before_hiragana(text, i, score)
        if p == "c":
            number = ja.after_number(text, i)
            if number is not None:
                return number
        if p in "ckl" and c in "ckl":
            return ja.between_scripts(text, i, score)
        return ja.SCRIPT


def _nesting(text: str) -> dict[int, float]:
    """Offset → what its brackets add: ``NEST`` for each pair around it that is short."""
    found: dict[int, float] = {}
    stack: list[int] = []
    for k, char in enumerate(text):
        if char in _OPEN:
            stack.append(k)
        elif char in _CLOSE and stack:
            start = stack.pop()
            if k - start <= SHORT_GROUP:
                cost = NEST if k - start > SHORT_GROUP // 2 else NEST_TITLE if char == "』" else NEST_SHORT
                for i in range(start + 1, k + 1):
                    found[i] = found.get(i, 0.0) + cost
    return found
