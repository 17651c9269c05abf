"""``ogp render``: what a site generator's plugin calls. Rows in, cards and a report out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

if TYPE_CHECKING:
    from conftest import Blog, Ran

TREE = {"id": "t", "title": "庭の木を眺める", "category": "読みもの", "date": "2026-02-19", "output": "a/tree.png"}
STONE = {"id": "s", "title": "庭の石を眺める", "output": "stone.webp", "palette": "plum", "size": "square"}


def render(blog: Blog, rows: object, *arguments: str) -> Ran:
    text = rows if isinstance(rows, str) else json.dumps(rows, ensure_ascii=False)
    return blog.ogp("render", "-", "-o", "out", *arguments, stdin=text.encode())


def shown(row: dict[str, Any], layer: str) -> str:
    return next("".join(text["lines"]) for text in row["text"] if text["layer"] == layer)


@pytest.mark.parametrize(
    ("title", "alt"),
    [
        ("庭 & 石 &amp; 苔", "庭 & 石 & 苔"),
        ("<em>苔</em>と`石`", "苔と石"),
        ("~~石~~ **苔**と*砂*", "石 苔と砂"),
        ("{苔|こけ}の{石庭|せき|てい}", "苔の石庭"),
        ("<ruby>苔<rt>こけ</rt></ruby>の庭", "苔の庭"),
        ("苔<br>庭\n石", "苔 庭 石"),
        ("Vec<T>と`a<b>`と2*3*4", "Vec<T>とa<b>と2*3*4"),
    ],
)
def test_alt_is_what_the_card_says(blog: Blog, title: str, alt: str):
    row = render(blog, json.dumps({**TREE, "title": title, "site": "<b>庭</b>"})).row("t")
    assert row["alt"] == f"{alt} — 庭"
    assert shown(row, "title").replace(" ", "") == alt.replace(" ", "")
    assert row["title"] == title


@pytest.mark.parametrize("form", ["array", "lines", "one object over several lines"])
def test_rows_in_cards_and_a_report_out(blog: Blog, form: str):
    rows = [TREE] if form.startswith("one") else [TREE, STONE]
    text = json.dumps(rows) if form == "array" else "\n".join(map(json.dumps, rows))
    ran = render(blog, json.dumps(TREE, indent=2) if form.startswith("one") else text)
    assert ran.code == 0, ran.err
    assert [row["id"] for row in ran.report["posts"]] == [row["id"] for row in rows], "in the order given"
    row = ran.row("t")
    assert (row["status"], row["output"], row["date"], row["alt"]) == (
        "written", "a/tree.png", "2026-02-19", "庭の木を眺める — 庭の図書室",
    )  # fmt: skip
    assert shown(row, "site") == "庭の図書室", "what the row does not say is the site's"
    assert "file" not in row
    with Image.open(blog.root / "out" / "a/tree.png") as card:
        assert (card.format, card.size) == ("PNG", (1200, 630))
    if len(rows) > 1:
        with Image.open(blog.root / "out" / "stone.webp") as card:
            assert (card.format, card.size) == ("WEBP", (1200, 1200))


def test_a_second_call_writes_nothing_and_a_changed_title_one_card(blog: Blog):
    render(blog, [TREE, STONE])
    before = {path: path.stat().st_mtime_ns for path in (blog.root / "out").rglob("*.*")}
    ran = render(blog, [TREE, STONE])
    assert ran.report["summary"]["unchanged"] == 2
    assert {path: path.stat().st_mtime_ns for path in (blog.root / "out").rglob("*.*")} == before
    ran = render(blog, [TREE, STONE | {"title": "庭の水を眺める"}])
    assert [row["status"] for row in ran.report["posts"]] == ["unchanged", "written"]


def test_one_bad_row_does_not_take_the_others_with_it(blog: Blog):
    bad = [{"id": "date", "title": "日", "date": "2026-02-30", "output": "d.png"}, {"id": "none"}, 5, "木"]
    ran = render(blog, [*bad, TREE])
    assert ran.code == 1
    rows = ran.report["posts"]
    assert [row.get("code", row["status"]) for row in rows] == [
        "E_DATE", "E_TITLE", "E_NOT_MAPPING", "E_NOT_MAPPING", "written",
    ]  # fmt: skip
    assert [row["id"] for row in rows] == ["date", "none", "row 3", "row 4", "t"]
    assert rows[0]["key"] == "date"
    assert len([line for line in ran.err.splitlines() if line.startswith("error: ")]) == 4


@pytest.mark.parametrize(("text", "line"), [("[{]", 1), ('{"id": "a"}\n{"id": \n', 2), ("\udcff", 1)])
def test_what_is_no_manifest_does_nothing(blog: Blog, text: str, line: int):
    ran = blog.ogp("render", "-", "-o", "out", stdin=text.encode("utf-8", "surrogateescape"))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: manifest:{line}: ")
    assert not (blog.root / "out").exists() or not list((blog.root / "out").iterdir())


def test_no_rows_are_no_mistake(blog: Blog):
    for text in ("", "[]", "\n"):
        ran = render(blog, text)
        assert (ran.code, ran.report["posts"]) == (0, [])


def test_check_writes_nothing(blog: Blog):
    ran = render(blog, [TREE], "--check")
    assert (ran.code, ran.row("t")["status"]) == (1, "missing")
    assert not (blog.root / "out").exists()
    render(blog, [TREE])
    assert render(blog, [TREE], "--check").code == 0
    ran = render(blog, [TREE | {"title": "庭の水"}], "--check")
    assert (ran.code, ran.row("t")["status"]) == (1, "stale")


def test_files_of_others_are_kept(blog: Blog):
    (blog.root / "out" / "a").mkdir(parents=True)
    mine = blog.root / "out" / "a" / "tree.png"
    mine.write_bytes(b"a picture that a person made")
    ran = render(blog, [TREE])
    assert (ran.code, ran.row("t")["code"]) == (1, "E_IMAGE_FOREIGN")
    assert mine.read_bytes() == b"a picture that a person made"
    assert render(blog, [TREE], "--adopt").row("t")["status"] == "written"


def test_two_rows_with_one_output_are_both_refused(blog: Blog):
    ran = render(blog, [TREE, STONE | {"output": "a/TREE.png"}])
    assert [row["code"] for row in ran.report["posts"]] == ["E_IMAGE_COLLISION"] * 2


def test_any_other_field_is_there_for_a_template_of_ones_own(blog: Blog):
    assert blog.ogp("template", "new", "mine").code == 0
    template = next(blog.root.rglob("mine/template.toml"))
    whole = template.read_text("utf-8")
    layer = '[[layers]]\ntype = "text"\nid = "speaker"\ntext = "{speaker}"\nsize = 20\n'
    row = TREE | {"template": "mine", "speaker": "山田花"}
    template.write_text(f"{whole}\n{layer}box = 5\n", "utf-8")
    line = len(template.read_text("utf-8").splitlines())
    assert f"mine/template.toml:{line}" in render(blog, [row]).row("t")["message"], "the line is of that file"
    template.write_text(f"{whole}\n{layer}box = {{ left = 72, top = 300, width = 400, height = 40 }}\n", "utf-8")
    ran = render(blog, [row])
    assert ran.code == 0, ran.err
    assert shown(ran.row("t"), "speaker") == "山田花"


def test_pictures_that_a_card_can_show_and_others(blog: Blog):
    """What is no picture of the site is left away, as from a post; what is shown must be there, and inside."""
    (blog.root / "art").mkdir()
    Image.new("RGB", (300, 200), "red").save(blog.root / "art" / "red.gif")
    Image.new("RGB", (300, 200), "red").save(blog.root.parent / "secret.png")
    plain = render(blog, [TREE | {"template": "cover"}]).row("t")["bytes"]
    for cover in ("https://example.com/x.png", "none", "films/a.mp4", "data:image/png;base64,AA"):
        ran = render(blog, [TREE | {"template": "cover", "cover": cover}], "--force")
        assert (ran.code, ran.row("t")["bytes"]) == (0, plain), cover
    for cover in ("/art/red.gif", "art/red.gif", "art/../art/red.gif"):
        ran = render(blog, [TREE | {"template": "cover", "cover": cover}], "--force")
        assert ran.code == 0, ran.err
        with Image.open(blog.root / "out" / "a/tree.png") as card:
            low, high = card.convert("RGB").getextrema()[0]
            assert high - low > 100, "a red picture is seen"
    for cover in ("../secret.png", "/art/none.png"):
        assert render(blog, [TREE | {"cover": cover}]).code == 0, "the template does not show it"
        ran = render(blog, [TREE | {"template": "cover", "cover": cover}])
        assert ran.row("t")["code"] == "E_ASSET"
