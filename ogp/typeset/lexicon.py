"""The words that titles' compounds are made of, and how a run of kanji or katakana parts into them.

``lexicon.txt`` has a line for each initial: the initial, then its words without it, each followed by its kind and by
its cost, one character each; the first line has how mixed words begin. ``tests/typeset/make_lexicon.py`` makes it from
UniDic; `words` has what is missing there.
"""

from __future__ import annotations

import mmap
import re
from functools import cache, lru_cache
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ogp.scripts import UNIFIED_KANJI
from ogp.typeset.word_lists import KATAKANA, MIXED, NOUNS

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 15
STEP, LOWEST = 500, -11000  # of a cost's character, as make_lexicon.py has them
PER_WORD = 3500  # for each word of a compound: long words are likelier than their parts
UNKNOWN = 9000  # for each character of what is in no list; a kanji more than a kana, for kana spell foreign names
UNKNOWN_KANA = 1500
OUT_OF_PLACE = 6000  # a suffix that begins a compound, a prefix that ends one
OWN, OWN_KATAKANA = 3500, -3200  # of the words in `words`: cheaper than any two parts

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


def segment(run: str) -> tuple[LexiconWord, ...]:
    """The likeliest words of a run of kanji or katakana, by the costs of UniDic (Viterbi's algorithm, unigrams)."""
    size = len(run)
    kanji = _KANJI.fullmatch(run) is not None
    best: list[tuple[float, int, str]] = [(0.0, 0, "")] + [(inf, 0, "")] * size
    for start in range(size):
        base = best[start][0] + PER_WORD
        for length in range(1, min(1 if kanji else LONGEST, size - start) + 1):
            cost = base + length * (UNKNOWN if kanji else UNKNOWN_KANA)
            if cost < best[start + length][0]:
                best[start + length] = (cost, start, "?")
        for length, kind, known in _known(run, start):
            end = start + length
            astray = (kind == "s" and not start) or (kind == "p" and end == size)
            cost = base + known + astray * OUT_OF_PLACE
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
    free = 0
    pairs = _pairs()
    for start in range(len(text) - 2):
        if start < free or text[start : start + 2] not in pairs:
            continue
        lengths = [length for length, kind, _ in _known(text, start) if kind == "m"]
        if lengths:
            free = start + max(lengths)
            yield start, free


def _known(text: str, start: int) -> Iterator[tuple[int, str, float]]:
    """The words that begin at ``start``: the length, kind and cost of each."""
    for kind, cost in _single(text[start]):
        yield 1, kind, cost
    lengths, words = _beginning_with(text[start : start + 2])
    for length in lengths:
        word = words.get(text[start : start + length])
        if word and start + length <= len(text):
            yield length, *word


@cache
def _single(char: str) -> list[tuple[str, float]]:
    """The kinds and costs of a word of one character."""
    return [_kind_and_cost(entry) for entry in _line(char).split(" ") if len(entry) == 2]  # noqa: PLR2004


@lru_cache(2048)
def _beginning_with(pair: str) -> tuple[list[int], dict[str, tuple[str, float]]]:
    """The words that begin with two characters: their lengths in order, and each word's kind and cost."""
    words = {}
    line, rest = _line(pair[0]), " " + pair[1:]
    start = line.find(rest)
    if start >= 0 and len(pair) > 1:
        end = line.find(" ", line.rfind(rest) + 1)
        entries = line[start + 1 : end if end > 0 else None].split(" ")
        words = {pair[0] + entry[:-2]: _kind_and_cost(entry) for entry in entries}
    for word in _own().get(pair, ()):
        kind, cost = "m" if word in MIXED else "n", OWN if word in NOUNS else OWN_KATAKANA
        words[word] = min((kind, cost), words.get(word, (kind, cost)), key=lambda known: known[1])
    return sorted({len(word) for word in words}), words


def _kind_and_cost(entry: str) -> tuple[str, float]:
    """What the last two characters of an entry in the file say."""
    return entry[-2], LOWEST + STEP * (ord(entry[-1]) - ord("0"))


@cache
def _pairs() -> frozenset[str]:
    """The first two characters of the words that kanji and kana write together: the file's first line."""
    line = _data()[1 : _data().find(b"\n")].decode()
    return frozenset(line[i : i + 2] for i in range(0, len(line), 2)) | {word[:2] for word in MIXED}


@cache
def _own() -> dict[str, list[str]]:
    """The words of `word_lists` by their first two characters."""
    words: dict[str, list[str]] = {}
    for word in NOUNS | KATAKANA | MIXED:
        words.setdefault(word[:2], []).append(word)
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
