"""``ogp template check``: which templates to check, several at a time, and what to print."""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from ogp.cli import console
from ogp.errors import ConfigError, OgpError
from ogp.message_text import brief, did_you_mean
from ogp.template import names as names_at_hand
from ogp.template_tools.check import check, palette_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ogp.fonts import FontSet
    from ogp.project.project import Project
    from ogp.template import Template
    from ogp.template_tools.rules import TemplateFinding

    Result = tuple[TemplateFinding, ...] | OgpError


@dataclass(frozen=True, slots=True)
class Wanted:
    """Names of templates, sizes and palettes to check; empty means all, of templates a site's own if it has any."""

    names: tuple[str, ...]
    sizes: tuple[str, ...]
    palettes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Job:
    """One size of one template: what a process checks at a time."""

    template: Template
    fonts: FontSet
    size: str
    palettes: tuple[str, ...]


def run(project: Project, wanted: Wanted, *, as_json: bool) -> int:
    """Check, print the findings to stdout and what was done to stderr; return the exit code."""
    templates, broken = _load(project, wanted.names)
    jobs = [job for template in templates for job in _jobs(template, project.fonts, wanted)]
    if not jobs and not broken:
        raise ConfigError("E_CONFIG", "no template has that size and palette", "see `ogp template list`")
    found: list[TemplateFinding] = []
    for job, result in zip(jobs, _results(jobs), strict=True):
        if isinstance(result, OgpError):
            broken.append(result.at(file=str(job.template.folder)))
            continue
        found.extend(result)
        console.note(_summary(job, result))
        if not as_json:
            for one in result:
                console.data(str(one))
    if as_json:
        console.json_data(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
    for error in broken:
        console.error(str(error))
    if broken:
        return 2
    return int(any(not one.warning for one in found))


def _load(project: Project, names: tuple[str, ...]) -> tuple[list[Template], list[OgpError]]:
    if not names:
        own = project.templates_folder
        every = names_at_hand(own)
        names = tuple(name for name in every if (own / name / "template.toml").is_file()) or tuple(every)
    templates: list[Template] = []
    broken: list[OgpError] = []
    for name in dict.fromkeys(names):
        try:
            templates.append(project.template(name))
        except OgpError as error:
            broken.append(error)
    return templates, broken


def _jobs(template: Template, fonts: FontSet, wanted: Wanted) -> Iterator[_Job]:
    """Yield a job for each size. Raises ConfigError (E_CONFIG) for a size or palette that the template has not.

    Where no template was named, those without that size or palette are passed over.
    """
    sizes, palettes = tuple(template.sizes), palette_names(template)
    for kind, names, known in (("size", wanted.sizes, sizes), ("palette", wanted.palettes, palettes)):
        if missing := [name for name in names if name not in known]:
            if not wanted.names:
                return
            message = f"{template.name} has no {kind} {brief(missing[0])}"
            raise ConfigError("E_CONFIG", message, did_you_mean(missing[0], known))
    for size in wanted.sizes or sizes:
        yield _Job(template, fonts, size, wanted.palettes or palettes)


def _results(jobs: list[_Job]) -> Iterator[Result]:
    """Yield the result of each job in order; on all cores where there is more than one job."""
    count = min(os.cpu_count() or 1, len(jobs))
    if count < 2:  # noqa: PLR2004 - several processes
        yield from map(_one, jobs)
        return
    # A fork shares the loaded modules, and nothing here has started a thread (as in `ogp.building.pool`).
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    with ProcessPoolExecutor(count, mp_context=context) as pool:
        yield from pool.map(_one, jobs)


def _one(job: _Job) -> Result:
    try:
        return check(job.template, job.fonts, sizes=[job.size], palettes=job.palettes)
    except OgpError as error:
        return error


def _summary(job: _Job, found: tuple[TemplateFinding, ...]) -> str:
    failed = sum(not one.warning for one in found)
    warned = len(found) - failed
    verdict = f"{failed} findings" if failed else "passes"
    if warned:
        verdict += f", {warned} warnings"
    many = f"{len(job.palettes)} palettes" if len(job.palettes) > 1 else job.palettes[0]
    return f"{job.template.name} {job.size}, {many}: {verdict}"
