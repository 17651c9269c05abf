"""Ruby markup: reads the readings of words from ``{漢字|かんじ}`` and HTML ``<ruby>``."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from ogp.typeset.normalize import normalize
from ogp.typeset.script_ranges import JAPANESE
from ogp.typeset.strip_markup import strip_markup

RubyKind = Literal["group", "mono"]


class Ruby(NamedTuple):
    """A reading: ``text`` stands over the paragraph's characters from ``start`` to ``end``.

    kind: ``group`` spreads one reading over the whole base; ``mono`` belongs to one character, and several in a row
    with the same ``word`` make a jukugo (JLREQ §3.3): readings too wide for their character lean on the word's others.
    """

    start: int
    end: int
    text: str
    kind: RubyKind
    word: int


_BRACES = re.compile(r"\{([^{}|\s][^{}|\n]*)((?:\|[^{}|\n]*)+)\}")
_HAS_JAPANESE = re.compile(f"[{JAPANESE}]")


def parse(text: str) -> tuple[str, tuple[Ruby, ...]]:
    """Take markup and readings out of a title: what remains, normalized, and the readings with offsets in it.

    Braces are ruby only if kana or kanji are in them: ``{foo|bar}`` stays as it is. With as many readings as characters
    (``{漢字|かん|じ}``) each character has its own. An empty reading gives none. All other markup is left to
    `strip_markup`.
    """
    text = strip_markup(text)
    if "{" not in text or "|" not in text:
        return normalize(text), ()
    base, offset, rubies = "", 0, []
    for word, match in enumerate(_BRACES.finditer(text)):
        if not _HAS_JAPANESE.search(match[0]):
            continue
        base += text[offset : match.start()]
        rubies += _rubies(match[1], match[2][1:].split("|"), len(base), word)
        base += match[1]
        offset = match.end()
    base += text[offset:]

    def normalized(offset: int) -> int:
        # Nothing composes with x or collapses into it: it keeps the spaces at the end of the prefix.
        return len(normalize(base[:offset] + "x")) - 1

    moved = [Ruby(normalized(r.start), normalized(r.end), normalize(r.text), r.kind, r.word) for r in rubies]
    return normalize(base), tuple(ruby for ruby in moved if ruby.text and ruby.end > ruby.start)


def _rubies(base: str, readings: list[str], start: int, word: int) -> list[Ruby]:
    """The readings of one word: as many as it has characters, or one for all of it."""
    if len(readings) == len(base):
        return [Ruby(offset, offset + 1, text, "mono", word) for offset, text in enumerate(readings, start)]
    return [Ruby(start, start + len(base), "".join(readings), "group", word)]
