"""Build: plan -> jobs -> executor -> report. The one place that names the whole run."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol

from ogp.building import pool, report
from ogp.building.plan import NoCard, PlanOptions, PostPlan, RenderJob, UpToDate, plan
from ogp.building.scan_index import Entry, Index, stamp
from ogp.errors import OgpError
from ogp.messages import display_name
from ogp.posts.discover import iter_posts
from ogp.project.validate import validate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ogp.building.report import Row
    from ogp.building.scan_index import Stamp
    from ogp.project.project import Project


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What one run shall do; the command line's options, none of them a site's lasting setting.

    full_rows: unchanged posts have whole rows, too. jobs: processes, 0 for one a core. sweep: the run before this one
    died; what it left half-written is removed. changed: the posts to look at, None for all.
    """

    paths: tuple[Path, ...] = ()
    check: bool = False
    force: bool = False
    adopt: bool = False
    write_back: bool = True
    full_rows: bool = True
    jobs: int = 0
    sweep: bool = False
    changed: frozenset[str] | None = None


class Progress(Protocol):
    """Told about every row as it is settled."""

    def __call__(self, row: Row, done: int, total: int) -> None:
        """Take a row; ``done`` of ``total`` are settled with it."""


@dataclass(slots=True)
class BuildResult:
    """What a run did, in the posts' order."""

    rows: list[Row] = field(default_factory=list)
    seconds: float = 0.0
    added_lines: list[str] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether anything is in error, or with --check not as it should be."""
        return any(row["status"] in ("error", "stale", "missing") for row in self.rows)


def build(project: Project, options: BuildOptions, progress: Progress) -> BuildResult:
    """Render every card that is missing or stale, and nothing else.

    Raises ConfigError where no card can be made at all; whatever is wrong with one post is that post's row.
    """
    root = project.config.root
    started = dt.datetime.now(dt.UTC)
    index = Index(root, project.context)
    if index.empty:
        validate(project)
    asked = list(iter_posts(project.site, options.paths))
    result = BuildResult()
    with pool.Pool(project, check=options.check, output=root, processes=options.jobs) as cards:
        adopt = ("*",) if options.adopt else ()
        terms = PlanOptions(started, adopt, options.force, options.write_back and project.config.write_back)
        planned = _plan(project, options, index, terms, asked, cards)
        if options.sweep:
            _sweep(root, planned)
        wanted = frozenset(asked) if options.changed is None else options.changed.intersection(asked)
        steps = [step for step in planned if step.file in wanted]
        outcomes = cards.run([step for step in steps if isinstance(step, RenderJob)])
        for step in steps:
            result.rows.append(_row(project, step, outcomes, index, options, result))
            progress(result.rows[-1], len(result.rows), len(steps))
    if not options.check and options.changed is None and not options.paths:
        index.save()
    result.seconds = (dt.datetime.now(dt.UTC) - started).total_seconds()
    return result


def _row(
    project: Project,
    step: PostPlan,
    outcomes: Iterator[Row],
    index: Index,
    options: BuildOptions,
    result: BuildResult,
) -> Row:
    """What became of one post."""
    match step:
        case NoCard():
            return step.row
        case UpToDate():
            if step.post is not None and (image := stamp(f"{project.config.root}/{step.output}")):
                index.put(step.file, Entry(step.post, step.output, image), step.row)
            return step.row
        case RenderJob():
            row = next(outcomes)
            return row if options.check else _finish(project, step, row, index, result)


def _plan(
    project: Project, options: BuildOptions, index: Index, terms: PlanOptions, asked: list[str], cards: pool.Pool
) -> list[PostPlan]:
    """Plan the whole site, also where only some posts are asked for: any other may claim the same card."""
    if not options.paths and options.changed is None:
        return plan(project, asked, index, terms, full_rows=options.full_rows, read=cards.read, foresee=cards.foresee)
    files = dict.fromkeys((*iter_posts(project.site), *asked)) if options.paths else asked
    return plan(project, files, index, terms, full_rows=options.full_rows, read=cards.read)


def _sweep(root: Path, steps: list[PostPlan]) -> None:
    """Remove the temporary files that a run which was killed left beside cards and posts."""
    from ogp.store.store import Store

    paths = [step.file for step in steps]
    paths += [step.output for step in steps if isinstance(step, (RenderJob, UpToDate))]
    Store(root).sweep({PurePosixPath(path).parent for path in paths}, older_than=0)


def _finish(project: Project, job: RenderJob, row: Row, index: Index, result: BuildResult) -> Row:
    """Add the image line to the post where it has none, and note the card in the index."""
    if row["status"] == "error":
        return row
    root = project.config.root
    post_stamp: Stamp | None = job.post
    if job.adds_image:
        try:
            add_image_line(project, job)
        except OgpError as error:
            return report.error_row(job.file, error.at(file=display_name(job.file), key="image"))
        post_stamp = stamp(f"{root}/{job.file}")
        result.added_lines.append(display_name(job.file))
    image = stamp(f"{root}/{job.output}")
    if post_stamp and image:
        settled = report.Row(**row)
        settled["status"] = "unchanged"
        index.put(job.file, Entry(post_stamp, job.output, image), settled)
    return row


def add_image_line(project: Project, job: RenderJob) -> None:
    """Write the one line ``image: …`` into a post. Raises OgpError where it cannot be done in one line."""
    from ogp.posts.writeback import with_image
    from ogp.store.store import Store

    store = Store(project.config.root)
    path = PurePosixPath(job.file)
    old = store.read(path)
    if old is None or (job.post != (0, 0) and stamp(f"{project.config.root}/{job.file}") != job.post):
        raise OgpError("E_IMAGE_IO", "the post changed while ogp was working on it", "run ogp again")
    store.replace_if_unchanged(path, old, with_image(old, project.site, job.adds_image))
