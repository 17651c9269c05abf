"""The store and its lock against other processes, failing disks and death."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest
from conftest import posix
from test_store import names_below

from ogp.store.file_store import Store
from ogp.store.lock import lock
from ogp.store.safe_folder import is_temporary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def python(tmp_path: Path) -> Iterator[Start]:
    """Start Python code in another process, in a site of its own; whatever still runs at the end is killed."""
    running: list[subprocess.Popen[str]] = []

    def start(code: str, *before: str) -> subprocess.Popen[str]:
        head = (
            "import os, sys, time, pathlib; from pathlib import PurePosixPath as P\n"
            "from ogp.store.file_store import Store\n"
            "from ogp.store.lock import lock; root = pathlib.Path('.'); store = Store(root)\n"
        )
        process = subprocess.Popen(
            [*before, sys.executable, "-P", "-c", head + code],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


def test_two_runs_at_once_wait_for_each_other(python: Start, tmp_path: Path):
    """Each counts up in a file by reading, waiting a little and writing: without the lock they would lose counts."""
    code = (
        "for _ in range(20):\n"
        "    with lock(root):\n"
        "        count = int(store.read(P('count')) or 0)\n"
        "        time.sleep(0.002)\n"
        "        store.write(P('count'), b'%d' % (count + 1))\n"
    )
    for process in [python(code), python(code)]:
        assert process.communicate(timeout=60) == ("", "")
    assert (tmp_path / "count").read_text() == "40"


def test_who_waits_says_for_whom(python: Start):
    holder = python("with lock(root): print('held', flush=True); sys.stdin.read(1)")
    assert line(holder) == "held\n"
    waiter = python("with lock(root, lambda message: print(message, flush=True)): print('mine')")
    assert f"(process {holder.pid})" in line(waiter)
    holder.communicate(timeout=60)
    assert waiter.communicate(timeout=60) == ("mine\n", "")


@posix
def test_the_lock_of_a_killed_run_is_free_and_its_death_is_known(python: Start, tmp_path: Path):
    with lock(tmp_path) as died:
        assert not died
    holder = python("with lock(root): print('held', flush=True); time.sleep(60)")
    assert line(holder) == "held\n"
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with lock(tmp_path, pytest.fail) as died:
        assert died
    with lock(tmp_path) as died:
        assert not died


def test_the_lock_is_free_after_an_error(tmp_path: Path):
    with pytest.raises(ZeroDivisionError), lock(tmp_path):
        raise ZeroDivisionError
    with lock(tmp_path, pytest.fail) as died:
        assert not died


@posix
def test_a_lock_whose_folder_was_deleted_meanwhile_is_taken_anew(python: Start, tmp_path: Path):
    holder = python("with lock(root): print('held', flush=True); sys.stdin.read(1)")
    assert line(holder) == "held\n"
    waiter = python(
        "with lock(root, lambda m: print('waits', flush=True)): print('mine', flush=True); sys.stdin.read(1)"
    )
    assert line(waiter) == "waits\n"
    shutil.rmtree(tmp_path / ".ogp")
    (tmp_path / ".ogp").mkdir()
    holder.communicate(timeout=60)
    assert line(waiter) == "mine\n"
    third = python("with lock(root, lambda m: print('waits', flush=True)): print('mine', flush=True)")
    assert line(third) == "waits\n"


@posix
@pytest.mark.slow
def test_killed_at_any_moment_the_card_is_whole(python: Start, tmp_path: Path):
    """200 deaths in the middle of writing two versions of a card in turn; the sweep then leaves nothing behind."""
    versions = [bytes([number]) * 300_000 for number in (1, 2)]
    rng, left = random.Random(1), 0
    for _ in range(200):
        process = python(
            "print('up', flush=True)\n"
            "while True:\n"
            "    for number in (1, 2): store.write(P('a/card.png'), bytes([number]) * 300_000)"
        )
        assert line(process) == "up\n"
        time.sleep(rng.random() * 0.02)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        card = tmp_path / "a" / "card.png"
        assert not card.exists() or card.read_bytes() in versions
        left = max(left, len(names_below(tmp_path)) - 2)
    assert left > 0  # some died between the temporary file's first byte and its renaming
    Store(tmp_path).sweep([PurePosixPath("a")], older_than=0)
    assert names_below(tmp_path) == ["a", "card.png"]


WRITE_BOTH = """
from ogp.errors import OgpError
said = []
def attempt(act):
    try: act(); said.append('ok')
    except OgpError as error: said.append(str(error))
