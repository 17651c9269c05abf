"""HAZARDS.md through the command line: `ogp build` as a user runs it, on what strangers send.

| row of HAZARDS.md | shown by |
|---|---|
| `image: /assets/x.png` | test_leading_slash_is_the_site_root; posts/test_hostile |
| `..`, links, dots, drives, NUL, reserved, over-long | test_links_and_what_is_no_file, test_from_above; posts/test_hostile; test_store |
| `https://…`, `//…`, `data:` | posts/test_hostile, posts/test_manifest_rows |
| extension | posts/test_hostile |
| `image:` a list or mapping | posts/test_hostile, posts/test_detect |
| two posts, one path | TestCollision; posts/test_detect (test_images_of_defaults_belong_to_no_post) |
| an image that a person made | test_read_only_cards; test_build (TestForeign); test_store |
| tags, alias bombs, nesting, merge keys | posts/test_hostile, posts/test_scalars |
| duplicate title, date or image | posts/test_hostile |
| `+0900` and the other dates | posts/test_dates, posts/test_hostile, posts/test_against_jekyll; test_build (zones) |
| `2026-02-30`, hour 25 | posts/test_hostile; test_build (test_mistakes_are_one_line_each…) |
| BOM, `...`, CRLF, CR, unclosed, `title：` | posts/test_hostile; TestWriteBack |
| TOML, JSON, Pelican, qiita | posts/test_hostile, posts/test_writeback; TestWriteBack |
| Shift_JIS, EUC-JP, UTF-16 | posts/test_hostile |
| unquoted `title: a: b` and the like | posts/test_hostile; test_build |
| title empty, invisible | test_titles_without_end; posts/test_hostile |
| 100,000 characters, 500 letters, floods | test_titles_without_end; typeset/test_normalize, typeset/test_search |
| art: bombs, EPS, corrupt | test_art |
| SVG | test_art; template/test_svg |
| corrupt font | test_fontset, test_fonts_cli (test_a_broken_font…) |
| kill -9, disk full, read-only | test_faults (kill, full disk, faults at system calls); test_lock; test_store; test_read_only_cards |
| two runs at once | test_two_builds_at_once; test_lock |
| cache corrupt, other version | TestDamagedAccelerators; test_store |
| write-back | TestWriteBack; test_faults (test_a_post_that_is_edited…); posts/test_writeback; test_build (TestWriteBack) |
| logs | test_build (test_titles_cannot_speak…, test_an_old_encoding…); test_markup_in_titles_is_text |
| preview server | not built: there is no server in ogp |
| wheels | test_text_needs_no_system_library; .ci/run installs the wheel elsewhere and renders with it |

Issue 4 besides: nothing to do imports little (TestNothingToDo; 10,000 posts in test_faults), --changed-since
(TestChangedSince), determinism (test_faults).
"""

# ruff: noqa: E501 - the table's lines are as long as they are
from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
import time
import unicodedata
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import REPOSITORY, Blog, Ran, children_seconds, posix, run_here
from PIL import Image
from test_lock import need_program

from ogp import provenance
from ogp.building.build import add_image_line
from ogp.building.plan_post import plan_post
from ogp.building.plan_types import PlanOptions, RenderJob
from ogp.errors import OgpError
from ogp.project import config
from ogp.project.project import Project
from ogp.store.cache_folder import save_bytes, save_cache

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow  # a minute and a half of real builds; what breaks most often is in test_build.py

DAY = "2026-03-05"


def write(blog: Blog, name: str, image: str = "", title: str = "庭の木を眺める", more: str = "") -> Path:
    """Write a post; returns its path."""
    line = f"image: {quoted(image)}\n" if image else ""
    return blog.post(f"{DAY}-{name}", f"title: {quoted(title)}\ndate: {DAY}\n{line}{more}")


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def build_here(blog: Blog, *arguments: str) -> Ran:
    """Build in this process, where many runs are needed."""
    return run_here(["build", "--json", *arguments], blog.root, blog.env)


def codes(report: dict[str, Any]) -> dict[str, str]:
    """What came of each post, by its name without the date: an error's code, or the status."""
    return {row["file"][len(f"_posts/{DAY}-") : -3]: row.get("code", row["status"]) for row in report["posts"]}


def age(blog: Blog) -> None:
    """Make every file an hour old: the index trusts no file that changed a moment ago."""
    for path in blog.root.rglob("*"):
        if path.is_file() and not path.is_symlink():
            os.utime(path, (time.time() - 3600,) * 2)


# Where a card goes


