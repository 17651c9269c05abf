"""Size search: the size, the number of lines and the breaks of a title, chosen together by dynamic programming.

    cost = Σ penalties of the breaks + raggedness + SIZE · s + SIZE_SQUARED · s² + LINE · (lines − 1)
    s = ln(largest / size)

Nothing is tried and shrunk: for each number of lines the best breaks are found under the line length that each size
leaves, and the cheapest pair wins. Only sizes whose line length changes the breaks are looked at: the lines that are
best at one size are best at every size up to the one where the widest of them fills the box.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from math import inf, log, nextafter
from typing import TYPE_CHECKING, TypeAlias

from ogp.typeset.grammar import is_particle
from ogp.typeset.line_search import BreakGraph, Lines, Measure, break_candidates
from ogp.typeset.penalties import Break
from ogp.typeset.penalty_scale import FORCED, PROHIBITED, PROTECTED
from ogp.typeset.style import SizeRange

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ogp.typeset.style import Sizes

__all__ = ["Fit", "Measure", "search", "size_choices"]

# Costs on the scale of penalties.
SIZE = 1.5  # for ln(largest / size): a tenth smaller is nearly free, as 92 and 84 px look alike
SIZE_SQUARED = 2.0  # for its square: 52 px looks small on a card whatever it buys
LINE = 0.14  # a line more costs about half a phrase break: it must earn a larger size or better breaks
CUT_EM = 0.15  # for each em of text that is cut without need
CUT_BAD = 0.8  # an ellipsis after a particle or inside a word

CUT_BREAKS_WEIGHT = 0.6
"""Of what the breaks of the lines above an ellipsis cost: keeping text comes before their beauty."""
MAX_CUTS = 16
"""The places for an ellipsis looked at before the furthest one; what lies before them costs too much text."""
STEP = 2.0
"""Distance of the sizes of a range, px."""
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
    lines: Lines
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

    Args:
        text: a paragraph, normalized.
        breaks: where its lines may begin, with their penalties.
        measure: its widths.
        width: px along the lines.
        height: px across the lines.
        sizes: the type sizes to choose from, px.
        leading: distance of lines in em; ``n`` lines are ``size + (n - 1) · leading · size`` high: the half-leading
            above the first and below the last needs no room.
        max_lines: how many lines there may be.
    """
    box = _Box(width, height, leading, max_lines, size_choices(sizes))
    max_width = box.line_limit(box.sizes[-1])
    size = len(text.rstrip(" \u3000\n"))
    candidates = break_candidates(text[:size], breaks, measure, max_width)
    for bound in TIERS:
        graph = BreakGraph([b for b in candidates if b.penalty < bound], size, measure)
        fit = _cheapest_fit(graph, box, bound)
        if fit is not None:
            return fit
    return _truncated_fit(text[:size], graph, sorted({*breaks, *candidates}), measure, box)


def size_choices(sizes: Sizes) -> tuple[float, ...]:
    """The sizes to choose from, px, largest first; both ends of a range are among them."""
    if not isinstance(sizes, SizeRange):
        return tuple(sorted(set(sizes), reverse=True))
    steps = int((sizes.largest - sizes.smallest) / STEP)
    choices = {sizes.smallest, *(sizes.largest - STEP * step for step in range(steps + 1))}
    return tuple(sorted(choices, reverse=True))


@dataclass(frozen=True, slots=True)
class _Box:
    """The box in px and what may stand in it; sizes: largest first."""

    width: float
    height: float
    leading: float
    max_lines: int
    sizes: tuple[float, ...]

    def line_limit(self, size: float) -> float:
        """The longest line in em at a size: no float up to it gives more than ``width`` px."""
        limit = self.width / size
        return limit if limit * size <= self.width else nextafter(limit, 0.0)

    def sizes_for(self, lines: int) -> tuple[float, ...]:
        """The sizes at which so many lines are not too high, largest first."""
        height = 1 + (lines - 1) * self.leading  # em
        fitting = (index for index, size in enumerate(self.sizes) if height * size <= self.height + 1e-6)
        return self.sizes[next(fitting, len(self.sizes)) :]

    def size_cost(self, size: float, lines: int) -> float:
        """What a size and a number of lines cost."""
        shrunk = log(self.sizes[0] / size)
        return SIZE * shrunk + SIZE_SQUARED * shrunk * shrunk + LINE * (lines - 1)


