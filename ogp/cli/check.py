"""The command behind `ogp check`: from its options to lines, a report and an exit code."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ogp.building import report
from ogp.building.report import Row, display_name
from ogp.cli import console
from ogp.cli.error_codes import CODES
from ogp.errors import ConfigError
from ogp.toml_tables import did_you_mean
from ogp.verify import urls
from ogp.verify.check_site import check as verify
from ogp.verify.check_site import suggest_folder

if TYPE_CHECKING:
    from pathlib import Path

    from ogp.verify.check_site import Outcome
    from ogp.verify.model import Finding, Page

VERSION = 1
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


def check(run: CheckArgs) -> int:
    """`ogp check`: return the exit code. Raises ConfigError."""
    if not run.site.is_dir():
        raise ConfigError("E_CONFIG", f"{run.site} is not a directory", suggest_folder(run.site))
    base = urls.from_option(run.base) if run.base else None
    outcome = verify(run.site, base, require_card=run.demanded, ignored=_codes(run.ignored))
    counts = Counter(finding.level for page in outcome.pages for finding in page.findings)
    has_cards = any(page.images for page in outcome.pages)
    _say(run, outcome, counts)
    if run.report is not None:
        report.save(run.report, dump(outcome))
    if run.as_json:
        console.data(dump(outcome, ascii_only=not console.takes_any_text()))
    if not has_cards:
        # A theme that lost its tags has no errors, and no cards either.
        cure = "have the layout write og:image, or name the folder that the site is built into"
        console.error(f"E_OG_IMAGE no page of {run.site} names a card — {cure}")
    return int(not has_cards or counts["error"] > 0 or (run.strict and counts["warning"] > 0))


def _codes(given: tuple[str, ...]) -> frozenset[str]:
    """The codes of ``--ignore``, which may also be a list with commas. Raises ConfigError for one that is none."""
    codes = [code.strip().upper() for text in given for code in text.split(",")]
    for code in codes:
        if code not in CODES:
            raise ConfigError("E_CONFIG", f"--ignore {code}: there is no such code", did_you_mean(code, tuple(CODES)))
    return frozenset(codes)


def _say(run: CheckArgs, outcome: Outcome, counts: Counter[str]) -> None:
    named: Counter[str] = Counter()
    for page in outcome.pages:
        for finding in page.findings:
            named[finding.code] += 1
            is_error = finding.level == "error"
            if is_error or (not run.quiet and (run.verbose or named[finding.code] <= NAMED_WARNINGS)):
                console.problem(_row(page, finding), run.site)
    if run.quiet:
        return
    for code, count in sorted(named.items()):
        if code.startswith("W_") and count > NAMED_WARNINGS and not run.verbose:
            console.warning(f"{code} {count - NAMED_WARNINGS} times more (--verbose names them, --ignore {code} none)")
    if run.verbose and outcome.base is not None:
        console.note(f"the site is served at {outcome.base} ({'as told' if run.base else 'as its pages say'})")
    total = summary(outcome)
    remote = f" ({total['remote']} on other servers, not looked at)" if total["remote"] else ""
    found = f"{_many(counts['error'], 'error')}, {_many(counts['warning'], 'warning')}"
    pages, cards = _many(total["pages"], "page"), _many(total["cards"], "card")
    none = f", {total['no_card']} without" if total["no_card"] else ""
    console.note(f"{pages}, {cards}{remote}{none}: {found} ({outcome.seconds:.2f} s)")


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _row(page: Page, finding: Finding) -> Row:
    """A finding as the console prints problems: a row with one of them."""
    row = Row(file=display_name(page.path))
    if finding.key:
        row["key"] = finding.key
    if finding.line is not None:
        row["line"] = finding.line
    if finding.level == "error":
        return Row(**row, status="error", code=finding.code, message=finding.text)
    return Row(**row, status="checked", warnings=[{"code": finding.code, "message": finding.text}])


def summary(outcome: Outcome) -> dict[str, Any]:
    """Count: pages judged and skipped; those that name a card, on another server, and none; errors and warnings."""
    levels = Counter(finding.level for page in outcome.pages for finding in page.findings)
    cards = sum(bool(page.images) for page in outcome.pages)
    return {
        "pages": len(outcome.pages),
        "cards": cards,
        "remote": sum(any(picture.remote for picture in page.images) for page in outcome.pages),
        "no_card": len(outcome.pages) - cards,
        "skipped": outcome.skipped,
        "errors": levels["error"],
        "warnings": levels["warning"],
        "base": "" if outcome.base is None else str(outcome.base),
        "seconds": round(outcome.seconds, 3),
    }


def dump(outcome: Outcome, *, ascii_only: bool = False) -> str:
    """Return the report as JSON (docs/check.md), all other characters as escapes if ``ascii_only``."""
    whole = {"version": VERSION, "summary": summary(outcome), "pages": [_page(page) for page in outcome.pages]}
    return json.dumps(whole, ensure_ascii=ascii_only, indent=1).encode("utf-8", "backslashreplace").decode() + "\n"


def _page(page: Page) -> dict[str, Any]:
    row: dict[str, Any] = {"page": display_name(page.path)}
    if page.images:
        first = page.images[0]
        row["image"] = first.url
        if first.card is not None:
            card = first.card
            row |= {"file": card.file, "width": card.width, "height": card.height, "bytes": card.size}
    row["findings"] = [_finding(finding) for finding in page.findings]
    return row


def _finding(finding: Finding) -> dict[str, Any]:
    row: dict[str, Any] = {"code": finding.code, "level": finding.level, "key": finding.key, "message": finding.text}
    if finding.line is not None:
        row["line"] = finding.line
    return row
