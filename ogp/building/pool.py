"""Pool: plans posts and renders cards, in this process or in several; results in order, with flat memory."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Self, TypeVar

from ogp.building import pool_worker
from ogp.building.plan_post import plan_post
from ogp.errors import OgpError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future
    from pathlib import Path

    from ogp.building.plan_types import PlanOptions, PostPlan, RenderJob
    from ogp.building.report import Row
    from ogp.project.project import Project

T = TypeVar("T")

MIN_PARALLEL_CARDS = 48
"""Fewer cards than this are done sooner by one process than a second one takes to start and compile its templates."""
MIN_PARALLEL_POSTS = 400
"""Fewer posts than this are read sooner than a pool has started."""
MAX_PROCESSES = 8
CARDS_PER_TASK = 16
"""Cards handed to a process at once: few enough that all finish together, enough that handing over costs nothing."""
POSTS_PER_TASK = 50
TASKS_AHEAD = 3
"""Tasks in flight for each process: memory does not grow with the number of posts."""


class Pool:
    """A site's processes: none is started, and no renderer loaded, before there is enough to do.

    processes: 0 takes one a core. A context manager, as the processes have to be shut down.
    """

    def __init__(self, project: Project, *, check: bool, output: Path, processes: int = 0) -> None:
        self._project, self._check, self._output = project, check, output
        self._count = min(processes or os.cpu_count() or 1, 4 * MAX_PROCESSES if processes else MAX_PROCESSES)
        self._min_cards = 1 if processes else MIN_PARALLEL_CARDS
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._executor:
            self._executor.shutdown(cancel_futures=True)  # after an error or Ctrl-C, what has not begun never does

    def plan(self, files: list[str], options: PlanOptions) -> Iterator[PostPlan]:
        """Yield each post's plan, in order."""
        if self._count == 1 or len(files) < MIN_PARALLEL_POSTS:
            yield from (plan_post(self._project, file, options) for file in files)
            return
        executor = self._started()
        tasks = [
            executor.submit(pool_worker.plan, files[start : start + POSTS_PER_TASK], options)
            for start in range(0, len(files), POSTS_PER_TASK)
        ]
        for task in tasks:
            yield from _result(task)

    def render(self, jobs: list[RenderJob]) -> Iterator[Row]:
        """Yield the row of each job, in order; its card is on the disk by then.

        Raises OgpError where a process was killed: what is written so far is whole.
        """
        if not jobs:
            return
        from ogp.building.worker import Worker  # once, before processes are forked: they share what it loads

        if self._count == 1 or len(jobs) < self._min_cards:
            yield from Worker(self._project, check=self._check, output=self._output).rows(jobs)
            return
        executor = self._started()
        for job in _one_of_each_background(jobs):  # once, by any free process: the others find it in .ogp/
            with contextlib.suppress(BrokenProcessPool):  # the cards themselves tell of it
                executor.submit(pool_worker.compile_background, job)
        yield from self._in_tasks(executor, pool_worker.render, jobs)

    def _in_tasks(
        self, executor: ProcessPoolExecutor, function: Callable[[list[RenderJob]], list[Row]], jobs: list[RenderJob]
    ) -> Iterator[Row]:
        """Yield what a function makes of the jobs, handed over a few at a time, so many as are needed."""
        flying: deque[Future[list[Row]]] = deque()
        for start in range(0, len(jobs), CARDS_PER_TASK):
            if len(flying) >= self._count * TASKS_AHEAD:
                yield from _result(flying.popleft())
            try:
                flying.append(executor.submit(function, jobs[start : start + CARDS_PER_TASK]))
            except BrokenProcessPool:
                raise _killed() from None
        while flying:
            yield from _result(flying.popleft())

    def _started(self) -> ProcessPoolExecutor:
        if self._executor is None:
            # A fork takes 10 ms and shares the modules that are loaded; a spawn takes 300 ms. Forking is safe here: no
            # thread has been started yet, and on Linux none of the libraries starts one. The bytes are the same.
            method = "fork" if sys.platform == "linux" else "spawn"
            self._executor = ProcessPoolExecutor(
                self._count,
                mp_context=multiprocessing.get_context(method),
                initializer=pool_worker.start,
                initargs=(self._project, self._check, self._output),
            )
        return self._executor


def _result(task: Future[list[T]]) -> list[T]:
    try:
        return task.result()
    except BrokenProcessPool:
        raise _killed() from None


def _killed() -> OgpError:
    cure = "run ogp again; --jobs 1 needs the least memory"
    return OgpError("E_INTERNAL", "the system killed one of ogp's processes", cure)


def _one_of_each_background(jobs: list[RenderJob]) -> list[RenderJob]:
    """The first job of each background, which is compressed for PNG only."""
    return list({(job.plan.background, job.plan.suffix == ".png"): job for job in reversed(jobs)}.values())[::-1]
