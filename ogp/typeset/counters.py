"""Counters and units that follow a number: 3年, 10万人, 2,440億ドル, 16GB."""

# ruff: noqa: SIM905 - words in a row are what a reader can check

from __future__ import annotations

from functools import cache

from ogp.typeset.script_ranges import UNIFIED_KANJI, in_range

COUNTERS = frozenset(
    """
    か月 ヶ月 カ月 ヵ月 ケ月 箇月 か国 カ国 ヶ国 か所 カ所 ヶ所 箇所 か条 カ条 つ星 つ ドル ユーロ ポンド ウォン
    パーセント ポイント メートル キロ グラム トン リットル バイト ビット ページ ステップ コア インチ ピクセル
    パターン カラム ステージ シーズン セット チーム ユーザー 世代 世紀 時間 分間 秒間 日間 週間 年間 年度 年代
    年目 年生 日目 回目 回戦 番目 行目 つ目 個目 社目 人目 度目 枚目 本目 科目 種類 歳児 文字 単語 言語 周年
    号機 拠点 都市 箇条 段階 階建て 次元 連休 連続 連勝 以上 以下 未満 日 月 人 点 本 分 回 台 時 社 代 話 行 列
    円 元 倍 歳 才 年 秒 週 個 名 枚 冊 件 選 章 節 号 版 位 匹 割 問 階 巻 条 項 種 桁 度 足 杯 頭 羽 隻 軒 戸
    票 袋 曲 歩 次 限 段 発 球 拍 泊 卓 粒 滴 館 店 席 級 ％ % ‰ ℃ ℉ ℓ ° ′ ″
    """.split()
)

NOT_COUNTERS = frozenset(
    """
    日本 日曜 日系 日常 日刊 日報 日程 月曜 月刊 月額 人間 人工 人気 人材 人類 人生 人物 点検 本番 本体 本格
    本社 本日 本質 本当 分析 分散 分野 分割 分類 分岐 分離 分解 回路 回線 回復 回答 回転 回避 台湾 台風 台本
    台帳 時代 時計 時系 時価 時点 時刻 社会 社内 社員 社長 代表 代理 代替 話題 話者 行動 行列 行政 列車 列島
    """.split()
)
"""Words that begin like a counter: 2026|日本, 3|社会."""

LATIN_UNITS = frozenset(
    """
    B kB KB MB GB TB PB EB KiB MiB GiB TiB b kb Mb Gb bps kbps Mbps Gbps Hz kHz MHz GHz THz m cm mm km nm g kg
    mg W kW MW GW V kV mV A mA L mL dL t J kJ N s ms ns px pt em dpi fps FPS rpm K M x mAh Wh kWh USD JPY EUR oz
    lb ft in th st nd rd
    """.split()
)

TAILS = frozenset("以上 以下 以内 未満 前後 連続 ほど ごろ".split())
"""What may follow a counter: 3年|以上."""

SHORT_TAILS = frozenset("台代目間前後頃半超弱強余版型式制度差分")
"""The same in one kanji, if no other kanji follows: 100円|台."""

_MULTIPLIERS = frozenset("兆億万千百十")
MAX_MULTIPLIERS = 2


@cache
def _lengths() -> tuple[int, ...]:
    """The lengths of counters, longest first."""
    return tuple(sorted({len(counter) for counter in COUNTERS}, reverse=True))


def counter_end(text: str, number_end: int) -> int:
    """Where the counter of a number that ends at ``number_end`` ends; ``number_end`` if none follows."""
    start = number_end + 1 if text[number_end : number_end + 1] == " " else number_end
    end = start
    while end < start + MAX_MULTIPLIERS and text[end : end + 1] in _MULTIPLIERS and end < len(text):
        end += 1
    end = _word_end(text, end)
    if end == start:
        return number_end
    for _ in range(2):
        end = _tail_end(text, end)
    return end


def _word_end(text: str, start: int) -> int:
    """The end of one counter or unit, ``start`` if there is none."""
    if "A" <= text[start : start + 1] <= "z":
        end = start
        while "A" <= text[end : end + 1] <= "z":
            end += 1
        return end if text[start:end] in LATIN_UNITS else start
    if text[start : start + 2] in NOT_COUNTERS:
        return start
    if "\u3300" <= text[start : start + 1] <= "\u33df":
        return start + 1
    ends = (start + length for length in _lengths() if start + length <= len(text))
    return next((end for end in ends if text[start:end] in COUNTERS), start)


def _tail_end(text: str, start: int) -> int:
    """The end of what may follow a counter, ``start`` if nothing does."""
    if text[start : start + 2] in TAILS:
        return start + 2
    if text[start : start + 1] in SHORT_TAILS and not in_range(text[start + 1 : start + 2], UNIFIED_KANJI):
        return start + 1
    return start
