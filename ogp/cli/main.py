"""The ``ogp`` program: registers the commands; turns errors into messages and exit codes.

Exit codes: 0 all is well; 1 cards are stale, missing or failed; 2 the call or the configuration is wrong.
Data goes to stdout, all else to stderr. Heavy modules are imported by the commands that need them.
"""

from __future__ import annotations

import contextlib
import gc
import sys
from typing import Annotated, NoReturn

import typer

from ogp.cli import build, card, check, console, explain, font, init, preview, render, status, template
from ogp.errors import ConfigError, OgpError, explained

app = typer.Typer(
    name="ogp",
    help="Social cards for Japanese sites: beautifully typeset, never stale.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    init.init,
    build.build,
    status.status,
    preview.preview,
    card.card,
    render.render,
    check.check,
    explain.explain,
):
    app.command()(command)
app.add_typer(template.app)
app.add_typer(font.app)


def _version(requested: bool) -> None:
    if requested:
        from importlib.metadata import version

        typer.echo(f"ogp {version('ogp-cards')}")
        raise typer.Exit


@app.callback()
def _global(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


def main() -> NoReturn:
    """Run the command line. No traceback reaches a user: what they can mend is one line and an exit code."""
    console.prepare()
    gc.set_threshold(50_000, 20, 50)  # rows and entries live to the end: looking for cycles among them finds none
    try:
        app(standalone_mode=True)
    except ConfigError as error:
        console.error(str(error))
        sys.exit(2)
    except OgpError as error:
        console.error(str(error))
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:  # what no command expected: a folder in a file's place, a full disk, a closed stream
        where = f"{error.filename}: " if error.filename else ""
        with contextlib.suppress(OSError):
            console.error(str(ConfigError("E_CONFIG", f"{str(where)[:300]}{error.strerror or error}")))
        sys.exit(2)
    except Exception as error:  # noqa: BLE001 - a bug of ours is one line, too
        console.error(str(explained(error)))
        sys.exit(1)
    sys.exit(0)
