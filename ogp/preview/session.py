"""Session: the site being previewed, reloaded as its files change. Used from one thread only."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from ogp.building.plan_post import plan_post, without_collisions
from ogp.building.plan_types import PlanOptions, RenderJob
from ogp.building.scan_index import stamp
from ogp.errors import OgpError, explained
from ogp.image_formats import SUFFIXES
from ogp.message_text import printable
from ogp.posts.discover import iter_posts
from ogp.preview.card_cache import CardCache
from ogp.preview.listing import AS_CONFIGURED, Listing, choices, listing
from ogp.project import config
from ogp.project.check_references import validate
from ogp.project.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ogp.building.plan_types import PostPlan
    from ogp.building.scan_index import Stamp
    from ogp.building.worker import Worker
    from ogp.preview.card_cache import ShownCard
    from ogp.project.config import Appearance

MAX_SHOWN_LOOKS: Final = 3
"""Looks whose compiled backgrounds are held: as configured, and the two that were tried last. One is about 3 MB."""


class PostSurvey:
    """The steps of a site's posts; a second look reads only posts that changed, or whose card did."""

    def __init__(self, project: Project) -> None:
        """Nothing is read yet."""
        self.project = project
        self.seen: dict[str, tuple[RenderJob, Stamp, Stamp | None]] = {}

    def steps(self) -> list[PostPlan]:
        """Return a step for each post, in the plan's order."""
        options = PlanOptions(dt.datetime.now(dt.UTC), write_back=False, survey=True)
        root = self.project.config.root
        before, self.seen = self.seen, {}
        steps: list[PostPlan] = []
        for file in iter_posts(self.project.site):
            post = stamp(f"{root}/{file}")
            known = before.get(file)
            if known and known[1:] == (post, stamp(f"{root}/{known[0].output}")):
                step: PostPlan = known[0]
            else:
                step = plan_post(self.project, file, options)
            if isinstance(step, RenderJob) and post:
                self.seen[file] = (step, post, stamp(f"{root}/{step.output}"))
            steps.append(step)
        return list(without_collisions(steps))


@dataclass
class ShownLook:
    """One appearance that the page shows: its listing, and the worker that renders it."""

    project: Project
    listing: Listing
    keep: bool

    @cached_property
    def worker(self) -> Worker:
        """What renders; opened with the first card, for loading it takes a third of a second."""
        from ogp.building.worker import Worker

        return Worker(self.project, check=True, output=self.project.config.root, keep_backgrounds=self.keep)


class PreviewSession:
    """A site that is being looked at. Whatever is wrong with its configuration is told, never raised."""

    def __init__(self, root: Path) -> None:
        """Nothing is read before the page asks."""
        self.root = root
        self.cards = CardCache()
        self.project: Project | None = None
        self._surveys: dict[frozenset[str], PostSurvey] = {}
        self._shown: OrderedDict[Appearance, ShownLook] = OrderedDict()

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
            "error": printable(error),
            "site": {"title": site.title or self.root.name, "host": site.host, "lang": site.lang},
            "choices": choices(self.project, found, tried),
            "posts": found.rows,
        }

    def card(self, key: str) -> tuple[ShownCard, str] | None:
        """Return the card of an id that a listing gave, and its status; None if there is no such id."""
        for look_shown in reversed(self._shown.values()):
            if job := look_shown.listing.jobs.get(key):
                shown = self.cards.get(key, job, look_shown.worker)
                tells = job.state == "stale" and shown.data  # another fingerprint, but is it another picture?
                status = look_shown.worker.status(job, shown.data) if tells else job.state
                return shown, "unchanged" if status == "fresh" else status
        return None

    def affects_page(self, files: Iterable[str]) -> bool:
        """Take note that files changed (relative to the root); whether anything on the page may depend on them."""
        project = self.project
        if project is None:
            return True
        cards = {job.output for survey in self._surveys.values() for job, *_ in survey.seen.values()}
        affected = False
        for file in files:
            if PurePosixPath(file).suffix.lower() in SUFFIXES and file not in cards:
                self._forget()  # a cover, a logo: posts are stale though their own files are as they were
            affected |= project.concerns(file)
        return affected

    def _forget(self) -> None:
        self._surveys.clear()
        self._shown.clear()

    def _reopen(self) -> str:
        """Look at the configuration and templates anew; return what is wrong with them, or ``""``."""
        try:
            now = Project.open(config.load(self.root))
            if self.project is None or now.context != self.project.context:
                validate(now)
                self.project = now
                self._forget()
        except Exception as error:  # noqa: BLE001 - the page must outlive whatever a half-saved file does
            return str(explained(error))
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
        look_shown = self._shown.setdefault(tried, ShownLook(project, found, keep=tried == AS_CONFIGURED))
        look_shown.listing = found
        self._shown.move_to_end(tried)
        while len(self._shown) > MAX_SHOWN_LOOKS:
            del self._shown[next(appearance for appearance in self._shown if appearance != AS_CONFIGURED)]
        return found

    def _steps(self, project: Project) -> list[PostPlan]:
        if project.body_fields not in self._surveys:
            self._surveys[project.body_fields] = PostSurvey(project)
        return self._surveys[project.body_fields].steps()
