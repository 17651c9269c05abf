"""Sites for the comparison with the real Jekyll: a configuration, and posts as ``=== path`` blocks.

Every post that Jekyll reads must have the same title, categories, date and image here, and no other post may be read.
``DIFFERS`` lists the one thing we do otherwise on purpose: the day as written against Jekyll's day in the site's zone.
"""

BLOG = """
=== _config.yml
title: 比較
url: https://example.jp
baseurl: /blog
timezone: Asia/Tokyo
exclude: [private, "*.bak.md", _posts/excluded]
defaults:
  - scope: {path: ""}
    values: {layout: default}
  - scope: {path: "", type: posts}
    values: {author: 編集部, categories: 記事}
  - scope: {path: _posts/guide}
    values: {title: 案内, categories: guide howto}
  - scope: {path: _posts/guide/deep, type: posts}
    values: {title: 深い案内}
  - scope: {path: "/tech"}
    values: {category: 技術}
  - scope: {path: "_posts/*/glob"}
    values: {title: グロブ}
  - scope: {path: _posts/hidden}
    values: {published: false}
  - scope: {path: _posts/dated}
    values: {date: 2020-05-05 12:00:00 +0900}
  - scope: {path: "", type: drafts}
    values: {title: 使われない}
=== _posts/2026-02-01-plain.md
title: 普通の記事
image: /assets/plain.png
=== _posts/2026-02-02-category-string.md
title: 空白で分かれる
categories: A B
=== _posts/2026-02-03-category-list.md
title: 並び
categories: [日記, 旅]
=== _posts/2026-02-04-category-single.md
title: 分かれない
category: A B
=== _posts/2026-02-05-both-keys.md
title: 両方
categories: [x, y]
category: z
=== _posts/2026-02-06-both-same.md
title: 同じもの
categories: x y
category: x
=== _posts/2026-02-07-category-list-singular.md
title: 単数の並び
category: [p, q]
=== _posts/2026-02-08-null-categories.md
title: 空の分類
categories:
=== _posts/2026-02-09-empty-categories.md
title: 空の並び
categories: []
=== _posts/2026-02-10-wide-space.md
title: 全角の空白は分けない
categories: 日記　旅
=== _posts/2026-02-11-number-category.md
title: 数
categories: [2026]
=== tech/_posts/2026-02-01-folder.md
title: 廊下
=== tech/_posts/2026-02-02-folder-and-key.md
title: 廊下と鍵
categories: life
=== tech/ruby/_posts/2026-02-03-two-folders.md
title: 二つの廊下
=== tech/_posts/sub/2026-02-04-below.md
title: 下の廊下は数えない
=== tech/_posts/2026-02-05-own-category.md
title: 自分の分類
category: 自分
=== 日本語/_posts/2026-02-06-wide-folder.md
title: 日本語の廊下
=== _posts/guide/2026-02-01-default-title.md
layout: post
=== _posts/guide/2026-02-02-null-title-with-default.md
title:
=== _posts/guide/2026-02-03-own-title.md
title: 自分の題
categories: own
=== _posts/guide/deep/2026-02-04-deep.md
layout: post
=== _posts/guide-not/2026-02-05-prefix.md
layout: post
=== _posts/any/glob/2026-02-06-globbed.md
layout: post
=== _posts/hidden/2026-02-07-hidden-by-default.md
title: 隠れる
=== _posts/hidden/2026-02-08-shown-again.md
title: 出る
published: true
=== _posts/dated/2026-02-09-date-by-default.md
title: 既定の日付
=== _posts/dated/2026-02-10-own-date.md
title: 自分の日付
date: 2026-03-03
=== _posts/2026-02-12-hello-wide-world.md
layout: post
=== _posts/2026-02-13-UPPER-case-NAME.md
layout: post
=== _posts/2026-02-14-日本語-の-題.md
layout: post
=== _posts/2026-02-15-trailing-.md
layout: post
=== _posts/2026-02-16-dots...md
layout: post
=== _posts/2026-02-17-under_score and space.md
layout: post
=== _posts/2026-02-18-ünïcode-éa.md
layout: post
=== _posts/2026-2-9-short-date.md
title: 短い日付
=== _posts/26-2-19-two-digit-year.md
title: 二桁の年
=== _posts/99-12-31-last-century.md
title: 前世紀
=== _posts/2026-02-19-zone-short.md
title: 時差
date: 2026-02-19 22:15:05 +0900
=== _posts/2026-02-19-zone-colon.md
title: 時差とコロン
date: 2026-02-19 22:15:05 +09:00
=== _posts/2026-02-19-zone-name.md
title: 時差の名
date: 2026-02-19 22:15:05 JST
=== _posts/2026-02-19-zone-early.md
title: 早い朝
date: 2026-02-19 00:15:05 +0900
=== _posts/2026-02-19-day-only.md
title: 日だけ
date: 2026-02-20
=== _posts/2026-02-19-quoted-day.md
title: 引用の日
date: "2026-02-20"
=== _posts/2026-02-19-quoted-time.md
title: 引用の時
date: "2026-02-20 23:00:00"
=== _posts/2026-02-19-no-seconds.md
title: 秒なし
date: 2026-02-19 22:15 +0900
=== _posts/2026-02-19-t-form.md
title: 国際形
date: 2026-02-19T22:15:05+09:00
=== _posts/2026-02-19-fraction.md
title: 小数の秒
date: 2026-02-19 22:15:05.123456 +0900
=== _posts/2026-02-19-rfc.md
title: 手紙の形
date: Thu, 19 Feb 2026 22:15:05 +0900
=== _posts/2026-02-19-slashes.md
title: 斜線
date: 2026/02/21
=== _posts/2026-02-19-dots.md
title: 点
date: 2026.02.21
=== _posts/2026-02-19-morning-utc.md
title: 世界時の朝
date: 2026-02-19 03:00:00 +0000
=== _posts/2026-02-19-morning-no-zone.md
title: 時差なしの朝
date: 2026-02-19 10:00:00
=== _posts/2026-02-19-unpublished.md
title: 出さない
published: false
=== _posts/2026-02-19-unpublished-no.md
title: 出さない二
published: no
=== _posts/2026-02-19-unpublished-null.md
title: 出さない三
published:
=== _posts/2026-02-19-published-text.md
title: 文字の false は偽ではない
published: "false"
=== _posts/2026-02-19-draft-key.md
title: draft 鍵は Jekyll では何もしない
draft: true
=== _posts/2999-01-01-future.md
title: 未来
=== _posts/2026-02-19-future-key.md
title: 未来の鍵
date: 2999-01-01 00:00:00 +0900
=== _posts/no-date.md
title: 日付のない名前
=== _posts/_special/2026-02-19-special.md
title: 特別な廊下
=== _posts/sub/_inner/2026-02-19-inner.md
title: 内の廊下
=== _posts/sub/_2026-02-19-underscored.md
title: 下線の名
=== _posts/2026-02-19-backup.md~
title: 控え
=== _posts/2026-02-19-excluded.bak.md
title: 除外
=== _posts/excluded/2026-02-19-excluded.md
title: 除外二
=== private/_posts/2026-02-19-private.md
title: 除外三
=== _private/_posts/2026-02-19-underscored-folder.md
title: 下線の廊下
=== .hidden/_posts/2026-02-19-dot-folder.md
title: 点の廊下
=== node_modules/pkg/_posts/2026-02-19-package.md
title: 部品
=== vendor/bundle/_posts/2026-02-19-vendor.md
title: 部品二
=== _drafts/draft.md
title: 下書き
=== _posts/2026-02-19-image-hash.md
title: 画像の表
image: {path: /assets/hash.png, alt: 説明}
=== _posts/2026-02-19-image-block-hash.md
title: 画像の表二
image:
  path: assets/block.png
  width: 1200
=== _posts/2026-02-19-image-quoted.md
title: '画像'
image: "/assets/日本 語.png"
=== _posts/2026-02-19-image-remote.md
title: 遠くの画像
image: https://example.com/x.png
=== _posts/2026-02-19-title-escapes.md
title: "引用 \\"と\\" \\u3042 \\\\ 円"
=== _posts/2026-02-19-title-single.md
title: 'It''s me'
=== _posts/2026-02-19-title-folded.md
title: >
  折り
  返し
=== _posts/2026-02-19-title-literal.md
title: |-
  一行目
  二行目
=== _posts/2026-02-19-title-multi-line.md
title: 続く
  題名
=== _posts/2026-02-19-title-comment.md
title: C# 入門 # 注釈
=== _posts/2026-02-19-title-liquid.md
title: "{{ site.title }} の話"
=== _posts/2026-02-19-title-colon.md
title: 時刻 12:30:45 の話
=== _posts/2026-02-19-title-emoji.md
title: 🎉祝🎉 👨‍👩‍👧‍👦
=== _posts/2026-02-19-title-alias.md
subtitle: &name 名前
title: *name
=== _posts/2026-02-19-html-post.html
title: HTML の記事
=== _posts/2026-02-19-markdown-post.markdown
title: 長い拡張子
"""

