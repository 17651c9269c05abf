"""Where a line may begin: the table, the rules one by one, and UAX #14 as uniseg implements it."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest
from titles import titles
from uniseg.linebreak import line_break_boundaries

from ogp.typeset.character_classes import clusters, line_class
from ogp.typeset.opportunities import break_opportunities
from ogp.typeset.unbreakable import protected_spans

CASES = Path(__file__).with_name("cases")
TABLE = CASES / "legal.tsv"
ROWS = [row for row in TABLE.read_text(encoding="utf-8").splitlines() if row and not row.startswith("# ")]

NOT_AT_START = (
    "’”)）〕］]｝}〉》」』】⦆〙〗»〟‐〜゠–!?！？‼⁇⁈⁉・:;：；。.．、,，ヽヾゝゞ々〻ー"
    "ぁぃぅぇぉァィゥェォっゃゅょゎゕゖッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ｡｣､･ｧｨｩｪｫｬｭｮｯｰﾞﾟ…‥%％‰℃°′″゛゜～／/"
)
"""JLREQ cl-02 to cl-07 and cl-09 to cl-11 with their half- and full-width twins; ``…‥``; ``%‰℃°′″``."""

NOT_AT_END = "‘“(（〔［[{｛〈《「『【⦅〘〖«〝｢"
"""JLREQ cl-01."""


def marked(text: str, **options: object) -> str:
    """The text with ``|`` at every opportunity."""
    at = [0, *break_opportunities(text, **options), len(text)]  # type: ignore[arg-type]
    return "|".join(text[a:b] for a, b in pairwise(at))


@pytest.mark.parametrize("row", ROWS)
def test_table(row: str):
    assert marked(row.replace("|", "")) == row


@pytest.mark.parametrize("char", NOT_AT_START)
@pytest.mark.parametrize("before", ["あ", "漢", "ア", "A", "1", "」", "🎉", "あ ", "漢　"])
def test_no_line_begins_with(before: str, char: str):
    text = before + char + "い"
    assert len(before) not in break_opportunities(text), text


@pytest.mark.parametrize("char", NOT_AT_END)
@pytest.mark.parametrize("after", ["あ", "漢", "ア", "A", "1", "「", "🎉", " あ"])
def test_no_line_ends_with(char: str, after: str):
    text = "い" + char + after
    assert all(text[:i].rstrip()[-1] != char for i in break_opportunities(text)), text


@pytest.mark.parametrize("pair", ["——", "――", "……", "‥‥", "〳〵", "〴〵"])
def test_pairs_are_not_split(pair: str):
    assert 2 not in break_opportunities(f"あ{pair}い")


@pytest.mark.parametrize("prefix", "¥￥$＄£€№#＃")
def test_a_prefix_does_not_leave_its_number(prefix: str):
    assert 2 not in break_opportunities(f"値{prefix}980円")


@pytest.mark.parametrize("unit", "°′″℃¢%‰㏋ℓ㌃㌍㌔㌘㌢㌣㌦㌧㌫㌶㌻㍉㍊㍍㍑㍗㎎㎏㎜㎝㎞㎡㏄")
@pytest.mark.parametrize("digit", "5５")
def test_a_unit_does_not_leave_its_number(digit: str, unit: str):
    assert 2 not in break_opportunities(f"約{digit}{unit}の"), unit


@pytest.mark.parametrize(
    "span",
    [
        "2,440億ドル",
        "約36兆円",
        "第12回",
        "第 3 回",
        "80%",
        "３０％",
        "3年",
        "16GB",
        "1,200ms",
        "100万人",
        "1億2,000万円",
        "10〜20%",
        "午前9時30分",
        "12:30",
        "2026年2月19日",
        "2026-02-19",
        "三年目",
        "二人",
        "GPT-4o",
        "Node.js",
        "CI/CD",
        "C++",
        "C#",
        "@prisma/cli",
        "v2.0.3",
        "AT&T",
        "it's",
        "snake_case",
        "Llama 3",
        "Python 3.12",
        "iPhone 15",
        "ラズパイ4",
        "その2",
        "#個",
        "👨‍👩‍👧‍👦",
        "🇯🇵",
        "葛󠄀",
    ],
)
@pytest.mark.parametrize("around", ["あ{}い", "ア{}の", "、{} と", "「{}」"])
def test_protected_spans(span: str, around: str):
    text = around.format(span)
    start = text.index(span)
    assert not [i for i in break_opportunities(text) if start < i < start + len(span)]


def test_what_is_not_one_span():
    assert marked("AI 3つの") == "AI |3つ|の"
    assert marked("2026年日本") == "2026年|日|本"
    assert marked("and 3.5") == "and |3.5"
    assert [s for s in protected_spans("FF14日記") if s.end > 4] == []


def test_zero_width_and_glue():
    assert marked("Long\u200bword") == "Long\u200b|word"
    assert marked("第一\u2060章") == "第|一\u2060章"
    assert marked("10\u00a0km") == "10\u00a0km"
    assert marked("一\n二") == "一\n|二"


def test_nobreak_keeps_a_phrase_and_nothing_else():
    assert marked("東京大学へ") == "東|京|大|学|へ"
    assert marked("東京大学へ", nobreak=("東京大学",)) == "東京大学|へ"


@pytest.mark.parametrize(
    ("lang", "row"),
    [
        ("ko", "작은 |팀을 |위한 |(코드) |리뷰"),
        ("zh-Hans", "《文|字|的|力|量》、|读|后|感"),
        ("zh-Hant", "「文|字|的|力|量」，|阿|Q·|正|傳"),
        ("th", "การ|เขียน|โปรแกรม"),
        ("en", "Well-|known |words, |and |GPT-4o"),
        ("ja", "Well-known |words"),
    ],
)
def test_languages(lang: str, row: str):
    assert marked(row.replace("|", ""), lang=lang) == row


def test_clusters_are_never_split():
    for text in titles(500):
        assert set(break_opportunities(text)) <= set(clusters(text))


def test_every_jlreq_character_has_the_class_its_row_needs():
    rows = {
        "CL": "」）】》",
        "NS": "ーっ々・",
        "EX": "！？",
        "OP": "「（",
        "IN": "…‥",
        "PO": "%℃",
        "B2": "—―",
        "UN": "㎏㌔",
    }
    assert {c: line_class(c) for name in rows for c in rows[name]} == {c: n for n, cs in rows.items() for c in cs}


DASHES = "―─━"
CURLY = "‘’“”"


def _is_documented(text: str, offset: int) -> bool:
    """Whether a break that UAX #14 does not have is one that we add on purpose.

    - ``― ─ ━`` are dashes like ``—`` (B2), not letters (AI): JLREQ cl-08.
    - Curly quotes touch kana and kanji like brackets: JLREQ cl-01 and cl-02. UAX #14 (LB19a) looks at what is on
      their other side too.
    - U+3000 is a space, after which a line may begin with a hyphen (LB18), not a break-after (BA): JLREQ cl-14.
    """
    if text[offset - 1] == "\u3000":
        return True
    near = text[:offset].rstrip()[-1:] + text[offset]
    return any(c in near for c in DASHES + CURLY)


@pytest.mark.slow
def test_legal_breaks_are_those_of_uax14_or_documented():
    rng = random.Random(14)
    alphabet = "あアー漢字っ、。「」（）()[]…‥—―!?！？・:;：/-–〜%¥$#№℃3５AbＡé  \u3000\"'“”‘’,.@&+=×★①🎉가각한ｶﾞ㎏"
    texts = titles(800) + ["".join(rng.choices(alphabet, k=12)).strip() for _ in range(1500)]
    for text in texts:
        allowed = set(line_break_boundaries(text))
        extra = [i for i in break_opportunities(text) if i not in allowed and not _is_documented(text, i)]
        assert not extra, marked(text)


JLREQ = dict(line.split("\t") for line in (CASES / "jlreq.tsv").read_text("utf-8").splitlines()[1:])


@pytest.mark.parametrize("name", JLREQ)
def test_jlreq_appendix_a(name: str):
    """Every character of the classes that kinsoku names, as JLREQ's appendix lists them."""
    for char in JLREQ[name].split(" "):
        text, barred = (f"漢{char}漢", 2) if name == "cl-01" else (f"漢{char}漢", 1)
        assert barred not in break_opportunities(text), char
