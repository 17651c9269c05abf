"""``ogp card``: render one card from words on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ogp.cli import console
from ogp.cli.open_site import opened, site_folder
from ogp.cli.options import Palette, Root, Size, Template


def card(
    title: Annotated[str, typer.Argument(help="The title; \\n breaks the line.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write it.")] = Path(
        "card.png"
    ),
    category: Annotated[str, typer.Option("--category", help="The category.")] = "",
    date: Annotated[str, typer.Option("--date", help="The date, as a post would write it.")] = "",
    author: Annotated[str, typer.Option("--author", help="The author.")] = "",
    site: Annotated[str, typer.Option("--site", help="The site's name [default: the site's].")] = "",
    lang: Annotated[str, typer.Option("--lang", help="Language of the title.")] = "",
    emoji: Annotated[str, typer.Option("--emoji", help="An emoji, for templates that show one.")] = "",
    cover: Annotated[str, typer.Option("--cover", metavar="FILE", help="A picture, for templates that show one.")] = "",
    template: Template = "",
    palette: Palette = "",
    size: Size = "",
    force: Annotated[bool, typer.Option("--force", help="Replace a file that ogp did not make.")] = False,
    root: Root = None,
) -> None:
    """Render one card from the command line."""
    from ogp.building.single_card import render_card
    from ogp.project.config import Appearance

    fields = {"title": title.replace("\\n", "\n"), "category": category, "date": date, "author": author}
    fields.update(site=site, lang=lang, emoji=emoji, cover=cover)
    project = opened(site_folder(root))
    path = render_card(project, fields, Appearance(template, palette, size), output, force=force)
    console.data(str(path))
