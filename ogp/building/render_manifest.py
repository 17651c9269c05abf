"""``ogp render``: rows of a manifest -> cards and a report. The caller's parser owns dates, categories and defaults."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from ogp.building import pool, report
from ogp.building.build import BuildOptions, BuildResult, Progress
from ogp.building.plan import NoCard, PostPlan, RenderJob, UpToDate, picture_digests, state_of, without_collisions
from ogp.errors import OgpError, internal
from ogp.posts.manifest_rows import ManifestRow, rows
from ogp.project.config import Appearance
from ogp.project.validate import validate
from ogp.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from ogp.building.report import Row
    from ogp.project.project import Project


def render(project: Project, manifest: bytes, output: Path, options: BuildOptions, progress: Progress) -> BuildResult:
    """Render every row whose card is missing or stale below ``output``; pictures are looked up in the site's root.

    Raises ConfigError where the manifest is no JSON; whatever is wrong with one row is that row's.
    """
    started = time.monotonic()
    validate(project)
    if not options.check:
        output.mkdir(parents=True, exist_ok=True)
    steps = list(without_collisions([_step(project, output, name, row, options) for name, row in rows(manifest)]))
    jobs = [step for step in steps if isinstance(step, RenderJob)]
    result = BuildResult()
    with pool.Pool(project, check=options.check, output=output, processes=options.jobs) as cards:
        outcomes = cards.run(jobs)
        for step in steps:
            row = next(outcomes) if isinstance(step, RenderJob) else step.row
            result.rows.append(_by_id(row))
            progress(row, len(result.rows), len(steps))
    result.seconds = time.monotonic() - started
    return result


def _step(project: Project, output: Path, name: str, row: ManifestRow | OgpError, options: BuildOptions) -> PostPlan:
    if isinstance(row, OgpError):
        return NoCard(name, report.error_row(name, row))
    try:
        return _wanted(project, output, row, options)
    except OgpError as error:
        return NoCard(name, report.error_row(name, error))
    except Exception as error:  # noqa: BLE001 - one row's surprise must not take the others with it
        return NoCard(name, report.error_row(name, internal(error)))


def _wanted(project: Project, output: Path, item: ManifestRow, options: BuildOptions) -> PostPlan:
    site, config = project.site, project.config
    card = replace(
        item.card,
        site=item.card.site or site.title,
        url=item.card.url or site.host,
        lang=item.card.lang or site.lang,
        logo=item.card.logo or config.logo,
        author=item.card.author or config.author,
    )
    appearance = project.appearance(card, Appearance(item.template, item.palette, item.size).without_path())
    target = str(item.output)
    suffix = item.output.suffix.lower()
    fingerprint = project.fingerprint(card, appearance, picture_digests(project, card, appearance), suffix)
    state = state_of(Store(output), target, fingerprint, adopts=options.adopt)
    if state == "fresh" and not options.force:
        size = project.template(appearance.template).sizes[appearance.size]
        count = (output / target).stat().st_size
        row = report.card_row(item.id, "unchanged", card, target, (size.width, size.height), count)
        return UpToDate(item.id, target, (0, 0), row)
    state = "stale" if state == "fresh" else state
    return RenderJob(item.id, card, appearance, target, fingerprint, state, adopts=options.adopt)


def _by_id(row: Row) -> Row:
    """A manifest's rows are known by their id."""
    named = report.Row(id=row["file"])
    named.update({key: value for key, value in row.items() if key != "file"})  # type: ignore[typeddict-item]
    return named
