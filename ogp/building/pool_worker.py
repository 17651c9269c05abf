"""Functions that run in the pool's child processes: plan posts, compile backgrounds, render cards.

A process plans posts with no renderer loaded, and loads one with its first card.
The pool calls these functions by name; what they work on is set once, when the process starts.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ogp.building.plan_post import plan_post

if TYPE_CHECKING:
    from pathlib import Path

    from ogp.building.plan_types import PlanOptions, PostPlan, RenderJob
    from ogp.building.report import Row
    from ogp.building.worker import Worker
    from ogp.project.project import Project


@dataclass(frozen=True)
class PoolProcess:
    """One process of the pool, with the opened site."""

    project: Project
    check: bool
    output: Path

    @cached_property
    def worker(self) -> Worker:
        """What renders; opened with the first card."""
        from ogp.building.worker import Worker

        return Worker(self.project, check=self.check, output=self.output)


_process: PoolProcess
"""This process: set once when it starts, as the pool's initializer must."""


def start(project: Project, check: bool, output: Path) -> None:  # noqa: FBT001 - an initializer takes them by position
    """Prepare this process of the pool."""
    global _process  # noqa: PLW0603 - the one place where a process can keep what its tasks share
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the main process too, and it ends the pool
    threading.Thread(target=_die_with_parent, daemon=True).start()
    _process = PoolProcess(project, check, output)


def _die_with_parent() -> None:
    """End this process when the main one is killed: it would wait for work for ever, and hold the site's lock."""
    parent = multiprocessing.parent_process()
    assert parent is not None  # this is a process of the pool
    parent.join()
    os._exit(1)


def plan(files: list[str], options: PlanOptions) -> list[PostPlan]:
    """Read posts and look at their cards."""
    return [plan_post(_process.project, file, options) for file in files]


def compile_background(job: RenderJob) -> None:
    """Compile the background of a job's card; the other processes find it in the cache."""
    _process.worker.compile_background(job)


def render(jobs: list[RenderJob]) -> list[Row]:
    """Render some cards."""
    return list(_process.worker.rows(jobs))
