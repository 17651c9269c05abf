"""Compounds: the words they are made of, and where a line parts them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from conftest import python

from ogp.typeset import lexicon
from ogp.typeset.lexicon import mixed_script_words, segment
from ogp.typeset.penalties import breaks

TABLE = """\
国民|健康|保険|料|納付|証明|書
東京|大学|大学院|情報|理工
国土交通省|関東|地方|整備|局
非|同期|処理
可能性|向上
環境|変数
徹底|解説
日米|首脳|会談
サイバー|セキュリティ|インシデント|レスポンス
オープンソース|ソフトウェア
バーコード|リーダー
コンテナ|オーケストレーション
システム|メンテナンス
デザイン|システム
"""


@pytest.mark.parametrize("words", TABLE.split())
def test_the_words_of_a_compound(words: str):
    run = words.replace("|", "")
    assert "|".join(run[word.start : word.end] for word in segment(run)) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("夏のお問い合わせ窓口", ["お問い合わせ"]),
        ("道の駅と天の川", ["道の駅", "天の川"]),
        ("さいたま市へ", ["さいたま"]),
        ("木の上の猫", []),
    ],
)
def test_words_of_kanji_and_kana(text: str, words: list[str]):
    assert [text[start:end] for start, end in mixed_script_words(text)] == words


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("国民健康保険料|納付証明書", "国民健康保険|料納付証明書"),
        ("国民健康保険料|納付証明書", "国民健康|保険料納付証明書"),
        ("村上|春樹さん", "村|上春樹さん"),
        ("発表|会場", "発|表会場"),
        ("期間中の|お問い合わせ", "期間中のお|問い合わせ"),
        ("期間中の|お問い合わせ", "期間中のお問い|合わせ"),
        ("冬のいちご狩り|体験", "冬のいち|ご狩り体験"),
    ],
)
def test_the_first_place_is_better(better: str, worse: str):
    def penalty(marked: str) -> float:
        return {b.offset: b.penalty for b in breaks(marked.replace("|", ""))}[marked.index("|")]

    assert penalty(better) < penalty(worse)


def test_a_long_run_takes_no_time():
    for run in ("漢字" * 4000, "カタカナ" * 2000):
        before = time.process_time()
        assert breaks(run)
        assert time.process_time() - before < 1.5


def test_the_lexicon_is_what_its_maker_writes():
    """Its form, not its content: UniDic is too large to be fetched for a test."""
    first, *lines = Path(lexicon.__file__).with_suffix(".txt").read_text("utf-8").splitlines()
    assert first[0] == " "
    assert len(first) % 2
    assert lines == sorted(lines, key=lambda line: line[0])
    for line in lines:
        words = line[1:].split(" ")
        assert all(word[-2] in "nspdPFGNm" and "0" <= word[-1] <= "~" for word in words)
        assert words == sorted(words, key=lambda word: (word[:-2], word[-2])), line[0]


def test_importing_does_not_read_the_lexicon():
    code = "import ogp.typeset.penalties, ogp.typeset.lexicon as l; assert not l._data.cache_info().currsize"
    python(code)
