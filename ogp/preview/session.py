"""Studio: the site as it is at this moment. Not for several threads: the server gives it one of its own."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from ogp.building.plan import PlanOptions, RenderJob, step_of, without_collisions
from ogp.building.scan_index import stamp
from ogp.cli import console
from ogp.errors import OgpError, internal
from ogp.image_formats import SUFFIXES
from ogp.posts.discover import iter_posts
from ogp.preview.card_cache import CardCache
from ogp.preview.listing import AS_CONFIGURED, Listing, choices, listing
from ogp.project import config
from ogp.project.project import Project
from ogp.project.validate import validate

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ogp.building.plan import PostPlan
    from ogp.building.scan_index import Stamp
    from ogp.building.worker import Worker
    from ogp.preview.card_cache import ShownCard
    from ogp.project.config import Appearance

DESKS: Final = 3
"""Looks whose compiled scenes are held: as configured, and the two that were tried last. A scene is about 3 MB."""
SETTINGS: Final = ("", ".yml", ".yaml", ".toml", ".json", ".py", ".ttf", ".otf", ".ttc")
"""What a generator's configuration and a site's fonts are written in. A folder that was moved has no suffix."""


class PostSurvey:
    """The steps of a site's posts; a second look reads only posts that changed, or whose card did."""

    def __init__(self, project: Project) -> None:
        """Nothing is read yet."""
        self.project = project
        self.seen: dict[str, tuple[RenderJob, Stamp, Stamp | None]] = {}

    def steps(self) -> list[PostPlan]:
        """Return a step for each post, in the plan's order."""
        terms = PlanOptions(dt.datetime.now(dt.UTC), write_back=False, survey=True)
        root = self.project.config.root
        before, self.seen = self.seen, {}
        steps: list[PostPlan] = []
        for file in iter_posts(self.project.site):
            post = stamp(f"{root}/{file}")
            known = before.get(file)
            if known and known[1:] == (post, stamp(f"{root}/{known[0].output}")):
                step: PostPlan = known[0]
            else:
                step = step_of(self.project, file, terms)
            if isinstance(step, RenderJob) and post:
                self.seen[file] = (step, post, stamp(f"{root}/{step.output}"))
            steps.append(step)
        return list(without_collisions(steps))


@dataclass
class ShownLook:
    """One look that is being shown: its listing, and what renders it."""

    project: Project
    listing: Listing
    keep: bool

    @cached_property
    def worker(self) -> Worker:
        """What renders; opened with the first card, for loading it takes a third of a second."""
        from ogp.building.worker import Worker

        return Worker(self.project, check=True, output=self.project.config.root, keep=self.keep)


class PreviewSession:
    """A site that is being looked at. Whatever is wrong with its configuration is told, never raised."""

    def __init__(self, root: Path) -> None:
        """Nothing is read before the page asks."""
        self.root = root
        self.cards = CardCache()
        self.project: Project | None = None
        self._surveys: dict[frozenset[str], PostSurvey] = {}
        self._desks: OrderedDict[Appearance, ShownLook] = OrderedDict()

    def page(self, tried: Appearance = AS_CONFIGURED) -> dict[str, Any]:
        """Return what the page shows, as JSON: the site, the choices, the rows; an error if there is one.

        While the configuration is broken, the site is shown as it was before.
        """
        error = self._reopen()
        if self.project is None:
            return {"error": error, "site": {"title": self.root.name, "host": ""}, "choices": {}, "posts": []}
        try:
            found = self._list(self.project, tried)
        except OgpError as wrong:  # a look that cannot be tried, as of an address that was kept too long
            error, tried = error or str(wrong), AS_CONFIGURED
            found = self._list(self.project, tried)
        site = self.project.site
        return {
            "error": console.clean(error),
            "site": {"title": site.title or self.root.name, "host": site.host, "lang": site.lang},
            "choices": choices(self.project, found, tried),
            "posts": found.rows,
        }

    def card(self, key: str) -> tuple[ShownCard, str] | None:
        """Return the card of an id that a listing gave, and its status; None if there is no such id."""
        for desk in reversed(self._desks.values()):
            if job := desk.listing.jobs.get(key):
                shown = self.cards.get(key, job, desk.worker)
                tells = job.state == "stale" and shown.data  # another fingerprint, but is it another picture?
                status = desk.worker.status(job, shown.data) if tells else job.state
                return shown, "unchanged" if status == "fresh" else status
        return None

    def concerns(self, files: Iterable[str]) -> bool:
        """Take note that files changed (relative to the root); whether anything on the page may depend on them."""
        project = self.project
        if project is None:
            return True
        cards = {job.output for survey in self._surveys.values() for job, *_ in survey.seen.values()}
        concerned = False
        for file in files:
            suffix = PurePosixPath(file).suffix.lower()
            if suffix in SUFFIXES and file not in cards:
                self._forget()  # a cover, a logo: posts are stale though their own files are as they were
            ours = suffix in (*SUFFIXES, *SETTINGS) or project.affects_all_cards(file)
            concerned |= ours or (project.site.is_post(file) and not project.site.ignored(file))
        return concerned

    def _forget(self) -> None:
        self._surveys.clear()
        self._desks.clear()

    def _reopen(self) -> str:
        """Look at the configuration and templates anew; return what is wrong with them, or ``""``."""
        try:
            now = Project.open(config.load(self.root))
            if self.project is None or now.context != self.project.context:
                validate(now)
                self.project = now
                self._forget()
        except OgpError as error:
            return str(error)
        except Exception as error:  # noqa: BLE001 - the page must outlive whatever a half-saved file does
            return str(internal(error))
        return ""

    def _list(self, project: Project, tried: Appearance) -> Listing:
        """Return the listing of a look, and keep a desk for it."""
        tried = tried.without_path()
        steps = self._steps(project)
        pairs: Iterable[tuple[PostPlan, PostPlan]] = ((step, step) for step in steps)
        if tried.template:
            project.template(tried.template)
            other = Project(
                replace(project.config, appearance=tried.with_fallback(project.config.appearance)), project.site
            )
            if (
                other.body_fields != project.body_fields
            ):  # it shows what is read from a post's body only if somebody asks
                pairs = zip(steps, self._steps(other), strict=False)
        found = listing(project, pairs, tried)
        desk = self._desks.setdefault(tried, ShownLook(project, found, keep=tried == AS_CONFIGURED))
        desk.listing = found
        self._desks.move_to_end(tried)
        while len(self._desks) > DESKS:
            del self._desks[next(appearance for appearance in self._desks if appearance != AS_CONFIGURED)]
        return found

    def _steps(self, project: Project) -> list[PostPlan]:
        if project.body_fields not in self._surveys:
            self._surveys[project.body_fields] = PostSurvey(project)
        return self._surveys[project.body_fields].steps()
