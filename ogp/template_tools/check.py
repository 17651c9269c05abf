"""Is a template safe for any post? It is drawn with extreme content and measured: `check` gives what is wrong.

What must hold is in `RULES`. Geometry depends on the size and the content, not on the palette, so it is measured once
a size; colors are measured with every palette, the twelve automatic hues among them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from PIL import Image

from ogp import frame
from ogp.encode import card_file
from ogp.layout.layout import placements
from ogp.layout.scene import Scene
from ogp.paint.operations import Rasterizer
from ogp.paint.truecolor import paint
from ogp.template.color import AUTO_HUES
from ogp.template.model import TextLayer
from ogp.template_tools import measure, sample_cards
from ogp.template_tools.first_phrase_bounds import first_phrase
from ogp.typeset.ink_bounds import Extent
from ogp.typeset.typesetter import Typesetter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ogp.card import Card
    from ogp.fonts import FontSet
    from ogp.layout.results import LayerPlacement
    from ogp.template import Palette, Size, Template
    from ogp.template.model import Layer

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

CONTRAST = 4.5
"""WCAG 2.2 §1.4.3, level AA. Its 3:1 for large type does not help: a card is seen at a quarter of its size."""

DECORATION = 0.3
"""A text that is no more opaque than this is decoration, if another layer says the same or it is no field at all."""

TITLE = 44 / 1200
SIDE, EDGE = 60 / 1200, 15 / 630
WARN_BYTES, FAIL_BYTES = 300_000, 600_000
OVERSHOOT = 0.15
"""em by which ink may leave its box: round letters, accents and emoji do so by nature."""

SLACK = 2.0
"""px that nobody sees."""


@dataclass(frozen=True, slots=True)
class TemplateFinding:
    """One thing that is wrong: which rule, with which template, size, palette and content, in which layer.

    ``layer`` is its id, or its place in the file; ``""`` where the whole card is meant.
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


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One case, laid out and painted layer by layer: ``canvases[i]`` is the picture before layer i, the last is all."""

    scene: Scene
    rasterizer: Rasterizer
    case: str
    placed: tuple[LayerPlacement, ...]
    canvases: tuple[Image.Image, ...]

    @property
    def texts(self) -> list[tuple[int, LayerPlacement]]:
        """The text layers that drew something to be read, by their place."""
        shown = [(at, one) for at, one in enumerate(self.placed) if isinstance(one.layer, TextLayer) and one.text]
        return [(at, one) for at, one in shown if not _decorative(one, self)]

    def finding(self, rule: Rule, at: int | None, message: str, *, warning: bool = False) -> TemplateFinding:
        layer = "" if at is None else self.placed[at].layer.id or f"#{at + 1}"
        scene = self.scene
        return TemplateFinding(
            rule, scene.template.name, scene.size.name, scene.palette.name, self.case, layer, message, warning
        )


def check(
    template: Template, fonts: FontSet, *, sizes: Iterable[str] = (), palettes: Iterable[str] = ()
) -> tuple[TemplateFinding, ...]:
    """Return all that is wrong with a template; nothing is written.

    sizes, palettes: names to look at; none means all, and of the palettes the automatic ones (``auto:6`` …
    ``auto:344``, by their hue) too. Raises OgpError (E_ASSET, E_FONT) for a template that cannot be drawn.
    """
    named = tuple(palettes) or palette_names(template)
    typesetter = Typesetter(fonts)
    found: list[TemplateFinding] = []
    rasterizer = Rasterizer()
    for size in sizes or template.sizes:
        first, *others = (_palette(template, name) for name in named)
        found.extend(_geometry(template, typesetter, template.sizes[size], first, rasterizer))
        for palette in others:
            found.extend(_colors(template, typesetter, template.sizes[size], palette, rasterizer))
    return tuple(found)


def palette_names(template: Template) -> tuple[str, ...]:
    """Return the names of all palettes that a card of this template may get."""
    hues = (f"auto:{hue}" for hue in AUTO_HUES)
    return (*template.palettes, *hues)


def _palette(template: Template, name: str) -> Palette:
    kind, _, hue = name.partition(":")
    palette = template.auto(float(hue)) if kind == "auto" and hue else template.palette(name)
    return type(palette)(name, palette.colors)


def _geometry(
    template: Template, typesetter: Typesetter, size: Size, palette: Palette, rasterizer: Rasterizer
) -> Iterator[TemplateFinding]:
    """Everything, with one palette and every case."""
    scene = Scene(template, palette, size, typesetter, sample_cards.SamplePictures(template.folder))
    for name, card in sample_cards.cards(scene.layers):
        drawn = _draw(scene, rasterizer, name, card)
        for rule in (_title, _box, _overlap, _covered, _contrast, _safe_area):
            yield from rule(drawn)
        if "square-crop" in template.promises:
            yield from _square_crop(drawn, card)
        if name == sample_cards.LONG:
            yield from _weight(drawn)


def _colors(
    template: Template, typesetter: Typesetter, size: Size, palette: Palette, rasterizer: Rasterizer
) -> Iterator[TemplateFinding]:
    """Contrast alone, with another palette: the art in a quarter of its resolution, which changes no color."""
    scene = Scene(template, palette, size, typesetter, sample_cards.SamplePictures(template.folder, coarse=4))
    for name, card in sample_cards.reading_cards(scene.layers):
        yield from _contrast(_draw(scene, rasterizer, name, card, all_layers=False))


def _draw(scene: Scene, rasterizer: Rasterizer, case: str, card: Card, *, all_layers: bool = True) -> _Drawn:
    """Lay out and paint a case. Without ``all_layers`` only the pictures before texts are made: that is faster."""
    placed = placements(card, scene)
    canvases = [Image.new("RGB", (scene.size.width, scene.size.height))]
    waiting: list[frame.FrameItem] = []
    for at, one in enumerate(placed):
        waiting.extend(one.items)
        needed = all_layers or at + 1 == len(placed) or isinstance(placed[at + 1].layer, TextLayer)
        if needed and waiting:
            canvases.append(paint(frame.Frame(canvases[-1], tuple(waiting)), rasterizer))
            waiting = []
        else:
            canvases.append(canvases[-1])
    return _Drawn(scene, rasterizer, case, placed, tuple(canvases))


def _decorative(one: LayerPlacement, drawn: _Drawn) -> bool:
    layer = one.layer
    assert isinstance(layer, TextLayer)
    if drawn.scene.palette[layer.color][3] > DECORATION * 255:
        return False
    return layer.text.names <= _said(drawn.scene.layers, but=layer)


def _said(layers: tuple[Layer, ...], but: Layer) -> frozenset[str]:
    """Return the fields that other text layers show."""
    texts = (other for other in layers if other is not but and isinstance(other, TextLayer))
    return frozenset[str]().union(*(other.text.names for other in texts))


def _titles(drawn: _Drawn) -> list[tuple[int, LayerPlacement]]:
    return [
        (at, one) for at, one in drawn.texts if isinstance(one.layer, TextLayer) and "title" in one.layer.text.names
    ]


def _title(drawn: _Drawn) -> Iterator[TemplateFinding]:
    found = _titles(drawn)
    least = TITLE * drawn.scene.size.width
    if not found:
        yield drawn.finding("title", None, "no text shows {title}")
    for at, one in found:
        assert one.text
        if one.text.size < least - 0.01:
            yield drawn.finding("title", at, f"set at {one.text.size:.0f} px; {least:.0f} px is the least that is read")
        if one.text.truncated:
            yield drawn.finding("cut", at, f"ends in … at {one.text.size:.0f} px", warning=True)


def _box(drawn: _Drawn) -> Iterator[TemplateFinding]:
    for at, one in drawn.texts:
        assert one.text
        allowed = _grown(one.box, OVERSHOOT * one.text.size + SLACK)
        ink = measure.hull(measure.ink_boxes(one) or [allowed])
        if beyond := _beyond(ink, allowed):
            yield drawn.finding("box", at, f"{beyond} its box")


def _safe_area(drawn: _Drawn) -> Iterator[TemplateFinding]:
    size = drawn.scene.size
    side, edge = SIDE * size.width, EDGE * size.height
    allowed = Extent(side - SLACK, edge - SLACK, size.width - side + SLACK, size.height - edge + SLACK)
    for at, one in drawn.texts:
        ink = measure.hull(measure.ink_boxes(one) or [allowed])
        if beyond := _beyond(ink, allowed):
            yield drawn.finding("safe-area", at, f"{beyond} the safe area")


def _grown(box: frame.Box, by: float) -> Extent:
    return Extent(box.x - by, box.y - by, box.x + box.w + by, box.y + box.h + by)


def _beyond(ink: Extent, allowed: Extent) -> str:
    """Say by how many px ink leaves a box, and where; ``""`` if it does not."""
    out = {
        "left of": allowed.left - ink.left,
        "above": allowed.top - ink.top,
        "right of": ink.right - allowed.right,
        "below": ink.bottom - allowed.bottom,
    }
    side, worst = max(out.items(), key=lambda item: item[1])
    return f"drawn {worst:.0f} px {side}" if worst > 0 else ""


def _overlap(drawn: _Drawn) -> Iterator[TemplateFinding]:
    """Compare every two texts line by line, plates included: a plate is part of its text."""
    for (at, one), (other_at, other) in combinations(drawn.texts, 2):
        depth = max((_depth(a, b) for a in _occupied(one) for b in _occupied(other)), default=0.0)
        if depth > SLACK:
            name = one.layer.id or f"#{at + 1}"
            yield drawn.finding("overlap", other_at, f"drawn over layer {name}, by {depth:.0f} px")


def _occupied(one: LayerPlacement) -> list[Extent]:
    plates = (item.box for item in one.items if isinstance(item, frame.RectItem))
    return [*measure.ink_boxes(one), *(_grown(box, 0) for box in plates)]


def _depth(a: Extent, b: Extent) -> float:
    """Return by how many px two boxes run into each other, across or down, whichever is less."""
    return min(min(a.right, b.right) - max(a.left, b.left), min(a.bottom, b.bottom) - max(a.top, b.top))


def _covered(drawn: _Drawn) -> Iterator[TemplateFinding]:
    """Look for pictures and fills painted after a text that change more than one in a hundred of its pixels."""
    for at, one in drawn.texts:
        mask = measure.letters(one)
        if mask is None:
            continue
        for later in range(at + 1, len(drawn.placed)):
            other = drawn.placed[later]
            if not any(isinstance(item, (frame.RectItem, frame.ImageItem)) for item in other.items):
                continue
            share = measure.covered_share(drawn.canvases[later], drawn.canvases[later + 1], mask)
            if share > 0.01:  # noqa: PLR2004 - less is an edge that touches another
                name = other.layer.id or f"#{later + 1}"
                yield drawn.finding("covered", at, f"layer {name} is painted over {share:.0%} of it")


def _contrast(drawn: _Drawn) -> Iterator[TemplateFinding]:
    for at, one in drawn.texts:
        mask = measure.letters(one)
        if mask is None:
            continue
        ratio = measure.contrast_behind(drawn.canvases[at], one, mask, drawn.rasterizer)
        if ratio < CONTRAST - 0.005:
            yield drawn.finding("contrast", at, f"{ratio:.2f}:1 where it is worst; {CONTRAST}:1 is the least")


def _square_crop(drawn: _Drawn, card: Card) -> Iterator[TemplateFinding]:
    size = drawn.scene.size
    side = min(size.width, size.height)
    left, top = (size.width - side) / 2, (size.height - side) / 2
    square = Extent(left, top, left + side, top + side)
    for at, one in _titles(drawn):
        words, ink = first_phrase(one, card, drawn.scene)
        if beyond := _beyond(ink, square):
            yield drawn.finding("square-crop", at, f"“{words}” is {beyond} the center square")


def _weight(drawn: _Drawn) -> Iterator[TemplateFinding]:
    data = card_file.encode(drawn.canvases[-1], ".png", fingerprint="0" * 32).data
    if len(data) > WARN_BYTES:
        message = f"{len(data) // 1000} KB as PNG; WhatsApp and others show nothing beyond {FAIL_BYTES // 1000}"
        yield drawn.finding("weight", None, message, warning=len(data) <= FAIL_BYTES)
