"""``ogp check``: verify the cards of a built site, and print what is wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ogp.cli import console
from ogp.cli.options import Json, Quiet, Report
from ogp.errors import ConfigError

if TYPE_CHECKING:
    from ogp.verify.check_site import Outcome
    from ogp.verify.model import Level

NAMED_WARNINGS = 10
"""So many warnings of one code are printed: what a layout forgets, it forgets on every page."""


@dataclass(frozen=True, slots=True)
class CheckArgs:
    """The options of `ogp check`."""

    site: Path
    base: str
    demanded: bool
    ignored: tuple[str, ...]
    strict: bool
    report: Path | None
    as_json: bool
    quiet: bool
    verbose: bool


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
    args = CheckArgs(site, base, demand_all, tuple(ignore or ()), strict, report, as_json, quiet, verbose)
    raise typer.Exit(run(args))


def run(args: CheckArgs) -> int:
    """Check once; return the exit code. Raises ConfigError."""
    from ogp.building import report
    from ogp.verify import urls
    from ogp.verify.check_report import dump
    from ogp.verify.check_site import check as check_site
    from ogp.verify.check_site import suggest_folder

    if not args.site.is_dir():
        raise ConfigError("E_CONFIG", f"{args.site} is not a directory", suggest_folder(args.site))
    base = urls.from_option(args.base) if args.base else None
    outcome = check_site(args.site, base, require_card=args.demanded, ignored=_codes(args.ignored))
    counts = Counter(finding.level for page in outcome.pages for finding in page.findings)
    has_cards = any(page.images for page in outcome.pages)
    _say(args, outcome, counts)
    if args.report is not None:
        report.save(args.report, dump(outcome))
    if args.as_json:
        console.json_data(dump(outcome, ascii_only=not console.takes_any_text()))
    if not has_cards:
        # A theme that lost its tags has no errors, and no cards either.
        cure = "have the layout write og:image, or name the folder that the site is built into"
        console.error(f"E_OG_IMAGE no page of {args.site} names a card — {cure}")
    return int(not has_cards or counts["error"] > 0 or (args.strict and counts["warning"] > 0))


def _codes(given: tuple[str, ...]) -> frozenset[str]:
    """The codes of ``--ignore``, which may also be a list with commas. Raises ConfigError for one that is none."""
    from ogp.cli.error_codes import CODES
    from ogp.message_text import did_you_mean

    codes = [code.strip().upper() for text in given for code in text.split(",")]
    for code in codes:
        if code not in CODES:
            raise ConfigError("E_CONFIG", f"--ignore {code}: there is no such code", did_you_mean(code, tuple(CODES)))
    return frozenset(codes)


def _say(args: CheckArgs, outcome: Outcome, counts: Counter[Level]) -> None:
    from ogp.message_text import display_name
    from ogp.verify.check_report import summary

    named: Counter[str] = Counter()
    for page in outcome.pages:
        for finding in page.findings:
            named[finding.code] += 1
            is_error = finding.level == "error"
            if is_error or (not args.quiet and (args.verbose or named[finding.code] <= NAMED_WARNINGS)):
                place = console.Place(display_name(page.path), finding.line, finding.key or None)
                console.problem(finding.level, place, finding.code, finding.text, args.site)
    if args.quiet:
        return
    for code, count in sorted(named.items()):
        if code.startswith("W_") and count > NAMED_WARNINGS and not args.verbose:
            console.warning(f"{code} {count - NAMED_WARNINGS} times more (--verbose names them, --ignore {code} none)")
    if args.verbose and outcome.base is not None:
        console.note(f"the site is served at {outcome.base} ({'as --base says' if args.base else 'as its pages say'})")
    total = summary(outcome)
    remote = f" ({total['remote']} on other servers, not looked at)" if total["remote"] else ""
    found = f"{_many(counts['error'], 'error')}, {_many(counts['warning'], 'warning')}"
    pages, cards = _many(total["pages"], "page"), _many(total["cards"], "card")
    none = f", {total['no_card']} without" if total["no_card"] else ""
    console.note(f"{pages}, {cards}{remote}{none}: {found} ({outcome.seconds:.2f} s)")


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
