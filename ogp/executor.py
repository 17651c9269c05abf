"""Executor: jobs to rows, in one process or in several, in order, with flat memory."""

from __future__ import annotations

import multiprocessing
import os
import sys
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ogp.plan import Job
    from ogp.report import Row
    from ogp.site import Workplace

PARALLEL_FROM = 48
"""Fewer cards than this are done sooner by one process than a second one takes to start and compile its templates."""
MOST_PROCESSES = 8
CHUNK = 16
"""Cards handed to a process at once: few enough that all finish together, enough that handing over costs nothing."""
AHEAD = 3
"""Chunks in flight for each process: memory does not grow with the number of posts."""


def run(workplace: Workplace, jobs: list[Job], *, check: bool, output: Path, processes: int = 0) -> Iterator[Row]:
    """Yield the row of each job, in order. ``processes`` 0 takes one a core where there is enough to do."""
    if not jobs:
        return
    from ogp import worker

    count = processes or (min(os.cpu_count() or 1, MOST_PROCESSES) if len(jobs) >= PARALLEL_FROM else 1)
    if count == 1:
        own = worker.Worker(workplace, check=check, output=output)
        yield from own.rows(jobs)
        return
    # A fork takes 10 ms and shares the modules that are loaded; a spawn takes 300 ms. Forking is safe here: no thread
    # has been started yet, and on Linux none of the libraries starts one. The bytes are the same either way.
    method = "fork" if sys.platform == "linux" else "spawn"
    pool = ProcessPoolExecutor(
        count,
        mp_context=multiprocessing.get_context(method),
        initializer=worker.start,
        initargs=(workplace.config, check, output),
    )
    with pool:
        list(pool.map(worker.prepare, _one_of_each_scene(jobs)))  # each compiled once, by whichever process is free
        chunks = iter([jobs[start : start + CHUNK] for start in range(0, len(jobs), CHUNK)])
        flying: list[Future[list[Row]]] = [pool.submit(worker.work, chunk) for chunk in islice(chunks, count * AHEAD)]
        while flying:
            rows = flying.pop(0).result()
            if (chunk := next(chunks, None)) is not None:
                flying.append(pool.submit(worker.work, chunk))
            yield from rows


def _one_of_each_scene(jobs: list[Job]) -> list[Job]:
    """Return a job for each scene: they share a look, the palette's hue, and what is written of the site."""
    found: dict[tuple[object, ...], Job] = {}
    for job in jobs:
        card = job.card
        hue_of = card.category if job.look.palette == "auto" else ""
        suffix = job.output.rpartition(".")[2]
        found.setdefault((job.look, hue_of, card.lang, card.site, card.url, card.logo, suffix), job)
    return list(found.values())
