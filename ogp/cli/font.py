"""``ogp font``: the faces at hand, and what they lack for a site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ogp.cli import console
from ogp.cli.options import Root
from ogp.messages import printable

app = typer.Typer(
    name="font", help="The faces at hand, and what they lack.", no_args_is_help=True, rich_markup_mode=None
)

SHOWN_FILES = 3


@app.command("list")
def list_faces(root: Root = None) -> None:
    """List every face in the order of fallback: family, weight, role, file."""
    from ogp.project import config
    from ogp.project.project import Project

    project = Project.open(config.load(config.find_root(root or Path.cwd())))
    faces = project.fonts.sources
    width = max(len(source.family) for source in faces)
    for source in faces:
        role = f"{source.role} {source.lang}".strip()
        console.data(f"{source.family:<{width}}  {source.weight:>4}  {role:<17} {source.path.name}")


@app.command()
def audit(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATHS]...", help="Posts or folders [default: the whole site].")
    ] = None,
    root: Root = None,
) -> None:
    """Tell which characters of the site's posts no face draws; exit 1 if there are any."""
    from ogp.building import font_audit as auditing
    from ogp.project import config
    from ogp.project.project import Project

    start = root or (paths[0] if paths else Path.cwd())
    project = Project.open(config.load(config.find_root(start)))
    gaps, failed = auditing.audit(project, project.fonts, tuple(paths or ()))
    for row in failed:
        console.problem(row, project.config.root)
    for gap in gaps:
        files = ", ".join(gap.files[:SHOWN_FILES])
        more = f" and {len(gap.files) - SHOWN_FILES} more" if len(gap.files) > SHOWN_FILES else ""
        console.data(printable(f"{gap.cluster}  {gap.code_points}  {gap.name}: {files}{more}"))
    if not gaps:
        console.note("every character of every card has a face")
    raise typer.Exit(1 if gaps or failed else 0)
