"""``ogp render``: renders the rows of a manifest; what plugins written in other languages call."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ogp.cli.open_site import opened, read_bytes
from ogp.cli.options import Jobs, Report, Root
from ogp.errors import ConfigError


def render(
    manifest: Annotated[str, typer.Argument(metavar="FILE|-", help="A JSON array or JSON Lines; - is stdin.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Folder of the cards.")] = Path(),
    force: Annotated[bool, typer.Option("--force", help="Render every card again.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 if a card is missing or stale.")
    ] = False,
    adopt: Annotated[bool, typer.Option("--adopt", help="Take over images that ogp did not make.")] = False,
    jobs: Jobs = 0,
    report: Report = None,
    root: Root = None,
) -> None:
    """Render a JSON manifest: what plugins call.

    Rows in, cards and the JSON report (on stdout) out.
    """
    from ogp.building import render_manifest
    from ogp.building.build import BuildOptions
    from ogp.cli.build_output import BuildProgress, report_result

    if manifest == "-" and sys.stdin is None:
        raise ConfigError("E_CONFIG", "stdin is closed", "give a manifest: ogp render FILE")
    rows = sys.stdin.buffer.read() if manifest == "-" else read_bytes(Path(manifest))
    folder = (root or Path.cwd()).resolve()
    options = BuildOptions(check=check, force=force, adopt=adopt, write_back=False, jobs=jobs)
    progress = BuildProgress(folder, quiet=True, verbose=False, force=force)
    result = render_manifest.render(opened(folder), rows, output, options, progress)
    report_result(result, report, as_json=True)
    raise typer.Exit(int(result.failed))
