"""How well Japanese words part at an offset inside running text: the judgement of `phrases`, without punctuation.

Every figure is a penalty on the scale of `phrases`: 0 is the end of a clause, about 0.2 a phrase, 1 and more a place
where a careful typesetter does not break.
"""

from __future__ import annotations

import re
from functools import cache

AFTER_TOPIC = 0.14  # …は| : the strongest phrase end without a comma
AFTER_PARTICLE = 0.20  # を が に で へ も and verb endings that BudouX ends a phrase after
AFTER_WEAK = 0.26  # と や から: lists and comparisons go on
AFTER_MODIFIER = 0.32  # の な, 新しい| する| した| before the noun they belong to
AFTER_POINTER = 0.60  # その| この| どんな|
UNSURE = 0.45  # a particle ends here by its look, but BudouX does not agree
SCRIPT = 0.62  # オープンソース|LLM, データ|分析
GLUE = 0.95  # に|ついて と|いう て|みる する|ため
KANJI = 1.05  # 人工|知能: between the two-character words of a compound
KANJI_AGREED = 0.80  # the same where BudouX proposes it
KATAKANA = 1.25  # コーディング|スタイル, if BudouX proposes it
SPLIT = 1.45  # 分|析, 化学|式: inside a word of the dictionary
PARTICLE = 1.60  # TypeScript|で: a particle at a line's head
INSIDE = 1.80  # inside a run of hiragana or katakana: でき|る, マッ|プ
DATE_END = 0.22  # 2026年|ARMの…: a date stands for itself
COUNT_END = 0.55  # 25社|展開
FIRST = 0.40  # 第48回|衆議院: an ordinal parts more easily than a count


@cache
def script(char: str) -> str:
    """``h`` hiragana, ``k`` katakana, ``c`` kanji, ``g`` Hangul, ``l`` other letters and digits, ``e`` emoji, ``o`` rest."""
    o = ord(char)
    if 0x3041 <= o <= 0x309F:
        return "h"
    if (0x30A1 <= o <= 0x30FF and o != 0x30FB) or 0x31F0 <= o <= 0x31FF or 0xFF66 <= o <= 0xFF9F:
        return "k"
    if 0x3400 <= o <= 0x9FFF or 0xF900 <= o <= 0xFAFF or 0x20000 <= o <= 0x3FFFF or char in "々〇〆":
        return "c"
    if 0xAC00 <= o <= 0xD7A3 or 0x1100 <= o <= 0x11FF:
        return "g"
    if char.isalnum() or char in "_+#&@$%℃":
        return "l"
    return "e" if 0x1F000 <= o <= 0x1FBFF or 0x2600 <= o <= 0x27BF or o in (0xFE0F, 0x2B50, 0x2B55) else "o"


# Grammar that reads as one: the offset between the look-behind and the look-ahead.
_GLUE = re.compile(
    r"(?<=と)(?=いう|いった|いえば|いっても|して|しての|しても|する|した|ともに|なる|なった|なり|なって|思|考え|共に|言|呼|違|同じ|比べ|つなが|見)"
    r"|(?<=に)(?=つい|つき|よる|よっ|より|おけ|おい|かけ|わたっ|あたっ|関す|関し|対す|対し|とっ|向け|むけ|なる|なっ|なり|なれ|する|した|して|しよう|しない|すべ|基づ|伴|加え|応じ|際し|しろ|とどま|過ぎ|おすすめ|役立)"
    r"|(?<=[てで])(?=みた|みる|みよ|みて|みま|みな|いる|いた|いて|いま|いな|いく|いっ|いこ|おく|おい|おき|おこ|きた|くる|きて|くれ|しま|くだ|ほし|もら|あげ|欲し|来|行|見|は(?:いけ|なら|いな|ない)|も(?:いい|よい|良い|いない))"
    r"|(?<=で)(?=ある|あっ|あり|きる|きた|きて|きな|きま|す|した|しょ|は(?:ない|な[かく]))"
    r"|(?<=を)(?=する|した|して|しよう|しない|します|しました|め[ぐざ]|通じ|通し|もって|はじめ|問わ|含む|除く)"
    r"|(?<=[のなたるういだ])(?=ため|こと|もの|とき|よう(?!や)|ほう|まま|うち|ところ|はず|わけ|だけ|ほど|くらい|ぐらい|あと|たび|つもり|かどうか|のか|のは|のが|のを|のに|ので)"
    r"|(?<=[なたるい])(?=[時際件方話日者人点理由事物会](?![一-龥]))|(?<=[なたるい])(?=理由|方法)"
    r"|(?<=か)(?=もしれ|どうか)|(?<=[ばくず])(?=ならな|なる|なっ|でき|する|した|して|ない)"
    r"|(?<=なければ)(?=な)|(?<=なくて)(?=は|も)|(?<=わけ)(?=では)|(?<=すぎ)(?=て|る)|(?<=[ない])(?=か[?？]?$)"
)
_POINTER = re.compile(
    r"(?<=[そこあど]の)(?=.)|(?<=[そこあど]んな)(?=.)|(?<=[ああ]る)(?=[一-龥])|(?<=(?:各|全|約|第))(?=.)"
)

