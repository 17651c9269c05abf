"""What holds for every title in every box: five thousand made up ones at five widths, and whatever hypothesis finds."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stub import StubMeasure
from test_legal import NOT_AT_END, NOT_AT_START
from titles import titles

from ogp.typeset.character_classes import clusters
from ogp.typeset.normalize import normalize
from ogp.typeset.opportunities import break_opportunities
from ogp.typeset.penalties import breaks
from ogp.typeset.size_search import Fit, search
from ogp.typeset.style import SizeRange
from ogp.typeset.unbreakable import protected_spans

WIDTHS = (420, 640, 860, 1056, 1400)
SPACES = " \u3000\n\u200b"


def fit_card(text: str, width: float) -> Fit:
    options = {"height": 560, "sizes": SizeRange(92, 44), "leading": 1.35, "max_lines": 6}
    return search(text, breaks(text), StubMeasure(text), width=width, **options)  # type: ignore[arg-type]


def check(text: str, width: float, *, sane: bool) -> None:
    """``sane``: the text has words; otherwise kinsoku may have to yield (thirty brackets in a row)."""
    fitted, measure = fit_card(text, width), StubMeasure(text)
    last = 0
    for k, (start, end) in enumerate(fitted.lines):
        room = 1.0 if fitted.truncated and k == len(fitted.lines) - 1 else 0.0
        assert (measure.advance(start, end) + room) * fitted.size <= width + 1e-6, "a line leaves the box"
        assert text[last:start].strip(SPACES) == "", "text is lost between lines"
        last = end
        if sane:
            assert k == 0 or text[start] not in NOT_AT_START, f"a line begins with {text[start]}"
            assert k == len(fitted.lines) - 1 or text[end - 1] not in NOT_AT_END, f"a line ends with {text[end - 1]}"
    assert fitted.truncated or text[last:].strip(SPACES) == "", "text is lost at the end"
    assert {i for line in fitted.lines for i in line} <= set(clusters(text)), "a cluster is split"
    _check_spans(text, width, fitted, measure)


def _check_spans(text: str, width: float, fitted: Fit, measure: StubMeasure) -> None:
    """Whatever no legal break divides stays whole if it fits a line at the smallest size; loose spans may not."""
    soft = {i for s in protected_spans(text) if s.loose for i in s.soft_breaks}
    edges = [0, *break_opportunities(text), len(text)]
    heads = {start for start, _ in fitted.lines[1:]} - set(edges) - soft
    for a, b in pairwise(edges):
        if any(a < i < b for i in heads):
            assert measure.advance(a, b) * 44 > width, f"{text[a:b]} is split"


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_five_thousand_titles(width: float):
    for text in map(normalize, titles(5000)):
        check(text, width, sane=True)


@pytest.mark.parametrize("width", WIDTHS)
def test_some_titles(width: float):
    for text in map(normalize, titles(250, seed=1)):
        check(text, width, sane=True)


PIECES = st.sampled_from(
    [
        *[
            "あ",
            "い",
            "漢字",
            "設計",
            "データ",
            "ー",
            "っ",
            "、",
            "。",
            "「",
            "」",
            "（",
            "）",
            "…",
            "——",
            "！",
            "？",
            "・",
            "〜",
            "%",
            "℃",
            "¥",
            "#",
            "3",
            "2026年",
            "GPT-4o",
            "Node.js",
            "C++",
            "Rust",
            "A",
            "é",
        ],
        *("🎉", "👨‍👩‍👧‍👦", "🇯🇵", "が゙", "한국", "ｶﾞ", " ", "　", "\n", "\u200b", "\u2060", "\u00a0"),
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join), st.sampled_from(WIDTHS))
def test_any_pieces_in_any_order(text: str, width: float):
    check(normalize(text), width, sane=False)


@given(st.text(max_size=80), st.sampled_from(WIDTHS))
def test_any_text_at_all(text: str, width: float):
    check(normalize(text), width, sane=False)
