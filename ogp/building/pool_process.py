"""Hand: what a process of the pool does. It reads posts with no renderer, and loads one with the first card.

The pool calls these functions by name; what they need is set once, when the process starts.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ogp.building.plan import step_of
from ogp.project.project import Project

if TYPE_CHECKING:
    from pathlib import Path

    from ogp.building.plan import PlanOptions, PostPlan, RenderJob
    from ogp.building.report import Row
    from ogp.building.worker import Worker
    from ogp.project.config import Config


@dataclass(frozen=True)
class PoolProcess:
    """One process of the pool."""

    project: Project
    check: bool
    output: Path

    @cached_property
    def worker(self) -> Worker:
        """What renders; opened with the first card."""
        from ogp.building.worker import Worker

        return Worker(self.project, check=self.check, output=self.output)


_hand: list[PoolProcess] = []
"""The one hand of this process: set once when it starts, as the pool's initializer must."""


def start(config: Config, check: bool, output: Path) -> None:  # noqa: FBT001 - an initializer takes them by position
    """Prepare this process of the pool."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the main process too, and it ends the pool
    threading.Thread(target=_die_with_parent, daemon=True).start()
    _hand[:] = [PoolProcess(Project.open(config), check, output)]


def _die_with_parent() -> None:
    """End this process when the main one is killed: it would wait for work for ever, and hold the site's lock."""
    parent = multiprocessing.parent_process()
    assert parent is not None  # this is a process of the pool
    parent.join()
    os._exit(1)


def read(files: list[str], terms: PlanOptions) -> list[PostPlan]:
    """Read posts and look at their cards."""
    return [step_of(_hand[0].project, file, terms) for file in files]


def prepare(job: RenderJob) -> None:
    """Compile one scene; the other processes find it in the cache."""
    _hand[0].worker.prepare(job)


def work(jobs: list[RenderJob]) -> list[Row]:
    """Render a chunk of jobs."""
    return list(_hand[0].worker.rows(jobs))
