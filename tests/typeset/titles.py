"""Five thousand titles that nobody wrote: templates filled from lists, always the same ones in the same order."""

# ruff: noqa: E501 - lists of words

from __future__ import annotations

import random

TOOLS = "Rust Python 3.12|Node.js|C++|TypeScript|Kubernetes|PostgreSQL 17|GitHub Actions|GPT-4o|Llama 3|VS Code|iPhone 15|CI/CD"
TOOLS += "|@kiri/cli|snake_case|Next.js 15|HTTP/3|C#|.NET 9|Claude Code|Windows 11|AT&T|v2.0.3|Vec<T>|R&D"
KATA = "オープンソース|マイクロサービス|データベース|アーキテクチャ|ワークフロー|キャッシュ|コンテナ|エージェント|リファクタリング|サーバーレス"
KATA += "|チュートリアル|ロードマップ|ヴォイス|シェルスクリプト|フロントエンド|ウォッチャー|ディレクトリー"
KANJI = "設計|自然言語処理|機械学習|性能改善|障害対応|情報検索|再生可能エネルギー|個人開発|品質保証|分散処理|非同期処理|生産性向上|人々の暮らし"
KANA = "ふりかえり|つくりかた|はじめかた|おすすめ|やりなおし|あれこれ|きょうのまとめ|ちょっとしたこつ"
NUMBERS = "3つ|10選|第12回|2,440億ドル|80%|5年|約36兆円|100社|1,000円|2026年|2026年2月19日|12:30|第 3 回|16GB|３０％|三年|5㎏|¥980"
NUMBERS += "|10〜20%|35℃|その2|二人|令和7年度|0.5秒"
VERBS = "を試してみた|について考える|を作って学んだこと|による業務改善|をやめた理由|がもたらす変化|とは何か|を支える技術|の進化とその実力とは"
VERBS += "を使いこなす|に関する覚え書き|として育てていくために|が動くまで|で変わる仕事|してしまった話|の裏側"
HEADS = "【保存版】|【2026年版】|[Rust]|速報：|第12回　|技術調査 - |はじめに: |もう迷わない！|なぜ今？|$1,000で|#個人開発 |🚀 |祝・"
TAILS = "（前編）|（仮）|——序章|……続く|🎉|「入門編」| | 覚え書き|！|？|。| - 実践編| (2)|その2|まとめ 〜完結編〜|👨‍👩‍👧‍👦と|、そして"
JOINS = "の|と|、|で|から|への|より|・| vs | と |／|、そして|なのに"


def _pick(rng: random.Random, words: str) -> str:
    return rng.choice(words.split("|"))


def titles(count: int = 5000, seed: int = 20260219) -> list[str]:
    """The first ``count`` of them."""
    rng = random.Random(seed)
    lists = (TOOLS, KATA, KANJI, KANA, NUMBERS)
    found = []
    for _ in range(count):
        words = [_pick(rng, rng.choice(lists)) for _ in range(rng.randint(1, 4))]
        text = words[0]
        for word in words[1:]:
            text += (_pick(rng, JOINS) if rng.random() < 0.8 else "") + word
        if rng.random() < 0.25:
            text = f"「{text}」" if rng.random() < 0.5 else f"『{text}』（{_pick(rng, KANJI)}）"
        text += _pick(rng, VERBS) if rng.random() < 0.8 else ""
        head = _pick(rng, HEADS) if rng.random() < 0.4 else ""
        tail = rng.choice(TAILS.split("|")) if rng.random() < 0.4 else ""
        found.append((head + text + tail).strip())
    return found
