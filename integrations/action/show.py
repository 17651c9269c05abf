"""What people see of a run: a table for the job's summary, a contact sheet as an artifact."""

from __future__ import annotations

import contextlib
import html
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

SHOWN_ROWS = 200
"""GitHub takes a summary of 1 MiB."""
SHOWN_CARDS = 60
COLUMNS, WIDTH, GAP = 3, 400, 16
"""Of the contact sheet; width of a card and the gap around it in px."""


def table(rows: list[dict[str, Any]], summary: dict[str, Any]) -> str:
    """Return the summary. It is HTML: inside of it nothing from a post is read as Markdown."""
    shown = [row for row in rows if row["status"] not in ("unchanged", "skipped") or "warnings" in row]
    counts = ", ".join(f"{count} {name}" for name, count in summary.items() if name != "seconds" and count)
    head = f"<h3>Social cards</h3>\n<p>{_text(counts or 'no posts')}</p>\n"
    if not shown:
        return head
    cells = [_cells(row) for row in shown[:SHOWN_ROWS]]
    lines = "".join(f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in line)}</tr>\n" for line in cells)
    titles = "".join(f"<th>{name}</th>" for name in ("status", "post", "card", "size", "title", "notes"))
    more = f"<p>and {len(shown) - SHOWN_ROWS} more</p>\n" if len(shown) > SHOWN_ROWS else ""
    return f"{head}<table>\n<tr>{titles}</tr>\n{lines}</table>\n{more}"


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    size = f"{row['width']}×{row['height']}, {row['bytes'] / 1000:.0f} KB" if "bytes" in row else ""
    title = next((text["lines"] for text in row.get("text", ()) if text["layer"] == "title"), [row.get("title", "")])
    notes = [f"{row['code']} {row['message']}"] if "code" in row else []
    notes += [f"{item['code']} {item['message']}" for item in row.get("warnings", ())]
    return row["status"], row["file"], row.get("output", ""), size, "\n".join(title), "\n".join(notes)


def _text(text: str) -> str:
    """Escape a cell; only our own line breaks between lines are kept, for a blank line would end the HTML."""
    lines = (
        "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in line)
        for line in text.split("\n")
    )
    return "<br>".join(html.escape(line) for line in lines)


def sheet(cards: list[Path], path: Path) -> bool:
    """Write a picture of the first cards, small; return whether there is any."""
    from PIL import Image

    small = []
    for card in [card for card in cards if card.is_file()][:SHOWN_CARDS]:
        # What cannot be read, or is too large to be a card, is left out: the build has told of it.
        with contextlib.suppress(OSError, ValueError, Image.DecompressionBombError), Image.open(card) as opened:
            opened.thumbnail((WIDTH, WIDTH))
            small.append(opened.convert("RGB"))
    if not small:
        return False
    height = max(image.height for image in small)
    rows = -(-len(small) // COLUMNS)
    whole = Image.new("RGB", (GAP + COLUMNS * (WIDTH + GAP), GAP + rows * (height + GAP)), "#d0d0d0")
    for number, image in enumerate(small):
        row, column = divmod(number, COLUMNS)
        whole.paste(image, (GAP + column * (WIDTH + GAP), GAP + row * (height + GAP)))
    whole.save(path)
    return True
