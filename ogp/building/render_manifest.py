"""``ogp render``: renders the rows of a manifest and reports on each."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ogp.building import report
from ogp.building.build import BuildOptions, BuildResult, Progress
from ogp.building.card_plan import plan_card, state_of, unchanged_row
from ogp.building.plan_post import without_collisions
from ogp.building.plan_types import NoCard, RenderJob, UpToDate
from ogp.building.pool import Pool
from ogp.errors import OgpError, explained
from ogp.posts.manifest_rows import ManifestRow, rows
from ogp.project.check_references import validate
from ogp.project.config import Appearance
from ogp.store.file_store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from ogp.building.plan_types import PostPlan
    from ogp.building.report import Row
    from ogp.project.project import Project


def render(project: Project, manifest: bytes, output: Path, options: BuildOptions, progress: Progress) -> BuildResult:
    """Render every row whose card is missing or stale below ``output``; pictures are looked up in the site's root.

    Raises ConfigError where the manifest is not JSON; whatever is wrong with one row is that row's.
    """
    started = time.monotonic()
    validate(project)
    if not options.check:
        output.mkdir(parents=True, exist_ok=True)
    store = Store(output)
    plans = list(without_collisions([_plan(project, store, name, row, options) for name, row in rows(manifest)]))
    result = BuildResult()
    with Pool(project, check=options.check, output=output, processes=options.jobs) as pool:
        rendered = pool.render([plan for plan in plans if isinstance(plan, RenderJob)])
        for plan in plans:
            row = next(rendered) if isinstance(plan, RenderJob) else plan.row
            result.rows.append(_by_id(row))
            progress(row, len(result.rows), len(plans))
    result.seconds = time.monotonic() - started
    return result


def _plan(project: Project, store: Store, name: str, row: ManifestRow | OgpError, options: BuildOptions) -> PostPlan:
    """Plan the card of one row; whatever is wrong with it is its row of the report."""
    if isinstance(row, OgpError):
        return NoCard(name, report.error_row(name, row))
    try:
        own = Appearance(row.template, row.palette, row.size).without_path()
        plan = plan_card(project, row.card, own, str(row.output))
        state = state_of(plan, store, adopts=options.adopt)
        if state == "fresh" and not options.force:
            return UpToDate(row.id, plan.output, (0, 0), unchanged_row(project, row.id, plan, store))
        return RenderJob(row.id, plan, "stale" if state == "fresh" else state, adopts=options.adopt)
    except Exception as error:  # noqa: BLE001 - one row's surprise must not take the others with it
        return NoCard(name, report.error_row(name, explained(error)))


def _by_id(row: Row) -> Row:
    """A manifest's rows are known by their id."""
    named = report.Row(id=row["file"])
    named.update({key: value for key, value in row.items() if key != "file"})  # type: ignore[typeddict-item]
    return named
