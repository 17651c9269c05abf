"""Audit: which characters of a site's posts no face draws. ``ogp font audit``."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ogp.building.plan import PlanOptions, RenderJob, plan
from ogp.building.scan_index import Index
from ogp.messages import display_name
from ogp.posts.discover import iter_posts
from ogp.template import model
from ogp.typeset import ruby_markup
from ogp.typeset.shaping import shape

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ogp.building.report import Row
    from ogp.fonts import FontSet
    from ogp.project.project import Project
    from ogp.typeset.runs import MissingGlyph


@dataclass(slots=True)
class MissingCluster:
    """A grapheme cluster that no face draws: the faces that were asked, and the posts that have it."""

    cluster: str
    code_points: str
    tried: tuple[str, ...]
    files: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its first character's Unicode name."""
        return unicodedata.name(self.cluster[0], "a character without a name")


def audit(project: Project, fonts: FontSet, paths: tuple[Path, ...]) -> tuple[list[MissingCluster], list[Row]]:
    """Return what no face draws, most frequent first, and the rows of the posts that could not be read."""
    index = Index(project.config.root, "")  # an index of no context is empty: every post is to be read
    files = list(iter_posts(project.site, paths))
    steps = plan(project, files, index, PlanOptions(dt.datetime.now(dt.UTC), ("*",), force=True))
    gaps: dict[str, MissingCluster] = {}
    for step in steps:
        if isinstance(step, RenderJob):
            for item in _missing(step, project, fonts):
                gap = gaps.setdefault(item.cluster, MissingCluster(item.cluster, item.code_points, item.tried))
                name = display_name(step.file)
                if name not in gap.files:
                    gap.files.append(name)
    failed = [step.row for step in steps if not isinstance(step, RenderJob) and step.row["status"] == "error"]
    return sorted(gaps.values(), key=lambda gap: (-len(gap.files), gap.cluster)), failed


def _missing(job: RenderJob, project: Project, fonts: FontSet) -> Iterator[MissingGlyph]:
    """Yield what is missing in the texts that the job's template shows."""
    for layer in project.template(job.appearance.template).layers[job.appearance.size]:
        if isinstance(layer, model.TextLayer) and (words := layer.text.fill(job.card)):
            plain, _ = ruby_markup.parse(words)
            yield from shape(plain, replace(layer.style, lang=job.card.lang), fonts).missing
