"""Grapheme clusters (UAX #29), and the line-breaking classes of characters (UAX #14), tailored to strict kinsoku.

The classes are those of UAX #14 with fewer names (``ID`` for kanji, kana and emoji, ``AL`` for every word character)
and a few characters moved, so that one table of pairs says where a line may begin. Each move is in ``MOVED``.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cache

from ogp.typeset import ucd
from ogp.typeset.script_ranges import HANGUL_SYLLABLES

# Characters that are always clusters of their own next to each other. Anything else takes the slow path.
_SIMPLE = "\n -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u2bff"
_SIMPLE += "\u3000-\u3029\u3030-\u3098\u309b-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff01-\uff9d"
_COMPLEX = re.compile(f"[^{_SIMPLE}]")

_LV = "".join(map(chr, range(0xAC00, 0xD7A4, 28)))


def _set(ranges: str) -> str:
    """Hexadecimal ranges as the inside of a regular expression's ``[…]``."""
    pairs = (r.partition("-") for r in ranges.split())
    return "".join(f"\\U{a:0>8}-\\U{b or a:0>8}" for a, _, b in pairs)


@cache
def _cluster_pattern() -> re.Pattern[str]:
    """UAX #29 extended grapheme clusters, Table 1c, as one expression."""
    g = {name: _set(ranges) for name, ranges in ucd.GRAPHEME.items()}
    syllable = f"[{_LV}][{g['V']}]*|[{g['V']}]+|[{HANGUL_SYLLABLES}]"
    hangul = f"[{g['L']}]*(?:{syllable})[{g['T']}]*|[{g['L']}]+|[{g['T']}]+"
    flag = "[\U0001f1e6-\U0001f1ff]{2}"
    emoji = f"[{g['Pictographic']}](?:[{g['Extend']}]*\u200d[{g['Pictographic']}])*"
    link = f"[{g['ConjunctExtend']}]*[{g['Linker']}][{g['ConjunctExtend']}{g['Linker']}]*"
    conjunct = f"[{g['Consonant']}](?:{link}[{g['Consonant']}])*"
    control = f"\r\n{g['Control']}"
    core = f"{hangul}|{flag}|{emoji}|{conjunct}|[^{control}]"
    return re.compile(f"\r\n|[{control}]|[{g['Prepend']}]*(?:{core})[{g['Extend']}{g['SpacingMark']}\u200d]*")


# What titles that are not that simple mostly have: emoji, flags, variation selectors, dakuten, accents.
_MARKS = "\u0300-\u036f\u20d0-\u20f0\u3099\u309a\ufe00-\ufe0f\uff9e\uff9f"
_MARKS += "\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\U000e0100-\U000e01ef"
_COMMON = re.compile(f"[{_SIMPLE}{_MARKS}\u200d\U00020000-\U0003ffff\U0001f000-\U0001faff]*")


@cache
def _common_pattern() -> re.Pattern[str]:
    """The same for text of ``_COMMON``, without jamo, conjuncts, controls and spacing marks: compiles in 1 ms."""
    flag = "[\U0001f1e6-\U0001f1ff]{2}"
    picture = _set(ucd.GRAPHEME["Pictographic"])
    emoji = f"[{picture}](?:[{_MARKS}]*\u200d[{picture}])*"
    return re.compile(f"\n|(?:{flag}|{emoji}|.)[{_MARKS}\u200d]*")


def clusters(text: str) -> list[int]:
    """The boundaries of the grapheme clusters (UAX #29, extended): 0, …, ``len(text)``, in code points."""
    if _COMPLEX.search(text) is None:
        return list(range(len(text) + 1))
    pattern = _common_pattern() if _COMMON.fullmatch(text) else _cluster_pattern()
    return [0, *(m.end() for m in pattern.finditer(text))]


MOVED: dict[str, str] = (
    # A space that ends a line hangs, whatever its width (UAX #14 has U+3000 in BA, after which a line breaks too).
    dict.fromkeys(" \u3000\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f", "SP")
    | {"\n": "BK", "\u200b": "ZW"}
    # Full-width twins behave like what they are twins of: ２０２６ and ＮＨＫ are not broken, ／ does not begin a line.
    | dict.fromkeys("０１２３４５６７８９", "NU")
    | {chr(o): "AL" for first in (0xFF21, 0xFF41) for o in range(first, first + 26)}
    | dict.fromkeys("～／－", "NS")
    | {"｜": "BA", "＃": "PR", "＠": "PR"}
    # JLREQ cl-03 hyphens do not begin a line, not even after a space.
    | dict.fromkeys("‐–", "NS")
    # JLREQ cl-08: dashes in pairs stay whole; the vertical repeat marks are made of an upper and a lower half.
    | dict.fromkeys("―─━", "B2")
    | {"〵": "NS"}
    # The middle dot of names does not begin a line (GB/T 15834 5.1.9, and ･ in JLREQ), nor leave a Latin word.
    | {"·": "IS"}
)