# Particles and the like at the head of what follows; words that only begin like one are ruled out.
_PARTICLE = re.compile(
    r"の(?!ち|び|ぼ|ん|せ|ぞ|り)|が(?!ん|ち)|を|に(?!ん|わ|ぎ|じ)|へ(?!ん)|と(?!ても|き|り|も|お|く|っ|ど|ん)|は(?!じ|や|か|ず|る|な|っ|て[なブ])"
    r"|も(?!の|し|う|っ|と|ら|り|く|つ)|で(?!き|か|ぐ)|や(?!っ|り|め|ば|さ|る|ら|わ|す)|から|まで|より|など|って|だ[けっ]|です|ます|でした|ました|した|して|する|され|さ[せれ]|しか|すら|さえ|ごと|ずつ|たち|らし|みた|ぽ|っぽ"
    r"|ら(?!く)|さん|くん|ちゃん|様|氏|だ|な(?!ぜ|に|ん|ら|い|く|る|っ|か|お|が|つ|ま|み|め|や)|たい|たち|す(?:る|べ)|し(?:た|て|よう|ない|ます)|し、|か(?:$|[?？、。」』])"
)

# Kanji that are stuck to the word before (〜化, 〜性) or after (非〜, 再〜) and are no word by themselves.
_SUFFIX = frozenset(
    "的性化者型版用系力率費式法員製派風感論家界権圏術額値量度数点書品集編誌賞器機器線網層群側達等中後前別順毎制級区域所長族類症剤液"
)
_NO_SUFFIX = re.compile(
    "性能|性質|性格|化学|化粧|化石|法律|法人|法則|力学|用語|用途|用品|用意|用紙|型番|制度|制限|制御|制作|制約|率先|式典|的中|系統|系列|費用|版権|論文|論理|論争|家族|家庭|家電|長期|長所|感覚|感情|感染|感動|部分"
    "|数学|数字|数値|数量|点検|点数|書籍|書類|書評|書込|品質|品種|集計|集合|集中|集約|編集|編成|賞品|器具|機能|機械|機器|機関|機種|機密|線形|線路|層別|側面|達成|達人|等級|中心|中国|中級|中止|中継|中核|後編|後半|後方|後輩|前提|前半|前編|前後|前日|別名|順位|順番|順序|級友"
    "|区別|区分|区間|域内|所有|所属|所得|長文|長寿|類似|類型|度合|額面|値段|量産|量子|術式|界隈|権利|権限|家計|員数|者数|製品|製造|製作|製薬|派生|派遣|風景|風力|液体|液晶|毎日|毎週|毎月|毎年|網羅|群衆"
)
_PREFIX = frozenset("非不未無再超新旧全各諸約第最高低大小多少単総副準反脱対毎同本当現前元両片半生初御")


