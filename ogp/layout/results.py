"""What layout returns: a card's display list, and for the report where each layer lies and how each text was set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ogp.display_list import Box, DisplayItem, DisplayList
    from ogp.template import model


@dataclass(frozen=True, slots=True)
class TextReport:
    """How one text layer was set: size in px, the lines, whether it was cut, and the characters that no font has."""

    layer: str
    size: float
    lines: tuple[str, ...]
    truncated: bool
    missing: tuple[str, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class CardLayout:
    """A card's display list, a report for each text, and the box of each layer that has an id and drew something."""

    display_list: DisplayList
    texts: tuple[TextReport, ...]
    boxes: tuple[tuple[str, Box], ...]


@dataclass(frozen=True, slots=True)
class LayerPlacement:
    """One layer of one card by itself: the box it was given, what it draws, and how its text was set if it has one."""

    layer: model.Layer
    box: Box
    items: tuple[DisplayItem, ...]
    text: TextReport | None
