"""Keys that layers of more than one kind have: the box, the neighbours, how a text's glyphs are chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from ogp.template import limits
from ogp.template.model import Anchors, Edge, Neighbour
from ogp.typeset.style import Style

if TYPE_CHECKING:
    from ogp.tables import Table

_EDGES: tuple[Edge, ...] = ("after", "before", "below", "above")


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


def neighbours(table: Table) -> tuple[Neighbour, ...]:
    """Take the edges that are tied to earlier layers. Raises ConfigError."""
    found = []
    for edge in _EDGES:
        one = table.table(edge)
        if one.data:
            found.append(Neighbour(edge, one.text("layer"), one.number("gap", 0, -400, 2000)))
            one.done()
    return tuple(found)


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
