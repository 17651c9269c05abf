"""``ogp font audit``: which characters of a site's posts no font has a glyph for."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ogp.building.plan_post import plan_post, without_collisions
from ogp.building.plan_types import PlanOptions, RenderJob
from ogp.message_text import display_name
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
    """A grapheme cluster that no font has a glyph for: the faces that were asked, and the posts that have it."""

    cluster: str
    code_points: str
    tried: tuple[str, ...]
    files: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its first character's Unicode name."""
        return unicodedata.name(self.cluster[0], "a character without a name")


def audit(project: Project, fonts: FontSet, paths: tuple[Path, ...]) -> tuple[list[MissingCluster], list[Row]]:
    """Return what no font has a glyph for, most frequent first, and the rows of the posts that could not be read."""
    options = PlanOptions(dt.datetime.now(dt.UTC), ("*",), force=True)
    plans = list(without_collisions([plan_post(project, file, options) for file in iter_posts(project.site, paths)]))
    clusters: dict[str, MissingCluster] = {}
    for plan in plans:
        if isinstance(plan, RenderJob):
            for glyph in _missing(plan, project, fonts):
                entry = MissingCluster(glyph.cluster, glyph.code_points, glyph.tried)
                entry = clusters.setdefault(glyph.cluster, entry)
                name = display_name(plan.file)
                if name not in entry.files:
                    entry.files.append(name)
    failed = [plan.row for plan in plans if not isinstance(plan, RenderJob) and plan.row["status"] == "error"]
    return sorted(clusters.values(), key=lambda entry: (-len(entry.files), entry.cluster)), failed


def _missing(job: RenderJob, project: Project, fonts: FontSet) -> Iterator[MissingGlyph]:
    """Yield what is missing in the texts that the job's template shows."""
    card, appearance = job.plan.card, job.plan.appearance
    for layer in project.template(appearance.template).layers[appearance.size]:
        if isinstance(layer, model.TextLayer) and (words := layer.text.fill(card)):
            plain, _ = ruby_markup.parse(words)
            yield from shape(plain, replace(layer.style, lang=card.lang), fonts).missing
