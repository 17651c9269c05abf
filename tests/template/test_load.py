"""template.toml: what is read, and that every mistake is told with file, line, column and a cure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ogp.errors import ConfigError
from ogp.resources import folder
from ogp.template import load_folder, load_template, names

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
summary = "a test"
sizes = ["og", "square"]

[colors]
ink = "#ffffff"
ground = "oklch(0.3 0.1 hue)"

[palettes]
sea = { hue = 220 }
fire = { hue = 30, ink = "#fff0e0" }

[[layers]]
type = "fill"
color = "ground"

[[layers]]
id = "title"
type = "text"
text = "{title}"
box = { left = 72, right = 72, top = 72, bottom = 72 }
size = [90, 40]
lines = 4

[layers.on.square]
size = [120, 60]
"""


def template(tmp_path: Path, text: str) -> Path:
    place = tmp_path / "mine"
    place.mkdir(exist_ok=True)
    (place / "template.toml").write_text(text, encoding="utf-8")
    return place


def test_reads_layers_for_each_size(tmp_path: Path):
    loaded = load_folder(template(tmp_path, GOOD))
    assert [loaded.layers[size][1].sizes for size in ("og", "square")] == [(90, 40), (120, 60)]
    assert loaded.layers["og"][1].anchors.box(1200, 630) == (72, 72, 1056, 486)
    assert loaded.palette("fire")["ink"] == (255, 240, 224, 255)
    assert loaded.palette()["ink"] == (255, 255, 255, 255)


MISTAKES = [
    # what is replaced, by what, then line, column, and words the message must have
    ('type = "fill"', 'type = "fil"', 13, 1, ["fil", "fill"]),
    ("lines = 4", "linse = 4", 22, 1, ["linse", "did you mean lines?"]),
    ("lines = 4", 'lines = "4"', 22, 1, ["whole number"]),
    ("lines = 4", "lines = 400", 22, 1, ["1 to 20"]),
    ('color = "ground"', 'color = "grund"', 14, 1, ["grund", "ground"]),
    ('"{title}"', '"{title"', 19, 1, ["{{"]),
    ("right = 72, top", "rihgt = 72, top", 20, 20, ["rihgt", "did you mean right?"]),
    ("right = 72,", "right = 72, width = 5,", 20, 32, ["contradict"]),
    ("[layers.on.square]", "[layers.on.squre]", None, None, ["squre", "square"]),
    ('sizes = ["og", "square"]', 'sizes = ["og", "sqare"]', 2, 1, ["sqare", "square"]),
    ('ink = "#ffffff"', 'ink = "#ffffg0"', 5, 1, ["#ffffg0"]),
    ("sea = { hue = 220 }", "sea = { hue = 220, inc = 3 }", 9, 20, ["inc"]),
    ('summary = "a test"', 'sumary = "a test"', 1, 1, ["sumary", "did you mean summary?"]),
    ('summary = "a test"', 'summary = "a test', 1, None, ["TOML"]),
    ('id = "title"', 'id = "title"\nafter = { layer = "logo" }', 18, 1, ["logo", "earlier"]),
    ('type = "fill"\ncolor = "ground"', 'type = "picture"\nfile = "../x.svg"', 14, 1, ["outside"]),
    ('type = "fill"\ncolor = "ground"', 'type = "picture"\nfile = "/etc/passwd"', 14, 1, ["outside"]),
    ('type = "fill"\ncolor = "ground"', 'type = "picture"\nfile = "no.svg"', 14, 1, ["no.svg"]),
    ("lines = 4", 'unles = "{date}"', 22, 1, ["unles", "did you mean unless?"]),
    ("lines = 4", 'unless = "{date"', 22, 1, ["{{"]),
    ("lines = 4", "unless = true", 22, 1, ["a text in quotes"]),
    ('color = "ground"', 'color = "ground"\nneed = "{date}"', 15, 1, ["need", "did you mean needs?"]),
    ('color = "ground"', 'color = "ground"\nunless = "{date|loud}"', 15, 1, ["loud", "upper"]),
    ('type = "fill"\ncolor = "ground"', 'type = "picture"', None, None, ["one of file"]),
]


@pytest.mark.parametrize(("old", "new", "line", "column", "words"), MISTAKES)
def test_a_mistake_is_pointed_at(
    tmp_path: Path, old: str, new: str, line: int | None, column: int | None, words: list[str]
):
    assert old in GOOD
    with pytest.raises(ConfigError) as caught:
        load_folder(template(tmp_path, GOOD.replace(old, new, 1)))
    error = caught.value
    assert error.code in ("E_TEMPLATE", "E_ASSET")
    assert error.place.file is not None
    assert error.place.file.endswith("template.toml")
    for word in words:
        assert word in str(error)
    if line is not None:
        assert error.place.line == line
    if column is not None:
        assert error.place.column == column


def test_an_unknown_name_suggests_the_nearest():
    with pytest.raises(ConfigError, match="did you mean compass"):
        load_template("compas")


def test_a_sites_own_template_comes_first(tmp_path: Path):
    place = tmp_path / "compass"
    place.mkdir()
    (place / "template.toml").write_text(GOOD, encoding="utf-8")
    assert load_template("compass", tmp_path).summary == "a test"
    assert "compass" in names(tmp_path)


@pytest.mark.parametrize("name", [path.parent.name for path in folder("templates").glob("*/template.toml")])
def test_every_bundled_template_loads(name: str):
    loaded = load_template(name)
    assert loaded.summary
    assert len(loaded.palettes) >= 6
    assert {"og", "square"} <= set(loaded.sizes)


def test_a_template_needs_no_colors_of_its_own(tmp_path: Path):
    """And a misspelt key is what is told, not the color that it was meant to name."""
    text = '[[layers]]\ntype = "text"\ntext = "{title}"\n'
    (tmp_path / "template.toml").write_text(text)
    layer = load_folder(tmp_path).layers["og"][0]
    assert getattr(layer, "color", "") == "#000"
    (tmp_path / "template.toml").write_text(text + 'colour = "#fff"\n')
    with pytest.raises(ConfigError, match=r"colour is not a key of .* did you mean color"):
        load_folder(tmp_path)
