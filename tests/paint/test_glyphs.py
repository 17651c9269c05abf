"""Glyph rasterizer: where pixels are and how dark, measured on a square and on letters; strokes, shadows, emoji."""

from __future__ import annotations

import hashlib
import io
from math import ceil, cos, floor, pi, radians, sin
from typing import TYPE_CHECKING

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from PIL import Image, ImageChops

from ogp.display_list import Shadow, Stroke, TextItem
from ogp.fonts import FaceSource, FontSet
from ogp.paint import glyphs
from ogp.paint.draw_operations import Rasterizer
from ogp.paint.truecolor import paint_item
from ogp.typeset.line import Glyph, GlyphRun, Line
from ogp.typeset.shaping import shape
from ogp.typeset.style import Style

if TYPE_CHECKING:
    from pathlib import Path

FONTS = FontSet.bundled()
BLACK = (0, 0, 0, 255)


def line(text: str, **style: object) -> Line:
    return shape(text, Style(**style), FONTS).line(0, len(text))  # type: ignore[arg-type]


def painted(item: TextItem, size: tuple[int, int] = (200, 120)) -> tuple[Image.Image, tuple[int, int]]:
    """The picture, and the rows that are said to have ink; (0, 0): none."""
    image = Image.new("RGB", size, "white")
    return image, paint_item(image, item, Rasterizer()) or (0, 0)


@pytest.fixture(scope="module")
def square(tmp_path_factory: pytest.TempPathFactory) -> Line:
    """A line of one square, from 0.1 to 0.9 em to the right and from the baseline to 0.8 em up."""
    pen = TTGlyphPen(None)
    for move, point in zip(
        ("moveTo", "lineTo", "lineTo", "lineTo"), ((100, 0), (100, 800), (900, 800), (900, 0)), strict=True
    ):
        getattr(pen, move)(point)
    pen.closePath()
    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef", "square"])
    builder.setupCharacterMap({ord("口"): "square"})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "square": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "square": (1000, 100)})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Square", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    file = io.BytesIO()
    builder.save(file)
    path: Path = tmp_path_factory.mktemp("fonts") / "Square.ttf"
    path.write_bytes(file.getvalue())
    fonts = FontSet([FaceSource(path)])
    return shape("口", Style(family="Square", weight=400), fonts).line(0, 1)


def rows(image: Image.Image) -> list[str]:
    """Pixels as characters: # black, . white, and the tens of per cent of black between."""
    gray = image.convert("L")
    signs = {0: "#", 255: "."}
    return [
        "".join(signs.get(value := gray.getpixel((x, y)), str(round((255 - value) / 25.5))) for x in range(gray.width))
        for y in range(gray.height)
    ]


def test_a_square_fills_its_pixels(square: Line):
    image, touched = painted(TextItem(square, 10, 1, 9, BLACK), (12, 10))
    assert rows(image) == ["." * 12] + ["..########.."] * 8 + ["." * 12]
    assert touched == (1, 9)


def test_part_pixels_are_part_covered(square: Line):
    image, touched = painted(TextItem(square, 5, 0.75, 4.5, BLACK), (7, 6))  # from 1.25 to 5.25 and from 0.5 to 4.5
    assert rows(image) == [".45551.", ".7###3.", ".7###3.", ".7###3.", ".45551.", "......."]
    assert touched == (0, 5)


@pytest.mark.parametrize("x", [0.0, 0.3, 0.5, 0.77])
@pytest.mark.parametrize("y", [0.0, 0.25, 0.6])
def test_the_amount_of_ink_does_not_depend_on_where_it_lies(square: Line, x: float, y: float):
    image, _ = painted(TextItem(square, 10, 3 + x, 14 + y, BLACK), (20, 20))
    ink = sum(ImageChops.invert(image.convert("L")).tobytes()) / 255
    part_covered = 2 * 8  # px along two sides, each up to 12/255 off: 12 levels (ogp/encode/coverage_levels.py)
    assert ink == pytest.approx(64.0, abs=part_covered * 12 / 255)


