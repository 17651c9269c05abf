"""What layout returns: a card's frame, and for the report where each layer lies and how each text was set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ogp import frame
    from ogp.frame import Box
    from ogp.template import model


@dataclass(frozen=True, slots=True)
class TextReport:
    """What became of one text layer, for the report: size in px, the lines as set."""

    layer: str
    size: float
    lines: tuple[str, ...]
    truncated: bool
    missing: tuple[str, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class CardLayout:
    """A frame and what the report says about its texts. ``boxes`` are where each layer with an id drew."""

    frame: frame.Frame
    texts: tuple[TextReport, ...]
    boxes: tuple[tuple[str, Box], ...]


@dataclass(frozen=True, slots=True)
class LayerPlacement:
    """One layer of one card by itself: the box it was given, what it drew, and what became of its text."""

    layer: model.Layer
    box: Box
    items: tuple[frame.FrameItem, ...]
    text: TextReport | None
