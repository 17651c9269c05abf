"""Grapheme clusters against uniseg, and the generated character tables against their generator."""

from __future__ import annotations

import random
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from uniseg.graphemecluster import grapheme_cluster_boundaries

from ogp.typeset import ucd
from ogp.typeset.character_classes import clusters


def oracle(text: str) -> list[int]:
    return [0, *(i for i in grapheme_cluster_boundaries(text) if i)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("かな漢字", ["か", "な", "漢", "字"]),
        ("か\u3099き", ["か\u3099", "き"]),
        ("葛\U000e0100城", ["葛\U000e0100", "城"]),
        ("👨‍👩‍👧‍👦と👍🏽", ["👨‍👩‍👧‍👦", "と", "👍🏽"]),
        ("🇯🇵🇰🇷🇯", ["🇯🇵", "🇰🇷", "🇯"]),
        ("1️⃣2", ["1️⃣", "2"]),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿か", ["🏴󠁧󠁢󠁥󠁮󠁧󠁿", "か"]),
        ("각각", ["각", "각"]),
        ("नमस्ते", ["न", "म", "स्ते"]),
        ("กำก", ["กำ", "ก"]),
        ("ｶﾞｷ", ["ｶﾞ", "ｷ"]),
        ("\r\na", ["\r\n", "a"]),
        ("", []),
    ],
)
def test_clusters_that_titles_have(text: str, parts: list[str]):
    bounds = clusters(text)
    assert [text[a:b] for a, b in pairwise(bounds)] == parts


def test_every_property_in_random_order():
    rng = random.Random(29)
    edges = [int(e, 16) for ranges in ucd.GRAPHEME.values() for r in ranges.split() for e in r.split("-")]
    often = [
        0x0D,
        0x0A,
        0x200D,
        0x1F1E6,
        0x1F1FF,
        0xAC00,
        0xAC01,
        0x1100,
        0x1161,
        0x11A8,
        0x61,
        0x3042,
        0x1F3FB,
        0xFE0F,
    ]
    pool = [chr(o) for o in edges if not 0xD800 <= o < 0xE000] + [chr(o) for o in often] * 8
    for _ in range(3000):
        text = "".join(rng.choices(pool, k=12))
        assert clusters(text) == oracle(text), ascii(text)


def test_the_common_pattern_in_random_order():
    """Titles with emoji and dakuten take a smaller pattern than the rest of Unicode; it must agree."""
    rng = random.Random(9)
    pool = "あ漢Aé\n 🎉👨👩❤☂©🇯🇵🇰가辻𠮷1#\u200d\u200d\u200d\ufe0f\ufe0f\u3099\uff9e\u0301\u20e3"
    pool += "\U0001f3fb\U000e0067\U000e007f\U000e0100"
    for _ in range(3000):
        text = "".join(rng.choices(pool, k=10))
        assert clusters(text) == oracle(text), ascii(text)


def test_every_emoji_of_two_marks():
    """Every pictograph with a modifier, a variation selector, a ZWJ partner, alone and in a row."""
    for ranges in ucd.GRAPHEME["Pictographic"].split():
        base = chr(int(ranges.split("-")[0], 16))
        for text in (base * 2, f"{base}\U0001f3fb{base}", f"{base}\ufe0f\u200d{base}x", f"あ{base}\u200dい"):
            assert clusters(text) == oracle(text), ascii(text)


@pytest.mark.slow
def test_the_tables_are_what_their_generator_prints():
    made = subprocess.run(
        [sys.executable, Path(__file__).with_name("make_ucd.py")], capture_output=True, text=True, check=True
    )
    assert Path(ucd.__file__).read_text(encoding="utf-8") == made.stdout
