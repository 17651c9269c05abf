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

from ogp.errors import OgpError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ogp.plan import Job
    from ogp.report import Row
    from ogp.site import Workplace

Scene = tuple[object, ...]

PARALLEL_FROM = 48
"""Fewer cards than this are done sooner by one process than a second one takes to start and compile its templates."""
MOST_PROCESSES = 8
CHUNK = 16
"""Cards handed to a process at once: few enough that all finish together, enough that handing over costs nothing."""
AHEAD = 3
"""Chunks in flight for each process: memory does not grow with the number of posts."""


class Executor:
    """Renders jobs in this process, or in a pool of others where there is enough to do.

    ``processes``: 0 takes one a core. A context manager, as the pool has to be shut down.
    """

    def __init__(self, workplace: Workplace, *, check: bool, output: Path, processes: int = 0) -> None:
        """Nothing is started or imported until there are jobs."""
        self._workplace, self._check, self._output = workplace, check, output
        self._count = processes or min(os.cpu_count() or 1, MOST_PROCESSES)
        self._least = 1 if processes else PARALLEL_FROM
        self._pool: ProcessPoolExecutor | None = None
        self._seen = 0
        self._scenes: dict[Scene, Job] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)  # after an error or Ctrl-C, what has not begun never does

    def foresee(self, job: Job) -> None:
        """Tell of a job before all are known: what its cards share is compiled while the others are planned."""
        self._seen += 1
        scene = _scene_of(job)
        fresh = scene not in self._scenes
        if fresh:
            self._scenes[scene] = job
        if self._pool:
            if fresh:
                self._prepare(job)
        elif self._count > 1 and self._seen >= self._least:
            self._start()

    def run(self, jobs: list[Job]) -> Iterator[Row]:
        """Yield the row of each job, in order.

        Raises OgpError where a process was killed: what is written so far is whole.
        """
        if not jobs:
            return
        if not self._seen:
            for job in jobs:
                self.foresee(job)
        if self._pool is None:
            from ogp.worker import Worker

            yield from Worker(self._workplace, check=self._check, output=self._output).rows(jobs)
            return
        from ogp import worker

        chunks = iter([jobs[start : start + CHUNK] for start in range(0, len(jobs), CHUNK)])
        try:
            flying = [self._pool.submit(worker.work, chunk) for chunk in islice(chunks, self._count * AHEAD)]
            while flying:
                rows = flying.pop(0).result()
                if (chunk := next(chunks, None)) is not None:
                    flying.append(self._pool.submit(worker.work, chunk))
                yield from rows
        except BrokenProcessPool:
            cure = "run ogp again; --jobs 1 needs the least memory"
            raise OgpError("E_INTERNAL", "the system killed one of ogp's processes", cure) from None

    def _start(self) -> None:
        from ogp import worker

        # A fork takes 10 ms and shares the modules that are loaded; a spawn takes 300 ms. Forking is safe here: no
        # thread has been started yet, and on Linux none of the libraries starts one. The bytes are the same either way.
        method = "fork" if sys.platform == "linux" else "spawn"
        self._pool = ProcessPoolExecutor(
            self._count,
            mp_context=multiprocessing.get_context(method),
            initializer=worker.start,
            initargs=(self._workplace.config, self._check, self._output),
        )
        for job in self._scenes.values():
            self._prepare(job)

    def _prepare(self, job: Job) -> None:
        """Have a scene compiled once, by whichever process is free; the others find it in the cache."""
        from ogp import worker

        assert self._pool is not None
        with contextlib.suppress(BrokenProcessPool):  # `run` tells of it
            self._pool.submit(worker.prepare, job)


def _scene_of(job: Job) -> Scene:
    """Return what the cards of a scene have in common: a look, the palette's hue, what is written of the site."""
    card = job.card
    hue_of = card.category if job.look.palette == "auto" else ""
    return (job.look, hue_of, card.lang, card.site, card.url, card.logo, job.output.rpartition(".")[2])
