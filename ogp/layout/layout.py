"""The layout engine: places a template's layers on a card. Everything is decided here; paint only draws."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ogp.display_list import Box, DisplayList, ImageItem, RectItem, TextItem
from ogp.images import effects
from ogp.images.qr import qr_code
from ogp.layout.results import CardLayout, LayerPlacement, TextReport
from ogp.layout.text_block import IDEOGRAPHIC_CENTER, place_lines
from ogp.template import model
from ogp.typeset.style import SizeRange, Style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

    from ogp.card import Card
    from ogp.display_list import DisplayItem
    from ogp.layout.card_design import Background, CardDesign
    from ogp.typeset.fit_paragraph import Paragraph


MAX_OVERHANG = 0.3
"""em by which ink may leave the em box, so that two layers count as apart."""


def lay_out(card: Card, design: CardDesign, background: Background) -> CardLayout:
    """Place every layer that the background does not hold already.

    Raises:
        OgpError: E_ASSET for a picture that cannot be read.
    """
    placer = _Placer(dict(background.boxes), list(background.texts))
    items: list[DisplayItem] = []
    for index, layer in enumerate(design.layers):
        if index not in background.baked:
            items.extend(placer.place(layer, card, design))
    return CardLayout(DisplayList(background.image, tuple(items)), tuple(placer.texts), tuple(placer.boxes.items()))


def constant_layers(card: Card, design: CardDesign, canvas: Image.Image) -> tuple[frozenset[int], CardLayout]:
    """Lay out the layers that look the same on every card of the site, over ``canvas``; return their indices too.

    A constant layer that lies over a changing one (or is anchored to it) is not taken: the order of painting must not
    change.
    """
    placer = _Placer({}, [])
    items: list[DisplayItem] = []
    baked: set[int] = set()
    changing: list[model.Layer] = []
    for index, layer in enumerate(design.layers):
        if _is_constant(layer, changing, design):
            items.extend(placer.place(layer, card, design))
            baked.add(index)
        else:
            changing.append(layer)
    layout = CardLayout(DisplayList(canvas, tuple(items)), tuple(placer.texts), tuple(placer.boxes.items()))
    return frozenset(baked), layout


def placements(card: Card, design: CardDesign) -> tuple[LayerPlacement, ...]:
    """Lay out every layer of a card, in paint order, each by itself: what `ogp template check` measures."""
    placer = _Placer({}, [])
    result = []
    for layer in design.layers:
        count = len(placer.texts)
        box = placer.box(layer, design)
        items = tuple(placer.place(layer, card, design))
        result.append(LayerPlacement(layer, box, items, placer.texts[-1] if len(placer.texts) > count else None))
    return tuple(result)


def _is_constant(layer: model.Layer, changing: list[model.Layer], design: CardDesign) -> bool:
    if any(anchor.layer == other.id for anchor in layer.neighbors for other in changing):
        return False
    area = _drawing_area(layer, design)
    return layer.constant and not any(_overlap(area, _drawing_area(other, design)) for other in changing)


def _drawing_area(layer: model.Layer, design: CardDesign) -> Box:
    """Return where a layer may draw at most: its box and what stroke, shadow or ink beyond the em box may add."""
    box = layer.anchors.box(design.size.width, design.size.height)
    margin = layer.sizes[0] * MAX_OVERHANG if isinstance(layer, model.TextLayer) else 0.0
    if isinstance(layer, model.TextLayer) and layer.stroke:
        margin += layer.stroke.width
    if isinstance(layer, model.TextLayer) and layer.shadow:
        margin += 3 * layer.shadow.blur + max(abs(layer.shadow.dx), abs(layer.shadow.dy))
    return Box(box.x - margin, box.y - margin, box.w + 2 * margin, box.h + 2 * margin)


def _overlap(a: Box, b: Box) -> bool:
    return a.x < b.x + b.w and b.x < a.x + a.w and a.y < b.y + b.h and b.y < a.y + a.h


@dataclass(slots=True)
class _Placer:
    """Places layers in paint order; keeps the boxes that later layers are anchored to, and the reports of texts."""

    boxes: dict[str, Box]
    texts: list[TextReport]

    def place(self, layer: model.Layer, card: Card, design: CardDesign) -> Iterator[DisplayItem]:
        if not layer.when.holds(card):
            return
        box = self.box(layer, design)
        match layer:
            case model.TextLayer():
                yield from self._text(layer, box, card, design)
            case model.PictureLayer():
                yield from self._picture(layer, box, card, design)
            case model.FillLayer():
                yield from self._fill(layer, box, design)

    def box(self, layer: model.Layer, design: CardDesign) -> Box:
        """Return the layer's box, its edges moved by the neighbors that drew something."""
        x, y, w, h = layer.anchors.box(design.size.width, design.size.height)
        for anchor in layer.neighbors:
            neighbor = self.boxes.get(anchor.layer)
            if neighbor is None:
                continue
            match anchor.edge:
                case "after":
                    start = neighbor.x + neighbor.w + anchor.gap
                    x, w = start, max(0.0, x + w - start)
                case "before":
                    w = max(0.0, neighbor.x - anchor.gap - x)
                case "below":
                    start = neighbor.y + neighbor.h + anchor.gap
                    y, h = start, max(0.0, y + h - start)
                case "above":
                    h = max(0.0, neighbor.y - anchor.gap - y)
        return Box(x, y, w, h)

    def _note(self, layer: model.Layer, box: Box) -> None:
        if layer.id:
            self.boxes[layer.id] = box

    def _fill(self, layer: model.FillLayer, box: Box, design: CardDesign) -> Iterator[DisplayItem]:
        self._note(layer, box)
        palette = design.palette
        if layer.gradient:
            stops = [(palette[color], position) for color, position in layer.gradient.stops]
            image = effects.linear_gradient(_pixels(box), layer.gradient.angle, stops)
            if layer.radius:
                image = effects.apply_effects(
                    image.convert("RGBA"), design.corners, radius=layer.radius, opacity=1, blur=0, scrim=(0, 0, 0, 0)
                )
            yield ImageItem(image, round(box.x), round(box.y))
        if layer.color or layer.edge:
            yield RectItem(box, palette[layer.color], layer.radius, palette[layer.edge], layer.edge_width)

    def _picture(self, layer: model.PictureLayer, box: Box, card: Card, design: CardDesign) -> Iterator[DisplayItem]:
        size = _pixels(box)
        text = layer.source.fill(card)
        if not text and layer.kind != "file":
            return
        match layer.kind:
            case "file":
                image = design.pictures.of_template(layer.file, size, design.palette)
            case "field":
                image = design.pictures.of_site(text, size)
            case "qr":
                image = qr_code(text, min(size), design.palette[layer.color or "#000000"])
            case "emoji":
                yield from self._emoji(layer, box, text, card, design)
                return
        if layer.kind != "qr":
            image = effects.scale(image, size, cover=layer.fit == "cover", focus=layer.focus)
        image = effects.apply_effects(
            image,
            design.corners,
            radius=layer.radius,
            opacity=layer.opacity,
            blur=layer.blur,
            scrim=design.palette[layer.scrim],
        )
        x = box.x + (box.w - image.width) * layer.focus[0]
        y = box.y + (box.h - image.height) * layer.focus[1]
        self._note(layer, Box(x, y, image.width, image.height))
        yield ImageItem(image, round(x), round(y))

    def _emoji(
        self, layer: model.PictureLayer, box: Box, text: str, card: Card, design: CardDesign
    ) -> Iterator[DisplayItem]:
        """Set an emoji as large as its box."""
        style = Style(lang=card.lang, autospace=0.0)
        side = min(box.w, box.h)
        paragraph = design.typesetter.fit(
            text,
            style,
            width=side * 1.3,
            height=side * 1.3,
            sizes=SizeRange(side, side / 8),
            leading=1,
            max_lines=1,
        )
        self._note(layer, box)
        for line in paragraph.lines:
            x = box.x + (box.w - line.advance * paragraph.size) / 2
            y = box.y + box.h / 2 + IDEOGRAPHIC_CENTER * paragraph.size
            yield TextItem(line, paragraph.size, x, y, (0, 0, 0, 255))

    def _text(self, layer: model.TextLayer, box: Box, card: Card, design: CardDesign) -> Iterator[DisplayItem]:
        text = layer.text.fill(card)
        if not text:
            return
        pad_x, pad_y = layer.plate.padding if layer.plate else (0.0, 0.0)
        inner = Box(box.x + pad_x, box.y + pad_y, max(1.0, box.w - 2 * pad_x), max(1.0, box.h - 2 * pad_y))
        style = replace(layer.style, lang=card.lang)
        horizontal = style.direction == "horizontal"
        paragraph = design.typesetter.fit(
            text,
            style,
            width=inner.w if horizontal else inner.h,
            height=inner.h if horizontal else inner.w,
            sizes=SizeRange(*layer.sizes),
            leading=layer.leading,
            max_lines=layer.lines,
            nobreak=design.nobreak,
        )
        if not paragraph.lines:
            return
        lines, bounds = place_lines(paragraph, layer, inner, design.palette)
        plate_box = Box(bounds.x - pad_x, bounds.y - pad_y, bounds.w + 2 * pad_x, bounds.h + 2 * pad_y)
        self._note(layer, plate_box)
        self.texts.append(_report(layer, paragraph, bounds))
        if layer.plate:
            plate, palette = layer.plate, design.palette
            radius = min(plate.radius, plate_box.h / 2)
            yield RectItem(plate_box, palette[plate.color], radius, palette[plate.edge], plate.edge_width)
        yield from lines


def _pixels(box: Box) -> tuple[int, int]:
    """Return the size of a box in whole px, at least 1 × 1."""
    return max(1, round(box.w)), max(1, round(box.h))


def _report(layer: model.TextLayer, paragraph: Paragraph, bounds: Box) -> TextReport:
    return TextReport(
        layer.id,
        paragraph.size,
        tuple(line.text for line in paragraph.lines),
        paragraph.truncated,
        tuple(str(cluster) for cluster in paragraph.missing),
        bounds,
    )
