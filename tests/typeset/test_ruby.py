"""Ruby: what is read from markup, and where readings stand (JLREQ 3.3)."""

from __future__ import annotations

import pytest

from ogp.fonts import FontSet
from ogp.paint.glyphs import ink_extent
from ogp.typeset import ruby_markup
from ogp.typeset.fit_paragraph import Paragraph, fit
from ogp.typeset.line import Line
from ogp.typeset.shaping import ShapedParagraph, shape
from ogp.typeset.strip_markup import strip_markup
from ogp.typeset.style import Style

FONTS = FontSet.bundled()
# Full width: positions are whole and half ems, so that expectations can be written down.
SOLID = Style(spacing="full", autospace=0.0)
COLUMN = Style(spacing="full", autospace=0.0, direction="vertical")


@pytest.mark.parametrize(
    ("markup", "base", "readings"),
    [
        ("{漢字|かんじ}の本", "漢字の本", ["漢字=かんじ"]),
        ("{漢字|かん|じ}の本", "漢字の本", ["漢=かん", "字=じ"]),
        ("{明後日|あ|さって}", "明後日", ["明後日=あさって"]),  # as many readings as characters, or one for all
        ("{紅|くれない}の{豚|ぶた}", "紅の豚", ["紅=くれない", "豚=ぶた"]),
        ("{煉獄|プロメテウス}", "煉獄", ["煉獄=プロメテウス"]),
        ("{GPU|ジーピーユー}", "GPU", ["GPU=ジーピーユー"]),
        ("{漢字|}", "漢字", []),
        ("{漢字|かん|}", "漢字", ["漢=かん"]),
        ("{foo|bar}", "{foo|bar}", []),  # no ruby without kana or kanji
        ("f{x|y}と{漢|かん}", "f{x|y}と漢", ["漢=かん"]),
        ("{漢字}と|かんじ|", "{漢字}と|かんじ|", []),
        ("{漢字|かんじ", "{漢字|かんじ", []),
        ("a  {漢字|かんじ} b", "a 漢字 b", ["漢字=かんじ"]),  # offsets after white space has been collapsed
        ("か\u3099{漢字|か\u3099ん}", "が漢字", ["漢字=がん"]),  # and composed
        ("<ruby>漢字<rt>かんじ</rt></ruby>の本", "漢字の本", ["漢字=かんじ"]),
        ("<ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>", "漢字", ["漢=かん", "字=じ"]),
        ("<ruby>漢字<rp>（</rp><rt>かんじ</rt><rp>）</rp></ruby>", "漢字", ["漢字=かんじ"]),
        ("<ruby><rb>漢字</rb><rt>かんじ</ruby>", "漢字", ["漢字=かんじ"]),
        ("題名", "題名", []),
        ("", "", []),
    ],
)
def test_markup(markup: str, base: str, readings: list[str]):
    text, rubies = ruby_markup.parse(markup)
    assert text == base
    assert [f"{text[note.start : note.end]}={note.text}" for note in rubies] == readings


def test_html_ruby_survives_what_shows_a_title_as_its_readers_see_it():
    html = "<em>A&amp;B</em> <ruby>漢字<rt>かんじ</rt></ruby>"
    assert strip_markup(html) == "A&B {漢字|かんじ}"
    text, (reading,) = ruby_markup.parse(html)
    assert (text, reading.text) == ("A&B 漢字", "かんじ")


def shaped(markup: str, style: Style = SOLID) -> ShapedParagraph:
    text, rubies = ruby_markup.parse(markup)
    return shape(text, style, FONTS, rubies)


def whole(markup: str, style: Style = SOLID) -> Line:
    paragraph = shaped(markup, style)
    return paragraph.line(0, len(paragraph.text))


def base_x(line: Line) -> list[float]:
    """Where the glyphs of the base begin."""
    return [glyph.x for run in line.runs if run.matrix[0] == 1.0 for glyph in run.glyphs]


def ruby_x(line: Line) -> list[float]:
    """Where the glyphs of the readings begin."""
    return [glyph.x for run in line.runs if run.matrix[0] == 0.5 for glyph in run.glyphs]