COLLECTIONS = """
=== _config.yml
title: 集まり
timezone: Asia/Tokyo
collections_dir: content
show_drafts: true
future: true
collections:
  recipes:
    output: true
  notes: {output: false}
defaults:
  - scope: {path: "content/_posts", type: posts}
    values: {categories: 投稿}
  - scope: {path: "", type: recipes}
    values: {category: 料理}
  - scope: {path: "content/_recipes/*"}
    values: {author: 料理長}
=== content/_posts/2026-02-01-in-dir.md
title: 中の記事
=== _posts/2026-02-01-outside.md
title: 外の記事は読まれない
=== content/tech/_posts/2026-02-02-folder.md
title: 中の廊下
=== content/_drafts/idea.md
title: 下書き
date: 2026-04-01
=== content/_drafts/2026-04-02-dated-idea.md
layout: post
=== content/tech/_drafts/folder-idea.md
title: 廊下の下書き
date: 2026-04-01
=== content/_posts/2999-01-01-future.md
title: 未来も出る
=== content/_recipes/curry.md
title: カレー
date: 2026-01-01
=== content/_recipes/wa/miso-soup.md
layout: recipe
date: 2026-01-02
=== content/_recipes/2026-03-03-dated-recipe.md
layout: recipe
=== content/_recipes/hidden.md
title: 隠し味
published: false
=== content/_recipes/plain.txt
=== content/_notes/note.md
title: 頁にならない
"""

