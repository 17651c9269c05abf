"""Indexed: what a palette may change of a card, measured against the same card in true colors."""

from __future__ import annotations

import datetime as dt
import io
from itertools import chain
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw

from ogp import Card, load_template
from ogp.display_list import Box, DisplayItem, DisplayList, ImageItem, RectItem, Shadow, Stroke, TextItem
from ogp.encode import png_bands
from ogp.encode.png_compile import compress_background
from ogp.encode.quantize import reduce_colors
from ogp.fonts import FontSet
from ogp.images.qr import qr_code
from ogp.paint.color_table import PaletteColors
from ogp.paint.draw_operations import Rasterizer, touched_rows
from ogp.paint.indexed import paint_indexed
from ogp.paint.truecolor import paint
from ogp.rendering.renderer import Renderer
from ogp.typeset.shaping import shape
from ogp.typeset.style import Style

FONTS = FontSet.bundled()
SIZE = (420, 160)

UNSEEN_AT_EDGES = 16
"""What a channel may differ by, of 255, where a letter blends with what is behind it: one part in sixteen."""
WHITE, SKY = (255, 255, 255, 255), (125, 211, 252, 255)
TEMPLATES = sorted(path.parent.name for path in (Path(__file__).parents[2] / "templates").glob("*/template.toml"))


def line(text: str, y: float, color: tuple[int, int, int, int] = WHITE, **more: object) -> TextItem:
    return TextItem(shape(text, Style(weight=700), FONTS).line(0, len(text)), 40, 20.3, y, color, **more)  # type: ignore[arg-type]


def flat() -> Image.Image:
    return Image.new("RGB", SIZE, (15, 23, 42))


