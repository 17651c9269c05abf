"""Worker: a job in, its card on the disk and its row out. Runs in the main process or in several others."""

from __future__ import annotations

import contextlib
import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ogp import provenance
from ogp.building import report
from ogp.errors import OgpError, internal
from ogp.messages import display_name
from ogp.rendering.renderer import Rendered, Renderer
from ogp.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from ogp.building.plan import RenderJob
    from ogp.building.report import Row
    from ogp.project.config import Config
    from ogp.project.project import Project
    from ogp.store.store import Pending

T = TypeVar("T")
WRITERS = 4
"""Threads that flush: so many share one commit of the file system's journal."""


class Worker:
    """Renders jobs of one site and writes the cards below ``output``; with ``check`` only tells what it would do."""

    def __init__(self, project: Project, *, check: bool, output: Path, keep: bool = True) -> None:
        """Fonts and templates are opened with the first job. ``keep``: compiled scenes are kept in ``.ogp/``."""
        config = project.config
        self.project = project
        self.check = check
        self.store = Store(output)
        self.renderer = Renderer(
            project.fonts,
            root=config.root,
            static=project.site.static,
            common=project.common if keep else "",
            nobreak=config.nobreak,
        )

    def prepare(self, job: RenderJob) -> None:
        """Compile what the cards like this job's share; a mistake in it is told by the jobs themselves."""
        suffix = PurePosixPath(job.output).suffix.lower()
        with contextlib.suppress(OgpError):
            template = self.project.template(job.appearance.template)
            self.renderer.compile(
                job.card, template, job.appearance.palette, job.appearance.size, packed=suffix == ".png"
            )

    def rows(self, jobs: Iterable[RenderJob]) -> Iterator[Row]:
        """Render the cards and write them; yield their rows in order.

        Threads flush the cards to the disk while the next ones are rendered: that takes as long as rendering a card,
        and no processor.
        """
        flying: deque[Future[Row]] = deque()
        with ThreadPoolExecutor(WRITERS) as writers:
            for job in jobs:
                made = self._guarded(job, partial(self._make, job))
                if isinstance(made, _Made) and made.pending:
                    flying.append(writers.submit(self._guarded, job, partial(_commit, job, made.row, made.pending)))
                else:
                    flying.append(Future())
                    flying[-1].set_result(made.row if isinstance(made, _Made) else made)
                if len(flying) > WRITERS * 2:
                    yield flying.popleft().result()
            for future in flying:
                yield future.result()

    def show(self, job: RenderJob) -> tuple[Row, bytes]:
        """Render one card and write nothing: return the row that a check would give and the card's file.

        Where the card cannot be made, the row is that of the error, and there are no bytes.
        """

        def made() -> tuple[Row, bytes]:
            rendered = self._render(job)
            return self._row(job, self.status(job, rendered.data), rendered), rendered.data

        shown = self._guarded(job, made)
        return shown if isinstance(shown, tuple) else (shown, b"")

    def status(self, job: RenderJob, data: bytes) -> str:
        """Return ``unchanged`` where a card with this very picture is in its place, else the job's state."""
        if job.state == "missing":
            return "missing"
        there = self.store.read(PurePosixPath(job.output)) or b""
        return "unchanged" if provenance.same_picture(there, data) else job.state

    @staticmethod
    def _guarded(job: RenderJob, step: Callable[[], T]) -> T | Row:
        """Return what a step gives, or the row of the error it raises."""
        try:
            return step()
        except OgpError as error:
            return report.error_row(job.file, error.at(file=display_name(job.file)))
        except Exception as error:
            if os.environ.get("OGP_DEBUG"):
                raise
            return report.error_row(job.file, internal(error))

    def _render(self, job: RenderJob) -> Rendered:
        config = self.project.config
        rendered = self.renderer.file(
            job.card,
            self.project.template(job.appearance.template),
            job.appearance.palette,
            job.appearance.size,
            suffix=PurePosixPath(job.output).suffix.lower(),
            fingerprint=job.fingerprint,
            max_kb=config.max_kb,
        )
        missing = _missing(rendered)
        if missing and config.missing_glyph == "error":
            message = f"no face draws {', '.join(missing)}"
            raise OgpError("E_GLYPH", message, "add a font under [[fonts]], or set missing_glyph").at(key="title")
        return rendered

    def _make(self, job: RenderJob) -> _Made:
        """Render the card, write it if need be, and tell about it."""
        rendered = self._render(job)
        status, pending = self._put(job, rendered)
        return _Made(self._row(job, status, rendered), pending)

    def _row(self, job: RenderJob, status: str, rendered: Rendered) -> Row:
        size = (rendered.width, rendered.height)
        row = report.card_row(job.file, status, job.card, job.output, size, len(rendered.data))
        row["text"] = report.text_part(rendered.texts)
        if warnings := _warnings(rendered, self.project.config):
            row["warnings"] = warnings
        return row

    def _put(self, job: RenderJob, rendered: Rendered) -> tuple[str, Pending | None]:
        """Write the card if its pixels differ from those there; return the row's status."""
        status = self.status(job, rendered.data)
        if self.check or status == "unchanged":
            return status, None
        return "written", self.store.stage(PurePosixPath(job.output), rendered.data)


class _Made(NamedTuple):
    """A card's row, and its file where that is still to be given its name."""

    row: Row
    pending: Pending | None


def _commit(job: RenderJob, row: Row, pending: Pending) -> Row:
    pending.commit(adopts=job.adopts)
    return row


def _missing(rendered: Rendered) -> list[str]:
    """Return what no face draws, each once."""
    return list(dict.fromkeys(item for text in rendered.texts for item in text.missing))


def _warnings(rendered: Rendered, config: Config) -> list[dict[str, str]]:
    found = []
    missing = _missing(rendered)
    if missing and config.missing_glyph == "warn":
        found.append({"code": "W_GLYPH", "message": f"no face draws {', '.join(missing)}"})
    found.extend(
        {"code": "W_TRUNCATED", "message": f"{text.layer or 'a text'} was too long and ends in …"}
        for text in rendered.texts
        if text.truncated
    )
    found.extend({"code": "W_SIZE", "message": note} for note in rendered.notes)
    return found
