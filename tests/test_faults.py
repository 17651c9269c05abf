"""`ogp build` against death, failing disks, a full house and other machines: what takes long.

The table in test_hazards.py says which hazard each of these shows.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import REPOSITORY, Blog, posix
from PIL import Image
from test_hazards import DAY, age, modules, when, write
from test_lock import need_program

from ogp import provenance
from ogp.building.plan_post import plan_post
from ogp.building.plan_types import PlanOptions, RenderJob
from ogp.project import config
from ogp.project.project import Project
from ogp.store.safe_folder import is_temporary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [pytest.mark.slow, posix]

BUILD = (sys.executable, "-m", "ogp", "build")
ENV = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUTF8": "1"}


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start a build in a group of its own; what still runs at the end is killed."""
    running: list[subprocess.Popen[bytes]] = []

    def run(root: Path, *command: str, **options: Any) -> subprocess.Popen[bytes]:  # noqa: ANN401
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        running.append(subprocess.Popen(command, cwd=root, env=ENV, start_new_session=True, **pipes, **options))
        return running[-1]

    yield run
    for process in running:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def temporaries(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if is_temporary(path.name)]


def group_is_gone(leader: int) -> bool:
    """Whether no process of the group runs any more; waits two seconds for it.

    A dead one whose new parent, the machine's first process, has not taken notice of it yet is gone, too.
    """
    for _ in range(40):
        if not any(group == leader and state not in "ZX" for state, group in processes()):
            return True
        time.sleep(0.05)
    return False


