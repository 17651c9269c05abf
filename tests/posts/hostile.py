"""Several hundred hostile posts, each with what must come of it.

An outcome is one of
    card   title, day and target of the picture (None: not looked at)
    error  code, line in the file and key
    skip   a word of the reason
Tables first, the few lines that turn them into posts last.
"""

# ruff: noqa: E501 - a row of a table stays on its line
from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = "2026-02-19"
FILE = {
    "jekyll": f"_posts/{DAY}-hello-world.md",
    "hugo": "content/posts/hello-world.md",
    "hexo": "source/_posts/hello-world.md",
    "pelican": "content/hello-world.md",
    "mkdocs": "docs/hello-world.md",
    "sphinx": "hello-world.rst",
    "nikola": "posts/hello-world.md",
    "eleventy": "posts/hello-world.md",
    "astro": "src/content/blog/hello-world.md",
    "zola": "content/hello-world.md",
    "zenn": "articles/hello-world.md",
    "qiita": "public/hello-world.md",
    "plain": "hello-world.md",
}


@dataclass(frozen=True)
class Hostile:
    """One post. ``error`` is ``CODE`` or ``CODE line`` or ``CODE line key``."""

    name: str
    raw: bytes
    generator: str = "jekyll"
    file: str = ""
    title: str | None = None
    day: str | None = None
    target: str | None = None
    category: str | None = None
    error: str = ""
    skip: str = ""

    @property
    def path(self) -> str:
        return self.file or FILE[self.generator]


def yaml(*lines: str) -> bytes:
    return "\n".join(["---", *lines, "---", "本文", ""]).encode()


# title: line as written | title it says, or ! and the error (the line of `title:` is 2)
TITLES = r"""
title: こんにちは | こんにちは
title: "こんにちは" | こんにちは
title: 'It''s me' | It's me
title: "a \"b\" \u3042\t\\" | a "b" あ	\
title: 1.10 | 1.10
title: 2026 | 2026
title: 0755 | 0755
title: 0x1F | 0x1F
title: 1_000 | 1_000
title: 12:30:45 | 12:30:45
title: 190:20:30 | 190:20:30
title: 1e3 | 1e3
title: .inf | .inf
title: Yes | Yes
title: no | no
title: on | on
title: true | true
title: 2026-02-30 | 2026-02-30
title: 2026-02-19 10:00:00 | 2026-02-19 10:00:00
title: = | =
title: "null" | null
title: "~" | ~
title: nil | nil
title: '' | !E_TITLE 2 title
title: "" | !E_TITLE 2 title
title: " " | !E_TITLE 2 title
title: "　" | !E_TITLE 2 title
title: "\u200b\u200d\ufeff" | !E_TITLE 2 title
title: "\u2060\u00ad\u202e" | !E_TITLE 2 title
title: "\u3164\u115f" | !E_TITLE 2 title
title: "\ufe0f" | !E_TITLE 2 title
title: "\u2800" | !E_TITLE 2 title
title: "\u0000" | !E_TITLE 2 title
title: | !E_TITLE 2 title
title: ~ | !E_TITLE 2 title
title: null | !E_TITLE 2 title
title: NULL | !E_TITLE 2 title
title: # 題名 | !E_TITLE 2 title
title: [日記] | !E_TITLE 2 title
title: [] | !E_TITLE 2 title
title: {} | !E_TITLE 2 title
title: {a: b} | !E_TITLE 2 title
title: {{ page.title }} | !E_TITLE 2 title
title: a: b | !E_YAML 2 title
title: 連載: 第1回 | !E_YAML 2 title
title: `code` の話 | !E_YAML 2 title
title: @mention | !E_YAML 2 title
title: %d の話 | !E_YAML 2 title
title: [日記] 今日 | !E_YAML 2 title
title: [日記]今日 | !E_YAML 2 title
title: {x} の話 | !E_YAML 2 title
title: {% raw %} | !E_YAML 2 title
title: "x" y | !E_YAML 2 title
title: 「x」: y | !E_YAML 2 title
title: 'x' y | !E_YAML 2 title
title: 'It's me' | !E_YAML 2 title
title: "say "hi" now" | !E_YAML 2 title
title: "C:\dir" | !E_YAML 2
title: *強調* の話 | !E_YAML 2 title
title: *alias | !E_YAML 2 title
title: !important | !E_YAML 2
title: !!python/name:os.system | !E_YAML 2
title: !!python/object/apply:os.system ["id"] | !E_YAML 2
title: !!python/object/new:tuple [[1]] | !E_YAML 2
title: !ruby/object:Gem::Installer {} | !E_YAML 2
title: !!binary aGVsbG8= | !E_YAML 2
title: !!timestamp 2026-02-19 | !E_YAML 2
title: !!str 1.10 | 1.10
title: - 箇条 | !E_YAML 2 title
title: , 点 | !E_YAML 2 title
title: ] 括弧 | !E_YAML 2 title
title： 全角 | !E_YAML 2 title
title：全角 | !E_YAML 2 title
title :　全角の空白 | !E_YAML 2
title:　全角の空白 | !E_YAML 2 title
title:詰まった | !E_YAML 2 title
title	: x | x
title:	タブのあと | タブのあと
title: C# 入門 | C# 入門
title: C++/CLI | C++/CLI
title: a:b | a:b
title: http://example.jp/ | http://example.jp/
title: a #b | a
title: a#b | a#b
title: [red]赤[/red] | !E_YAML 2 title
title: "[red]赤[/red]" | [red]赤[/red]
title: "<script>alert(1)</script>" | <script>alert(1)</script>
title: <b>太字</b> | <b>太字</b>
title: 'a & b' | a & b
title: 🎉👨‍👩‍👧‍👦 | 🎉👨‍👩‍👧‍👦
title: "\U0001F389" | 🎉
title: "\ud83c\udf89" | !E_YAML 2
title: &anchor 碇 | 碇
title: ? | !E_YAML 2 title
title: "終わらない | !E_YAML 2 title
title: '終わらない | !E_YAML 2 title
title: >-\n  折り\n  返し | 折り 返し
title: |-\n  一行目\n  二行目 | 一行目␤二行目
title: 続く\n  題名 | 続く 題名
title:\n  下の行 | 下の行
title: "続く\n  引用" | 続く 引用
title: 閉じたつもり\n --- | !E_UNCLOSED 3
title: x\ntitle: y | !E_DUP_KEY 3 title
title: x\n"title": y | !E_DUP_KEY 3 title
title: x\nTITLE: y | x
title: x\ndate: 2026-02-19\ndate: 2026-02-20 | !E_DUP_KEY 4 date
title: x\nimage: /a.png\nimage: /b.png | !E_DUP_KEY 4 image
title: x\ntags: a\ntags: b | x
<<: {title: x} | !E_YAML 2 <<
base: &b {title: x}\n<<: *b | !E_YAML 3 <<
title: x\nfoo: *nothing | !E_YAML 3
title: x\n	layout: post | !E_YAML 3
title: x\n- y | !E_YAML 3
title: x\nただの文 | !E_YAML 3
title: x\n{ | !E_YAML
"title": 引用の鍵 | 引用の鍵
? title\n: 複雑な鍵 | 複雑な鍵
{title: 流れ, date: 2026-02-20} | 流れ
- title: x | !E_NOT_MAPPING 2
ただの文 | !E_NOT_MAPPING 2
"ただの文" | !E_NOT_MAPPING 2
[title, x] | !E_NOT_MAPPING 2
%YAML 1.1 | !E_YAML
[a]: b\ntitle: 変な鍵 | 変な鍵
title: x\n\u0007: y | x
"""