def test_leading_slash_is_the_site_root(blog: Blog):
    name = f"/ogp-{os.getpid()}/etc/a.png"
    write(blog, "a", name)
    assert blog.build().report["posts"][0]["output"] == name[1:]
    assert (blog.root / name[1:]).is_file()
    assert not Path(name).exists()
    assert not Path(name).parent.parent.exists()


@posix
def test_links_and_what_is_no_file(blog: Blog, tmp_path: Path):
    outside = tmp_path / "outside"
    (outside / "deep").mkdir(parents=True)
    for path in (outside / "card.png", outside / "deep" / "card.png"):
        path.write_bytes(b"precious")
    before = {path: path.read_bytes() for path in outside.rglob("*.png")}
    (blog.root / "linked").symlink_to(outside)
    (blog.root / "real").mkdir()
    (blog.root / "real" / "linked").symlink_to(outside / "deep")
    (blog.root / "card.png").symlink_to(outside / "card.png")
    (blog.root / "dangling.png").symlink_to(outside / "new.png")
    (blog.root / "inner.png").symlink_to("good.png")
    os.link(outside / "card.png", blog.root / "hard.png")
    (blog.root / "folder.png").mkdir()
    os.mkfifo(blog.root / "pipe.png")
    (blog.root / "file").write_bytes(b"x")
    bad = {
        "folder-link": "/linked/card.png",
        "new-below-link": "/linked/new/card.png",
        "deep-link": "/real/linked/card.png",
        "card-link": "/card.png",
        "dangling-link": "/dangling.png",
        "inner-link": "/inner.png",
        "hard-link": "/hard.png",
        "folder": "/folder.png",
        "pipe": "/pipe.png",
        "below-a-file": "/file/card.png",
    }
    for name, image in bad.items():
        write(blog, name, image)
    write(blog, "zz-good", "/good.png")
    for arguments in ([], ["--force", "--adopt"]):
        ran = blog.build(*arguments)
        assert ran.code == 1
        expected = dict.fromkeys(bad, "E_IMAGE_PATH")
        assert {name: code for name, code in codes(ran.report).items() if name != "zz-good"} == expected
        assert (blog.root / "good.png").is_file()
    assert {path: path.read_bytes() for path in outside.rglob("*") if path.is_file()} == before
    assert sorted(path.name for path in outside.iterdir()) == ["card.png", "deep"]


def test_from_above(blog: Blog, tmp_path: Path):
    """Nor does a post that names a file above the site change it."""
    precious = tmp_path / "x.png"
    precious.write_bytes(b"precious")
    images = ["../x.png", "/../x.png", "/a/../../x.png", "/%2e%2e/x.png", "/..%2fx.png", str(precious), "C:/x.png"]
    for number, image in enumerate(images):
        write(blog, f"p{number}", image)
    ran = blog.build("--force", "--adopt")
    written = f"p{images.index(str(precious))}"  # its / is the site's root
    expected = {f"p{number}": "E_IMAGE_PATH" for number in range(len(images))} | {written: "written"}
    assert codes(ran.report) == expected
    assert precious.read_bytes() == b"precious"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["blog", "x.png"]


class TestCollision:
    """Names that are one file on some system are one card, and none is written."""

    def test_each_is_told_and_none_written(self, blog: Blog):
        nfc = unicodedata.normalize("NFC", "/が.png")
        groups = [
            ["/one.png"] * 2,
            ["/Case.png", "/case.PNG", "/CASE.png"],
            ["/straße.png", "/STRASSE.png"],
            [nfc, unicodedata.normalize("NFD", nfc)],
            ["/fold/a.png", "/%66old/a.png"],
        ]
        for number, group in enumerate(groups):
            for member, image in enumerate(group):
                write(blog, f"p{number}-{member}", image)
        write(blog, "zz-alone", "/alone.png")
        ran = blog.build()
        assert ran.code == 1
        count = sum(map(len, groups))
        assert sorted(codes(ran.report).values()) == ["E_IMAGE_COLLISION"] * count + ["written"]
        assert [path.name for path in blog.root.rglob("*") if path.suffix.lower() == ".png"] == ["alone.png"]

    def test_the_other_post_counts_where_one_is_asked_for(self, blog: Blog):
        """As a pre-commit hook does: the card of the post that was there first stays as it is."""
        write(blog, "first", "/a.png")
        assert blog.build().code == 0
        card = (blog.root / "a.png").read_bytes()
        second = write(blog, "second", "/A.png", "別の題名")
        ran = blog.build(str(second))
        assert (ran.code, codes(ran.report)) == (1, {"second": "E_IMAGE_COLLISION"})
        assert (blog.root / "a.png").read_bytes() == card
        assert not {path.name for path in blog.root.glob("*.png")} - {"a.png"}


