"""What a folder is taken for, and what its own configuration says."""

# ruff: noqa: E501 - a row of a table stays on its line
from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest

from ogp.errors import ConfigError, OgpError
from ogp.posts.generators.site import detect
from ogp.posts.reader import Post, Skip, read

if TYPE_CHECKING:
    from pathlib import Path

# generator | files, ``=`` before a content, ␤ for line ends | title | url | lang
SITES = """
jekyll | _config.yml=title: 題␤url: https://a.jp/␤lang: ja␤ | 題 | https://a.jp | ja
jekyll | _config.yml=name: 題␤locale: en␤ | 題 | | en
jekyll | _posts/x.md= | | | ja
hexo | _config.yml=title: 題␤url: https://a.jp␤language: [ja, en]␤; source/_posts/x.md= | 題 | https://a.jp | ja
hexo | _config.yml=title: 題␤; package.json={"dependencies": {"hexo": "7"}} | 題 | | ja
hugo | hugo.toml=baseURL = "https://a.jp/blog/"␤languageCode = "ja-jp"␤title = "題"␤ | 題 | https://a.jp/blog | ja-jp
hugo | config.toml=baseurl = "https://a.jp"␤ | | https://a.jp | ja
hugo | config/_default/hugo.yaml=title: 題␤ | 題 | | ja
hugo | hugo.json={"title": "題"} | 題 | | ja
zola | config.toml=base_url = "https://a.jp"␤title = "題"␤default_language = "ja"␤ | 題 | https://a.jp | ja
mkdocs | mkdocs.yml=site_name: 題␤site_url: https://a.jp␤theme: {name: material, language: ja}␤x: !!python/name:os.system␤y: !ENV [A, b]␤ | 題 | https://a.jp | ja
pelican | pelicanconf.py=import os␤SITENAME = "題"␤SITEURL = "https://a.jp"␤DEFAULT_LANG = "ja"␤X = os.getcwd()␤raise SystemExit␤ | 題 | https://a.jp | ja
sphinx | conf.py=project = "題"␤language = "ja"␤ | 題 | | ja
sphinx | docs/conf.py=html_title = "題"␤ | 題 | | ja
nikola | conf.py=BLOG_TITLE = "題"␤SITE_URL = "https://a.jp/"␤ | 題 | https://a.jp | ja
astro | package.json={"dependencies": {"astro": "5"}} | | | ja
astro | astro.config.mjs=export default {} | | | ja
eleventy | package.json={"devDependencies": {"@11ty/eleventy": "3"}} | | | ja
eleventy | eleventy.config.js= | | | ja
zenn | articles/x.md=; books/x.md= | | | ja
zenn | package.json={"dependencies": {"zenn-cli": "0.1"}}; articles/x.md= | | | ja
qiita | qiita.config.json={}; public/x.md= | | | ja
qiita | package.json={"dependencies": {"@qiita/qiita-cli": "1"}} | | | ja
plain | x.md= | | | ja
plain | package.json=[1]; config.toml=other = 1 | | | ja
plain | package.json={; config.toml=not toml | | | ja
"""


def write(root: Path, files: dict[str, str]) -> None:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")


@pytest.mark.parametrize("line", SITES.strip().splitlines())
def test_a_site_is_known_by_its_files(line: str, tmp_path: Path) -> None:
    generator, files, title, url, lang = (cell.strip() for cell in line.split("|"))
    pairs = (part.strip().partition("=") for part in files.split("; "))
    write(tmp_path, {path: content.replace("␤", "\n") for path, _, content in pairs})
    site = detect(tmp_path)
    assert (site.generator, site.title, site.url, site.lang) == (generator, title, url, lang)
    assert pickle.loads(pickle.dumps(site)) == site  # it travels to workers


def test_python_files_are_not_run(tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    write(tmp_path, {"pelicanconf.py": f"open({str(marker)!r}, 'w')\nSITENAME = '題'\n"})
    assert detect(tmp_path).title == "題"
    assert not marker.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("_config.yml", "title: a: b\n"),
        ("_config.yml", "title: x\na: &a [*a]\n"),
        ("hugo.toml", "title = x\n"),
        ("hugo.json", "{"),
        ("mkdocs.yml", "- a\n"),
        ("pelicanconf.py", "SITENAME = \n"),
        ("pelicanconf.py", "X = " + "(" * 1000 + ")" * 1000),
    ],
)
def test_a_broken_configuration_says_so(name: str, content: str, tmp_path: Path) -> None:
    write(tmp_path, {name: content})
    with pytest.raises(ConfigError) as caught:
        detect(tmp_path)
    assert (caught.value.code, caught.value.place.file) == ("E_CONFIG", name)


def test_a_configuration_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_bytes("title: 題\n".encode("shift_jis"))
    with pytest.raises(ConfigError, match="not UTF-8"):
        detect(tmp_path)


