"""What becomes of a title before it is set."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogp.typeset.normalize import limit_length, normalize


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("か\u3099き\u3099", "がぎ"),  # NFD from a Mac's file name
        ("e\u0301", "é"),
        ("神\ufa19社", "神\ufa19社"),  # NFC would turn U+FA19 into U+795E: somebody's name
        ("\U0002f81a", "\U0002f81a"),
        ("葛\U000e0100城", "葛\U000e0100城"),
        ("☂\ufe0f", "☂\ufe0f"),
        ("👨\u200d👩", "👨\u200d👩"),
        ("a\tb\u0085c\u2028d\u2029e", "a b c d e"),
        ("a   b", "a b"),
        ("第12回　夜", "第12回　夜"),
        ("a\u00a0b\u200bc\u2060d", "a\u00a0b\u200bc\u2060d"),
        ("a\u202eb\u2066c\u200ed\u0007e\ufefff", "abcdef"),
        ("一\r\n二\n\n 三", "一\n二\n三"),
        ("\ud800x", "\ufffdx"),
        ("　 題 \n", "題"),
    ],
)
def test_normalize(text: str, expected: str):
    assert normalize(text) == expected


def test_breaks_become_spaces_if_they_are_not_kept():
    assert normalize("一\n二\r\n三", keep_breaks=False) == "一 二 三"


@given(st.text(max_size=60))
def test_normalizing_twice_changes_nothing(text: str):
    once = normalize(text)
    assert normalize(once) == once


def test_cap_cuts_between_clusters():
    assert limit_length("あいう", 3) == ("あいう", False)
    assert limit_length("👨‍👩‍👧‍👦いう", 1) == ("👨‍👩‍👧‍👦", True)
    assert limit_length("か\u3099き", 1) == ("か\u3099", True)


def test_a_flood_of_marks_is_thinned():
    text, cut = limit_length("Z" + "\u0300" * 50_000 + "algo", 1000)
    assert cut
    assert len(text) < 20
    assert text.endswith("algo") or len(text) == 9
