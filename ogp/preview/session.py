"""Studio: the site as it is at this moment. Not for several threads: the server gives it one of its own."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from ogp.building.plan import Job, Terms, step_of, without_collisions
from ogp.building.scan_index import stamp
from ogp.cli import console
from ogp.errors import OgpError, internal
from ogp.posts.discover import iter_posts
from ogp.preview.card_cache import Cards
from ogp.preview.listing import NO_LOOK, Listing, choices, listing
from ogp.project import config
from ogp.project.project import Workplace
from ogp.project.validate import validate

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ogp.building.plan import Step
    from ogp.building.scan_index import Stamp
    from ogp.building.worker import Worker
    from ogp.preview.card_cache import Shown
    from ogp.project.config import Look

DESKS: Final = 3
"""Looks whose compiled scenes are held: as configured, and the two that were tried last. A scene is about 3 MB."""
PICTURES: Final = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif")


SETTINGS: Final = ("", ".yml", ".yaml", ".toml", ".json", ".py", ".ttf", ".otf", ".ttc")
"""What a generator's configuration and a site's fonts are written in. A folder that was moved has no suffix."""


class Survey:
    """The steps of a site's posts; a second look reads only posts that changed, or whose card did."""

    def __init__(self, workplace: Workplace) -> None:
        """Nothing is read yet."""
        self.workplace = workplace
        self.seen: dict[str, tuple[Job, Stamp, Stamp | None]] = {}

    def steps(self) -> list[Step]:
        """Return a step for each post, in the plan's order."""
        terms = Terms(dt.datetime.now(dt.UTC), write_back=False, survey=True)
        root = self.workplace.config.root
        before, self.seen = self.seen, {}
        steps: list[Step] = []
        for file in iter_posts(self.workplace.site):
            post = stamp(f"{root}/{file}")
            known = before.get(file)
            if known and known[1:] == (post, stamp(f"{root}/{known[0].output}")):
                step: Step = known[0]
            else:
                step = step_of(self.workplace, file, terms)
            if isinstance(step, Job) and post:
                self.seen[file] = (step, post, stamp(f"{root}/{step.output}"))
            steps.append(step)
        return list(without_collisions(steps))


@dataclass
class Desk:
    """One look that is being shown: its listing, and what renders it."""

    workplace: Workplace
    listing: Listing
    keep: bool

    @cached_property
    def worker(self) -> Worker:
        """What renders; opened with the first card, for loading it takes a third of a second."""
        from ogp.building.worker import Worker

        return Worker(self.workplace, check=True, output=self.workplace.config.root, keep=self.keep)


class Studio:
    """A site that is being looked at. Whatever is wrong with its configuration is told, never raised."""

    def __init__(self, root: Path) -> None:
        """Nothing is read before the page asks."""
        self.root = root
        self.cards = Cards()
        self.workplace: Workplace | None = None
        self._surveys: dict[frozenset[str], Survey] = {}
        self._desks: OrderedDict[Look, Desk] = OrderedDict()

    def page(self, tried: Look = NO_LOOK) -> dict[str, Any]:
        """Return what the page shows, as JSON: the site, the choices, the rows; an error if there is one.

        While the configuration is broken, the site is shown as it was before.
        """
        error = self._reopen()
        if self.workplace is None:
            return {"error": error, "site": {"title": self.root.name, "host": ""}, "choices": {}, "posts": []}
        try:
            found = self._list(self.workplace, tried)
        except OgpError as wrong:  # a look that cannot be tried, as of an address that was kept too long
            error, tried = error or str(wrong), NO_LOOK
            found = self._list(self.workplace, tried)
        site = self.workplace.site
        return {
            "error": console.clean(error),
            "site": {"title": site.title or self.root.name, "host": site.host, "lang": site.lang},
            "choices": choices(self.workplace, found, tried),
            "posts": found.rows,
        }

    def card(self, key: str) -> tuple[Shown, str] | None:
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
        workplace = self.workplace
        if workplace is None:
            return True
        cards = {job.output for survey in self._surveys.values() for job, *_ in survey.seen.values()}
        concerned = False
        for file in files:
            suffix = PurePosixPath(file).suffix.lower()
            if suffix in PICTURES and file not in cards:
                self._forget()  # a cover, a logo: posts are stale though their own files are as they were
            ours = suffix in (*PICTURES, *SETTINGS) or workplace.shapes(file)
            concerned |= ours or (workplace.site.is_post(file) and not workplace.site.ignored(file))
        return concerned

    def _forget(self) -> None:
        self._surveys.clear()
        self._desks.clear()

    def _reopen(self) -> str:
        """Look at the configuration and templates anew; return what is wrong with them, or ``""``."""
        try:
            now = Workplace.open(config.load(self.root))
            if self.workplace is None or now.context != self.workplace.context:
                validate(now)
                self.workplace = now
                self._forget()
        except OgpError as error:
            return str(error)
        except Exception as error:  # noqa: BLE001 - the page must outlive whatever a half-saved file does
            return str(internal(error))
        return ""

    def _list(self, workplace: Workplace, tried: Look) -> Listing:
        """Return the listing of a look, and keep a desk for it."""
        tried = tried.by_name()
        steps = self._steps(workplace)
        pairs: Iterable[tuple[Step, Step]] = ((step, step) for step in steps)
        if tried.template:
            workplace.template(tried.template)
            other = Workplace(replace(workplace.config, look=tried.over(workplace.config.look)), workplace.site)
            if other.wants != workplace.wants:  # it shows what is read from a post's body only if somebody asks
                pairs = zip(steps, self._steps(other), strict=False)
        found = listing(workplace, pairs, tried)
        desk = self._desks.setdefault(tried, Desk(workplace, found, keep=tried == NO_LOOK))
        desk.listing = found
        self._desks.move_to_end(tried)
        while len(self._desks) > DESKS:
            del self._desks[next(look for look in self._desks if look != NO_LOOK)]
        return found

    def _steps(self, workplace: Workplace) -> list[Step]:
        if workplace.wants not in self._surveys:
            self._surveys[workplace.wants] = Survey(workplace)
        return self._surveys[workplace.wants].steps()
