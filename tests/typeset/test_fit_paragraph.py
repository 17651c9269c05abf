"""Paragraph: a title in a box, from markup to exact lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from ogp.fonts import FontSet
from ogp.typeset.fit_paragraph import Paragraph, fit
from ogp.typeset.style import SizeRange, Style

FONTS = FontSet.bundled()
TITLES = Path(__file__).with_name("chromium_titles.txt").read_text("utf-8").splitlines()


def set_in(text: str, width: float = 1056, height: float = 420, lines: int = 4, **style: object) -> Paragraph:
    return fit(
        text, Style(**style), FONTS, width=width, height=height, sizes=SizeRange(92, 52), leading=1.35, max_lines=lines
    )  # type: ignore[arg-type]


@pytest.mark.parametrize("direction", ["horizontal", "vertical"])
@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("width", [1056, 480, 333])
def test_every_line_fits_and_nothing_is_lost(title: str, width: float, direction: str):
    paragraph = set_in(title, width, 4 * 92 * 1.35, direction=direction)
    assert all(line.advance * paragraph.size <= width + 0.01 for line in paragraph.lines)
    assert 52 <= paragraph.size <= 92
    text = "".join(line.text for line in paragraph.lines)
    if paragraph.truncated:
        assert text.endswith("…")
        assert title.replace("\u3000", "").replace(" ", "").startswith(text[:-1].replace(" ", ""))
    else:
        assert text.replace(" ", "") == title.replace("\u3000", "").replace(" ", "")


def test_the_seed_title():
    paragraph = set_in("GPT-4o超え？オープンソースLLMの進化とその実力とは")
    assert [line.text for line in paragraph.lines] == ["GPT-4o超え？", "オープンソースLLMの", "進化とその実力とは"]
    assert not paragraph.truncated


def test_what_is_too_long_ends_in_an_ellipsis_at_the_smallest_size():
    paragraph = set_in("とても長い題名がつづく" * 30)
    assert (paragraph.truncated, paragraph.size, len(paragraph.lines)) == (True, 52, 4)
    assert paragraph.lines[-1].text.endswith("…")
    assert paragraph.lines[-1].advance * paragraph.size <= 1056.01


@pytest.mark.parametrize("text", ["", " ", "\u3000\n", "\u200b"])
def test_nothing_to_set(text: str):
    assert set_in(text).lines == ()


def test_missing_characters_and_direction_are_handed_on():
    paragraph = set_in("שלום \U00013000")
    assert paragraph.rtl
    assert [missing.code_points for missing in paragraph.missing] == ["U+13000"]


def test_the_author_s_own_break():
    assert [line.text for line in set_in("前半\n後半").lines] == ["前半", "後半"]
