"""Good breaks: which of two places is the better one, and BudouX's scores by our own arithmetic."""

from __future__ import annotations

from itertools import pairwise

import budoux
import pytest
from conftest import python
from titles import titles

from ogp.typeset.budoux import model_for
from ogp.typeset.penalties import breaks
from ogp.typeset.penalty_scale import FORCED, PROHIBITED, PROTECTED


def penalty(marked: str, **options: object) -> float:
    """The penalty of the break at the ``|``."""
    offset = marked.index("|")
    text = marked.replace("|", "")
    return {b.offset: b.penalty for b in breaks(text, **options)}[offset]  # type: ignore[arg-type]


LADDER = [
    ("GPT-4o超え？|オープンソース", "clause end"),
    ("小さく作って、|早く出す", "comma"),
    ("機械学習を|活かす仕事", "phrase"),
    ("小さなチームの|設計", "after a modifier"),
    ("Design |Systems", "between Latin words"),
    ("オープンソース|LLM", "script change"),
    ("量子論に|ついて", "grammar glue"),
    ("人工|知能", "kanji compound"),
    ("TypeScript|で書く", "particle at a line's head"),
    ("できるこ|と", "inside a word"),
]


@pytest.mark.parametrize(("better", "worse"), list(pairwise(LADDER)))
def test_ladder(better: tuple[str, str], worse: tuple[str, str]):
    assert penalty(better[0]) < penalty(worse[0]), f"{better[1]} before {worse[1]}"


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("【保存版】|解説", "「保存版」|解説"),
        ("技術調査 |- 現在地", "技術調査 - |現在地"),
        ("読書会 ｜ |第3章", "読書会 |｜ 第3章"),
        ("入門 |実践", "入門|実践"),
        ("第12回　|静かな夜", "静かな|夜"),
        ("仕組み・|事例", "ジョン・|スミス"),
        ("可能性|向上", "可|能性向上"),
        ("自然言語|処理", "自然言|語処理"),
        ("非同期|処理", "非|同期処理"),
        ("データ|分析", "データ|型"),
        ("コーディング|スタイル", "コーディ|ングスタイル"),
        ("新製品|サービス", "新|サービス"),
        ("もたらす|変化", "もたら|す変化"),
        ("全部入り|開発環境", "取り|組み"),
        ("2026年|研究", "25社|展開"),
        ("of Writing |Programs", "of |Writing Programs"),
        ("Writing |of Programs", "of |Writing Programs"),
        ("新刊🎉|次へ", "新刊|🎉次へ"),
        ("設計を|語る", "（設計を|語る）"),
        ("（設計を|語る）", "「型（設計を|語る）」"),
        ("本を書いた|理由で", "その|理由で"),
        ("誰のもの？|現場で考えた話", "誰のもの？現場で|考えた話"),
    ],
)
def test_the_first_place_is_better(better: str, worse: str):
    assert penalty(better) < penalty(worse)


@pytest.mark.parametrize(
    "marked", ["202|1年の", "共|有する", "分|析する", "第|1回の", "お|客様", "引っ|越し", "コン|テナ"]
)
def test_known_errors_of_budoux_are_not_followed(marked: str):
    assert penalty(marked) > 1.2


def test_tiers():
    assert penalty("一\n|二") == FORCED
    assert penalty("GPT-|4o") == PROTECTED
    assert penalty("東京|大学へ", nobreak=("東京大学",)) == PROTECTED
    assert penalty("Hel|lo") == PROHIBITED
    assert 1 < penalty("2026年|2月19日") < PROTECTED


def test_breaks_hold_every_offset_once_and_in_order():
    for text in titles(300):
        offsets = [b.offset for b in breaks(text)]
        assert offsets == sorted(set(offsets))
        assert all(text[b.end : b.offset].strip(" \u3000\u200b\n") == "" for b in breaks(text))


@pytest.mark.parametrize(
    ("name", "parser", "texts"),
    [
        ("ja", budoux.load_default_japanese_parser(), titles(400)),
        (
            "zh-hans",
            budoux.load_default_simplified_chinese_parser(),
            ["为什么我们需要更好的排版", "小团队的代码审查实践"],
        ),
        ("zh-hant", budoux.load_default_traditional_chinese_parser(), ["為什麼我們需要更好的排版", "今天天氣很好"]),
        ("th", budoux.load_default_thai_parser(), ["การเขียนโปรแกรมภาษาไทย", "วันนี้อากาศดี"]),
    ],
)
def test_scores_are_those_of_budoux(name: str, parser: budoux.Parser, texts: list[str]):
    for text in [*texts, "", "あ", "あい", "あいう"]:
        ends = [len("".join(parser.parse(text)[:k])) for k in range(1, len(parser.parse(text)))]
        assert [i for i, s in enumerate(model_for(name).scores(text)) if i and s > 0] == ends


def test_importing_does_not_load_budoux():
    code = "import sys, ogp.typeset.size_search; assert not {'budoux', 'html.parser'} & {*sys.modules}"
    python(code)
