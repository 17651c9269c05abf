"""Emoji: every sequence of Unicode's emoji-test.txt (Debian's unicode-data) is one glyph in color."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from PIL import Image

from ogp.display_list import TextItem
from ogp.fonts import FontSet
from ogp.paint.draw_operations import Rasterizer
from ogp.paint.truecolor import paint_item
from ogp.typeset.shaping import shape
from ogp.typeset.style import Style

FONTS = FontSet.bundled()
EMOJI_TEST = Path("/usr/share/unicode/emoji/emoji-test.txt")
ROW = re.compile(r"^([0-9A-F ]+?) *; (\S+)", re.MULTILINE)


@pytest.fixture(scope="module")
def sequences() -> list[tuple[str, str]]:
    """Each sequence and its status."""
    if not EMOJI_TEST.exists() and "CI" not in os.environ:
        pytest.skip("needs Debian's unicode-data")
    rows = ROW.findall(EMOJI_TEST.read_text("utf-8"))
    assert len(rows) > 4700
    return [("".join(chr(int(code, 16)) for code in codes.split()), status) for codes, status in rows]


def glyphs(text: str) -> list[tuple[str, int]]:
    """The faces of a line and how many glyphs each gives."""
    return [(run.face.name, len(run.glyphs)) for run in shape(text, Style(), FONTS).line(0, len(text)).runs]


def colors(text: str, size: float = 40.0) -> int:
    """How many colors a line drawn in black has, beside white and grays."""
    line = shape(text, Style(), FONTS).line(0, len(text))
    image = Image.new("RGB", (80, 60), "white")
    paint_item(image, TextItem(line, size, 5, 45, (0, 0, 0, 255)), Rasterizer())
    counts = image.getcolors(80 * 60)
    assert counts
    return sum(1 for _, (red, green, blue) in counts if not red == green == blue)


def test_every_sequence_is_one_glyph(sequences: list[tuple[str, str]]):
    # A single character without U+FE0F that is text by default (☀ ✈ ❤) is set as text, in the text's own color.
    wrong = [
        (text, status, glyphs(text))
        for text, status in sequences
        if glyphs(text) != [("Twemoji", 1)] and not (status == "unqualified" and len(text) == 1)
    ]
    assert wrong == []


def test_text_by_default_is_one_glyph_of_a_text_face_or_the_emoji(sequences: list[tuple[str, str]]):
    for text, status in sequences:
        if status == "unqualified" and len(text) == 1:
            assert [count for _, count in glyphs(text)] == [1], text


def test_a_sample_is_drawn_in_color(sequences: list[tuple[str, str]]):
    gray = [text for text, status in sequences[::23] if status == "fully-qualified" and not colors(text)]
    # Wholly gray pictures: there are some.
    assert [text for text in gray if text not in "☠️🕸️◼️◻️▪️▫️⬛⬜◾◽⚫⚪🖤🤍🩶🏴✔️✖️➕➖➗➰➿♾️❗❕❔🗝️⛓️"] == []


@pytest.mark.parametrize(
    ("text", "face"),
    [
        ("☀", "NotoSansJP-Bold"), ("☀\ufe0f", "Twemoji"), ("☀\ufe0e", "NotoSansJP-Bold"),
        ("⌚", "Twemoji"), ("⌚\ufe0e", "NotoSansSymbols2-Regular"),
        ("©", "NotoSansJP-Bold"), ("©\ufe0f", "Twemoji"), ("1", "NotoSansJP-Bold"), ("1\ufe0f\u20e3", "Twemoji"),
        ("㊗", "NotoSansJP-Bold"), ("㊗\ufe0f", "Twemoji"), ("🇯🇵", "Twemoji"), ("👍🏽", "Twemoji"),
        ("👨\u200d👩\u200d👧\u200d👦", "Twemoji"),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "Twemoji"),
    ],
)  # fmt: skip
def test_presentation(text: str, face: str):
    assert glyphs(text) == [(face, 1)]


def test_flags_in_a_row_pair_off():
    assert glyphs("🇯🇵🇺🇸🇫🇷") == [("Twemoji", 3)]


def test_a_picture_keeps_off_the_letters_beside_it():
    def length(text: str) -> float:
        return shape(text, Style(), FONTS).line(0, len(text)).advance

    assert length("あ🎉あ") == pytest.approx(length("あ") * 2 + length("🎉") + 0.125)
    assert length("あ 🎉") == pytest.approx(length("あ い") - length("い") + length("🎉"))
