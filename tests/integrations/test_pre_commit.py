"""The hooks, installed and run by the real pre-commit, from this checkout."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from composite import git
from sites import REPOSITORY, program

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    (root / "_posts").mkdir(parents=True)
    git(root, "init", "-q", "-b", "main")
    (root / "_config.yml").write_text("title: 庭の図書室\n", "utf-8")
    (root / "_posts" / "2026-02-01-ki.md").write_text("---\ntitle: 庭の木\nimage: /ki.png\n---\n", "utf-8")
    git(root, "add", "-A")
    return root


@pytest.fixture(scope="session")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A commit of the files as they are here: pre-commit installs from commits only."""
    copy = tmp_path_factory.mktemp("hooks") / "ogp"
    copy.mkdir()
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY, capture_output=True, check=True,
    ).stdout.decode().split("\0")  # fmt: skip
    for name in filter(None, names):
        if (REPOSITORY / name).is_file() and not name.startswith(("tests/", "bench/", "docs/")):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes((REPOSITORY / name).read_bytes())
    git(copy, "init", "-q")
    git(copy, "add", "-A")
    git(copy, "commit", "-q", "-m", "…")
    return copy


def run(site: Path, hooks: Path, hook: str) -> subprocess.CompletedProcess[bytes]:
    tool = program("pre-commit", "pip install -e '.[sites]'")
    rev = git(hooks, "rev-parse", "HEAD")
    config = f"repos:\n  - repo: {hooks.as_uri()}\n    rev: {rev}\n    hooks:\n      - id: {hook}\n"
    (site / ".pre-commit-config.yaml").write_text(config, "utf-8")
    git(site, "add", "-A")
    env = {**os.environ, "PRE_COMMIT_HOME": str(hooks.parent / "home")}
    return subprocess.run([tool, "run", hook], cwd=site, env=env, capture_output=True, check=False)


def test_both_hooks(site: Path, hooks: Path):
    checked = run(site, hooks, "ogp-check")
    assert checked.returncode == 1
    assert b"missing" in checked.stdout
    assert not (site / "ki.png").exists()
    first = run(site, hooks, "ogp-build")
    assert first.returncode == 1, "a card was written: the commit must wait for it"
    assert (site / "ki.png").is_file()
    assert run(site, hooks, "ogp-build").returncode == 0
    assert run(site, hooks, "ogp-check").returncode == 0
    (site / "_posts" / "2026-02-01-ki.md").write_text("---\ntitle: 庭の石\nimage: /ki.png\n---\n", "utf-8")
    assert run(site, hooks, "ogp-check").returncode == 1
    assert run(site, hooks, "ogp-build").returncode == 1
