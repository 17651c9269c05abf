"""``ogp template``: lists templates, shows, creates and checks one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ogp.cli import completers, console
from ogp.cli.open_site import opened, site_folder
from ogp.cli.options import Root

if TYPE_CHECKING:
    from ogp.project.project import Project

app = typer.Typer(
    name="template", help="List, show, make and check templates.", no_args_is_help=True, rich_markup_mode=None
)

Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME", help="A template's name, or the path of its folder.", autocompletion=completers.templates
    ),
]


@app.command("list")
def list_templates(root: Root = None) -> None:
    """List the templates at hand, a site's own ones first: name, sizes, number of palettes, summary."""
    from ogp.errors import OgpError
    from ogp.template import names

    project = _project(root)
    rows = []
    for name in names(project.templates_folder):
        try:
            template = project.template(_from_here(name))
        except OgpError as error:
            console.error(str(error))
            continue
        mine = "  (this site's)" if template.folder.parent == project.templates_folder else ""
        rows.append((name, " ".join(template.sizes), f"{len(template.palettes)} palettes", template.summary + mine))
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    for *cells, summary in rows:
        padded = "  ".join(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True))
        console.data(f"{padded}  {summary}")


@app.command()
def show(
    name: Name,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write a sheet of its palettes and sizes.")
    ] = None,
    root: Root = None,
) -> None:
    """Tell what a template shows, its sizes, palettes and fonts; with -o, draw it."""
    from ogp.template_tools import describe

    project = _project(root)
    template = project.template(_from_here(name))
    for line in describe.text(template).splitlines():
        console.data(line)
    if output is not None:
        from ogp.template_tools import contact_sheet

        contact_sheet.write(contact_sheet.of_template(template, project.fonts), output)
        console.note(f"wrote {output}")


@app.command()
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the new template, a plain word.")],
    source: Annotated[str, typer.Option("--from", metavar="NAME", help="The template to begin with.")] = "compass",
    root: Root = None,
) -> None:
    """Copy a template into the site's own templates folder, to be changed there."""
    from ogp.template_tools import create

    project = _project(root)
    folder = create.create(name, project.template(_from_here(source)), project.templates_folder)
    try:
        shown = folder.relative_to(project.config.root)
    except ValueError:
        shown = folder
    console.data(str(shown))
    for line in create.next_steps(name, shown):
        console.note(line)


@app.command()
def check(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAMES]...", help="Templates [default: the site's own, else all].")
    ] = None,
    size: Annotated[list[str] | None, typer.Option("--size", "-s", metavar="NAME", help="Only this size.")] = None,
    palette: Annotated[
        list[str] | None, typer.Option("--palette", "-p", metavar="NAME", help="Only this palette.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON to stdout.")] = False,
    root: Root = None,
) -> None:
    """Draw templates with extreme content and measure: exit 1 with what is wrong, 2 if a template cannot be read."""
    from ogp.cli import template_check

    project = _project(root)
    wanted = template_check.Wanted(tuple(map(_from_here, names or ())), tuple(size or ()), tuple(palette or ()))
    raise typer.Exit(template_check.run(project, wanted, as_json=as_json))


def _project(root: Path | None) -> Project:
    return opened(site_folder(root))


def _from_here(name: str) -> str:
    """Return a template's name as it is, and a path from where the user is: in ogp.toml it would be the site's."""
    from ogp.project.config import Appearance

    return str(Path(name).resolve()) if Appearance(name).is_path else name