def test_an_unknown_generator() -> None:
    from pathlib import Path

    with pytest.raises(ConfigError, match="no generator is named 'wordpress'"):
        detect(Path("/nonexistent"), generator="wordpress")


def test_what_is_given_wins(tmp_path: Path) -> None:
    write(tmp_path, {"_config.yml": "title: 題\nurl: https://a.jp\nfuture: true\n"})
    site = detect(
        tmp_path, title="別", url="https://b.jp/", lang="en", future=False, static="/pub/", pattern="/c/{slug}.png"
    )
    assert (site.title, site.host, site.lang, site.future, site.static) == ("別", "b.jp", "en", False, "pub")
    post = read(b"---\ntitle: x\n---\n", "_posts/2026-02-19-hello.md", site)
    assert isinstance(post, Post)
    assert str(post.target) == "pub/c/hello.png"


def test_fields_are_mapped(tmp_path: Path) -> None:
    fields = {
        "title": ["titel", "title"],
        "image": ["image", "thumbnail", "ogp.image", "images[0]"],
        "category": ["genre"],
    }
    site = detect(tmp_path, generator="plain", fields=fields)
    rows = [
        ("titel: 甲\ntitle: 乙\ngenre: 丙\nthumbnail: /t.png", "甲", "丙", "t.png"),
        ("title: 乙\nogp: {image: /o.png, template: t, palette: p, size: s}", "乙", "", "o.png"),
        ("title: 乙\nimages: [/i.png, /j.png]", "乙", "", "i.png"),
        ("title: 乙\nthumbnail: {src: /s.png}\nimage:", "乙", "", "s.png"),
        ("title: 乙\nimage: ''\nthumbnail: /t.png", "乙", "", "t.png"),
    ]
    for front, title, category, target in rows:
        post = read(f"---\n{front}\n---\n".encode(), "x.md", site)
        assert isinstance(post, Post)
        assert (post.card.title, post.card.category, str(post.target)) == (title, category, target)
        assert (post.template, post.palette, post.size) == (("t", "p", "s") if "ogp" in front else ("", "", ""))


# pattern | file | front matter | target
PATTERNS = """
/a/{stem}-ogp.png | _posts/2026-02-19-hello.md | title: x | a/2026-02-19-hello-ogp.png
/a/{slug}.png | _posts/2026-02-19-hello.md | title: x | a/hello.png
/a/{slug}.png | _posts/2026-02-19-hello.md | title: x␤slug: own | a/own.png
/a/{slug}.png | _posts/2026-02-19-hello.md | title: x␤slug: ../../own | a/own.png
/a/{slug}.png | _posts/2026-02-19-hello.md | title: x␤slug: a/b\\c | a/a-b-c.png
/{year}/{date}.webp | _posts/2026-02-19-hello.md | title: x | 2026/2026-02-19.webp
/{category}/{slug}.png | _posts/2026-02-19-hello.md | title: x␤category: 日記/旅 | 日記-旅/hello.png
/{category}/{slug}.png | _posts/2026-02-19-hello.md | title: x | hello.png
/c/{hash}.png | _posts/2026-02-19-hello.md | title: x | c/2bb30c53.png
/c/{path}.png | tech/_posts/2026-02-19-hello.md | title: x | c/tech/_posts/2026-02-19-hello.png
/c/{stem}.png | _posts/2026-02-19-index.md | title: x | c/2026-02-19-index.png
"""


@pytest.mark.parametrize("line", PATTERNS.strip().splitlines())
def test_the_pattern_makes_a_path(line: str, tmp_path: Path) -> None:
    pattern, file, front, target = line.split(" | ")
    site = detect(tmp_path, generator="jekyll", pattern=pattern)
    post = read(f"---\n{front.replace('␤', chr(10))}\n---\n".encode(), file, site)
    assert isinstance(post, Post)
    if "{hash}" in pattern:
        assert post.target.parent.name == "c"
        assert len(post.target.stem) == 8
        assert post.target == read(b"---\ntitle: y\n---\n", file, site).target  # of the file, not of the title
    else:
        assert str(post.target) == target


@pytest.mark.parametrize(("pattern", "code"), [("/a/{nope}.png", "E_CONFIG"), ("/a/{date}.png", "E_IMAGE_PATH")])
def test_a_pattern_that_cannot_be_filled(pattern: str, code: str, tmp_path: Path) -> None:
    site = detect(tmp_path, generator="plain", pattern=pattern)
    with pytest.raises(OgpError) as caught:
        read(b"---\ntitle: x\n---\n", "x.md", site)
    assert caught.value.code == code


