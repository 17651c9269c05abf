"""Small inputs that cost a parser, a decoder or a pattern minutes or gigabytes: each is refused or done in a moment."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from conftest import REPOSITORY, children_seconds, pipes
from PIL import Image

from ogp.errors import ConfigError
from ogp.posts.discover import iter_posts
from ogp.posts.generators.site import detect

if TYPE_CHECKING:
    from conftest import Blog, Ran

pytestmark = pytest.mark.slow

SECONDS = 4.0
"""Processor time of one run, its start and a card included: on a slow machine, with room."""


def timed(blog: Blog, *arguments: str, stdin: bytes = b"") -> Ran:
    before = children_seconds()
    ran = blog.ogp(*arguments, stdin=stdin)
    assert children_seconds() - before < SECONDS
    assert "E_INTERNAL" not in ran.err
    return ran


def jpeg(scans: int) -> bytes:
    """A progressive JPEG with a last scan said many times over."""
    file = io.BytesIO()
    Image.new("L", (3000, 3000)).save(file, "JPEG", progressive=True)
    data = file.getvalue()
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * scans + data[-2:]


HEADS = {
    "a head that is never closed, and blank lines": b"---\ntitle: x\n" + b"\n" * 64_000,
    "a JSON string that never ends": b'{"' + b'\\"' * 32_000,
    "a TOML key of many dots": b"+++\ntitle='x'\na" + b".a" * 32_000 + b"=1\n+++\n",
    "a TOML number of many digits": b"+++\ntitle='x'\na=0x" + b"f" * 6000 + b"\n+++\n",
    "JSON keys, all the same": b"{" + b",".join([b'"a":1'] * 9000) + b"}",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_front_matter(blog: Blog, head: bytes):
    (blog.root / "_posts" / "2026-01-01-a.md").write_bytes(head)
    ran = timed(blog, "build")
    assert len(ran.err.encode()) < 2000


@pytest.mark.parametrize("body", ["`" * 900_000, "[" * 900_000, "![" * 400_000, "*a " * 300_000, " " * 900_000 + "x"])
def test_headings_that_are_titles(blog: Blog, body: str):
    (blog.root / "_config.yml").unlink()
    (blog.root / "ogp.toml").write_text('generator = "plain"\nposts = ["posts/*.md"]\n')
    (blog.root / "posts").mkdir()
    (blog.root / "posts" / "a.md").write_text(f"# {body}\n\n{body}\n")
    timed(blog, "build", "--check")


@pytest.mark.parametrize("size", [(1200, 1), (100_000, 1), (1, 100_000), (3_000_000, 2)])
def test_covers_that_are_long_and_thin(blog: Blog, size: tuple[int, int]):
    Image.new("RGB", size, "red").save(blog.root / "thin.png")
    blog.post("2026-01-01-a", "title: 木\nimage: /a.png\ncover: /thin.png\nogp: {template: cover}")
    assert timed(blog, "build").code == 0
    assert (blog.root / "a.png").is_file()


def test_covers_of_many_scans(blog: Blog):
    (blog.root / "few.jpg").write_bytes(jpeg(20))
    (blog.root / "many.jpg").write_bytes(jpeg(5000))
    for name in ("few", "many"):
        blog.post(f"2026-01-01-{name}", f"title: 木\nimage: /{name}.png\ncover: /{name}.jpg\nogp: {{template: cover}}")
    ran = timed(blog, "build", "--json")
    assert ran.row("few.md")["status"] == "written"
    assert ran.row("many.md")["code"] == "E_ASSET"
    assert "scans" in ran.row("many.md")["message"]


def test_manifests(blog: Blog):
    one = [{"id": str(number), "title": "木", "output": "same.png"} for number in range(8000)]
    ran = timed(blog, "render", "-", stdin=json.dumps(one).encode())
    assert {row["code"] for row in ran.report["posts"]} == {"E_IMAGE_COLLISION"}
    twice = "{" + ",".join(f'"k{number}":1' for number in range(40_000)) + ',"k1":2}'
    assert timed(blog, "render", "-", stdin=twice.encode()).report["posts"][0]["code"] == "E_DUP_KEY"
    ran = timed(blog, "render", "-", stdin=b"[" + b"{}," * 5_000_000 + b"{}]")
    assert (ran.code, ran.out) == (2, "")
    assert "E_TOO_LARGE" in ran.err


GLOBS = {
    "many stars": ('exclude = ["*a*a*a*a*a*a*a*a*a*a*a*ab"]', 0, ""),
    "many folders": ('exclude = ["**/**/**/**/**/**/**/**/**/**/z"]', 0, ""),
    "too many folders": ('exclude = ["**/a/**/a/**/a/**/a/**/a/z"]', 2, "is not a valid glob: at most 4 **"),
    "a range backwards": ('posts = ["[z-a].md"]', 2, "is not a valid glob: bad character range"),
    "a bracket in brackets": ('posts = ["[^]]x", "_posts/*"]', 0, ""),
    "an ampersand in brackets": ('exclude = ["[a&&b]"]', 0, ""),
    "stars in braces": ('exclude = ["{*a*a*a*a*a*a*b,c}"]', 2, "inside braces"),
}


@pytest.mark.parametrize(("text", "code", "said"), GLOBS.values(), ids=GLOBS)
def test_globs(blog: Blog, text: str, code: int, said: str):
    (blog.root / "ogp.toml").write_text(text + "\n")
    blog.post("2026-01-01-" + "a" * 120, "title: 木\nimage: /a.png")
    deep = blog.root / "_posts" / "/".join("a" * 30)
    deep.mkdir(parents=True)
    (deep / "2026-01-02-b.md").write_text("---\ntitle: 石\nimage: /b.png\n---\n")
    ran = timed(blog, "build")
    assert ran.code == code, ran.err
    assert said in ran.err
    assert "Warning" not in ran.err


@pytest.mark.parametrize(
    ("globs", "path", "matches"),
    [
        ("_posts/*.md", "_posts/a.md", True),
        ("_posts/*.md", "_posts/.a.md", False),
        ("_posts/*.md", "_posts/b/a.md", False),
        ("**/*.md", "a/b/c.md", True),
        ("**/*.md", "c.md", True),
        ("**/*.md", ".git/c.md", False),
        ("a*b*c", "a-bc-b-c", True),
        ("a*b*c", "acb", False),
        ("*-*-x", "1-2-3-x", True),
        ("*.{md,markdown}", "a.markdown", True),
        ("[0-9]?-*", "12-a", True),
        ("[!0-9]*", "1a", False),
        ("a/**", "a/b/c", True),
        ("a+b.md", "a+b.md", True),
    ],
)
def test_what_globs_match(globs: str, path: str, matches: bool):  # noqa: FBT001
    from ogp.posts.generators.globs import compile_globs

    assert (compile_globs((globs,)).fullmatch(path) is not None) is matches


@pipes
@pytest.mark.parametrize("what", ["font", "template"])
def test_pipes(blog: Blog, what: str):
    (blog.root / "t").mkdir()
    os.mkfifo(blog.root / "t" / ("f.ttf" if what == "font" else "template.toml"))
    text = '[[fonts]]\nfile = "t/f.ttf"\nfamily = "F"\n' if what == "font" else 'template = "./t"\n'
    (blog.root / "ogp.toml").write_text(text)
    blog.post("2026-01-01-a", "title: 木\nimage: /a.png")
    ran = timed(blog, "build")
    assert "regular file" in ran.err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else")
def test_a_folder_that_nobody_may_look_into_is_not_passed_over(blog: Blog):
    blog.post("2026-01-01-a", "title: 木\nimage: /a.png")
    site = detect(blog.root)
    child = os.fork()
    if not child:
        (blog.root / "_posts").chmod(0)
        for folder in (blog.root, *blog.root.parents[:-2]):
            folder.chmod(0o755)
        os.setuid(65534)
        try:
            list(iter_posts(site))
        except ConfigError as error:
            os._exit(2 if "_posts cannot be read" in str(error) else 3)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 2


def test_mistakes_of_the_system_are_one_line(blog: Blog):
    """What the operating system refuses, wherever: never a bug of ours, never a traceback."""
    (blog.root / "file").write_text("")
    (blog.root / "folder.png").mkdir()
    row = b'{"id": "a", "title": "\xe6\x9c\xa8", "output": "a.png"}'
    for arguments in (
        ["render", "-", "-o", "file"],
        ["render", "-", "-o", "file/x"],
        ["card", "木", "-o", "x" * 300 + ".png"],
        ["card", "木", "-o", "folder.png", "--force"],
        ["build", "x" * 5000],
        ["build", "--report", "file/x.json"],
        ["render", "folder.png"],
    ):
        ran = blog.ogp(*arguments, stdin=row)
        assert ran.code in (1, 2), arguments
        assert "E_INTERNAL" not in ran.err + ran.out, arguments
        assert len(ran.err.splitlines()) <= 2, ran.err
    (blog.root / "ogp.toml").mkdir()
    assert "E_INTERNAL" not in blog.ogp("init", "--force").err
    if os.name == "posix":
        (blog.root / "ogp.toml").rmdir()
        (blog.root / "ogp.toml").symlink_to(blog.root.parent / "elsewhere.toml")
        assert blog.ogp("init").code == 2
        assert not (blog.root.parent / "elsewhere.toml").exists(), "a link that leads nowhere is not followed"


def test_what_a_person_puts_there_during_a_build_stays(blog: Blog):
    """Whether a card may be written was decided before: it is looked at again at the last moment."""
    for number in range(400):
        blog.post(f"2026-01-01-{number:03}", f"title: 木 {number}\nimage: /cards/{number}.png")
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-m", "ogp", "build", "-q", "--jobs", "1"]
    run = subprocess.Popen(command, cwd=blog.root, env=env, stderr=subprocess.PIPE)
    until = time.monotonic() + 60
    while not (blog.root / "cards" / "0.png").exists():
        assert time.monotonic() < until
        time.sleep(0.01)
    mine = blog.root / "cards" / "399.png"
    Image.new("RGB", (1200, 630), "red").save(mine)
    before = mine.read_bytes()
    _, err = run.communicate()
    assert run.returncode == 1
    assert mine.read_bytes() == before
    assert b"2026-01-01-399.md" in err
    assert b"E_IMAGE_FOREIGN" in err
    assert not list((blog.root / "cards").glob(".ogp-*"))
