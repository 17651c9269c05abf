"""Line search: the cheapest lines of a text, as paths through a graph of its breaks (Knuth and Plass)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate, pairwise
from math import inf, sqrt
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from ogp.typeset.character_classes import clusters
from ogp.typeset.penalties import Break
from ogp.typeset.penalty_scale import FORCED, LAST_RESORT, PROTECTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Costs on the scale of penalties.
RAGGED = 1.2  # a line that misses the mean length by all of it; squared, so small unevenness is nearly free
WIDOW = 0.8  # a last line that is far shorter than the mean, or of few characters and shorter than the others

WIDOW_FRACTION = 0.3
"""A last line below this fraction of the mean length is a widow."""
WIDOW_CHARS = 3
"""So is one of so many characters or fewer …"""
WIDOW_CHARS_FRACTION = 0.8
"""… below this fraction."""

Lines: TypeAlias = tuple[tuple[int, int], ...]
"""The start and end offset of each line, without the spaces at its end."""


class Measure(Protocol):
    """Widths of the text that is searched."""

    @property
    def lefts(self) -> Sequence[float]:
        """For each offset, where a line that begins there has its left edge: em from the paragraph's start."""

    @property
    def rights(self) -> Sequence[float]:
        """For each offset, where a line that ends there has its right edge, likewise."""

    @property
    def ellipsis(self) -> float:
        """The width in em of the ``…`` that a text ends in if it is cut."""

    def advance(self, start: int, end: int) -> float:
        """The width in em of ``text[start:end]`` as one line, its edges trimmed: ``rights[end] - lefts[start]``."""


class LineChoice(NamedTuple):
    """One way to set the text: what its breaks and raggedness cost, the width in em of its widest line, its lines."""

    cost: float
    widest: float
    lines: Lines


def break_candidates(text: str, breaks: Iterable[Break], measure: Measure, max_width: float) -> list[Break]:
    """The legal breaks of a text; the last resorts too, but only within what is wider than ``max_width`` em."""
    size = len(text)
    inner = [b for b in breaks if b.offset < size]
    candidates = _with_needed([b for b in inner if b.penalty < PROTECTED], inner, size, measure, max_width)
    if not _overfull(candidates, size, measure, max_width):
        return candidates
    between_clusters = [Break(offset, offset, LAST_RESORT) for offset in clusters(text)]
    return _with_needed(candidates, between_clusters, size, measure, max_width)


def _overfull(candidates: Sequence[Break], size: int, measure: Measure, max_width: float) -> list[tuple[int, int]]:
    """The stretches between neighboring breaks that no line can hold."""
    starts = [0, *(b.offset for b in candidates)]
    ends = [*(b.end for b in candidates), size]
    stretches = zip(starts, ends, strict=True)
    return [(start, end) for start, end in stretches if measure.advance(start, end) > max_width]


def _with_needed(
    candidates: list[Break], more: list[Break], size: int, measure: Measure, max_width: float
) -> list[Break]:
    """The candidates, and those of ``more`` that lie inside a stretch that no line can hold."""
    stretches = _overfull(candidates, size, measure, max_width)
    if not stretches:
        return candidates
    return sorted([*candidates, *(b for b in more if any(start < b.offset < end for start, end in stretches))])