def slope() -> Image.Image:
    """A diagonal gradient of 49 colors."""
    image = Image.new("RGB", SIZE)
    image.putdata(
        [(15 + (x + y) // 12, 23 + (x + y) // 24, 42 + (x + y) // 12) for y in range(160) for x in range(420)]
    )
    return image


def both(background: Image.Image, *items: DisplayItem) -> tuple[Image.Image | None, Image.Image]:
    """The picture with a palette, if that holds it, and the one in true colors."""
    few = reduce_colors(background, 256, exact=True)
    assert few is not None
    compressed = compress_background(*few)
    rasterizer = Rasterizer()
    laid = [rasterizer.operations(item) for item in items]
    spans = [span for span in (touched_rows(part, SIZE[1]) for part in laid) if span]
    strips = png_bands.cut(compressed, spans)
    palette = paint_indexed(strips, chain.from_iterable(laid), PaletteColors(compressed.palette))
    true = paint(DisplayList(background, items), rasterizer)
    if palette is None:
        return None, true
    return Image.open(io.BytesIO(png_bands.join(compressed, strips, palette))).convert("RGB"), true


def furthest(one: Image.Image, other: Image.Image) -> int:
    return max(high for _, high in ImageChops.difference(one, other).getextrema())


@pytest.mark.parametrize(
    "items",
    [
        (line("車輪の再発明", 60), line("2026年2月19日", 120, SKY)),
        (line("車輪の再発明", 60, (255, 255, 255, 130)),),
        (line("縁取り", 60, WHITE, stroke=Stroke(3, (200, 30, 60, 255))),),
        (RectItem(Box(2, 10, 300, 80), (255, 255, 255, 36), 9), line("区分", 64)),
        (RectItem(Box(20, 20, 200, 60), SKY), line("区分", 64, (0, 0, 0, 255))),
        (ImageItem(qr_code("https://example.com/", 100, (0, 0, 0, 255)), 40, 30),),
        (line("端で切れる題名がここにある", 170), line("上の端", 12)),
    ],
)
def test_on_one_color_every_pixel_is_the_same(items: tuple[DisplayItem, ...]):
    few, true = both(flat(), *items)
    assert few is not None
    assert few.tobytes() == true.tobytes()


@pytest.mark.parametrize("color", [WHITE, SKY, (0, 0, 0, 255)])
def test_on_a_gradient_only_the_edges_of_letters_move_and_little(color: tuple[int, int, int, int]):
    item = line("車輪の再発明をする", 70, color)
    few, true = both(slope(), item, line("別の行 second", 130, color))
    assert few is not None
    assert 0 < furthest(few, true) <= UNSEEN_AT_EDGES
    moved = ImageChops.difference(few, true).convert("L").point(lambda level: 255 * (level > 0))
    for still in (Image.new("RGB", SIZE, color[:3]), slope()):  # all ink, no ink
        same = ImageChops.difference(true, still).convert("L").point(lambda level: 255 * (level == 0))
        assert same.getbbox() is not None
        assert ImageChops.multiply(moved, same).getbbox() is None


def test_the_edge_of_a_plate_moves_little():
    few, true = both(flat(), RectItem(Box(20, 20, 200, 60), (255, 255, 255, 36), 30, (255, 255, 255, 71), 1.5))
    assert few is not None
    assert furthest(few, true) <= UNSEEN_AT_EDGES
    assert furthest(few.crop((60, 30, 180, 70)), true.crop((60, 30, 180, 70))) == 0


def test_a_sheer_plate_over_a_gradient_has_no_bands():
    few, true = both(slope(), RectItem(Box(20, 20, 300, 100), (255, 255, 255, 60), 20))
    assert few is not None
    inside = (50, 50, 290, 90)
    assert furthest(few.crop(inside), true.crop(inside)) <= 2


@pytest.mark.parametrize(
    "item",
    [
        line("影", 60, WHITE, shadow=Shadow(0, 4, 6, (0, 0, 0, 160))),
        line("絵文字🎉🍎🦊🌈🦀🐍🚀", 60),
        ImageItem(Image.merge("RGB", [Image.effect_noise((60, 60), sigma) for sigma in (80, 60, 99)]), 10, 10),
    ],
)
def test_what_a_palette_cannot_hold_is_not_squeezed_into_it(item: DisplayItem):
    few, _ = both(slope(), item)
    assert few is None


def test_an_emoji_keeps_its_flat_colors_and_what_is_around_it():
    item = line("🎉", 60)
    few, true = both(slope(), item)
    assert few is not None
    assert furthest(few, true) <= 64
    difference = ImageChops.difference(few, true).convert("L").crop((20, 24, 62, 66)).tobytes()
    assert sum(difference) / len(difference) < 2.5
    same = ImageChops.difference(true, slope()).convert("L").point(lambda level: 255 * (level == 0))
    moved = ImageChops.difference(few, true).convert("L").point(lambda level: 255 * (level > 0))
    assert ImageChops.multiply(moved, same).getbbox() is None


def test_too_many_colors_are_noticed_one_by_one():
    background = Image.new("RGB", SIZE)
    ImageDraw.Draw(background).rectangle((0, 0, 254, 0), fill=0)
    background.putdata([(x % 254, 0, 0) for _ in range(160) for x in range(420)])
    blocks = [RectItem(Box(10 * n, 10, 8, 8), (0, 255, n, 255)) for n in range(3)]
    few, true = both(background, *blocks[:2])
    assert few is not None
    assert few.tobytes() == true.tobytes()
    assert both(background, *blocks)[0] is None


TITLES = (
    ("車輪の再発明をしないために知っておきたい、Pythonの標準ライブラリの話", "プログラミング"),
    ("OGP画像", "日記"),
)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_looks_as_it_does_in_true_colors(name: str):
    template, renderer = load_template(name), Renderer(FONTS)
    for title, category in TITLES:
        card = Card(title, category=category, date=dt.date(2026, 2, 19), site="AIコンパス", author="山田花子")
        made = renderer.file(card, template, "", "og", suffix=".png", fingerprint="f", max_kb=0)
        true, _ = renderer.draw(card, template, "", "og")
        with Image.open(io.BytesIO(made.data)) as opened:
            seen = opened.convert("RGB")
        # Edges of letters over edges of the art, which may move by 6; on average half a step of 256.
        assert furthest(seen, true) <= UNSEEN_AT_EDGES + 6
        difference = ImageChops.difference(seen, true).convert("L").tobytes()
        assert sum(difference) / len(difference) < 0.5


@pytest.mark.parametrize("name", sorted(set(TEMPLATES) - {"mesh", "cover", "emoji"}))
def test_templates_without_photographs_make_indexed_files(name: str):
    card = Card(TITLES[0][0], category="プログラミング", date=dt.date(2026, 2, 19), site="AIコンパス")
    made = Renderer(FONTS).file(card, load_template(name), "", "og", suffix=".png", fingerprint="f", max_kb=0)
    assert made.data[25] == 3  # IHDR's color type
    assert len(made.data) < 60_000
