"""Makes the preview's list: a row for each post, and the render job of each card shown. No I/O.

A listing may try another appearance: every card as it would be with another template, palette or size. How a post
stands (fresh, stale, …) is always told of the card as configured.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ogp.building import report
from ogp.building.card_plan import plan_card
from ogp.building.plan_types import RenderJob
from ogp.errors import OgpError
from ogp.message_text import display_name, printable
from ogp.project.config import Appearance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ogp.building.plan_types import PostPlan
    from ogp.project.project import Project

AS_CONFIGURED = Appearance()
ORDER = {"failed": 0, "foreign": 0, "skipped": 2}
"""What needs a hand comes first, what has no card last, the rest between."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The page's rows in their order, and the job of each picture by its id."""

    rows: tuple[dict[str, Any], ...]
    jobs: Mapping[str, RenderJob]


def listing(project: Project, steps: Iterable[tuple[PostPlan, PostPlan]], tried: Appearance = AS_CONFIGURED) -> Listing:
    """Return the rows of a site. Raises ConfigError where there is no such look to try.

    steps: of each post, what is planned for it, and the same as read for the appearance that is tried.
    """
    rows: list[dict[str, Any]] = []
    jobs: dict[str, RenderJob] = {}
    for step, other in steps:
        if not isinstance(step, RenderJob) or not isinstance(other, RenderJob):
            rows.append(_row(step.row if not isinstance(step, RenderJob) else report.Row(file=display_name(step.file))))
            continue
        shown = step
        try:
            if tried != AS_CONFIGURED:
                shown = _tried_on(project, other, tried)
        except OgpError as error:
            rows.append(_row(report.error_row(step.file, error.at(file=display_name(step.file)))))
            continue
        key = _key(project, shown)
        jobs[key] = shown
        rows.append({**_card_row(project, step, shown), "picture": key})
    rows.sort(key=lambda row: str(row["file"]))
    rows.sort(key=lambda row: str(row.get("date", "")), reverse=True)  # the newest is what is being written
    rows.sort(key=lambda row: ORDER.get(row["kind"], 1))
    return Listing(tuple(rows), jobs)


def _row(row: report.Row) -> dict[str, Any]:
    return {**row, "kind": report.card_state(row)}


def _card_row(project: Project, step: RenderJob, shown: RenderJob) -> dict[str, Any]:
    """Return the row of a post that has a card."""
    appearance = shown.plan.appearance
    template = project.template(appearance.template)
    size = template.sizes[appearance.size]
    status = "unchanged" if step.state == "fresh" else step.state
    row = _row(report.card_row(step.file, status, step.plan.card, step.output, (size.width, size.height), 0))
    del row["bytes"]  # nobody knows before it is rendered
    row["title"] = printable(" ".join(step.plan.card.title.split()))
    row["lang"] = step.plan.card.lang
    row["template"] = template.name
    row["palette"] = appearance.palette or next(iter(template.palettes))
    row["size"] = size.name
    return row


def _tried_on(project: Project, job: RenderJob, tried: Appearance) -> RenderJob:
    """Return the job in another appearance; what a template does not have it chooses itself."""
    card = job.plan.card
    appearance = tried.with_fallback(job.plan.appearance)
    template = project.template(appearance.template)
    if appearance.palette not in ("", "auto", *template.palettes):
        appearance = replace(appearance, palette="auto" if card.category else "")
    if appearance.size not in template.sizes:
        appearance = replace(appearance, size=next(iter(template.sizes)))
    return replace(job, plan=plan_card(project, card, appearance, job.output))


def _key(project: Project, job: RenderJob) -> str:
    """Return the id of a picture: another one as soon as anything that decides it is another."""
    parts = (job.plan.fingerprint, job.file, job.output, project.config.missing_glyph)
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def choices(project: Project, found: Listing, tried: Appearance) -> dict[str, list[str]]:
    """Return the templates that may be tried, and the palettes and sizes that those in sight have."""
    from ogp.template import names

    used = dict.fromkeys(job.plan.appearance.template for job in found.jobs.values())
    in_sight = [project.template(name) for name in ((tried.template,) if tried.template else used)]
    return {
        "template": names(project.templates_folder),
        "palette": list(dict.fromkeys(["auto", *(name for one in in_sight for name in one.palettes)])),
        "size": list(dict.fromkeys(name for one in in_sight for name in one.sizes)),
    }
