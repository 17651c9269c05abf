"""Write ogp/typeset/lexicon.txt from UniDic's lexicon: ``python make_lexicon.py lex_3_1.csv`` (Debian: unidic-mecab).

What is kept are the words that compounds in titles are made of: nouns, names and affixes written in kanji that every
Japanese font has (JIS X 0208, level 1), words in katakana, and nouns written in kanji and kana, 問い合わせ, お茶の水.
UniDic's cost of a word says how common it is, on a logarithmic scale; it is kept in steps of ``STEP``.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from pathlib import Path

OUTPUT = Path(__file__).resolve().parents[2] / "ogp" / "typeset" / "lexicon.txt"
STEP, LOWEST = 500, -11000
KANJI = re.compile("[㐀-鿿々〆ヶ]+")
KATAKANA = re.compile("[ァ-ヺー]{2,9}")
MIXED = re.compile("(?=.*[㐀-鿿々])(?=.*[ぁ-ゟァ-ヺ])[ぁ-ゟ㐀-鿿々ヶァ-ヺー]{3,8}")
KANA = re.compile("[ぁ-ゟー]{4,8}")
OLD = re.compile("[ヰヱヲヷヸヂヅゐゑ]")

# Kind of word by UniDic's part of speech: n noun, s suffix, p prefix, d numeral, P place, F family and G given name,
# N another name; m is a word that kana and kanji write together.
NAMES = {("地名", "一般"): "P", ("地名", "国"): "P", ("人名", "姓"): "F", ("人名", "名"): "G"}
PLAIN = {"形状詞": "n", "代名詞": "n", "接尾辞": "s", "接頭辞": "p", "副詞": "a"}
DEARER = {"G": 2500, "F": 1500, "N": 2500, "P": 500, "s": -1500}
"""What a kind costs more or less than UniDic says: its costs are meant to be taken with those of the neighbors."""
ALONE = 1500  # a noun of one kanji is rarer in compounds than it is in sentences
RARE = {"n": 5200, "P": 5500, "F": 4900, "G": 6600, "N": 4500, "m": 6500}
"""What costs more is left out, and so are most spellings that are not the usual one (UniDic's 語彙素)."""
CHEAPEST = -2700  # of a katakana word: what UniDic's costs say below that is of single corpora
SEEN = -1606  # the cost of a katakana word that UniDic's corpora really have


def kind_of(row: list[str]) -> str:
    """The kind of a word that is kept, ``""`` for one that is not."""
    word, cost, usual = row[0], int(row[3]), row[0] == row[11].partition("-")[0]
    kind = PLAIN.get(row[4], "")
    if row[4] == "名詞":
        kind = {"普通名詞": "n", "数詞": "d", "固有名詞": NAMES.get((row[6], row[7]), "N")}.get(row[5], "")
    if not kind or OLD.search(word):
        return ""
    if KANJI.fullmatch(word):
        kept = len(word) <= 6 and common(word) and cost <= RARE.get(kind, cost) and kind != "a"
        return kind if kept and (len(word) > 1 or kind in "nspd") else ""
    if KATAKANA.fullmatch(word):
        return kind if kind in "nPN" and (cost < SEEN or (usual and kind in "nP")) else ""
    if MIXED.fullmatch(word):
        kept = cost <= RARE["P"] if kind == "P" else usual and kind in "na" and cost <= RARE["m"]
        return "m" if kept and common("".join(KANJI.findall(word))) else ""
    return "m" if KANA.fullmatch(word) and (kind == "P" or (kind in "na" and usual)) and cost <= RARE["n"] else ""


def common(word: str) -> bool:
    """Whether its kanji are all of JIS level 1, which are the common ones."""
    return all(char in "々〆ヶ" or 0x88 <= char.encode("shift_jis", "replace")[0] <= 0x97 for char in word)


def main() -> None:
    costs: dict[str, dict[str, int]] = defaultdict(dict)
    with Path(sys.argv[1]).open(encoding="utf-8") as file:
        for row in csv.reader(file):
            word, cost, kind = row[0], int(row[3]), kind_of(row)
            if not kind:
                continue
            cost = max(cost, CHEAPEST)
            cost += DEARER.get(kind, 0) + ALONE * (len(word) == 1 and kind == "n")
            costs[word][kind] = min(cost, costs[word].get(kind, cost))
    lines: dict[str, list[str]] = defaultdict(list)
    for word, kinds in sorted(costs.items()):
        best = min(kinds, key=lambda kind: (kinds[kind], kind))
        for kind, cost in sorted(kinds.items()):
            if kind == best or len(word) == 1:  # what stands alone is a prefix, a suffix or a noun by its place
                lines[word[0]].append(f"{word[1:]}{kind}{chr(48 + max(0, (cost - LOWEST) // STEP))}")
    pairs = sorted({word[:2] for word, kinds in costs.items() if "m" in kinds})
    text = f" {''.join(pairs)}\n"  # how mixed words begin: a space is before any initial
    text += "".join(f"{initial}{' '.join(words)}\n" for initial, words in sorted(lines.items()))
    OUTPUT.write_text(text, "utf-8")
    print(f"{len(costs)} words, {OUTPUT.stat().st_size} bytes")  # noqa: T201


if __name__ == "__main__":
    main()
