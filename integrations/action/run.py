"""One run of ogp in a GitHub Actions job: the inputs from the environment, the outputs, the summary, the contact sheet.

Runs with the Python that ogp was installed for. Nothing from the repository is ever given to a shell.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NoReturn

import show

BAD = ("error", "stale", "missing")
WANTED = ("written", "stale", "missing")


def main() -> int:
    """Run and set every output of the step; return the exit code.

    All are set, at the end, whatever happened: the runner reads them when the step is done, so that they replace
    whatever a line of the log may have set.
    """
    outputs = {"report": "", "changed": "false", "count": "0", "files": "[]", "sheet": ""}
    try:
        return run(outputs)
    finally:
        with Path(os.environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as file:
            # No value has a line break: paths in JSON have them escaped.
            file.writelines(f"{name}={value}\n" for name, value in outputs.items())


def run(outputs: dict[str, str]) -> int:
    """Run; fill in the outputs; return the exit code."""
    mode = choice("mode", "build", "check")
    fail_on = choice("fail-on", "error", "warning", "never")
    changed_only = choice("changed-only", "true", "false") == "true"
    work = Path(given("working-directory") or ".").resolve()
    config = work / given("config") if given("config") else None
    if config is not None and (config.name not in ("ogp.toml", "pyproject.toml") or not config.is_file()):
        usage(f"config: {given('config')!r} is no ogp.toml that is there")
    root = config.parent.resolve() if config else work
    if not root.is_dir():
        usage(f"working-directory: {given('working-directory')!r} is no folder")
    temp = Path(tempfile.mkdtemp(prefix="ogp-", dir=os.environ.get("RUNNER_TEMP")))
    report_file = temp / "report.json"

    base = given("base") or event_base() if changed_only else ""
    before = changed_files(root)
    words = ["build", "-C", str(root), "--report", str(report_file), *(["--check"] if mode == "check" else [])]
    words += ["--changed-since", base] if base else []
    code = ogp(work, *words, "--", *filter(None, map(str.strip, given("paths").splitlines())))
    if not report_file.is_file():
        return code or 2

    report = json.loads(report_file.read_text("utf-8"))
    rows: list[dict[str, Any]] = report["posts"]
    wanted = [row for row in rows if row["status"] in WANTED]
    top = Path(os.environ.get("GITHUB_WORKSPACE") or root).resolve()
    files = [root / row["output"] for row in wanted]
    if mode == "build":  # posts that got their image line
        edited = changed_files(root) - before
        files += [root / row["file"] for row in wanted if row["file"] in edited]
    outputs["report"] = str(report_file)
    outputs["changed"] = "true" if wanted else "false"
    outputs["count"] = str(len(wanted))
    outputs["files"] = json.dumps([os.path.relpath(file, top).replace(os.sep, "/") for file in files])
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary:
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(show.table(rows, report["summary"]))
    pictures = root if mode == "build" else preview(root, wanted, temp)
    sheet = temp / "cards.png"
    if show.sheet([pictures / row["output"] for row in wanted], sheet):
        outputs["sheet"] = str(sheet)

    if fail_on == "never":
        return 0
    warned = fail_on == "warning" and any("warnings" in row for row in rows)
    return int(warned or any(row["status"] in BAD for row in rows))


def preview(root: Path, wanted: list[dict[str, Any]], temp: Path) -> Path:
    """Render what is missing or stale in a copy of the site made of links, so that people can look at it."""
    import shutil

    copy = temp / "site"
    # ogp writes a file anew and renames it: a link's other name keeps what it has.
    shutil.copytree(root, copy, symlinks=True, copy_function=link, ignore=shutil.ignore_patterns(".git", ".ogp"))
    if wanted:
        ogp(copy, "build", "-C", ".", "--quiet", "--", *(row["file"] for row in wanted))
    return copy


def link(source: str, target: str) -> None:
    """Link a file, or copy it where that cannot be."""
    import shutil

    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def given(name: str) -> str:
    """An input of the action."""
    return os.environ.get("INPUT_" + name.upper().replace("-", "_"), "")


def choice(name: str, *values: str) -> str:
    """An input that is one of several words; the first where nothing is given."""
    value = given(name) or values[0]
    if value not in values:
        usage(f"{name}: {value!r} is none of {', '.join(values)}")
    return value


def usage(message: str) -> NoReturn:
    """Say what is wrong with the call, and end."""
    escaped = message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    print(f"::error::{escaped}", flush=True)  # noqa: T201
    sys.exit(2)


def event_base() -> str:
    """The revision that the push or pull request started from; empty for other events: every post counts."""
    path = os.environ.get("GITHUB_EVENT_PATH", "")
    event = json.loads(Path(path).read_text("utf-8")) if path and Path(path).is_file() else {}
    base = event.get("pull_request", {}).get("base", {}).get("sha") or event.get("before")
    return base if isinstance(base, str) else ""


def changed_files(root: Path) -> set[str]:
    """Files that differ from the last commit, relative to ``root``."""
    done = git(root, "diff", "-z", "--name-only", "--no-ext-diff", "--relative", "HEAD", "--", ".")
    return {os.fsdecode(name) for name in done.stdout.split(b"\0") if name}


def git(root: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    """Run git in the site's folder."""
    return subprocess.run(["git", *words], cwd=root, capture_output=True, check=False)  # noqa: S603, S607


def ogp(folder: Path, *words: str) -> int:
    """Run ogp; what it prints is the job's log, with annotations.

    ``-I``: a module in the repository that is named like one of Python's must not be imported.
    """
    return subprocess.run([sys.executable, "-I", "-m", "ogp", *words], cwd=folder, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
