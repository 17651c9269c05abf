"""Builds a site: finds the posts, plans their cards, renders what is missing or stale, returns the report."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol

from ogp.building import report
from ogp.building.plan_post import from_index, without_collisions
from ogp.building.plan_types import PlanOptions, RenderJob, UpToDate
from ogp.building.pool import Pool
from ogp.building.scan_index import Entry, Index, stamp
from ogp.errors import OgpError
from ogp.message_text import display_name
from ogp.posts.discover import iter_posts
from ogp.project.check_references import validate

if TYPE_CHECKING:
    from pathlib import Path

    from ogp.building.plan_types import PostPlan
    from ogp.building.report import Row
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

    @property
    def whole_site(self) -> bool:
        """Whether all posts are asked for."""
        return not self.paths and self.changed is None


class Progress(Protocol):
    """Told about every row as soon as it is known."""

    def __call__(self, row: Row, done: int, total: int) -> None:
        """Take a row, the ``done``-th of ``total``."""


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
    started = dt.datetime.now(dt.UTC)
    index = Index(project.config.root, project.context)
    if index.empty:
        validate(project)
    requested = list(iter_posts(project.site, options.paths))
    result = BuildResult()
    with Pool(project, check=options.check, output=project.config.root, processes=options.jobs) as pool:
        plans = _plans(project, options, index, pool, requested, started)
        if options.sweep:
            _sweep(project.config.root, plans)
        included = frozenset(requested if options.changed is None else options.changed.intersection(requested))
        plans = [plan for plan in plans if plan.file in included]
        jobs = [plan for plan in plans if isinstance(plan, RenderJob)]
        rows = pool.render(jobs)
        for plan in plans:
            row = next(rows) if isinstance(plan, RenderJob) else plan.row
            if not options.check:
                row = _finish(project, plan, row, index, result)
            result.rows.append(row)
            progress(row, len(result.rows), len(plans))
    if jobs and not options.check:
        from ogp.rendering import background_cache

        background_cache.sweep(project.config.root)
    if options.whole_site and not options.check:
        index.save()
    result.seconds = (dt.datetime.now(dt.UTC) - started).total_seconds()
    return result


def _plans(
    project: Project, options: BuildOptions, index: Index, pool: Pool, requested: list[str], now: dt.datetime
) -> list[PostPlan]:
    """Plan the whole site, also where only some posts are asked for: any other may claim the same card."""
    files = list(dict.fromkeys((*iter_posts(project.site), *requested))) if options.paths else requested
    known: dict[str, PostPlan] = {}
    if not options.force:
        full = options.full_rows
        known = {file: plan for file in files if (plan := from_index(project, index, file, full_row=full))}
    unread = [file for file in files if file not in known]
    adopt = ("*",) if options.adopt else ()
    write_back = options.write_back and project.config.write_back
    read = dict(zip(unread, pool.plan(unread, PlanOptions(now, adopt, options.force, write_back)), strict=True))
    return list(without_collisions([known.get(file) or read[file] for file in files]))


def _sweep(root: Path, plans: list[PostPlan]) -> None:
    """Remove the temporary files that a run which was killed left beside cards and posts."""
    from ogp.store.file_store import Store

    paths = [plan.file for plan in plans]
    paths += [plan.output for plan in plans if isinstance(plan, (RenderJob, UpToDate))]
    Store(root).sweep({PurePosixPath(path).parent for path in paths}, older_than=0)


def _finish(project: Project, plan: PostPlan, row: Row, index: Index, result: BuildResult) -> Row:
    """Add the image line to a post that has none, and note its card in the index; return the row as it is now."""
    if not isinstance(plan, (RenderJob, UpToDate)) or row["status"] == "error":
        return row
    root = project.config.root
    post = plan.post
    if isinstance(plan, RenderJob) and plan.adds_image:
        try:
            add_image_line(project, plan)
        except OgpError as error:
            return report.error_row(plan.file, error.at(file=display_name(plan.file), key="image"))
        post = stamp(f"{root}/{plan.file}")
        result.added_lines.append(display_name(plan.file))
    image = stamp(f"{root}/{plan.output}")
    if post and image:  # what the index knew already has no stamp
        unchanged = report.Row(**row)
        unchanged["status"] = "unchanged"
        index.put(plan.file, Entry(post, plan.output, image), unchanged)
    return row


def add_image_line(project: Project, job: RenderJob) -> None:
    """Write the one line ``image: …`` into a post. Raises OgpError where it cannot be done in one line."""
    from ogp.posts.writeback import with_image
    from ogp.store.file_store import Store

    store = Store(project.config.root)
    path = PurePosixPath(job.file)
    old = store.read(path)
    if old is None or (job.post != (0, 0) and stamp(f"{project.config.root}/{job.file}") != job.post):
        raise OgpError("E_IMAGE_IO", "the post changed while ogp was working on it", "run ogp again")
    store.replace_if_unchanged(path, old, with_image(old, project.site, job.adds_image))