def test_the_base_url_is_no_folder(tmp_path: Path) -> None:
    write(tmp_path, {"_config.yml": "baseurl: /blog\n"})
    site = detect(tmp_path)
    for image, target in (("/blog/a.png", "a.png"), ("/blogger/a.png", "blogger/a.png"), ("blog/a.png", "blog/a.png")):
        post = read(f"---\ntitle: x\nimage: {image}\n---\n".encode(), "_posts/2026-02-19-x.md", site)
        assert isinstance(post, Post)
        assert str(post.target) == target


def test_images_of_defaults_belong_to_no_post(tmp_path: Path) -> None:
    config = "defaults: [{scope: {path: ''}, values: {image: /assets/shared.png}}]\n"
    write(tmp_path, {"_config.yml": config})
    site = detect(tmp_path)
    shared = read(b"---\ntitle: x\n---\n", "_posts/2026-02-19-x.md", site)
    own = read(b"---\ntitle: x\nimage: /own.png\n---\n", "_posts/2026-02-19-x.md", site)
    assert "defaults" in getattr(shared, "reason", "")
    assert isinstance(own, Post)
    assert str(own.target) == "own.png"


def test_a_card_says_all_there_is(tmp_path: Path) -> None:
    write(tmp_path, {"_config.yml": "title: 題\nurl: https://a.jp\nauthor: {name: 編集部}\n"})
    front = """title: 題名
categories: 甲 乙
tags: a b
author: {name: 著者}
description: 説明
emoji: 🎉
cover: /assets/cover.jpg
avatar: https://example.com/a.png
lang: en
reading_time: 5分
series: 連載
n: 1.10
ogp: {template: compass}
list: [1]"""
    post = read(f"---\n{front}\n---\n".encode(), "_posts/2026-02-19-x.md", detect(tmp_path))
    assert isinstance(post, Post)
    card = post.card
    assert (card.category, card.tags, card.author, card.excerpt) == ("甲", ("a", "b"), "著者", "説明")
    assert (card.emoji, card.cover, card.avatar, card.lang) == ("🎉", "assets/cover.jpg", "", "en")
    assert (card.reading_time, card.site, card.url, post.template) == ("5分", "題", "a.jp", "compass")
    assert {key: card.extra[key] for key in ("series", "n")} == {"series": "連載", "n": "1.10"}
    assert "list" not in card.extra


def test_the_body_is_read_only_when_asked(tmp_path: Path) -> None:
    site = detect(tmp_path, generator="jekyll")
    raw = (
        "---\ntitle: x\n---\n# 見出し\n\n最初の**段落**は[ここ](https://a.jp)。\n二行目。\n\n次。\n" + "あ" * 1500
    ).encode()
    file = "_posts/2026-02-19-x.md"
    plain = read(raw, file, site)
    asked = read(raw, file, site, body_fields=frozenset({"excerpt", "reading_time"}))
    assert isinstance(plain, Post)
    assert isinstance(asked, Post)
    assert (plain.card.excerpt, plain.card.reading_time) == ("", "")
    assert (asked.card.excerpt, asked.card.reading_time) == ("最初の段落はここ。二行目。", "約3分")


def test_a_head_is_enough(tmp_path: Path) -> None:
    site = detect(tmp_path, generator="plain")
    raw = "---\ndate: 2026-02-20\n---\n# 見出し\n".encode() + "あ".encode() * 60_000
    for cut in (65536, 65537, 65538):  # inside a character, twice
        post = read(raw[:cut], "x.md", site, size=len(raw), body_fields=frozenset({"excerpt", "reading_time"}))
        assert isinstance(post, Post)
        assert post.card.title == "見出し"
    with pytest.raises(OgpError) as caught:
        read(b"---\ntitle: x\n" + b"y: z\n" * 20_000, "x.md", site, size=10_000_000)
    assert caught.value.code == "E_YAML_LIMIT"


def test_a_used_site_is_the_same_site_in_another_process(tmp_path: Path) -> None:
    config = """
title: x
exclude: [tmp]
collections_dir: all
defaults:
  - scope: {path: "all/_posts/*/ki"}
    values: {category: 木}
"""
    write(tmp_path, {"_config.yml": config})
    unused, used = detect(tmp_path, ignores=["old"]), detect(tmp_path, ignores=["old"])
    for file, category in (("all/_posts/x/ki/2026-02-19-x.md", "木"), ("all/_posts/2026-02-19-x.md", "")):
        post = read(b"---\ntitle: x\n---\n", file, used)
        assert isinstance(post, Post)
        assert post.card.category == category
    sent = pickle.loads(pickle.dumps(used))
    assert sent == used == unused
    assert repr(sent) == repr(used) == repr(unused)  # part of the scan index's context
    assert "old" in repr(used)
    assert isinstance(read(b"---\ntitle: x\n---\n", "tmp/all/_posts/2026-02-19-x.md", sent), Skip)
