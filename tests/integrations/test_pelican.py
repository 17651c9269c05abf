"""The Pelican plugin with the real Pelican: Markdown, reStructuredText, translations, pages."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from sites import Site, example, module, program, wait_for

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

HOW = "pip install -e '.[sites]'"
CACHE = ".ogp/cards"
SITE = {"site": "庭の図書室", "author": "山田花"}
TREE = {
    "title": "庭の木を眺める、という仕事について",
    "category": "読みもの",
    "date": "2026-02-19",
    "lang": "ja",
    **SITE,
}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    module("pelican", HOW)
    return example(tmp_path, "pelican", "output", "https://niwa.example.jp/blog")


def build(site: Site, *arguments: str, ok: bool = True, **env: str) -> str:
    return site.run(program("pelican", HOW), *arguments, ok=ok, **env)


def test_every_page_has_a_card_that_says_its_title(site: Site):
    build(site, "--fatal", "warnings", CI="true")
    site.says("ki.html", **TREE)
    english = TREE | {"title": "On the work of looking at trees", "lang": "en"}
    site.says("ki-en.html", **english)
    site.says("rst.html", title="AT&Tと Vec<T> の話", date="2026-03-05", palette="plum", lang="ja", **SITE)
    site.says("pages/about.html", title="この庭について", lang="ja", **SITE)
    assert site.card("rst.html") == "images/named.png"
    page = site.page("ki.html")
    assert page.one("og:title") == TREE["title"]
    assert page.one("og:type") == "article"
    assert (page.one("og:image:width"), page.one("og:image:height")) == ("1200", "630")
    assert "og:image" not in site.page("index.html").meta


def test_a_second_build_renders_nothing_and_a_changed_title_one_card(site: Site):
    assert len(site.rendered(CACHE, lambda: build(site, "--delete-output-directory"))) == 4
    assert site.rendered(CACHE, lambda: build(site, "--delete-output-directory")) == set()
    site.edit("content/ki.md", "庭の木", "庭の石")
    assert site.rendered(CACHE, lambda: build(site)) == {"assets/ogp/ki.png"}
    site.says("ki.html", **(TREE | {"title": "庭の石を眺める、という仕事について"}))


def test_drafts_have_no_card_and_pictures_of_ones_own_are_shown(site: Site):
    site.edit("content/ki.md", "Slug: ki", "Slug: ki\nStatus: draft")
    (site.root / "content" / "images").mkdir()
    (site.root / "content" / "images" / "named.png").write_bytes(b"a picture that a person made")
    build(site)
    assert site.page("rst.html").one("og:image") == "https://niwa.example.jp/blog/images/named.png"
    assert "og:image:width" not in site.page("rst.html").meta
    assert (site.root / "output" / "images" / "named.png").read_bytes() == b"a picture that a person made"
    assert "assets/ogp/drafts/ki.png" not in site.cards()


def test_typographic_titles_are_text_on_the_card(site: Site):
    with (site.root / "pelicanconf.py").open("a", encoding="utf-8") as file:
        file.write("DEFAULT_CATEGORY = '読みもの'\n")
    site.edit("content/ki.md", "庭の木を眺める、", "A &amp; Bの<em>木</em>を眺める、")
    build(site)
    site.says("ki.html", **(TREE | {"title": "A & Bの木を眺める、という仕事について", "category": ""}))


@pytest.mark.parametrize(
    ("env", "config", "outcome"),
    [({}, "", "builds"), ({"CI": "true"}, "", "fails"), ({"CI": "true"}, "OGP_STRICT = False", "builds")],
)
def test_a_card_that_cannot_be_made_fails_the_build_where_nobody_reads_warnings(
    site: Site, env: dict[str, str], config: str, outcome: str
):
    site.edit("content/rst.rst", "/images/named.png", "/../../escape.png")
    with (site.root / "pelicanconf.py").open("a", encoding="utf-8") as file:
        file.write(config + "\n")
    said = build(site, ok=outcome == "builds", **env)
    assert "E_IMAGE_PATH" in said
    if outcome == "builds":
        assert site.card("ki.html")


def test_watching_builds_once_an_edit(site: Site, tmp_path: Path):
    with (site.root / "pelicanconf.py").open("a", encoding="utf-8") as file:
        # By default Pelican 4.10 sees no change of any file with a dot in its name: its pattern ".*" is searched for.
        file.write("IGNORE_FILES = ['__pycache__']\n")
    log = tmp_path / "log"
    watcher = site.start(program("pelican", HOW), "--autoreload", log=log)

    def built() -> int:
        return log.read_text("utf-8").count("Done: Processed")

    try:
        wait_for(lambda: built() >= 1)
        time.sleep(1)
        first, before = built(), site.cards(CACHE)
        site.edit("content/ki.md", "庭の木", "庭の石")
        wait_for(lambda: built() > first)
        time.sleep(5)
        assert built() == first + 1
        after = site.cards(CACHE)
        assert [name for name in after if after[name] != before[name]] == ["assets/ogp/ki.png"]
    finally:
        watcher.terminate()
        watcher.wait()