class BreakGraph:
    """The breaks of a text in order, as nodes: 0 is its start and the last one its end."""

    def __init__(self, candidates: Sequence[Break], size: int, measure: Measure) -> None:
        """``size``: where the text ends."""
        self.starts = [0, *(b.offset for b in candidates), size]
        self._ends = [0, *(b.end for b in candidates), size]
        self._penalties = [0.0, *(max(b.penalty, 0.0) for b in candidates), 0.0]
        self._size, self._last = size, len(candidates) + 1
        lefts, rights = measure.lefts, measure.rights
        self._lefts = [lefts[start] for start in self.starts]
        self._rights = [rights[end] for end in self._ends]
        # A line's end may lie left of an earlier one's, by a trimmed bracket: searched is where they lie at most.
        self._max_rights = list(accumulate(self._rights, max))
        self._forced_ends = self._next_forced([b.penalty == FORCED for b in candidates])
        self._total = measure.advance(0, size)

    def _next_forced(self, forced: Sequence[bool]) -> list[int]:
        """For each node the one that a line from it cannot go past: the author's next break, or the end."""
        ends, end = [], self._last
        for node in range(self._last - 1, -1, -1):
            ends.append(end)
            if node and forced[node - 1]:
                end = node
        return ends[::-1]

    def _furthest(self, start: int, limit: float) -> int:
        """The last node that a line of ``limit`` em from ``start`` reaches, ``start`` itself if it reaches none."""
        left, rights = self._lefts[start], self._rights
        end = bisect_right(self._max_rights, left + limit, start + 1, self._forced_ends[start] + 1) - 1
        while end > start and rights[end] - left > limit:
            end -= 1
        return end

    def min_lines(self, limit: float, max_lines: int) -> int:
        """The fewest lines of ``limit`` em that hold the text; ``max_lines + 1`` if they are too many."""
        node = count = 0
        while node < self._last and count <= max_lines:
            end = self._furthest(node, limit)
            if end == node:
                return max_lines + 1
            node, count = end, count + 1
        return count

    def solve(self, count: int, limit: float, bound: float = inf) -> LineChoice | None:
        """The cheapest way to set the whole text in exactly ``count`` lines of at most ``limit`` em, below ``bound``.

        Lines that miss the mean length by so much that they alone cost the bound are never looked at.
        """
        if bound <= 0:
            return None
        last, penalties = self._last, self._penalties
        lefts, rights, max_rights = self._lefts, self._rights, self._max_rights
        mean = self._total / count or 1.0
        weight = RAGGED / count / (mean * mean)
        costs = {0: 0.0}  # node → the cheapest cost of the lines that lead to it
        predecessors: list[dict[int, int]] = []  # for each line, its end → its start on that cheapest way
        for _ in range(1, count):
            next_costs: dict[int, float] = {}
            predecessor: dict[int, int] = {}
            for start, cost_so_far in costs.items():
                goal = lefts[start] + mean
                miss = sqrt((bound - cost_so_far) / weight)
                stop = self._furthest(start, min(limit, mean + miss)) + 1
                for end in range(bisect_left(max_rights, goal - miss, start + 1, stop), stop):
                    miss = rights[end] - goal
                    cost = cost_so_far + weight * miss * miss + penalties[end]
                    if cost < bound and cost < next_costs.get(end, inf):
                        next_costs[end], predecessor[end] = cost, start
            next_costs.pop(last, None)
            costs = dict(sorted(next_costs.items()))
            predecessors.append(predecessor)
        best, node = bound, -1
        for start, cost_so_far in costs.items():
            if cost_so_far < best and self._furthest(start, limit) == last:
                width = rights[last] - lefts[start]
                widow = self._widow_cost(start, width, mean) if count > 1 else 0.0
                cost = cost_so_far + weight * (width - mean) ** 2 + widow
                if cost < best:
                    best, node = cost, start
        return None if node < 0 else self._line_choice(best, node, predecessors)

    def _widow_cost(self, start: int, width: float, mean: float) -> float:
        """What the last line costs for being short."""
        few = self._size - self.starts[start] <= WIDOW_CHARS and width < WIDOW_CHARS_FRACTION * mean
        return WIDOW if few or width < WIDOW_FRACTION * mean else 0.0

    def _line_choice(self, cost: float, node: int, predecessors: list[dict[int, int]]) -> LineChoice:
        """The lines that end in the one from ``node`` to the end."""
        nodes = [self._last, node]
        for predecessor in reversed(predecessors):
            nodes.append(predecessor[nodes[-1]])
        nodes.reverse()
        edges = list(pairwise(nodes))
        widest = max(self._rights[end] - self._lefts[start] for start, end in edges)
        return LineChoice(cost, widest, tuple((self.starts[start], self._ends[end]) for start, end in edges))

    def partial_lines(self, count: int, limit: float) -> list[dict[int, tuple[float, Lines]]]:
        """For 0, 1, … ``count`` lines that leave text over: node → the cheapest cost and lines that lead to it."""
        levels: list[dict[int, tuple[float, Lines]]] = [{0: (0.0, ())}]
        for _ in range(count):
            level: dict[int, tuple[float, Lines]] = {}
            for start, (cost_so_far, lines) in levels[-1].items():
                left, forced_end = self._lefts[start], self._forced_ends[start]
                for end in range(start + 1, min(self._furthest(start, limit) + 1, self._last)):
                    # A line that the author ends is as long as it is.
                    short = 0.0 if end == forced_end else 1 - (self._rights[end] - left) / limit
                    cost = cost_so_far + RAGGED * short**2 + self._penalties[end]
                    if end not in level or cost < level[end][0]:
                        level[end] = (cost, (*lines, (self.starts[start], self._ends[end])))
            levels.append(level)
        return levels
