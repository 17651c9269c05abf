"""The report of `ogp check`: counts, and what was found on each page. Its schema is a contract (docs/check.md)."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from ogp.message_text import display_name

if TYPE_CHECKING:
    from ogp.verify.check_site import Outcome
    from ogp.verify.model import Finding, Page

VERSION = 1


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
