"""What many tests share: a small site in a temporary folder, and the command line as a user calls it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
SEED = "2026-02-19-3-open-source-llm-evolution-beyo"


# Some machines forbid it: then every program that the tests start would compile all of ogp anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


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

    def post(self, name: str, head: str, body: str = "本文。\n") -> Path:
        """Write ``_posts/NAME.md`` with this front matter."""
        path = self.root / "_posts" / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(f"---\n{head.strip()}\n---\n\n{body}".encode())
        return path

    def ogp(self, *arguments: str, cwd: Path | None = None, stdin: bytes = b"") -> Ran:
        """Run ``ogp`` in the site's folder."""
        env = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUTF8": "1", **self.env}
        env.pop("GITHUB_ACTIONS", None) if "GITHUB_ACTIONS" not in self.env else None
        done = subprocess.run(
            [sys.executable, "-m", "ogp", *arguments],
            cwd=cwd or self.root,
            env=env,
            input=stdin,
            capture_output=True,
            check=False,
            timeout=120,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def build(self, *arguments: str) -> Ran:
        """Run ``ogp build --json``."""
        return self.ogp("build", "--json", *arguments)

    def files(self) -> dict[str, bytes]:
        """Every file of the site but the accelerators, by path."""
        paths = (path for path in self.root.rglob("*") if path.is_file() and ".ogp" not in path.parts)
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    """An empty Jekyll site."""
    root = tmp_path / "blog"
    root.mkdir()
    (root / "_config.yml").write_text("title: 庭の図書室\nurl: https://niwa.example.jp\n", encoding="utf-8")
    (root / "_posts").mkdir()
    return Blog(root)