# date as written | day, or !
DATES = """
2026-02-20 | 2026-02-20
2026-2-9 | 2026-02-09
2026-02-20 22:15:05 +0900 | 2026-02-20
2026-02-20 22:15:05 +09:00 | 2026-02-20
2026-02-20 00:15:05 +0900 | 2026-02-20
2026-02-20 23:59:59 -1200 | 2026-02-20
2026-02-20 00:00:00 +1400 | 2026-02-20
2026-02-20 22:15:05 +900 | 2026-02-20
2026-02-20 22:15:05 +9 | 2026-02-20
2026-02-20 22:15:05 JST | 2026-02-20
2026-02-20 22:15:05 UTC | 2026-02-20
2026-02-20 22:15:05 GMT+9 | 2026-02-20
2026-02-20 22:15:05Z | 2026-02-20
2026-02-20T22:15:05Z | 2026-02-20
2026-02-20t22:15:05z | 2026-02-20
2026-02-20T22:15:05.123456+09:00 | 2026-02-20
2026-02-20T22:15:05,123+09:00 | 2026-02-20
2026-02-20T22:15:05+09:00[Asia/Tokyo] | 2026-02-20
2026-02-20 22:15:05 Asia/Tokyo | 2026-02-20
2026-02-20T22:15 | 2026-02-20
2026-02-20 22:15 | 2026-02-20
2026-02-20 9:05 | 2026-02-20
2026-02-20 24:00:00 | 2026-02-20
2026-02-20 10:15 PM | 2026-02-20
"2026-02-20" | 2026-02-20
'2026-02-20 22:15:05' | 2026-02-20
" 2026-02-20 " | 2026-02-20
2026/02/20 | 2026-02-20
2026/2/9 10:00 | 2026-02-09
2026.02.20 | 2026-02-20
2026.2.9 | 2026-02-09
2026年2月20日 | 2026-02-20
2026年02月20日（金） | 2026-02-20
2026年2月20日(金曜日) 22:15 | 2026-02-20
2026年2月20日 午後10時15分 | 2026-02-20
2026 年 2 月 20 日 | 2026-02-20
令和8年2月20日 | 2026-02-20
平成元年1月8日 | 1989-01-08
２０２６年２月２０日 | 2026-02-20
２０２６－０２－２０ | 2026-02-20
２０２６/０２/２０ | 2026-02-20
２０２６．０２．２０ | 2026-02-20
2026−02−20 | 2026-02-20
2026‐02‐20 | 2026-02-20
20260220 | 2026-02-20
20260220T221505+0900 | 2026-02-20
Fri, 20 Feb 2026 | 2026-02-20
Fri, 20 Feb 2026 22:15:05 +0900 | 2026-02-20
20 Feb 2026 | 2026-02-20
20th of February 2026 | 2026-02-20
"Feb 20, 2026" | 2026-02-20
February 20, 2026 | 2026-02-20
Fri Feb 20 2026 22:15:05 GMT+0900 (日本標準時) | 2026-02-20
Fri Feb 20 22:15:05 JST 2026 | 2026-02-20
2024-02-29 | 2024-02-29
1999-12-31 | 1999-12-31
&d 2026-02-20 | 2026-02-20
2025-02-29 | !
2026-02-30 | !
2026-00-10 | !
2026-13-01 | !
2026-01-32 | !
2026-02-20 25:00:00 | !
2026-02-20 22:60:00 | !
2026-02-20 22:15:05 +99:99 | !
2026-02-20 22:15:05 +2460 | !
2026-02-20 22:15:05 XYZ | !
2026-02-20 13:00 PM | !
2026-02-20 foo | !
2026-02-20-foo | !
2026-02 | !
2026 | !
02/20/2026 | !
20/02/2026 | !
26-02-20 | !
0000-01-01 | !
10000-01-01 | !
20261340 | !
1771506905 | !
today | !
昨日 | !
2026年2月 | !
二〇二六年二月二十日 | !
true | !
"" | !
~ | !
[2026-02-20] | !
{y: 2026} | !
2026-02/20 | !
-2026-02-20 | !
2026-02-20 22:15:05 +0900 +0900 | !
9999999999999999999999999999999999999999 | !
"""