@pytest.mark.parametrize(
    ("markup", "base", "readings"),
    [
        # group: as wide as its base; narrower, spread with half the space at the ends; one character, centered
        ("{漢字|かんかん}", [0, 1], [0, 0.5, 1, 1.5]),
        ("{漢字|か|じ}", [0, 1], [0.25, 1.25]),  # mono: each over its own
        ("{漢字漢|かんじ}の", [0, 1, 2, 3], [0.25, 1.25, 2.25]),
        ("{漢字漢字|かん}", [0, 1, 2, 3], [0.5, 3.0]),  # at most half an em at the ends
        ("{漢字|か}", [0, 1], [0.75]),
        # wider than its base: over kana by a quarter em on each side, the rest parts the line
        ("の{侍|さむらい}の", [0, 1.25, 2.5], [0.75, 1.25, 1.75, 2.25]),
        ("の{侍|さむら}の", [0, 1, 2], [0.75, 1.25, 1.75]),
        # never over kanji, never over the edge of the line
        ("本{侍|さむらい}本", [0, 1.5, 3], [1, 1.5, 2, 2.5]),
        ("{侍|さむらい}", [0.5], [0, 0.5, 1, 1.5]),
        ("{侍|さむらい}の", [0.5, 1.75], [0, 0.5, 1, 1.5]),
        # group wider than its base: the base is spread
        ("{漢字|かんじかんじかん}", [0.5, 2.5], [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5]),
        # jukugo: a long reading leans on its neighbor's room, the order is kept
        ("{漢字|かんか|じ}", [0, 1], [0, 0.5, 1, 1.5]),
    ],
)  # fmt: skip
def test_where_readings_stand(markup: str, base: list[float], readings: list[float]):
    line = whole(markup)
    assert base_x(line) == pytest.approx(base)
    assert ruby_x(line) == pytest.approx(readings)


def test_the_length_of_a_line_has_room_for_its_readings():
    assert whole("{侍|さむらい}").advance == pytest.approx(2.0)
    assert whole("の{侍|さむらい}の").advance == pytest.approx(3.5)
    for markup in ("の{侍|さむらい}の", "本{侍|さむらい}本{漢字|かんじかんじかん}", "{侍|さむらい}の{豚|ぶた}"):
        paragraph = shaped(markup)
        ends = [0, *(note.start for note in paragraph.rubies), *(note.end for note in paragraph.rubies)]
        for end in sorted({*ends, len(paragraph.text)}):
            for start in sorted({at for at in ends if at < end}):
                assert paragraph.advance(start, end) == pytest.approx(paragraph.line(start, end).advance)


def test_readings_stand_over_their_base():
    line = whole("{漢字|かんじ}")
    plain = ink_extent(whole("漢字"), 1.0)
    small = ink_extent(Line("", tuple(run for run in line.runs if run.matrix[0] == 0.5), 0.0), 1.0)
    assert small.bottom < plain.top
    assert small.top >= -1.38  # half an em over the em box, as `ruby` says
    assert (line.ruby, whole("漢字").ruby) == (0.5, 0.0)


def test_in_a_column_readings_stand_to_the_right():
    line = whole("{漢字|かんじ}", COLUMN)
    readings = [run for run in line.runs if run.matrix[0] == 0.5]
    small, plain = ink_extent(Line("", tuple(readings), 0.0), 1.0), ink_extent(whole("漢字", COLUMN), 1.0)
    assert plain.right <= 0.5 <= small.left < small.right <= 1.0
    assert small.top < small.bottom <= 2.0
    ys = [glyph.y for run in readings for glyph in run.glyphs]
    assert ys == sorted(ys)
    assert line.advance == pytest.approx(2.0)


def lines(paragraph: Paragraph) -> list[str]:
    return [line.text for line in paragraph.lines]


def test_a_word_and_its_reading_are_not_parted():
    box = {"width": 400.0, "height": 400.0, "sizes": (50,), "leading": 1.3, "max_lines": 4}
    plain = lines(fit("とてもながい機械学習入門", Style(), FONTS, **box))
    noted = lines(fit("とてもながい{機械学習入門|きかいがくしゅうにゅうもん}", Style(), FONTS, **box))
    assert "".join(plain) == "".join(noted)
    assert any("機械学習入門" in line for line in noted)


def test_a_reading_that_is_cut_away_goes_with_its_base():
    set_text = fit(
        "ここまではある{侍|さむらい}の話", Style(), FONTS, width=420, height=70, sizes=(52,), leading=1.3, max_lines=1
    )
    assert set_text.truncated
    assert lines(set_text)[0].endswith("…")
    assert set_text.lines[0].ruby == (0.5 if "侍" in lines(set_text)[0] else 0.0)


def test_lines_with_readings_stand_further_apart():
    box = {"width": 400.0, "height": 400.0, "sizes": (50,), "leading": 1.3, "max_lines": 4}
    assert fit("漢字の本", Style(), FONTS, **box).leading == 1.3
    assert fit("{漢字|かんじ}の本", Style(), FONTS, **box).leading == 1.55
    assert fit("{漢字|かんじ}の本", Style(), FONTS, **{**box, "leading": 1.7}).leading == 1.7
