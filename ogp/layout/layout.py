"""Layout: Card + Template + Palette + FontSet -> Frame. Everything is decided here; paint only draws."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ogp import frame
from ogp.frame import Box
from ogp.images import effects
from ogp.images.qr import qr_code
from ogp.layout import text_block as lines
from ogp.layout.results import CardLayout, LayerPlacement, TextReport
from ogp.template import model
from ogp.typeset.style import SizeRange, Style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

    from ogp.card import Card
    from ogp.layout.scene import Background, Scene


def lay_out(card: Card, scene: Scene, backdrop: Background) -> CardLayout:
    """Place every layer that the backdrop does not hold already.

    Raises OgpError (E_ASSET) for a picture that cannot be read.
    """
    placed = _Placer(dict(backdrop.boxes), list(backdrop.texts))
    items: list[frame.FrameItem] = []
    for index, layer in enumerate(scene.layers):
        if index not in backdrop.baked:
            items.extend(placed.place(layer, card, scene))
    return CardLayout(frame.Frame(backdrop.image, tuple(items)), tuple(placed.texts), tuple(placed.boxes.items()))


def constant_layers(card: Card, scene: Scene, ground: Image.Image) -> tuple[frozenset[int], CardLayout]:
    """Lay out the layers that look the same on every card of the site, over ``ground``.

    A constant layer that lies over a changing one (or hangs on it as a neighbour) is not taken: the order of painting
    must not change.
    """
    placed = _Placer({}, [])
    items: list[frame.FrameItem] = []
    baked: set[int] = set()
    changing: list[model.Layer] = []
    for index, layer in enumerate(scene.layers):
        if _constant(layer, changing, scene):
            items.extend(placed.place(layer, card, scene))
            baked.add(index)
        else:
            changing.append(layer)
    layout = CardLayout(frame.Frame(ground, tuple(items)), tuple(placed.texts), tuple(placed.boxes.items()))
    return frozenset(baked), layout


def placements(card: Card, scene: Scene) -> tuple[LayerPlacement, ...]:
    """Lay out every layer of a card, in paint order, each by itself: what `ogp template check` measures."""
    placed = _Placer({}, [])
    result = []
    for layer in scene.layers:
        known = len(placed.texts)
        box = placed.box(layer, scene)
        items = tuple(placed.place(layer, card, scene))
        result.append(LayerPlacement(layer, box, items, placed.texts[-1] if len(placed.texts) > known else None))
    return tuple(result)


def _constant(layer: model.Layer, changing: list[model.Layer], scene: Scene) -> bool:
    if any(neighbour.layer == other.id for neighbour in layer.neighbours for other in changing):
        return False
    mine = _reach(layer, scene)
    return layer.constant and not any(_overlap(mine, _reach(other, scene)) for other in changing)


def _reach(layer: model.Layer, scene: Scene) -> Box:
    """Return where a layer may draw at most: its box and what stroke, shadow or ink beyond the em box may add."""
    box = layer.anchors.box(scene.size.width, scene.size.height)
    slack = layer.sizes[0] * 0.3 if isinstance(layer, model.TextLayer) else 0.0
    if isinstance(layer, model.TextLayer) and layer.stroke:
        slack += layer.stroke.width
    if isinstance(layer, model.TextLayer) and layer.shadow:
        slack += 3 * layer.shadow.blur + max(abs(layer.shadow.dx), abs(layer.shadow.dy))
    return Box(box.x - slack, box.y - slack, box.w + 2 * slack, box.h + 2 * slack)


def _overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.w and other.x < one.x + one.w and one.y < other.y + other.h and other.y < one.y + one.h
    )


@dataclass(slots=True)
class _Placer:
    """The layers placed so far: what later neighbours and the report need."""

    boxes: dict[str, Box]
    texts: list[TextReport]

    def place(self, layer: model.Layer, card: Card, scene: Scene) -> Iterator[frame.FrameItem]:
        if not layer.when.holds(card):
            return
        box = self.box(layer, scene)
        if isinstance(layer, model.TextLayer):
            yield from self._text(layer, box, card, scene)
        elif isinstance(layer, model.PictureLayer):
            yield from self._picture(layer, box, card, scene)
        else:
            yield from self._fill(layer, box, scene)

    def box(self, layer: model.Layer, scene: Scene) -> Box:
        """Return the layer's box, its edges moved by the neighbours that drew something."""
        x, y, w, h = layer.anchors.box(scene.size.width, scene.size.height)
        for neighbour in layer.neighbours:
            other = self.boxes.get(neighbour.layer)
            if other is None:
                continue
            match neighbour.edge:
                case "after":
                    start = other.x + other.w + neighbour.gap
                    x, w = start, max(0.0, x + w - start)
                case "before":
                    w = max(0.0, other.x - neighbour.gap - x)
                case "below":
                    start = other.y + other.h + neighbour.gap
                    y, h = start, max(0.0, y + h - start)
                case "above":
                    h = max(0.0, other.y - neighbour.gap - y)
        return Box(x, y, w, h)

    def _note(self, layer: model.Layer, box: Box) -> None:
        if layer.id:
            self.boxes[layer.id] = box

    def _fill(self, layer: model.FillLayer, box: Box, scene: Scene) -> Iterator[frame.FrameItem]:
        self._note(layer, box)
        colors = scene.palette
        if layer.gradient:
            size = (max(1, round(box.w)), max(1, round(box.h)))
            stops = [(colors[color], place) for color, place in layer.gradient.stops]
            picture = effects.linear_gradient(size, layer.gradient.angle, stops)
            if layer.radius:
                picture = effects.apply_effects(
                    picture.convert("RGBA"), scene.corners, radius=layer.radius, opacity=1, blur=0, scrim=(0, 0, 0, 0)
                )
            yield frame.ImageItem(picture, round(box.x), round(box.y))
        if layer.color or layer.edge:
            yield frame.RectItem(box, colors[layer.color], layer.radius, colors[layer.edge], layer.edge_width)

    def _picture(self, layer: model.PictureLayer, box: Box, card: Card, scene: Scene) -> Iterator[frame.FrameItem]:
        size = (max(1, round(box.w)), max(1, round(box.h)))
        word = layer.source.fill(card)
        if not word and layer.kind != "file":
            return
        match layer.kind:
            case "file":
                picture = scene.pictures.of_template(layer.file, size, scene.palette)
            case "field":
                picture = scene.pictures.of_site(word, size)
            case "qr":
                picture = qr_code(word, min(size), scene.palette[layer.color or "#000000"])
            case "emoji":
                yield from self._emoji(layer, box, word, card, scene)
                return
        if layer.kind != "qr":
            picture = effects.scale(picture, size, cover=layer.fit == "cover", focus=layer.focus)
        picture = effects.apply_effects(
            picture,
            scene.corners,
            radius=layer.radius,
            opacity=layer.opacity,
            blur=layer.blur,
            scrim=scene.palette[layer.scrim],
        )
        x = box.x + (box.w - picture.width) * layer.focus[0]
        y = box.y + (box.h - picture.height) * layer.focus[1]
        self._note(layer, Box(x, y, picture.width, picture.height))
        yield frame.ImageItem(picture, round(x), round(y))

    def _emoji(
        self, layer: model.PictureLayer, box: Box, word: str, card: Card, scene: Scene
    ) -> Iterator[frame.FrameItem]:
        """Set an emoji as large as its box."""
        style = Style(lang=card.lang, autospace=0.0)
        side = min(box.w, box.h)
        sizes = SizeRange(side, side / 8)
        paragraph = scene.typesetter.fit(
            word, style, width=side * 1.3, height=side * 1.3, sizes=sizes, leading=1, max_lines=1
        )
        self._note(layer, box)
        for line in paragraph.lines:
            x = box.x + (box.w - line.advance * paragraph.size) / 2
            y = box.y + box.h / 2 + lines.IDEOGRAPHIC_CENTRE * paragraph.size
            yield frame.TextItem(line, paragraph.size, x, y, (0, 0, 0, 255))

    def _text(self, layer: model.TextLayer, box: Box, card: Card, scene: Scene) -> Iterator[frame.FrameItem]:
        words = layer.text.fill(card)
        if not words:
            return
        across, down = layer.plate.padding if layer.plate else (0.0, 0.0)
        inner = Box(box.x + across, box.y + down, max(1.0, box.w - 2 * across), max(1.0, box.h - 2 * down))
        style = replace(layer.style, lang=card.lang)
        upright = style.direction == "horizontal"
        paragraph = scene.typesetter.fit(
            words,
            style,
            width=inner.w if upright else inner.h,
            height=inner.h if upright else inner.w,
            sizes=SizeRange(*layer.sizes),
            leading=layer.leading,
            max_lines=layer.lines,
            nobreak=scene.nobreak,
        )
        if not paragraph.lines:
            return
        set_lines, extent = (lines.rows if upright else lines.columns)(paragraph, layer, inner, scene.palette)
        ground = Box(extent.x - across, extent.y - down, extent.w + 2 * across, extent.h + 2 * down)
        self._note(layer, ground)
        self.texts.append(
            TextReport(
                layer.id,
                paragraph.size,
                tuple(line.text for line in paragraph.lines),
                paragraph.truncated,
                tuple(str(item) for item in paragraph.missing),
                extent,
            )
        )
        if layer.plate:
            plate, colors = layer.plate, scene.palette
            radius = min(plate.radius, ground.h / 2)
            yield frame.RectItem(ground, colors[plate.color], radius, colors[plate.edge], plate.edge_width)
        yield from set_lines
