"""Reads the keys of a layer's table that stand by themselves: condition, box, neighbors, gradient, text style."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from ogp.template import fields, limits
from ogp.template.model import Anchors, Edge, EdgeAnchor, Gradient
from ogp.typeset.style import Style

if TYPE_CHECKING:
    from ogp.toml_tables import Table

MIN_STOPS, MAX_STOPS = 2, 16
_STOP = re.compile(r"(.*?)(?:\s+(\d+(?:\.\d+)?)%)?", re.DOTALL)
_EDGES: tuple[Edge, ...] = ("after", "before", "below", "above")


def visible_when(table: Table) -> fields.VisibleWhen:
    """Take the condition on which the layer is drawn. Raises ConfigError."""
    return fields.VisibleWhen(table.parsed("needs", fields.parse), table.parsed("unless", fields.parse))


def anchors(table: Table) -> Anchors:
    """Take the box: distances from the card's edges and sizes in px, two of three on each axis. Raises ConfigError."""
    box = table.table("box")
    values = {
        key: box.optional_number(key, -limits.MAX_PX, limits.MAX_PX)
        for key in ("left", "right", "width", "top", "bottom", "height")
    }
    for near, far, extent in (("left", "right", "width"), ("top", "bottom", "height")):
        if all(values[key] is not None for key in (near, far, extent)):
            raise box.error(extent, f"{near}, {far} and {extent} contradict each other", "give two of the three")
        if (values[extent] or 0) < 0:
            raise box.error(extent, f"{extent} must not be negative")
    box.done()
    return Anchors(**values)


def neighbors(table: Table) -> tuple[EdgeAnchor, ...]:
    """Take the edges that are kept at a distance from earlier layers. Raises ConfigError."""
    result = []
    for edge in _EDGES:
        anchor = table.table(edge)
        if anchor.data:
            result.append(EdgeAnchor(edge, anchor.text("layer"), anchor.number("gap", 0, -400, 2000)))
            anchor.done()
    return tuple(result)


def gradient(table: Table) -> Gradient:
    """Take a gradient: its angle, and stops such as ``"deep"`` or ``"mid 55%"``. Raises ConfigError."""
    angle = table.number("angle", 180, -360, 360)
    texts = table.texts("stops")
    if not MIN_STOPS <= len(texts) <= MAX_STOPS:
        raise table.error("stops", f"a gradient has {MIN_STOPS} to {MAX_STOPS} stops, not {len(texts)}")
    stops = [match for text in texts if (match := _STOP.fullmatch(text))]
    positions = _positions([float(match[2]) / 100 if match[2] else None for match in stops])
    if any(not before <= after <= 1 for before, after in pairwise((0.0, *positions))):
        raise table.error("stops", "the positions of stops must rise from 0% to 100%")
    return Gradient(angle, tuple((match[1], position) for match, position in zip(stops, positions, strict=True)))


def _positions(explicit: list[float | None]) -> list[float]:
    """Spread the stops that have no position evenly between their neighbors (CSS Images 3 §3.5.3)."""
    explicit[0], explicit[-1] = explicit[0] or 0.0, 1.0 if explicit[-1] is None else explicit[-1]
    result: list[float] = []
    for index, position in enumerate(explicit):
        before = result[-1] if result else 0.0
        after, known = next((k, value) for k, value in enumerate(explicit[index:], index) if value is not None)
        result.append(before + (known - before) / (after - index + 1) if position is None else position)
    return result


def style(table: Table) -> Style:
    """Take what shapes the glyphs; the language comes with the card."""
    base = Style()
    return Style(
        family=table.text("font", base.family),
        weight=table.whole("weight", base.weight, 1, 1000),
        direction=cast("Any", table.text("direction", base.direction, ("horizontal", "vertical"))),
        spacing=cast("Any", table.text("spacing", base.spacing, ("palt", "chws", "full"))),
        tracking=table.number("tracking", 0, -0.2, 2),
        autospace=table.number("autospace", base.autospace, 0, 1),
        hanging=table.flag("hanging", default=False),
        tabular=table.flag("tabular", default=False),
    )
