"""`ogp preview`, asked as its page asks: what is told, which cards are shown, what is left alone."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from starlette.testclient import TestClient

from ogp.preview.app import Preview
from ogp.preview.card_cache import CardCache
from ogp.preview.session import PreviewSession

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Blog

HERE = "http://127.0.0.1:8765"


@pytest.fixture
def page(blog: Blog) -> Iterator[TestClient]:
    with TestClient(Preview(PreviewSession(blog.root), print).app, base_url=HERE) as client:
        yield client


def listed(page: TestClient, **appearance: str) -> dict[str, dict[str, Any]]:
    """The rows of the page by the names of their files."""
    answer = page.get("/list", params=appearance)
    assert answer.status_code == 200
    return {row["file"].removeprefix("_posts/").removesuffix(".md"): row for row in answer.json()["posts"]}


def picture(page: TestClient, row: dict[str, Any]) -> Image.Image:
    answer = page.get(f"/cards/{row['picture']}")
    assert answer.status_code == 200, answer.text
    return Image.open(io.BytesIO(answer.content))


# -- what is told


def test_a_row_says_what_the_plan_says(page: TestClient, blog: Blog):
    for name, title in (("a", "最新"), ("b", "古い題名"), ("c", "まだない")):
        blog.post(f"2026-01-01-{name}", f"title: {title}\ncategory: 日記\nimage: /og/{name}.png")
    assert blog.build().code == 0
    blog.post("2026-01-01-b", "title: 新しい題名\ncategory: 日記\nimage: /og/b.png")
    (blog.root / "og/c.png").unlink()
    blog.post("2026-01-01-d", "title: 題\ndate: 2026-02-30")
    blog.post("2026-01-01-e", "title: よその絵\nimage: https://example.com/a.png")
    blog.post("2026-01-01-f", "title: 手描き\nimage: /og/f.png")
    Image.new("RGB", (8, 8)).save(blog.root / "og/f.png")
    rows = listed(page)
    assert {name[-1]: row["kind"] for name, row in rows.items()} == {
        "a": "fresh",
        "b": "stale",
        "c": "missing",
        "d": "failed",
        "e": "skipped",
        "f": "foreign",
    }
    told = rows["2026-01-01-b"]
    assert (told["title"], told["category"], told["date"]) == ("新しい題名", "日記", "2026-01-01")
    assert (told["template"], told["palette"], told["size"], told["lang"]) == ("compass", "auto", "og", "ja")
    assert told["alt"] == "新しい題名 — 庭の図書室"
    assert [row["kind"] for row in rows.values()][:2] == ["failed", "foreign"]  # what needs a hand comes first
    assert [row["kind"] for row in rows.values()][-1] == "skipped"
    report = blog.build("--check")  # what is wrong is told with the same words
    for name in ("2026-01-01-d", "2026-01-01-e", "2026-01-01-f"):
        assert rows[name].items() >= report.row(f"{name}.md").items()


def test_a_card_is_the_file_that_a_build_writes(page: TestClient, blog: Blog):
    for number, kind in enumerate(("png", "jpg", "webp")):
        blog.post(f"2026-01-0{number + 1}-a", f"title: 第{number}回 庭の話\ncategory: 日記\nimage: /og/{number}.{kind}")
    shown = {row["output"]: page.get(f"/cards/{row['picture']}") for row in listed(page).values()}
    assert blog.build().code == 0
    assert len(shown) == 3
    for output, answer in shown.items():
        assert answer.content == (blog.root / output).read_bytes()
        assert answer.headers["content-type"] == f"image/{output[-4:].strip('.').replace('jpg', 'jpeg')}"


def test_a_card_tells_how_it_was_set(page: TestClient, blog: Blog):
    blog.post("2026-01-01-a", "title: " + "とても長い題名を書いてしまった" * 20 + "𓀀")
    blog.post("2026-01-01-b", "title: 庭\\nの話")
    rows = listed(page)
    told = page.get(f"/cards/{rows['2026-01-01-a']['picture']}/row").json()
    assert [one["code"] for one in told["warnings"]] == ["W_GLYPH", "W_TRUNCATED"]
    title = next(text for text in told["text"] if text["layer"] == "title")
    assert title["truncated"]
    assert len(title["lines"]) > 1
    assert told["bytes"] == len(page.get(f"/cards/{rows['2026-01-01-a']['picture']}").content)
    assert told["kind"] == "missing"


def test_a_card_that_fails_only_when_it_is_drawn_says_why(page: TestClient, blog: Blog):
    (blog.root / "ogp.toml").write_text('missing_glyph = "error"\n')
    blog.post("2026-01-01-a", "title: 絵文字でない 𓀀")
    row = listed(page)["2026-01-01-a"]
    answer = page.get(f"/cards/{row['picture']}")
    assert answer.status_code == 422
    assert answer.json()["code"] == "E_GLYPH"
    told = page.get(f"/cards/{row['picture']}/row").json()
    assert told == answer.json()
    assert told["kind"] == "failed"
    assert told["message"] == blog.build("--check").row("a.md")["message"]


def test_another_fingerprint_with_the_same_picture_is_not_stale(page: TestClient, blog: Blog):
    blog.post("2026-01-01-a", "title: 庭\nimage: /og/a.png")
    blog.build()
    (blog.root / "ogp.toml").write_text('nobreak = ["図書室"]\n', "utf-8")
    row = listed(page)["2026-01-01-a"]
    assert row["kind"] == "stale"  # as far as one can know without drawing it
    assert page.get(f"/cards/{row['picture']}/row").json()["kind"] == "fresh"


def test_hostile_words_travel_as_data(page: TestClient, blog: Blog):
    blog.post("2026-01-01-a", r'title: "</script><script>alert(1)</script>\u202e\u0007\u2028終"')
    answer = page.get("/list")
    assert answer.headers["content-type"] == "application/json"
    title = json.loads(answer.content)["posts"][0]["title"]
    assert title == r"</script><script>alert(1)</script>\u202e\x07 終"
    assert "<script>alert" not in page.get("/").text


# -- trying a look


def test_a_look_is_tried_on_all_cards_and_says_nothing_of_their_state(page: TestClient, blog: Blog):
    blog.post("2026-01-01-a", "title: 庭\ncategory: 日記\nimage: /og/a.png")
    blog.post("2026-01-01-b", "title: 森\nimage: /og/b.png\nogp:\n  template: mesh\n  palette: lagoon")
    blog.build()
    usual = listed(page)
    tried = listed(page, template="bigtype", palette="mint", size="square")
    for name, row in tried.items():
        assert (row["template"], row["palette"], row["size"]) == ("bigtype", "mint", "square")
        assert row["picture"] != usual[name]["picture"]
        assert row["kind"] == "fresh"
        assert picture(page, row).size == (row["width"], row["height"]) == (1200, 1200)
    picture(page, usual["2026-01-01-a"])  # a page that shows the usual look is still answered
    other = listed(page, template="book", size="story")  # `book` has no such size, and no palette of that name
    assert {(row["palette"], row["size"]) for row in other.values()} == {("auto", "og"), ("indigo", "og")}
    choices = page.get("/list", params={"template": "book"}).json()["choices"]
    assert "lagoon" not in choices["palette"]
    assert choices["size"] == ["og", "square"]
    assert "compass" in choices["template"]


def test_a_template_that_shows_the_body_gets_it_when_it_is_tried(page: TestClient, blog: Blog):
    own = blog.root / "templates/quote"
    own.mkdir(parents=True)
    (own / "template.toml").write_text(
        'sizes = ["og"]\n[colors]\nink = "#fff"\n[palettes]\na = { hue = 1 }\n'
        '[[layers]]\ntype = "text"\nid = "words"\ntext = "{excerpt}"\n'
        "box = { left = 9, right = 9, top = 9, bottom = 9 }\n"
        'color = "ink"\n',
        "utf-8",
    )
    blog.post("2026-01-01-a", "title: 庭", body="書き出しの一文です。\n")
    answer = page.get("/list", params={"template": "quote"}).json()
    assert answer["error"] == ""
    told = page.get(f"/cards/{answer['posts'][0]['picture']}/row").json()
    assert "".join(told["text"][0]["lines"]) == "書き出しの一文です。"


@pytest.mark.parametrize("name", ["nonesuch", "../../etc", "/etc", "templates/own", "..\\x"])
def test_a_template_from_an_address_is_a_name_and_never_a_path(page: TestClient, blog: Blog, name: str):
    blog.post("2026-01-01-a", "title: 庭")
    answer = page.get("/list", params={"template": name}).json()
    assert answer["error"].startswith("E_TEMPLATE")
    assert [row["template"] for row in answer["posts"]] == ["compass"]


# -- change


def test_only_what_changed_gets_another_address(page: TestClient, blog: Blog):
    blog.post("2026-01-01-a", "title: 庭")
    blog.post("2026-01-01-b", "title: 森")
    before = listed(page)
    blog.post("2026-01-01-b", "title: 森の中")
    blog.post("2026-01-01-c", "title: 海")
    after = listed(page)
    assert after["2026-01-01-a"] == before["2026-01-01-a"]
    assert after["2026-01-01-b"]["title"] == "森の中"
    assert after["2026-01-01-b"]["picture"] != before["2026-01-01-b"]["picture"]
    assert page.get(f"/cards/{before['2026-01-01-b']['picture']}").status_code == 404  # nobody can want it any more
    (blog.root / "_posts/2026-01-01-c.md").unlink()
    assert set(listed(page)) == set(before)


def test_a_build_makes_the_page_say_fresh(page: TestClient, blog: Blog):
    blog.post("2026-01-01-a", "title: 庭\nimage: /og/a.png")
    before = listed(page)["2026-01-01-a"]
    blog.build()
    after = listed(page)["2026-01-01-a"]
    assert (before["kind"], after["kind"]) == ("missing", "fresh")
    assert after["picture"] == before["picture"]


def test_a_broken_configuration_is_told_and_the_page_recovers(page: TestClient, blog: Blog):
    blog.post("2026-01-01-a", "title: 庭")
    good = page.get("/list").json()
    settings = blog.root / "ogp.toml"
    settings.write_text('template = "compass"\ntemplat = 1\n')
    broken = page.get("/list").json()
    assert broken["error"] == blog.ogp("build").err.removeprefix("error: ").strip()
    assert broken["error"].startswith("ogp.toml:2")
    assert broken["posts"] == good["posts"]  # the last good state stays in sight
    assert page.get(f"/cards/{good['posts'][0]['picture']}").status_code == 200
    settings.write_text('template = "mesh"\n')
    mended = page.get("/list").json()
    assert mended["error"] == ""
    assert mended["posts"][0]["template"] == "mesh"


def test_a_site_that_is_broken_from_the_start_is_shown_once_it_is_mended(blog: Blog):
    blog.post("2026-01-01-a", "title: 庭")
    (blog.root / "ogp.toml").write_text("template = \n")
    with TestClient(Preview(PreviewSession(blog.root), print).app, base_url=HERE) as page:
        assert page.get("/list").json()["error"].startswith("ogp.toml:1")
        (blog.root / "ogp.toml").write_text("")
        assert set(listed(page)) == {"2026-01-01-a"}


def test_a_cover_that_changes_changes_the_card(blog: Blog):
    (blog.root / "ogp.toml").write_text('template = "cover"\n')
    blog.post("2026-01-01-a", "title: 庭\ncover: /a.png\nimage: /og/a.png")
    Image.new("RGB", (600, 315), "red").save(blog.root / "a.png")
    session = PreviewSession(blog.root)
    before = session.page()["posts"][0]["picture"]
    Image.new("RGB", (600, 315), "blue").save(blog.root / "a.png")
    assert session.affects_page(["a.png"])
    after = session.page()["posts"][0]["picture"]
    assert before != after
    found = session.card(after)
    assert found is not None
    with Image.open(io.BytesIO(found[0].data)) as card:
        red, _, blue = card.convert("RGB").resize((1, 1)).getpixel((0, 0))
    assert blue > red


def test_what_cannot_matter_rings_no_bell(blog: Blog):
    blog.post("2026-01-01-a", "title: 庭")
    session = PreviewSession(blog.root)
    session.page()
    assert [
        session.affects_page([file]) for file in ("_posts/2026-01-01-a.md", "ogp.toml", "_config.yml", "a.png")
    ] == [True] * 4
    assert [session.affects_page([file]) for file in ("css/site.css", "index.html", "feed.xml", "_layouts/a.js")] == [
        False
    ] * 4


# -- what is left alone


def test_nothing_is_written(page: TestClient, blog: Blog):
    blog.post("2026-01-01-a", "title: 画像の行がない")
    blog.post("2026-01-01-b", "title: 古い\nimage: /og/b.png")
    blog.build("_posts/2026-01-01-b.md")
    blog.post("2026-01-01-b", "title: 新しい\nimage: /og/b.png")
    before = blog.files()
    for appearance in ({}, {"template": "mesh"}):
        for row in listed(page, **appearance).values():
            picture(page, row)
            page.get(f"/cards/{row['picture']}/row")
    assert blog.files() == before


def test_memory_is_bounded_by_forgetting_what_was_looked_at_first(blog: Blog):
    for number in range(6):
        blog.post(f"2026-01-0{number + 1}-a", f"title: 第{number}回\nimage: /og/{number}.png")
    session = PreviewSession(blog.root)
    session.cards = CardCache(room=100_000)
    keys = [row["picture"] for row in session.page()["posts"]]
    for key in keys:
        session.card(key)
    kept = list(session.cards._kept)  # noqa: SLF001 - that is what takes the memory
    assert 0 < len(kept) < len(keys)
    assert kept == keys[-len(kept) :]
    assert session.cards.size <= 100_000
    assert session.card(keys[0]) is not None  # rendered again
