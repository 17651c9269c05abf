"""``ogp explain``: what an error or warning code means, and the cure."""

from __future__ import annotations

from typing import Annotated

import typer

from ogp.cli import completers, console


def explain(
    code: Annotated[
        str,
        typer.Argument(help="A code, such as E_DATE; without one, all are listed.", autocompletion=completers.codes),
    ] = "",
) -> None:
    """Tell what an error code means, and the cure."""
    from ogp.cli import error_codes

    for line in (error_codes.explanation(code) if code else error_codes.overview()).splitlines():
        console.data(line)
