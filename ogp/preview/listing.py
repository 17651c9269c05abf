"""Listing: what the plan says of every post -> the rows that the page shows, and the job behind each picture. Pure.

A listing may try a look on: every card as it would be with another template, palette or size. How a post stands (fresh,
stale, …) is always told of the card as configured.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from ogp.building import report
from ogp.building.plan import Job, picture_digests
from ogp.cli.console import clean
from ogp.errors import OgpError
from ogp.project.config import Look

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ogp.building.plan import Step
    from ogp.project.project import Workplace

NO_LOOK = Look()
ORDER = {"failed": 0, "foreign": 0, "skipped": 2}
"""What needs a hand comes first, what has no card last, the rest between."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The page's rows in their order, and the job of each picture by its id."""

    rows: tuple[dict[str, Any], ...]
    jobs: Mapping[str, Job]


def listing(workplace: Workplace, steps: Iterable[tuple[Step, Step]], tried: Look = NO_LOOK) -> Listing:
    """Return the rows of a site. Raises ConfigError where there is no such look to try.

    steps: of each post, what is planned for it, and the same as read for the look that is tried.
    """
    rows: list[dict[str, Any]] = []
    jobs: dict[str, Job] = {}
    for step, other in steps:
        if not isinstance(step, Job) or not isinstance(other, Job):
            rows.append(_row(step.row if not isinstance(step, Job) else report.Row(file=report.shown(step.file))))
            continue
        shown = step
        try:
            if tried != NO_LOOK:
                shown = _tried_on(workplace, other, tried)
        except OgpError as error:
            rows.append(_row(report.error_row(step.file, error.at(file=report.shown(step.file)))))
            continue
        key = _key(workplace, shown)
        jobs[key] = shown
        rows.append({**_card_row(workplace, step, shown), "picture": key})
    rows.sort(key=lambda row: str(row["file"]))
    rows.sort(key=lambda row: str(row.get("date", "")), reverse=True)  # the newest is what is being written
    rows.sort(key=lambda row: ORDER.get(row["kind"], 1))
    return Listing(tuple(rows), jobs)


def _row(row: report.Row) -> dict[str, Any]:
    return {**row, "kind": report.kind(row)}


def _card_row(workplace: Workplace, step: Job, shown: Job) -> dict[str, Any]:
    """Return the row of a post that has a card."""
    template = workplace.template(shown.look.template)
    size = template.sizes[shown.look.size]
    status = "unchanged" if step.state == "fresh" else step.state
    row = _row(report.card_row(step.file, status, step.card, step.output, (size.width, size.height), 0))
    del row["bytes"]  # nobody knows before it is rendered
    row["title"] = clean(" ".join(step.card.title.split()))
    row["lang"] = step.card.lang
    row["template"] = template.name
    row["palette"] = shown.look.palette or next(iter(template.palettes))
    row["size"] = size.name
    return row


def _tried_on(workplace: Workplace, job: Job, tried: Look) -> Job:
    """Return the job in another look; what the template tried does not have is taken as it would choose itself."""
    look = tried.over(job.look)
    template = workplace.template(look.template)
    if look.palette not in ("", "auto", *template.palettes):
        look = replace(look, palette="auto" if job.card.category else "")
    if look.size not in template.sizes:
        look = replace(look, size=next(iter(template.sizes)))
    pictures = picture_digests(workplace, job.card, look)
    suffix = PurePosixPath(job.output).suffix.lower()
    return replace(job, look=look, fingerprint=workplace.fingerprint(job.card, look, pictures, suffix))


def _key(workplace: Workplace, job: Job) -> str:
    """Return the id of a picture: another one as soon as anything that decides it is another."""
    parts = (job.fingerprint, job.file, job.output, workplace.config.missing_glyph)
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def choices(workplace: Workplace, found: Listing, tried: Look) -> dict[str, list[str]]:
    """Return the templates that may be tried, and the palettes and sizes that those in sight have."""
    from ogp.template import names

    used = dict.fromkeys(job.look.template for job in found.jobs.values())
    in_sight = [workplace.template(name) for name in ((tried.template,) if tried.template else used)]
    return {
        "template": names(workplace.templates_folder),
        "palette": list(dict.fromkeys(["auto", *(name for one in in_sight for name in one.palettes)])),
        "size": list(dict.fromkeys(name for one in in_sight for name in one.sizes)),
    }
