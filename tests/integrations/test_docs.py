"""Each page of docs/integrations, followed literally in an empty folder with an environment of its own.

A fenced block with a title is a file, one of kind sh is run, pip and npm lines among them: pip finds ogp-cards in a
folder with the wheel that this checkout makes. Only a gem is not fetched from its registry: Debian has Jekyll, and ours
is installed from the file that would be published.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from sites import REPOSITORY, gem_path, program, zola

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

PAGES = sorted((REPOSITORY / "docs" / "integrations").glob("*.md"))
BLOCK = re.compile(r'^```(?P<kind>\w+)(?: title="(?P<file>[^"]+)")?\n(?P<text>.*?)^```$', re.MULTILINE | re.DOTALL)
GEMS = re.compile(r"^gem install\b.*$", re.MULTILINE)


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheels")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(folder), str(REPOSITORY)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def surroundings(page: str, home: Path, wheels: Path) -> dict[str, str]:
    """What somebody who follows a page has around them: an empty Python environment, and the generator's language."""
    subprocess.run([sys.executable, "-m", "venv", str(home / "venv")], check=True)
    dropped = ("CI", "GITHUB_ACTIONS", "PYTHONPATH", "VIRTUAL_ENV")
    env = {key: value for key, value in os.environ.items() if key not in dropped}
    env |= {
        "LANG": "C.UTF-8",
        "PIP_FIND_LINKS": str(wheels),
        "NO_MKDOCS_2_WARNING": "1",
        "ASTRO_TELEMETRY_DISABLED": "1",
    }
    path = [str(home / "venv" / "bin"), env["PATH"]]
    if page == "jekyll":
        program("jekyll", "apt-get install jekyll ruby-jekyll-seo-tag")
        env["GEM_PATH"] = gem_path(home / "gems")
    if page == "zola":
        found = zola(home)
        path.insert(1, found.pop("PATH"))
        env |= found
    return {**env, "PATH": os.pathsep.join(path)}


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_followed_literally(page: Path, tmp_path: Path, wheels: Path):
    folder = tmp_path / "empty"
    folder.mkdir()
    env = surroundings(page.stem, tmp_path, wheels)
    steps = 0
    for block in BLOCK.finditer(page.read_text("utf-8")):
        if block["file"]:
            target = folder / block["file"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block["text"], "utf-8")
        elif block["kind"] == "sh":
            script = GEMS.sub("true", block["text"])
            done = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", script], cwd=folder, env=env, capture_output=True, check=False
            )
            assert done.returncode == 0, block["text"] + done.stdout.decode() + done.stderr.decode()
            steps += 1
    if not steps:
        assert page.stem in ("github-actions", "pre-commit"), "a page without a step to follow"


@pytest.mark.parametrize(("page", "file"), [("eleventy", "ogp.js"), ("hexo", "scripts/ogp.js")])
def test_what_is_to_be_copied_is_the_examples_file(page: str, file: str):
    text = (REPOSITORY / "docs" / "integrations" / f"{page}.md").read_text("utf-8")
    block = next(block for block in BLOCK.finditer(text) if block["file"] == file)
    assert block["text"] == (REPOSITORY / "examples" / page / file).read_text("utf-8")
