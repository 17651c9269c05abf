"""Penalty scale: what a line break costs, from the end of a clause to the middle of a word.

Penalties are on one scale with the raggedness and the size of a title (`ogp.typeset.size_search`): 0 costs nothing,
about 0.2 is the end of a phrase, 1 is as bad as setting the title at two thirds of its size, and beyond that a careful
typesetter breaks only if nothing else is left. ``|`` is the break in each example; tests hold every example to its row.
"""

from __future__ import annotations

from math import inf

FORCED = -inf  # the author's own line break

# What the author parted: clauses and pauses.
CLAUSE = 0.00  # 誰のもの？|現場で考えた話: after ？！。： 】 and bars, on both sides of a dash with spaces
SPACE = 0.04  # 入門 |実践: a space typed between Japanese words, or U+3000
AFTER_COMMA = 0.08  # 小さく作って、|早く出す
AFTER_EMOJI = 0.08  # 新刊🎉|次の本
AFTER_BRACKET_AND_SPACE = 0.08  # 「入門」 |解説

# Phrases.
AFTER_TOPIC = 0.14  # 設計は|誰が決める: the strongest end of a phrase without a comma
BESIDE_SPACED_OPERATOR = 0.16  # 解説 ＋ |実装
AFTER_PARTICLE = 0.20  # 機械学習を|活かす: を が に で へ も, and verb endings where BudouX ends a phrase
BESIDE_DASH = 0.20  # 前編――|後編: without spaces; after …
AFTER_DATE = 0.22  # 2026年|研究: a date stands for itself
BEFORE_BRACKET = 0.22  # いまこそ|「型」
AFTER_LINKING_PARTICLE = 0.26  # 猫と|犬: と や: lists and comparisons go on
AFTER_BRACKET = 0.30  # 「保存版」|解説
BEFORE_BOOK_TITLE = 0.30  # 村上春樹|『海辺のカフカ』
LATIN_SPACE_KANA = 0.30  # LSP |まとめ
AFTER_MODIFIER = 0.32  # 小さなチームの|設計: の な, 新しい| する| した| before the noun they belong to
AFTER_MIDDLE_DOT = 0.34  # 仕組み・|事例: between the items of a list
BEFORE_LITTLE_WORD = 0.36  # Writing |of Programs: a line may begin with a little word
HANGUL_SPACE = 0.36  # 작은 |팀을
AFTER_ORDINAL = 0.40  # 第48回|衆議院: an ordinal parts more easily than a count
AFTER_ROUND_BRACKET = 0.40  # （仮）|部分: the noun that is meant
BEFORE_VERB = 0.42  # 設計を|使って: belongs to its verb, but can part
NOUN_BEFORE_BRACKET = 0.42  # 特集|「本」
LATIN_SPACE_LATIN = 0.45  # Design |Systems
UNSURE_PARTICLE = 0.45  # 住まいや|グループ: a particle ends here by its look, but BudouX does not agree
AFTER_VERB = 0.48  # もたらす|変化: BudouX sees no phrase, the verb's form does
AFTER_HYPHEN = 0.50  # 東京-|大阪: a hyphen at a line's end looks like a broken word
AFTER_WAVE = 0.50  # 東京〜|大阪: a wave at a line's end looks like a loose end
EMOJI_AFTER_SPACE = 0.50  # 新刊 |🎉
LATIN_SPACE_JAPANESE = 0.50  # LSP |入門: the space is only the author's way of setting Latin
AFTER_COUNT = 0.55  # 25社|展開
BESIDE_OPERATOR = 0.55  # 解説＋|実装: around + × =
INSIDE_DOTTED_NAME = 0.55  # オードリー・|タン
NOUN_BEFORE_KANA = 0.55  # 徹底解説|まとめ
AFTER_DEMONSTRATIVE = 0.60  # その|理由: その この どんな 各

# Compounds, and what is better kept together.
AGREED_CHANGE_OF_SCRIPT = 0.73  # テスト|自動化について: where BudouX begins a phrase too
KANJI_AFTER_SUFFIX = 0.75  # 東京都|千代田区
AFTER_LITTLE_WORD = 0.80  # of |Writing: a line does not end with a little word
CHANGE_OF_SCRIPT = 0.80  # オープンソース|LLM
AFTER_RANGE_DASH = 0.90  # 敦賀―|新大阪
STEM_BEFORE_NOUN = 0.90  # 全部入り|開発環境
KATAKANA_WORDS = 0.95  # コーディング|スタイル
AGREED_KANJI_WORDS = 1.05  # 自然|言語処理: where BudouX begins a phrase too
GRAMMAR = 1.10  # 量子論に|ついて: に|ついて と|いう て|みる する|ため read as one
KATAKANA_NUMBER = 1.20  # コンテスト|2026で入賞
STRAY_PARTICLE = 1.20  # その真意とは？|の全貌: a particle after a clause
KANJI_WORDS = 1.25  # 人工|知能: between the words of a compound
SOFT_BREAK = 1.30  # example.com/articles/|hello-world: the best place inside what should stay whole
BEFORE_EMOJI = 1.45  # 新刊|🎉: an emoji ends its sentence
UNKNOWN_KATAKANA = 1.45  # フニャムタ|データベース: beside what is in no list
VERB_STEM = 1.50  # 五回くり|返す: two halves of one verb
PERSONAL_NAME = 1.60  # 村上|春樹
SOFT_BREAK_AFTER_LETTER = 1.70  # 2026年|2月19日: likewise; between the words of a long CamelCase name
PARTICLE = 1.90  # TypeScript|で書く: a particle at a line's head

# Words.
INSIDE_WORD = 2.20  # 分|析: データ|型 新|製品 A|問題 and 問い|合わせ too
AFTER_OPENING_WAVE = 2.40  # 〜|完結編〜
AFFIX = 2.40  # 化学|式: 非|同期 too
INSIDE_HIRAGANA = 2.40  # でき|る
INSIDE_KATAKANA = 3.00  # マッ|プ: nothing looks more careless

# Last resorts.
PROTECTED = 30.0  # GPT-|4o: inside what should stay whole; only where it is wider than the line
PROHIBITED = 100.0  # Hel|lo: where UAX #14 has no break; likewise
LAST_RESORT = 1000.0  # 「|「: where kinsoku forbids a break; only for a text that offers nothing else

# What a break costs on top of that.
INSIDE_BRACKETS = 0.30  # （小さなチームの設計を|語るための本）: for each pair around that is not too long for a line
FRAGMENT = 0.32  # 誰のもの？現場で|考えた話: leaves a few characters of a clause alone
INSIDE_SHORT_BRACKETS = 0.65  # （設計を|語る）: for a pair of half that length
INSIDE_BOOK_TITLE = 0.95  # 『海辺の|カフカ』: for such a pair around the name of a book