attempt(lambda: store.write(P('a/card.png'), b'new' * 99_999))
attempt(lambda: store.replace_if_unchanged(P('post.md'), b'old', b'new'))
try: os.write(1, chr(10).join(said).encode())
except OSError: pass
"""


@posix
@pytest.mark.slow
@pytest.mark.parametrize("fault", ["error=ENOSPC", "error=EIO", "error=EROFS", "error=EDQUOT", "signal=KILL"])
@pytest.mark.parametrize(
    ("call", "least"),
    [
        ("openat", 2),
        ("newfstatat,stat,lstat", 2),
        ("write", 2),
        ("fsync", 2),
        ("fchmod", 2),
        ("rename,renameat", 1),  # the card
        ("renameat2", 1),  # the post
    ],
)
def test_a_fault_at_any_system_call(python: Start, tmp_path: Path, call: str, least: int, fault: str):
    """strace makes the n-th call that touches the site fail, or kills the process there, for every n."""
    strace = need_program("strace")
    (tmp_path / "a").mkdir()
    card, post, trace = tmp_path / "a" / "card.png", tmp_path / "post.md", tmp_path.parent / "trace"
    # Python itself opens and looks at thousands of files; what it writes and renames is all the store's.
    only = [f"-P{path}" for path in (tmp_path / "a", card, tmp_path, post)] if call.startswith(("open", "new")) else []
    hits = 0
    for number in range(1, 40):
        card.write_bytes(b"old")
        post.write_bytes(b"old")
        inject = ("-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={number}")
        process = python(WRITE_BOTH, strace, "-f", "-qq", "-o", str(trace), *only, *inject)
        out, err = process.communicate(timeout=60)
        assert err == ""
        assert card.read_bytes() in (b"old", b"new" * 99_999)
        assert post.read_bytes() in (b"old", b"new")
        left = [name for name in names_below(tmp_path) if name not in ("a", "card.png", "post.md")]
        assert all(is_temporary(name) for name in left)
        assert not left or "KILL" in fault
        Store(tmp_path).sweep([PurePosixPath(), PurePosixPath("a")], older_than=0)
        if "(INJECTED)" not in trace.read_text() and process.returncode == 0:
            break
        hits += 1
        for said, path, new in zip(out.split("\n"), (card, post), (b"new" * 99_999, b"new"), strict=False):
            assert said.startswith(("ok", f"{path.relative_to(tmp_path)}: E_IMAGE_IO")) or said == ""
            assert (said == "ok") == (path.read_bytes() == new) or said == ""
    assert hits >= least, "the faults hit nothing: nothing was shown"


@posix
@pytest.mark.slow
def test_a_file_larger_than_allowed(python: Start, tmp_path: Path):
    """RLIMIT_FSIZE: the write stops in the middle, as on a disk that fills up."""
    code = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n" + WRITE_BOTH
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "card.png").write_bytes(b"old")
    (tmp_path / "post.md").write_bytes(b"old")
    out, err = python(code).communicate(timeout=60)
    assert err == ""
    assert "E_IMAGE_IO" in out.splitlines()[0]
    assert out.splitlines()[1] == "ok"
    assert (tmp_path / "a" / "card.png").read_bytes() == b"old"
    assert names_below(tmp_path) == ["a", "card.png", "post.md"]


def need_program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{name} is not installed")
    return found


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()
