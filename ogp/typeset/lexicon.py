"""The words that titles' compounds are made of, and how a run of kanji or katakana parts into them.

``lexicon.txt`` has a line for each initial: the initial, then its words without it, each followed by its kind and by
its cost, one character each. ``tests/typeset/make_lexicon.py`` makes it from UniDic; `words` has what is missing there.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ogp.typeset.words import KATAKANA, MIXED, NOUNS

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 15
STEP, LOWEST = 500, -11000  # of a cost's character, as make_lexicon.py has them
PER_WORD = 3500  # for each word of a compound: long words are likelier than their parts
UNKNOWN = 9000  # for each character of what is in no list; a kanji more than a kana, for kana spell foreign names
UNKNOWN_KANA = 1500
OUT_OF_PLACE = 6000  # a suffix that begins a compound, a prefix that ends one
OWN, OWN_KATAKANA = 3500, -3200  # of the words in `words`: cheaper than any two parts

_KANJI = re.compile("[㐀-鿿々〆ヶ]+")


class Word(NamedTuple):
    """``run[start:end]`` is a word of this kind.

    Kinds: n noun, s suffix, p prefix, d numeral, P place, F family and G given name, N another name, ? unknown.
    """

    start: int
    end: int
    kind: str


@lru_cache(1024)
def part(run: str) -> tuple[Word, ...]:
    """The likeliest words of a run of kanji or katakana, by the costs of UniDic (Viterbi's algorithm, unigrams)."""
    size = len(run)
    kanji = _KANJI.fullmatch(run) is not None
    best: list[tuple[float, int, str]] = [(0.0, 0, "")] + [(inf, 0, "")] * size
    for start, initial in enumerate(run):
        base = best[start][0] + PER_WORD
        for length in range(1, min(1 if kanji else LONGEST, size - start) + 1):
            cost = base + length * (UNKNOWN if kanji else UNKNOWN_KANA)
            if cost < best[start + length][0]:
                best[start + length] = (cost, start, "?")
        words = _words(initial)
        for length in words.lengths:
            end = start + length
            if end > size:
                break
            for kind, known in words.kinds.get(run[start:end], ()):
                astray = (kind == "s" and not start) or (kind == "p" and end == size)
                cost = base + known + astray * OUT_OF_PLACE
                if cost < best[end][0]:
                    best[end] = (cost, start, kind)
    words_found, end = [], size
    while end:
        _, start, kind = best[end]
        words_found.append(Word(start, end, kind))
        end = start
    return tuple(reversed(words_found))


def written_together(text: str) -> Iterator[tuple[int, int]]:
    """Where words lie that kanji and kana write together, 問い合わせ, お茶の水: from the left, the longest of each."""
    free = 0
    for start, char in enumerate(text):
        for length, words in _mixed(char) if start >= free else ():
            if text[start : start + length] in words:
                free = start + length
                yield start, free
                break


@cache
def _lines() -> dict[str, str]:
    text = (Path(__file__).parent / "lexicon.txt").read_text("utf-8")
    return {line[0]: line[1:] for line in text.splitlines()}


class _Words(NamedTuple):
    """The words with one initial: the kinds that each may be of, with the cost of each; the lengths they have."""

    kinds: dict[str, list[tuple[str, float]]]
    lengths: list[int]


@cache
def _own() -> dict[str, list[str]]:
    """The words of `words` by their initial."""
    found: dict[str, list[str]] = {}
    for word in NOUNS | KATAKANA:
        found.setdefault(word[0], []).append(word)
    return found


@cache
def _words(initial: str) -> _Words:
    found: dict[str, list[tuple[str, float]]] = {}
    for entry in filter(None, _lines().get(initial, "").split(" ")):
        cost = LOWEST + STEP * (ord(entry[-1]) - 48)
        found.setdefault(initial + entry[:-2], []).append((entry[-2], cost))
    for word in _own().get(initial, ()):
        found[word] = [("n", OWN if word in NOUNS else OWN_KATAKANA)]
    return _Words(found, sorted({len(word) for word in found}))


@cache
def _mixed(initial: str) -> list[tuple[int, frozenset[str]]]:
    """The words of this initial that kanji and kana write together, by their length, the longest first."""
    words = {word for word, kinds in _words(initial).kinds.items() if kinds[0][0] == "m"}
    words |= {word for word in MIXED if word[0] == initial}
    lengths = sorted({len(word) for word in words}, reverse=True)
    return [(length, frozenset(word for word in words if len(word) == length)) for length in lengths]
