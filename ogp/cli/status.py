"""``ogp status``: how many cards are fresh, stale, missing, foreign, failed, by category."""

from __future__ import annotations

from collections import Counter
from unicodedata import east_asian_width

import typer

from ogp.cli import console
from ogp.cli.open_site import opened, site_folder
from ogp.cli.options import Json, Root

STATES = ("fresh", "stale", "missing", "foreign", "failed", "skipped")


def status(root: Root = None, as_json: Json = False) -> None:
    """Count fresh, stale, missing, foreign and failed cards."""
    from ogp.building.build import BuildOptions, build
    from ogp.building.report import card_state
    from ogp.cli.build_output import report_result

    result = build(opened(site_folder(root)), BuildOptions(check=True, write_back=False), lambda *_: None)
    if as_json:
        report_result(result, None, as_json=True)
        raise typer.Exit(int(result.failed))
    counts: dict[str, Counter[str]] = {}
    for row in result.rows:
        counts.setdefault(row.get("category", "") or "—", Counter())[card_state(row)] += 1
    for line in _table(counts):
        console.data(line)
    raise typer.Exit(int(result.failed))


def _table(counts: dict[str, Counter[str]]) -> list[str]:
    """Return the counts as lines with columns, a category a line, and their sum."""
    rows: list[tuple[str, tuple[str, ...]]] = [("category", STATES)]
    rows += [(name, tuple(str(found[state]) for state in STATES)) for name, found in sorted(counts.items())]
    total = sum(counts.values(), Counter[str]())
    rows.append(("total", tuple(str(total[state]) for state in STATES)))
    width = max(_columns(name) for name, _ in rows)
    return [name + " " * (width - _columns(name)) + "".join(f"{cell:>9}" for cell in cells) for name, cells in rows]


def _columns(text: str) -> int:
    """Return the width of ``text`` on a terminal: East Asian wide characters take two columns (UAX #11)."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
