"""Which changes of files make a build necessary: what `--watch` builds after, what the preview reloads for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ogp.cli.watch import ignorer
from ogp.project import config
from ogp.project.project import Project

if TYPE_CHECKING:
    from pathlib import Path

SITES = {
    "jekyll": ({"_config.yml": "title: 庭\n"}, "_posts/2026-01-01-a.md", "index.html"),
    "hugo": ({"hugo.toml": 'title = "庭"\nbaseURL = "https://a.jp/"\n'}, "content/posts/a.md", "public/posts/a.html"),
    "qiita": ({"qiita.config.json": "{}"}, "public/0123abc.md", "README.md"),
    "pelican": ({"pelicanconf.py": 'PATH = "output"\nSITENAME = "庭"\n'}, "output/a.md", "theme/a.md"),
    "own": ({"ogp.toml": 'posts = ["public/**/*.md"]\n'}, "public/a.md", "src/a.md"),
}


def made(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", SITES)
def test_a_post_is_watched_wherever_it_lies(tmp_path: Path, name: str):
    files, post, other = SITES[name]
    root = made(tmp_path, files)
    ignore = ignorer(root, None)
    assert not ignore(post)
    assert ignore(other)


def test_what_shapes_all_cards_is_watched_and_what_a_build_writes_is_not(tmp_path: Path):
    root = made(tmp_path, SITES["jekyll"][0])
    ignore = ignorer(root, root / "report.json")
    for file in ("_config.yml", "ogp.toml", "templates/mine/template.toml", "templates/mine/a.js", "logo.svg", "a.otf"):
        assert not ignore(file), file
    for file in (
        "assets/a.png",
        ".ogp/index.json",
        "_site/x.md",
        "node_modules/p/package.json",
        "report.json",
        "a.tmp",
    ):
        assert ignore(file), file


def test_while_the_configuration_is_broken_any_file_may_mend_it(tmp_path: Path):
    root = made(tmp_path, {"ogp.toml": "site = \n"})
    ignore = ignorer(root, None)
    assert not ignore("src/a.html")
    made(root, {"ogp.toml": 'site = "庭"\n'})
    assert ignore("src/a.css")


def test_the_preview_and_the_watch_agree(tmp_path: Path):
    root = made(tmp_path, SITES["qiita"][0])
    project = Project.open(config.load(root))
    ignore = ignorer(root, None)
    for file in ("public/a.md", "README.md", "package.json", "public/a.css", "images/a.svg"):
        assert project.concerns(file) != ignore(file), file
