"""Each page of docs/integrations, followed literally in an empty folder with an environment of its own.

A fenced block with a title is a file, one of kind sh is run as it stands; where ours is fetched from, published.py
says. The workflows of the Action's page are run by test_workflows.py.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import published
import pytest
from sites import REPOSITORY, program, zola

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

PAGES = sorted((REPOSITORY / "docs" / "integrations").glob("*.md"))
BLOCK = re.compile(r'^```(?P<kind>\w+)(?: title="(?P<file>[^"]+)")?\n(?P<text>.*?)^```$', re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return published.wheels(tmp_path_factory.mktemp("wheels"))


def surroundings(page: str, home: Path) -> dict[str, str]:
    """What somebody who follows a page has around them: an empty Python environment, and the generator's language."""
    subprocess.run([sys.executable, "-m", "venv", str(home / "venv")], check=True)
    dropped = ("CI", "GITHUB_ACTIONS", "PYTHONPATH", "VIRTUAL_ENV")
    env = {key: value for key, value in os.environ.items() if key not in dropped}
    env |= {"LANG": "C.UTF-8", "NO_MKDOCS_2_WARNING": "1", "ASTRO_TELEMETRY_DISABLED": "1"}
    path = [str(home / "venv" / "bin"), env["PATH"]]
    if page == "jekyll":
        program("jekyll", "apt-get install jekyll ruby-jekyll-seo-tag")
        env |= published.gem(home / "gems")
    if page == "pre-commit":
        env |= {**published.repository(home), "PRE_COMMIT_HOME": str(home / "hooks")}
    if page == "zola":
        found = zola(home)
        path.insert(1, found.pop("PATH"))
        env |= found
    return {**env, "PATH": os.pathsep.join(path)}


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_followed_literally(page: Path, tmp_path: Path, wheels: dict[str, str]):
    folder = tmp_path / "empty"
    folder.mkdir()
    env = {**surroundings(page.stem, tmp_path), **wheels}
    steps = 0
    for block in BLOCK.finditer(page.read_text("utf-8")):
        if block["file"]:
            target = folder / block["file"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block["text"], "utf-8")
        elif block["kind"] == "sh":
            done = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", block["text"]], cwd=folder, env=env, capture_output=True, check=False
            )
            assert done.returncode == 0, block["text"] + done.stdout.decode() + done.stderr.decode()
            steps += 1
    if not steps:
        assert page.stem == "github-actions", "a page without a step to follow"


@pytest.mark.parametrize(("page", "file"), [("eleventy", "ogp.js"), ("hexo", "scripts/ogp.js")])
def test_what_is_to_be_copied_is_the_examples_file(page: str, file: str):
    text = (REPOSITORY / "docs" / "integrations" / f"{page}.md").read_text("utf-8")
    block = next(block for block in BLOCK.finditer(text) if block["file"] == file)
    assert block["text"] == (REPOSITORY / "examples" / page / file).read_text("utf-8")
