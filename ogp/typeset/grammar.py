"""Japanese grammar as tables: expressions kept on one line, and words that only look like a particle."""

# ruff: noqa: SIM905 - words in a row are what a reader can check

from __future__ import annotations

from typing import TYPE_CHECKING

from ogp.typeset.script_ranges import HIRAGANA_BLOCK, UNIFIED_KANJI, in_range

if TYPE_CHECKING:
    from collections.abc import Iterator

# What follows て and で, a noun's modifier, and a condition.
_TE = """
    みた みる みよ みて みま みな いる いた いて いま いな いく いっ いこ おく おい おき おこ きた くる きて
    くれ しま くだ ほし もら あげ 欲し 来 行 見 はいけ はなら はいな はない もいい もよい も良い もいない
    """
_NOUN = """
    ため こと もの とき よう ほう まま うち ところ はず わけ だけ ほど くらい ぐらい あと たび つもり かどうか
    のか のは のが のを のに ので
    """
_CONDITION = "ならな なる なっ でき する した して ない"

_BOUND = {
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
    "ば": _CONDITION,
    "く": _CONDITION + " は も",
    "ず": _CONDITION,
    "け": "れば くださ",
    **dict.fromkeys("のなたるうだ", _NOUN),
    "い": _NOUN + " くださ",
    **dict.fromkeys("せえりきしちみびめ", "くださ"),
}
"""Kana → what a line does not begin with after it: に|ついて, と|いう, て|みる, する|ため."""

_BOUND_STARTS = {kana: tuple(words.split()) for kana, words in _BOUND.items()}

_LONE_NOUNS = frozenset("時際件方話日者人点理由事物会")
"""Nouns of one kanji at the end of a clause: 高速化した|話."""

_COMPLEMENTS = {
    "を": ("使", "用い", "利用", "活用", "もと", "例", "基に", "軸に", "目指", "兼ね"),
    **dict.fromkeys("がはにもの", ("ある", "いる", "あっ", "いた", "でき")),
    **dict.fromkeys("なたるい", ("理由", "方法")),
}
"""Kana → what had better stay with it: 設計を|例に, ここに|ある."""

_ADVERBS = ("どう", "何を", "何が", "何に", "もっと", "とても", "すごく", "より")
_DEMONSTRATIVES = ("その", "この", "あの", "どの", "そんな", "こんな", "あんな", "どんな", "各", "全", "約")

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
    """The offsets inside grammar that reads as one: に|ついて, する|ため."""
    for offset in range(1, len(text)):
        starts = _BOUND_STARTS.get(text[offset - 1])
        if starts is not None and (text.startswith(starts, offset) or _is_lone_noun(text, offset)):
            yield offset


def _is_lone_noun(text: str, offset: int) -> bool:
    if text[offset] not in _LONE_NOUNS or text[offset - 1] not in "なたるい":
        return False
    return not in_range(text[offset + 1 : offset + 2], UNIFIED_KANJI)


def verb_complements(text: str) -> Iterator[int]:
    """The offsets between a verb and what belongs to it: どう|変わる, 設計を|使って."""
    for offset in range(1, len(text)):
        starts = _COMPLEMENTS.get(text[offset - 1])
        if (starts is not None and text.startswith(starts, offset)) or text.endswith(_ADVERBS, 0, offset):
            yield offset


def demonstratives(text: str) -> Iterator[int]:
    """The offsets after その, どんな, 各 and the like."""
    for offset in range(1, len(text)):
        if text.endswith(_DEMONSTRATIVES, 0, offset):
            yield offset


def is_particle(text: str, offset: int) -> bool:
    """Whether what begins at ``offset`` looks like a particle or an ending rather than a word."""
    char, following = text[offset], text[offset + 1 : offset + 2]
    after_noun = char == "は" and offset and not in_range(text[offset - 1], HIRAGANA_BLOCK)
    if after_noun and text.startswith(_AFTER_TOPIC, offset + 1):
        return True
    word_makers = _PARTICLES.get(char)
    if word_makers is not None and (not following or following not in word_makers):
        return True
    if char == "か":
        return not following or following in "?？、。」』" or text.startswith("から", offset)
    return text.startswith(_ENDINGS, offset)
