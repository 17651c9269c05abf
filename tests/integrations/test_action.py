"""The GitHub Action, its steps executed as they stand, on repositories as bad as they come."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from composite import Run, Runner, git
from PIL import Image
from sites import REPOSITORY, program

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

ZERO = "0" * 40
HOSTILE = "2026-03-01-日本語 の;$(touch X)`touch Y`"


class Repository:
    """A git repository with a small Jekyll site, and a runner for it."""

    def __init__(self, root: Path, temp: Path) -> None:
        self.root = root
        temp.mkdir()
        env = {key: value for key, value in os.environ.items() if not key.startswith("GITHUB_")}
        self.runner = Runner(
            REPOSITORY,
            root,
            temp,
            env | {"PYTHONUTF8": "1"},
            uses={"actions/setup-python": {"python-path": sys.executable}, "actions/upload-artifact": {}},
            known={"install": {"python": sys.executable}},
        )

    def post(self, name: str, title: str, image: str = "") -> Path:
        path = self.root / "_posts" / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        line = f"image: {image}\n" if image else ""
        path.write_text(f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\n{line}---\n本文。\n", "utf-8")
        return path

    def commit(self, message: str = "…") -> str:
        git(self.root, "add", "-A")
        git(self.root, "commit", "-q", "-m", message)
        return git(self.root, "rev-parse", "HEAD")

    def push(self, before: str, **inputs: str) -> Run:
        return self.runner.run(json.dumps({"before": before}), **inputs)

    def dirty(self) -> str:
        return git(self.root, "status", "--porcelain", "-uall")


@pytest.fixture
def repo(tmp_path: Path) -> Iterator[Repository]:
    program("git", "apt-get install git")
    root = tmp_path / "repo"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    (root / "_config.yml").write_text("title: 庭の図書室\nurl: https://niwa.example.jp\n", "utf-8")
    (root / ".gitignore").write_text(".ogp/\n")
    repository = Repository(root, tmp_path / "temp")
    repository.post("2026-02-01-old", "古い記事", "/img/old.png")
    repository.post("2026-02-02-kept", "そのままの記事", "/img/kept.png")
    repository.commit()
    yield repository
    assert not list(tmp_path.rglob("X")), "a file name was run as a command"
    assert not list(tmp_path.rglob("Y")), "a file name was run as a command"


def test_only_new_and_changed_posts_by_default(repo: Repository):
    before = git(repo.root, "rev-parse", "HEAD")
    repo.post("2026-03-01-new", "新しい記事", "/img/new.png")
    repo.post("2026-02-01-old", "題の変わった記事", "/img/old.png")
    repo.commit()
    run = repo.push(before)
    assert run.code == 0, run.log
    assert run.outputs["changed"] == "true"
    assert run.outputs["count"] == "2"
    assert json.loads(run.outputs["files"]) == ["img/old.png", "img/new.png"]
    report = json.loads(Path(run.outputs["report"]).read_text("utf-8"))
    assert [row["title"] for row in report["posts"]] == ["題の変わった記事", "新しい記事"]
    assert "<td>img/new.png</td><td>1200×630, " in run.summary
    assert "題の変わった" in run.summary
    [sheet] = run.artifacts
    with Image.open(sheet) as image:
        assert image.width > 3 * 400
    assert {line.split()[-1] for line in repo.dirty().splitlines()} == {"img/new.png", "img/old.png"}
    assert git(repo.root, "log", "--oneline").count("\n") == 1, "it never commits"
    assert repo.push(before).outputs["changed"] == "false", "a second run writes nothing"


def test_all_posts_if_asked_and_after_a_change_of_the_look(repo: Repository):
    before = git(repo.root, "rev-parse", "HEAD")
    assert repo.push(before).outputs["count"] == "0"
    (repo.root / "ogp.toml").write_text("palette = 'plum'\n")
    repo.commit()
    assert repo.push(before).outputs["count"] == "2"
    shutil.rmtree(repo.root / "img")
    assert repo.push(git(repo.root, "rev-parse", "HEAD"), changed_only="false").outputs["count"] == "2"


@pytest.mark.parametrize("name", [HOSTILE, "2026-03-01-new\nline", "2026-03-01--rf", "2026-03-01-%0A::error::x"])
def test_hostile_file_names(repo: Repository, name: str):
    before = git(repo.root, "rev-parse", "HEAD")
    repo.post(name, "</td><script>|`@everyone`\\n::error::forged", "/img/hostile.png")
    repo.commit()
    run = repo.push(before)
    assert run.code == 0, run.log
    assert json.loads(run.outputs["files"]) == ["img/hostile.png"]
    assert "<script>" not in run.summary
    assert "\n\n" not in run.summary
    assert "\n::error::forged" not in run.log


def test_hostile_inputs_are_data(repo: Repository):
    (repo.root / "a;touch X").mkdir()
    shutil.copytree(repo.root / "_posts", repo.root / "a;touch X" / "_posts")
    (repo.root / "a;touch X" / "_config.yml").write_text("title: 庭\n", "utf-8")
    run = repo.push(ZERO, working_directory="a;touch X")
    assert run.code == 0, run.log
    assert json.loads(run.outputs["files"]) == ["a;touch X/img/old.png", "a;touch X/img/kept.png"]
    shutil.rmtree(repo.root / "a;touch X")
    assert repo.push(ZERO, paths="_posts/2026-02-01-old.md\n\n$(touch X)").code == 2
    assert repo.push("$(touch X)").code == 0
    assert repo.push(ZERO, mode="$(touch X)").code == 2


def test_a_post_without_an_image_is_among_the_files(repo: Repository):
    before = git(repo.root, "rev-parse", "HEAD")
    repo.post("2026-03-01-new", "新しい記事")
    repo.commit()
    files = json.loads(repo.push(before).outputs["files"])
    assert files == ["assets/images/posts/2026-03-01-new-ogp.png", "_posts/2026-03-01-new.md"]


def test_deleted_and_renamed_posts(repo: Repository):
    before = git(repo.root, "rev-parse", "HEAD")
    git(repo.root, "rm", "-q", "_posts/2026-02-02-kept.md")
    git(repo.root, "mv", "_posts/2026-02-01-old.md", "_posts/2026-02-01-renamed.md")
    repo.commit()
    run = repo.push(before)
    assert run.code == 0, run.log
    report = json.loads(Path(run.outputs["report"]).read_text("utf-8"))
    assert [row["file"] for row in report["posts"]] == ["_posts/2026-02-01-renamed.md"]


@pytest.mark.parametrize("before", [ZERO, "1" * 40, ""])
def test_without_a_known_base_every_post_counts(repo: Repository, before: str):
    assert repo.push(before).outputs["count"] == "2"


def test_a_shallow_clone_counts_every_post(repo: Repository, tmp_path: Path):
    before = git(repo.root, "rev-parse", "HEAD")
    repo.post("2026-03-01-new", "新しい記事", "/img/new.png")
    repo.commit()
    git(tmp_path, "clone", "-q", "--depth", "1", repo.root.as_uri(), str(tmp_path / "shallow"))
    run = Repository(tmp_path / "shallow", tmp_path / "temp2").push(before)
    assert run.code == 0, run.log
    assert run.outputs["count"] == "3"


def test_a_pull_request_counts_from_its_base(repo: Repository):
    base = git(repo.root, "rev-parse", "HEAD")
    git(repo.root, "switch", "-q", "-c", "topic")
    repo.post("2026-03-01-new", "新しい記事", "/img/new.png")
    repo.commit()
    run = repo.runner.run(json.dumps({"before": ZERO, "pull_request": {"base": {"sha": base}}}))
    assert json.loads(run.outputs["files"]) == ["img/new.png"]


def test_check_fails_writes_nothing_and_shows_what_would_be(repo: Repository):
    run = repo.push(ZERO, mode="check")
    assert run.code == 1
    assert run.outputs["count"] == "2"
    assert not repo.dirty()
    assert "missing" in run.summary
    with Image.open(run.artifacts[0]) as image:
        assert len(image.getcolors(10**6) or []) > 100, "the cards that are missing can be looked at"
    assert repo.push(ZERO, mode="check", fail_on="never").code == 0
    repo.push(ZERO)
    repo.commit()
    again = repo.push(ZERO, mode="check")
    assert (again.code, again.outputs["changed"], again.artifacts) == (0, "false", [])


def test_a_stale_card_of_a_pull_request_is_left_as_it_is_by_check(repo: Repository):
    repo.push(ZERO)
    base = repo.commit()
    old = (repo.root / "img/old.png").read_bytes()
    repo.post("2026-02-01-old", "題の変わった記事", "/img/old.png")
    repo.commit()
    run = repo.push(base, mode="check")
    assert (run.code, run.outputs["count"]) == (1, "1")
    assert (repo.root / "img/old.png").read_bytes() == old
    assert len(run.artifacts) == 1


def test_fail_on(repo: Repository):
    repo.post("2026-03-01-long", "とても" * 400, "/img/long.png")
    assert repo.push(ZERO).code == 0
    shutil.rmtree(repo.root / "img")
    assert repo.push(ZERO, fail_on="warning").code == 1
    repo.post("2026-03-02-bad", "", "/img/bad.png")
    run = repo.push(ZERO)
    assert run.code == 1
    assert "E_TITLE" in run.summary
    assert "::error file=_posts/2026-03-02-bad.md" in run.log
    assert repo.push(ZERO, fail_on="never").code == 0


def test_a_site_whose_configuration_lies_elsewhere(repo: Repository):
    site = repo.root / "site"
    site.mkdir()
    for name in ("_config.yml", "_posts"):
        (repo.root / name).rename(site / name)
    (site / "ogp.toml").write_text("palette = 'plum'\n")
    run = repo.push(ZERO, config="site/ogp.toml")
    assert json.loads(run.outputs["files"]) == ["site/img/old.png", "site/img/kept.png"]
    assert repo.push(ZERO, config="site/none.toml").code == 2


def test_a_module_in_the_repository_is_not_run(repo: Repository):
    (repo.root / "json.py").write_text("open('X', 'w')\n")
    (repo.root / "ogp").mkdir()
    (repo.root / "ogp" / "__init__.py").write_text("open('X', 'w')\n")
    assert repo.push(ZERO).code == 0


def test_installing_the_code_that_the_action_came_with(repo: Repository):
    repo.runner.known.clear()
    run = repo.push(ZERO)
    assert run.code == 0, run.log
    assert run.outputs["count"] == "2"
    refused = repo.push(ZERO, version="1.0; touch X")
    assert (refused.code, refused.outputs["count"]) == (2, "")


def workflows(folder: Path) -> list[Path]:
    """The workflows that the page tells people to use, as files."""
    page = (REPOSITORY / "docs" / "integrations" / "github-actions.md").read_text("utf-8")
    found = []
    for match in re.finditer(r"^```yaml\n# (?P<path>\.github/\S+)\n(?P<text>.*?)^```$", page, re.MULTILINE | re.DOTALL):
        found.append(folder / match["path"])
        found[-1].parent.mkdir(parents=True, exist_ok=True)
        found[-1].write_text(match["text"], "utf-8")
    assert len(found) == 3
    return found


def test_the_documented_workflows_are_sound(tmp_path: Path):
    files = [str(path) for path in workflows(tmp_path)]
    schema = program("check-jsonschema", "pip install -e '.[sites]'")
    done = subprocess.run(
        [schema, "--builtin-schema", "vendor.github-workflows", *files], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout.decode()
    # The Action's own tag is for people to read; a commit's hash would be of a version that is not out yet.
    for path in files:
        Path(path).write_text(Path(path).read_text("utf-8").replace("ogp@v0.1.0", f"ogp@{'1' * 40} # v0"), "utf-8")
    audit = program("zizmor", "pip install -e '.[sites]'")
    done = subprocess.run([audit, "--offline", "--no-progress", *files], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()


def test_the_documented_commit_takes_every_name(repo: Repository, tmp_path: Path):
    """The step that commits, as it stands on the page, with the outputs of a real run."""
    import yaml

    program("jq", "apt-get install jq")
    repo.post(HOSTILE, "悪い名前の記事")
    repo.commit()
    run = repo.push(ZERO)
    job = yaml.safe_load(workflows(tmp_path)[0].read_text("utf-8"))["jobs"]["cards"]
    script = job["steps"][-1]["run"].replace("git push", "true")
    env = {**os.environ, "FILES": run.outputs["files"]}
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script], cwd=repo.root, env=env, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert not repo.dirty()
    assert len(git(repo.root, "show", "--name-only", "--format=", "HEAD").splitlines()) == 4


@pytest.mark.parametrize(
    ("schema", "files"),
    [("vendor.github-actions", ["action.yml"]), ("vendor.github-workflows", [".github/workflows/ci.yml"])],
)
def test_the_schemas(schema: str, files: list[str]):
    tool = program("check-jsonschema", "pip install -e '.[sites]'")
    done = subprocess.run([tool, "--builtin-schema", schema, *files], cwd=REPOSITORY, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()


def test_the_audit():
    tool = program("zizmor", "pip install -e '.[sites]'")
    done = subprocess.run(
        [tool, "--offline", "--no-progress", "action.yml", ".github"], cwd=REPOSITORY, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()


def test_every_input_and_output_is_documented():
    import yaml

    page = (REPOSITORY / "docs" / "integrations" / "github-actions.md").read_text("utf-8")
    action = yaml.safe_load((REPOSITORY / "action.yml").read_text("utf-8"))
    assert [name for part in ("inputs", "outputs") for name in action[part] if f"| `{name}` |" not in page] == []
