"""Lexicon: segments a run of kanji or katakana into words, by a list of words with their costs.

``lexicon.txt`` has a line for each initial: the initial, then its words without it, each followed by its kind and by
its cost, one character each; the first line has how mixed words begin. ``tests/typeset/make_lexicon.py`` makes it from
UniDic; `lexicon_additions` has what is missing there.
"""

from __future__ import annotations

import mmap
import re
from functools import cache
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ogp.typeset.lexicon_additions import KATAKANA, MIXED, NOUNS
from ogp.typeset.script_ranges import UNIFIED_KANJI

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_WORD = 15
"""Characters of the longest word."""

# Costs, on UniDic's scale: the negative logarithm of a frequency.
COST_STEP, MIN_COST = 500, -11000  # what a cost's character counts, and from where, as make_lexicon.py writes it
PER_WORD = 3500  # for each word of a compound: long words are likelier than their parts
UNKNOWN_KANJI = 9000  # for each character of what is in no list; more than for kana, which spell foreign names
UNKNOWN_KANA = 1500
MISPLACED = 6000  # a suffix that begins a compound, a prefix that ends one
LISTED, LISTED_KATAKANA = 3500, -3200  # of the words in `lexicon_additions`: cheaper than any two parts

WORD_KANJI = f"{UNIFIED_KANJI}々〆"
"""What the lexicon's words are written with: it has no 〇, and of the rarer kanji none."""
_KANJI = re.compile(f"[{WORD_KANJI}ヶ]+")


class LexiconWord(NamedTuple):
    """``run[start:end]`` is a word of this kind.

    Kinds: n noun, s suffix, p prefix, d numeral, P place, F family and G given name, N another name, ? unknown.
    """

    start: int
    end: int
    kind: str


_Entry: TypeAlias = tuple[int, str, float]
"""The length, kind and cost of a word."""


def segment(run: str) -> tuple[LexiconWord, ...]:
    """The likeliest words of a run of kanji or katakana, by the costs of UniDic (Viterbi's algorithm, unigrams)."""
    size = len(run)
    kanji = _KANJI.fullmatch(run) is not None
    best: list[tuple[float, int, str]] = [(0.0, 0, "")] + [(inf, 0, "")] * size
    for start in range(size):
        base = best[start][0] + PER_WORD
        for length in range(1, min(1 if kanji else MAX_WORD, size - start) + 1):
            cost = base + length * (UNKNOWN_KANJI if kanji else UNKNOWN_KANA)
            if cost < best[start + length][0]:
                best[start + length] = (cost, start, "?")
        for length, kind, word_cost in _words_at(run, start):
            end = start + length
            misplaced = (kind == "s" and not start) or (kind == "p" and end == size)
            cost = base + word_cost + misplaced * MISPLACED
            if cost < best[end][0]:
                best[end] = (cost, start, kind)
    words, end = [], size
    while end:
        _, start, kind = best[end]
        words.append(LexiconWord(start, end, kind))
        end = start
    return tuple(reversed(words))


def mixed_script_words(text: str) -> Iterator[tuple[int, int]]:
    """Where words lie that kanji and kana write together, 問い合わせ, お茶の水: from the left, the longest of each."""
    end = 0
    pairs = _mixed_pairs()
    for start in range(len(text) - 2):
        if start < end or text[start : start + 2] not in pairs:
            continue
        lengths = [length for length, kind, _ in _words_at(text, start) if kind == "m"]
        if lengths:
            end = start + max(lengths)
            yield start, end


def _words_at(text: str, start: int) -> list[_Entry]:
    """The words that begin at ``start``."""
    listed = _listed().get(text[start : start + 2], ())
    entries = [entry for word, entry in listed if text.startswith(word, start)]
    entries += _one_character_words(text[start])
    line, offset = _line(text[start]), 0
    for length in range(2, min(MAX_WORD, len(text) - start) + 1):
        if text[start + length - 1].isascii():  # what parts the words in the file
            break
        # Words are in order: one that this is the beginning of, if it is no word itself, comes next.
        offset = line.find(" " + text[start + 1 : start + length], offset)
        if offset < 0:
            break
        if line[offset + length].isascii():
            entries.append(_entry(length, line, offset + length))
    return entries


@cache
def _one_character_words(char: str) -> list[_Entry]:
    """What a character is by itself."""
    line, entries = _line(char), []
    for offset in range(0, len(line), 3):
        if line[offset] == " " or not line[offset].isascii():
            break
        entries.append(_entry(1, line, offset))
    return entries


def _entry(length: int, line: str, offset: int) -> _Entry:
    """A word whose kind and cost are at ``offset`` of its line."""
    return length, line[offset], MIN_COST + COST_STEP * (ord(line[offset + 1]) - ord("0"))


@cache
def _mixed_pairs() -> frozenset[str]:
    """The first two characters of the words that kanji and kana write together: the file's first line."""
    line = _data()[1 : _data().find(b"\n")].decode()
    return frozenset(line[i : i + 2] for i in range(0, len(line), 2)) | {word[:2] for word in MIXED}


@cache
def _listed() -> dict[str, list[tuple[str, _Entry]]]:
    """The words of `lexicon_additions` by their first two characters."""
    words: dict[str, list[tuple[str, _Entry]]] = {}
    for word in NOUNS | KATAKANA | MIXED:
        kind, cost = "m" if word in MIXED else "n", LISTED if word in NOUNS else LISTED_KATAKANA
        words.setdefault(word[:2], []).append((word, (len(word), kind, cost)))
    return words


@cache
def _data() -> mmap.mmap:
    """The file, of which only what is asked for is read at all: a card needs some dozen of its lines."""
    with (Path(__file__).parent / "lexicon.txt").open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


@cache
def _line(initial: str) -> str:
    """The words with this initial, as they stand in the file; found by halving, for lines are in order."""
    data = _data()
    low, high = 0, len(data)
    while low < high:
        middle = (low + high) // 2
        start = data.rfind(b"\n", low, middle) + 1 or low
        end = data.find(b"\n", middle) + 1 or len(data)
        line = data[start:end].decode()
        if line[0] == initial:
            return " " + line[1:-1] if not line[1].isascii() else line[1:-1]
        low, high = (end, high) if line[0] < initial else (low, start)
    return ""
