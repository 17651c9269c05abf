"""The lines a text can be set in, as paths through a graph: nodes are breaks, edges are lines with their widths."""

from __future__ import annotations

from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ogp.typeset.classes import clusters
from ogp.typeset.phrases import FORCED, SPAN, Break

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

RAGGED = 1.2  # what a line costs that misses the mean length by all of it; squared, so small unevenness is nearly free
WIDOW = 0.8  # a last line of one to three characters, or far shorter than the mean
WIDOW_CHARS = 3
WIDOW_SHARE = 0.3
LAST_RESORT = 1000.0  # between clusters where kinsoku forbids a break: only for a text that offers nothing else


class Measure(Protocol):
    """Widths of the text that is searched."""

    def advance(self, start: int, end: int) -> float:
        """The width in em of ``text[start:end]`` as one line, its edges trimmed; O(1)."""


class Path(NamedTuple):
    """Some lines, as (start, end) offsets: what their breaks and raggedness cost, the width in em of the widest."""

    cost: float
    widest: float
    lines: tuple[tuple[int, int], ...]


def usable(text: str, breaks: Iterable[Break], measure: Measure, longest: float) -> list[Break]:
    """The legal breaks of a text; the last resorts too, but only within what is wider than ``longest`` em."""
    size = len(text)
    inner = [b for b in breaks if b.offset < size]
    nodes = _opened([b for b in inner if b.penalty < SPAN], inner, size, measure, longest)
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
    """The nodes of a text in order, 0 its start and the last one its end. Widths are measured once, when used."""

    def __init__(self, nodes: Sequence[Break], size: int, measure: Measure, longest: float) -> None:
        """``size``: where the text ends; ``longest``: the longest line in em that will be asked for."""
        self.starts = [0, *(b.offset for b in nodes), size]
        self._ends = [0, *(b.end for b in nodes), size]
        self._penalties = [0.0, *(max(b.penalty, 0.0) for b in nodes), 0.0]
        self._forced = [False, *(b.penalty == FORCED for b in nodes), False]
        self._rows: list[list[float] | None] = [None] * len(self.starts)
        self._measure, self._longest, self._size = measure, longest, size
        self._last = len(nodes) + 1
        self._total = measure.advance(0, size)

    def row(self, node: int) -> list[float]:
        """The widths of the lines from a node to the next, the one after, … up to the longest line."""
        row = self._rows[node]
        if row is None:
            row = self._rows[node] = []
            start, advance = self.starts[node], self._measure.advance
            for b in range(node + 1, self._last + 1):
                width = advance(start, self._ends[b])
                if width > self._longest:
                    break
                row.append(width)
                if self._forced[b]:
                    break
        return row

    def fewest(self, limit: float, most: int) -> int:
        """The fewest lines of ``limit`` em that hold the text; ``most + 1`` if more than ``most`` are needed."""
        node = count = 0
        while node < self._last and count <= most:
            reached = node
            for b, width in enumerate(self.row(node), node + 1):
                if width > limit:
                    break
                reached = b
            if reached == node:
                return most + 1
            node, count = reached, count + 1
        return count

    def solve(self, count: int, limit: float) -> Path | None:
        """The cheapest way to set the whole text in exactly ``count`` lines of at most ``limit`` em."""
        last, penalties = self._last, self._penalties
        mean = self._total / count or 1.0
        weight = RAGGED / count / (mean * mean)
        costs = [inf] * (last + 1)
        costs[0] = 0.0
        back: list[list[int]] = []
        for k in range(1, count):
            fresh, came = [inf] * (last + 1), [0] * (last + 1)
            for a in range(k - 1, last):
                base = costs[a]
                if base == inf:
                    continue
                b = a
                for width in self.row(a):
                    if width > limit:
                        break
                    b += 1
                    miss = width - mean
                    cost = base + weight * miss * miss + penalties[b]
                    if cost < fresh[b]:
                        fresh[b], came[b] = cost, a
            fresh[last] = inf
            costs = fresh
            back.append(came)
        best, node = inf, -1
        for a in range(count - 1, last):
            base = costs[a]
            row = self.row(a)
            if base < best and len(row) == last - a and row[-1] <= limit:
                cost = base + weight * (row[-1] - mean) ** 2 + (self._widow(a, row[-1], mean) if count > 1 else 0.0)
                if cost < best:
                    best, node = cost, a
        return None if node < 0 else self._path(best, node, back)

    def _widow(self, node: int, width: float, mean: float) -> float:
        short = self._size - self.starts[node] <= WIDOW_CHARS or width < WIDOW_SHARE * mean
        return WIDOW if short else 0.0

    def _path(self, cost: float, node: int, back: list[list[int]]) -> Path:
        """The lines that end in the one from ``node`` to the end."""
        nodes = [self._last, node]
        for came in reversed(back):
            nodes.append(came[nodes[-1]])
        nodes.reverse()
        edges = list(pairwise(nodes))
        widest = max(self.row(a)[b - a - 1] for a, b in edges)
        return Path(cost, widest, tuple((self.starts[a], self._ends[b]) for a, b in edges))

    def fill(self, count: int, limit: float) -> list[dict[int, tuple[float, tuple[tuple[int, int], ...]]]]:
        """For 0, 1, … ``count`` lines that leave text over: node → the cheapest cost and lines that lead to it."""
        levels: list[dict[int, tuple[float, tuple[tuple[int, int], ...]]]] = [{0: (0.0, ())}]
        for _ in range(count):
            level: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {}
            for a, (base, lines) in levels[-1].items():
                for b, width in enumerate(self.row(a), a + 1):
                    if width > limit or b == self._last:
                        break
                    room = 0.0 if self._forced[b] else RAGGED * (1 - width / limit) ** 2
                    cost = base + room + self._penalties[b]
                    if b not in level or cost < level[b][0]:
                        level[b] = (cost, (*lines, (self.starts[a], self._ends[b])))
            levels.append(level)
        return levels