@posix
def test_read_only_cards(blog: Blog):
    post = write(blog, "ours", "/ours.png")
    write(blog, "theirs", "/theirs.png")
    Image.new("RGB", (1200, 630), "teal").save(blog.root / "theirs.png")
    assert codes(blog.build().report) == {"ours": "written", "theirs": "E_IMAGE_FOREIGN"}
    post.write_text(post.read_text("utf-8").replace("木", "石"), "utf-8")
    for name in ("ours.png", "theirs.png"):
        (blog.root / name).chmod(0o444)
    before = blog.files()
    assert codes(blog.build().report) == {"ours": "E_IMAGE_IO", "theirs": "E_IMAGE_FOREIGN"}
    ran = blog.build("--adopt", "--force")
    assert codes(ran.report) == {"ours": "E_IMAGE_IO", "theirs": "E_IMAGE_IO"}
    assert len(ran.err.strip().splitlines()) == 3  # one line each, and the summary
    assert blog.files() == before
    assert not list(blog.root.rglob(".ogp-*"))


@posix
def test_a_post_that_is_no_file_or_not_of_the_site(blog: Blog, tmp_path: Path):
    secret = tmp_path / "secret.md"
    secret.write_text("---\ntitle: 秘密\nimage: /s.png\n---\n", "utf-8")
    (blog.root / "_posts").mkdir(exist_ok=True)
    (blog.root / "_posts" / f"{DAY}-secret.md").symlink_to(secret)
    (blog.root / "_posts" / f"{DAY}-device.md").symlink_to("/dev/stdin")
    (blog.root / "_posts" / f"{DAY}-loop.md").symlink_to(f"{DAY}-loop.md")
    (blog.root / "_posts" / f"{DAY}-gone.md").symlink_to("nowhere.md")
    os.mkfifo(blog.root / "_posts" / f"{DAY}-pipe.md")
    write(blog, "zz-good", "/good.png")
    ran = blog.build()
    bad = dict.fromkeys(["secret", "device", "loop", "gone", "pipe"], "E_ENCODING")
    assert codes(ran.report) == bad | {"zz-good": "written"}
    assert "秘密" not in ran.out + ran.err


# Accelerators


