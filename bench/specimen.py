"""Draw a hundred titles as contact sheets for the eye: horizontal and vertical, all text families and spacings.

    python bench/specimen.py [OUT]      writes OUT/horizontal-1.png … and OUT/vertical-1.png … (default: /tmp/specimen)

What to look for: baselines and center lines, gaps around Latin, brackets at edges, ruby, tate-chu-yoko, emoji, breaks.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, ImageDraw

from ogp.display_list import Shadow, Stroke, TextItem
from ogp.fonts import FontSet
from ogp.paint.truecolor import paint_item
from ogp.typeset.fit_paragraph import Paragraph, fit
from ogp.typeset.style import Direction, SizeRange, Spacing, Style

ROOT = Path(__file__).resolve().parent.parent
TITLES = [
    *(ROOT / "bench" / "specimen_titles.txt").read_text("utf-8").splitlines(),
    *(ROOT / "tests" / "typeset" / "chromium_titles.txt").read_text("utf-8").splitlines(),
]
FACES = (("Noto Sans JP", 700), ("Noto Serif JP", 700), ("Zen Maru Gothic", 700), ("Noto Sans JP", 400))
INK, PAPER, RULE = (24, 28, 44, 255), (250, 249, 245), (240, 200, 195)
CELL, COLUMNS, ROWS, MARGIN = (480, 270), 4, 5, 24


def main() -> None:
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "/tmp/specimen")  # noqa: S108 pictures to look at
    out.mkdir(parents=True, exist_ok=True)
    fonts = FontSet.bundled()
    directions: tuple[Direction, Direction] = ("horizontal", "vertical")
    for direction in directions:
        for sheet in range(0, len(TITLES), COLUMNS * ROWS):
            path = out / f"{direction}-{sheet // (COLUMNS * ROWS) + 1}.png"
            draw_sheet(TITLES[sheet : sheet + COLUMNS * ROWS], direction, fonts).save(path)
            print(path)


def draw_sheet(titles: list[str], direction: Direction, fonts: FontSet) -> Image.Image:
    """One contact sheet; each cell changes face, spacing, and now and then has a stroke or a shadow."""
    sheet = Image.new("RGB", (CELL[0] * COLUMNS, CELL[1] * ROWS), PAPER)
    for index, title in enumerate(titles):
        family, weight = FACES[index % len(FACES)]
        spacing: Spacing = "palt" if index % 7 else "chws"
        style = Style(family, weight, direction=direction, spacing=spacing, hanging=index % 5 == 0)
        cell = Image.new("RGB", CELL, PAPER)
        draw_cell(cell, title, style, fonts, decorated=not (index + 1) % 6)
        sheet.paste(cell, (index % COLUMNS * CELL[0], index // COLUMNS * CELL[1]))
    return sheet


def draw_cell(cell: Image.Image, title: str, style: Style, fonts: FontSet, *, decorated: bool) -> None:
    """A title in a cell, with hairlines where its baselines or center lines are."""
    vertical = style.direction == "vertical"
    across, along = (
        (CELL[0] - 2 * MARGIN, CELL[1] - 2 * MARGIN) if vertical else (CELL[1] - 2 * MARGIN, CELL[0] - 2 * MARGIN)
    )
    leading = 1.5 if vertical else 1.4
    paragraph = fit(
        title, style, fonts, width=along, height=across, sizes=SizeRange(44, 22), leading=leading, max_lines=5
    )
    pen = ImageDraw.Draw(cell)
    pen.rectangle((0, 0, CELL[0] - 1, CELL[1] - 1), outline=(225, 225, 220))
    for index, line in enumerate(paragraph.lines):
        x, y = origin(paragraph, index, vertical=vertical)
        end = line.advance * paragraph.size
        pen.line((x, y, x, y + end) if vertical else (x, y, x + end, y), fill=RULE)
        stroke = Stroke(2.5, (255, 205, 60, 255)) if decorated else None
        shadow = Shadow(0, 3, 3, (0, 0, 0, 90)) if decorated else None
        paint_item(cell, TextItem(line, paragraph.size, x, y, INK, stroke, shadow))


def origin(paragraph: Paragraph, index: int, *, vertical: bool) -> tuple[float, float]:
    """Where a line begins: rows from the top left, or right if it is written from there; columns from the top right."""
    offset = index * paragraph.leading * paragraph.size
    if vertical:
        return CELL[0] - MARGIN - paragraph.size * 0.75 - offset, MARGIN
    start = CELL[0] - MARGIN - paragraph.lines[index].advance * paragraph.size if paragraph.rtl else MARGIN
    return start, MARGIN + paragraph.size * 1.15 + offset


if __name__ == "__main__":
    main()
