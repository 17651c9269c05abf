"""Prints a build's progress, its problems and its summary."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ogp.building import report
from ogp.cli import console

if TYPE_CHECKING:
    from pathlib import Path

    from ogp.building.build import BuildResult
    from ogp.building.report import Row
    from ogp.project.project import Project

MAX_NAMED_CARDS = 10
"""So many written cards are named; more are only counted, unless --verbose asks for all."""

CHANGED = ("written", "stale", "missing")

CURES = {
    "missing": "is missing: run ogp build, and commit the card",
    "stale": "does not show what the post says now: run ogp build, and commit the card",
}
"""What is wrong with a card that a check finds, and what to do."""


class BuildProgress:
    """Prints rows as they come: errors and warnings always, the first cards by name, the rest as a progress bar."""

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
        if status in ("error", *CURES) or "warnings" in row:
            self.bar.clear()
            print_problems(row, self.root)
        if not self.quiet and status != "error" and (self.verbose or (changed and self.named < MAX_NAMED_CARDS)):
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


def print_problems(row: Row, root: Path) -> None:
    """Print a row's error and warnings; what a check found is an annotation only, for it is printed as a card's line.

    root: the site's folder, which the row's file is relative to.
    """
    place = console.Place(row.get("file", row.get("id", "")), row.get("line"), row.get("key"))
    site = root if "file" in row else None  # a manifest's row is known by its id: GitHub has no file to show it at
    if row["status"] == "error":
        console.problem("error", place, row["code"], row["message"], site)
    for item in row.get("warnings", ()):
        console.problem("warning", place, item["code"], item["message"], site)
    if row["status"] in CURES:
        console.annotate("error", place, f"{row['output']} {CURES[row['status']]}", site)


def report_result(result: BuildResult, path: Path | None, *, as_json: bool) -> None:
    """Write the report to a file, print it to stdout, both or neither."""
    if path is not None:
        report.save(path, report.dump(result.rows, result.seconds))
    if as_json:
        console.json_data(report.dump(result.rows, result.seconds, ascii_only=not console.takes_any_text()))
