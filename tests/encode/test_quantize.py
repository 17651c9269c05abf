"""Color reduction: what may be merged in a background so that a palette holds it, and what may not."""

from __future__ import annotations

import random
from itertools import pairwise

from frames import panel
from PIL import Image, ImageChops, ImageDraw

from ogp.encode.quantize import IndexedImage, reduce_colors

OG = (1200, 630)


def shown(few: IndexedImage) -> Image.Image:
    image = Image.frombytes("P", few.image.size, few.image.tobytes())
    image.putpalette(few.palette)
    return image.convert("RGB")


def colors(image: Image.Image) -> dict[tuple[int, int, int], int]:
    """Each color and how many pixels have it."""
    return {color: count for count, color in image.getcolors(image.width * image.height) or []}


def test_few_colors_are_kept_exactly():
    background = panel(OG, random.Random(3))
    few = reduce_colors(background, 176)
    assert few is not None
    assert shown(few).tobytes() == background.tobytes()


def test_the_steps_of_a_gradient_come_two_at_a_time_and_no_more():
    """Three channels that step by 1, seldom in the same row."""
    column = Image.new("RGB", (1, 630))
    column.putdata([(y * 255 // 629, y * 127 // 629, 20 + y * 63 // 629) for y in range(630)])
    background = column.resize(OG)
    count = len(colors(background))
    assert reduce_colors(background, count // 2 - 20) is None
    few = reduce_colors(background, count * 2 // 3)
    assert few is not None
    moved = colors(ImageChops.difference(shown(few), background))
    assert max(sum(color) for color in moved) == 1
    rows = [shown(few).getpixel((0, y)) for y in range(630)]
    assert max(abs(a - b) for one, two in pairwise(rows) for a, b in zip(one, two, strict=True)) <= 2


def test_the_soft_edges_of_shapes_move_a_little_and_the_shapes_not_at_all():
    big = Image.new("RGB", (OG[0] * 4, OG[1] * 4), (15, 23, 42))
    for number in range(40):
        box = (number * 110, number * 40, number * 110 + 700, number * 40 + 700)
        ImageDraw.Draw(big).ellipse(box, outline=outline(number), width=24)
    background = big.reduce(4)
    before = colors(background)
    assert len(before) > 900
    few = reduce_colors(background, 250)
    assert few is not None
    assert len(few.palette) <= 250 * 3
    moved = ImageChops.difference(shown(few), background)
    assert 0 < max(high for _, high in moved.getextrema()) <= 6
    after = colors(shown(few))
    for shape in map(outline, range(40)):
        assert after[shape] >= before[shape] >= OG[0] * OG[1] / 5000


def outline(number: int) -> tuple[int, int, int]:
    return 255 - number, 90 + number, number * 3


def test_noise_stays_as_it_is():
    channels = [Image.effect_noise(OG, sigma) for sigma in (90, 70, 50)]
    assert reduce_colors(Image.merge("RGB", channels), 256) is None


def test_exact_changes_no_pixel_or_gives_up():
    background = Image.new("RGB", (20, 13))
    background.putdata([(n, 0, 0) for n in range(256)] + [(0, 0, 0)] * 4)
    few = reduce_colors(background, 256, exact=True)
    assert few is not None
    assert shown(few).tobytes() == background.tobytes()
    assert reduce_colors(background, 255, exact=True) is None
