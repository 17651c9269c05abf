"""`ogp check` as an engineer calls it after the build: what it prints, reports and returns."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from conftest import Blog

if TYPE_CHECKING:
    from pathlib import Path

TITLES = {"ki": "庭の木を眺める、という仕事について", "ishi": "石を置く"}


def html(name: str, title: str, image: str = "", **more: str) -> str:
    """A page as a theme writes it."""
    tags = {
        "og:type": "article",
        "og:title": title,
        "og:url": f"https://niwa.example.jp/blog/{name}/",
        "og:image": image or f"https://niwa.example.jp/blog/assets/images/posts/{name}-ogp.png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": f"{title} — 庭の図書室",
        "twitter:card": "summary_large_image",
        **more,
    }
    head = "".join(f'<meta property="{key}" content="{value}">\n' for key, value in tags.items())
    return f"<!doctype html>\n<title>{title} | 庭の図書室</title>\n{head}</head>\n<body><p>本文</p></body>\n"


def put(blog: Blog, name: str, text: str) -> None:
    path = blog.root / "_site" / name / "index.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A blog with two posts, their cards rendered, and built."""
    blog = Blog(tmp_path_factory.mktemp("site"))
    (blog.root / "_config.yml").write_text("title: 庭の図書室\n", "utf-8")
    for name, title in TITLES.items():
        blog.post(f"2026-02-19-{name}", f"title: {title}\nimage: /assets/images/posts/{name}-ogp.png")
    assert blog.ogp("build", "-q").code == 0
    for name, title in TITLES.items():
        put(blog, name, html(name, title))
    shutil.copytree(blog.root / "assets", blog.root / "_site" / "assets")
    return blog.root


@pytest.fixture
def built(site: Path, tmp_path: Path) -> Blog:
    """A copy of it for each test."""
    return Blog(shutil.copytree(site, tmp_path / "blog"))


def test_a_site_without_fault(built: Blog):
    before = built.files()
    ran = built.ogp("check", "_site", "--strict")
    assert ran.code == 0, ran.err
    assert ran.err.startswith("2 pages, 2 cards: 0 errors, 0 warnings (")
    assert ran.out == ""
    assert built.files() == before, "it never writes"


def test_what_is_wrong_has_a_line_a_tag_a_code_and_a_cure(built: Blog):
    (built.root / "_site/assets/images/posts/ki-ogp.png").unlink()
    ran = built.ogp("check", "_site")
    assert ran.code == 1
    first, last = ran.err.splitlines()
    assert first.startswith("error: ki/index.html:6 [og:image]: E_CARD_MISSING 'https://niwa.example.jp/")
    assert "make the cards before the site is built" in first
    assert last.startswith("2 pages, 2 cards: 1 error, 0 warnings (")


def test_the_report(built: Blog):
    ran = built.ogp("check", "_site", "--json", "--report", "out/check.json", "-q")
    assert (ran.code, ran.err) == (0, ""), "--quiet prints errors only"
    assert json.loads((built.root / "out/check.json").read_text("utf-8"))["pages"] == ran.report["pages"]
    assert ran.report["version"] == 1
    summary = ran.report["summary"]
    assert summary.pop("seconds") > 0
    assert summary == {
        "pages": 2,
        "cards": 2,
        "remote": 0,
        "no_card": 0,
        "skipped": 0,
        "errors": 0,
        "warnings": 0,
        "base": "https://niwa.example.jp/blog",
    }
    ki = next(page for page in ran.report["pages"] if page["page"] == "ki/index.html")
    size = (built.root / "_site/assets/images/posts/ki-ogp.png").stat().st_size
    assert ki == {
        "page": "ki/index.html",
        "image": "https://niwa.example.jp/blog/assets/images/posts/ki-ogp.png",
        "file": "assets/images/posts/ki-ogp.png",
        "width": 1200,
        "height": 630,
        "bytes": size,
        "findings": [],
    }


def test_a_text_that_does_not_say_the_title_is_a_warning_and_fails_only_if_asked_for(built: Blog):
    stale = html("ishi", "石を動かす").replace("石を動かす —", "石を置く —")
    put(built, "ishi", stale)
    ran = built.ogp("check", "_site")
    assert ran.code == 0
    assert "warning: ishi/index.html:9 [og:image:alt]: W_ALT_STALE" in ran.err
    assert built.ogp("check", "_site", "--strict").code == 1
    assert built.ogp("check", "_site", "--strict", "--ignore", "w_alt_stale,W_OG_ALT").code == 0
    finding = built.ogp("check", "_site", "--json").report["pages"][0]["findings"][0]
    assert (finding["code"], finding["level"], finding["key"]) == ("W_ALT_STALE", "warning", "og:image:alt")
    assert finding["line"] == 9


