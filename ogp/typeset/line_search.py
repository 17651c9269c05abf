"""The lines a text can be set in, as paths through a graph: nodes are breaks, edges are lines with their widths."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate, pairwise
from math import inf, sqrt
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ogp.typeset.character_classes import clusters
from ogp.typeset.penalties import Break
from ogp.typeset.penalty_scale import FORCED, LAST_RESORT, PROTECTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

RAGGED = 1.2  # what a line costs that misses the mean length by all of it; squared, so small unevenness is nearly free
WIDOW = 0.8  # a last line of one to three characters that is shorter than the others, or far shorter than the mean
WIDOW_CHARS = 3
WIDOW_FEW = 0.8
WIDOW_SHARE = 0.3


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
    """Some lines, as (start, end) offsets: what their breaks and raggedness cost, the width in em of the widest."""

    cost: float
    widest: float
    lines: tuple[tuple[int, int], ...]


def break_candidates(text: str, breaks: Iterable[Break], measure: Measure, longest: float) -> list[Break]:
    """The legal breaks of a text; the last resorts too, but only within what is wider than ``longest`` em."""
    size = len(text)
    inner = [b for b in breaks if b.offset < size]
    nodes = _opened([b for b in inner if b.penalty < PROTECTED], inner, size, measure, longest)
    if not _wide(nodes, size, measure, longest):
        return nodes
    return _opened(nodes, [Break(i, i, LAST_RESORT) for i in clusters(text)], size, measure, longest)


def _wide(nodes: Sequence[Break], size: int, measure: Measure, longest: float) -> list[tuple[int, int]]:
    """The pieces between neighbouring nodes that no line can hold."""
    starts = [0, *(b.offset for b in nodes)]
    ends = [*(b.end for b in nodes), size]
    return [(s, e) for s, e in zip(starts, ends, strict=True) if measure.advance(s, e) > longest]


def _opened(nodes: list[Break], more: list[Break], size: int, measure: Measure, longest: float) -> list[Break]:
    """The nodes, and those of ``more`` that lie inside a piece too wide."""
    wide = _wide(nodes, size, measure, longest)
    if not wide:
        return nodes
    return sorted([*nodes, *(b for b in more if any(s < b.offset < e for s, e in wide))])


class Graph:
    """The nodes of a text in order, 0 its start and the last one its end."""

    def __init__(self, nodes: Sequence[Break], size: int, measure: Measure) -> None:
        """``size``: where the text ends."""
        self.starts = [0, *(b.offset for b in nodes), size]
        self._ends = [0, *(b.end for b in nodes), size]
        self._penalties = [0.0, *(max(b.penalty, 0.0) for b in nodes), 0.0]
        self._size, self._last = size, len(nodes) + 1
        lefts, rights = measure.lefts, measure.rights
        self._lefts = [lefts[start] for start in self.starts]
        self._rights = [rights[end] for end in self._ends]
        # A line's end may lie left of an earlier one's, by a trimmed bracket: searched is where they lie at most.
        self._furthest = list(accumulate(self._rights, max))
        self._walls = self._lines_must_end([b.penalty == FORCED for b in nodes])
        self._total = measure.advance(0, size)

    def _lines_must_end(self, forced: Sequence[bool]) -> list[int]:
        """For each node the one that a line from it cannot go past: the author's next break, or the end."""
        walls, wall = [], self._last
        for node in range(self._last - 1, -1, -1):
            walls.append(wall)
            if node and forced[node - 1]:
                wall = node
        return walls[::-1]

    def _reach(self, node: int, limit: float) -> int:
        """The last node that a line of ``limit`` em reaches, ``node`` itself if it reaches none."""
        left, rights = self._lefts[node], self._rights
        found = bisect_right(self._furthest, left + limit, node + 1, self._walls[node] + 1) - 1
        while found > node and rights[found] - left > limit:
            found -= 1
        return found

    def fewest(self, limit: float, most: int) -> int:
        """The fewest lines of ``limit`` em that hold the text; ``most + 1`` if more than ``most`` are needed."""
        node = count = 0
        while node < self._last and count <= most:
            reached = self._reach(node, limit)
            if reached == node:
                return most + 1
            node, count = reached, count + 1
        return count

    def solve(self, count: int, limit: float, bound: float = inf) -> LineChoice | None:
        """The cheapest way to set the whole text in exactly ``count`` lines of at most ``limit`` em, below ``bound``.

        Lines that miss the mean length by so much that they alone cost the bound are never looked at.
        """
        if bound <= 0:
            return None
        last, penalties = self._last, self._penalties
        lefts, rights, furthest = self._lefts, self._rights, self._furthest
        mean = self._total / count or 1.0
        weight = RAGGED / count / (mean * mean)
        costs = {0: 0.0}
        back: list[dict[int, int]] = []
        for _ in range(1, count):
            fresh: dict[int, float] = {}
            came: dict[int, int] = {}
            for a, base in costs.items():
                goal = lefts[a] + mean
                miss = sqrt((bound - base) / weight)
                end = self._reach(a, min(limit, mean + miss)) + 1
                for b in range(bisect_left(furthest, goal - miss, a + 1, end), end):
                    miss = rights[b] - goal
                    cost = base + weight * miss * miss + penalties[b]
                    if cost < bound and cost < fresh.get(b, inf):
                        fresh[b], came[b] = cost, a
            fresh.pop(last, None)
            costs = dict(sorted(fresh.items()))
            back.append(came)
        best, node = bound, -1
        for a, base in costs.items():
            if base < best and self._reach(a, limit) == last:
                width = rights[last] - lefts[a]
                cost = base + weight * (width - mean) ** 2 + (self._widow(a, width, mean) if count > 1 else 0.0)
                if cost < best:
                    best, node = cost, a
        return None if node < 0 else self._path(best, node, back)

    def _widow(self, node: int, width: float, mean: float) -> float:
        few = self._size - self.starts[node] <= WIDOW_CHARS and width < WIDOW_FEW * mean
        short = few or width < WIDOW_SHARE * mean
        return WIDOW if short else 0.0

    def _path(self, cost: float, node: int, back: list[dict[int, int]]) -> LineChoice:
        """The lines that end in the one from ``node`` to the end."""
        nodes = [self._last, node]
        for came in reversed(back):
            nodes.append(came[nodes[-1]])
        nodes.reverse()
        edges = list(pairwise(nodes))
        widest = max(self._rights[b] - self._lefts[a] for a, b in edges)
        return LineChoice(cost, widest, tuple((self.starts[a], self._ends[b]) for a, b in edges))

    def fill(self, count: int, limit: float) -> list[dict[int, tuple[float, tuple[tuple[int, int], ...]]]]:
        """For 0, 1, … ``count`` lines that leave text over: node → the cheapest cost and lines that lead to it."""
        levels: list[dict[int, tuple[float, tuple[tuple[int, int], ...]]]] = [{0: (0.0, ())}]
        for _ in range(count):
            level: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {}
            for a, (base, lines) in levels[-1].items():
                left, wall = self._lefts[a], self._walls[a]
                for b in range(a + 1, min(self._reach(a, limit) + 1, self._last)):
                    # A line that the author ends is as long as it is.
                    room = 0.0 if b == wall else RAGGED * (1 - (self._rights[b] - left) / limit) ** 2
                    cost = base + room + self._penalties[b]
                    if b not in level or cost < level[b][0]:
                        level[b] = (cost, (*lines, (self.starts[a], self._ends[b])))
            levels.append(level)
        return levels