def processes() -> Iterator[tuple[str, int]]:
    """State and group of every process (proc(5), /proc/PID/stat)."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, group = stat.read_text("utf-8", "replace").rpartition(") ")[2].split()[:3]
            yield state, int(group)


@dataclass
class Batch:
    """Posts without an image line, whose titles change from round to round: each round has all to do."""

    blog: Blog
    count: int
    heads: dict[Path, bytes] = field(default_factory=dict)

    def next_round(self, number: int) -> None:
        for post in range(self.count):
            path = write(self.blog, f"p{post:02}", title=f"庭の木を眺める 第{number}回の{post}")
            self.heads[path] = path.read_bytes()

    def check(self, *, done: bool = False) -> tuple[int, int]:
        """Every post is as it was or has its line, every card is whole; returns how many of each are done."""
        lines = cards = 0
        for path, head in self.heads.items():
            card = self.blog.root / "assets" / "images" / "posts" / f"{path.stem}-ogp.png"
            line = f'image: "/assets/images/posts/{card.name}"\n'.encode()
            now = path.read_bytes()
            with_line = now.replace(line, b"", 1)
            assert with_line == head, "a post lost bytes"
            lines += now != head
            if card.exists():
                assert provenance.owned(card), "half a card"
                with Image.open(card) as picture:
                    picture.load()
                cards += 1
        assert not done or (lines, cards) == (self.count, self.count)
        return lines, cards


class TestKill:
    """`kill -9` at any moment: no half file, and the next run completes."""

    def test_a_loop_of_deaths_over_a_batch(self, blog: Blog, start: Callable[..., subprocess.Popen[bytes]]):
        batch, rng = Batch(blog, 200), random.Random(4)
        batch.next_round(0)
        process = start(blog.root, *BUILD, "-q", "--jobs", "2")
        begun = time.monotonic()
        assert process.communicate(timeout=120) == (b"", b"")
        whole = time.monotonic() - begun  # how long a build takes on this machine, as busy as it is
        between = 0
        for number in range(1, 16):
            batch.next_round(number)
            process = start(blog.root, *BUILD, "-q", "--jobs", str(number % 2 + 1))
            time.sleep(whole * (0.4 + 0.5 * rng.random()))
            process.kill()
            process.wait()
            assert group_is_gone(process.pid), "its other processes outlive it"
            between += 0 < batch.check()[0] < batch.count
        assert between >= 3, "they all died before or after their work: nothing was shown"
        ran = blog.build()
        assert ran.code == 0, ran.err
        batch.check(done=True)
        assert temporaries(blog.root) == []
        assert blog.build("--check").code == 0

    @pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
    def test_a_stop_by_the_user(self, blog: Blog, start: Callable[..., subprocess.Popen[bytes]], how: signal.Signals):
        """Ctrl-C reaches all processes of the group; no traceback of any of them is shown."""
        batch = Batch(blog, 200)
        batch.next_round(0)
        cards = blog.root / "assets" / "images" / "posts"
        process = start(blog.root, *BUILD, "--jobs", "2")
        wait_until(lambda: cards.is_dir() and len(list(cards.iterdir())) > 20)
        os.killpg(process.pid, how)
        out, err = process.communicate(timeout=60)
        assert process.returncode == (130 if how == signal.SIGINT else -how)
        assert b"Traceback" not in out + err
        assert group_is_gone(process.pid)
        lines, made = batch.check()
        assert lines < batch.count
        assert made > 0
        assert blog.build().code == 0
        batch.check(done=True)
        assert temporaries(blog.root) == []

    def test_one_of_its_processes_is_killed(self, blog: Blog, start: Callable[..., subprocess.Popen[bytes]]):
        """As the system does when memory runs out: one line, no waiting for ever, and the next run completes."""
        batch = Batch(blog, 200)
        batch.next_round(0)
        cards = blog.root / "assets" / "images" / "posts"
        process = start(blog.root, *BUILD, "--jobs", "2", "-q")
        wait_until(lambda: cards.is_dir() and len(list(cards.iterdir())) > 20)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        if not children.exists():
            pytest.skip("this system does not tell a process's children")
        os.kill(int(children.read_text().split()[0]), signal.SIGKILL)
        _, err = process.communicate(timeout=60)
        assert process.returncode == 1
        expected = "error: E_INTERNAL the system killed one of ogp's processes — run ogp again"
        assert err.decode() == f"{expected}; --jobs 1 needs the least memory\n"
        assert group_is_gone(process.pid)
        batch.check()
        assert blog.build().code == 0
        batch.check(done=True)


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.005)


class TestFullDisk:
    """E_IMAGE_IO in one line, the old card intact, and the next run completes."""

    @pytest.fixture
    def stale(self, blog: Blog) -> Blog:
        """One card that has to be made anew, and one post that wants its line."""
        write(blog, "a", "/a.png")
        assert blog.build().code == 0
        write(blog, "a", "/a.png", title="庭の石を眺める")
        write(blog, "b", title="一行が足りない")
        return blog

    @staticmethod
    def errors(err: bytes) -> list[str]:
        lines = [line for line in err.decode().splitlines() if line.startswith("error: ")]
        assert b"Traceback" not in err
        assert all("E_IMAGE_IO" in line for line in lines), lines
        return lines

    def test_a_file_larger_than_allowed(self, stale: Blog, start: Callable[..., subprocess.Popen[bytes]]):
        import resource  # POSIX only

        before = stale.files()

        def limited() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000))

        process = start(stale.root, *BUILD, preexec_fn=limited)
        _, err = process.communicate(timeout=60)
        assert process.returncode == 1
        assert len(self.errors(err)) == 2
        assert stale.files() == before
        assert temporaries(stale.root) == []
        assert stale.build().report["summary"]["written"] == 2
        assert stale.build("--check").code == 0

    def test_a_disk_of_300_kb(self, tmp_path: Path, start: Callable[..., subprocess.Popen[bytes]]):
        disk = tmp_path / "disk"
        disk.mkdir()
        mount = need_program("mount")
        done = subprocess.run([mount, "-t", "tmpfs", "-o", "size=300k", "ogp", disk], capture_output=True, check=False)
        if done.returncode:
            pytest.skip(f"mounting is refused here: {done.stderr.decode().strip()}")
        try:
            (disk / "_config.yml").write_text("title: 庭\n", "utf-8")
            blog = Blog(disk, own_process=True)
            batch = Batch(blog, 20)
            batch.next_round(0)
            process = start(disk, *BUILD, "--jobs", "1")
            _, err = process.communicate(timeout=60)
            assert process.returncode == 1
            failed = self.errors(err)
            assert 0 < len(failed) < 20, "the disk is too large or too small for this test"
            assert "No space left on device" in failed[0]
            lines, _ = batch.check()
            assert lines == 20 - len(failed)
            assert temporaries(disk) == []
            subprocess.run([mount, "-o", "remount,size=8m", disk], check=True)
            assert blog.build().code == 0
            batch.check(done=True)
        finally:
            subprocess.run(["umount", "-l", disk], check=True)

    @pytest.mark.parametrize(
        ("call", "fault"),
        [("fsync", "EIO"), ("rename,renameat,renameat2", "EIO"), ("write", "ENOSPC")],
    )
    def test_a_fault_at_any_system_call(
        self, stale: Blog, start: Callable[..., subprocess.Popen[bytes]], call: str, fault: str
    ):
        """strace makes the n-th call fail, for every n that the build comes to; then the next build completes."""
        strace, hits, refused = need_program("strace"), 0, 0
        trace = stale.root.parent / "trace"
        original = stale.root.parent / "original"
        shutil.copytree(stale.root, original)
        old = (stale.root / "a.png").read_bytes()
        for number in range(1, 40):
            shutil.rmtree(stale.root)
            shutil.copytree(original, stale.root, ignore=shutil.ignore_patterns(".ogp"))
            inject = ("-e", f"trace={call}", "-e", f"inject={call}:error={fault}:when={number}")
            process = start(stale.root, strace, "-f", "-qq", "-o", str(trace), *inject, *BUILD, "-q")
            _, err = process.communicate(timeout=60)
            if "(INJECTED)" not in trace.read_text():
                assert process.returncode == 0
                break
            hits += 1
            failed = self.errors(err)
            # What the accelerators lose is nobody's concern, and a message that cannot be written is only lost.
            assert process.returncode in (0, 1)
            assert not failed or process.returncode == 1
            refused += bool(failed)
            assert temporaries(stale.root) == []
            card = stale.root / "a.png"
            assert card.read_bytes() == old or provenance.owned(card)
            ran = stale.build()
            assert ran.code == 0, ran.err
            assert stale.build("--check").code == 0
        else:
            pytest.fail("the faults never came to an end")
        assert hits >= 1, "the faults hit nothing: nothing was shown"  # strace counts each thread's calls apart
        assert refused >= 1


def test_a_post_that_is_edited_while_its_card_is_made_keeps_the_edit(
    blog: Blog, start: Callable[..., subprocess.Popen[bytes]]
):
    """strace holds the card's flush up; meanwhile the user saves the post: their bytes stay, the next run goes on."""
    strace = need_program("strace")
    post = write(blog, "p")
    edits = [post.read_bytes() + "続き。\n".encode(), post.read_bytes().replace("木".encode(), "石".encode())]
    for edited in edits:
        hold = ("-e", "trace=fsync", "-e", "inject=fsync:delay_enter=2000000:when=1")
        process = start(blog.root, strace, "-f", "-qq", "-o", "/dev/null", *hold, *BUILD, "-q")
        wait_until(lambda: any("assets" in path.parts for path in temporaries(blog.root)))
        post.write_bytes(edited)
        _, err = process.communicate(timeout=60)
        assert process.returncode == 1
        assert err.decode().count("\n") == 1
        assert "E_IMAGE_IO the post changed while ogp was working on it — run ogp again" in err.decode()
        assert post.read_bytes() == edited
        shutil.rmtree(blog.root / "assets")
    assert blog.build().code == 0
    assert blog.build("--check").code == 0
    assert post.read_bytes().count(b"image:") == 1


