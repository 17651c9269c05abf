"""Cards share a background exactly if it looks the same: what no template shows makes no difference."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ogp.card import Card
from ogp.project import config
from ogp.project.project import Project
from ogp.rendering.background_key import BackgroundKey, BackgroundKeys
from ogp.template import load_folder, load_template

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Blog

CARD = Card("雨の日", site="小川のほとり", url="ogawa.example.jp", category="読みもの")


def key(card: Card, name: str = "compass", palette: str = "", size: str = "og") -> BackgroundKey:
    return BackgroundKeys("", lambda name: f"digest of {name}").key(card, load_template(name), palette, size)


@pytest.mark.parametrize(
    "change",
    [{"url": "else.example.jp"}, {"title": "晴れの日"}, {"author": "山田"}, {"emoji": "🌧"}, {"cover": "a.png"}],
)
def test_what_the_background_does_not_show_makes_no_other_one(change: dict[str, str]):
    assert key(replace(CARD, **change)) == key(CARD)


@pytest.mark.parametrize("change", [{"site": "別のところ"}, {"logo": "logo.svg"}, {"lang": "zh-TW"}])
def test_what_it_shows_makes_another(change: dict[str, str]):
    assert key(replace(CARD, **change)) != key(CARD)


def test_template_palette_and_size_make_another():
    keys = {
        key(CARD),
        key(CARD, "frame"),
        key(CARD, palette="plum"),
        key(CARD, size="square"),
        key(CARD, palette="auto"),
    }
    assert len(keys) == 5
    assert len({one.name for one in keys}) == 5


def test_a_category_counts_by_its_hue():
    assert key(replace(CARD, category="日記"), palette="auto") != key(CARD, palette="auto")
    assert key(replace(CARD, category="日記")) == key(CARD)


def test_an_address_that_the_template_shows_counts(tmp_path: Path):
    (tmp_path / "template.toml").write_text(
        '[[layers]]\ntype = "text"\ntext = "{title}"\n[[layers]]\ntype = "text"\ntext = "{url}"\nbox = {top = 500}\n'
    )
    template = load_folder(tmp_path)
    keys = BackgroundKeys("", str)
    assert keys.key(CARD, template, "", "og") != keys.key(replace(CARD, url="else.jp"), template, "", "og")


def test_rows_of_many_addresses_have_one_background(blog: Blog):
    rows = [
        {"id": str(number), "title": f"題 {number}", "url": f"a{number}.example.jp", "output": f"{number}.png"}
        for number in range(20)
    ]
    ran = blog.ogp("render", "-", "-o", "out", stdin=json.dumps(rows).encode())
    assert ran.code == 0, ran.err
    assert len(list((blog.root / ".ogp" / "scenes").iterdir())) == 1


def test_an_opened_site_travels_to_another_process(blog: Blog):
    project = Project.open(config.load(blog.root))
    mine = project.background_keys.key(CARD, project.template("compass"), "auto", "og")
    other = pickle.loads(pickle.dumps(project))
    assert other.background_keys.key(CARD, other.template("compass"), "auto", "og") == mine