# image as written | target, or ! and the error (its line is 3), or ~ for not ours
IMAGES = r"""
/assets/x.png | assets/x.png
assets/x.png | assets/x.png
x.png | x.png
/x.PNG | x.PNG
/a/b/c.jpg | a/b/c.jpg
/a.jpeg | a.jpeg
/a.webp | a.webp
/a.avif | a.avif
"/日本語/画像.png" | 日本語/画像.png
"/a b.png" | a b.png
/a%20b.png | a b.png
/%E6%97%A5%E6%9C%AC.png | 日本.png
/100%.png | 100%.png
//assets//x.png | ~
/assets//x.png | assets/x.png
/a+b=c&d,e;f.png | a+b=c&d,e;f.png
/a@2x.png | a@2x.png
"/a'b.png" | a'b.png
"/(a)[b].png" | (a)[b].png
/assets/x.tar.png | assets/x.tar.png
/COM10.png | COM10.png
/console.png | console.png
"{{ site.baseurl }}/a.png" | a.png
"{{ site.url }}{{ site.baseurl }}/a.png" | a.png
"{{ '/a.png' | relative_url }}" | a.png
{path: /a.png, alt: x} | a.png
{src: /a.png} | a.png
{url: /a.png} | a.png
https://example.jp/x.png | ~
HTTPS://example.jp/x.png | ~
http://example.jp/x.png | ~
//cdn.example.jp/x.png | ~
" https://example.jp/x.png" | ~
{path: "https://example.jp/x.png"} | ~
"data:image/png;base64,AAAA" | ~
ftp://example.jp/x.png | ~
../x.png | !E_IMAGE_PATH
/../x.png | !E_IMAGE_PATH
/a/../../x.png | !E_IMAGE_PATH
/a/../x.png | !E_IMAGE_PATH
/a/... /x.png | !E_IMAGE_PATH
/%2e%2e/x.png | !E_IMAGE_PATH
/..%2fx.png | !E_IMAGE_PATH
/%2e%2e%2f%2e%2e%2fetc/x.png | !E_IMAGE_PATH
/./x.png | !E_IMAGE_PATH
./x.png | !E_IMAGE_PATH
/.git/x.png | !E_IMAGE_PATH
/.github/x.png | !E_IMAGE_PATH
/.x.png | !E_IMAGE_PATH
/a/.hidden/x.png | !E_IMAGE_PATH
.png | !E_IMAGE_PATH
C:\x.png | !E_IMAGE_PATH
C:/x.png | !E_IMAGE_PATH
c:x.png | !E_IMAGE_PATH
\\server\share\x.png | !E_IMAGE_PATH
a\b.png | !E_IMAGE_PATH
..\x.png | !E_IMAGE_PATH
file:///etc/x.png | !E_IMAGE_PATH
"/a\0b.png" | !E_IMAGE_PATH
/a%00.png | !E_IMAGE_PATH
"/a\nb.png" | !E_IMAGE_PATH
"/a\tb.png" | !E_IMAGE_PATH
"/a\x7fb.png" | !E_IMAGE_PATH
"/a\u202egnp.png" | !E_IMAGE_PATH
"/a\u2028.png" | !E_IMAGE_PATH
/a<b.png | !E_IMAGE_PATH
/a>b.png | !E_IMAGE_PATH
/a|b.png | !E_IMAGE_PATH
'/a"b.png' | !E_IMAGE_PATH
/a?.png | !E_IMAGE_PATH
/a.png?v=2 | !E_IMAGE_PATH
"/a.png#top" | !E_IMAGE_PATH
/a*.png | !E_IMAGE_PATH
/CON.png | !E_IMAGE_PATH
/con.png | !E_IMAGE_PATH
/nul/x.png | !E_IMAGE_PATH
/aux.tar.png | !E_IMAGE_PATH
/COM1.png | !E_IMAGE_PATH
/lpt9.webp | !E_IMAGE_PATH
/a./x.png | !E_IMAGE_PATH
"/a /x.png" | !E_IMAGE_PATH
"/ a/x.png" | !E_IMAGE_PATH
"/x.png " | !E_IMAGE_PATH
/x.png. | !E_IMAGE_PATH
~/x.png | !E_IMAGE_PATH
/x.png/ | !E_IMAGE_PATH
/ | !E_IMAGE_PATH
" " | !E_IMAGE_PATH
/%E6%97.png | !E_IMAGE_PATH
"{{ page.image }}" | !E_IMAGE_PATH
"{% link a.png %}" | !E_IMAGE_PATH
/assets/x | !E_IMAGE_TYPE
/assets/x.gif | !E_IMAGE_TYPE
/assets/x.svg | !E_IMAGE_TYPE
/assets/x.pdf | !E_IMAGE_TYPE
/assets/x.eps | !E_IMAGE_TYPE
/assets/x.png.exe | !E_IMAGE_TYPE
/assets/x.html | !E_IMAGE_TYPE
/_posts/2026-02-19-hello-world.md | !E_IMAGE_TYPE
/png | !E_IMAGE_TYPE
true | !E_IMAGE_TYPE
1.10 | !E_IMAGE_TYPE
[/a.png] | !E_IMAGE_TYPE
[/a.png, /b.png] | !E_IMAGE_TYPE
{alt: x} | !E_IMAGE_TYPE
{path: [/a.png]} | !E_IMAGE_TYPE
{path: {path: /a.png}} | !E_IMAGE_TYPE
""" + "\n".join(
    [
        f"/{'a' * 237}.png | !E_IMAGE_PATH",
        f"/{'a' * 236}.png | {'a' * 236}.png",
        f"/{'あ' * 79}.png | !E_IMAGE_PATH",
        f"/{'あ' * 78}.png | {'あ' * 78}.png",
        f"/{'/'.join(['abcdefgh'] * 200)}.png | !E_IMAGE_PATH",
    ]
)

