"""Lines and columns are as long as Chromium makes them: chromium_widths.json, recorded by record_chromium.py."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ogp.fonts import FontSet
from ogp.typeset.shaping import shape
from ogp.typeset.style import Style

REFERENCE = json.loads(Path(__file__).with_name("chromium_widths.json").read_text("utf-8"))["titles"]
FONTS = FontSet.bundled()
SIZE = 100.0


def length(title: str, style: Style) -> float:
    return shape(title, style, FONTS).line(0, len(title)).advance * SIZE


@pytest.mark.parametrize("title", REFERENCE)
def test_palt(title: str):
    assert length(title, Style(autospace=0.0)) == pytest.approx(REFERENCE[title]["palt"], abs=0.05)


@pytest.mark.parametrize("title", REFERENCE)
def test_palt_with_autospace(title: str):
    assert length(title, Style()) == pytest.approx(REFERENCE[title]["autospace"], abs=0.05)


@pytest.mark.parametrize("title", [title for title in REFERENCE if not re.search("[0-9]", title)])
def test_columns_without_digits(title: str):
    """Digits: Chromium lays all of them on their side, which is not how a title is set."""
    assert length(title, Style(autospace=0.0, direction="vertical")) == pytest.approx(
        REFERENCE[title]["column"], abs=0.05
    )


def test_the_reference_is_whole():
    titles = Path(__file__).with_name("chromium_titles.txt").read_text("utf-8").splitlines()
    assert list(REFERENCE) == titles
    assert len(titles) == 50
