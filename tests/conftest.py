"""What many tests share: a small site in a temporary folder, and the command line as a user calls it."""

from __future__ import annotations

import gc
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.configuration import set_hypothesis_home_dir

from ogp.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

REPOSITORY = Path(__file__).resolve().parent.parent

# No deadline: a busy machine is no failure. The database does not go into the folder the tests are started from.
set_hypothesis_home_dir(REPOSITORY / ".hypothesis")
settings.register_profile("full", max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("fast", settings.get_profile("full"), max_examples=40)
settings.load_profile("fast")  # `.ci/run` takes the full one

# For tests of what some systems do not have.
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such links, permissions, signals or names")
pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
any_name = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the file system takes only Unicode names")

SEED = "2026-02-19-3-open-source-llm-evolution-beyo"

# Some machines forbid it: then every program that the tests start would compile all of ogp anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# What a user may have set, and what CI has: tests that are about these set them.
for name in ("COLUMNS", "GITHUB_ACTIONS", "GITHUB_WORKSPACE", "NO_COLOR", "OGP_DEBUG"):
    os.environ.pop(name, None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Tell how to have the order of a run that failed again: ``-q`` hides where pytest-randomly says it."""
    seed = config.getoption("randomly_seed", None)
    if seed is not None and terminalreporter.stats.keys() & {"failed", "error"}:
        terminalreporter.write_line(f"the order of these tests: --randomly-seed={seed}")


@dataclass
class Ran:
    """What a command gave."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        assert self.out, self.err  # no report: then what went wrong is the thing to read
        return json.loads(self.out)

    def row(self, file: str) -> dict[str, Any]:
        """The report's row of a post, by the end of its name."""
        return next(row for row in self.report["posts"] if row.get("file", row.get("id")).endswith(file))


@dataclass
class Blog:
    """A Jekyll site under construction."""

    root: Path
    env: dict[str, str] = field(default_factory=dict)
    own_process: bool = False
    """Where what a process reads at its start is what is tested: its encoding, its time zone, its hash seed."""

    def post(self, name: str, head: str, body: str = "本文。\n") -> Path:
        """Write ``_posts/NAME.md`` with this front matter."""
        path = self.root / "_posts" / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(f"---\n{head.strip()}\n---\n\n{body}".encode())
        return path

    def ogp(self, *arguments: str, cwd: Path | None = None, stdin: bytes = b"") -> Ran:
        """Run ``ogp`` in the site's folder."""
        run = run_process if self.own_process else run_here
        return run(arguments, cwd or self.root, self.env, stdin)

    def build(self, *arguments: str) -> Ran:
        """Run ``ogp build --json``."""
        return self.ogp("build", "--json", *arguments)

    def files(self) -> dict[str, bytes]:
        """Every file of the site but the accelerators, by path."""
        paths = (path for path in self.root.rglob("*") if path.is_file() and ".ogp" not in path.parts)
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in paths}


def run_process(arguments: Sequence[str], cwd: Path, env: Mapping[str, str], stdin: bytes = b"") -> Ran:
    """Run ``ogp`` as a user does, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "ogp", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUTF8": "1", **env},
        input=stdin,
        capture_output=True,
        check=False,
        timeout=120,
    )
    out, err = (printed.decode().replace(os.linesep, "\n") for printed in (done.stdout, done.stderr))
    return Ran(done.returncode, out, err)


def children_seconds() -> float:
    """The processor time of all processes that were started here and have ended (0 on Windows, which does not tell)."""
    times = os.times()
    return times.children_user + times.children_system


def run_here(arguments: Sequence[str], cwd: Path, env: Mapping[str, str], stdin: bytes = b"") -> Ran:
    """Run ``ogp`` in this process, which saves the half second that a process takes to start."""
    given, out, err = (io.TextIOWrapper(io.BytesIO(data), "utf-8", newline="") for data in (stdin, b"", b""))
    thresholds = gc.get_threshold()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(cwd)
        patch.setattr(sys, "argv", ["ogp", *arguments])
        for name, stream in (("stdin", given), ("stdout", out), ("stderr", err)):
            patch.setattr(sys, name, stream)
        for name, value in env.items():
            patch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            main()
    gc.set_threshold(*thresholds)
    printed, told = (stream.detach().getvalue().decode() for stream in (out, err))
    return Ran(int(ended.value.code or 0), printed, told)


def python(code: str, **env: str) -> str:
    """Run Python code in a process of its own, with this ogp; returns what it printed."""
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY), **env}
    done = subprocess.run([sys.executable, "-c", code], env=env, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def blog(tmp_path: Path, request: pytest.FixtureRequest) -> Blog:
    """An empty Jekyll site. What slow tests run there are processes, as a user's are."""
    root = tmp_path / "blog"
    root.mkdir()
    (root / "_config.yml").write_text("title: 庭の図書室\nurl: https://niwa.example.jp\n", encoding="utf-8")
    (root / "_posts").mkdir()
    return Blog(root, own_process=request.node.get_closest_marker("slow") is not None)