# generator | file ("" for the usual one) | content with ␤ for line ends | title | day or - | category or -
FORMATS = """
hugo | | +++␤title = "題"␤date = 2026-02-20T22:15:05+09:00␤categories = ["甲"]␤+++␤ | 題 | 2026-02-20 | 甲
hugo | | +++␤title = '題'␤date = 2026-02-20␤+++␤ | 題 | 2026-02-20 | -
hugo | | +++␤title = "題"␤date = "2026-02-20"␤[params]␤x = 1␤+++ | 題 | 2026-02-20 | -
hugo | | ﻿+++␤Title = "題"␤+++␤ | 題 | - | -
hugo | | {␤  "title": "題",␤  "date": "2026-02-20",␤  "categories": ["甲"]␤}␤本文 | 題 | 2026-02-20 | 甲
hugo | | {"title": "題 } {", "x": "\\\\\\"}"}␤ | 題 } { | - | -
hugo | content/x.org | #+title: 題␤#+date: <2026-02-20 Fri>␤#+categories[]: 甲 乙␤␤本文 | 題 | 2026-02-20 | 甲
hugo | content/x.org | #+TITLE: 題␤#+DATE: 2026-02-20␤␤* 節 | 題 | 2026-02-20 | -
hugo | | ---␤Title: 題␤Date: 2026-02-20␤Categories: [甲]␤---␤ | 題 | 2026-02-20 | 甲
hugo | | ---␤date: 2026-02-20␤---␤␤# 見出し␤ | 見出し | 2026-02-20 | -
hugo | content/p/index.md | ---␤title: 題␤---␤ | 題 | - | -
hexo | | title: 題␤date: 2026-02-20 10:00:00␤categories:␤- [甲, 乙]␤- 丙␤---␤本文 | 題 | 2026-02-20 | 甲
hexo | | ;;;␤"title": "題",␤"date": "2026-02-20"␤;;;␤本文 | 題 | 2026-02-20 | -
hexo | | -----␤title: 題␤-----␤本文 | 題 | - | -
hexo | source/_posts/2026-02-20-x.md | ---␤title: 題␤---␤ | 題 | 2026-02-20 | -
eleventy | | ---json␤{"title": "題", "date": "2026-02-20"}␤---␤ | 題 | 2026-02-20 | -
eleventy | | ---toml␤title = "題"␤---␤ | 題 | - | -
eleventy | | ---␤title: 題␤date: Last Modified␤tags: [甲]␤---␤ | 題 | - | 甲
eleventy | posts/2026-02-20-x/index.md | ---␤title: 題␤---␤ | 題 | 2026-02-20 | -
pelican | | Title: 題␤Date: 2026-02-20 10:20␤Category: 甲␤␤本文 | 題 | 2026-02-20 | 甲
pelican | | Title: 連載: 第1回␤Date: 2026-02-20␤␤本文 | 連載: 第1回 | 2026-02-20 | -
pelican | | title: [日記] 今日␤␤本文 | [日記] 今日 | - | -
pelican | | Title: 長い␤    題名␤Date: 2026-02-20␤␤本文 | 長い 題名 | 2026-02-20 | -
pelican | | ﻿Title: 題␤␤本文 | 題 | - | -
pelican | content/x.rst | :title: 題␤:date: 2026-02-20 10:20␤:category: 甲␤␤本文 | 題 | 2026-02-20 | 甲
pelican | content/x.rst | 題名␤####␤␤:date: 2026-02-20␤:category: 甲␤␤本文 | 題名 | 2026-02-20 | 甲
pelican | content/x.rst | ####␤題名␤####␤␤:date: 2026-02-20␤␤本文 | 題名 | 2026-02-20 | -
pelican | content/2026-02-20-x.md | Title: 題␤␤本文 | 題 | 2026-02-20 | -
pelican | | ---␤title: 題␤---␤ | 題 | - | -
mkdocs | | ---␤title: 題␤date:␤  created: 2026-02-20␤  updated: 2026-02-21␤categories:␤  - 甲␤---␤ | 題 | 2026-02-20 | 甲
mkdocs | | # **見出し** と `code`␤ | 見出し と code | - | -
mkdocs | docs/getting-started.md | 本文だけ | Getting started | - | -
mkdocs | | Title: 題␤Date: 2026-02-20␤␤本文 | 題 | 2026-02-20 | -
sphinx | | 題名␤====␤␤本文␤ | 題名 | - | -
sphinx | | :title: 題␤␤題名␤====␤ | 題 | - | -
sphinx | x.md | ---␤myst:␤  html_meta: {}␤---␤# 見出し␤ | 見出し | - | -
nikola | | <!--␤.. title: 題␤.. slug: x␤.. date: 2026-02-20 10:00:00 UTC+09:00␤.. category: 甲␤-->␤␤本文 | 題 | 2026-02-20 | 甲
nikola | posts/x.rst | .. title: 題␤.. date: 2026-02-20 10:00:00 UTC+09:00␤.. category: 甲␤␤本文 | 題 | 2026-02-20 | 甲
nikola | | ---␤title: 題␤date: 2026-02-20␤---␤ | 題 | 2026-02-20 | -
astro | | ---␤title: 題␤pubDate: 'Feb 20 2026'␤heroImage: /x.png␤---␤ | 題 | 2026-02-20 | -
astro | | ---␤title: 題␤pubDatetime: 2026-02-20T15:22:00Z␤---␤ | 題 | 2026-02-20 | -
zola | | +++␤title = "題"␤date = 2026-02-20␤[taxonomies]␤categories = ["甲"]␤tags = ["t"]␤[extra]␤author = "著者"␤+++␤ | 題 | 2026-02-20 | 甲
zola | content/2026-02-20-x.md | +++␤title = "題"␤+++␤ | 題 | 2026-02-20 | -
zenn | | ---␤title: "題"␤emoji: "😸"␤type: "tech"␤topics: ["ruby"]␤published: true␤published_at: 2026-02-20 09:03␤---␤ | 題 | 2026-02-20 | tech
qiita | | ---␤title: 題␤tags:␤  - Ruby␤private: false␤updated_at: '2026-02-20T10:00:00+09:00'␤---␤ | 題 | 2026-02-20 | -
qiita | | <!--␤title:   題␤tags:    Ruby:3.2,Rails␤id:      0123456789abcdef0123␤private: false␤-->␤␤本文 | 題 | - | -
plain | | <!-- title: 題 -->␤<!-- tags: a b -->␤本文 | 題 | - | -
plain | | <!-- title: 題 -->␤ | 題 | - | -
plain | | # 見出し␤本文 | 見出し | - | -
plain | | ```sh␤# これは註釈␤```␤␤# 見出し␤ | 見出し | - | -
plain | | 見出し␤======␤ | 見出し | - | -
plain | | <h1 class="x">見出し</h1>␤ | 見出し | - | -
plain | | # [リンク](https://example.jp) {#id}␤ | リンク | - | -
plain | | ## 二段目 ##␤ | 二段目 | - | -
plain | 2026-02-20-x.md | ---␤title: 題␤---␤ | 題 | 2026-02-20 | -
plain | | ---␤---␤# 見出し | 見出し | - | -
plain | | +++␤title = "題"␤+++␤ | 題 | - | -
plain | | Title: 題␤Date: 2026-02-20␤␤本文 | 題 | 2026-02-20 | -
jekyll | | 本文だけ␤ | Hello World | 2026-02-19 | -
jekyll | | Title: 題␤␤本文␤ | Hello World | 2026-02-19 | -
jekyll | | ---␤---␤ | Hello World | 2026-02-19 | -
jekyll | | ---␤# 註釈だけ␤---␤ | Hello World | 2026-02-19 | -
jekyll | | ---␤layout: post␤---␤# 見出しは使わない␤ | Hello World | 2026-02-19 | -
jekyll | | | Hello World | 2026-02-19 | -
jekyll | tech/_posts/2026-02-20-x.md | ---␤title: 題␤---␤ | 題 | 2026-02-20 | tech
jekyll | | +++␤title = "題"␤+++␤ | 題 | 2026-02-19 | -
jekyll | | ;;;␤"title": "題"␤;;;␤ | 題 | 2026-02-19 | -
jekyll | | {␤"title": "題"␤}␤ | 題 | 2026-02-19 | -
"""

