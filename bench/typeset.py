"""How long breaking and fitting a title takes, without fonts: ``python bench/typeset.py [FILE]``, a title a line.

Widths are 1 em for wide characters and 0.55 em for others; the time includes BudouX, the search for break
opportunities and the fit over 21 sizes and four lines.
"""

from __future__ import annotations

import statistics
import sys
import time
import unicodedata
from itertools import accumulate
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "typeset")]

from titles import titles  # noqa: E402 - a script finds its imports from where it lies

from ogp.typeset.normalise import normalise  # noqa: E402
from ogp.typeset.phrases import breaks  # noqa: E402
from ogp.typeset.search import search  # noqa: E402


class Widths:
    """A measure by prefix sums."""

    def __init__(self, text: str) -> None:
        """One width a character."""
        self._sums = list(
            accumulate((1 if unicodedata.east_asian_width(c) in "WFA" else 0.55 for c in text), initial=0.0)
        )

    def advance(self, start: int, end: int) -> float:
        """Em."""
        return self._sums[end] - self._sums[start]


def timed(text: str) -> float:
    """Milliseconds for one title."""
    measure = Widths(text)
    start = time.perf_counter()
    search(text, breaks(text), measure, width=1056, height=340, sizes=(92, 52), leading=1.35, max_lines=4, ellipsis=1.0)
    return (time.perf_counter() - start) * 1000


def report(name: str, texts: list[str]) -> None:
    """Best of three for each title, then the spread over titles."""
    times = sorted(min(timed(text) for _ in range(3)) for text in texts)
    p99 = times[min(len(times) - 1, int(len(times) * 0.99))]
    middle = statistics.median(times)
    print(f"{name:24} {len(texts):5} titles  median {middle:.2f} ms  p99 {p99:.2f} ms  max {times[-1]:.2f} ms")


def main() -> None:
    """Made up titles, or those of a file, then very long ones."""
    start = time.perf_counter()
    timed("最初のtitle 1")
    print(f"first title (tables and models load): {(time.perf_counter() - start) * 1000:.1f} ms")
    if len(sys.argv) > 1:
        lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
        report(Path(sys.argv[1]).name, [normalise(line) for line in lines if line.strip()])
    made = [normalise(text) for text in titles(2000)]
    report("made up", made)
    for size in (120, 1000):
        text = "".join(made)
        report(f"of {size} characters", [text[k : k + size] for k in range(0, 20 * size, size)])
    report("1,000 Latin letters", ["a" * 1000, ("word " * 200).strip(), "a-" * 500])


if __name__ == "__main__":
    main()
