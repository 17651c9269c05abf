"""The workflows of docs/integrations/github-actions.md and docs/check.md, run as they stand on the page.

The Action is fetched by its tag and installs itself; git, Jekyll, jq and the shell are real. Only GitHub's own actions
are played, with the same effect on the files.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import yaml
from actions import Run, Runner
from PIL import Image
from published import HUB, git, repository, wheels
from sites import REPOSITORY, Page, program

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

pytestmark = pytest.mark.slow

ZERO = "0" * 40
HOSTILE = "2026-03-01-日本語 の;$(touch X)`touch Y`"
WORKFLOW = re.compile(
    r"^```yaml\n# \.github/workflows/(?P<name>\S+)\.yml\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
PAGES = "".join(
    (REPOSITORY / "docs" / name).read_text("utf-8") for name in ("integrations/github-actions.md", "check.md")
)
WORKFLOWS = {match["name"]: match["text"] for match in WORKFLOW.finditer(PAGES)}


class GitHub:
    """As much of GitHub as these workflows see: a site's repository, its jobs' machine, and the actions they use."""

    def __init__(self, folder: Path, hub: dict[str, str]) -> None:
        self.folder = folder
        self.origin = folder / "origin.git"
        self.mine = folder / "mine"
        self.artifacts: list[Path] = []
        self.mine.mkdir()
        git(folder, "init", "-q", "--bare", "-b", "main", str(self.origin))
        git(self.mine, "init", "-q", "-b", "main")
        git(self.mine, "remote", "add", "origin", str(self.origin))
        env = {key: value for key, value in os.environ.items() if not key.startswith("GITHUB_")}
        actions = {
            "actions/checkout": self.checkout,
            "actions/setup-python": self.python,
            "actions/upload-artifact": self.upload,
            "actions/jekyll-build-pages": self.jekyll,
            "actions/upload-pages-artifact": self.upload,
            "actions/deploy-pages": self.deploy,
            HUB.removeprefix("https://github.com/"): self.ogp,
        }
        self.runner = Runner(folder / "work", folder / "temp", {**env, "PYTHONUTF8": "1", **hub}, actions)

    def post(self, name: str, title: str, image: str = "") -> None:
        path = self.mine / "_posts" / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        line = f"image: {image}\n" if image else ""
        path.write_text(f"---\nlayout: post\ntitle: {title}\n{line}---\n本文。\n", "utf-8")

    def push(self, branch: str = "main") -> str:
        """Commit all that is new and push it; return the revision."""
        git(self.mine, "add", "-A")
        git(self.mine, "commit", "-q", "-m", "記事")
        git(self.mine, "push", "-q", "origin", f"HEAD:{branch}")
        return git(self.mine, "rev-parse", "HEAD")

    def run(self, workflow: str, event: dict[str, object], branch: str = "main") -> list[Run]:
        """Run a workflow's jobs, each on an empty machine, as long as none fails."""
        self.runner.event = json.dumps(event)
        self.branch = branch
        done = {}
        for name, job in yaml.safe_load(WORKFLOWS[workflow])["jobs"].items():
            if "needs" in job and done[job["needs"]].code:
                continue
            for path in (self.runner.workspace, self.runner.temp):
                shutil.rmtree(path, ignore_errors=True)
                path.mkdir()
            done[name] = self.runner.job(job)
        self.runner.known = {"install": {"python": sys.executable}}  # has been shown; later runs need not wait for it
        return list(done.values())

    def checkout(self, _: str, given: Mapping[str, str]) -> Run:
        depth = given.get("fetch-depth", "1")
        work = self.runner.workspace
        how = [] if depth == "0" else ["--depth", depth]
        git(self.folder, "clone", "-q", *how, "-b", self.branch, self.origin.as_uri(), str(work))
        if given["persist-credentials"] != "True":
            git(work, "remote", "set-url", "--push", "origin", "no-credentials")
        return Run()

    def python(self, _: str, given: Mapping[str, str]) -> Run:
        """For the Action this Python, for a job one of its own on the PATH."""
        if given.get("update-environment") == "false":
            return Run(outputs={"python-path": sys.executable})
        home = self.folder / "python"
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        self.runner.env["PATH"] = os.pathsep.join((str(home / "bin"), self.runner.env["PATH"]))
        return Run()

    def ogp(self, revision: str, given: Mapping[str, str]) -> Run:
        folder = self.runner.temp / "action"
        subprocess.run(
            ["git", "-c", "advice.detachedHead=false", "clone", "-q", "--depth", "1", "-b", revision, HUB, str(folder)],
            env=self.runner.env, check=True,
        )  # fmt: skip
        return self.runner.action(folder, given)

    def jekyll(self, _: str, given: Mapping[str, str]) -> Run:
        assert not given
        tool = program("jekyll", "apt-get install jekyll ruby-jekyll-seo-tag")
        pages = self.runner.temp / "pages.yml"
        pages.write_text("whitelist: [jekyll-seo-tag]\n")  # one of the plugins that GitHub Pages runs
        command = [tool, "build", "--safe", "--config", f"_config.yml,{pages}"]
        subprocess.run(command, cwd=self.runner.workspace, env=self.runner.env, check=True, capture_output=True)
        return Run()

    def upload(self, _: str, given: Mapping[str, str]) -> Run:
        """Keep what a job uploads, for the test to look at after the job."""
        path = self.runner.workspace / given.get("path", "_site/")
        target = self.folder / f"artifact-{len(self.artifacts)}" / path.name
        target.parent.mkdir()
        shutil.copytree(path, target) if path.is_dir() else shutil.copy(path, target)
        self.artifacts.append(target)
        return Run()

    def deploy(self, _: str, __: Mapping[str, str]) -> Run:
        return Run(outputs={"page_url": "https://niwa.example.jp/"})


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return repository(tmp_path_factory.mktemp("hub"))