# generator | content | error (code, line, key), or ~ and a word of the reason to skip
BROKEN = """
jekyll | ---␤title: x␤ | E_UNCLOSED 1
jekyll | --- | E_UNCLOSED 1
jekyll | ---␤title: x␤----␤本文 | E_UNCLOSED 1
jekyll | ---␤title: x␤ーーー␤本文 | E_UNCLOSED 1
jekyll | ---␤title: x␤—␤本文 | E_UNCLOSED 1
jekyll | ---␤title: x␤---　␤本文 | E_UNCLOSED 1
jekyll | ␤␤---␤title: x␤ | E_UNCLOSED 3
hugo | +++␤title = "x"␤ | E_UNCLOSED 1
hugo | +++␤title = "x"␤---␤ | E_UNCLOSED 1
hexo | ;;;␤"title": "x"␤ | E_UNCLOSED 1
hugo | {␤"title": "x"␤ | E_UNCLOSED 1
hugo | +++␤title = x␤+++␤ | E_YAML 2 title
hugo | +++␤title: "x"␤+++␤ | E_YAML 2 title
hugo | +++␤title = "a"␤title = "b"␤+++␤ | E_DUP_KEY 3 title
hugo | +++␤title = "x"␤date = 2026-02-30␤+++␤ | E_YAML
hugo | +++␤title = ["x"]␤+++␤ | E_TITLE 2 title
hugo | +++␤date = 2026-02-20␤title = ""␤+++␤ | E_TITLE 3 title
hugo | +++␤title = "x"␤date = "2026-02-30"␤+++␤ | E_DATE 3 date
hugo | ---␤title: x␤Title: y␤---␤ | E_DUP_KEY 3 title
jekyll | title: x␤layout: post␤---␤本文 | E_UNCLOSED 1
hugo | ␤title: x␤---␤本文 | E_UNCLOSED 2
hugo | {"title": "x",}␤ | E_YAML 1
hugo | {␤"title": "a",␤"title": "b"␤}␤ | E_DUP_KEY 2 title
hugo | {␤"title": "\\ud800"␤}␤ | E_ENCODING 2
hugo | {"title": null}␤ | E_TITLE 1 title
hugo | ---␤layout: x␤---␤本文だけ | E_TITLE 1 title
hexo | ---␤layout: post␤---␤# 見出し | E_TITLE 1 title
zola | +++␤date = 2026-02-20␤+++␤ | E_TITLE 1 title
astro | ---␤description: x␤---␤ | E_TITLE 1 title
zenn | ---␤emoji: 😸␤---␤ | E_TITLE 1 title
pelican | Title:␤Date: 2026-02-20␤␤本文 | E_TITLE 1 title
pelican | Title: x␤Date: 2026-02-30␤␤本文 | E_DATE 2 date
pelican | Title: x␤Title: y␤␤本文 | E_DUP_KEY 2 title
jekyll | ---␤categories: {a: b}␤title: x␤---␤ | E_KEY_TYPE 2 categories
jekyll | ---␤title: x␤ogp: {template: [a]}␤---␤ | E_KEY_TYPE 3 ogp.template
jekyll | ---␤title: x␤a: &a [*a]␤---␤ | E_YAML_LIMIT 3
jekyll | ---␤title: x␤---␤ | ok
jekyll | ---␤title: x␤ogp: false␤---␤ | ~ogp
jekyll | ---␤title: x␤published: false␤---␤ | ~published
jekyll | ---␤title: x␤date: 2999-01-01␤---␤ | ~future
hugo | ---␤title: x␤draft: true␤---␤ | ~draft
hugo | ---␤title: x␤date: 2999-01-01␤---␤ | ~future
zenn | ---␤title: x␤published: false␤---␤ | ~published
qiita | ---␤title: x␤ignorePublish: true␤---␤ | ~ignorePublish
pelican | Title: x␤Status: draft␤␤本文 | ~status
nikola | <!--␤.. title: x␤.. status: draft␤-->␤ | ~status
mkdocs | ---␤title: x␤draft: true␤---␤ | ~draft
zola | +++␤title = "x"␤draft = true␤+++␤ | ~draft
"""