def glue_offsets(text: str) -> dict[int, float]:
    """Offset → penalty for every place inside grammar that reads as one."""
    found = {m.start(): AFTER_POINTER for m in _POINTER.finditer(text)}
    found.update((m.start(), GLUE) for m in _GLUE.finditer(text))
    return found


def is_particle(text: str, i: int) -> bool:
    """Whether what begins at ``i`` looks like a particle or an ending rather than a word."""
    return _PARTICLE.match(text, i) is not None


def after_hiragana(text: str, i: int, score: float) -> float:
    """A break after hiragana; ``score`` is BudouX's."""
    p, c = text[i - 1], text[i]
    if p in "おごっ" and not (p == "お" and script(text[i - 2]) == "h"):
        return INSIDE  # お|客様, 引っ|越し
    if score <= 0:
        if script(c) == "h":
            return INSIDE
        return UNSURE if p in "のをはがにでへ" and script(c) in "kl" else 1.3  # 取り|組み
    if script(c) == "h" and is_particle(text, i) and score < 1000:
        return GLUE
    if p == "は":
        return AFTER_TOPIC
    if p in "のないるた" and script(c) != "h":
        return AFTER_MODIFIER
    if p in "のな":
        return AFTER_MODIFIER
    return AFTER_WEAK if p in "とや" else AFTER_PARTICLE


def before_hiragana(text: str, i: int, score: float) -> float:
    """A break between a kanji, katakana or Latin word and hiragana: mostly okurigana or a particle at the head."""
    if score > 0 and not is_particle(text, i):
        return 0.5  # 徹底解説|まとめ
    return PARTICLE if is_particle(text, i) else INSIDE


def inside_kanji(text: str, i: int, score: float) -> float:
    """A break inside a run of kanji. Compounds are made of two-character words, prefixes and suffixes."""
    start = i - 1
    while start and script(text[start - 1]) == "c":
        start -= 1
    end = i + 1
    while end < len(text) and script(text[end]) == "c":
        end += 1
    if end - i == 1 or (_is_suffix(text, i) and i - start >= 2):
        return SPLIT + 0.2  # 化学|式, 可能|性向上
    at = start
    if text[at] in _PREFIX and (end - start) % 2:
        at += 1  # 非|同期|処理
        if i == at:
            return SPLIT
    while at < i:
        at += 2
        if at < i and _is_suffix(text, at):
            at += 1
    if at != i:
        return SPLIT
    return KANJI_AGREED if score > 0 else KANJI


def _is_suffix(text: str, i: int) -> bool:
    return text[i] in _SUFFIX and not _NO_SUFFIX.match(text, i)


def between_scripts(text: str, i: int, score: float) -> float:
    """A break between katakana, kanji and Latin inside a compound: データ|分析, AI|検索."""
    p, c = script(text[i - 1]), script(text[i])
    if p == c == "k":
        return KATAKANA if score > 0 else INSIDE
    if c == "c":
        alone = i + 1 == len(text) or script(text[i + 1]) != "c"
        if alone or _is_suffix(text, i):
            return SPLIT  # データ|型, クラウド|化
    if p == "c" and (i == 1 or script(text[i - 2]) != "c") and text[i - 1] not in "年月日回":
        return SPLIT  # 新|サービス, 非|IT
    if p == "l" and (i == 1 or script(text[i - 2]) != "l"):
        return SPLIT  # A|問題, T|シャツ
    return SCRIPT - 0.07 if score > 0 else SCRIPT


_COUNT = re.compile(r"(第?)[ ]?[0-9０-９]+[ ]?(?:年|月|日|回|[^\W0-9A-Za-z]{1,2})$")
_DATE = re.compile(r"[0-9０-９]+[ ]?[年月日]$")


def after_number(text: str, i: int) -> float | None:
    """A break after a number and its counter, before a noun; None if there is none."""
    tail = text[max(0, i - 12) : i]
    if _DATE.search(tail):
        return DATE_END
    count = _COUNT.search(tail)
    if count is None or script(text[i]) == "h":
        return None
    return FIRST if count[1] else COUNT_END
