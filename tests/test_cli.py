"""The command line as its users meet it: what it says, where, and the exit code."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from conftest import REPOSITORY, posix
from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Blog

CONFIG = {
    "a template": ("", 'template = "compas"', "E_TEMPLATE", "compass"),
    "a palette": ("", 'palette = "plumm"', "E_TEMPLATE", "plum"),
    "a size": ("", 'size = "OG"', "E_TEMPLATE", "og"),
    "a category's palette": ("[categories]\n", '"技術" = "embr"', "E_TEMPLATE", "ember"),
    "a category's template": ("[categories]\n", '"技術" = { template = "boook" }', "E_TEMPLATE", "book"),
    "a logo": ("", 'logo = "/none.svg"', "E_ASSET", "none.svg"),
    "a font that is not there": ('[[fonts]]\nfamily = "F"\n', 'file = "none.ttf"', "E_FONT", "none.ttf"),
    "a font that is none": ('[[fonts]]\nfamily = "F"\n', 'file = "junk.ttf"', "E_FONT", "junk.ttf"),
}


@pytest.mark.parametrize(("before", "line", "code", "said"), CONFIG.values(), ids=CONFIG)
def test_the_configuration_is_told_once_and_where(blog: Blog, before: str, line: str, code: str, said: str):
    """Also where no post uses it, and however many do."""
    (blog.root / "junk.ttf").write_text("no font")
    (blog.root / "ogp.toml").write_text(f"# …\n{before}{line}\n", "utf-8")
    for number in range(3):
        blog.post(f"2026-01-0{number + 1}-a", f"title: 木\nimage: /{number}.png")
    for command in (["build"], ["build", "--check"], ["status"]):
        ran = blog.ogp(*command)
        assert ran.code == 2, ran.err
        [told] = ran.err.splitlines()
        assert told.startswith(f"error: ogp.toml:{2 + before.count(chr(10))} ["), told
        assert code in told
        assert said in told
    assert not list(blog.root.glob("*.png"))


def test_a_build_that_finds_no_post_says_where_it_looked(blog: Blog):
    ran = blog.ogp("build")
    assert ran.code == 0
    assert re.search(rf"no posts: looked for .*_posts.* in {re.escape(str(blog.root))} \(generator: jekyll\)", ran.err)


def test_a_misspelt_key_of_a_posts_own_look(blog: Blog):
    blog.post("2026-01-01-a", "title: 木\nimage: /a.png\nogp: {tmplate: book}")
    blog.post("2026-01-02-b", "title: 石\nimage: /b.png\nogp: {somebody: elses}")
    ran = blog.ogp("build")
    assert ran.code == 1
    assert "2026-01-01-a.md:4 [ogp]: E_KEY_TYPE ogp.tmplate is not a known key — did you mean template?" in ran.err
    assert (blog.root / "b.png").is_file()


def test_pictures_of_ones_own_may_stay(blog: Blog):
    blog.post("2026-01-01-a", "title: 木\nimage: /mine.png")
    Image.new("RGB", (20, 20)).save(blog.root / "mine.png")
    mine = (blog.root / "mine.png").read_bytes()
    ran = blog.ogp("build")
    assert ran.code == 1
    assert 'foreign = "skip"' in ran.err
    (blog.root / "ogp.toml").write_text('foreign = "skip"\n')
    for arguments in (["build"], ["build", "--check"], ["build", "--force"]):
        ran = blog.ogp(*arguments)
        assert ran.code == 0, ran.err
        assert "1 skipped (it has a picture of its own)" in ran.err
    assert (blog.root / "mine.png").read_bytes() == mine
    assert blog.ogp("build", "--adopt").code == 0
    assert (blog.root / "mine.png").read_bytes() != mine


def test_what_a_build_says(blog: Blog):
    for number in range(12):
        blog.post(f"2026-01-01-{number:02}", f"title: 木 {number}\nimage: /{number}.png")
    blog.post("2026-01-02-later", "title: 木\nimage: /later.png\npublished: false")
    first = blog.ogp("build").err
    assert first.count("\nwritten ") + first.startswith("written ") == 10
    assert "… and 2 more (--verbose names them)" in first
    assert re.search(r"^12 written, 1 skipped \(.+\) \(\d+\.\d\d s\)$", first, re.MULTILINE)
    assert "12 unchanged, 1 skipped" in blog.ogp("build").err
    assert "; nothing to do (" in blog.ogp("build").err
    assert "12 rendered again and the same, 1 skipped" in blog.ogp("build", "--force").err
    assert blog.ogp("build", "-q").err == ""
    assert blog.ogp("build", "-v").err.count("unchanged _posts/") == 12


def test_errors_are_told_once(blog: Blog):
    blog.post("2026-01-01-a", "title: 木\ndate: 2026-02-31\nimage: /a.png")
    assert blog.ogp("build", "-v").err.count("E_DATE") == 1


def test_fail_on_write(blog: Blog):
    blog.post("2026-01-01-a", "title: 木\nimage: /a.png")
    assert [blog.ogp("build", "--fail-on-write").code for _ in range(2)] == [1, 0]


def test_the_report_file_is_what_json_prints(blog: Blog):
    blog.post("2026-01-01-a", "title: 木\nimage: /a.png")
    ran = blog.ogp("build", "--json", "--report", "new/report.json")
    written = json.loads((blog.root / "new" / "report.json").read_text("utf-8"))
    assert written == ran.report
    assert written["version"] == 1


def test_init_writes_what_a_build_reads(blog: Blog):
    assert blog.ogp("init").code == 0
    text = (blog.root / "ogp.toml").read_text("utf-8")
    assert '# site = "庭の図書室"' in text
    assert blog.ogp("build").code == 0
    assert blog.ogp("init").code == 2
    assert (blog.root / "ogp.toml").read_text("utf-8") == text
    # Uncommented, every line is a key that is known.
    (blog.root / "ogp.toml").write_text(re.sub(r"^# (?=[\w\"]+ = )", "", text, flags=re.MULTILINE), "utf-8")
    ran = blog.ogp("build")
    assert "is not a key" not in ran.err, ran.err


def test_one_card(blog: Blog):
    ran = blog.ogp(
        "card", "庭の木を\\n眺める", "--category", "読みもの", "--date", "2026-02-19", "-s", "square", "-o", "c.webp"
    )
    assert (ran.code, ran.out) == (0, "c.webp\n")
    with Image.open(blog.root / "c.webp") as card:
        assert (card.size, card.format) == ((1200, 1200), "WEBP")


def test_one_card_with_a_picture(blog: Blog):
    Image.new("RGB", (600, 315), "red").save(blog.root / "red.png")
    assert blog.ogp("card", "木", "-t", "cover", "--cover", "red.png").code == 0
    with Image.open(blog.root / "card.png") as card:
        low, high = card.convert("RGB").getextrema()[0]
        assert high - low > 100
    ran = blog.ogp("card", "木", "-t", "cover", "--cover", "none.png")
    assert (ran.code, "E_ASSET" in ran.err) == (1, True)


@pytest.mark.parametrize(
    ("words", "found"), [("card -t co", "compass cover"), ("card -s sq", "square"), ("explain E_DA", "E_DATE")]
)
def test_values_are_completed(blog: Blog, words: str, found: str):
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY), "_OGP_COMPLETE": "complete_bash"}
    env |= {"COMP_WORDS": f"ogp {words}", "COMP_CWORD": str(len(words.split()))}
    command = [sys.executable, "-c", "import sys; sys.argv = ['ogp']; from ogp.cli.main import main; main()"]
    done = subprocess.run(command, cwd=blog.root, env=env, capture_output=True, check=False)
    assert done.stdout.decode().split() == found.split()


def test_explain(blog: Blog):
    assert re.search(r"^E_DATE +\S", blog.ogp("explain").out, re.MULTILINE)
    assert blog.ogp("explain", "e_date").out.startswith("E_DATE: ")
    ran = blog.ogp("explain", "E_DAT")
    assert (ran.code, ran.out) == (2, "")
    assert "E_DATE" in ran.err


def test_every_command_has_help_that_is_whole(blog: Blog):
    blog.env["COLUMNS"] = "100"

    def shown(*words: str) -> str:
        ran = blog.ogp(*words, "--help")
        assert ran.code == 0
        return ran.out

    top = shown()
    names = re.findall(r"^  (\w+)  ", top[top.index("Commands") :], re.MULTILINE)
    assert {"init", "build", "status", "card", "render", "explain", "template", "font"} <= set(names)
    assert "..." not in top[top.index("Commands") :], "a summary is cut"
    for name in names:
        assert len(shown(name).splitlines()) > 5


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str):
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    command = [sys.executable, "-m", "ogp", "--show-completion", shell]
    done = subprocess.run(command, env=env, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert b"ogp" in done.stdout


@posix
def test_watching(blog: Blog, tmp_path: Path):
    """A changed title is rendered, a broken configuration told, and a report inside the site starts no round."""
    blog.post("2026-01-01-a", "title: 木\nimage: /a.png")
    log = tmp_path / "log"

    def wait(text: str, count: int = 1) -> None:
        until = time.monotonic() + 30
        while log.read_text("utf-8").count(text) < count:
            assert time.monotonic() < until, log.read_text("utf-8")
            time.sleep(0.05)

    with log.open("wb") as file:
        command = [sys.executable, "-m", "ogp", "build", "--watch", "--report", "report.json"]
        env = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUTF8": "1"}
        watcher = subprocess.Popen(command, cwd=blog.root, env=env, stderr=file)
    try:
        wait("watching for changes")
        blog.post("2026-01-01-a", "title: 木々\nimage: /a.png")
        wait("1 written", 2)
        (blog.root / "ogp.toml").write_text("palette = 5\n")
        wait("error: ogp.toml:1")
        (blog.root / "ogp.toml").write_text("palette = 'plum'\n")
        wait("1 written", 3)
        time.sleep(2)
        assert log.read_text("utf-8").count(" s)\n") == 3, "each change is one round"
    finally:
        watcher.send_signal(signal.SIGINT)
        assert watcher.wait(10) in (0, 130)
