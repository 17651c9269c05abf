"""The GitHub Action, its steps executed as they stand, on repositories as bad as they come."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from actions import Run, Runner
from PIL import Image
from published import git
from sites import REPOSITORY, program

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

pytestmark = pytest.mark.slow

ZERO = "0" * 40
HOSTILE = "2026-03-01-日本語 の;$(touch X)`touch Y`"


def python(_: str, given: Mapping[str, str]) -> Run:
    """What actions/setup-python gives: this Python."""
    assert given["update-environment"] == "false"
    return Run(outputs={"python-path": sys.executable})


class Repository:
    """A git repository with a small Jekyll site, and a runner for it."""

    def __init__(self, root: Path, temp: Path) -> None:
        self.root = root
        self.artifacts: list[Path] = []
        temp.mkdir()
        env = {key: value for key, value in os.environ.items() if not key.startswith("GITHUB_")}

        def upload(_: str, given: Mapping[str, str]) -> Run:
            self.artifacts.append(Path(given["path"]))
            return Run()

        self.runner = Runner(
            root,
            temp,
            env | {"PYTHONUTF8": "1"},
            played={"actions/setup-python": python, "actions/upload-artifact": upload},
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
        return self.run({"before": before}, **inputs)

    def run(self, event: dict[str, object], **inputs: str) -> Run:
        """Run the Action of this checkout."""
        self.runner.event = json.dumps(event)
        return self.runner.action(REPOSITORY, {name.replace("_", "-"): value for name, value in inputs.items()})

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
    [sheet] = repo.artifacts
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
    run = repo.run({"before": ZERO, "pull_request": {"base": {"sha": base}}})
    assert json.loads(run.outputs["files"]) == ["img/new.png"]


def test_check_fails_writes_nothing_and_shows_what_would_be(repo: Repository):
    run = repo.push(ZERO, mode="check")
    assert run.code == 1
    assert run.outputs["count"] == "2"
    assert not repo.dirty()
    assert "missing" in run.summary
    with Image.open(repo.artifacts.pop()) as image:
        assert len(image.getcolors(10**6) or []) > 100, "the cards that are missing can be looked at"
    assert repo.push(ZERO, mode="check", fail_on="never").code == 0
    repo.push(ZERO)
    repo.commit()
    repo.artifacts.clear()
    again = repo.push(ZERO, mode="check")
    assert (again.code, again.outputs["changed"], repo.artifacts) == (0, "false", [])


def test_every_output_is_set_whatever_happens(repo: Repository):
    """And last: the runner reads the file when the step is done, after whatever a line of the log has set."""

    def outputs(**inputs: str) -> dict[str, str]:
        file = repo.root.parent / "outputs"
        file.write_text("")
        env = {**os.environ, "GITHUB_OUTPUT": str(file), "RUNNER_TEMP": str(file.parent), "PYTHONPATH": str(REPOSITORY)}
        env = {name: value for name, value in env.items() if name != "GITHUB_STEP_SUMMARY"}
        env |= {f"INPUT_{name.upper()}": value for name, value in {"changed_only": "false", **inputs}.items()}
        run = REPOSITORY / "integrations" / "action" / "run.py"
        subprocess.run([sys.executable, run], cwd=repo.root, env=env, capture_output=True, check=False)
        return dict(line.split("=", 1) for line in file.read_text("utf-8").splitlines())

    written = outputs()
    assert set(written) == {"report", "changed", "count", "files", "sheet"}
    assert written["sheet"].endswith("cards.png")
    unchanged = outputs()
    assert (set(unchanged), unchanged["sheet"], unchanged["files"]) == (set(written), "", "[]")
    wrong = outputs(mode="no such mode")
    assert (set(wrong), wrong["changed"], wrong["sheet"]) == (set(written), "false", "")
    (repo.root / "ogp.toml").write_text("palette = 5\n")
    broken = outputs()
    assert (set(broken), broken["count"], broken["sheet"]) == (set(written), "0", "")


def test_a_card_that_is_too_large_to_be_one_is_not_on_the_sheet(repo: Repository):
    repo.push(ZERO)
    sheet = repo.root / "sheet.png"
    Image.new("1", (20_000, 20_000)).save(repo.root / "img/huge.png")
    code = "import sys, pathlib, show; sheet, *cards = map(pathlib.Path, sys.argv[1:]); print(show.sheet(cards, sheet))"
    cards = [repo.root / "img/huge.png", repo.root / "img/old.png", repo.root / "_posts"]
    done = subprocess.run(
        [sys.executable, "-c", code, sheet, *cards],
        cwd=REPOSITORY / "integrations" / "action",
        capture_output=True,
        check=True,
    )
    assert done.stdout.strip() == b"True"


def test_a_stale_card_of_a_pull_request_is_left_as_it_is_by_check(repo: Repository):
    repo.push(ZERO)
    base = repo.commit()
    old = (repo.root / "img/old.png").read_bytes()
    repo.post("2026-02-01-old", "題の変わった記事", "/img/old.png")
    repo.commit()
    repo.artifacts.clear()
    run = repo.push(base, mode="check")
    assert (run.code, run.outputs["count"]) == (1, "1")
    assert (repo.root / "img/old.png").read_bytes() == old
    assert len(repo.artifacts) == 1


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
