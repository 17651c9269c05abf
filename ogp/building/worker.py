"""Worker: renders a job, writes its card and returns its report row. Runs in this process or in a pool's."""

from __future__ import annotations

import contextlib
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ogp import provenance
from ogp.building import report
from ogp.errors import OgpError, explained
from ogp.message_text import display_name
from ogp.rendering.renderer import Rendered, Renderer
from ogp.store.file_store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from ogp.building.plan_types import RenderJob
    from ogp.building.report import Row
    from ogp.project.config import Config
    from ogp.project.project import Project
    from ogp.store.file_store import Pending

T = TypeVar("T")
WRITERS = 4
"""Threads that flush: so many share one commit of the file system's journal."""


class Worker:
    """Renders jobs of one site and writes the cards below ``output``; with ``check`` only tells what it would do."""

    def __init__(self, project: Project, *, check: bool, output: Path, keep_backgrounds: bool = True) -> None:
        """Fonts and templates are opened with the first job. keep_backgrounds: in ``.ogp/``, for later runs."""
        config = project.config
        self.project = project
        self.check = check
        self.store = Store(output)
        self.renderer = Renderer(
            project.fonts,
            root=config.root,
            static=project.site.static,
            common=project.common if keep_backgrounds else "",
            nobreak=config.nobreak,
        )

    def compile_background(self, job: RenderJob) -> None:
        """Compile the background of a job's card; what is wrong with it the cards themselves tell."""
        plan = job.plan
        with contextlib.suppress(OgpError):
            template = self.project.template(plan.appearance.template)
            palette, size = plan.appearance.palette, plan.appearance.size
            self.renderer.compile(plan.card, template, palette, size, packed=plan.suffix == ".png", key=plan.background)

    def rows(self, jobs: Iterable[RenderJob]) -> Iterator[Row]:
        """Render the cards and write them; yield their rows in order.

        Threads flush the cards to the disk while the next ones are rendered: that takes as long as rendering a card,
        and no processor.
        """
        flying: deque[Future[Row]] = deque()
        with ThreadPoolExecutor(WRITERS) as writers:
            for job in jobs:
                made = _guarded(job, partial(self._make, job))
                if isinstance(made, _Made) and made.pending:
                    flying.append(writers.submit(_guarded, job, partial(_commit, job, made.row, made.pending)))
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
            rendered = self.render(job)
            return self._row(job, self.status(job, rendered.data), rendered), rendered.data

        result = _guarded(job, made)
        return result if isinstance(result, tuple) else (result, b"")

    def status(self, job: RenderJob, data: bytes) -> str:
        """Return ``unchanged`` where a card with this very picture is in its place, else the job's state."""
        if job.state == "missing":
            return "missing"
        existing = self.store.read(PurePosixPath(job.output)) or b""
        return "unchanged" if provenance.same_picture(existing, data) else job.state

    def render(self, job: RenderJob) -> Rendered:
        """Render one card. Raises OgpError: E_ASSET, or E_GLYPH where the site wants that to be an error."""
        config, plan = self.project.config, job.plan
        rendered = self.renderer.file(
            plan.card,
            self.project.template(plan.appearance.template),
            plan.appearance.palette,
            plan.appearance.size,
            suffix=plan.suffix,
            fingerprint=plan.fingerprint,
            max_kb=config.max_kb,
            key=plan.background,
        )
        missing = _missing(rendered)
        if missing and config.missing_glyph == "error":
            message = f"no font has a glyph for {', '.join(missing)}"
            raise OgpError("E_GLYPH", message, "add a font under [[fonts]], or set missing_glyph").at(key="title")
        return rendered

    def _make(self, job: RenderJob) -> _Made:
        """Render the card, write it if its pixels differ from those in its place, and tell about it."""
        rendered = self.render(job)
        status = self.status(job, rendered.data)
        pending = None
        if not self.check and status != "unchanged":
            status, pending = "written", self.store.stage(PurePosixPath(job.output), rendered.data)
        return _Made(self._row(job, status, rendered), pending)

    def _row(self, job: RenderJob, status: str, rendered: Rendered) -> Row:
        size = (rendered.width, rendered.height)
        row = report.card_row(job.file, status, job.plan.card, job.output, size, len(rendered.data))
        row["text"] = report.text_part(rendered.texts)
        if warnings := _warnings(rendered, self.project.config):
            row["warnings"] = warnings
        return row


class _Made(NamedTuple):
    """A card's row, and its file where that is still to be given its name."""

    row: Row
    pending: Pending | None


def _guarded(job: RenderJob, step: Callable[[], T]) -> T | Row:
    """Return what a step gives, or the row of the error it raises."""
    try:
        return step()
    except Exception as error:  # noqa: BLE001 - one card's surprise must not take the others with it
        return report.error_row(job.file, explained(error).at(file=display_name(job.file)))


def _commit(job: RenderJob, row: Row, pending: Pending) -> Row:
    pending.commit(adopts=job.adopts)
    return row


def _missing(rendered: Rendered) -> list[str]:
    """Return the clusters that no font has a glyph for, each once."""
    return list(dict.fromkeys(item for text in rendered.texts for item in text.missing))


def _warnings(rendered: Rendered, config: Config) -> list[dict[str, str]]:
    warnings = []
    missing = _missing(rendered)
    if missing and config.missing_glyph == "warn":
        warnings.append({"code": "W_GLYPH", "message": f"no font has a glyph for {', '.join(missing)}"})
    warnings.extend(
        {"code": "W_TRUNCATED", "message": f"{text.layer or 'a text'} was too long and ends in …"}
        for text in rendered.texts
        if text.truncated
    )
    warnings.extend({"code": "W_SIZE", "message": note} for note in rendered.notes)
    return warnings
