"""docs/templates.md, followed literally by a new user; and which cards a change of a template renders again."""

from __future__ import annotations

import re
import shlex
import shutil
from typing import TYPE_CHECKING

import pytest
from conftest import REPOSITORY, Blog
from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)
POSTS = {"a": "読みもの", "b": "読みもの", "c": "お知らせ", "d": ""}


@pytest.fixture
def site(blog: Blog) -> Blog:
    """Four posts, two of them in one category, their cards rendered."""
    for name, category in POSTS.items():
        head = f"title: 庭の木を眺める{name}\ndate: 2026-03-05\nimage: /{name}.png"
        blog.post(f"2026-03-05-{name}", f"{head}\ncategory: {category}" if category else head)
    assert blog.build().code == 0
    return blog


def written(blog: Blog) -> str:
    """Build; which cards were written, as letters."""
    ran = blog.build()
    assert ran.code == 0, ran.err
    return "".join(sorted(row["file"][-4] for row in ran.report["posts"] if row["status"] == "written"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times in {path}"
    path.write_text(text.replace(old, new), "utf-8")


def picture(blog: Blog, name: str) -> Image.Image:
    with Image.open(blog.root / f"{name}.png") as card:
        return card.convert("RGB")


def follow(blog: Blog, kind: str, file: str, text: str) -> None:
    """Do what a block of the tutorial says."""
    match kind:
        case "sh":
            for line in text.splitlines():
                program, *arguments = shlex.split(line)
                assert program == "ogp"
                ran = blog.ogp(*arguments)
                assert ran.code == 0, ran.err
        case "diff":
            old = [line[1:] for line in text.splitlines() if line[0] == "-"]
            new = [line[1:] for line in text.splitlines() if line[0] == "+"]
            change(blog.root / file, "\n".join(old) + "\n", "\n".join(new) + "\n")
        case "toml":
            (blog.root / file).write_text(text, "utf-8")
        case _:
            pytest.fail(f"a block of kind {kind}")


@pytest.mark.slow
def test_the_tutorial_works_as_written(site: Blog):
    text = (REPOSITORY / "docs" / "templates.md").read_text("utf-8")
    before = site.files()
    blocks = BLOCK.findall(text[text.index("## Five minutes") : text.index("## Which template")])
    assert [kind for kind, *_ in blocks] == ["sh", "diff", "diff", "sh", "toml", "sh"]
    for kind, file, block in blocks:
        follow(site, kind, file, block)
    after = site.files()
    changed = {path for path in before if after[path] != before[path]}
    assert changed == {"a.png", "b.png"}
    assert set(after) - set(before) >= {"templates/mine/template.toml", "mine.png", "ogp.toml"}
    assert written(site) == ""


def test_a_change_renders_what_shows_it_and_nothing_else(site: Blog):
    assert site.ogp("template", "new", "mine", "--from", "compass").code == 0
    (site.root / "ogp.toml").write_text(
        '[categories]\n"読みもの" = { template = "mine", palette = "plum" }\n'
        '"お知らせ" = { template = "mine", palette = "ember" }\n',
        "utf-8",
    )
    written(site)
    template = site.root / "templates" / "mine" / "template.toml"

    change(template, "plum = { hue = 318,", "plum = { hue = 300,")
    assert written(site) == "ab"
    change(template, "hue = 22, ", "hue = 40, ")
    assert written(site) == "c"
    change(template, 'quiet = "oklch(0.90', 'quiet = "oklch(0.95')
    assert written(site) == "abc"
    change(template, "left = 72, right = 72, top = 96", "left = 72, right = 300, top = 96")
    assert written(site) == "abc"
    template.write_text("# a note to myself\n" + template.read_text("utf-8"), "utf-8")
    assert written(site) == ""
    (template.parent / "rose.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    assert written(site) == "abc"
    (template.parent / "unused.svg").write_text("<svg/>")
    assert written(site) == ""


def test_the_post_decides_before_its_category_and_that_before_the_site(site: Blog):
    (site.root / "ogp.toml").write_text(
        'template = "frame"\nsize = "square"\n[categories]\n"読みもの" = { template = "bigtype", size = "og" }\n',
        "utf-8",
    )
    change(site.root / "_posts" / "2026-03-05-b.md", "category:", "ogp: {template: compass, size: x}\ncategory:")
    assert written(site) == "abcd"
    assert {name: picture(site, name).size for name in POSTS} == {
        "a": (1200, 630),
        "b": (1200, 600),
        "c": (1200, 1200),
        "d": (1200, 1200),
    }

    corners = {name: picture(site, name).getpixel((20, 20)) for name in "abc"}
    assert len(set(corners.values())) == 3
    change(site.root / "_posts" / "2026-03-05-b.md", "size: x", "palette: ember, size: x")
    assert written(site) == "b"
    assert picture(site, "b").getpixel((20, 20)) != corners["b"]


@pytest.mark.slow
def test_a_template_by_its_path(site: Blog):
    place = site.root / "designs" / "mine"
    shutil.copytree(REPOSITORY / "templates" / "frame", place)
    (site.root / "ogp.toml").write_text('[categories]\n"お知らせ" = { template = "./designs/mine" }\n', "utf-8")
    assert written(site) == "c"
    assert written(site) == ""
    change(place / "template.toml", 'paper = "#ffffff"', 'paper = "#fff0e0"')
    assert written(site) == "c"
    assert site.ogp("template", "show", "designs/mine").out.startswith("mine: ")
    ran = site.ogp(
        "card", "題名", "--template", "../designs/mine", "-o", "card.png", "-C", "..", cwd=site.root / "_posts"
    )
    assert ran.code == 0, ran.err


def test_a_post_that_names_what_is_not_there_is_told_and_the_others_are_built(blog: Blog):
    wrong = {
        "{template: compas}": "did you mean compass?",
        "{palette: tid}": "did you mean tide?",
        "{size: squar}": "did you mean square?",
        "{template: ../../etc}": "a post names a template, not a folder",
        f"{{template: {'x' * 300}}}": "no template is named",
    }
    for at, own in enumerate(wrong):
        blog.post(f"2026-03-05-{at}", f"title: 木\ndate: 2026-03-05\nimage: /{at}.png\nogp: {own}")
    blog.post("2026-03-05-good", "title: 木\ndate: 2026-03-05\nimage: /good.png")
    ran = blog.build()
    assert ran.code == 1
    assert ran.row("-good.md")["status"] == "written"
    for at, words in enumerate(wrong.values()):
        row = ran.row(f"-{at}.md")
        assert (row["code"], words in row["message"]) == ("E_TEMPLATE", True), row
