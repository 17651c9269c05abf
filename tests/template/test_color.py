"""Colors: OKLCH against the values of CSS Color 4, palettes equally heavy, contrast by WCAG."""

from __future__ import annotations

import pytest

from ogp.template import color


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#fff", (255, 255, 255, 255)),
        ("#1a2b3c", (26, 43, 60, 255)),
        ("#1a2b3c80", (26, 43, 60, 128)),
        ("oklch(1 0 0)", (255, 255, 255, 255)),
        ("oklch(0 0 0)", (0, 0, 0, 255)),
        ("oklch(62.796% 0.25768 29.234)", (255, 0, 0, 255)),  # CSS Color 4: red
        ("oklch(0.86644 0.29483 142.4953)", (0, 255, 0, 255)),  # lime
        ("oklch(0.45201 0.31321 264.05202)", (0, 0, 255, 255)),  # blue
        ("ink/0.5", (10, 20, 30, 128)),
        ("ink", (10, 20, 30, 255)),
    ],
)
def test_reads(text: str, expected: tuple[int, ...]):
    assert color.parse(text, {"ink": (10, 20, 30, 255)}, 0) == expected


def test_hue_is_the_palettes_own():
    assert color.parse("oklch(0.5 0.1 hue+20)", {}, 200) == color.parse("oklch(0.5 0.1 220)", {}, 0)
    assert color.parse("oklch(0.5 0.1 hue-20)", {}, 200) == color.parse("oklch(0.5 0.1 180)", {}, 0)


@pytest.mark.parametrize("text", ["", "red", "#12345", "oklch(0.5)", "rgb(1,2,3)", "ink/2", "url(x)"])
def test_refuses_with_a_reason(text: str):
    with pytest.raises(ValueError, match="color"):
        color.parse(text, {"ink": (0, 0, 0, 255)}, 0)


def test_automatic_hues_are_stable_and_spread():
    names = ["AI技術ガイド", "開発日誌", "読みもの", "お知らせ", "Rust", "クラウド", "設計", "デザイン"]
    hues = [color.auto_hue(name) for name in names]
    assert hues == [color.auto_hue(name) for name in names]
    assert set(hues) <= set(color.AUTO_HUES)
    assert len(set(hues)) >= 5


def test_automatic_hues_differ_clearly_and_none_is_mud():
    hues = sorted(color.AUTO_HUES)
    assert len(hues) == 12
    assert all((later - hue) % 360 >= 20 for hue, later in zip(hues, [*hues[1:], hues[0]], strict=True))
    assert not [hue for hue in hues if 45 < hue < 135]


def test_contrast_is_wcags():
    assert color.contrast((255, 255, 255), (0, 0, 0)) == pytest.approx(21)
    assert color.contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)
