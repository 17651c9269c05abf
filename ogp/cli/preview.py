"""``ogp preview``: every card on a local web page."""

from __future__ import annotations

from typing import Annotated

import typer

from ogp.cli import console
from ogp.cli.open_site import site_folder
from ogp.cli.options import Root


def preview(
    root: Root = None,
    port: Annotated[
        int | None,
        typer.Option("--port", min=0, max=65535, metavar="N", help="Port [default: 8765, or the next free]."),
    ] = None,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Show every card on a local web page, as it would be now.

    Nothing is written.
    """
    from ogp.preview import serve

    raise typer.Exit(serve(site_folder(root), port, open_page=open_page, say=console.note))
