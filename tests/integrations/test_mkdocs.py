"""The MkDocs plugin with the real MkDocs, mkdocs-material, its blog, and translations."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING

import pytest
from sites import Site, example, module, program, wait_for

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

HOW = "pip install -e '.[sites]'"
CACHE = ".ogp/cards"
TREE = "blog/2026/02/19/庭の木を眺めるという仕事について/index.html"
SITE = {"site": "庭の図書室", "lang": "ja"}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    module("material", HOW)
    return example(tmp_path, "mkdocs", "site", "https://niwa.example.jp/docs", NO_MKDOCS_2_WARNING="1")


def build(site: Site, *arguments: str, ok: bool = True, **env: str) -> str:
    return site.run(program("mkdocs", HOW), "build", *arguments, ok=ok, **env)


def test_every_page_has_a_card_that_says_its_title(site: Site):
    build(site, "--strict", CI="true")
    site.says("index.html", title="庭の図書室へようこそ", **SITE)
    site.says("setup/index.html", title="pip install だけで始める、Vec<T>の話", **SITE)
    site.says("named/index.html", title="画像の場所を自分で決めたページ", palette="plum", **SITE)
    tree = {"title": "庭の木を眺める、という仕事について", "category": "読みもの", "date": "2026-02-19"}
    site.says(TREE, **tree, **SITE)
    site.says("blog/index.html", title="ブログ", **SITE)
    site.says("blog/category/読みもの/index.html", title="読みもの", **SITE)
    site.says("en/index.html", title="Welcome to the garden library", site="庭の図書室", lang="en")
    assert site.card("named/index.html") == "images/named.png"
    page = site.page(TREE)
    assert page.one("og:title") == "庭の木を眺める、という仕事について"
    assert page.one("og:type") == "article"
    assert (page.one("og:image:width"), page.one("og:image:height")) == ("1200", "630")
    assert page.one("twitter:card") == "summary_large_image"


def test_a_second_build_renders_nothing_and_a_changed_title_one_card(site: Site):
    assert len(site.rendered(CACHE, lambda: build(site))) == 7
    assert site.rendered(CACHE, lambda: build(site)) == set()
    site.edit("docs/blog/posts/ki.md", "date:", "slug: ki\ndate:")
    site.edit("docs/blog/posts/ki.md", "庭の木", "庭の石")
    assert site.rendered(CACHE, lambda: build(site)) == {"assets/ogp/blog/2026/02/19/ki.png"}
    tree = {"title": "庭の石を眺める、という仕事について", "category": "読みもの", "date": "2026-02-19"}
    site.says("blog/2026/02/19/ki/index.html", **tree, **SITE)


def test_the_plain_theme(site: Site):
    site.edit("mkdocs.yml", "name: material\n  language: ja\n  font: false # nothing is fetched", "name: mkdocs")
    site.edit("mkdocs.yml", "  - blog:\n      archive: false\n      pagination: false\n", "")
    build(site, "--strict")
    site.says("setup/index.html", title="pip install だけで始める、Vec<T>の話", site="庭の図書室", lang="en")


def test_folders_of_translations(site: Site):
    module("mkdocs_static_i18n", HOW)
    (site.root / "docs" / "named.md").unlink()
    (site.root / "docs" / "ja").mkdir()
    for name in ("index.md", "setup.md"):
        (site.root / "docs" / name).rename(site.root / "docs" / "ja" / name)
    i18n = """  - i18n:
      docs_structure: folder
      languages:
        - {locale: ja, name: 日本語, default: true, build: true}
        - {locale: en, name: English, build: true, site_name: The Garden Library}
"""
    site.edit("mkdocs.yml", "  - blog:\n      archive: false\n      pagination: false\n", i18n)
    build(site)
    site.says("index.html", title="庭の図書室へようこそ", **SITE)
    site.says("en/index.html", title="Welcome to the garden library", site="The Garden Library", lang="en")
    assert site.rendered(CACHE, lambda: build(site)) == set()


def test_a_picture_of_ones_own_is_shown_and_ogp_false_means_no_card(site: Site):
    (site.root / "docs" / "images").mkdir()
    (site.root / "docs" / "images" / "named.png").write_bytes(b"a picture that a person made")
    site.edit("docs/setup.md", "# ", "---\nogp: false\n---\n# ")
    site.edit("docs/index.md", "title:", "image: https://example.com/x.png\ntitle:")
    build(site, "--strict")
    named = site.page("named/index.html")
    assert named.one("og:image") == "https://niwa.example.jp/docs/images/named.png"
    assert "og:image:width" not in named.meta
    assert site.page("index.html").one("og:image") == "https://example.com/x.png"
    assert "og:image" not in site.page("setup/index.html").meta
    assert (site.root / "site" / "images" / "named.png").read_bytes() == b"a picture that a person made"


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
    site.edit("docs/named.md", "images/named.png", "../../escape.png")
    site.edit("mkdocs.yml", "  - ogp\n", f"  - ogp: {{{config}}}\n")
    said = build(site, ok=outcome == "builds", **env)
    assert "named.md: E_IMAGE_PATH" in said
    if outcome == "builds":
        assert site.card("index.html")


def test_without_an_address_one_warning(site: Site):
    site.edit("mkdocs.yml", "site_url: https://niwa.example.jp/docs/\n", "")
    assert build(site).count("site_url is not set") == 1
    assert "og:image" not in site.page("index.html").meta


def test_serving_builds_once_an_edit(site: Site, tmp_path: Path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path / "log"
    server = site.start(program("mkdocs", HOW), "serve", "--livereload", "-a", f"127.0.0.1:{port}", log=log)

    def built() -> int:
        return log.read_text("utf-8").count("Documentation built")

    try:
        wait_for(lambda: "Serving on" in log.read_text("utf-8"))
        time.sleep(1)
        before = site.cards(CACHE)
        site.edit("docs/named.md", "自分で決めた", "人が決めた")
        wait_for(lambda: built() == 2)
        time.sleep(5)
        assert built() == 2
        after = site.cards(CACHE)
        assert [name for name in after if after[name] != before.get(name)] == ["images/named.png"]
    finally:
        server.terminate()
        server.wait()
