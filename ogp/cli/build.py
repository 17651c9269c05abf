"""The commands behind the command line: each a function from arguments to an exit code."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ogp.building import build as building
from ogp.building import report
from ogp.cli import console
from ogp.messages import printable
from ogp.project import config
from ogp.project.project import Project

if TYPE_CHECKING:
    from ogp.building.build import BuildResult
    from ogp.building.report import Row
    from ogp.project.config import Appearance

SHOWN_CARDS = 10
"""So many written cards are named; more are only counted, unless --verbose asks for all."""

CHANGED = ("written", "stale", "missing")


@dataclass(frozen=True, slots=True)
class BuildArgs:
    """The options of `ogp build`."""

    root: Path
    paths: tuple[str, ...]
    check: bool
    changed_since: str
    force: bool
    adopt: bool
    write_back: bool
    fail_on_write: bool
    jobs: int
    report: Path | None
    as_json: bool
    quiet: bool
    verbose: bool


def build(run: BuildArgs) -> int:
    """`ogp build`: return the exit code."""
    from ogp.store.lock import lock

    project = Project.open(config.load(run.root))
    changed = None
    if run.changed_since:
        from ogp.building.git_changes import changed_since

        changed = changed_since(run.root, run.changed_since)
        if changed and any(project.affects_all_cards(file) for file in changed):
            console.note("the configuration or a template changed: taking all posts")
            changed = None
    options = building.BuildOptions(
        paths=tuple(Path(path) for path in run.paths),
        check=run.check,
        force=run.force,
        adopt=run.adopt,
        write_back=run.write_back,
        full_rows=run.as_json or run.verbose or run.report is not None,
        jobs=run.jobs,
        changed=changed,
    )
    talk = BuildProgress(run.root, quiet=run.quiet, verbose=run.verbose, force=run.force)
    if run.check:
        result = building.build(project, options, talk)
    else:
        with lock(run.root, console.note) as last_run_died:
            result = building.build(project, replace(options, sweep=last_run_died), talk)
    talk.close(result, project, whole=not run.paths and changed is None)
    _report(result, run.report, as_json=run.as_json)
    wrote = any(row["status"] == "written" for row in result.rows) or bool(result.added_lines)
    return 1 if result.failed or (run.fail_on_write and wrote) else 0


def _report(result: BuildResult, path: Path | None, *, as_json: bool) -> None:
    if path is not None:
        report.save(path, report.dump(result.rows, result.seconds))
    if as_json:
        _print(result)


def _print(result: BuildResult) -> None:
    console.data(report.dump(result.rows, result.seconds, ascii_only=not console.takes_any_text()))


class BuildProgress:
    """What a build says while it runs and when it is done."""

    def __init__(self, root: Path, *, quiet: bool, verbose: bool, force: bool) -> None:
        self.root = root
        self.quiet = quiet
        self.verbose = verbose
        self.force = force
        self.named = 0
        self.bar = console.Bar(quiet=quiet)

    def __call__(self, row: Row, done: int, total: int) -> None:
        """Tell about one post."""
        status = row["status"]
        changed = status in CHANGED
        if status in ("error", *console.CURE) or "warnings" in row:
            self.bar.clear()
            console.problem(row, self.root)
        if not self.quiet and status != "error" and (self.verbose or (changed and self.named < SHOWN_CARDS)):
            self.bar.clear()
            self.named += changed
            why = row.get("message", "") if status == "skipped" else row.get("output", "")
            console.note(f"{status:<9} {row.get('file', row.get('id', ''))}  {why}".rstrip())
        self.bar.show(done, total)

    def close(self, result: BuildResult, project: Project, *, whole: bool) -> None:
        """Print what was done in one line; where nothing was found, where it was looked for."""
        self.bar.clear()
        if self.quiet:
            return
        counts = Counter(row["status"] for row in result.rows)
        more = sum(counts[status] for status in CHANGED) - self.named
        if more > 0:
            console.note(f"… and {more} more (--verbose names them)")
        for file in result.added_lines:
            console.note(f"added     the line image: … to {file}")
        if not result.rows and whole:
            site = project.site
            where = f"{', '.join(site.sources)} in {project.config.root} (generator: {site.generator})"
            cure = "go to the site's folder, name it with -C, or set posts in ogp.toml"
            console.warning(f"no posts: looked for {where} — {cure}")
            return
        parts = ", ".join(self._part(status, counts[status], result) for status in report.STATUSES if counts[status])
        parts = parts or "no posts"
        if counts["written"] == counts["error"] == counts["stale"] == counts["missing"] == 0 and not self.force:
            parts += "; nothing to do"
        if counts["stale"] + counts["missing"]:
            parts += "; ogp build renders them"
        console.note(f"{parts} ({result.seconds:.2f} s)")

    def _part(self, status: str, count: int, result: BuildResult) -> str:
        if status == "unchanged" and self.force:
            return f"{count} rendered again and the same"
        if status == "skipped":
            reasons = Counter(row.get("message", "") for row in result.rows if row["status"] == "skipped")
            shown = ", ".join(reason for reason, _ in reasons.most_common(3))
            return f"{count} skipped ({shown})"
        return f"{count} {status}s" if status == "error" and count > 1 else f"{count} {status}"


def status(root: Path, *, as_json: bool) -> int:
    """`ogp status`: print how things stand; 1 if anything is not fresh."""
    project = Project.open(config.load(root))
    options = building.BuildOptions(check=True, write_back=False)
    result = building.build(project, options, lambda *_: None)
    if as_json:
        _print(result)
        return int(result.failed)
    kinds = ("fresh", "stale", "missing", "foreign", "failed", "skipped")
    table: dict[str, Counter[str]] = {}
    for row in result.rows:
        kind = report.card_state(row)
        table.setdefault(row.get("category", "") or "—", Counter())[kind] += 1
    total = sum(table.values(), Counter[str]())
    lines = [
        ("category", *kinds),
        *((name, *(str(counts[kind]) for kind in kinds)) for name, counts in sorted(table.items())),
    ]
    lines.append(("total", *(str(total[kind]) for kind in kinds)))
    width = max(_columns(line[0]) for line in lines)
    for name, *numbers in lines:
        console.data(printable(name) + " " * (width - _columns(name)) + "".join(f"{number:>9}" for number in numbers))
    return int(result.failed)


def _columns(text: str) -> int:
    """Return the width of ``text`` on a terminal: East Asian wide characters take two columns (UAX #11)."""
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def card(root: Path, fields: dict[str, str], own: Appearance, output: Path, *, force: bool) -> Path:
    """`ogp card`: render one card to ``output``; return its path. Raises OgpError."""
    from ogp.building.single_card import render_one

    return render_one(Project.open(config.load(root)), fields, own, output, force=force)


def render(
    root: Path, manifest: bytes, output: Path, *, force: bool, check: bool, adopt: bool, jobs: int, report: Path | None
) -> int:
    """`ogp render`: return the exit code; the report goes to stdout."""
    from ogp.building import render_manifest as manifests

    project = Project.open(config.load(root.resolve()))
    options = building.BuildOptions(check=check, force=force, adopt=adopt, write_back=False, jobs=jobs)
    talk = BuildProgress(root.resolve(), quiet=True, verbose=False, force=force)
    result = manifests.render(project, manifest, output, options, talk)
    _report(result, report, as_json=True)
    return int(result.failed)


def watch(run: BuildArgs) -> int:
    """`ogp build --watch`: build, then again after every change, until interrupted."""
    from ogp.cli.watch import watch as loop

    return loop(run, build)
