"""``ogp font``: lists the fonts, and finds the characters of a site that they lack."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ogp.cli import console
from ogp.cli.open_site import opened, site_folder
from ogp.cli.options import Root

app = typer.Typer(
    name="font", help="The faces at hand, and what they lack.", no_args_is_help=True, rich_markup_mode=None
)

MAX_NAMED_FILES = 3


@app.command("list")
def list_faces(root: Root = None) -> None:
    """List every face in the order of fallback: family, weight, role, file."""
    faces = opened(site_folder(root)).fonts.sources
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
    """Tell which characters of the site's posts no font has a glyph for; exit 1 if there are any."""
    from ogp.building import font_audit
    from ogp.cli.build_output import print_problems

    project = opened(site_folder(root, tuple(str(path) for path in paths or ())))
    missing, failed = font_audit.audit(project, project.fonts, tuple(paths or ()))
    for row in failed:
        print_problems(row, project.config.root)
    for cluster in missing:
        files = ", ".join(cluster.files[:MAX_NAMED_FILES])
        more = f" and {len(cluster.files) - MAX_NAMED_FILES} more" if len(cluster.files) > MAX_NAMED_FILES else ""
        console.data(f"{cluster.cluster}  {cluster.code_points}  {cluster.name}: {files}{more}")
    if not missing:
        console.note("the fonts have a glyph for every character of every card")
    raise typer.Exit(1 if missing or failed else 0)
