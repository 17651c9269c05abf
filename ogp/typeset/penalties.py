"""Break penalties: how bad a line break is at each opportunity, from phrases, words and punctuation.

Legality is not decided here (`ogp.typeset.opportunities`), nor what each penalty is (`ogp.typeset.penalty_scale`).
BudouX says where phrases begin; it only lowers a penalty that the rules find.
"""

# ruff: noqa: SIM905 - words in a row are what a reader can check

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ogp.typeset import penalty_scale as scale
from ogp.typeset.budoux import model_for
from ogp.typeset.compound_penalties import compound_boundaries, mixed_word_penalties
from ogp.typeset.grammar import is_particle
from ogp.typeset.opportunities import BreakKind, Opportunity, classify_boundaries
from ogp.typeset.running_text_penalties import (
    after_hiragana,
    after_number,
    before_hiragana,
    between_scripts,
    grammar_penalties,
    script,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ogp.typeset.running_text_penalties import Script

FRAGMENT_CHARS = 4
"""So few characters of a clause are not left alone on a line."""

MAX_BRACKETED = 26
"""Brackets with at most so many characters inside are kept whole if that can be."""


class Break(NamedTuple):
    """A line may end at ``end`` and the next begin at ``offset`` (code points), at the cost of ``penalty``."""

    offset: int
    end: int
    penalty: float


def breaks(text: str, *, lang: str = "ja", nobreak: Sequence[str] = ()) -> tuple[Break, ...]:
    """Every place where a line may begin, with its penalty; the last resorts (≥ ``PROTECTED``) are among them.

    Args:
        text: normalized.
        lang: BCP 47 tag.
        nobreak: phrases that are kept whole.
    """
    boundaries = classify_boundaries(text, lang=lang, nobreak=nobreak)
    if not boundaries:
        return ()
    scorer = BreakScorer(text, lang)
    never = BreakKind.NEVER
    return _with_fragments([Break(b.offset, b.end, scorer.penalty(b)) for b in boundaries if b.kind is not never])


def _with_fragments(scored: list[Break]) -> tuple[Break, ...]:
    """The breaks, dearer where they leave a few characters of a clause behind, as 誰のもの？現場で|考えた does."""
    clauses = [b.offset for b in scored if b.penalty <= scale.AFTER_COMMA and b.end == b.offset]
    if not clauses:
        return tuple(scored)
    near = range(-FRAGMENT_CHARS, FRAGMENT_CHARS + 1)
    fragments = {clause + distance for clause in clauses for distance in near} - set(clauses)
    return tuple(Break(b.offset, b.end, b.penalty + scale.FRAGMENT) if b.offset in fragments else b for b in scored)


_LEGAL, _SOFT = BreakKind.LEGAL, BreakKind.SOFT
_OF_KIND = {
    BreakKind.FORCED: scale.FORCED,
    BreakKind.PROTECTED: scale.PROTECTED,
    BreakKind.WORD: scale.PROHIBITED,
}
_OPENING = frozenset("「『（(【《〈“‘〔［[{｛〝")
_CLOSING = frozenset("」』）)】》〉”’〕］]｝}〟")
_DASHES = frozenset("-–—―─━")
_WAVES = frozenset("〜～~")
_OPERATORS = frozenset("+＋×&＆=＝→⇒<>")
# Whatever the rules for punctuation look at beside a break; most breaks have none of it.
_PUNCTUATION = _OPENING | _CLOSING | _DASHES | _WAVES | _OPERATORS | frozenset("。！？!?：|｜、，,・／/;；·:…‥ー")
_LITTLE_WORDS = frozenset("a an the of to in on at by for and or with from as is are vs via not".split())
_WORD_BEFORE = re.compile(r"[A-Za-z]+$")
_WORD_AFTER = re.compile(r"[A-Za-z]+(?![\w-])")
_MAX_LITTLE_WORD = 12
"""Characters looked at for a little word before a break."""


class BreakScorer:
    """What is known of one text while penalties are found for its breaks."""

    def __init__(self, text: str, lang: str) -> None:
        """Score the whole text at once: BudouX, grammar, compounds and brackets."""
        self.text = text
        model = _budoux_model(lang)
        self.chinese = model != "ja"
        self.scores = model_for(model).scores(text)
        # Offset → penalty: the least one inside grammar and words, the one inside compounds, what brackets add.
        self.bound = {} if self.chinese else {**grammar_penalties(text), **mixed_word_penalties(text)}
        self.compounds = {} if self.chinese else compound_boundaries(text, self.scores)
        self.brackets = _bracket_penalties(text)

    def penalty(self, boundary: Opportunity) -> float:
        """The penalty of a break there."""
        offset, end, kind = boundary
        if kind is _SOFT:
            return scale.SOFT_BREAK_AFTER_LETTER if self.text[offset - 1].isalnum() else scale.SOFT_BREAK
        if kind is not _LEGAL:
            return _OF_KIND[kind]
        penalty = None
        if self.text[end - 1] in _PUNCTUATION or self.text[offset] in _PUNCTUATION:
            penalty = self._beside_punctuation(offset, end)
        if penalty is None:
            penalty = self._at_space(offset, end) if offset > end else self._between_letters(offset)
        return penalty + self.brackets.get(offset, 0.0)

    def _beside_punctuation(self, offset: int, end: int) -> float | None:  # noqa: C901, PLR0911 - a ladder of rules
        """The penalty of a break beside punctuation, None if there is none: the first rule that applies."""
        text, spaced = self.text, offset > end
        before, after = text[end - 1], text[offset]
        if after in _DASHES and text[offset + 1 : offset + 2] in (" ", after, "\u3000"):
            return scale.CLAUSE if spaced else scale.BESIDE_DASH
        if before in _DASHES or (text[end - 2 : end] == "ーー" and spaced):
            return self._after_dash(end, spaced=spaced)
        if before in "。！？!?：" or (before == ":" and spaced):
            return scale.STRAY_PARTICLE if not spaced and self._is_particle(offset) else scale.CLAUSE
        if before in "|｜":
            return scale.CLAUSE
        if before in "、，,":
            return scale.AFTER_COMMA
        if before in _CLOSING:
            return self._after_bracket(offset, before, spaced=spaced)
        if after in _OPENING:
            return self._before_bracket(before, after, spaced=spaced)
        if before == "・" and end == 2:  # noqa: PLR2004 - 元・|大手広告代理店
            return scale.INSIDE_WORD
        if before in "・／/;；·:":
            name = script(text[end - 2]) == "katakana" == script(after)
            return scale.INSIDE_DOTTED_NAME if name else scale.AFTER_MIDDLE_DOT
        if before in _WAVES:
            return scale.AFTER_OPENING_WAVE if self._is_opening_wave(end) else scale.AFTER_WAVE
        if before in "…‥":
            return scale.STRAY_PARTICLE if not spaced and self._is_particle(offset) else scale.BESIDE_DASH
        if before in _OPERATORS or after in _OPERATORS:
            japanese = "latin" not in (script(before), script(after))
            return scale.BESIDE_SPACED_OPERATOR if spaced and japanese else scale.BESIDE_OPERATOR
        return None

    def _is_particle(self, offset: int) -> bool:
        return script(self.text[offset]) == "hiragana" and is_particle(self.text, offset)

    def _after_dash(self, end: int, *, spaced: bool) -> float:
        if self.text[end - 1] in "-–":
            return scale.AFTER_HYPHEN
        if spaced:
            return scale.CLAUSE
        pair = self.text[end - 2] in _DASHES or self.text[end - 2] == "ー"
        return scale.BESIDE_DASH if pair else scale.AFTER_RANGE_DASH

    def _is_opening_wave(self, end: int) -> bool:
        """Whether a wave begins what another one ends, as in 〜完結編〜, and ends nothing."""
        text, wave = self.text, self.text[end - 1]
        if end == 1 or text[end - 2] in " \u3000":
            return True
        return text[: end - 1].count(wave) % 2 == 0 and text.count(wave) > 1

    def _before_bracket(self, before: str, bracket: str, *, spaced: bool) -> float:
        if spaced:
            return scale.SPACE
        if script(before) in ("hiragana", "other"):
            return scale.BEFORE_BRACKET
        return scale.BEFORE_BOOK_TITLE if bracket == "『" else scale.NOUN_BEFORE_BRACKET

    def _after_bracket(self, offset: int, bracket: str, *, spaced: bool) -> float:
        """A break after a closing bracket: good before a noun, bad before a particle."""
        if bracket == "】" or (bracket in "]］" and self.text[0] in "[［"):
            return scale.CLAUSE
        if self._is_particle(offset):
            return scale.PARTICLE
        if spaced:
            return scale.AFTER_BRACKET_AND_SPACE
        return scale.AFTER_ROUND_BRACKET if bracket in ")）" else scale.AFTER_BRACKET

    def _at_space(self, offset: int, end: int) -> float:  # noqa: PLR0911 - likewise
        """A break at a space: the author's pause between Japanese words, or only the air around Latin."""
        text = self.text
        before, after = script(text[end - 1]), script(text[offset])
        if text[end] == "\u3000":
            return scale.SPACE
        if before == after == "latin":
            return self._between_latin_words(offset, end)
        if "hangul" in (before, after):
            return scale.HANGUL_SPACE
        if self._is_particle(offset):
            return scale.PARTICLE
        if after == "hiragana" and before == "latin":
            return scale.LATIN_SPACE_KANA
        if "latin" not in (before, after) or "emoji" in (before, after):
            return scale.EMOJI_AFTER_SPACE if after == "emoji" else scale.SPACE
        if before == "hiragana":
            return scale.AFTER_MODIFIER if text[end - 1] in "のな" else scale.AFTER_PARTICLE
        return scale.LATIN_SPACE_JAPANESE

    def _between_latin_words(self, offset: int, end: int) -> float:
        before = _WORD_BEFORE.search(self.text, max(0, end - _MAX_LITTLE_WORD), end)
        after = _WORD_AFTER.match(self.text, offset)
        if before and before[0].lower() in _LITTLE_WORDS:
            return scale.AFTER_LITTLE_WORD
        return scale.BEFORE_LITTLE_WORD if after and after[0].lower() in _LITTLE_WORDS else scale.LATIN_SPACE_LATIN

    def _between_letters(self, offset: int) -> float:
        """A break between two characters that touch, neither of them punctuation."""
        before, after = script(self.text[offset - 1]), script(self.text[offset])
        if after == "emoji":
            return scale.BEFORE_EMOJI
        if before == "emoji":
            return scale.PARTICLE if self._is_particle(offset) else scale.AFTER_EMOJI
        if self.chinese:
            if self.scores[offset] > 0:
                return scale.AFTER_MODIFIER
            return scale.INSIDE_WORD if before == after else scale.CHANGE_OF_SCRIPT
        return max(self._between_words(offset, before, after), self.bound.get(offset, 0.0))

    def _between_words(self, offset: int, before: Script, after: Script) -> float:
        """A break between two words of Japanese, by their scripts."""
        text, score = self.text, self.scores[offset]
        if before == "kanji" and after != "hiragana":
            counted = after_number(text, offset)
            if counted is not None:
                return counted
        if offset in self.compounds:
            return self.compounds[offset]
        if before == "hiragana":
            return after_hiragana(text, offset, score)
        if after == "hiragana":
            return before_hiragana(text, offset, score)
        compounded = ("katakana", "kanji", "latin")
        if before in compounded and after in compounded:
            return between_scripts(text, offset, score)
        return scale.CHANGE_OF_SCRIPT


def _budoux_model(lang: str) -> str:
    """The name of BudouX's model for a language: Chinese has its own two, any other text is Japanese or Latin."""
    if lang.lower() in ("zh-hant", "zh-tw", "zh-hk"):
        return "zh-hant"
    return "zh-hans" if lang.startswith("zh") else "ja"


def _bracket_penalties(text: str) -> dict[int, float]:
    """Offset → what its brackets add: a penalty for each pair around it that is short."""
    penalties: dict[int, float] = {}
    open_brackets: list[int] = []
    for index, char in enumerate(text):
        if char in _OPENING:
            open_brackets.append(index)
        elif char in _CLOSING and open_brackets:
            start = open_brackets.pop()
            if index - start <= MAX_BRACKETED:
                penalty = _pair_penalty(index - start, char)
                for offset in range(start + 1, index + 1):
                    penalties[offset] = penalties.get(offset, 0.0) + penalty
    return penalties


def _pair_penalty(length: int, closing: str) -> float:
    if length > MAX_BRACKETED // 2:
        return scale.INSIDE_BRACKETS
    return scale.INSIDE_BOOK_TITLE if closing == "』" else scale.INSIDE_SHORT_BRACKETS
