"""The main job: posts in, their cards at the paths they name, and never a card that is stale or a file that is lost."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import REPOSITORY, SEED, Blog
from PIL import Image, ImageChops

if TYPE_CHECKING:
    from pathlib import Path

CARD = f"assets/images/posts/{SEED}-ogp.png"
HEAD = 'title: "庭の木を眺める"\ndate: 2026-03-05 07:00:00 +0900\ncategory: 読みもの\nimage: "/assets/images/a.png"'


@pytest.fixture
def seed(blog: Blog) -> Blog:
    source = REPOSITORY / "examples" / "blog" / "_posts" / f"{SEED}.md"
    shutil.copy(source, blog.root / "_posts")
    return blog


def test_the_seed_post(seed: Blog):
    ran = seed.build()
    assert ran.code == 0, ran.err
    row = ran.row(f"{SEED}.md")
    assert row["status"] == "written"
    assert row["output"] == CARD
    assert (row["title"], row["category"], row["date"]) == (
        "GPT-4o超え？オープンソースLLMの進化とその実力とは",
        "AI技術ガイド",
        "2026-02-19",
    )
    lines = {text["layer"]: text["lines"] for text in row["text"]}
    assert lines["title"] == ["GPT-4o超え？", "オープンソースLLMの", "進化とその実力とは"]
    assert lines["category"] == ["AI技術ガイド"]
    assert lines["date"] == ["2026年2月19日"]
    assert lines["site"] == ["庭の図書室"]
    with Image.open(seed.root / CARD) as card:
        assert (card.size, card.mode, card.format) == ((1200, 630), "P", "PNG")
        assert "srgb" in card.info
        assert "transparency" not in card.info
    assert row["bytes"] == (seed.root / CARD).stat().st_size


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_the_day_is_the_one_written_whatever_the_machines_zone(seed: Blog, zone: str):
    seed.own_process, seed.env["TZ"] = True, zone
    assert seed.build("--check").row(f"{SEED}.md")["date"] == "2026-02-19"


def test_the_title_is_really_drawn(blog: Blog):
    """Two posts that differ in their title only give pictures that differ where the title is, and nowhere else."""
    for name, title in (("a", "庭の木を眺める"), ("b", "庭の石を眺める")):
        blog.post(f"2026-03-05-{name}", f"title: {title}\ndate: 2026-03-05\ncategory: 読みもの\nimage: /{name}.png")
    assert blog.build().code == 0
    with Image.open(blog.root / "a.png") as first, Image.open(blog.root / "b.png") as second:
        one, other = first.convert("RGB"), second.convert("RGB")
        # Edges of other letters may share other colors: less than can be seen (ogp/paint/color_table.py).
        seen = ImageChops.difference(one, other).point([255 * (step > 16) for step in range(256)] * 3)
        box = seen.getbbox()
        assert box is not None
        left, top, right, bottom = box
        assert top > 100
        assert bottom < 540
        assert 40 < right - left < 170  # one character: 木 became 石
        ink = sum(count for count, (red, green, blue) in one.getcolors(10**6) if min(red, green, blue) > 240)
        assert ink > 15_000  # a large white title


def test_a_second_build_writes_nothing_and_says_so(seed: Blog):
    seed.build()
    before = seed.files()
    again = seed.ogp("build")
    assert again.code == 0
    assert "nothing to do" in again.err
    assert seed.files() == before


@pytest.mark.parametrize("accelerators", ["kept", "deleted"])
def test_a_changed_title_rewrites_exactly_that_card(seed: Blog, accelerators: str):
    other = seed.post("2026-03-05-tree", HEAD)
    seed.build()
    if accelerators == "deleted":
        shutil.rmtree(seed.root / ".ogp")
    before = seed.files()
    other.write_text(other.read_text("utf-8").replace("庭の木", "庭の石"), "utf-8")

    check = seed.build("--check")
    assert check.code == 1
    assert check.row("tree.md")["status"] == "stale"
    assert check.row(f"{SEED}.md")["status"] == "unchanged"
    assert {path: data for path, data in seed.files().items() if not path.endswith("tree.md")} == {
        path: data for path, data in before.items() if not path.endswith("tree.md")
    }

    assert seed.build().report["summary"]["written"] == 1
    after = seed.files()
    assert {path for path in after if after[path] != before.get(path)} == {
        "_posts/2026-03-05-tree.md",
        "assets/images/a.png",
    }
    assert seed.build("--check").code == 0


def test_deleting_the_accelerators_changes_nothing(seed: Blog):
    seed.build()
    before = seed.files()
    shutil.rmtree(seed.root / ".ogp")
    assert seed.build("--check").code == 0
    again = seed.build()
    assert again.report["summary"]["written"] == 0
    assert seed.files() == before


def test_a_clone_without_accelerators_writes_nothing(seed: Blog, tmp_path: Path):
    seed.build()
    clone = Blog(tmp_path / "clone")
    shutil.copytree(seed.root, clone.root, ignore=shutil.ignore_patterns(".ogp"), copy_function=shutil.copyfile)
    before = clone.files()
    assert clone.build().report["summary"]["written"] == 0
    assert clone.files() == before


def test_an_equal_picture_is_not_rewritten(blog: Blog):
    """A second space in a title changes its fingerprint and no pixel."""
    post = blog.post("2026-03-05-tree", HEAD)
    blog.build()
    before = (blog.root / "assets/images/a.png").read_bytes()
    post.write_text(post.read_text("utf-8").replace("庭の木を眺める", "庭の木を眺める "), "utf-8")
    assert blog.build("--check").code == 0
    assert blog.build().report["summary"]["written"] == 0
    assert (blog.root / "assets/images/a.png").read_bytes() == before


class TestForeign:
    """An image that a person made is never overwritten, unless they say so."""

    @pytest.fixture
    def drawn(self, blog: Blog) -> Path:
        blog.post("2026-03-05-tree", HEAD)
        path = blog.root / "assets/images/a.png"
        path.parent.mkdir(parents=True)
        Image.new("RGB", (1200, 630), "teal").save(path)
        return path

    def test_is_refused_and_kept(self, blog: Blog, drawn: Path):
        before = drawn.read_bytes()
        for arguments in ([], ["--force"], ["--check"]):
            ran = blog.build(*arguments)
            assert ran.code == 1
            assert ran.row("tree.md")["code"] == "E_IMAGE_FOREIGN"
            assert drawn.read_bytes() == before

    def test_adopt_takes_it_over(self, blog: Blog, drawn: Path):
        before = drawn.read_bytes()
        assert blog.build("--adopt").code == 0
        assert drawn.read_bytes() != before
        assert blog.build().report["summary"]["unchanged"] == 1

    @pytest.mark.usefixtures("drawn")
    def test_adopt_by_glob_in_the_configuration(self, blog: Blog):
        (blog.root / "ogp.toml").write_text('adopt = ["assets/images/*.png"]\n')
        assert blog.build().code == 0

    def test_a_card_that_a_person_retouched_is_theirs(self, blog: Blog):
        blog.post("2026-03-05-tree", HEAD)
        blog.build()
        path = blog.root / "assets/images/a.png"
        with Image.open(path) as card:
            from PIL.PngImagePlugin import PngInfo

            kept = PngInfo()
            for key, value in card.text.items():
                kept.add_text(key, value)
            card.putpixel((3, 3), (255, 0, 0))
            card.save(path, pnginfo=kept)
        retouched = path.read_bytes()
        for name in ("index kept", "index gone"):
            ran = blog.build()
            assert ran.row("tree.md")["code"] == "E_IMAGE_FOREIGN", name
            assert path.read_bytes() == retouched
            shutil.rmtree(blog.root / ".ogp", ignore_errors=True)


def test_mistakes_are_one_line_each_and_the_other_posts_are_rendered(blog: Blog):
    blog.post("2026-03-01-escape", 'title: 逃げる\ndate: 2026-03-01\nimage: "../../x.png"')
    blog.post("2026-03-02-untitled", 'title: ""\ndate: 2026-03-02\nimage: /u.png')
    blog.post("2026-03-03-broken", "title: a: b\ndate: 2026-03-03\nimage: /b.png")
    blog.post("2026-03-04-day", "title: 日付\ndate: 2026-02-30\nimage: /d.png")
    blog.post("2026-03-05-tree", HEAD)
    ran = blog.build()
    assert ran.code == 1
    expected = {
        "escape.md": ("E_IMAGE_PATH", "image", 4),
        "untitled.md": ("E_TITLE", "title", 2),
        "broken.md": ("E_YAML", "title", 2),
        "day.md": ("E_DATE", "date", 3),
    }
    for file, (code, key, line) in expected.items():
        row = ran.row(file)
        assert (row["status"], row["code"], row["key"], row["line"]) == ("error", code, key, line)
        lines = [line for line in ran.err.splitlines() if file in line]
        assert len(lines) == 1
        assert code in lines[0]
        assert " — " in lines[0]  # a cure follows
    assert ran.row("tree.md")["status"] == "written"
    assert not (blog.root.parent / "x.png").exists()
    assert not (blog.root.parent.parent / "x.png").exists()


def test_two_posts_with_one_image_are_both_refused(blog: Blog):
    blog.post("2026-03-05-tree", HEAD)
    blog.post("2026-03-06-stone", HEAD.replace("a.png", "A.png"))
    ran = blog.build()
    assert ran.code == 1
    assert [row["code"] for row in ran.report["posts"]] == ["E_IMAGE_COLLISION"] * 2
    assert not list(blog.root.rglob("*.png"))


class TestWriteBack:
    """A post that names no card gets one line, and nothing else of it changes."""

    HEAD = "title: 名前のない\ndate: 2026-03-05"

    def test_one_line_is_added(self, blog: Blog):
        post = blog.post("2026-03-05-tree", self.HEAD)
        before = post.read_bytes()
        ran = blog.build()
        assert ran.code == 0, ran.err
        line = b"image: /assets/images/posts/2026-03-05-tree-ogp.png\n"
        after = post.read_bytes()
        added = [part for part in after.splitlines(keepends=True) if part not in before.splitlines(keepends=True)]
        assert [part.replace(b'"', b"") for part in added] == [line]
        assert after.replace(added[0], b"") == before
        assert (blog.root / "assets/images/posts/2026-03-05-tree-ogp.png").is_file()
        assert blog.build().report["summary"] | {"seconds": 0} == {
            "written": 0,
            "unchanged": 1,
            "skipped": 0,
            "error": 0,
            "seconds": 0,
        }

    @pytest.mark.parametrize("off", ["--no-write-back", "write_back = false"])
    def test_can_be_turned_off(self, blog: Blog, off: str):
        post = blog.post("2026-03-05-tree", self.HEAD)
        before = post.read_bytes()
        if not off.startswith("--"):
            (blog.root / "ogp.toml").write_text(off)
        assert blog.build(*([off] if off.startswith("--") else [])).code == 0
        assert post.read_bytes() == before
        assert (blog.root / "assets/images/posts/2026-03-05-tree-ogp.png").is_file()

    def test_check_writes_nothing(self, blog: Blog):
        blog.post("2026-03-05-tree", self.HEAD)
        before = blog.files()
        ran = blog.build("--check")
        assert (ran.code, ran.row("tree.md")["status"]) == (1, "missing")
        assert blog.files() == before


def test_the_bytes_are_the_same_whatever_the_machine_is_set_to(blog: Blog):
    for number in range(3):
        blog.post(
            f"2026-03-0{number + 1}-p", f"title: 記事{number}「引用」と20%\ndate: 2026-03-05\nimage: /c{number}.png"
        )
    seen = set()
    for env, jobs in (
        ({"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"}, "1"),
        ({"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8"}, "2"),
    ):
        blog.own_process, blog.env = True, env
        assert blog.build("--force", "--jobs", jobs).code == 0
        seen.add(tuple(blog.files()[f"c{number}.png"] for number in range(3)))
    assert len(seen) == 1


def test_from_any_working_directory(blog: Blog, tmp_path: Path):
    blog.post("2026-03-05-tree", HEAD)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert blog.ogp("build", str(blog.root), cwd=elsewhere).code == 0
    assert (blog.root / "assets/images/a.png").is_file()
    assert blog.ogp("build", "--check", cwd=blog.root / "_posts").code == 0
    assert blog.ogp("build", "--check", "-C", str(blog.root), cwd=elsewhere).code == 0
    assert not list(elsewhere.iterdir())


def test_titles_cannot_speak_to_the_terminal_or_to_github(blog: Blog):
    blog.env["GITHUB_ACTIONS"] = "true"
    blog.post("2026-03-05-tree", 'title: ""\ndate: 2026-03-05\nimage: "/\\e[31m\\n::error::forged.png"')
    blog.post("2026-03-06-red", 'title: "[red]赤[/i] \\e[31m"\ndate: 2026-02-31\nimage: /r.png')
    ran = blog.build("-v")
    assert ran.code == 1
    assert "\x1b" not in ran.err
    assert "\n::error::forged" not in ran.err


def test_annotations_point_into_the_repository_of_which_the_site_may_be_a_part(blog: Blog):
    blog.env.update(GITHUB_ACTIONS="true", GITHUB_WORKSPACE=str(blog.root.parent))
    blog.post("2026-03-05-tree", "title: 日付\ndate: 2026-02-30\nimage: /d.png")
    assert "::error file=blog/_posts/2026-03-05-tree.md,line=3::E_DATE" in blog.ogp("build").err


def test_a_check_annotates_the_posts_whose_cards_are_missing_or_stale(blog: Blog):
    blog.post("2026-03-05-tree", "title: 木\nimage: /tree.png")
    blog.post("2026-03-06-stone", "title: 石\nimage: /stone.png")
    blog.build()
    blog.post("2026-03-05-tree", "title: 木々\nimage: /tree.png")
    (blog.root / "stone.png").unlink()
    plain = blog.ogp("build", "--check")
    assert plain.err.splitlines()[-1].startswith("1 stale, 1 missing; ogp build renders them (")
    assert "::error" not in plain.err
    blog.env["GITHUB_ACTIONS"] = "true"
    said = blog.ogp("build", "--check").err
    assert "::error file=_posts/2026-03-05-tree.md::tree.png does not show what the post says now" in said
    assert "::error file=_posts/2026-03-06-stone.md::stone.png is missing" in said
    assert "::error" not in blog.ogp("build").err, "a build mends them"


@pytest.mark.skipif(sys.platform == "win32", reason="the encoding of a Windows console is tested by its own")
def test_an_old_encoding_is_no_reason_to_crash(blog: Blog):
    blog.own_process = True
    blog.env.update(PYTHONUTF8="0", PYTHONIOENCODING="cp932")
    blog.post("2026-03-05-party", 'title: "お祝い🎉"\ndate: 2026-02-31\nimage: /p.png')
    env_out = blog.ogp("status")
    assert env_out.code == 1


def test_the_whole_example_blog(tmp_path: Path):
    copy = Blog(tmp_path / "blog", own_process=True)
    shutil.copytree(REPOSITORY / "examples" / "blog", copy.root, ignore=shutil.ignore_patterns(".ogp", "posts"))
    ran = copy.build()
    assert ran.code == 0, ran.err
    posts = len(list((copy.root / "_posts").iterdir()))
    assert posts >= 12
    assert ran.report["summary"]["written"] == posts
    for row in ran.report["posts"]:
        assert "warnings" not in row, row
        with Image.open(copy.root / row["output"]) as card:
            assert card.size == (1200, 630)
        title = next(text for text in row["text"] if text["layer"] == "title")
        assert title["size"] >= 44
        assert not title["truncated"]
    assert copy.build("--check").code == 0
