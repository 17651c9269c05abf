"""The fit: size, number of lines and breaks chosen together, by dynamic programming over numbers.

    cost = Σ penalties of the breaks + raggedness + SIZE · s + STRAIN · s² + LINE · (lines − 1),  s = ln(largest / size)

Nothing is tried and shrunk: for each number of lines the best breaks are found under the line length that each size
leaves, and the cheapest pair wins. Only sizes whose line length changes the breaks are looked at: the lines that are
best at one size are best at every size up to the one where the widest of them fills the box.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from math import inf, log, nextafter
from typing import TYPE_CHECKING, NamedTuple

from ogp.typeset.grammar import is_particle
from ogp.typeset.line_search import Graph, Measure, break_candidates
from ogp.typeset.penalties import Break
from ogp.typeset.penalty_scale import FORCED, PROHIBITED, PROTECTED
from ogp.typeset.style import SizeRange

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ogp.typeset.style import Sizes

__all__ = ["Fit", "Measure", "search", "size_choices"]

SIZE = 1.5  # for ln(largest / size): a tenth smaller is nearly free, as 92 and 84 px look alike
STRAIN = 2.0  # for its square: 52 px looks small on a card whatever it buys
LINE = 0.14  # a line more costs about half a phrase break: it must earn a larger size or better breaks
STEP = 2.0  # px between the sizes of a range
CUT = 0.15  # for each em that the ellipsis eats
CUT_CHOICE = 16  # the places looked at before the furthest; what lies before them costs too much text
CUT_LINES = 0.6  # of what the breaks of the lines above cost: keeping text comes before their beauty
CUT_BAD = 0.8  # an ellipsis after a particle or inside a word

TIERS = (0.7, 3.0, inf)
"""Breaks are taken in by penalty: a fit that costs less than a tier's bound cannot be bettered with dearer breaks. Most
titles are decided in the first tier, among a third of their breaks."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The chosen setting: size in px, lines as (start, end) offsets without trailing spaces.

    ``truncated``: text is missing after the last line, which leaves room for an ellipsis that the caller adds. There
    are no lines if not one character fits.
    """

    size: float
    lines: tuple[tuple[int, int], ...]
    truncated: bool
    cost: float


def search(
    text: str,
    breaks: Sequence[Break],
    measure: Measure,
    *,
    width: float,
    height: float,
    sizes: Sizes,
    leading: float,
    max_lines: int,
) -> Fit:
    """The best setting of ``text`` in a box of ``width`` × ``height`` px (in vertical writing: along × across lines).

    leading:  distance of lines in em; ``n`` lines are ``size + (n - 1) · leading · size`` high: the half-leading above
              the first and below the last needs no room.
    """
    box = _Box(width, height, leading, max_lines, size_choices(sizes))
    longest = box.limit(box.scale[-1])
    size = len(text.rstrip(" \u3000\n"))
    nodes = break_candidates(text[:size], breaks, measure, longest)
    for bound in TIERS:
        graph = Graph([b for b in nodes if b.penalty < bound], size, measure)
        best = _best(graph, box, bound)
        if best is not None:
            return Fit(best.size, best.lines, truncated=False, cost=best.cost)
    return _truncate(text[:size], graph, sorted({*breaks, *nodes}), measure, box)


def size_choices(sizes: Sizes) -> tuple[float, ...]:
    """The sizes to choose from, largest first; both ends of a range are among them."""
    if not isinstance(sizes, SizeRange):
        return tuple(sorted(set(sizes), reverse=True))
    steps = int((sizes.largest - sizes.smallest) / STEP)
    choices = {sizes.smallest, *(sizes.largest - STEP * k for k in range(steps + 1))}
    return tuple(sorted(choices, reverse=True))


@dataclass(frozen=True, slots=True)
class _Box:
    """The box in px and what may stand in it."""

    width: float
    height: float
    leading: float
    max_lines: int
    scale: tuple[float, ...]

    def limit(self, size: float) -> float:
        """The longest line in em at a size: no float up to it gives more than ``width`` px."""
        limit = self.width / size
        return limit if limit * size <= self.width else nextafter(limit, 0.0)

    def sizes_for(self, lines: int) -> list[float]:
        """The sizes at which so many lines are not too high, largest first."""
        pitches = 1 + (lines - 1) * self.leading
        return [s for s in self.scale if pitches * s <= self.height + 1e-6]

    def dearness(self, size: float, lines: int) -> float:
        """What a size and a number of lines cost."""
        shrunk = log(self.scale[0] / size)
        return SIZE * shrunk + STRAIN * shrunk * shrunk + LINE * (lines - 1)


class _Found(NamedTuple):
    cost: float
    size: float
    lines: tuple[tuple[int, int], ...]


def _best(graph: Graph, box: _Box, bound: float) -> _Found | None:
    """The cheapest of all numbers of lines and sizes, if it costs less than ``bound``."""
    best: _Found | None = None
    fewest = graph.fewest(box.limit(box.scale[-1]), box.max_lines)
    for count in range(fewest, box.max_lines + 1):
        sizes = box.sizes_for(count)
        if not sizes:
            break
        floor = box.dearness(sizes[0], count)
        at = len(sizes) - 1  # from the smallest size up
        while at >= 0:
            path = graph.solve(count, box.limit(sizes[at]), bound - floor)
            if path is None:
                break  # nor can any larger size do better
            while at > 0 and path.widest <= box.limit(sizes[at - 1]):
                at -= 1
            cost = path.cost + box.dearness(sizes[at], count)
            if cost < bound:
                bound, best = cost, _Found(cost, sizes[at], path.lines)
            at -= 1
    return best


_DROPPED = " \u3000\n、，,。．.・：:；;「『（(【《〈[［{｛〜～-–—"


def _truncate(text: str, graph: Graph, breaks: Sequence[Break], measure: Measure, box: _Box) -> Fit:
    """As much as the smallest size holds, then room for ``…`` where a word ends, if one ends near."""
    size, limit = box.scale[-1], box.limit(box.scale[-1])
    ellipsis = measure.ellipsis
    count = max((n for n in range(1, box.max_lines + 1) if size in box.sizes_for(n)), default=1)
    levels = graph.fill(count - 1, limit)
    cuts = _cuts(text, breaks)
    ends = [end for end, _, _ in cuts]
    for level in reversed(levels):
        found: list[tuple[float, int, int]] = []  # cost, where the last line begins, where it ends
        for node, (cost, _) in level.items():
            start = graph.starts[node]
            fitting: list[tuple[float, int, int]] = []
            for kept, dear, forced in cuts[bisect_right(ends, start) :]:
                if measure.advance(start, kept) + ellipsis > limit:
                    break
                fitting.append((CUT_LINES * cost + dear, node, kept))
                if forced:
                    break
            found += fitting[-CUT_CHOICE:]
        if found:
            furthest = max(kept for _, _, kept in found)
            eaten = [(c + CUT * measure.advance(k, furthest) * (k < furthest), n, k) for c, n, k in found]
            cost, node, kept = min(eaten)
            return Fit(size, (*level[node][1], (graph.starts[node], kept)), truncated=True, cost=cost)
    return Fit(size, (), truncated=True, cost=inf)


def _cuts(text: str, breaks: Sequence[Break]) -> list[tuple[int, float, bool]]:
    """Where a cut text may end, what that costs, and whether the author's own break comes next."""
    solid = [0]  # for each end, where the text before it ends without what an ellipsis drops
    for k, char in enumerate(text, 1):
        solid.append(solid[-1] if char in _DROPPED else k)
    cuts: dict[int, tuple[float, bool]] = {}
    for cut in (*breaks, Break(len(text), len(text), 0.0)):
        kept = solid[cut.end] or cut.end
        cost, forced = _cut_cost(text, kept, cut), cut.penalty == FORCED
        old = cuts.get(kept, (inf, False))
        cuts[kept] = (min(cost, old[0]), forced or old[1])
    return [(kept, *found) for kept, found in sorted(cuts.items())]


def _cut_cost(text: str, kept: int, cut: Break) -> float:
    """What it costs to end with an ellipsis there: a noun before its particle is best."""
    if cut.penalty >= PROHIBITED:
        return 3 * CUT_BAD
    if cut.penalty >= PROTECTED:
        return 4 * CUT_BAD
    if is_particle(text, kept - 1):
        return CUT_BAD
    if kept < len(text) and is_particle(text, kept):
        return 0.0
    return CUT_BAD if cut.penalty > 1 else 0.0
