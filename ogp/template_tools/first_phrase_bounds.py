"""The bounds of a title's first phrase, which must survive the crop to a square."""

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
    from ogp.layout.card_design import CardDesign
    from ogp.layout.results import LayerPlacement

MAX_PHRASE_PENALTY = 1.0
"""A break at a lower penalty divides phrases, at a higher one words (`ogp.typeset.penalties`)."""


def first_phrase(placement: LayerPlacement, card: Card, design: CardDesign) -> tuple[str, Extent]:
    """Return the first phrase of a title, or its first line if that is shorter, and the bounds of its em boxes, px."""
    layer, text = placement.layer, placement.text
    assert isinstance(layer, TextLayer)
    assert text
    line = text.lines[0]
    end = next((one.end for one in breaks(line, lang=card.lang) if one.penalty < MAX_PHRASE_PENALTY), len(line))
    phrase = line[:end]
    style = replace(layer.style, lang=card.lang)
    length = shape(phrase, style, design.typesetter.fonts).line(0, end).advance * text.size
    first = measure.lines(placement)[0]
    if layer.style.direction == "vertical":
        half = text.size / 2
        return phrase, Extent(first.x - half, first.y, first.x + half, first.y + length)
    return phrase, Extent(first.x, first.y - text.size, first.x + length, first.y + text.size * 0.12)
