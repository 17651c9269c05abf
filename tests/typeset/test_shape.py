"""Shape: lengths, edges, Japanese–Latin space, order of right-to-left text, what is missing."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uharfbuzz as hb
from hypothesis import given
from hypothesis import strategies as st

from ogp.fonts import FontSet
from ogp.resources import folder
from ogp.typeset.character_classes import clusters
from ogp.typeset.shaping import ShapedParagraph, shape
from ogp.typeset.style import Style

if TYPE_CHECKING:
    from ogp.typeset.line import Line

FONTS = FontSet.bundled()
TITLES = Path(__file__).with_name("chromium_titles.txt").read_text("utf-8").splitlines()
PLAIN = Style(autospace=0.0)
FULL = Style(autospace=0.0, spacing="full")
SIZE = 100.0


def shaped(text: str, style: Style = PLAIN) -> ShapedParagraph:
    return shape(text, style, FONTS)


def whole(text: str, style: Style = PLAIN) -> Line:
    return shaped(text, style).line(0, len(text))


def names(text: str, style: Style = PLAIN) -> list[tuple[str, str]]:
    """What each face draws."""
    return [(text[run.start : run.end], run.face.name) for run in shaped(text, style).font_runs]


def harfbuzz(text: str, file: str, **features: int) -> float:
    """The width that HarfBuzz itself gives a text, em."""
    font = hb.Font(hb.Face(hb.Blob.from_file_path(folder("fonts") / file)))
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.language = "ja"
    hb.shape(font, buffer, features)
    return sum(position.x_advance for position in buffer.glyph_positions) / font.face.upem


@pytest.mark.parametrize(
    ("text", "file", "family", "spacing", "features"),
    [
        ("きょうの夕焼けは、すこし", "NotoSansJP-Bold.ttf", "Noto Sans JP", "palt", {"palt": 1, "kern": 1}),
        ("ヴァイオリンとチェロ（小品）", "NotoSerifJP-Bold.ttf", "Noto Serif JP", "palt", {"palt": 1, "kern": 1}),
        ("トマト、「きゅうり」、なす", "NotoSansJP-Bold.ttf", "Noto Sans JP", "chws", {"chws": 1, "kern": 0}),
        ("トマト、「きゅうり」、なす", "NotoSansJP-Bold.ttf", "Noto Sans JP", "full", {"kern": 0}),
        ("トマト、「きゅうり」、なす", "ZenMaruGothic-Bold.ttf", "Zen Maru Gothic", "palt", {"halt": 1, "kern": 1}),
        ("AVATAR, To Wave", "NotoSansJP-Bold.ttf", "Noto Sans JP", "full", {"kern": 1}),
        ("ｶﾀｶﾅ", "NotoSansJP-Bold.ttf", "Noto Sans JP", "palt", {"palt": 0, "kern": 1}),
        ("สวัสดีชาวโลก", "NotoSansThai-Bold.ttf", "Noto Sans JP", "palt", {}),
        ("हिन्दी में शीर्षक", "NotoSansDevanagari-Bold.ttf", "Noto Sans JP", "palt", {}),
        ("مرحبا بالعالم", "NotoSansArabic-Bold.ttf", "Noto Sans JP", "palt", {}),
    ],
)
def test_a_line_is_as_long_as_harfbuzz_says(text: str, file: str, family: str, spacing: str, features: dict[str, int]):
    style = Style(family=family, spacing=spacing, autospace=0.0)  # type: ignore[arg-type]
    assert whole(text, style).advance * SIZE == pytest.approx(harfbuzz(text, file, **features) * SIZE, abs=0.02)


def is_whole(pair: str) -> bool:
    return pair.isascii() or pair == "——"


@pytest.mark.parametrize(
    "style",
    [
        Style(),
        Style(spacing="chws", hanging=True),
        Style(spacing="full", tracking=0.05),
        Style(family="Zen Maru Gothic"),
        Style(direction="vertical"),
        Style(direction="vertical", spacing="chws", family="Noto Serif JP"),
    ],
    ids=lambda style: f"{style.family} {style.direction} {style.spacing}",
)
def test_every_piece_between_two_japanese_characters_is_measured_as_it_is_set(style: Style):
    for title in TITLES:
        paragraph = shaped(title, style)
        # Not inside Latin words and not inside ——, which is one glyph: no line ends there.
        cuts = [0, *(at for at in clusters(title)[1:-1] if not is_whole(title[at - 1 : at + 1])), len(title)]
        for start, end in [
            *pairwise(cuts),
            (0, cuts[len(cuts) // 2]),
            (cuts[len(cuts) // 2], len(title)),
            (0, len(title)),
        ]:
            exact = paragraph.line(start, end).advance
            assert paragraph.advance(start, end) == pytest.approx(exact, abs=1e-9), title[start:end]


@given(st.text(st.sampled_from("あア漢A1 、。「」（）ー…—・？🎉é\u3000\u200b\nกשעم葛\U000e0100が"), max_size=12))
def test_any_text_has_a_line(text: str):
    for style in (Style(), Style(direction="vertical", tracking=0.1)):
        paragraph = shaped(text, style)
        assert paragraph.line(0, len(text)).advance == pytest.approx(paragraph.advance(0, len(text)), abs=1e-9)
        assert paragraph.missing == ()


@pytest.mark.parametrize(
    ("text", "spacing", "ems"),
    [
        ("「本」", "full", 2.0),  # both brackets lose their blank half
        ("「本」の", "full", 3.5),  # one inside the line keeps it
        ("の「本」", "full", 3.5),
        ("、本。", "full", 2.5),  # a comma at the start is whole
        ("本）」", "full", 2.5),
        ("本）」", "chws", 2.0),  # and squeezed against its neighbor
        ("「（本", "chws", 2.0),
        ("（本）（本）", "chws", 4.5),
        ("本・本", "full", 3.0),
        ("\u3000本 ", "full", 1.0),  # spaces at the edges go
        ("本？", "full", 2.0),
        ("・本・", "full", 3.0),
    ],
)
def test_punctuation_is_trimmed_at_the_edges_of_a_line(text: str, spacing: str, ems: float):
    assert whole(text, Style(spacing=spacing, autospace=0.0)).advance == pytest.approx(ems)  # type: ignore[arg-type]


def test_a_trimmed_bracket_moves_left_by_what_it_lost():
    kept, trimmed = whole("本「", FULL), whole("「本", FULL)
    assert trimmed.runs[0].glyphs[0].x == pytest.approx(kept.runs[0].glyphs[1].x - 1.0 - 0.5)


def test_taiwanese_punctuation_stands_in_the_middle_and_is_not_trimmed():
    assert whole("本。", Style(spacing="full", lang="zh-Hant")).advance == pytest.approx(2.0)
    assert whole("本。", Style(spacing="full", lang="zh-Hans")).advance == pytest.approx(1.5)


def test_hanging_punctuation_stands_outside_the_measure():
    plain, hanging = whole("本。", FULL), whole("本。", Style(autospace=0.0, spacing="full", hanging=True))
    assert hanging.advance == pytest.approx(1.0)
    assert hanging.runs[0].glyphs == plain.runs[0].glyphs
    assert whole("本」", Style(spacing="full", hanging=True)).advance == pytest.approx(1.5)  # brackets do not hang


@pytest.mark.parametrize(
    "text",
    [
        # CSS Text 4 text-autospace: | is where a gap opens
        "最新|LLM|の進化", "第|3|回", "α|版と|Б|面", "2026|年|2|月", "é|の", "葛\U000e0100|A", "カ|A|ー|B|々|C|〇|D",
        "最新 LLM の", "80%の", "５０とＡ", "①の", "ｶﾀA", "「A」の", "A、B", "©の", "GPT-の", "の…A", "한A", "の(A)の",
    ],
)  # fmt: skip
def test_japanese_and_latin_are_parted(text: str):
    plain = text.replace("|", "")
    without, within = shaped(plain, PLAIN), shaped(plain, Style())
    starts = clusters(plain)
    gaps = [
        at
        for at in starts[1:-1]
        if within.advance(0, starts[starts.index(at) + 1]) - without.advance(0, starts[starts.index(at) + 1])
        > within.advance(0, at) - without.advance(0, at) + 1e-6
    ]
    expected = [len(text[:at].replace("|", "")) for at, char in enumerate(text) if char == "|"]
    assert gaps == expected
    assert within.advance(0, len(plain)) - without.advance(0, len(plain)) == pytest.approx(0.125 * len(expected))


def test_there_is_no_gap_at_the_edge_of_a_line():
    assert shaped("最新LLMの", Style()).advance(2, 5) == pytest.approx(whole("LLM").advance)


def test_tracking_stands_between_characters_only():
    tracked = Style(tracking=0.1, autospace=0.0)
    assert whole("三文字", tracked).advance == pytest.approx(whole("三文字").advance + 0.2)
    assert shaped("三文字", tracked).advance(1, 2) == pytest.approx(whole("文").advance)


def test_a_cut_gives_back_the_kerning_across_it():
    file = "NotoSansJP-Bold.ttf"
    kern = harfbuzz("パト", file, palt=1, kern=1) - harfbuzz("パト", file, palt=1, kern=0)
    paragraph = shaped("パト")
    assert kern == pytest.approx(0.03)
    assert paragraph.advance(0, 2) - paragraph.advance(0, 1) - paragraph.advance(1, 2) == pytest.approx(kern)
    assert paragraph.line(0, 1).advance == pytest.approx(harfbuzz("パ", file, palt=1))


def test_characters_that_no_face_has_are_told_with_place_and_faces():
    paragraph = shaped("エジプトの\U00013000文字\U00013001")
    assert [(m.offset, m.code_points) for m in paragraph.missing] == [(5, "U+13000"), (8, "U+13001")]
    assert paragraph.missing[0].tried[0] == "NotoSansJP-Bold"
    assert "Twemoji" in paragraph.missing[0].tried
    assert str(paragraph.missing[0]) == "\U00013000 (U+13000)"
    assert paragraph.line(5, 6).runs[0].glyphs[0].gid == 0


def test_a_word_with_a_rare_letter_is_of_one_face():
    assert names("DvořákのSymphony") == [
        ("Dvořák", "NotoSans-Bold"),
        ("の", "NotoSansJP-Bold"),
        ("Symphony", "NotoSansJP-Bold"),
    ]


def test_variation_sequences_change_the_glyph():
    plain, variant = whole("辻"), whole("辻\U000e0100")
    assert plain.runs[0].glyphs[0].gid != variant.runs[0].glyphs[0].gid
    assert len(variant.runs[0].glyphs) == 1
    assert whole("\u795e\ufe00").runs[0].glyphs == whole("\ufa19").runs[0].glyphs
    assert whole("あ\U000e01ef").advance == pytest.approx(whole("あ").advance)  # unknown: as if it were not there


def test_thai_marks_cost_no_width():
    assert whole("ที่").advance == pytest.approx(whole("ท").advance)


def xs(text: str, style: Style = PLAIN) -> dict[str, float]:
    """Where each character of a text without twins stands, from the glyph it has alone."""
    found = {}
    for run in whole(text, style).runs:
        for glyph in run.glyphs:
            for char in text:
                if run.face.nominal(ord(char)) == glyph.gid and glyph.gid:
                    found[char] = glyph.x
    return found


def test_hebrew_reads_from_right_to_left():
    at = xs("שלום")
    assert at["ש"] > at["ל"] > at["ו"] > at["ם"]


def test_numbers_and_japanese_in_a_hebrew_title_keep_their_own_order():
    at = xs("שלם 12 です")
    assert at["ש"] > at["ל"] > at["2"] > at["1"] > at["す"] > at["で"]
    assert shaped("שלם 12 です").rtl


def test_hebrew_in_a_japanese_title_turns_alone():
    at = xs("本のשלםで")
    assert at["本"] < at["の"] < at["ם"] < at["ל"] < at["ש"] < at["で"]
    assert not shaped("本のשלםで").rtl


def test_arabic_letters_join():
    joined = {glyph.gid for glyph in whole("بيت").runs[0].glyphs}
    apart = {glyph.gid for char in "بيت" for glyph in whole(char).runs[0].glyphs}
    assert len(joined - apart) == 3  # an initial, a medial and a final form; the dots are the same


def test_tabular_figures_are_of_one_width():
    widths = {whole(digit, Style(tabular=True)).advance for digit in "0123456789"}
    assert len(widths) == 1


def test_the_bearing_is_where_the_ink_begins():
    line = whole("口")
    extents = line.runs[0].face.font.get_glyph_extents(line.runs[0].glyphs[0].gid)
    assert 0.02 < line.bearing == pytest.approx(extents.x_bearing / 1000)
