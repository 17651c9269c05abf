"""The command line: arguments, printing, exit codes, and nothing else.

Exit codes: 0 all is well; 1 cards are stale, missing or failed; 2 the call or the configuration is wrong.
Data goes to stdout, all else to stderr. Heavy modules are imported by the commands that need them.
"""

from __future__ import annotations

import contextlib
import gc
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from ogp.cli import completion, console, font
from ogp.cli import template as template_cli
from ogp.cli.options import Jobs, Json, Palette, Quiet, Report, Root, Size, Template, Verbose
from ogp.errors import ConfigError, OgpError, explained

app = typer.Typer(
    name="ogp",
    help="Social cards for Japanese sites: beautifully typeset, never stale.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.add_typer(template_cli.app)
app.add_typer(font.app)


def _version(wanted: bool) -> None:
    if wanted:
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


@app.command()
def init(
    root: Root = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an ogp.toml that is there.")] = False,
) -> None:
    """Write a commented ogp.toml for this site."""
    from ogp.cli import init as starter

    folder = _root(root, ())
    path = starter.write(folder, force=force)
    console.note(f"wrote {path}: read it, then run `ogp build`")


@app.command()
def build(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[PATHS]...", help="Posts or folders [default: the whole site].")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 if a card is missing or stale.")
    ] = False,
    changed_since: Annotated[
        str,
        typer.Option(
            "--changed-since",
            metavar="REV",
            help="Only posts that git says changed since REV; all if ogp.toml or a template did.",
        ),
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Render every card again.")] = False,
    adopt: Annotated[
        bool, typer.Option("--adopt", help="Take over images that ogp did not make (they are replaced).")
    ] = False,
    no_write_back: Annotated[bool, typer.Option("--no-write-back", help="Never add an image line to a post.")] = False,
    fail_on_write: Annotated[
        bool, typer.Option("--fail-on-write", help="Exit 1 if anything was written (for pre-commit).")
    ] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Keep running, and build after every change.")] = False,
    jobs: Jobs = 0,
    report: Report = None,
    as_json: Json = False,
    root: Root = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Render every card that is missing or stale, and nothing else."""
    from ogp.cli import build as command

    folder = _root(root, tuple(paths or ()))
    run = command.BuildArgs(
        root=folder,
        paths=tuple(paths or ()),
        check=check,
        changed_since=changed_since,
        force=force,
        adopt=adopt,
        write_back=not no_write_back,
        fail_on_write=fail_on_write,
        jobs=jobs,
        report=report,
        as_json=as_json,
        quiet=quiet,
        verbose=verbose,
    )
    raise typer.Exit(command.watch(run) if watch else command.build(run))


@app.command()
def status(root: Root = None, as_json: Json = False) -> None:
    """Count fresh, stale, missing, foreign and failed cards."""
    from ogp.cli import build as command

    raise typer.Exit(command.status(_root(root, ()), as_json=as_json))


@app.command()
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
    from ogp import preview as page

    raise typer.Exit(page.serve(_root(root, ()), port, open_page=open_page))


@app.command()
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
    from ogp.cli import build as command
    from ogp.project.config import Appearance

    fields = {"title": title.replace("\\n", "\n"), "category": category, "date": date, "author": author}
    fields.update(site=site, lang=lang, emoji=emoji, cover=cover)
    path = command.card(_root(root, ()), fields, Appearance(template, palette, size), output, force=force)
    console.data(str(path))


@app.command()
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
    from ogp.cli import build as command

    if manifest == "-" and sys.stdin is None:
        raise ConfigError("E_CONFIG", "stdin is closed", "give a manifest: ogp render FILE")
    text = sys.stdin.buffer.read() if manifest == "-" else _read(Path(manifest))
    folder = root or Path.cwd()
    raise typer.Exit(
        command.render(folder, text, output, force=force, check=check, adopt=adopt, jobs=jobs, report=report)
    )


@app.command()
def check(
    site: Annotated[Path, typer.Argument(metavar="SITE", help="The folder that the site was built into.")],
    base: Annotated[
        str, typer.Option("--base", metavar="URL", help="Where it is served [default: what its pages say].")
    ] = "",
    demand_all: Annotated[bool, typer.Option("--all", help="Every page must have a card, not only articles.")] = False,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="CODE", help="Leave out findings of this code; repeatable.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 for warnings too.")] = False,
    report: Report = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Print every warning, however often.")] = False,
) -> None:
    """Check the cards of a built site, as crawlers find them."""
    from ogp.cli import check as command

    run = command.CheckArgs(
        site=site,
        base=base,
        demanded=demand_all,
        ignored=tuple(ignore or ()),
        strict=strict,
        report=report,
        as_json=as_json,
        quiet=quiet,
        verbose=verbose,
    )
    raise typer.Exit(command.check(run))


@app.command()
def explain(
    code: Annotated[
        str,
        typer.Argument(help="A code, such as E_DATE; without one, all are listed.", autocompletion=completion.codes),
    ] = "",
) -> None:
    """Tell what an error code means, and the cure."""
    from ogp.cli import error_codes as texts

    console.data(texts.explain(code) if code else texts.overview())


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError("E_CONFIG", f"{path}: {error.strerror}") from None


def _root(root: Path | None, paths: tuple[str, ...]) -> Path:
    """Return the site's folder: as told, or found upwards from the first path, or from here."""
    from ogp.project.config import find_root

    if root is not None:
        if not root.is_dir():
            raise ConfigError("E_CONFIG", f"--root {root} is no folder")
        return root.resolve()
    if paths and not Path(paths[0]).exists():
        raise ConfigError("E_CONFIG", f"{paths[0]}: no such file or folder")
    return find_root(Path(paths[0]) if paths else Path.cwd())


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
    except Exception as error:  # noqa: BLE001 - no traceback reaches a user
        console.error(str(explained(error)))
        sys.exit(1)
    sys.exit(0)
