"""Worker: a job in, its card on the disk and its row out. Runs in the main process or in several others."""

from __future__ import annotations

import contextlib
import os
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ogp import report
from ogp.encode import marks
from ogp.errors import OgpError, internal
from ogp.render import Renderer
from ogp.site import Workplace
from ogp.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from ogp.config import Config
    from ogp.plan import Job
    from ogp.render import Rendered
    from ogp.report import Row


class Worker:
    """Renders jobs of one site and writes the cards below ``output``; with ``check`` only tells what it would do."""

    def __init__(self, workplace: Workplace, *, check: bool, output: Path) -> None:
        """Fonts and templates are opened with the first job."""
        config = workplace.config
        self.workplace = workplace
        self.check = check
        self.store = Store(output)
        self.renderer = Renderer(
            workplace.fonts,
            root=config.root,
            static=workplace.site.static,
            cache=workplace.cache,
            common=workplace.common,
            nobreak=config.nobreak,
        )

    def prepare(self, job: Job) -> None:
        """Compile what the cards like this job's share; a mistake in it is told by the jobs themselves."""
        banded = job.output.lower().endswith(".png")
        with contextlib.suppress(OgpError):
            template = self.workplace.template(job.look.template)
            self.renderer.compile(job.card, template, job.look.palette, job.look.size, banded=banded)

    def row(self, job: Job) -> Row:
        """Render one card, and write it unless it is there already."""
        try:
            return self._row(job)
        except OgpError as error:
            return report.error_row(job.file, error.at(file=report.shown(job.file)))
        except Exception as error:
            if os.environ.get("OGP_DEBUG"):
                raise
            return report.error_row(job.file, internal(error))

    def _row(self, job: Job) -> Row:
        config = self.workplace.config
        target = PurePosixPath(job.output)
        rendered = self.renderer.file(
            job.card,
            self.workplace.template(job.look.template),
            job.look.palette,
            job.look.size,
            suffix=target.suffix.lower(),
            fingerprint=job.fingerprint,
            max_kb=config.max_kb,
        )
        missing = [item for text in rendered.texts for item in text.missing]
        if missing and config.missing_glyph == "error":
            message = f"no face draws {', '.join(dict.fromkeys(missing))}"
            raise OgpError("E_GLYPH", message, "add a font under [[fonts]], or set missing_glyph").at(key="title")
        status = self._put(job, target, rendered)
        size = (rendered.width, rendered.height)
        row = report.card_row(job.file, status, job.card, job.output, size, len(rendered.data))
        row["text"] = report.text_part(rendered.texts)
        if warnings := _warnings(rendered, missing, config):
            row["warnings"] = warnings
        return row

    def _put(self, job: Job, target: PurePosixPath, rendered: Rendered) -> str:
        """Write the card if its pixels differ from those there; return the row's status."""
        if job.state != "missing" and marks.same_picture(self.store.read(target) or b"", rendered.data):
            return "unchanged"
        if self.check:
            return job.state
        self.store.write(target, rendered.data)
        return "written"


def _warnings(rendered: Rendered, missing: list[str], config: Config) -> list[dict[str, str]]:
    found = []
    if missing and config.missing_glyph == "warn":
        found.append({"code": "W_GLYPH", "message": f"no face draws {', '.join(dict.fromkeys(missing))}"})
    found.extend(
        {"code": "W_TRUNCATED", "message": f"{text.layer or 'a text'} was too long and ends in …"}
        for text in rendered.texts
        if text.truncated
    )
    found.extend({"code": "W_SIZE", "message": note} for note in rendered.notes)
    return found


_worker: list[Worker] = []
"""The one worker of a pool's process: set once when the process starts, as the pool's initializer must."""


def start(config: Config, check: bool, output: Path) -> None:  # noqa: FBT001 - an initializer takes them by position
    """Prepare this process of the pool."""
    _worker[:] = [Worker(Workplace.open(config), check=check, output=output)]


def prepare(job: Job) -> None:
    """Compile one scene in this process of the pool; the others find it in the cache."""
    _worker[0].prepare(job)


def work(jobs: list[Job]) -> list[Row]:
    """Render a chunk of jobs in this process of the pool."""
    return [_worker[0].row(job) for job in jobs]
