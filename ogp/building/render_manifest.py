"""``ogp render``: rows of a manifest -> cards and a report. The caller's parser owns dates, categories and defaults."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from ogp.building import pool, report
from ogp.building.build import Options, Progress, Result
from ogp.building.plan import Fresh, Job, Settled, Step, picture_digests, state_of, without_collisions
from ogp.errors import OgpError, internal
from ogp.posts.manifest_rows import Item, rows
from ogp.project.config import Look
from ogp.project.validate import validate
from ogp.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from ogp.building.report import Row
    from ogp.project.project import Workplace


def render(workplace: Workplace, manifest: bytes, output: Path, options: Options, progress: Progress) -> Result:
    """Render every row whose card is missing or stale below ``output``; pictures are looked up in the site's root.

    Raises ConfigError where the manifest is no JSON; whatever is wrong with one row is that row's.
    """
    started = time.monotonic()
    validate(workplace)
    if not options.check:
        output.mkdir(parents=True, exist_ok=True)
    steps = list(without_collisions([_step(workplace, output, name, row, options) for name, row in rows(manifest)]))
    jobs = [step for step in steps if isinstance(step, Job)]
    result = Result()
    with pool.Executor(workplace, check=options.check, output=output, processes=options.jobs) as cards:
        outcomes = cards.run(jobs)
        for step in steps:
            row = next(outcomes) if isinstance(step, Job) else step.row
            result.rows.append(_by_id(row))
            progress(row, len(result.rows), len(steps))
    result.seconds = time.monotonic() - started
    return result


def _step(workplace: Workplace, output: Path, name: str, row: Item | OgpError, options: Options) -> Step:
    if isinstance(row, OgpError):
        return Settled(name, report.error_row(name, row))
    try:
        return _wanted(workplace, output, row, options)
    except OgpError as error:
        return Settled(name, report.error_row(name, error))
    except Exception as error:  # noqa: BLE001 - one row's surprise must not take the others with it
        return Settled(name, report.error_row(name, internal(error)))


def _wanted(workplace: Workplace, output: Path, item: Item, options: Options) -> Step:
    site, config = workplace.site, workplace.config
    card = replace(
        item.card,
        site=item.card.site or site.title,
        url=item.card.url or site.host,
        lang=item.card.lang or site.lang,
        logo=item.card.logo or config.logo,
        author=item.card.author or config.author,
    )
    look = workplace.look(card, Look(item.template, item.palette, item.size).by_name())
    target = str(item.output)
    suffix = item.output.suffix.lower()
    fingerprint = workplace.fingerprint(card, look, picture_digests(workplace, card, look), suffix)
    state = state_of(Store(output), target, fingerprint, adopts=options.adopt)
    if state == "fresh" and not options.force:
        size = workplace.template(look.template).sizes[look.size]
        count = (output / target).stat().st_size
        row = report.card_row(item.id, "unchanged", card, target, (size.width, size.height), count)
        return Fresh(item.id, target, (0, 0), row)
    state = "stale" if state == "fresh" else state
    return Job(item.id, card, look, target, fingerprint, state, adopts=options.adopt)


def _by_id(row: Row) -> Row:
    """A manifest's rows are known by their id."""
    named = report.Row(id=row["file"])
    named.update({key: value for key, value in row.items() if key != "file"})  # type: ignore[typeddict-item]
    return named
