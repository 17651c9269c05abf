"""Keys that layers of more than one kind have: when they are drawn, box, neighbors, how a text's glyphs are chosen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from ogp.template import fields, limits
from ogp.template.model import Anchors, Edge, EdgeAnchor, Gradient
from ogp.typeset.style import Style

if TYPE_CHECKING:
    from ogp.toml_tables import Table

LEAST_STOPS, MOST_STOPS = 2, 16
_STOP = re.compile(r"(.*?)(?:\s+(\d+(?:\.\d+)?)%)?", re.DOTALL)
_EDGES: tuple[Edge, ...] = ("after", "before", "below", "above")


def condition(table: Table) -> fields.VisibleWhen:
    """Take on which cards the layer is drawn. Raises ConfigError."""
    return fields.VisibleWhen(table.parsed("needs", fields.parse), table.parsed("unless", fields.parse))


def anchors(table: Table) -> Anchors:
    """Take the box: distances from the card's edges and sizes in px, two of three on each axis. Raises ConfigError."""
    box = table.table("box")
    values = {
        key: box.maybe(key, -limits.MAX_PX, limits.MAX_PX)
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
    """Take the edges that are tied to earlier layers. Raises ConfigError."""
    found = []
    for edge in _EDGES:
        one = table.table(edge)
        if one.data:
            found.append(EdgeAnchor(edge, one.text("layer"), one.number("gap", 0, -400, 2000)))
            one.done()
    return tuple(found)


def gradient(table: Table) -> Gradient:
    """Take a gradient: angle, and stops such as ``"deep"`` or ``"mid 55%"``. Raises ConfigError.

    Stops without a place are spread evenly between their neighbors (CSS Images 3 §3.5.3).
    """
    angle = table.number("angle", 180, -360, 360)
    texts = table.texts("stops")
    if not LEAST_STOPS <= len(texts) <= MOST_STOPS:
        raise table.error("stops", f"a gradient has {LEAST_STOPS} to {MOST_STOPS} stops, not {len(texts)}")
    found = [match for text in texts if (match := _STOP.fullmatch(text))]
    places = [float(match[2]) / 100 if match[2] else None for match in found]
    places[0], places[-1] = places[0] or 0.0, 1.0 if places[-1] is None else places[-1]
    spread: list[float] = []
    for at, given in enumerate(places):
        before = spread[-1] if spread else 0.0
        after, known = next((k, place) for k, place in enumerate(places[at:], at) if place is not None)
        place = before + (known - before) / (after - at + 1) if given is None else given
        if not before <= place <= 1:
            raise table.error("stops", "the places of stops rise from 0% to 100%")
        spread.append(place)
    return Gradient(angle, tuple((match[1], place) for match, place in zip(found, spread, strict=True)))


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