def test_ten_thousand_posts_with_nothing_to_do(blog: Blog):
    """0 files are written and nothing is loaded that draws, with the index and without; bench/ measures the time.

    The cards are not rendered here: a picture of one pixel with the right mark is as fresh as any.
    """
    seed = blog.root / "pixel.png"
    Image.new("RGB", (1, 1)).save(seed)
    pixel = seed.read_bytes()
    seed.unlink()
    for number in range(10_000):
        write(blog, f"p{number:05}", f"/cards/{number}.png", f"記事の題名 {number}")
    project = Project.open(config.load(blog.root))
    names = sorted(f"_posts/{path.name}" for path in (blog.root / "_posts").iterdir())
    (blog.root / "cards").mkdir()
    for job in [plan_post(project, name, PlanOptions(when())) for name in names]:
        assert isinstance(job, RenderJob)
        (blog.root / job.output).write_bytes(provenance.seal(pixel, job.plan.fingerprint))
    age(blog)

    def state() -> dict[str, tuple[int, int]]:
        with_stamps = (path for path in blog.root.rglob("*") if path.is_file() and ".ogp" not in path.parts)
        return {str(path): (path.stat().st_mtime_ns, path.stat().st_ino) for path in with_stamps}

    before = state()
    assert len(before) == 20_001
    for name, heavy in (
        ("a second machine", {"PIL", "uharfbuzz"}),
        ("the same machine", {"PIL", "uharfbuzz", "ogp.posts.reader", "frontmatter"}),
    ):
        loaded, said = modules(blog, "build")
        assert "10000 unchanged; nothing to do" in said, name
        assert not heavy & loaded, name
        assert state() == before, name