# JLREQ cl-13: abbreviations of units written in one em box, which stay with the number before them.
_SQUARE_UNIT = re.compile("[\u3303-\u3357\u3371-\u337a\u3380-\u33df\u32cc-\u32cf㏋ℓ]")

_FOLDED = {"CM": "AL", "EB": "ID", "EM": "ID", "CJ": "NS", "WJ": "GL", "JL": "AL", "JV": "AL", "JT": "AL"}


@cache
def _ranges() -> tuple[list[int], list[int], list[str]]:
    """The first and last code points of every range of the database, in order, and its class."""
    rows = []
    for name, ranges in (*ucd.LINE.items(), ("HY", "2D"), ("SY", "2F"), ("ID", "1F1E6-1F1FF")):
        for first, _, last in (r.partition("-") for r in ranges.split()):
            rows.append((int(first, 16), int(last or first, 16), name))
    rows.sort()
    return [r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows]


def _database_class(char: str) -> str:
    """UAX #14's own class, ``AL`` for what behaves like it."""
    firsts, lasts, names = _ranges()
    index = bisect_right(firsts, ord(char)) - 1
    return names[index] if index >= 0 and ord(char) <= lasts[index] else "AL"


@cache
def line_class(char: str) -> str:
    """The line-breaking class of a character: two letters, as in UAX #14.

    Our own: ``QI QF`` quotation marks that open and close, ``ON CN`` narrow brackets, which stay with a Latin word
    (LB30), ``UN`` square units. Small kana and ー are ``NS``: that is what CSS ``line-break: strict`` means.
    """
    if char in MOVED:
        return MOVED[char]
    if _SQUARE_UNIT.match(char):
        return "UN"
    name = _database_class(char)
    name = _FOLDED.get(name, name)
    if name == "QU":
        return {"Pi": "QI", "Pf": "QF"}.get(unicodedata.category(char), "QU")
    if name in {"OP", "CP"}:
        wide = unicodedata.east_asian_width(char) in "FWH"
        return {"OP": "OP" if wide else "ON", "CP": "CL" if wide else "CN"}[name]
    return name


NO_START = frozenset({"CL", "CN", "EX", "SY", "IS", "NS", "IN", "PO", "QF", "GL", "ZW", "SP", "BK"})
"""Classes that never begin a line, after a space neither: JLREQ cl-02 to cl-07, cl-09 to cl-11, ``…‥``, ``%‰℃°′″``."""

NO_END = frozenset({"OP", "ON", "QI", "GL"})
"""Classes that never end a line, before a space neither: JLREQ cl-01."""


def _is_prohibited(a: str, b: str) -> bool:
    """Whether no line may begin between two characters that touch: the rules of UAX #14 in order."""
    word, wide = {"AL", "NU", "SA"}, {"ID", "UN"}
    return (
        b in NO_START  # LB7, 11-13, 15b, 15d, 21, 22, and kinsoku
        or a in NO_END  # LB11-12, 14, 15a
        or "QU" in {a, b}  # LB19: straight quotes may open or close
        or (b == "QI" and a not in wide | {"CL", "NS"})  # LB19a; beside kana and kanji “ is JLREQ cl-01
        or (a == "QF" and b not in wide | {"OP", "QI"})
        or (a == b == "B2")  # LB17
        or b in {"BA", "HY"}  # LB21
        or a == "BB"
        or (a in word and b in word)  # LB23, 28; and Hangul words are kept whole (CSS word-break: keep-all)
        or (a == "PR" and b in word | wide | {"OP", "ON"})  # LB23a-25, 27; JLREQ cl-12
        or (a == "PO" and b in word | {"ON"})  # LB24-25
        or (a in word and b in {"PR", "ON"})  # LB24-25, LB30
        or (a in {"HY", "SY"} and b == "NU")  # LB25
        or (a == "IS" and b in word)  # LB25, 29
        or (a == "CN" and b in word)  # LB30
        or (a == "NU" and b == "UN")  # JLREQ cl-13; plain UAX #14 splits 5|㎏
    )


@cache
def prohibited_pairs() -> frozenset[str]:
    """Every pair of classes, written together (``"IDNS"``), between which no line may begin when they touch."""
    names = {*ucd.LINE} - set(_FOLDED) - {"QU", "CP"} | set(MOVED.values())
    names |= {"QU", "QI", "QF", "ON", "CN", "UN", "AL", "HY", "SY"}
    return frozenset(a + b for a in names for b in names if _is_prohibited(a, b))