BOMB = "\n".join(
    ["a: &a [x, x, x, x, x, x, x, x, x]"]
    + [f"{new}: &{new} [{', '.join(['*' + old] * 9)}]" for old, new in zip("abcdefgh", "bcdefghi", strict=True)]
)

# name | raw bytes | error
BYTES: list[tuple[str, bytes, str]] = [
    ("shift_jis", "---\ntitle: こんにちは\n---\n".encode("shift_jis"), "E_ENCODING 2"),
    ("euc_jp", "---\nlayout: post\ntitle: こんにちは\n---\n".encode("euc_jp"), "E_ENCODING 3"),
    ("iso-2022-jp", "---\ntitle: こんにちは\n---\n".encode("iso2022_jp"), "E_ENCODING 2"),
    ("utf-16 with BOM", "---\ntitle: x\n---\n".encode("utf-16"), "E_ENCODING 1"),
    ("utf-16-le", "---\ntitle: x\n---\n".encode("utf-16-le"), "E_ENCODING 1"),
    ("utf-16-be", "---\ntitle: x\n---\n".encode("utf-16-be"), "E_ENCODING 1"),
    ("utf-32", "---\ntitle: x\n---\n".encode("utf-32"), "E_ENCODING 1"),
    ("latin-1", "---\ntitle: café\n---\n".encode("latin-1"), "E_ENCODING 2"),
    ("half a character", b"---\ntitle: \xe3\x81\n---\n", "E_ENCODING 2"),
    ("overlong slash", b"---\ntitle: x\nimage: \xc0\xaf.png\n---\n", "E_ENCODING 3"),
    ("surrogate in UTF-8", b"---\ntitle: \xed\xa0\x80\n---\n", "E_ENCODING 2"),
    ("NUL in the title", b"---\nlayout: post\ntitle: a\0b\n---\n", "E_YAML 3"),
    ("bell in the title", b"---\nlayout: post\ntitle: a\x07b\n---\n", "E_YAML 3"),
    ("escape sequence", b"---\nlayout: post\ntitle: \x1b[31mred\n---\n", "E_YAML 3"),
    ("alias bomb", f"---\ntitle: x\n{BOMB}\n---\n".encode(), "E_YAML_LIMIT 7"),
    ("alias bomb as title", f"---\n{BOMB}\ntitle: *i\n---\n".encode(), "E_YAML_LIMIT 6"),
    ("deep flow lists", f"---\ntitle: x\na: {'[' * 5000}\n---\n".encode(), "E_YAML_LIMIT 3"),
    ("deep closed lists", f"---\ntitle: x\na: {'[' * 500}{']' * 500}\n---\n".encode(), "E_YAML_LIMIT 3"),
    ("deep flow maps", f"---\ntitle: x\na: {'{a: ' * 900}\n---\n".encode(), "E_YAML_LIMIT 3"),
    (
        "deep block maps",
        ("---\ntitle: x\n" + "".join(" " * n + "a:\n" for n in range(200)) + "---\n").encode(),
        "E_YAML_LIMIT",
    ),
    ("deep dashes", f"---\ntitle: x\na:\n{'- ' * 20000}y\n---\n".encode(), "E_YAML_LIMIT"),
    ("deep JSON", f'---json\n{{"a": {"[" * 30000}\n---\n'.encode(), "E_YAML_LIMIT"),
    ("deep TOML", f"+++\na = {'[' * 30000}\n+++\n".encode(), "E_YAML_LIMIT"),
    ("front matter over 64 KiB", f"---\ntitle: x\na: {'y' * 70000}\n---\n".encode(), "E_YAML_LIMIT"),
    ("many keys", ("---\n" + "".join(f"k{n}: v\n" for n in range(4500)) + "title: x\n---\n").encode(), "ok"),
    ("too many values", ("---\ntitle: x\na: [" + "1," * 20000 + "]\n---\n").encode(), "E_YAML_LIMIT"),
    ("a hundred thousand dashes", b"-" * 100_000, "ok"),
    ("a hundred thousand braces", b"{" * 100_000, "ok"),
    ("blank lines without end", b"\n" * 1_000_000, "ok"),
    ("spaces without end", b" " * 1_000_000, "ok"),
    ("unclosed and long", b"---\n" + b"title: x\n" * 100_000, "E_UNCLOSED 1"),
    ("unclosed comment", b"<!--\ntitle: x\n" + b"y\n" * 50_000, "ok"),
    ("backslashes", b'{"a": "' + b"\\" * 60_000, "E_UNCLOSED 1"),
    ("quotes", b"---\ntitle: " + b'"' * 60_000 + b"\n---\n", "E_YAML"),
    ("20 MB of lines", b"---\n" + b"title: x\n" * 2_200_000, "E_UNCLOSED 1"),
    ("20 MB of blank lines", b"\n" * 20_000_000, "ok"),
    ("20 MB of dashes", b"-" * 20_000_000, "ok"),
    ("20 MB on one line", b"---\ntitle: x\n---\n" + b"x" * 20_000_000, "ok"),
    ("question marks", b"---\n" + b"? " * 30_000 + b"\n---\n", "E_YAML"),
    ("colons", b"---\ntitle: " + b": " * 30_000 + b"\n---\n", "E_YAML"),
    ("anchors", b"---\ntitle: x\na: [" + b"&a x," * 9000 + b"]\n---\n", "ok"),
    ("long title", b"---\ntitle: " + "あ".encode() * 20_000 + b"\n---\n", "ok"),
    ("long date", b"---\ntitle: x\ndate: " + b"2" * 60_000 + b"\n---\n", "E_DATE 3 date"),
    ("long image", b"---\ntitle: x\nimage: /" + b"a/" * 30_000 + b"x.png\n---\n", "E_IMAGE_PATH 3 image"),
]
MEGABYTES_65 = Hostile("a file over 64 MiB", b"---\ntitle: x\n---\n" + bytes(65 * 1024 * 1024), error="E_TOO_LARGE")


