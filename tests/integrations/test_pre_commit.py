"""The hooks, installed and run by the real pre-commit, from this checkout."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from published import HUB, VERSION, git, repository
from sites import program

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
def hub(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("hub")
    return {**repository(folder), "PRE_COMMIT_HOME": str(folder / "home")}


def run(site: Path, hub: dict[str, str], hook: str) -> subprocess.CompletedProcess[bytes]:
    tool = program("pre-commit", "pip install -e '.[sites]'")
    config = f"repos:\n  - repo: {HUB}\n    rev: v{VERSION}\n    hooks:\n      - id: {hook}\n"
    (site / ".pre-commit-config.yaml").write_text(config, "utf-8")
    git(site, "add", "-A")
    return subprocess.run([tool, "run", hook], cwd=site, env={**os.environ, **hub}, capture_output=True, check=False)


def test_both_hooks(site: Path, hub: dict[str, str]):
    checked = run(site, hub, "ogp-check")
    assert checked.returncode == 1
    assert b"missing" in checked.stdout
    assert not (site / "ki.png").exists()
    first = run(site, hub, "ogp-build")
    assert first.returncode == 1, "a card was written: the commit must wait for it"
    assert (site / "ki.png").is_file()
    assert run(site, hub, "ogp-build").returncode == 0
    assert run(site, hub, "ogp-check").returncode == 0
    (site / "_posts" / "2026-02-01-ki.md").write_text("---\ntitle: 庭の石\nimage: /ki.png\n---\n", "utf-8")
    assert run(site, hub, "ogp-check").returncode == 1
    assert run(site, hub, "ogp-build").returncode == 1
