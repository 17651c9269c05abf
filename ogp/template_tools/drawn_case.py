"""A test card drawn layer by layer, so that each layer can be measured against what lies before and after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image

from ogp.display_list import OPAQUE, DisplayList
from ogp.layout.layout import placements
from ogp.paint.truecolor import paint
from ogp.template.model import TextLayer

if TYPE_CHECKING:
    from ogp.card import Card
    from ogp.display_list import DisplayItem
    from ogp.layout.card_design import CardDesign
    from ogp.layout.results import LayerPlacement
    from ogp.paint.draw_operations import Rasterizer
    from ogp.template.model import Layer

MAX_DECORATION_OPACITY = 0.3
"""A text that is no more opaque than this is decoration, if another layer says the same or it is no field at all."""


@dataclass(frozen=True, slots=True)
class DrawnCase:
    """One card with test content, laid out and painted layer by layer.

    name:       of the content.
    canvases:   ``canvases[i]`` is the picture before layer i, the last one is all of it.
    rasterizer: what it was drawn with.
    """

    name: str
    card: Card
    design: CardDesign
    placements: tuple[LayerPlacement, ...]
    canvases: tuple[Image.Image, ...]
    rasterizer: Rasterizer

    @property
    def texts(self) -> list[tuple[int, LayerPlacement]]:
        """The text layers that drew something to be read, with their indices."""
        return [
            (index, placement)
            for index, placement in enumerate(self.placements)
            if isinstance(placement.layer, TextLayer)
            and placement.text
            and not _is_decoration(placement.layer, self.design)
        ]

    @property
    def titles(self) -> list[tuple[int, LayerPlacement]]:
        """Those of the texts that show the title."""
        return [(index, placement) for index, placement in self.texts if "title" in placement.layer.pattern.names]


def draw_case(
    name: str, card: Card, design: CardDesign, rasterizer: Rasterizer, *, all_layers: bool = True
) -> DrawnCase:
    """Lay out and paint a card. Without ``all_layers`` only the pictures before texts are made: that is faster."""
    placed = placements(card, design)
    canvases = [Image.new("RGB", (design.size.width, design.size.height))]
    waiting: list[DisplayItem] = []
    for index, placement in enumerate(placed):
        waiting.extend(placement.items)
        is_last = index + 1 == len(placed)
        is_needed = all_layers or is_last or isinstance(placed[index + 1].layer, TextLayer)
        if is_needed and waiting:
            canvases.append(paint(DisplayList(canvases[-1], tuple(waiting)), rasterizer))
            waiting = []
        else:
            canvases.append(canvases[-1])
    return DrawnCase(name, card, design, placed, tuple(canvases), rasterizer)


def _is_decoration(layer: TextLayer, design: CardDesign) -> bool:
    if design.palette[layer.color][3] > MAX_DECORATION_OPACITY * OPAQUE:
        return False
    return layer.text.names <= _shown_elsewhere(design.layers, layer)


def _shown_elsewhere(layers: tuple[Layer, ...], layer: TextLayer) -> frozenset[str]:
    """Return the fields that the other text layers show."""
    others = (other for other in layers if other is not layer and isinstance(other, TextLayer))
    return frozenset[str]().union(*(other.text.names for other in others))