def test_the_same_bytes_on_any_machine(blog: Blog):
    """60 posts over six templates: whatever the number of processes, how they start, hash seed, zone, locale, umask."""
    names, sizes = ("compass", "cover", "emoji", "mesh", "tategaki", "maru"), ("og", "square")
    (blog.root / "art").mkdir()
    Image.linear_gradient("L").convert("RGB").resize((900, 500)).save(blog.root / "art" / "c.jpg")
    titles = [
        "庭の「木」を眺める、20%の人",
        "GPT-4o超え？オープンソースLLMの進化",
        "👨‍👩‍👧と🎉の日",
        "{漢字|かんじ}の道",
        "שלום 世界",
    ]
    for number in range(60):
        suffix = ("png", "png", "webp", "jpg")[number % 4]
        appearance = f"ogp: {{template: {names[number % len(names)]}, size: {sizes[number // len(names) % 2]}}}"
        more = f"category: 分類{number % len(names)}\nauthor: 著者\nemoji: 🌱\ncover: /art/c.jpg\n{appearance}"
        write(blog, f"p{number:02}", f"/cards/{number}.{suffix}", f"{titles[number % 5]} その{number}", more)
    spawn = (
        "import multiprocessing as m; get = m.get_context; m.get_context = lambda _: get('spawn')\n"
        "import sys; from ogp.cli.main import main; sys.argv[0] = 'ogp'; main()"
    )
    machines: list[tuple[str, dict[str, str], tuple[str, ...], int]] = [
        ("one process", {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"}, ("--jobs", "1"), 0o022),
        ("two", {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8"}, ("--jobs", "2"), 0o022),
        ("three", {"PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati", "LC_ALL": "POSIX"}, ("--jobs", "3"), 0o077),
        ("spawned", {"TZ": "America/Los_Angeles", "LC_ALL": "ja_JP.eucJP", "PYTHONUTF8": "0"}, ("--jobs", "2"), 0o022),
    ]
    seen: dict[str, dict[str, bytes]] = {}
    for name, env, arguments, umask in machines:
        shutil.rmtree(blog.root / "cards", ignore_errors=True)
        shutil.rmtree(blog.root / ".ogp", ignore_errors=True)
        command = [sys.executable, "-c", spawn, "build"] if name == "spawned" else [*BUILD]
        done = subprocess.run(
            [*command, "--json", *arguments],
            cwd=blog.root,
            env={**ENV, **env},
            umask=umask,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        assert json.loads(done.stdout)["summary"]["written"] == 60
        seen[name] = {path: data for path, data in blog.files().items() if path.startswith("cards/")}
        assert len(seen[name]) == 60
        different = {path for path in seen[name] if seen[name][path] != seen["one process"][path]}
        assert not different, name
    assert len(set(seen["one process"].values())) == 60
    assert DAY in json.loads(done.stdout)["posts"][0]["file"]
