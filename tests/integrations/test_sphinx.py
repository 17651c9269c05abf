"""The Sphinx extension with the real Sphinx: reStructuredText and MyST."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from sites import Site, example, module, program

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

HOW = "pip install -e '.[sites]'"
CACHE = ".ogp/cards"
SITE = {"site": "庭の図書室", "lang": "ja"}
TREE = {
    "title": "庭の木を眺める、という仕事について",
    "category": "読みもの",
    "date": "2026-02-19",
    "palette": "plum",
    **SITE,
}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    module("myst_parser", HOW)
    return example(tmp_path, "sphinx", "_build", "https://niwa.example.jp/docs")


def build(site: Site, *arguments: str, ok: bool = True, **env: str) -> str:
    return site.run(program("sphinx-build", HOW), *arguments, ".", "_build", ok=ok, **env)


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_every_page_has_a_card_that_says_its_title(site: Site, builder: str):
    build(site, "-W", "-b", builder, "-j", "2", CI="true")
    end = ".html" if builder == "html" else "/index.html"
    site.says("index.html", title="庭の図書室へようこそ", **SITE)
    site.says(f"setup{end}", title="pip install だけで始める、Vec<T>の話", category="手引き", date="2026-03-05", **SITE)
    site.says(f"guide/ki{end}", **TREE)
    assert site.card(f"setup{end}") == "_images/named.png"
    page = site.page(f"guide/ki{end}")
    assert page.one("og:title") == TREE["title"]
    assert page.one("og:url") == f"https://niwa.example.jp/docs/guide/ki{end.removesuffix('index.html')}"
    assert (page.one("og:image:width"), page.one("og:image:height")) == ("1200", "630")
    assert "og:image" not in site.page("search.html" if builder == "html" else "search/index.html").meta


def test_a_second_build_renders_nothing_and_a_changed_title_one_card(site: Site):
    assert len(site.rendered(CACHE, lambda: build(site))) == 3
    assert site.rendered(CACHE, lambda: build(site)) == set()
    shutil.rmtree(site.root / "_build")
    assert site.rendered(CACHE, lambda: build(site)) == set()
    site.edit("guide/ki.md", "庭の木", "庭の石")
    assert site.rendered(CACHE, lambda: build(site)) == {"assets/ogp/guide/ki.png"}
    site.says("guide/ki.html", **(TREE | {"title": "庭の石を眺める、という仕事について"}))


def test_other_builders_are_left_alone_and_ogp_false_means_no_card(site: Site):
    build(site, "-b", "text")
    assert not site.cards()
    site.edit("guide/ki.md", "ogp: {palette: plum}", "ogp: false")
    build(site)
    assert "og:image" not in site.page("guide/ki.html").meta
    assert sorted(site.cards(CACHE)) == ["_images/named.png", "assets/ogp/index.png"]


def test_a_picture_of_ones_own_and_tags_of_ones_own(site: Site):
    site.edit("setup.rst", "_images/named.png", "https://example.com/x.png")
    site.edit("guide/ki.md", "ogp:", 'myst:\n  html_meta:\n    "property=og:title": 私の題\nogp:')
    build(site)
    assert site.page("setup.html").one("og:image") == "https://example.com/x.png"
    assert site.page("guide/ki.html").one("og:title") == "私の題"


@pytest.mark.parametrize(
    ("env", "config", "outcome"),
    [({}, "", "builds"), ({"CI": "true"}, "", "fails"), ({"CI": "true"}, "ogp_strict = False", "builds")],
)
def test_a_card_that_cannot_be_made_fails_the_build_where_nobody_reads_warnings(
    site: Site, env: dict[str, str], config: str, outcome: str
):
    site.edit("setup.rst", "_images/named.png", "/../../escape.png")
    with (site.root / "conf.py").open("a", encoding="utf-8") as file:
        file.write(config + "\n")
    said = build(site, ok=outcome == "builds", **env)
    assert "setup.rst: E_IMAGE_PATH" in said
    if outcome == "builds":
        assert site.card("guide/ki.html")


def test_without_an_address_one_warning(site: Site):
    site.edit("conf.py", 'html_baseurl = "https://niwa.example.jp/docs/"\n', "")
    assert build(site).count("html_baseurl is not set") == 1
