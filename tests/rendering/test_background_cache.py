"""Compiled backgrounds in `.ogp/` stay few: those that are of use are kept, the oldest others go."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ogp.rendering import background_cache

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Blog


def aged(folder: Path, name: str, days: int) -> None:
    path = folder / name
    path.write_bytes(b"x")
    os.utime(path, (path.stat().st_mtime - days * 86400,) * 2)


def test_a_build_leaves_few_backgrounds_and_its_own_among_them(blog: Blog):
    blog.post("2026-01-01-a", "title: 雨の日\nimage: /a.png")
    assert blog.build().code == 0
    folder = blog.root / ".ogp" / "scenes"
    (own,) = folder.iterdir()
    os.utime(own, (0, 0))  # older than all that follow
    for number in range(background_cache.MAX_FILES + 20):
        aged(folder, f"{number:032x}", number + 1)
    (blog.root / "a.png").unlink()
    assert blog.build("--force").code == 0
    left = {path.name for path in folder.iterdir()}
    assert len(left) == background_cache.MAX_FILES
    assert own.name in left  # it was of use
    assert f"{0:032x}" in left
    assert f"{background_cache.MAX_FILES + 19:032x}" not in left


def test_a_renderer_holds_few_backgrounds(tmp_path: Path):
    from ogp.card import Card
    from ogp.fonts import FontSet
    from ogp.rendering.renderer import MAX_BACKGROUNDS, Renderer
    from ogp.template import load_folder

    renderer = Renderer(FontSet.bundled())
    (tmp_path / "template.toml").write_text('[[layers]]\ntype = "text"\ntext = "{site}"\n', encoding="utf-8")
    template = load_folder(tmp_path)
    for number in range(MAX_BACKGROUNDS + 5):
        renderer.draw(Card("題", site=f"第{number}サイト"), template, "", "og")
    assert len(renderer._compiled) == MAX_BACKGROUNDS  # noqa: SLF001 - that is what takes the memory
