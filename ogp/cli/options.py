"""Options that several commands share: names, types, help texts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ogp.cli import completers

Root = Annotated[
    Path | None,
    typer.Option("--root", "-C", metavar="DIR", help="The site's folder [default: found from here upwards]."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Print a line for every card.")]
Template = Annotated[
    str,
    typer.Option(
        "--template", "-t", metavar="NAME", help="Template [default: the site's].", autocompletion=completers.templates
    ),
]
Palette = Annotated[str, typer.Option("--palette", "-p", metavar="NAME", help="Palette, or auto.")]
Size = Annotated[
    str,
    typer.Option("--size", "-s", metavar="NAME", help="og, square, x or story.", autocompletion=completers.sizes),
]
Report = Annotated[Path | None, typer.Option("--report", metavar="FILE", help="Write the JSON report to FILE.")]
Json = Annotated[bool, typer.Option("--json", help="Print the JSON report to stdout.")]
Jobs = Annotated[
    int,
    typer.Option("--jobs", "-j", min=0, metavar="N", help="Processes [default: one a core].", show_default=False),
]