def rows(table: str) -> Iterator[list[str]]:
    for line in table.strip("\n").splitlines():
        if line.strip():
            yield [cell.strip(" ") for cell in line.split(" | ")]


def _outcome(expected: str) -> dict[str, str]:
    return {"error": expected[1:]} if expected.startswith("!") else {"title": expected}


def titles() -> Iterator[Hostile]:
    yield Hostile("title with a forged annotation", yaml(r'title: "\n::error::x"'), title="\n::error::x")
    for line in TITLES.strip("\n").splitlines():
        written, _, expected = line.rpartition(" | ")
        content = written.replace("\\n", "\n")
        yield Hostile(f"title {written}", yaml(*content.split("\n")), **_outcome(expected.replace("␤", "\n")))


def dates() -> Iterator[Hostile]:
    for written, expected in rows(DATES):
        outcome = {"error": "E_DATE 3 date"} if expected == "!" else {"day": expected}
        yield Hostile(
            f"date {written}", yaml("title: x", f"date: {written}"), title=None if expected == "!" else "x", **outcome
        )


def images() -> Iterator[Hostile]:
    for line in IMAGES.strip("\n").splitlines():
        written, _, expected = line.rpartition(" | ")
        raw = yaml("title: x", f"image: {written}")
        if expected == "~":
            yield Hostile(f"image {written}", raw, skip="its image is")
        elif expected.startswith("!"):
            yield Hostile(f"image {written[:60]}", raw, error=f"{expected[1:]} 3 image")
        else:
            yield Hostile(f"image {written[:60]}", raw, title="x", target=expected)


def formats() -> Iterator[Hostile]:
    for line in FORMATS.strip("\n").splitlines():
        generator, file, content, title, day, category = (
            cell.strip(" ") for cell in line.replace("| |", "| |").split("|")
        )
        yield Hostile(
            f"{generator} {content[:50]}",
            content.replace("␤", "\n").encode(),
            generator,
            file,
            title=title,
            day="" if day == "-" else day,
            category="" if category == "-" else category,
        )


def broken() -> Iterator[Hostile]:
    for generator, content, expected in rows(BROKEN):
        raw = content.replace("␤", "\n").encode()
        if expected.startswith("~"):
            yield Hostile(f"{generator} {content}", raw, generator, skip=expected[1:])
        elif expected == "ok":
            yield Hostile(f"{generator} {content}", raw, generator, title="x")
        else:
            yield Hostile(f"{generator} {content}", raw, generator, error=expected)


def raw_bytes() -> Iterator[Hostile]:
    for name, raw, expected in BYTES:
        yield Hostile(name, raw) if expected == "ok" else Hostile(name, raw, error=expected)
    yield MEGABYTES_65


