"""Executor: jobs to rows, in one process or in several, in order, with flat memory."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import TYPE_CHECKING, Self

from ogp.building import pool_process
from ogp.building.plan import step_of
from ogp.errors import OgpError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ogp.building.plan import PlanOptions, PostPlan, RenderJob
    from ogp.building.report import Row
    from ogp.project.project import Project

Scene = tuple[object, ...]

PARALLEL_FROM = 48
"""Fewer cards than this are done sooner by one process than a second one takes to start and compile its templates."""
MOST_PROCESSES = 8
CHUNK = 16
"""Cards handed to a process at once: few enough that all finish together, enough that handing over costs nothing."""
READ_PARALLEL_FROM = 400
"""Fewer posts than this are read sooner than a pool has started."""
READ_CHUNK = 50
AHEAD = 3
"""Chunks in flight for each process: memory does not grow with the number of posts."""


class Pool:
    """Renders jobs in this process, or in a pool of others where there is enough to do.

    ``processes``: 0 takes one a core. A context manager, as the pool has to be shut down.
    """

    def __init__(self, project: Project, *, check: bool, output: Path, processes: int = 0) -> None:
        """Nothing is started or imported until there are jobs."""
        self._project, self._check, self._output = project, check, output
        self._count = min(processes or os.cpu_count() or 1, 4 * MOST_PROCESSES if processes else MOST_PROCESSES)
        self._least = 1 if processes else PARALLEL_FROM
        self._pool: ProcessPoolExecutor | None = None
        self._seen = 0
        self._scenes: set[Scene] = set()
        self._waiting: list[RenderJob] = []  # one for each scene that is not being compiled yet

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)  # after an error or Ctrl-C, what has not begun never does

    def read(self, files: list[str], terms: PlanOptions) -> Iterator[PostPlan]:
        """Yield each post's step, in order."""
        if self._count == 1 or len(files) < READ_PARALLEL_FROM:
            yield from (step_of(self._project, file, terms) for file in files)
            return
        pool = self._started()
        chunks = [files[start : start + READ_CHUNK] for start in range(0, len(files), READ_CHUNK)]
        try:
            for future in [pool.submit(pool_process.read, chunk, terms) for chunk in chunks]:
                yield from future.result()
        except BrokenProcessPool:
            raise _killed() from None

    def foresee(self, job: RenderJob) -> None:
        """Tell of a job before all are known: what its cards share is compiled while the others are planned."""
        self._seen += 1
        scene = _scene_of(job)
        if scene not in self._scenes:
            self._scenes.add(scene)
            self._waiting.append(job)
        if self._waiting and self._count > 1 and self._seen >= self._least:
            self._prepare(self._started())

    def run(self, jobs: list[RenderJob]) -> Iterator[Row]:
        """Yield the row of each job, in order.

        Raises OgpError where a process was killed: what is written so far is whole.
        """
        if not jobs:
            return
        if not self._seen:
            for job in jobs:
                self.foresee(job)
        if self._pool is None or self._seen < self._least:  # a pool may only have read
            from ogp.building.worker import Worker

            yield from Worker(self._project, check=self._check, output=self._output).rows(jobs)
            return
        chunks = iter([jobs[start : start + CHUNK] for start in range(0, len(jobs), CHUNK)])
        try:
            flying = [self._pool.submit(pool_process.work, chunk) for chunk in islice(chunks, self._count * AHEAD)]
            while flying:
                rows = flying.pop(0).result()
                if (chunk := next(chunks, None)) is not None:
                    flying.append(self._pool.submit(pool_process.work, chunk))
                yield from rows
        except BrokenProcessPool:
            raise _killed() from None

    def _started(self) -> ProcessPoolExecutor:
        if self._pool:
            return self._pool
        if self._seen:
            import ogp.building.worker  # noqa: F401 - there are cards to render: what that needs is loaded once, and shared

        # A fork takes 10 ms and shares the modules that are loaded; a spawn takes 300 ms. Forking is safe here: no
        # thread has been started yet, and on Linux none of the libraries starts one. The bytes are the same either way.
        method = "fork" if sys.platform == "linux" else "spawn"
        self._pool = ProcessPoolExecutor(
            self._count,
            mp_context=multiprocessing.get_context(method),
            initializer=pool_process.start,
            initargs=(self._project.config, self._check, self._output),
        )
        return self._pool

    def _prepare(self, pool: ProcessPoolExecutor) -> None:
        """Have each scene compiled once, by whichever process is free; the others find it in the cache."""
        with contextlib.suppress(BrokenProcessPool):  # `run` tells of it
            for job in self._waiting:
                pool.submit(pool_process.prepare, job)
        self._waiting.clear()


def _killed() -> OgpError:
    cure = "run ogp again; --jobs 1 needs the least memory"
    return OgpError("E_INTERNAL", "the system killed one of ogp's processes", cure)


def _scene_of(job: RenderJob) -> Scene:
    """Return what the cards of a scene have in common: a look, the palette's hue, what is written of the site."""
    card = job.card
    hue_of = card.category if job.appearance.palette == "auto" else ""
    return (job.appearance, hue_of, card.lang, card.site, card.url, card.logo, job.output.rpartition(".")[2])
