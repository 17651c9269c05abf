"""``ogp build``: render every card that is missing or stale."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ogp.cli import console
from ogp.cli.open_site import opened, site_folder
from ogp.cli.options import Jobs, Json, Quiet, Report, Root, Verbose

if TYPE_CHECKING:
    from ogp.project.project import Project


@dataclass(frozen=True, slots=True)
class BuildArgs:
    """What the command line says."""

    root: Path
    paths: tuple[str, ...]
    check: bool
    changed_since: str
    force: bool
    adopt: bool
    write_back: bool
    fail_on_write: bool
    jobs: int
    report: Path | None
    as_json: bool
    quiet: bool
    verbose: bool


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
    args = BuildArgs(
        root=site_folder(root, tuple(paths or ())),
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
    if not watch:
        raise typer.Exit(run(args))
    from ogp.cli import watch as watching

    raise typer.Exit(watching.watch(args.root, watching.ignorer(args.root, args.report), partial(run, args)))


def run(args: BuildArgs) -> int:
    """Build once; return the exit code."""
    from ogp.building.build import BuildOptions
    from ogp.building.build import build as build_site
    from ogp.cli.build_output import BuildProgress, report_result
    from ogp.store.lock import lock

    project = opened(args.root)
    options = BuildOptions(
        paths=tuple(Path(path) for path in args.paths),
        check=args.check,
        force=args.force,
        adopt=args.adopt,
        write_back=args.write_back,
        full_rows=args.as_json or args.verbose or args.report is not None,
        jobs=args.jobs,
        changed=_changed(args, project) if args.changed_since else None,
    )
    progress = BuildProgress(args.root, quiet=args.quiet, verbose=args.verbose, force=args.force)
    if args.check:
        result = build_site(project, options, progress)
    else:
        with lock(args.root, console.note) as last_run_died:
            result = build_site(project, replace(options, sweep=last_run_died), progress)
    progress.close(result, project, whole=options.whole_site)
    report_result(result, args.report, as_json=args.as_json)
    wrote = any(row["status"] == "written" for row in result.rows) or bool(result.added_lines)
    return 1 if result.failed or (args.fail_on_write and wrote) else 0


def _changed(args: BuildArgs, project: Project) -> frozenset[str] | None:
    """Return the files that git says changed; None where all posts have to be looked at."""
    from ogp.building.git_changes import changed_since

    changed = changed_since(args.root, args.changed_since, console.note)
    if changed and any(project.affects_all_cards(file) for file in changed):
        console.note("the configuration or a template changed: taking all posts")
        return None
    return changed
