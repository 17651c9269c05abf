"""Cards and meta tags of a site generator's pages, apart from any generator."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from sites import Page

from ogp.plugins.cards import PluginPage, manifest_date, plain_text, render_cards
from ogp.plugins.meta_tags import absolute_url, card_tags, insert_tags

if TYPE_CHECKING:
    from pathlib import Path

ROW = {"output": "assets/ogp/木 1.png", "width": 1200, "height": 630, "alt": '「木」と "石"', "title": "木", "id": "0"}


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<em>木</em>と<code>a &lt; b</code>", "木とa < b"),
        ("Vec<T>とAT&amp;T", "Vec<T>とAT&T"),
        ("<ruby>庭<rp>(</rp><rt>にわ</rt><rp>)</rp></ruby>の話", "庭の話"),
        ("1 < 2 > 0", "1 < 2 > 0"),
        (1984, "1984"),
    ],
)
def test_a_title_in_html_becomes_text(html: object, text: str):
    assert plain_text(html) == text


@pytest.mark.parametrize(
    ("date", "day"),
    [
        (dt.date(2026, 2, 19), "2026-02-19"),
        (dt.datetime(2026, 2, 19, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=9))), "2026-02-19"),
        ({"created": dt.date(2026, 2, 19), "updated": dt.date(2026, 3, 1)}, "2026-02-19"),
        ("2026-02-19 23:30:00 +0900", "2026-02-19 23:30:00 +0900"),
        (None, ""),
    ],
)
def test_the_day_is_the_one_written(date: object, day: str):
    assert manifest_date(date) == day


def test_tags_are_escaped_and_absolute():
    wanted = card_tags(absolute_url("https://niwa.example.jp/b/", ROW["output"]), ROW, {"title": '"><script>'})
    page = Page(insert_tags("<html><head><title>木</title></HEAD><body></body></html>", wanted))
    assert page.one("og:image") == "https://niwa.example.jp/b/assets/ogp/%E6%9C%A8%201.png"
    assert page.one("og:image:alt") == '「木」と "石"'
    assert page.one("og:title") == '"><script>'
    assert (page.one("og:image:width"), page.one("og:image:type")) == ("1200", "image/png")


def test_what_the_theme_says_itself_stays_and_is_not_said_twice():
    theme = '<head><meta content="私の" property="og:title"><meta property=og:image content=/mine.png></head>'
    page = Page(insert_tags(theme, card_tags("https://x.example/a.png", ROW, {"title": "木", "type": "article"})))
    assert page.meta["og:title"] == ["私の"]
    assert page.meta["og:image"] == ["/mine.png"]
    assert page.one("og:type") == "article"
    assert "og:image:width" not in page.meta, "the size of another picture"


def test_a_page_without_a_head_is_left_alone():
    assert insert_tags("<p>木</p>", {"og:title": "木"}) == "<p>木</p>"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("blog/posts/木.md", "blog/posts/木"),
        ("a b/50% #1?.md", "a-b/50-1"),
        (".hidden/../x.md", "hidden/x"),
        ("---.md", "index"),
        ("blog/ki/index.html", "blog/ki"),
        ("index.html", "index"),
    ],
)
def test_a_card_is_named_after_its_page_so_that_every_system_takes_it(path: str, name: str):
    assert PluginPage(path, "", "", {}, {}).manifest_row("0")["output"] == f"assets/ogp/{name}.png"


def test_long_names_differ_still():
    first, second = (PluginPage("あ" * 80 + end + ".md", "", "", {}, {}).manifest_row("0")["output"] for end in "甲乙")
    assert first != second
    assert len(first.encode()) < 230


def test_front_matter_reaches_templates_but_cannot_move_the_card():
    meta = {
        "subtitle": "庭にて",
        "output": "../evil.png",
        "template": "blog.html",
        "ogp": {"palette": "plum"},
        "x": [1],
    }
    row = PluginPage("a.html", "a.md", "", {"title": "木"}, meta).manifest_row("7")
    assert row == {"subtitle": "庭にて", "palette": "plum", "title": "木", "id": "7", "output": "assets/ogp/a.png"}


def test_pages_become_cards_and_what_is_wrong_with_one_stops_no_other(tmp_path: Path):
    pages = [
        PluginPage("木/index.html", "木.md", "", {"title": "木"}, {}),
        PluginPage("u.html", "untitled\n.md", "", {"title": ""}, {}),
        PluginPage("out.html", "out.md", "../../x.png", {"title": "石"}, {}),
    ]
    cards = render_cards(tmp_path, pages)
    assert list(cards.rows) == ["木/index.html"]
    assert cards.failed == 2
    assert ["E_TITLE" in line or "E_IMAGE_PATH" in line for line in cards.problems] == [True, True]
    cards.copy_to(tmp_path / "out")
    target = tmp_path / "out" / "assets/ogp/木.png"
    stamp = target.stat().st_mtime_ns
    cards.copy_to(tmp_path / "out")
    assert target.stat().st_mtime_ns == stamp
    assert (tmp_path / ".ogp" / ".gitignore").read_text() == "*\n"


def test_a_broken_configuration_is_one_line(tmp_path: Path):
    (tmp_path / "ogp.toml").write_text("tempalte = 'x'\n")
    cards = render_cards(tmp_path, [PluginPage("a.html", "a.md", "", {"title": "木"}, {})])
    assert cards.failed == 1
    assert "tempalte" in cards.problems[0]