def _cheapest_fit(graph: BreakGraph, box: _Box, bound: float) -> Fit | None:
    """The cheapest of all numbers of lines and sizes, if it costs less than ``bound``."""
    best: Fit | None = None
    min_lines = graph.min_lines(box.line_limit(box.sizes[-1]), box.max_lines)
    for count in range(min_lines, box.max_lines + 1):
        sizes = box.sizes_for(count)
        if not sizes:
            break
        least = box.size_cost(sizes[0], count)
        index = len(sizes) - 1  # from the smallest size up
        while index >= 0:
            choice = graph.solve(count, box.line_limit(sizes[index]), bound - least)
            if choice is None:
                break  # nor can any larger size do better
            while index > 0 and choice.widest <= box.line_limit(sizes[index - 1]):
                index -= 1
            cost = choice.cost + box.size_cost(sizes[index], count)
            if cost < bound:
                bound, best = cost, Fit(sizes[index], choice.lines, truncated=False, cost=cost)
            index -= 1
    return best


_Cut: TypeAlias = tuple[int, float, bool]
"""Where a cut text may end, before its ellipsis: the offset, what that costs, whether the author breaks there."""


def _truncated_fit(text: str, graph: BreakGraph, breaks: Sequence[Break], measure: Measure, box: _Box) -> Fit:
    """As much as the smallest size holds, then room for ``…`` where a word ends, if one ends near."""
    size, limit = box.sizes[-1], box.line_limit(box.sizes[-1])
    count = max((lines for lines in range(1, box.max_lines + 1) if size in box.sizes_for(lines)), default=1)
    levels = graph.partial_lines(count - 1, limit)
    cuts = _cuts(text, breaks)
    ends = [end for end, _, _ in cuts]
    ellipsis = measure.ellipsis
    for level in reversed(levels):
        last_lines: list[tuple[float, int, int]] = []  # cost, node where the line begins, offset where it ends
        for node, (cost, _) in level.items():
            start = graph.starts[node]
            fitting: list[tuple[float, int, int]] = []
            for end, cut_cost, forced in cuts[bisect_right(ends, start) :]:
                if measure.advance(start, end) + ellipsis > limit:
                    break
                fitting.append((CUT_BREAKS_WEIGHT * cost + cut_cost, node, end))
                if forced:
                    break
            last_lines += fitting[-MAX_CUTS:]
        if last_lines:
            furthest = max(end for _, _, end in last_lines)
            cost, node, end = min(
                (cost + CUT_EM * measure.advance(end, furthest) * (end < furthest), node, end)
                for cost, node, end in last_lines
            )
            return Fit(size, (*level[node][1], (graph.starts[node], end)), truncated=True, cost=cost)
    return Fit(size, (), truncated=True, cost=inf)


_DROPPED = frozenset(" \u3000\n、，,。．.・：:；;「『（(【《〈[［{｛〜～-–—")
"""What does not stand before an ellipsis."""


def _cuts(text: str, breaks: Sequence[Break]) -> list[_Cut]:
    """Where a cut text may end, in order: at its breaks, or before what an ellipsis drops there."""
    kept = [0]  # for each offset, where the text before it ends without what an ellipsis drops
    for offset, char in enumerate(text, 1):
        kept.append(kept[-1] if char in _DROPPED else offset)
    cuts: dict[int, tuple[float, bool]] = {}
    for candidate in (*breaks, Break(len(text), len(text), 0.0)):
        end = kept[candidate.end] or candidate.end
        cost, forced = _cut_cost(text, end, candidate), candidate.penalty == FORCED
        other_cost, other_forced = cuts.get(end, (inf, False))
        cuts[end] = (min(cost, other_cost), forced or other_forced)
    return [(end, *cut) for end, cut in sorted(cuts.items())]


def _cut_cost(text: str, end: int, candidate: Break) -> float:
    """What it costs to end with an ellipsis there: a noun before its particle is best."""
    if candidate.penalty >= PROHIBITED:
        return 3 * CUT_BAD
    if candidate.penalty >= PROTECTED:
        return 4 * CUT_BAD
    if is_particle(text, end - 1):
        return CUT_BAD
    if end < len(text) and is_particle(text, end):
        return 0.0
    return CUT_BAD if candidate.penalty > 1 else 0.0
