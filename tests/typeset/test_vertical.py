"""Vertical lines: what stands upright, what lies on its side, what shares one em, and where the ink then is."""

from __future__ import annotations

import pytest

from ogp.fonts import FontSet
from ogp.paint.glyphs import ink_extent
from ogp.typeset.line import IDENTITY, GlyphRun, Line
from ogp.typeset.runs import COMBINED, EMOJI_BOX, SIDEWAYS, UPRIGHT
from ogp.typeset.shaping import ShapedParagraph, shape
from ogp.typeset.style import Style
from ogp.typeset.vertical import CLOCKWISE

FONTS = FontSet.bundled()
COLUMN = Style(direction="vertical", autospace=0.0)
FULL = Style(direction="vertical", autospace=0.0, spacing="full")


def shaped(text: str, style: Style = COLUMN) -> ShapedParagraph:
    return shape(text, style, FONTS)


def column(text: str, style: Style = COLUMN) -> Line:
    return shaped(text, style).line(0, len(text))


SIGNS = {UPRIGHT: "|", SIDEWAYS: "-", COMBINED: "=", EMOJI_BOX: "*"}


def stands(text: str) -> str:
    """Each run as its text after a sign: | upright, - on its side, = in one em, * a picture."""
    return " ".join(SIGNS[run.orientation] + text[run.start : run.end] for run in shaped(text).font_runs)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("縦書きの本", "|縦書きの本"),
        ("第3回", "|第3回"),  # a single digit stands, full width
        ("第12回", "|第 =12 |回"),
        ("第100回", "|第 =100 |回"),
        ("昭和1926年", "|昭和 -1926 |年"),
        ("2026年12月31日", "-2026 |年 =12 |月 =31 |日"),
        ("12時30分", "=12 |時 =30 |分"),
        ("12:30に", "-12:30 |に"),
        ("3.14とは", "-3.14 |とは"),
        ("80%の", "=80 |%の"),
        ("5%の", "|5%の"),
        ("$50の", "-$50 |の"),
        ("A社とB社", "|A社とB社"),
        ("A4の", "-A4 |の"),
        ("AIと", "-AI |と"),
        ("C++とC#", "-C++ |と -C#"),
        ("Python 3の", "-Python 3 |の"),
        ("iOS 18で", "-iOS 18 |で"),
        ("本当!?と", "|本当 =!? |と"),
        ("本当！？", "|本当 =！？"),
        ("本当!", "|本当!"),
        ("まさか!!!", "|まさか!!!"),
        ("ダッシュ——と…", "|ダッシュ——と…"),
        ("（丸）〜ー・、。：", "|（丸）〜ー・、。："),
        ("①と㌔と％", "|①と㌔と％"),
        ("１２３", "|１２３"),
        ("祝🎉と🇯🇵", "|祝 *🎉 |と *🇯🇵"),
        ("12!?", "=12 =!?"),
        ("Việt語", "-Việt |語"),
        ("x²の", "-x² |の"),
        ("한글", "|한글"),
    ],
)
def test_how_characters_stand(text: str, expected: str):
    assert stands(text) == expected


def only_run(text: str, style: Style = COLUMN) -> GlyphRun:
    (run,) = column(text, style).runs
    return run


@pytest.mark.parametrize("family", ["Noto Sans JP", "Noto Serif JP", "Zen Maru Gothic"])
@pytest.mark.parametrize("char", "ー〜…—（）「」、。ぁっ")
def test_a_column_has_its_own_forms(family: str, char: str):
    run = only_run(char, Style(direction="vertical", family=family))
    assert run.glyphs[0].gid not in (0, run.face.nominal(ord(char)))


def test_a_turned_mark_that_a_face_has_no_form_for_lies_on_its_side():
    assert only_run("：", Style(direction="vertical", family="Zen Maru Gothic")).matrix == CLOCKWISE
    assert only_run("：").matrix == IDENTITY


@pytest.mark.parametrize("mark", "、。")
def test_commas_and_full_stops_stand_in_the_upper_right_corner(mark: str):
    box = ink_extent(column("口" + mark, FULL), 1.0)
    mark_box = ink_extent(column(mark, FULL), 1.0)
    assert 0.0 < mark_box.left < mark_box.right < 0.5
    assert 0.0 < mark_box.top < mark_box.bottom < 0.5
    assert box.bottom == pytest.approx(1.0 + mark_box.bottom)


def test_a_bracket_at_the_head_of_a_column_is_trimmed():
    assert column("「本」の", FULL).advance == pytest.approx(3.5)
    assert column("の「本」", FULL).advance == pytest.approx(3.5)


@pytest.mark.parametrize(("text", "ems"), [("12", 1.0), ("100", 1.0), ("！？", 1.0), ("3", 1.0), ("第12回", 3.0)])
def test_tate_chu_yoko_takes_one_em(text: str, ems: float):
    assert column(text, FULL).advance == pytest.approx(ems)


@pytest.mark.parametrize("text", ["12", "88", "100", "!?", "！！"])
@pytest.mark.parametrize("family", ["Noto Sans JP", "Noto Serif JP", "Zen Maru Gothic"])
def test_tate_chu_yoko_is_inside_its_em_and_in_its_middle(text: str, family: str):
    box = ink_extent(column(text, Style(direction="vertical", family=family)), 1.0)
    assert -0.5 <= box.left < 0 < box.right <= 0.5
    assert 0.0 <= box.top < 0.5 < box.bottom <= 1.0
    assert (box.top + box.bottom) / 2 == pytest.approx(0.5, abs=0.03)
    if text == "88":
        assert box.left + box.right == pytest.approx(0.0, abs=0.01)


def test_words_lie_on_their_side_around_the_middle():
    run = only_run("Hxg")
    assert run.matrix == CLOCKWISE
    box = ink_extent(column("HH"), 1.0)  # two: a single letter would stand
    assert box.left + box.right == pytest.approx(0.0, abs=0.03)
    assert box.bottom - box.top > box.right - box.left


def test_a_word_on_its_side_reads_downwards():
    first, second = only_run("Ab").glyphs
    assert first.y < second.y
    assert first.x == second.x


def test_the_gap_to_latin_is_only_where_it_lies_on_its_side():
    spaced = Style(direction="vertical")
    assert column("本はWeb版", spaced).advance - column("本はWeb版").advance == pytest.approx(0.25)
    assert column("第12回A社", spaced).advance == pytest.approx(column("第12回A社").advance)


def test_a_picture_stands_in_the_middle_of_its_em():
    line = column("🎉")
    box = ink_extent(line, 1.0)
    assert line.advance == pytest.approx(1.0)
    assert box.left + box.right == pytest.approx(0.0, abs=0.02)
    assert box.top + box.bottom == pytest.approx(1.0, abs=0.02)


def test_the_bearing_is_from_the_top():
    assert column("一", FULL).bearing == pytest.approx(ink_extent(column("一", FULL), 1.0).top)