class TestDamagedAccelerators:
    """Whatever stands in ``.ogp/``, the result is the same, nothing outside is touched and no code is run."""

    @pytest.fixture
    def built(self, blog: Blog) -> Blog:
        for name in ("a", "b"):
            write(blog, name, f"/{name}.png")
        assert build_here(blog).code == 0
        age(blog)
        assert build_here(blog).report["summary"]["unchanged"] == 2  # and now the index knows them
        assert len(json.loads((blog.root / ".ogp" / "index.json").read_bytes().split(b"\n", 1)[1])) == 2
        return blog

    @staticmethod
    def context(path: Path) -> str:
        """The version that the file says it is of: what somebody needs who forges one."""
        return path.read_bytes().split(b"\n", 1)[0].decode().split(" ", 1)[1].rpartition(" ")[0]

    def test_the_index_and_its_rows(self, built: Blog):
        folder = built.root / ".ogp"
        kept = {path.name: path.read_bytes() for path in folder.glob("*.json")}
        assert set(kept) == {"index.json", "rows.json"}
        context = self.context(folder / "index.json")
        good = built.files()
        trap = built.root.parent / "trapped"

        class Trap:
            def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
                return os.mkdir, (str(trap),)

        names = [f"_posts/{DAY}-{name}.md" for name in "ab"]
        index = json.loads(kept["index.json"].split(b"\n", 1)[1])

        def forged(value: object) -> dict[str, object]:
            return dict.fromkeys(names, value)

        damages: dict[str, Callable[[str], object]] = {
            "truncated": lambda name: (folder / name).write_bytes(kept[name][: len(kept[name]) // 2]),
            "empty": lambda name: (folder / name).write_bytes(b""),
            "garbage": lambda name: (folder / name).write_bytes(os.urandom(5000)),
            "a pickle": lambda name: (folder / name).write_bytes(pickle.dumps(Trap())),
            "a signed pickle": lambda name: save_bytes(built.root, name, context, pickle.dumps(Trap())),
            "other version": lambda name: (folder / name).write_bytes(kept[name].replace(b"ogp 2 ", b"ogp 1 ")),
            "deep": lambda name: save_bytes(built.root, name, context, b"[" * 100_000),
            "signed list": lambda name: save_cache(built.root, name, context, [1]),
            "signed numbers": lambda name: save_cache(built.root, name, context, forged(5)),
            "signed nulls": lambda name: save_cache(built.root, name, context, forged(None)),
            "signed short": lambda name: save_cache(built.root, name, context, forged([1])),
            "signed objects": lambda name: save_cache(built.root, name, context, forged({"status": 1})),
            "output a number": lambda name: save_cache(
                built.root, name, context, {file: [*row[:2], 7, *row[3:]] for file, row in index.items()}
            ),
            "output elsewhere": lambda name: save_cache(
                built.root, name, context, {file: [*row[:2], "../\0x", *row[3:]] for file, row in index.items()}
            ),
            "a folder": lambda name: ((folder / name).unlink(), (folder / name).mkdir()),
            "a pipe": lambda name: ((folder / name).unlink(missing_ok=True), os.mkfifo(folder / name)),
        }
        for what, damage in damages.items():
            for name in kept:
                damage(name)
            ran = build_here(built)
            assert (ran.code, ran.err.count("\n")) == (0, 1), (what, ran.err)
            assert codes(ran.report) == {"a": "unchanged", "b": "unchanged"}, what
            assert {row["title"] for row in ran.report["posts"]} == {"庭の木を眺める"}, what
            assert built.files() == good, what
            for name, data in kept.items():  # made anew, unless something stands in the way
                path = folder / name
                if path.is_file():
                    assert path.read_bytes() == data, what
                else:
                    path.rmdir() if path.is_dir() else path.unlink()
        assert not trap.exists()

    def test_the_compiled_backgrounds(self, built: Blog):
        scenes = sorted((built.root / ".ogp" / "scenes").iterdir())
        assert scenes
        good = built.files()
        kept = {path: path.read_bytes() for path in scenes}
        version = self.context(scenes[0])
        damages: list[Callable[[bytes], bytes]] = [
            lambda data: data[: len(data) // 2],
            lambda data: data[:-1] + bytes([data[-1] ^ 1]),
            lambda _: pickle.dumps({"baked": 1}),
            lambda data: data.replace(b"ogp 1", b"ogp 0", 1),
        ]
        signed = [b"", b"\xff\xff\xff\xff{}", b"\0\0\0\2{}", b"\0\0\0\x05[1,2]", b"\0\1\0\0" + b"[" * 65536]
        for number, damage in enumerate([*damages, *signed]):
            for path, data in kept.items():
                if callable(damage):
                    path.write_bytes(damage(data))
                else:
                    save_bytes(built.root, f"scenes/{path.name}", version, damage)
            ran = build_here(built, "--force")
            assert (ran.code, codes(ran.report)) == (0, {"a": "unchanged", "b": "unchanged"}), (number, ran.err)
            assert built.files() == good
            assert {path: path.read_bytes() for path in scenes} == kept, number

    @posix
    @pytest.mark.parametrize("what", ["a file", "a link", "a dangling link", "a pipe", "lock a folder", "lock a link"])
    def test_the_folder_itself(self, built: Blog, tmp_path: Path, what: str):
        """Without a folder there is no lock and no index, which cost time; the cards are made all the same."""
        good = {path: data for path, data in built.files().items() if path != "b.png"}
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        (elsewhere / "lock").write_bytes(b"precious")
        folder = built.root / ".ogp"
        if what.startswith("lock"):
            (folder / "lock").unlink()
            (folder / "lock").mkdir() if what.endswith("folder") else (folder / "lock").symlink_to(elsewhere / "lock")
        else:
            shutil.rmtree(folder)
            if what == "a file":
                folder.write_bytes(b"x")
            elif what == "a pipe":
                os.mkfifo(folder)
            else:
                folder.symlink_to(elsewhere if what == "a link" else elsewhere / "nothing")
        card = (built.root / "b.png").read_bytes()
        (built.root / "b.png").unlink()
        ran = build_here(built)
        assert (ran.code, codes(ran.report)) == (0, {"a": "unchanged", "b": "written"}), ran.err
        assert "which only saves time" in ran.err
        assert (built.root / "b.png").read_bytes() == card
        assert {path: data for path, data in built.files().items() if path not in ("b.png", ".ogp")} == good
        assert [(path.name, path.read_bytes()) for path in elsewhere.iterdir()] == [("lock", b"precious")]


# Write-back


class TestWriteBack:
    """One line, and every other byte as it was; or nothing."""

    @pytest.mark.parametrize(
        ("config_file", "name", "raw", "line"),
        [
            ("_config.yml", f"_posts/{DAY}-p.md", b"\xef\xbb\xbf---\r\ntitle: 'x'  # c\r\ntags: [a,  b]\r\n---\r\n\r\nbody \r\nend", b"image: '/assets/images/posts/2026-03-05-p-ogp.png'\r\n"),
            ("_config.yml", f"_posts/{DAY}-p.md", b"---\rtitle: x\r...\rbody\n", b"image: /assets/images/posts/2026-03-05-p-ogp.png\r"),
            ("_config.yml", f"_posts/{DAY}-p.md", b'---\ntitle: "x"\n"k": >\n  a\n\n  b\n---\n\xff\xfe not text', b'image: "/assets/images/posts/2026-03-05-p-ogp.png"\n'),
            ("hugo.toml", "content/posts/p.md", b"+++\ntitle = 'x'\n\n[params]\nz = 1 # c\n+++\n\n\tbody\n", b"images = ['images/ogp/p.png']\n"),
            ("hugo.toml", "content/posts/p.md", b'{\n  "title": "x",\n  "n": 1.10\n}\n\nbody\n', b'  "images": ["images/ogp/p.png"],\n'),
        ],
        ids=["crlf-bom", "cr", "body-not-utf8", "toml", "json"],
    )  # fmt: skip
    def test_every_other_byte_stays(self, tmp_path: Path, config_file: str, name: str, raw: bytes, line: bytes):
        blog = Blog(tmp_path / "site")
        post = blog.root / name
        post.parent.mkdir(parents=True)
        (blog.root / config_file).write_text("title = 'x'\n" if config_file.endswith("toml") else "title: x\n")
        post.write_bytes(raw)
        ran = blog.build()
        assert (ran.code, ran.report["summary"]["written"]) == (0, 1), ran.err
        after = post.read_bytes()
        assert after.count(line) == 1
        assert after.replace(line, b"") == raw
        for arguments in ([], ["--force"]):
            assert blog.build(*arguments).code == 0
            assert post.read_bytes() == after

    def test_a_post_edited_after_it_was_read_is_left_alone(self, blog: Blog):
        post = write(blog, "p")
        old = post.read_bytes()
        project = Project.open(config.load(blog.root))
        job = plan_post(project, f"_posts/{post.name}", PlanOptions(when()))
        assert isinstance(job, RenderJob)
        assert job.adds_image
        edits = {"longer": old + b"more\n", "as long": old.replace(b"---\n\n", b"---\n-"), "gone": None}
        for what, edited in edits.items():
            post.unlink() if edited is None else post.write_bytes(edited)
            with pytest.raises(OgpError, match="changed while ogp was working") as caught:
                add_image_line(project, job)
            assert caught.value.code == "E_IMAGE_IO", what
            assert (post.read_bytes() if post.exists() else None) == edited, what
        post.write_bytes(old)
        os.utime(post, ns=(job.post[0], job.post[0]))
        add_image_line(project, job)  # and the very post that was read is written
        assert post.read_bytes() != old

    @posix
    def test_a_post_that_is_a_link_is_not_written(self, blog: Blog):
        shared = blog.root / "shared.md"
        shared.write_bytes(b"---\ntitle: x\n---\n")
        (blog.root / "_posts" / f"{DAY}-link.md").symlink_to("../shared.md")
        hard = blog.root / "_posts" / f"{DAY}-hard.md"
        os.link(shared, hard)
        ran = blog.build()
        assert codes(ran.report) == {"link": "E_IMAGE_PATH", "hard": "E_IMAGE_PATH"}
        assert shared.read_bytes() == b"---\ntitle: x\n---\n"
        assert (blog.root / "_posts" / f"{DAY}-link.md").is_symlink()


def when() -> Any:  # noqa: ANN401 - a moment
    import datetime as dt

    return dt.datetime(2026, 12, 1, tzinfo=dt.UTC)


def test_two_builds_at_once(blog: Blog):
    """Both end well, every card is whole and right, and no post gets its line twice."""
    posts = [write(blog, f"p{number:02}", title=f"庭の木を眺める 第{number}回") for number in range(20)]
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "ogp", "build", "--json"]
    running = [
        subprocess.Popen(command, cwd=blog.root, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    done = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0, 0], done
    reports = [json.loads(out) for out, _ in done]
    assert sorted(report["summary"]["written"] for report in reports) == [0, 20]
    for post in posts:
        assert post.read_bytes().count(b"image:") == 1
    for report in reports:
        for row in report["posts"]:
            assert provenance.owned(blog.root / row["output"])
    assert blog.build("--check").code == 0
    assert not list(blog.root.rglob(".ogp-*"))


# What the posts hold


def test_art(blog: Blog, tmp_path: Path):
    """A post whose picture is missing, outside, broken or a bomb is told so; the others get their cards."""
    (blog.root / "ogp.toml").write_text('template = "cover"\n')
    art = blog.root / "art"
    art.mkdir()
    Image.new("RGB", (400, 300), "teal").save(art / "good.png")
    Image.new("RGB", (400, 300), "teal").save(art / "whole.jpg")
    Image.new("RGB", (400, 300), "red").save(tmp_path / "secret.png")
    (art / "bomb.png").write_bytes(bomb(30_000, 30_000))
    (art / "eps.png").write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\nshowpage\n")
    (art / "short.jpg").write_bytes((art / "whole.jpg").read_bytes()[:400])
    (art / "text.webp").write_text("not a picture")
    (art / "empty.png").write_bytes(b"")
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'
    (art / "href.svg").write_text(svg.format(f'<image href="{tmp_path}/secret.png" width="9" height="9"/>'))
    (art / "href-called.png").write_text(svg.format('<image href="../../secret.png" width="9" height="9"/>'))
    (art / "giant.svg").write_text(svg.replace('"9"', '"100000"').format(""))
    (art / "entities.svg").write_text('<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]>' + svg.format("&c;"))
    with (art / "giant.png").open("wb") as file:
        file.truncate(1 << 40)  # sparse: takes no room on the disk, but would in memory
    names = [path.name for path in art.iterdir()]
    bad = {name.replace(".", "-"): f"/art/{name}" for name in names if name not in ("good.png", "whole.jpg")}
    bad |= {"missing": "/art/missing.png", "outside": "../../secret.png", "above": "/../secret.png"}
    bad |= {"zero-byte": "/art/a\0.png", "long": f"/art/{'x' * 300}.png", "folder": "/art"}
    bad["folder"] += ".png"
    (blog.root / "art.png").mkdir()
    if os.name == "posix":
        os.mkfifo(art / "pipe.png")
        (art / "link.png").symlink_to(tmp_path / "secret.png")
        (art / "loop.png").symlink_to("loop.png")
        bad |= {"pipe": "/art/pipe.png", "link": "/art/link.png", "loop": "/art/loop.png"}
    for name, cover in bad.items():
        write(blog, name, f"/cards/{name}.png", more=f"cover: {quoted(cover)}")
    good = {"by-root": "/art/good.png", "by-post": "../art/good.png", "remote": "https://example.jp/x.png"}
    for name, cover in good.items():
        write(blog, f"zz-{name}", f"/cards/zz-{name}.png", more=f"cover: {quoted(cover)}")
    write(blog, "zz-itself", "/cards/itself.png", more="cover: /cards/itself.png")
    write(blog, "zz-logo", "/cards/logo.png", more="logo: /art/missing.png")
    before = children_seconds()
    ran = blog.build()
    seconds = children_seconds() - before
    assert len(bad) >= 15
    expected = dict.fromkeys([*bad, "zz-logo"], "E_ASSET")
    expected |= {f"zz-{name}": "written" for name in (*good, "itself")}
    assert codes(ran.report) == expected
    assert seconds < 6
    assert len([line for line in ran.err.splitlines() if line.startswith("error: ")]) == len(bad) + 1
    cards = {path.name: path.read_bytes() for path in (blog.root / "cards").iterdir()}
    assert cards["zz-by-root.png"] != cards["zz-remote.png"]
    with Image.open(blog.root / "cards/zz-by-root.png") as one, Image.open(blog.root / "cards/zz-by-post.png") as other:
        assert one.tobytes() == other.tobytes()  # the same picture by two names
    assert blog.build("--check").row("zz-itself.md")["status"] == "unchanged"  # nor is a card its own cover


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred kB, 900 megapixels decoded."""
    import struct

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pack = zlib.compressobj(9)
    row = bytes(width // 8 + 2)
    rows = b"".join(pack.compress(row) for _ in range(height)) + pack.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("あ" * 100_000, "E_YAML_LIMIT"),  # 300 kB of front matter
        ("あ" * 21_000, "W_TRUNCATED"),
        ("a" * 60_000, "W_TRUNCATED"),
        ("庭" * 500 + "か" + "\u0301\u0308\u0300" * 8_000, "W_TRUNCATED"),
        ("k" + "\u0335" * 500 + "a" * 500, "W_TRUNCATED"),
        ("Donaudampf" * 50, "W_TRUNCATED"),
        ("👨‍👩‍👧" * 3_000, "W_TRUNCATED"),
        ("「" * 20_000, "W_TRUNCATED"),
        ("\u200b\u2060\u00ad\u3164", "E_TITLE"),
        ("\u202e" * 9_000, "E_TITLE"),
    ],
    ids=["100k", "kanji", "latin", "flood", "zalgo", "long-word", "families", "brackets", "invisible", "override"],
)
def test_titles_without_end(blog: Blog, title: str, code: str):
    write(blog, "p", "/p.png", title)
    before = time.process_time()
    ran = build_here(blog)
    assert time.process_time() - before < 1.5
    row = ran.row("p.md")
    if code.startswith("E_"):
        assert (ran.code, row["code"]) == (1, code)
        assert len(ran.err.encode()) < 1000
        assert not (blog.root / "p.png").exists()
        return
    assert ran.code == 0
    assert code in [warning["code"] for warning in row["warnings"]]
    (text,) = [text for text in row["text"] if text["layer"] == "title"]
    assert text["truncated"]
    assert text["lines"][-1].endswith("…")
    assert provenance.owned(blog.root / "p.png")


def test_a_hundred_thousand_characters_from_a_manifest(blog: Blog):
    row = json.dumps({"id": "x", "title": "あ" * 100_000, "output": "x.png"}).encode()
    ran = blog.ogp("render", "-", "-o", "cards", stdin=row)
    assert ran.code == 0
    assert ran.row("x")["warnings"][0]["code"] == "W_TRUNCATED"
    assert (blog.root / "cards" / "x.png").is_file()


def test_markup_in_titles_is_text(blog: Blog):
    """Not of rich, nor of click or str.format; each error is one line and shows the text as it is."""
    for number, title in enumerate(["[red]赤[/i]", "[/]", "{0} {} %s %(x)s", "\\[bold]"]):
        write(blog, f"p{number}", f"/{title}.pdf", title)
    ran = blog.build()
    assert list(codes(ran.report).values()) == ["E_IMAGE_TYPE"] * 3 + ["E_IMAGE_PATH"]
    assert "[red]赤[/i]" in ran.err
    assert "{0} {} %s %(x)s" in ran.err
    assert len(ran.err.strip().splitlines()) == 5


@pytest.mark.parametrize("encoding", ["ascii", "cp932", "latin-1", "utf-8"])
def test_the_report_is_json_in_any_encoding(blog: Blog, encoding: str):
    blog.env.update(PYTHONUTF8="0", PYTHONIOENCODING=encoding)
    title = "庭é🎉"
    write(blog, "p", "/p.pdf", title)
    for command in ("build", "status"):
        assert blog.ogp(command, "--json").report["posts"][0]["message"].startswith("'/p.pdf' is not an image")
    write(blog, "p", "/p.png", title)
    assert blog.ogp("build", "--json").report["posts"][0]["title"] == title


# Modules that are loaded


def modules(blog: Blog, *arguments: str) -> tuple[set[str], str]:
    """Run ogp and return the names of all the modules it imported, and what it printed."""
    code = (
        "import sys, os\nfrom ogp.cli.main import main\nsys.argv[0] = 'ogp'\ntry: main()\n"
        "finally: open(os.environ['MODULES'], 'w').write('\\n'.join(sys.modules))"
    )
    listing = blog.root.parent / "modules"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=blog.root,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "MODULES": str(listing)},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return set(listing.read_text().split()), done.stderr


class TestNothingToDo:
    """A build with nothing to do imports nothing that draws; with the index, nothing that reads posts either."""

    def test_it_imports_neither_pillow_nor_harfbuzz(self, blog: Blog):
        write(blog, "p", "/p.png")
        rendering, _ = modules(blog, "build")
        assert {"PIL", "uharfbuzz", "ogp.posts.reader"} <= rendering
        age(blog)
        without_index, said = modules(blog, "build")
        assert "nothing to do" in said
        assert not {"PIL", "uharfbuzz"} & without_index
        with_index, said = modules(blog, "build")
        assert "nothing to do" in said
        assert not {"PIL", "uharfbuzz", "fontTools", "frontmatter", "ogp.posts.reader"} & with_index


def test_text_needs_no_system_library(blog: Blog):
    """No text goes through Pillow, whose layout depends on libfribidi being there: the card is the same without it."""
    write(blog, "p", "/p.png", "右から左 שלום まで")
    assert blog.build().code == 0
    card = (blog.root / "p.png").read_bytes()
    (blog.root / "p.png").unlink()
    code = (
        "import sys; sys.modules['PIL._imagingft'] = None; from ogp.cli import main; sys.argv[0] = 'ogp'; main.main()"
    )
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    subprocess.run([sys.executable, "-c", code, "build", "-q"], cwd=blog.root, env=env, check=True)
    assert (blog.root / "p.png").read_bytes() == card


# Through git


class TestChangedSince:
    """Exactly the posts that git says changed, whatever they are called."""

    NAMES = ("two words", "庭の木", "new\nline", ";$(touch X)", "`touch X`", "'quoted'", "-dash", "%s")

    @pytest.fixture
    def repository(self, blog: Blog) -> Blog:
        need_program("git")
        for number, name in enumerate((*self.NAMES, "same", "deleted", "renamed")):
            write(blog, name, f"/{number}.png", f"題名{number}")
        git(blog.root, "init", "-q")
        commit(blog.root)
        return blog

    def test_odd_names_deletions_and_renames(self, repository: Blog):
        root = repository.root
        before = git(root, "rev-parse", "HEAD")
        for name in self.NAMES:
            path = root / "_posts" / f"{DAY}-{name}.md"
            path.write_bytes(path.read_bytes() + b"more\n")
        (root / "_posts" / f"{DAY}-deleted.md").unlink()
        (root / "_posts" / f"{DAY}-renamed.md").rename(root / "_posts" / f"{DAY}-moved.md")
        expected = {*self.NAMES, "moved"}
        commit(root)
        # Not committed yet, and broken, under a name that is no UTF-8: told all the same.
        broken = os.fsencode(root / "_posts" / DAY) + b"-\xff.md"
        Path(os.fsdecode(broken)).write_bytes(b"---\ntitle: a: b\n---\n")
        ran = repository.build("--changed-since", before)
        assert ran.code == 1
        assert codes(ran.report) == dict.fromkeys(expected, "written") | {"\\xff": "E_YAML"}
        assert not list(root.rglob("X"))
        Path(os.fsdecode(broken)).unlink()
        assert codes(repository.build("--changed-since", "HEAD", "--check").report) == {}

    def test_what_shapes_all_cards_makes_all_posts_count(self, repository: Blog):
        before = git(repository.root, "rev-parse", "HEAD")
        (repository.root / "ogp.toml").write_text("palette = 'plum'\n")
        commit(repository.root)
        ran = repository.build("--changed-since", before)
        assert len(ran.report["posts"]) == len(self.NAMES) + 3
        assert "taking all posts" in ran.err

    @pytest.mark.parametrize("revision", ["0" * 40, "1234567", "$(touch X)", "main..HEAD", "HEAD~99", "a\nb", ":/x"])
    def test_where_git_cannot_tell_every_post_counts(self, repository: Blog, revision: str):
        ran = repository.build("--changed-since", revision)
        assert len(ran.report["posts"]) == len(self.NAMES) + 3
        assert ran.code == 0
        assert "taking all posts" in ran.err
        assert not list(repository.root.rglob("X"))

    @pytest.mark.parametrize("revision", ["--output=X", "-p", "--"])
    def test_an_option_is_no_revision(self, repository: Blog, revision: str):
        ran = repository.build(f"--changed-since={revision}")
        assert (ran.code, ran.out) == (2, "")
        assert not list(repository.root.rglob("X"))

    def test_a_shallow_clone(self, repository: Blog, tmp_path: Path):
        first = git(repository.root, "rev-parse", "HEAD")
        path = repository.root / "_posts" / f"{DAY}-same.md"
        path.write_bytes(path.read_bytes() + b"more\n")
        commit(repository.root)
        for depth, count in (("1", len(self.NAMES) + 3), ("2", 1)):
            clone = Blog(tmp_path / f"clone{depth}")
            git(tmp_path, "clone", "-q", "--depth", depth, repository.root.as_uri(), str(clone.root))
            ran = clone.build("--changed-since", first)
            assert (ran.code, len(ran.report["posts"])) == (0, count), ran.err
            assert ("taking all posts" in ran.err) == (depth == "1")


def git(root: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.jp", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-qm", "x")


def test_a_report_that_cannot_be_written_is_no_bug(blog: Blog):
    write(blog, "p", "/p.png")
    (blog.root / "folder").mkdir()
    ran = blog.ogp("build", "--report", "folder")
    assert ran.code == 2
    assert "E_CONFIG --report folder cannot be written" in ran.err
    assert (blog.root / "p.png").is_file()
