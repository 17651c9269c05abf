"""Take what is drawn now for what is right: look at the pictures first.

    python tests/golden/bless.py

Writes digests.tsv and sheet.webp, which is for the eye. Refuses where a picture that is committed has changed and
ENGINE has not: a card made before would never be made anew. Pictures of templates that are gone leave the table.
"""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from math import ceil

from golden_pictures import CARDS, HERE, Drawn, Studio, scenes, spread
from golden_table import FILE, NAME, Row, changed_silently, dump, git, parse
from PIL import Image

from ogp.rendering.fingerprint import ENGINE

TILE = (240, 240)
COLUMNS = 4


def _scene(scene: str) -> dict[str, tuple[str, ...]]:
    studio = Studio()
    return {f"{scene}/{card}": studio.draw(f"{scene}/{card}").digests for card in CARDS}


def _sheet() -> Image.Image:
    """One picture of every template, small."""
    studio = Studio()
    names = list(CARDS)
    drawn: list[Drawn] = [studio.draw(f"{scene}/{names[at % len(names)]}") for at, scene in enumerate(spread())]
    sheet = Image.new("RGB", (COLUMNS * TILE[0], ceil(len(drawn) / COLUMNS) * TILE[1]), "#888")
    for at, one in enumerate(drawn):
        one.file.thumbnail(TILE, Image.Resampling.LANCZOS)
        sheet.paste(one.file, (at % COLUMNS * TILE[0], at // COLUMNS * TILE[1]))
    return sheet


def main() -> int:
    """Draw all, compare with what is committed, write."""
    try:
        committed = parse(git("show", f"HEAD:{NAME}").decode())
    except subprocess.CalledProcessError:
        committed = {}
    with ProcessPoolExecutor() as pool:
        drawn = {key: digests for group in pool.map(_scene, scenes()) for key, digests in group.items()}
    rows = {
        key: committed[key] if key in committed and committed[key].digests == digests else Row(ENGINE, digests)
        for key, digests in drawn.items()
    }
    silent = changed_silently(committed, rows)
    if silent:
        sys.stderr.write(f"{len(silent)} pictures changed, and ENGINE is still {ENGINE}: raise it first\n")
        return 1
    FILE.write_text(dump(rows), encoding="utf-8")
    _sheet().save(HERE / "sheet.webp", quality=80)
    changed = sum(committed.get(key) != row for key, row in rows.items())
    sys.stderr.write(f"{len(rows)} pictures, {changed} of them new or changed\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
