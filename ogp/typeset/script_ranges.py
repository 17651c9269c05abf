"""Script ranges: kana, kanji, Hangul, Latin and so on, as characters for the ``[…]`` of regular expressions.

Ranges follow the Unicode blocks and the Script property (UAX #24). Who needs another set composes it of these and says
why: ``re.compile(f"[{HIRAGANA}{KATAKANA}]")``. A class takes Python 1 to 3 ms to compile; `in_range` needs none.
"""

from __future__ import annotations

HIRAGANA = "ぁ-ゖゝ-ゟ"
"""Block Hiragana: letters (U+3041–3096), iteration marks and ゟ (309D–309F)."""

KATAKANA = "ァ-ヺー-ヿ"
"""Block Katakana: letters (U+30A1–30FA), the long vowel mark, iteration marks and ヿ (30FC–30FF)."""

HIRAGANA_BLOCK = "ぁ-ゟ"
"""All of the block Hiragana (U+3041–309F): also the voiced sound marks, combining and spacing."""

KANA = "ぁ-ヿ"
"""All of the blocks Hiragana and Katakana (U+3041–30FF): also ゠ and ・, which are punctuation."""

KATAKANA_EXTENSIONS = "ㇰ-ㇿ"
"""Block Katakana Phonetic Extensions: small kana of Ainu (U+31F0–31FF)."""

HALFWIDTH_KATAKANA = "ｦ-ﾟ"
"""Block Halfwidth and Fullwidth Forms: half-width katakana and their voiced marks (U+FF66–FF9F)."""

HALFWIDTH_PUNCTUATION = "｡-･"
"""Block Halfwidth and Fullwidth Forms: half-width ideographic punctuation (U+FF61–FF65)."""

KANA_SUPPLEMENT = "\U0001b000-\U0001b16f"
"""Blocks Kana Supplement to Small Kana Extension: hentaigana and archaic kana (U+1B000–1B16F)."""

UNIFIED_KANJI = "㐀-鿿"
"""Blocks CJK Unified Ideographs Extension A to CJK Unified Ideographs (U+3400–9FFF), with the hexagrams between."""

KANJI_SIGNS = "々〆〇"
"""Block CJK Symbols and Punctuation: what is read and broken as a kanji (U+3005–3007)."""

KANJI = UNIFIED_KANJI + KANJI_SIGNS + "\uf900-\ufaff\U00020000-\U0003fffd"
"""Every kanji: also CJK Compatibility Ideographs (U+F900–FAFF) and planes 2 and 3 (Extensions B and later)."""

JAPANESE = KANA + KANJI
"""What only Japanese or Chinese text holds, full-width punctuation left out."""

BOPOMOFO = "ㄅ-ㄯ"
"""Block Bopomofo: the phonetic letters of Taiwan (U+3105–312F)."""

CJK_SYMBOLS = "\u2e80-\u303e\u3190-\u33ff\ufe10-\ufe1f\ufe30-\ufe6f"
"""Radicals to CJK Symbols and Punctuation (U+2E80–303E); Kanbun to CJK Compatibility, with enclosed and squared letters
(3190–33FF); Vertical Forms (FE10–FE1F); CJK Compatibility Forms and Small Form Variants (FE30–FE6F)."""

FULLWIDTH_FORMS = "\uff01-\uff60\uffe0-\uffe6"
"""Block Halfwidth and Fullwidth Forms: full-width letters, digits and punctuation (U+FF01–FF60), and signs
(FFE0–FFE6)."""

YI = "\ua000-\ua4cf"
"""Blocks Yi Syllables and Yi Radicals (U+A000–A4CF)."""

HANGUL_SYLLABLES = "가-힣"
"""Block Hangul Syllables (U+AC00–D7A3)."""

HANGUL_JAMO = "ᄀ-ᇿ"
"""Block Hangul Jamo (U+1100–11FF)."""

LATIN = "A-Za-zÀ-ɏ"
"""Basic Latin letters, Latin-1 Supplement from À on, Latin Extended-A and -B (to U+024F); × and ÷ lie among them."""

LATIN_AND_GREEK_EXTENDED = "Ḁ-\u1fff"
"""Blocks Latin Extended Additional and Greek Extended (U+1E00–1FFF)."""

GREEK_AND_CYRILLIC = "Ͱ-ԯ"
"""Blocks Greek and Coptic, Cyrillic, Cyrillic Supplement (U+0370–052F)."""

COMBINING_DIACRITICS = "\u0300-\u036f"
"""Block Combining Diacritical Marks (U+0300–036F)."""

FULLWIDTH_LATIN = "Ａ-Ｚａ-ｚ"
"""Block Halfwidth and Fullwidth Forms: the letters (U+FF21–FF3A, FF41–FF5A)."""


def in_range(char: str, characters: str) -> bool:
    """Whether a character lies in a class of one range, like `HIRAGANA_BLOCK`; the empty string does not."""
    return characters[0] <= char <= characters[-1]
