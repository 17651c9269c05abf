"""Scripts: each class of characters holds what Unicode calls so."""

from __future__ import annotations

import re
import unicodedata

import pytest

from ogp.typeset import script_ranges as scripts


@pytest.mark.parametrize(
    ("name", "named", "count"),
    [
        ("HIRAGANA", "HIRAGANA", 89),
        ("HIRAGANA_BLOCK", "HIRAGANA|COMBINING KATAKANA|KATAKANA-HIRAGANA|$", 95),  # two are not assigned
        ("KATAKANA", "KATAKANA", 94),
        ("KATAKANA_EXTENSIONS", "KATAKANA LETTER SMALL", 16),
        ("HALFWIDTH_KATAKANA", "HALFWIDTH KATAKANA", 58),
        ("HALFWIDTH_PUNCTUATION", "HALFWIDTH", 5),
        ("KANA", "HIRAGANA|KATAKANA|COMBINING KATAKANA|$", 191),  # two are not assigned
        ("UNIFIED_KANJI", "CJK UNIFIED IDEOGRAPH|HEXAGRAM", 27_648),
        ("KANJI_SIGNS", "IDEOGRAPHIC", 3),
        ("BOPOMOFO", "BOPOMOFO", 43),
        ("HANGUL_SYLLABLES", "HANGUL SYLLABLE", 11_172),
        ("HANGUL_JAMO", "HANGUL", 256),
        ("FULLWIDTH_LATIN", "FULLWIDTH LATIN", 52),
        ("COMBINING_DIACRITICS", "COMBINING", 112),
    ],
)
def test_a_class_holds_what_is_named_so(name: str, named: str, count: int):
    pattern = re.compile(f"[{getattr(scripts, name)}]")
    members = [char for char in map(chr, range(0x110000)) if pattern.match(char)]
    assert len(members) == count
    assert [char for char in members if not re.match(named, unicodedata.name(char, ""))] == []


@pytest.mark.parametrize("char", "漢㐂々〆〇﨑𠮟\u4e00\u9fff")
def test_a_kanji(char: str):
    assert re.match(f"[{scripts.KANJI}]", char)


@pytest.mark.parametrize("char", "か・、〻㌔①Ａ가")
def test_no_kanji(char: str):
    assert not re.match(f"[{scripts.KANJI}]", char)


def test_a_class_of_one_range_needs_no_expression():
    assert all(scripts.in_range(char, scripts.UNIFIED_KANJI) for char in "㐀漢鿿")
    assert not any(scripts.in_range(char, scripts.UNIFIED_KANJI) for char in ("か", "Ａ", "﨑", ""))
