"""The Jekyll gem, built, installed and used by the real Jekyll."""

from __future__ import annotations

import json
import os
import subprocess
import time
from typing import TYPE_CHECKING

import pytest
from published import gem
from sites import REPOSITORY, Site, example, program, wait_for

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

GEM = REPOSITORY / "integrations" / "jekyll"
CACHE = ".jekyll-cache/ogp"
TREE = "読みもの/2026/02/19/ki.html"
SITE = {"site": "庭の図書室", "url": "niwa.example.jp", "lang": "ja"}


@pytest.fixture(scope="session")
def gems(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    env = gem(tmp_path_factory.mktemp("gems"))
    subprocess.run(["gem", "install", "jekyll-ogp-cards"], env={**os.environ, **env}, check=True, capture_output=True)
    return env


@pytest.fixture
def site(tmp_path: Path, gems: dict[str, str]) -> Site:
    return example(tmp_path, "jekyll", "_site", "https://niwa.example.jp/blog", **gems)


def build(site: Site, *arguments: str, ok: bool = True, **env: str) -> str:
    return site.run(program("jekyll", "apt-get install jekyll ruby-jekyll-seo-tag"), "build", *arguments, ok=ok, **env)


def test_every_page_has_a_card_that_says_its_title(site: Site):
    build(site, CI="true")
    title = "庭の木を眺める、という仕事について"
    site.says(TREE, title=title, category="読みもの", date="2026-02-19", **SITE)
    named = "開発日誌/2026/03/05/named.html"
    site.says(named, title="Node.js 22でCI/CDを組みなおす", category="開発日誌", date="2026-03-05", **SITE)
    hashed = "2026/03/09/日本語の名前.html"
    site.says(hashed, title="日本語のファイル名：「引用」と100%", date="2026-03-09", **SITE)
    site.says("guides/start.html", title="はじめての手引き", **SITE)
    assert site.card(named) == "assets/images/posts/node.png"
    page = site.page(hashed)
    assert (page.one("og:image:width"), page.one("og:image:height")) == ("1200", "630")
    assert "日本語のファイル名" in page.one("og:image:alt")
    assert site.page(TREE).one("twitter:card") == "summary_large_image"
    assert not (site.root / "_site" / "ogp.toml").exists()
    assert not site.cards("assets"), "the source tree is not touched"
    assert (site.root / ".ogp" / ".gitignore").read_text() == "*\n"


@pytest.mark.parametrize(
    ("title", "alt"),
    [
        ('「庭」と"石"と', '「庭」と"石"と'),
        ("庭 & 石 &amp; 苔", "庭 & 石 & 苔"),
        ("\"><script>庭('石')</script>", "\"><script>庭('石')</script>"),
        ("苔 onload='x' title=\"y", "苔 onload='x' title=\"y"),
        ("<em>苔</em>と`石`", "苔と石"),
        ("{苔|こけ}の**庭**", "苔の庭"),
    ],
)
@pytest.mark.parametrize("image", ["", "image: {path: /assets/x.png}\n"])
def test_alt_is_one_attribute_with_what_the_card_says(site: Site, title: str, alt: str, image: str):
    """Whatever the title has, and however the theme's tags are written by jekyll-seo-tag."""
    head = f"title: {json.dumps(title, ensure_ascii=False)}\n{image}"
    (site.root / "_posts" / "2026-05-01-x.md").write_text(f"---\n{head}---\n\n本文。\n", "utf-8")
    with (site.root / "_config.yml").open("a", encoding="utf-8") as config:
        config.write("\nogp: {image_hash: true}\n")
    build(site)
    path = "2026/05/01/x.html"
    page = site.page(path)
    assert page.one("og:image:alt") == page.one("twitter:image:alt") == f"{alt} — 庭の図書室"
    assert "<script>庭" not in (site.root / "_site" / path).read_text("utf-8").split("</head>")[0]


def test_the_built_site_passes_the_check(site: Site):
    build(site, CI="true")
    said = site.run("ogp", "check", "_site", "--strict", "--ignore", "W_OG_ALT")
    assert "5 pages, 4 cards, 1 without: 0 errors" in said
    site.edit("_config.yml", "url: https://niwa.example.jp", "url: http://localhost:4000")
    build(site, CI="true")
    assert "E_OG_ADDRESS" in site.run("ogp", "check", "_site", ok=False)


def test_a_second_build_renders_nothing_and_a_changed_title_one_card(site: Site):
    assert len(site.rendered(CACHE, lambda: build(site))) == 4
    assert site.rendered(CACHE, lambda: build(site)) == set()
    site.edit("_posts/2026-02-19-ki.md", "庭の木", "庭の石")
    assert site.rendered(CACHE, lambda: build(site)) == {"assets/ogp/posts/2026-02-19-ki.png"}
    title = "庭の石を眺める、という仕事について"
    site.says(TREE, title=title, category="読みもの", date="2026-02-19", **SITE)


def test_incremental(site: Site):
    build(site, "--incremental")
    site.edit("_posts/2026-02-19-ki.md", "庭の木", "庭の石")
    assert site.rendered(CACHE, lambda: build(site, "--incremental")) == {"assets/ogp/posts/2026-02-19-ki.png"}
    title = "庭の石を眺める、という仕事について"
    site.says(TREE, title=title, category="読みもの", date="2026-02-19", **SITE)
    assert len(site.cards()) == 4


def test_an_image_string_stays_a_string_unless_asked_otherwise(site: Site):
    site.edit("_layouts/default.html", "{{ content }}", "<img src='{{ page.image }}'>{{ content }}")
    build(site)
    assert "<img src='/assets/ogp/posts/2026-02-19-ki.png'>" in (site.root / "_site" / TREE).read_text("utf-8")
    with (site.root / "_config.yml").open("a", encoding="utf-8") as file:
        file.write("ogp: {image_hash: true}\n")
    build(site)
    page = site.page(TREE)
    assert (page.one("og:image:width"), page.one("og:image:height")) == ("1200", "630")
    assert page.one("og:image:alt") == "庭の木を眺める、という仕事について — 庭の図書室"


def test_a_picture_of_ones_own_and_a_remote_one_are_left_alone(site: Site):
    (site.root / "assets").mkdir()
    mine = b"a picture that a person made"
    (site.root / "assets" / "mine.png").write_bytes(mine)
    site.edit("_posts/2026-02-19-ki.md", "categories:", "image: /assets/mine.png\ncategories:")
    site.edit("_posts/2026-03-05-named.md", "/assets/images/posts/node.png", "https://example.com/x.png")
    assert site.rendered(CACHE, lambda: build(site)) == {
        "assets/images/posts/hash.png",
        "assets/ogp/guides/start.png",
    }
    assert (site.root / "_site" / "assets" / "mine.png").read_bytes() == mine
    assert site.page("開発日誌/2026/03/05/named.html").one("og:image") == "https://example.com/x.png"


def test_an_image_from_the_defaults_is_not_any_posts_card(site: Site):
    site.edit("_config.yml", "type: posts}\n    values: {", "type: posts}\n    values: {image: /assets/fallback.png, ")
    build(site, CI="true")
    assert site.card(TREE) == "assets/ogp/posts/2026-02-19-ki.png"
    assert site.card("開発日誌/2026/03/05/named.html") == "assets/images/posts/node.png"


@pytest.mark.parametrize(
    ("env", "config", "outcome"),
    [
        ({}, "", "builds"),
        ({"CI": "true"}, "", "fails"),
        ({}, "strict: true", "fails"),
        ({"CI": "true"}, "strict: false", "builds"),
    ],
)
def test_a_card_that_cannot_be_made_fails_the_build_where_nobody_reads_warnings(
    site: Site, env: dict[str, str], config: str, outcome: str
):
    site.edit("_posts/2026-03-05-named.md", "/assets/images/posts/node.png", "/../../escape.png")
    if config:
        with (site.root / "_config.yml").open("a", encoding="utf-8") as file:
            file.write(f"ogp: {{{config}}}\n")
    said = build(site, ok=outcome == "builds", **env)
    assert "_posts/2026-03-05-named.md" in said or "posts/2026-03-05-named.md" in said
    assert "E_IMAGE_PATH" in said
    if outcome == "builds":
        assert site.card(TREE), "the other cards are there"


def test_without_ogp_one_line_says_what_to_install(site: Site):
    with (site.root / "_config.yml").open("a", encoding="utf-8") as file:
        file.write("ogp: {command: no-such-ogp}\n")
    assert "pip install ogp-cards" in build(site)
    assert "pip install ogp-cards" in build(site, ok=False, CI="1")


def test_watching_regenerates_once_an_edit(site: Site, tmp_path: Path):
    """Also where the edit needs a new palette, which ogp compiles into .ogp/ below the source."""
    log = tmp_path / "log"
    jekyll = program("jekyll", "apt-get install jekyll ruby-jekyll-seo-tag")
    watcher = site.start(jekyll, "build", "--watch", log=log)
    try:
        wait_for(lambda: "Auto-regeneration: enabled" in log.read_text("utf-8"))
        time.sleep(1)
        site.edit("_posts/2026-02-19-ki.md", "庭の木", "庭の石")
        site.edit("_posts/2026-02-19-ki.md", "読みもの", "お知らせ")
        wait_for(lambda: "...done" in log.read_text("utf-8"))
        time.sleep(5)
        assert log.read_text("utf-8").count("Regenerating:") == 1, log.read_text("utf-8")
        title = "庭の石を眺める、という仕事について"
        site.says("お知らせ/2026/02/19/ki.html", title=title, category="お知らせ", date="2026-02-19", **SITE)
    finally:
        watcher.terminate()
        watcher.wait()


def test_the_gems_own_specs():
    rspec = program("rspec", "apt-get install ruby-rspec-core ruby-rspec-expectations ruby-rspec-mocks")
    done = subprocess.run([rspec, "--no-color"], cwd=GEM, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()