LISTED = """
=== _config.yml
title: 並べただけの集まり
collections: [works]
unpublished: true
=== _works/one.md
title: 頁にならない
=== _posts/2026-02-01-unpublished.md
title: 出さない
published: false
=== _posts/2026-02-02-shown.md
title: 出す
"""

SITES = {"blog": BLOG, "collections": COLLECTIONS, "listed": LISTED}

DIFFERS = """
_posts/2026-02-01-evening.md   | 2026-02-01 20:00:00          | 2026-02-02
_posts/2026-02-02-evening-z.md | 2026-02-02T20:00:00Z         | 2026-02-03
_posts/2026-02-03-new-york.md  | 2026-02-03 20:00:00 -0500    | 2026-02-04
_posts/2026-02-04-utc.md       | 2026-02-04 23:59:59 UTC      | 2026-02-05
"""
"""path | date as written, whose day we keep | the day Jekyll shows with ``timezone: Asia/Tokyo``"""


def files(text: str) -> dict[str, str]:
    """Return path to content of the blocks; posts get their ``---`` lines, an empty block stays an empty file."""
    found = {}
    for block in text.strip().removeprefix("=== ").split("\n=== "):
        path, _, content = block.partition("\n")
        found[path] = content if path == "_config.yml" or not content else f"---\n{content}\n---\n本文です。\n"
    return found
