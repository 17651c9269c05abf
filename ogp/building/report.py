"""Report: one row for each post, and a summary. Its schema (version 1, docs/report.md) is a contract."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypedDict

from ogp.errors import ConfigError
from ogp.message_text import display_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ogp.card import Card
    from ogp.errors import OgpError
    from ogp.layout.results import TextReport

VERSION = 1
MOST_SHOWN = 600
"""Characters of an error's message, and of its cure."""
STATUSES = ("written", "unchanged", "skipped", "stale", "missing", "error")


class Row(TypedDict, total=False):
    """One post or manifest row; keys that have nothing to say are left out."""

    file: str
    id: str
    status: str
    code: str
    key: str
    line: int
    message: str
    title: str
    category: str
    date: str
    output: str
    width: int
    height: int
    bytes: int
    alt: str
    text: list[dict[str, Any]]
    warnings: list[dict[str, str]]


def card_state(row: Row) -> str:
    """Return how a card stands: fresh, stale, missing, foreign, failed or skipped."""
    if row["status"] == "error":
        return "foreign" if row["code"] == "E_IMAGE_FOREIGN" else "failed"
    return "fresh" if row["status"] == "unchanged" else row["status"]


def card_row(file: str, status: str, card: Card, output: str, size: tuple[int, int], count: int) -> Row:
    """Return the row of a card; ``size`` is its width and height in px, ``count`` its bytes."""
    row = Row(file=display_name(file), status=status, title=card.title, category=card.category)
    if card.date is not None:
        row["date"] = card.date.isoformat()
    row["output"] = output
    row["width"], row["height"] = size
    row["bytes"] = count
    row["alt"] = alt(card)
    return row


def alt(card: Card) -> str:
    """Return a text that stands for the picture: what it says, in reading order."""
    parts = (" ".join(_seen(text).split()) for text in (card.title, card.site))
    return " — ".join(part for part in parts if part)


def _seen(text: str) -> str:
    """Return a text as the card shows it, without the readings of its words."""
    if not any(char in text for char in "<&`*~{"):
        return text
    from ogp.typeset import ruby_markup  # late: few titles have markup, and a build with nothing to do needs no tables

    return ruby_markup.parse(text)[0]


def text_part(texts: Iterable[TextReport]) -> list[dict[str, Any]]:
    """Return how each text layer was set."""
    return [
        {
            "layer": text.layer,
            "size": round(text.size, 2),
            "lines": list(text.lines),
            "truncated": text.truncated,
            "missing": list(text.missing),
        }
        for text in texts
    ]


def error_row(file: str, error: OgpError) -> Row:
    """Return the row of a post that failed; its ``line`` and ``key`` are the post's own, or the message tells whose."""
    message = error.message if len(error.message) <= MOST_SHOWN else error.message[:MOST_SHOWN] + "…"
    if error.cure:
        message += " — " + error.cure[:MOST_SHOWN]
    place = error.place
    if place.file not in (None, file) and place[1:3] != (None, None):
        return Row(
            file=display_name(file), status="error", code=error.code, message=f"{display_name(str(place))}: {message}"
        )
    row = Row(file=display_name(file), status="error", code=error.code, message=message)
    if place.key is not None:
        row["key"] = place.key
    if place.line is not None:
        row["line"] = place.line
    return row


def summary(rows: Iterable[Row], seconds: float) -> dict[str, Any]:
    """Count the rows by status."""
    counts = {"written": 0, "unchanged": 0, "skipped": 0, "error": 0}
    for row in rows:
        counts[row["status"]] = counts.get(row["status"], 0) + 1
    return {**counts, "seconds": round(seconds, 3)}


def save(path: Path, text: str) -> None:
    """Write a report to where the user wants it. Raises ConfigError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigError("E_CONFIG", f"--report {path} cannot be written: {error.strerror}") from None


def dump(rows: list[Row], seconds: float, *, ascii_only: bool = False) -> str:
    """Return the report as JSON, all other characters as escapes if ``ascii_only``."""
    whole = {"version": VERSION, "summary": summary(rows, seconds), "posts": rows}
    return json.dumps(whole, ensure_ascii=ascii_only, indent=1).encode("utf-8", "backslashreplace").decode() + "\n"