def test_a_turned_glyph(square: Line):
    """A quarter turn to the right about the origin: what was up is to the right, what was right is down."""
    run = GlyphRun(square.runs[0].face, (Glyph(square.runs[0].glyphs[0].gid, 0.0, 0.0),), (0.0, 1.0, -1.0, 0.0))
    image, _ = painted(TextItem(Line("口", (run,), 1.0), 10, 1, 1, BLACK), (10, 11))
    assert rows(image) == ["." * 10] * 2 + [".########."] * 8 + ["." * 10]


def test_ink_is_the_box_of_what_is_drawn(square: Line):
    assert glyphs.ink_extent(square, 10) == pytest.approx((1.0, -8.0, 9.0, 0.0))
    assert glyphs.ink_extent(line(" "), 10) == (0.0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize("text", ["永jg「」", "一", "あ🎉"])
@pytest.mark.parametrize("direction", ["horizontal", "vertical"])
def test_ink_and_rows_hold_every_pixel_and_no_more(text: str, direction: str):
    item = TextItem(line(text, direction=direction), 33, 90.4, 60.7, BLACK)
    image, (top, bottom) = painted(item, (240, 240))
    box = ImageChops.invert(image.convert("L")).point(lambda level: 255 * (level > 0)).getbbox()
    assert box
    ink = glyphs.ink_extent(item.line, 33)
    assert floor(90.4 + ink.left) <= box[0] <= floor(90.4 + ink.left) + 1
    assert floor(60.7 + ink.top) <= box[1] <= floor(60.7 + ink.top) + 1
    assert ceil(90.4 + ink.right) >= box[2] >= ceil(90.4 + ink.right) - 1
    assert ceil(60.7 + ink.bottom) >= box[3] >= ceil(60.7 + ink.bottom) - 1
    assert top <= box[1]
    assert box[3] <= bottom
    assert (bottom - top) - (box[3] - box[1]) <= 2


def test_a_blank_line_touches_nothing():
    image, touched = painted(TextItem(line("\u3000 "), 40, 10, 60, BLACK))
    assert touched == (0, 0)
    assert image.getcolors() == [(200 * 120, (255, 255, 255))]


def test_text_beyond_the_edges_is_cut_off_without_harm():
    for x, y in ((-1000, 60), (190, 60), (10, -500), (10, 5000), (-15, 125)):
        image, (top, bottom) = painted(
            TextItem(line("永遠"), 40, x, y, BLACK, Stroke(3, BLACK), Shadow(2, 2, 3, BLACK))
        )
        assert 0 <= top <= bottom <= image.height


def test_a_see_through_color_is_mixed(square: Line):
    image, _ = painted(TextItem(square, 10, 1, 9, (255, 0, 0, 128)), (12, 10))
    assert image.getpixel((5, 5)) == (255, 127, 127)


def test_a_stroke_is_as_wide_on_every_side(square: Line):
    for width in (1, 2, 3.5, 6):
        letters = glyphs.line_mask(square, 40, 20, 60)
        assert letters
        outline = glyphs.stroke_mask(letters, width)
        gray = Image.new("L", (80, 80))
        gray.paste(outline.image, (outline.x, outline.y))
        # the square is 24..56 by 28..60: ink in the row and column through its middle
        across = sum(gray.crop((0, 44, 80, 45)).tobytes()) / 255
        down = sum(gray.crop((40, 0, 41, 80)).tobytes()) / 255
        assert across == pytest.approx(32 + 2 * width, abs=0.02)
        assert down == pytest.approx(32 + 2 * width, abs=0.02)
        _, touched = painted(TextItem(square, 40, 20, 60, BLACK, Stroke(width, BLACK)), (80, 80))
        assert touched == (28 - ceil(width), 60 + ceil(width))
        assert gray.transpose(Image.Transpose.FLIP_LEFT_RIGHT).tobytes() == gray.tobytes()
        # its corners are round: four quarters of a disc, to a quarter of a pixel
        corners = 4 * width**2 - (32 + 2 * width) ** 2 + sum(gray.tobytes()) / 255
        assert pi * (width - 0.25) ** 2 < corners < pi * (width + 0.25) ** 2


@pytest.mark.parametrize("width", [1, 2.5, 4, 7])
@pytest.mark.parametrize("degrees", [10, 30, 45])
def test_a_stroke_along_a_slope_is_as_wide(square: Line, width: float, degrees: int):
    turn = radians(degrees)
    run = square.runs[0]
    sloping = Line("口", (GlyphRun(run.face, run.glyphs, (cos(turn), sin(turn), -sin(turn), cos(turn))),), 1.0)
    image, _ = painted(TextItem(sloping, 60, 60, 70, BLACK, Stroke(width, BLACK)), (160, 160))
    ink = sum(ImageChops.invert(image.convert("L")).tobytes()) / 255
    sides = (ink - 48**2 - pi * width**2) / (4 * 48)
    assert sides == pytest.approx(width, abs=0.3)


def test_a_stroke_lies_under_the_letters():
    image, _ = painted(TextItem(line("一"), 80, 20, 80, (255, 255, 255, 255), Stroke(4, BLACK)))
    plain, _ = painted(TextItem(line("一"), 80, 20, 80, BLACK))
    box = ImageChops.invert(plain.convert("L")).getbbox()
    assert box
    assert image.getpixel(((box[0] + box[2]) // 2, (box[1] + box[3]) // 2)) == (255, 255, 255)
    assert image.getpixel(((box[0] + box[2]) // 2, box[1] - 2)) == (0, 0, 0)


def test_a_shadow_is_moved_and_blurred(square: Line):
    hard, _ = painted(TextItem(square, 20, 10, 30, BLACK, None, Shadow(5, 3, 0, (255, 0, 0, 255))), (60, 60))
    assert hard.getpixel((10 + 18 + 4, 30 + 2)) == (255, 0, 0)
    assert hard.getpixel((10 + 18 - 2, 30 - 2)) == (0, 0, 0)
    soft, touched = painted(TextItem(square, 20, 10, 30, BLACK, None, Shadow(0, 0, 2, (255, 0, 0, 255))), (60, 60))
    assert touched == (14 - 6, 30 + 6)
    assert soft.getpixel((20, 31))[1] in range(60, 200)
    assert soft.getpixel((20, 37)) == (255, 255, 255)


def test_emoji_keep_their_colors_and_cast_the_shadow_of_their_shape():
    image, _ = painted(
        TextItem(line("🍎"), 60, 20, 80, (0, 0, 255, 255), None, Shadow(100, 0, 0, (0, 128, 0, 255))), (220, 110)
    )
    colors = {color for _, color in image.getcolors(220 * 110) or []}
    assert (0, 128, 0) in colors
    assert any(red > 200 and green < 80 for red, green, _ in colors)
    assert (0, 0, 255) not in colors
    shadow = image.crop((120, 0, 220, 110)).convert("L").point(lambda level: 255 * (level < 250))
    apple = image.crop((20, 0, 120, 110)).convert("L").point(lambda level: 255 * (level < 250))
    assert shadow.getbbox() == apple.getbbox()


def test_faded_emoji():
    whole, _ = painted(TextItem(line("⬛"), 40, 20, 80, BLACK))
    half, _ = painted(TextItem(line("⬛"), 40, 20, 80, (0, 0, 0, 128)))
    dark, gray = whole.getpixel((40, 65)), half.getpixel((40, 65))
    assert all(g == pytest.approx((255 + d) / 2, abs=1) for d, g in zip(dark, gray, strict=True))


def test_a_mask_is_cut_to_its_ink():
    mask = glyphs.line_mask(line("永"), 50, 0, 0)
    assert mask
    assert mask.image.mode == "L"
    assert mask.image.getbbox() == (0, 0, *mask.image.size)
    assert (mask.x, mask.y) == (
        floor(glyphs.ink_extent(line("永"), 50).left),
        floor(glyphs.ink_extent(line("永"), 50).top),
    )


def test_pixels_are_the_same_everywhere():
    """If this fails after an update of uharfbuzz or of the bundled faces, look at specimens, then record it anew."""
    item = TextItem(line("永遠の「A」🎉"), 41.3, 10.2, 60.6, (20, 40, 60, 255), Stroke(2.5, (255, 200, 0, 255)))
    image, _ = painted(item, (320, 90))
    assert hashlib.sha256(image.tobytes()).hexdigest()[:16] == "37655e6a7a29fc18"
