"""How long setting a title takes: ``python bench/typeset.py [FILE]``, a title a line.

fit:     the whole of `ogp.typeset.fit`, with a real face: markup, shaping, BudouX, breaks, the search over 29
         sizes and four lines, the chosen lines shaped exactly. Titles of 5 to 120 characters, as many of each length.
search:  breaks and search alone, without fonts: widths are 1 em for wide characters and 0.55 em for others.
"""

from __future__ import annotations

import statistics
import sys
import time
import unicodedata
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "typeset")]

from titles import titles  # noqa: E402 - a script finds its imports from where it lies

from ogp.fonts import FontSet  # noqa: E402
from ogp.typeset.fit_paragraph import fit  # noqa: E402
from ogp.typeset.normalize import normalize  # noqa: E402
from ogp.typeset.penalties import breaks  # noqa: E402
from ogp.typeset.size_search import search  # noqa: E402
from ogp.typeset.style import SizeRange, Style  # noqa: E402

FONTS = FontSet.bundled()
STYLE = Style(weight=700)


class Widths:
    """A measure by prefix sums."""

    def __init__(self, text: str) -> None:
        """One width a character."""
        self.ellipsis = 1.0
        self.lefts = self.rights = list(
            accumulate((1 if unicodedata.east_asian_width(c) in "WFA" else 0.55 for c in text), initial=0.0)
        )

    def advance(self, start: int, end: int) -> float:
        """Em."""
        return self.rights[end] - self.lefts[start]


def whole(text: str) -> float:
    """Milliseconds for one title, from its text to its lines."""
    start = time.perf_counter()
    fit(text, STYLE, FONTS, width=1056, height=360, sizes=SizeRange(104, 48), leading=1.35, max_lines=4)
    return (time.perf_counter() - start) * 1000


def searched(text: str) -> float:
    """Milliseconds for one title's breaks and search."""
    measure = Widths(text)
    start = time.perf_counter()
    search(text, breaks(text), measure, width=1056, height=340, sizes=SizeRange(92, 52), leading=1.35, max_lines=4)
    return (time.perf_counter() - start) * 1000


def report(name: str, texts: list[str], timed: Callable[[str], float]) -> None:
    """Each title once, as in a build; the spread over titles."""
    times = sorted(timed(text) for text in texts)
    p99 = times[min(len(times) - 1, int(len(times) * 0.99))]
    middle = statistics.median(times)
    print(f"{name:28} {len(texts):5} titles  median {middle:.2f} ms  p99 {p99:.2f} ms  max {times[-1]:.2f} ms")


def of_every_length(text: str, min_length: int = 5, max_length: int = 120, each: int = 12) -> list[str]:
    """Pieces of a long text, as many of each length."""
    pieces, start = [], 0
    for length in [*range(min_length, max_length + 1)] * each:
        pieces.append(text[start : start + length])
        start += length
    return pieces


def main() -> None:
    """Titles of a file or made up, of every length, then very long ones."""
    start = time.perf_counter()
    whole("最初のtitle 1")
    print(f"first title (tables, models and faces load): {(time.perf_counter() - start) * 1000:.1f} ms")
    made = [normalize(text) for text in titles(5000)]
    if len(sys.argv) > 1:
        lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
        report(f"fit: {Path(sys.argv[1]).name}", [line for line in lines if line.strip()], whole)
    specimens = (Path(__file__).parent / "specimen_titles.txt").read_text(encoding="utf-8").splitlines()
    report("fit: specimen titles", [line for line in specimens if line.strip()], whole)
    report("fit: 5 to 120 characters", of_every_length("".join(made)), whole)
    hostile = ["a" * 1000, "word " * 200, "a-" * 500, "あ" * 1000, "漢字、" * 333, "👨\u200d👩\u200d👧" * 150]
    report("fit: hostile", hostile, whole)
    report("search: made up", made[:2000], searched)
    for size in (120, 1000):
        text = "".join(made)
        report(f"search: {size} characters", [text[k : k + size] for k in range(0, 20 * size, size)], searched)


if __name__ == "__main__":
    main()