@pytest.fixture
def github(tmp_path: Path, hub: dict[str, str]) -> GitHub:
    program("git", "apt-get install git")
    program("jq", "apt-get install jq")
    github = GitHub(tmp_path, hub)
    (github.mine / "_config.yml").write_text(
        "title: 庭の図書室\nurl: https://niwa.example.jp\nplugins: [jekyll-seo-tag]\n", "utf-8"
    )
    (github.mine / ".gitignore").write_text("_site/\n.jekyll-cache/\n")
    (github.mine / "_layouts").mkdir()
    (github.mine / "_layouts" / "post.html").write_text("<html><head>{% seo %}</head><body>{{ content }}</body></html>")
    github.post("2026-02-01-ki", "庭の木", "/img/ki.png")
    github.post("2026-02-02-ishi", "庭の石")
    return github


def test_render_on_push_and_commit(github: GitHub, tmp_path: Path):
    first = github.push()
    [run] = github.run("cards", {"before": ZERO})
    assert run.code == 0, run.log
    git(github.mine, "pull", "-q", "--ff-only", "origin", "main")
    author, *files = git(github.mine, "show", "--name-only", "--format=%an", first + "..HEAD").split("\n")
    assert author == "github-actions[bot]"
    assert sorted(filter(None, files)) == [
        "_posts/2026-02-02-ishi.md",
        "assets/images/posts/2026-02-02-ishi-ogp.png",
        "img/ki.png",
    ]
    before = git(github.mine, "rev-parse", "HEAD")
    github.post(HOSTILE, "悪い名前の記事")
    github.push()
    [run] = github.run("cards", {"before": before})
    assert run.code == 0, run.log
    git(github.mine, "pull", "-q", "--ff-only", "origin", "main")
    assert len(git(github.mine, "show", "--name-only", "--format=").splitlines()) == 2
    last = git(github.mine, "rev-parse", "HEAD")
    [run] = github.run("cards", {"before": before})
    assert run.code == 0, run.log
    assert git(github.origin, "rev-parse", "main") == last, "nothing new: no commit"
    assert not [*tmp_path.rglob("X"), *tmp_path.rglob("Y")], "a file name was run as a command"


def test_check_pull_requests(github: GitHub):
    base = github.push()
    event = {"pull_request": {"base": {"sha": base}}}
    git(github.mine, "switch", "-q", "-c", "topic")
    github.post("2026-03-01-mizu", "庭の水", "/img/mizu.png")
    head = github.push("topic")
    [run] = github.run("cards-check", event, "topic")
    assert run.code == 1
    assert "::error file=_posts/2026-03-01-mizu.md" in run.log
    assert "img/ki.png" not in run.log, "what the pull request does not touch is not its fault"
    with Image.open(github.artifacts[0]) as sheet:
        assert sheet.width > 400
    assert git(github.origin, "rev-parse", "topic") == head
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    subprocess.run([sys.executable, "-m", "ogp", "build", "-q"], cwd=github.mine, env=env, check=True)
    github.push("topic")
    [run] = github.run("cards-check", event, "topic")
    assert run.code == 0, run.log


def test_deploy_to_pages(github: GitHub):
    github.push()
    build, deployment = github.run("pages", {"before": ZERO})
    assert (build.code, deployment.code) == (0, 0), build.log
    assert deployment.outputs["environment"] == "https://niwa.example.jp/"
    site = next(path for path in github.artifacts if path.name == "_site")
    for page, card in (("ki", "img/ki.png"), ("ishi", "assets/images/posts/2026-02-02-ishi-ogp.png")):
        html = next(site.rglob(f"{page}.html")).read_text("utf-8")
        assert Page(html).one("og:image") == f"https://niwa.example.jp/{card}"
        with Image.open(site / card) as image:
            assert image.size == (1200, 630)


def test_check_the_built_site(github: GitHub, tmp_path: Path):
    (tmp_path / "wheels").mkdir()
    github.runner.env |= wheels(tmp_path / "wheels")
    github.push()
    [run] = github.run("site", {"before": ZERO})
    assert run.code == 0, run.log
    assert "2 cards" in run.log
    layout = github.mine / "_layouts" / "post.html"
    layout.write_text(layout.read_text().replace("{% seo %}", '<meta property="og:type" content="article">'))
    github.push()
    [run] = github.run("site", {"before": ZERO})
    assert run.code == 1
    assert "::error file=" in run.log
    assert "E_OG_IMAGE" in run.log


def test_they_are_sound(tmp_path: Path):
    schema = program("check-jsonschema", "pip install -e '.[sites]'")
    audit = program("zizmor", "pip install -e '.[sites]'")
    assert set(WORKFLOWS) == {"cards", "cards-check", "pages", "site"}
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    for name, text in WORKFLOWS.items():
        # The Action's own tag is for people to read; a commit's hash would be of a version that is not out yet.
        (folder / f"{name}.yml").write_text(text.replace("ogp@v0.1.0", f"ogp@{'1' * 40} # v0"), "utf-8")
    files = [str(path) for path in folder.iterdir()]
    for command in ([schema, "--builtin-schema", "vendor.github-workflows"], [audit, "--offline", "--no-progress"]):
        done = subprocess.run([*command, *files], capture_output=True, check=False)
        assert done.returncode == 0, done.stdout.decode()
