"""The rules that `ogp template check` holds a template to, each measured on a card drawn with test content."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from ogp.display_list import ImageItem, RectItem
from ogp.encode import card_file
from ogp.template_tools import measure
from ogp.template_tools.first_phrase_bounds import first_phrase
from ogp.typeset.ink_bounds import Extent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ogp.display_list import Box
    from ogp.layout.results import LayerPlacement
    from ogp.template_tools.drawn_case import DrawnCase

RULES = {
    "box": "no text is drawn outside its box",
    "overlap": "no two texts are drawn over each other",
    "covered": "nothing is painted over a text",
    "contrast": "every text has 4.5:1 or more against the pixels behind it",
    "title": "the title is there, at 44 px or more (on a card 1200 px wide)",
    "cut": "no title of up to 80 characters is cut",
    "safe-area": "what is to be read lies 60 px from the sides and 15 px from top and bottom (of 1200×630)",
    "square-crop": "the title's first phrase survives the crop to the center square, where the template promises it",
    "weight": "a card is no more than 600 KB; more than 300 KB is a warning",
}
"""The rules by name; docs/templates.md tells why."""

Rule = Literal["box", "overlap", "covered", "contrast", "title", "cut", "safe-area", "square-crop", "weight"]

MIN_CONTRAST = 4.5
"""WCAG 2.2 §1.4.3, level AA. Its 3:1 for large type does not help: a card is seen at a quarter of its size."""

MIN_TITLE = 44 / 1200
"""Type size of a title, of the card's width."""
SIDE_MARGIN, EDGE_MARGIN = 60 / 1200, 15 / 630
"""Margins of the safe area, of the card's width and height."""
WARN_BYTES, FAIL_BYTES = 300_000, 600_000
MAX_COVERED = 0.01
"""Less of a text than this is covered by an edge that touches it."""
OVERSHOOT = 0.15
"""em by which ink may leave its box: round letters, accents and emoji do so by nature."""

SLACK = 2.0
"""px that nobody sees."""


@dataclass(frozen=True, slots=True)
class TemplateFinding:
    """A rule that a template breaks: at which size, in which palette, with which content, in which layer.

    ``layer`` is its id, or its number in the file, as in ``#3``; ``""`` where the whole card is meant.
    """

    rule: Rule
    template: str
    size: str
    palette: str
    case: str
    layer: str
    message: str
    warning: bool = False

    def __str__(self) -> str:
        """One line: where, rule, what."""
        layer = f" layer {self.layer}" if self.layer else ""
        kind = "warning: " if self.warning else ""
        return f"{self.template} {self.size} {self.palette} ({self.case}){layer}: {kind}{self.rule}: {self.message}"


def _finding(
    drawn: DrawnCase, rule: Rule, index: int | None, message: str, *, warning: bool = False
) -> TemplateFinding:
    layer = "" if index is None else _layer_name(drawn, index)
    design = drawn.design
    names = (design.template.name, design.size.name, design.palette.name)
    return TemplateFinding(rule, *names, drawn.name, layer, message, warning)


def _layer_name(drawn: DrawnCase, index: int) -> str:
    return drawn.placements[index].layer.id or f"#{index + 1}"


def check_all(drawn: DrawnCase) -> Iterator[TemplateFinding]:
    """Yield what breaks any rule but that of weight."""
    for rule in (_check_title, _check_box, _check_overlap, _check_covered, check_contrast, _check_safe_area):
        yield from rule(drawn)
    if "square-crop" in drawn.design.template.promises:
        yield from _check_square_crop(drawn)


def check_contrast(drawn: DrawnCase) -> Iterator[TemplateFinding]:
    """Yield texts that do not stand out enough from the pixels behind them."""
    for index, placement in drawn.texts:
        mask = measure.letters_mask(placement)
        if mask is None:
            continue
        ratio = measure.contrast_behind(drawn.canvases[index], placement, mask, drawn.rasterizer)
        if ratio < MIN_CONTRAST - 0.005:
            message = f"{ratio:.2f}:1 where it is worst; {MIN_CONTRAST}:1 is the least"
            yield _finding(drawn, "contrast", index, message)


def check_weight(drawn: DrawnCase) -> Iterator[TemplateFinding]:
    """Yield a card whose file is too large."""
    data = card_file.encode(drawn.canvases[-1], ".png", fingerprint="0" * 32).data
    if len(data) > WARN_BYTES:
        message = f"{len(data) // 1000} KB as PNG; WhatsApp and others show nothing beyond {FAIL_BYTES // 1000}"
        yield _finding(drawn, "weight", None, message, warning=len(data) <= FAIL_BYTES)


