"""Japanese grammar that holds a line together, as tables: what reads as one, and what looks like a particle."""

# ruff: noqa: SIM905 - words in a row are what a reader can check

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ogp.scripts import HIRAGANA, KANA_VOICED_MARKS, UNIFIED_KANJI

if TYPE_CHECKING:
    from collections.abc import Iterator

_HIRAGANA = re.compile(f"[{HIRAGANA}{KANA_VOICED_MARKS}]")
_KANJI = re.compile(f"[{UNIFIED_KANJI}]")

_TE = """
    みた みる みよ みて みま みな いる いた いて いま いな いく いっ いこ おく おい おき おこ きた くる きて
    くれ しま くだ ほし もら あげ 欲し 来 行 見 はいけ はなら はいな はない もいい もよい も良い もいない
    """
_NOUN = """
    ため こと もの とき よう ほう まま うち ところ はず わけ だけ ほど くらい ぐらい あと たび つもり かどうか
    のか のは のが のを のに ので
    """
_CAN = "ならな なる なっ でき する した して ない"

_GLUE = {
    "と": """
        いう いった いえば いっても して しての しても する した ともに なる なった なり なって 思 考え 共に 言
        呼 違 同じ 比べ つなが 見
        """,
    "に": """
        つい つき よる よっ より おけ おい かけ わたっ あたっ 関す 関し 対す 対し とっ 向け むけ なる なっ なり
        なれ する した して しよう しない すべ 基づ 伴 加え 応じ 際し しろ とどま 過ぎ おすすめ 役立
        """,
    "て": _TE,
    "で": _TE + " ある あっ あり きる きた きな きま す した しょ はな",
    "が": "ない なく なか",
    "を": "する した して しよう しない します しました めぐ めざ 通じ 通し もって はじめ 問わ 含む 除く",
    "か": "もしれ どうか",
    "ば": _CAN,
    "く": _CAN + " は も",
    "ず": _CAN,
    "け": "れば くださ",
    **dict.fromkeys("のなたるうだ", _NOUN),
    "い": _NOUN + " くださ",
    **dict.fromkeys("せえりきしちみびめ", "くださ"),
}
"""What a line does not begin with after a kana: に|ついて, と|いう, て|みる, する|ため."""

_GLUE_STARTS = {before: tuple(words.split()) for before, words in _GLUE.items()}

_LONE_NOUNS = frozenset("時際件方話日者人点理由事物会")
"""Nouns of one kanji at the end of a clause: 高速化した|話."""

_ADVERBS = {
    "を": ("使", "用い", "利用", "活用", "もと", "例", "基に", "軸に", "目指", "兼ね"),
    **dict.fromkeys("がはにもの", ("ある", "いる", "あっ", "いた", "でき")),
    **dict.fromkeys("なたるい", ("理由", "方法")),
}
"""What had better stay with the kana before: 設計を|例に, ここに|ある."""

_ADVERB_ENDS = ("どう", "何を", "何が", "何に", "もっと", "とても", "すごく", "より")
_POINTER_ENDS = ("その", "この", "あの", "どの", "そんな", "こんな", "あんな", "どんな", "各", "全", "約")

# A particle's first kana, and the kana after it that make it another word: と|ても, は|じめて, の|ぞく.
_PARTICLES = {
    "の": "ちびぼんせぞり",
    "が": "んち",
    "を": "",
    "に": "んわぎじ",
    "へ": "ん",
    "と": "てきりもおくっどん",
    "は": "じやかずるなっ",
    "も": "のしうっとらりくつ",
    "で": "きかぐ",
    "や": "っりめばさるらわす",
    "ら": "く",
    "だ": "",
    "な": "ぜにんらいくるっかおがつまみめや",
    "様": "々子式相",
    "氏": "名",
}
_AFTER_TOPIC = ("なぜ", "なに", "なん", "やはり", "やっぱり", "じつは", "かなり", "じゅうぶん", "なかなか")
"""What makes a は particle of a kana that could begin はな, はや: 「走れメロス」は|なぜ."""
_ENDINGS = tuple(
    """
    から まで より など って です ます でした ました した して する すべ され させ しか すら さえ ごと ずつ たち
    らし みた ぽ っぽ さん くん ちゃん たい しよう しない します し、
    """.split()
)


def bound_expressions(text: str) -> Iterator[int]:
    """The offsets inside grammar that reads as one."""
    for i in range(1, len(text)):
        starts = _GLUE_STARTS.get(text[i - 1])
        if starts is not None and (text.startswith(starts, i) or _is_lone_noun(text, i)):
            yield i


def _is_lone_noun(text: str, i: int) -> bool:
    return text[i] in _LONE_NOUNS and text[i - 1] in "なたるい" and not _KANJI.match(text, i + 1)


def verb_complements(text: str) -> Iterator[int]:
    """The offsets after an adverb or before a verb that needs what stands before it."""
    for i in range(1, len(text)):
        starts = _ADVERBS.get(text[i - 1])
        if (starts is not None and text.startswith(starts, i)) or text.endswith(_ADVERB_ENDS, 0, i):
            yield i


def demonstratives(text: str) -> Iterator[int]:
    """The offsets after その, どんな, 各 and the like."""
    for i in range(1, len(text)):
        if text.endswith(_POINTER_ENDS, 0, i):
            yield i


def is_particle(text: str, i: int) -> bool:
    """Whether what begins at ``i`` looks like a particle or an ending rather than a word."""
    char, after = text[i], text[i + 1 : i + 2]
    if char == "は" and i and not _HIRAGANA.match(text, i - 1) and text.startswith(_AFTER_TOPIC, i + 1):
        return True
    others = _PARTICLES.get(char)
    if others is not None and (not after or after not in others):
        return True
    if char == "か":
        return not after or after in "?？、。」』" or text.startswith("から", i)
    return text.startswith(_ENDINGS, i)
