"""`ogp template list | show | new | check`, as a user calls them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from conftest import posix
from PIL import Image

from ogp.template import names

if TYPE_CHECKING:
    from conftest import Blog

SMALL = """\
summary = "A sheet"
sizes = ["og"]
[colors]
ink = "#112233"
[palettes]
plain = { hue = 10 }
[[layers]]
type = "fill"
color = "#ffffff"
[[layers]]
id = "title"
type = "text"
text = "{title}"
box = { left = 72, right = 72, top = 72, bottom = 72 }
size = [90, 48]
lines = 5
"""


def small(blog: Blog, text: str = SMALL, name: str = "small") -> None:
    place = blog.root / "templates" / name
    place.mkdir(parents=True)
    (place / "template.toml").write_text(text, "utf-8")


def test_list_shows_the_sites_own_first_and_marks_them(blog: Blog):
    small(blog)
    ran = blog.ogp("template", "list")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0].split() == ["small", "og", "1", "palettes", "A", "sheet", "(this", "site's)"]
    assert [line.split()[0] for line in lines[1:]] == names()


def test_list_tells_a_broken_template_and_shows_the_others(blog: Blog):
    small(blog, "summary = ", "broken")
    ran = blog.ogp("template", "list")
    assert "broken/template.toml" in ran.err
    assert "E_TEMPLATE" in ran.err
    assert "compass" in ran.out


def test_show_tells_and_draws(blog: Blog):
    small(blog)
    ran = blog.ogp("template", "show", "small", "-o", "out/sheet.png")
    assert ran.code == 0, ran.err
    for words in ("small: A sheet", "og 1200×630", "plain (hue 10)", "{title}", "Noto Sans JP 700"):
        assert words in ran.out
    with Image.open(blog.root / "out" / "sheet.png") as sheet:
        assert sheet.width == 1200


def test_show_refuses_a_file_it_cannot_write(blog: Blog):
    small(blog)
    ran = blog.ogp("template", "show", "small", "-o", "sheet.gif")
    assert (ran.code, "E_IMAGE_TYPE" in ran.err) == (2, True)


def test_new_copies_and_says_what_to_do_next(blog: Blog):
    ran = blog.ogp("template", "new", "mine", "--from", "frame")
    assert ran.code == 0, ran.err
    assert ran.out.strip() == "templates/mine"
    assert "templates/mine/template.toml" in ran.err
    assert 'template = "mine"' in ran.err
    assert blog.ogp("card", "題名", "-t", "mine", "-o", "mine.png").code == 0
    assert blog.ogp("card", "題名", "-t", "frame", "-o", "frame.png").code == 0
    with Image.open(blog.root / "mine.png") as mine, Image.open(blog.root / "frame.png") as frame:
        assert mine.tobytes() == frame.tobytes()
    assert [path.name for path in (blog.root / "templates").iterdir()] == ["mine"]


def test_new_never_overwrites(blog: Blog):
    small(blog, name="mine")
    before = blog.files()
    ran = blog.ogp("template", "new", "mine")
    assert ran.code == 2
    assert "already exists" in ran.err
    assert blog.files() == before


@pytest.mark.parametrize("name", ["../x", "a/b", "..", ".hidden", "", "-x", "con", "a b", "a" * 70, "x\n"])
def test_new_takes_plain_names_only(blog: Blog, name: str):
    before = blog.files()
    ran = blog.ogp("template", "new", "--", name)
    assert ran.code == 2
    assert blog.files() == before


def test_new_takes_a_japanese_name(blog: Blog):
    assert blog.ogp("template", "new", "潮").code == 0
    assert (blog.root / "templates" / "潮" / "template.toml").is_file()


@posix
def test_new_follows_no_link(blog: Blog):
    small(blog)
    (blog.root / "templates" / "small" / "secret.png").symlink_to("/etc/passwd")
    assert blog.ogp("template", "new", "copy", "--from", "small").code == 0
    assert [path.name for path in (blog.root / "templates" / "copy").iterdir()] == ["template.toml"]


def test_check_passes_a_good_template(blog: Blog):
    small(blog)
    ran = blog.ogp("template", "check")
    assert (ran.code, ran.out) == (0, "")
    assert "small og, 13 palettes: passes" in ran.err


def test_check_prints_a_line_for_each_finding(blog: Blog):
    small(blog, SMALL.replace("size = [90, 48]", "size = 40"))
    ran = blog.ogp("template", "check", "small", "--palette", "plain")
    assert ran.code == 1
    assert ran.out.splitlines()[0] == (
        "small og plain (3 characters) layer title: title: set at 40 px; 44 px is the least that is read"
    )
    as_json = blog.ogp("template", "check", "--json", "--size", "og", "--palette", "plain")
    assert as_json.code == 1
    assert json.loads(as_json.out)[0] == {
        "rule": "title",
        "template": "small",
        "size": "og",
        "palette": "plain",
        "case": "3 characters",
        "layer": "title",
        "message": "set at 40 px; 44 px is the least that is read",
        "warning": False,
    }


def test_check_of_a_broken_template_and_a_good_one(blog: Blog):
    small(blog)
    small(blog, SMALL.replace("lines = 5", "linse = 5"), "broken")
    (blog.root / "templates" / "art").mkdir()
    (blog.root / "templates" / "art" / "a.svg").write_text("<svg")
    (blog.root / "templates" / "art" / "template.toml").write_text('[[layers]]\ntype = "picture"\nfile = "a.svg"\n')
    ran = blog.ogp("template", "check")
    assert ran.code == 2
    assert "did you mean lines?" in ran.err
    assert "E_ASSET" in ran.err
    assert "small og, 13 palettes: passes" in ran.err
    ran = blog.ogp("template", "check", "--palette", "plain")
    assert "small og, plain: passes" in ran.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["smal"], "did you mean small?"),
        (["small", "-p", "plan"], "did you mean plain?"),
        (["small", "-s", "square"], "small has no size 'square'"),
        (["./nowhere"], "cannot be read"),
    ],
)
def test_check_of_what_is_not_there(blog: Blog, arguments: list[str], words: str):
    small(blog)
    ran = blog.ogp("template", "check", *arguments)
    assert ran.code == 2
    assert words in ran.err
    assert "Traceback" not in ran.err
