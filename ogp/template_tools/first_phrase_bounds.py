"""Where on a card the first phrase of a title stands: what must survive the crop to a square."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ogp.template.model import TextLayer
from ogp.template_tools import measure
from ogp.typeset.ink_bounds import Extent
from ogp.typeset.penalties import breaks
from ogp.typeset.shaping import shape

if TYPE_CHECKING:
    from ogp.card import Card
    from ogp.layout.results import LayerPlacement
    from ogp.layout.scene import Scene

GOOD = 1.0
"""A break cheaper than this parts phrases, a dearer one parts words (`ogp.typeset.penalties`)."""


def first_phrase(placement: LayerPlacement, card: Card, scene: Scene) -> tuple[str, Extent]:
    """Return the first phrase of a set title, or its first line if that is shorter, and the box of its em boxes, px."""
    layer, text = placement.layer, placement.text
    assert isinstance(layer, TextLayer)
    assert text
    line = text.lines[0]
    end = next((one.end for one in breaks(line, lang=card.lang) if one.penalty < GOOD), len(line))
    words = line[:end]
    length = shape(words, replace(layer.style, lang=card.lang), scene.typesetter.fonts).line(0, end).advance * text.size
    first = measure.lines(placement)[0]
    if layer.style.direction == "vertical":
        half = text.size / 2
        return words, Extent(first.x - half, first.y, first.x + half, first.y + length)
    return words, Extent(first.x, first.y - text.size, first.x + length, first.y + text.size * 0.12)