def _check_title(drawn: DrawnCase) -> Iterator[TemplateFinding]:
    min_size = MIN_TITLE * drawn.design.size.width
    if not drawn.titles:
        yield _finding(drawn, "title", None, "no text shows {title}")
    for index, placement in drawn.titles:
        assert placement.text
        size = placement.text.size
        if size < min_size - 0.01:
            yield _finding(drawn, "title", index, f"set at {size:.0f} px; {min_size:.0f} px is the least that is read")
        if placement.text.truncated:
            yield _finding(drawn, "cut", index, f"ends in … at {size:.0f} px", warning=True)


def _check_box(drawn: DrawnCase) -> Iterator[TemplateFinding]:
    for index, placement in drawn.texts:
        assert placement.text
        allowed = _grown(placement.box, OVERSHOOT * placement.text.size + SLACK)
        if outside := _outside(_ink(placement, allowed), allowed):
            yield _finding(drawn, "box", index, f"{outside} its box")


def _check_safe_area(drawn: DrawnCase) -> Iterator[TemplateFinding]:
    size = drawn.design.size
    x, y = SIDE_MARGIN * size.width - SLACK, EDGE_MARGIN * size.height - SLACK
    allowed = Extent(x, y, size.width - x, size.height - y)
    for index, placement in drawn.texts:
        if outside := _outside(_ink(placement, allowed), allowed):
            yield _finding(drawn, "safe-area", index, f"{outside} the safe area")


def _check_overlap(drawn: DrawnCase) -> Iterator[TemplateFinding]:
    """Compare every two texts line by line, plates included: a plate is part of its text."""
    for (index, a), (later_index, b) in combinations(drawn.texts, 2):
        depth = max((_overlap_depth(x, y) for x in _occupied(a) for y in _occupied(b)), default=0.0)
        if depth > SLACK:
            message = f"drawn over layer {_layer_name(drawn, index)}, by {depth:.0f} px"
            yield _finding(drawn, "overlap", later_index, message)


def _check_covered(drawn: DrawnCase) -> Iterator[TemplateFinding]:
    """Look for pictures and fills painted after a text that change its pixels."""
    for index, placement in drawn.texts:
        mask = measure.letters_mask(placement)
        if mask is None:
            continue
        for later in range(index + 1, len(drawn.placements)):
            if not any(isinstance(item, (RectItem, ImageItem)) for item in drawn.placements[later].items):
                continue
            fraction = measure.covered_fraction(drawn.canvases[later], drawn.canvases[later + 1], mask)
            if fraction > MAX_COVERED:
                message = f"layer {_layer_name(drawn, later)} is painted over {fraction:.0%} of it"
                yield _finding(drawn, "covered", index, message)


def _check_square_crop(drawn: DrawnCase) -> Iterator[TemplateFinding]:
    size = drawn.design.size
    side = min(size.width, size.height)
    left, top = (size.width - side) / 2, (size.height - side) / 2
    square = Extent(left, top, left + side, top + side)
    for index, placement in drawn.titles:
        phrase, bounds = first_phrase(placement, drawn.card, drawn.design)
        if outside := _outside(bounds, square):
            yield _finding(drawn, "square-crop", index, f"“{phrase}” is {outside} the center square")


def _ink(placement: LayerPlacement, default: Extent) -> Extent:
    return measure.hull(measure.ink_boxes(placement) or [default])


def _grown(box: Box, margin: float) -> Extent:
    return Extent(box.x - margin, box.y - margin, box.x + box.w + margin, box.y + box.h + margin)


def _outside(ink: Extent, allowed: Extent) -> str:
    """Say by how many px ink leaves a box, and where; ``""`` if it does not."""
    excess = {
        "left of": allowed.left - ink.left,
        "above": allowed.top - ink.top,
        "right of": ink.right - allowed.right,
        "below": ink.bottom - allowed.bottom,
    }
    side, worst = max(excess.items(), key=lambda item: item[1])
    return f"drawn {worst:.0f} px {side}" if worst > 0 else ""


def _occupied(placement: LayerPlacement) -> list[Extent]:
    plates = (item.box for item in placement.items if isinstance(item, RectItem))
    return [*measure.ink_boxes(placement), *(_grown(box, 0) for box in plates)]


def _overlap_depth(a: Extent, b: Extent) -> float:
    """Return by how many px two boxes run into each other, horizontally or vertically, whichever is less."""
    return min(min(a.right, b.right) - max(a.left, b.left), min(a.bottom, b.bottom) - max(a.top, b.top))