def test_articles_with_one_card_of_ours_and_different_titles(built: Blog):
    card = "https://niwa.example.jp/blog/assets/images/posts/ki-ogp.png"
    put(built, "ishi", html("ishi", TITLES["ishi"], card))
    put(built, "list", html("list", "記事の一覧", card, **{"og:type": "website"}))
    ran = built.ogp("check", "_site", "--json")
    assert ran.code == 1
    codes = {page["page"]: [item["code"] for item in page["findings"]] for page in ran.report["pages"]}
    assert codes == {"ishi/index.html": ["E_CARD_SHARED"], "ki/index.html": ["E_CARD_SHARED"], "list/index.html": []}
    assert "'ki/index.html' too" in ran.err
    put(built, "ishi", html("ishi", TITLES["ki"], card))
    assert built.ogp("check", "_site").code == 0, "one title, two pages: a translation, or page 2"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "nowhere is not a directory — name the folder that the site is built into, perhaps _site"),
        (["_posts"], "_posts has no HTML in it — name the folder that the site is built into, perhaps _site"),
        (["_site", "--base", "niwa.example.jp"], "give it whole: --base https://example.jp/blog"),
        (["_site", "--ignore", "W_OG_ALTT"], "W_OG_ALT"),
        (["_site", "--report", "_config.yml/x"], "--report _config.yml/x cannot be written"),
        ([], "SITE"),
    ],
)
def test_a_wrong_call(built: Blog, arguments: list[str], said: str):
    ran = built.ogp("check", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_a_site_whose_theme_lost_its_tags_does_not_pass(built: Blog):
    for name in TITLES:
        put(built, name, "<title>題</title>")
    ran = built.ogp("check", "_site")
    assert ran.code == 1
    assert "no page of _site names a card" in ran.err


def test_every_page_can_be_made_to_want_a_card(built: Blog):
    put(built, "about", "<title>私について</title>")
    assert "3 pages, 2 cards, 1 without: 0 errors" in built.ogp("check", "_site").err
    ran = built.ogp("check", "_site", "--all")
    assert ran.code == 1
    assert "about/index.html [og:image]: E_OG_IMAGE" in ran.err


def test_where_the_site_is_served(built: Blog):
    verbose = built.ogp("check", "_site", "-v").err
    assert "the site is served at https://niwa.example.jp/blog (as its pages say)" in verbose
    elsewhere = built.ogp("check", "_site", "--base", "https://www.example.jp/")
    assert "2 cards (2 on other servers, not looked at): 0 errors" in elsewhere.err
    for name, title in TITLES.items():
        put(built, name, html(name, title).replace("https://niwa.example.jp", "http://localhost:4000"))
    ran = built.ogp("check", "_site")
    assert ran.code == 1
    assert "is the URL of a development server" in ran.err


def test_pages_that_say_no_address_are_of_a_site_at_its_hosts_root(built: Blog):
    for name, title in TITLES.items():
        put(built, name, html(name, title, **{"og:url": ""}).replace("/blog/", "/"))
    assert "2 cards: 0 errors, 2 warnings" in built.ogp("check", "_site").err
    put(built, "ki", html("ki", TITLES["ki"], "https://niwa.example.jp/none.png", **{"og:url": ""}))
    assert "E_CARD_MISSING" in built.ogp("check", "_site").err


def test_what_a_layout_forgets_is_not_printed_for_every_page(built: Blog):
    for number in range(15):
        put(built, f"p{number}", html(f"p{number}", "石", "https://cdn.example.jp/x.png", **{"og:image:alt": ""}))
    ran = built.ogp("check", "_site")
    assert ran.err.count("]: W_OG_ALT ") == 10
    assert "W_OG_ALT 5 times more (--verbose names them, --ignore W_OG_ALT none)" in ran.err
    assert built.ogp("check", "_site", "--verbose").err.count("]: W_OG_ALT ") == 15


def test_annotations_cannot_be_forged(built: Blog):
    built.env["GITHUB_ACTIONS"] = "true"
    built.env["GITHUB_WORKSPACE"] = str(built.root)
    put(built, "ishi", html("ishi", "石&#10;::error::x&#27;[31m", "/a&#10;::error file=x::forged&#27;[2J.png"))
    ran = built.ogp("check", "_site")
    assert ran.code == 1
    lines = ran.err.splitlines()
    assert sum(line.startswith("::error file=_site/ishi/index.html,line=6::E_OG_ADDRESS") for line in lines) == 1
    assert not any(line.startswith("::error") and "forged" in line.split("::")[1] for line in lines)
    assert not any(line.startswith(("::error::", "::error file=x")) for line in lines)
    assert "\x1b" not in ran.err