def endings() -> Iterator[Hostile]:
    """Every mixture of BOM, blank lines above, line ends and closers reads the same."""
    leads, ends, closers = ("", "\n", "\n \n\n"), ("\n", "\r\n", "\r"), ("---", "...", "--- ", "---\t")
    for bom, lead, end, closer, tail in product((b"", b"\xef\xbb\xbf"), leads, ends, closers, ("", "\n本文\n")):
        lines = f"{lead}---\nlayout: post\ntitle: 題\ndate: 2026-02-20 22:15:05 +0900\nimage: /x.png\n{closer}{tail}"
        name = f"BOM {bool(bom)} lead {lead!r} end {end!r} closer {closer!r} tail {tail!r}"
        yield Hostile(name, bom + lines.replace("\n", end).encode(), title="題", day="2026-02-20", target="x.png")
    for bom, lead, end in product((b"", b"\xef\xbb\xbf"), leads, ends):
        lines = f"{lead}---\nlayout: post\ntitle: a: b\n---\n"
        line = 3 + lead.count("\n")
        yield Hostile(
            f"line of an error: {bom!r} {lead!r} {end!r}",
            bom + lines.replace("\n", end).encode(),
            error=f"E_YAML {line} title",
        )


def names() -> Iterator[Hostile]:
    """Posts whose file name is the trap."""
    post = yaml("layout: post")
    yield Hostile("no date in the name", post, file="_posts/hello.md", skip="name")
    yield Hostile("impossible day in the name", post, file="_posts/2026-02-30-x.md", error="E_DATE - file name")
    yield Hostile("month 13 in the name", post, file="_posts/2026-13-01-x.md", error="E_DATE - file name")
    yield Hostile("draft folder", post, file="_drafts/x.md", skip="draft")
    yield Hostile("not a post", post, file="README.md", skip="not a post")
    yield Hostile("a picture", b"\x89PNG\r\n\x1a\n", file="_posts/2026-02-19-x.png", skip="not a post")
    yield Hostile("ignored folder", post, file="node_modules/_posts/2026-02-19-x.md", skip="ignored")
    yield Hostile("name not UTF-8", post, file="_posts/2026-02-19-\udc93\udcfa.md", error="E_TITLE")
    yield Hostile("name half UTF-8", post, file="_posts/2026-02-19-ab\udcfa.md", error="E_TITLE")
    yield Hostile("folder not UTF-8", yaml("title: x"), file="\udc93/_posts/2026-02-19-x.md", category="\ufffd")
    yield Hostile(
        "name not UTF-8, own title",
        yaml("title: x"),
        file="_posts/2026-02-19-\udc93\udcfa.md",
        target="assets/images/posts/2026-02-19-_93_fa-ogp.png",
    )
    yield Hostile("longest name", post, file=f"_posts/2026-02-19-{'a' * 218}.md", title="A" + "a" * 217, day=DAY)
    yield Hostile("too long for its picture", post, file=f"_posts/2026-02-19-{'a' * 232}.md", error="E_IMAGE_PATH")
    yield Hostile("reserved name is made harmless by its date", post, file="_posts/2026-02-19-CON.md", title="Con")
    yield Hostile("spaces", post, file="_posts/2026-02-19-a b.md", target="assets/images/posts/2026-02-19-a-b-ogp.png")
    yield Hostile(
        "full-width",
        post,
        file="_posts/2026-02-19-日記.md",
        title="日記",
        target="assets/images/posts/2026-02-19-日記-ogp.png",
    )
    yield Hostile(
        "bundle",
        b"---\ntitle: x\nimages: [cover.png]\n---\n",
        "hugo",
        "content/a/index.md",
        target="content/a/cover.png",
    )
    yield Hostile(
        "bundle, from the root",
        b"---\ntitle: x\nimages: [/a.png]\n---\n",
        "hugo",
        "content/a/index.md",
        target="static/a.png",
    )
    yield Hostile(
        "bundle without image",
        b"---\ntitle: x\n---\n",
        "hugo",
        "content/a/index.md",
        target="content/a/images/ogp/a.png",
    )
    yield Hostile(
        "bundle climbing",
        b"---\ntitle: x\nimages: [../x.png]\n---\n",
        "hugo",
        "content/a/index.md",
        error="E_IMAGE_PATH 3 images",
    )
    yield Hostile(
        "astro beside",
        b"---\ntitle: x\nheroImage: ./x.png\n---\n",
        "astro",
        "src/content/a.md",
        target="src/content/x.png",
    )
    yield Hostile(
        "astro climbing",
        b"---\ntitle: x\nheroImage: ../../x.png\n---\n",
        "astro",
        "src/content/a.md",
        error="E_IMAGE_PATH 3 heroImage",
    )
    yield Hostile(
        "pelican static", b"Title: x\nImage: {static}/images/x.png\n\n", "pelican", target="content/images/x.png"
    )
    yield Hostile("nikola files", b"<!--\n.. title: x\n.. previewimage: /x.png\n-->\n", "nikola", target="files/x.png")
    yield Hostile(
        "nikola images", b"<!--\n.. title: x\n.. previewimage: /images/x.png\n-->\n", "nikola", target="images/x.png"
    )
    yield Hostile("zola extra", b'+++\ntitle = "x"\n[extra]\nimage = "x.png"\n+++\n', "zola", target="static/x.png")
    yield Hostile("hexo photos", b"---\ntitle: x\nphotos: [/x.png]\n---\n", "hexo", target="source/x.png")


def posts() -> list[Hostile]:
    """All of them."""
    makers = (titles, dates, images, formats, broken, raw_bytes, endings, names)
    return [post for maker in makers for post in maker()]
