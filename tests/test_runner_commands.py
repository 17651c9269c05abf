"""Nothing that a stranger wrote is a command to the CI runner whose log it gets into.

GitHub's runner reads every line that a step prints: ``::name …::`` at the start of a line, and in its older form
``##[name …]`` anywhere in one, sets outputs, forges annotations and stops other commands. Others read ``##vso[…]``.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from conftest import any_name

from ogp.message_text import log_json, log_line

if TYPE_CHECKING:
    from conftest import Blog, Ran

OLD = "##[set-output name=sheet]passwd"
NEW = "::set-output name=sheet::passwd"


def commands(printed: str) -> list[str]:
    """What a runner would obey, by its published grammar; annotations of our own are left out."""
    found = []
    for line in printed.splitlines():
        is_ours = re.match(r"::(error|warning) file=[^:]*::(E|W)_", line) or re.match(
            r"::error file=[^:]*::\S+ is ", line
        )
        found += re.findall(r"##[\w-]*\[[^\]]*\]?", line)
        found += [line] if line.lstrip().startswith("::") and not is_ours else []
    return found


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (OLD, r"##\[set-output name=sheet]passwd"),
        ("題 ###[error]x", r"題 ###\[error]x"),
        ("##vso[task.setvariable]", r"##\vso[task.setvariable]"),
        ("##team-city[x", r"##\team-city[x"),
        (NEW, "\\" + NEW),
        ("  ::error::x", "\\  ::error::x"),
        ("a\n::error::x", r"a\n::error::x"),
        ("std::vector と ## 見出し [1]", "std::vector と ## 見出し [1]"),
        ("C#の[配列]", "C#の[配列]"),
    ],
)
def test_a_line_of_a_log(text: str, shown: str):
    assert log_line(text) == shown
    assert commands(log_line(text)) == []


@pytest.mark.parametrize("text", [OLD, NEW, '\\##[x]"##[y]', "###[[##vso[x]]"])
def test_json_has_the_same_values(text: str):
    printed = log_json(json.dumps([{"title": text}], ensure_ascii=False, indent=1))
    assert json.loads(printed) == [{"title": text}]
    assert commands(printed) == []


@pytest.fixture
def hostile(blog: Blog) -> Blog:
    """A site with commands in its titles, categories, names of files and templates, and whatever messages quote."""
    blog.env["GITHUB_ACTIONS"] = "true"
    blog.env["GITHUB_WORKSPACE"] = str(blog.root)
    for number, text in enumerate((OLD, NEW, "##vso[task.complete]", f"𓀀 {OLD}")):
        words = json.dumps(text, ensure_ascii=False)
        blog.post(f"2026-01-0{number + 1}-{text[:20]}", f"title: {words}\ncategory: {words}\nimage: /a/{number}.png")
        blog.post(f"2026-02-0{number + 1}-a", f"title: a\ndate: {words}\nimage: /b/{number}.png")
        blog.post(f"2026-03-0{number + 1}-a", f"title: a\nimage: {json.dumps(f'/{text}/x.pdf', ensure_ascii=False)}")
        blog.post(f"2026-04-0{number + 1}-a", f"title: a\nimage: /c.png\nogp: {{template: {words}}}")
        blog.post(f"2026-05-0{number + 1}-a", f"title: a\nimage: {json.dumps(f'/d/{text}.png', ensure_ascii=False)}")
        folder = blog.root / "templates" / text
        folder.mkdir(parents=True)
        (folder / "template.toml").write_text(f"{words} = 1\n", "utf-8")
    return blog


@any_name
@pytest.mark.parametrize(
    "arguments",
    [
        ("build",),
        ("build", "--verbose"),
        ("build", "--json"),
        ("build", "--check"),
        ("status",),
        ("status", "--json"),
        ("template", "list"),
        ("template", "check", OLD, NEW),
        ("template", "show", OLD),
        ("font", "audit"),
        ("card", OLD, "-o", f"{OLD}.png"),
        ("card", "a", "-t", OLD, "-o", "x.png"),
        ("card", "a", "--date", OLD, "-o", "x.png"),
        ("explain", OLD),
        ("build", OLD),
    ],
)
def test_no_command_of_ogp_prints_one(hostile: Blog, arguments: tuple[str, ...]):
    ran = hostile.ogp(*arguments)
    assert ran.out or ran.err
    assert commands(ran.out) + commands(ran.err) == []


@any_name
@pytest.mark.parametrize("form", [(), ("--json",), ("--verbose",)])
def test_nor_does_the_check_of_a_built_site(hostile: Blog, form: tuple[str, ...]):
    site = hostile.root / "_site"
    for number, text in enumerate((OLD, NEW)):
        page = site / text / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(
            f'<html><head><title>{text}</title><meta property="og:type" content="article">'
            f'<meta property="og:image" content="{text}/{number}.pdf"><meta property="og:url" content="{text}"></head>',
            "utf-8",
        )
    ran: Ran = hostile.ogp("check", "_site", *form)
    assert "set-output" in ran.out + ran.err
    assert commands(ran.out) + commands(ran.err) == []
