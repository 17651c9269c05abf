"""Gradients: what CSS's linear-gradient draws, and what a template may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ogp import Card, render
from ogp.errors import ConfigError
from ogp.images.effects import linear_gradient
from ogp.template import load_folder

if TYPE_CHECKING:
    from pathlib import Path

BLACK, WHITE, SHEER = (0, 0, 0, 255), (255, 255, 255, 255), (255, 255, 255, 0)


@pytest.mark.parametrize(
    ("angle", "first", "last"),
    [
        (0, (60, 119), (60, 0)),
        (45, (0, 119), (119, 0)),
        (90, (0, 60), (119, 60)),
        (135, (0, 0), (119, 119)),
        (180, (60, 0), (60, 119)),
        (270, (119, 60), (0, 60)),
        (-90, (119, 60), (0, 60)),
    ],
)
def test_it_goes_where_the_angle_points(angle: float, first: tuple[int, int], last: tuple[int, int]):
    image = linear_gradient((120, 120), angle, [(BLACK, 0), (WHITE, 1)])
    assert image.mode == "RGB"
    assert image.getpixel(first)[0] <= 2
    assert image.getpixel(last)[0] >= 253
    assert abs(image.getpixel((60, 60))[0] - 128) <= 2


def test_corners_have_the_end_colors_whatever_the_shape():
    """CSS Images 3 §3.1: the line is as long as it takes for that."""
    image = linear_gradient((300, 100), 45, [(BLACK, 0), (WHITE, 1)])
    assert image.getpixel((0, 99))[0] <= 1
    assert image.getpixel((299, 0))[0] >= 254


def test_at_45_degrees_each_row_is_the_one_above_moved_by_a_pixel():
    image = linear_gradient((300, 100), 45, [((15, 23, 42, 255), 0), ((88, 58, 138, 255), 1)])
    above, row = (image.crop((0, y, 300, y + 1)).tobytes() for y in (40, 41))
    assert row[3:] == above[:-3]


def test_stops_have_their_places_and_may_be_sheer():
    image = linear_gradient((100, 1), 90, [(BLACK, 0), (BLACK, 0.5), (WHITE, 0.5), (SHEER, 1)])
    assert image.mode == "RGBA"
    assert image.getpixel((49, 0)) == BLACK
    assert image.getpixel((50, 0))[:3] == (255, 255, 255)
    assert image.getpixel((99, 0))[3] <= 3


TEMPLATE = """\
[colors]
deep = "#102040"
light = "#90c0ff"

[[layers]]
type = "fill"
gradient = {}

[[layers]]
type = "text"
text = "{{title}}"
box = {{ left = 72, right = 72, top = 72, bottom = 72 }}
color = "light"
"""


def template(tmp_path: Path, gradient: str) -> Path:
    place = tmp_path / "mine"
    place.mkdir()
    (place / "template.toml").write_text(TEMPLATE.format(gradient), encoding="utf-8")
    return place


def test_a_template_with_a_gradient(tmp_path: Path):
    loaded = load_folder(
        template(tmp_path, '{ angle = 90, stops = ["deep", "oklch(0.5 0.1 200) 25%", "#fff", "light"] }')
    )
    fill = loaded.layers["og"][0]
    assert [round(place, 3) for _, place in fill.gradient.stops] == [0, 0.25, 0.625, 1]
    image = render(Card("題名"), loaded)
    assert image.getpixel((0, 315)) == (16, 32, 64)
    assert image.getpixel((1199, 315)) == (144, 192, 255)


def test_without_an_angle_it_goes_down(tmp_path: Path):
    image = render(Card("題名"), load_folder(template(tmp_path, '{ stops = ["deep", "light"] }')))
    assert image.getpixel((600, 0)) == (16, 32, 64)
    assert image.getpixel((600, 629)) == (144, 192, 255)


@pytest.mark.parametrize(
    ("gradient", "words"),
    [
        ('{ stops = ["deep"] }', ["2 to 16 stops, not 1"]),
        ('{ stops = ["deep", "dark"] }', ["dark", "stops"]),
        ('{ stops = ["deep 60%", "light 40%"] }', ["rise from 0% to 100%"]),
        ('{ stops = ["deep", "light 140%"] }', ["rise from 0% to 100%"]),
        ('{ angle = "right", stops = ["deep", "light"] }', ["angle"]),
        ('{ stops = ["deep", "light"], turn = 3 }', ["turn"]),
        ('{ stops = ["deep", "light"] }\ncolor = "deep"', ["a color or a gradient"]),
    ],
)
def test_mistakes_are_told(tmp_path: Path, gradient: str, words: list[str]):
    with pytest.raises(ConfigError) as caught:
        load_folder(template(tmp_path, gradient))
    assert caught.value.code == "E_TEMPLATE"
    assert caught.value.place.line
    for word in words:
        assert word in str(caught.value)
