"""CardDesign: a template in one palette and size with its fonts and pictures; and the background, drawn once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ogp.images.effects import RoundedMasks

if TYPE_CHECKING:
    from PIL import Image

    from ogp.display_list import Box
    from ogp.images.loader import Pictures
    from ogp.layout.results import TextReport
    from ogp.template import Palette, Size, Template, model
    from ogp.typeset.typesetter import Typesetter


@dataclass(frozen=True, slots=True)
class CardDesign:
    """A template in one palette and size, with what it takes to lay out cards of it.

    nobreak: words of the site that are never broken across lines.
    """

    template: Template
    palette: Palette
    size: Size
    typesetter: Typesetter
    pictures: Pictures
    nobreak: tuple[str, ...] = ()
    corners: RoundedMasks = field(default_factory=RoundedMasks, compare=False)

    @property
    def layers(self) -> tuple[model.Layer, ...]:
        """The template's layers as they are at this size."""
        return self.template.layers[self.size.name]


@dataclass(frozen=True, slots=True)
class Background:
    """The layers of a design that look the same on every card, drawn once.

    baked: their indices in the template. texts, boxes: what a layout tells of them.
    """

    image: Image.Image
    baked: frozenset[int]
    texts: tuple[TextReport, ...]
    boxes: tuple[tuple[str, Box], ...]
