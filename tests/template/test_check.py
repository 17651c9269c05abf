"""`ogp template check`: every built-in template passes, and each rule catches the defect it is for."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from ogp.fonts import FontSet
from ogp.images import effects
from ogp.template import load_folder, load_template, names
from ogp.template_tools.check import check, palette_names
from ogp.template_tools.rules import RULES, TemplateFinding
from ogp.template_tools.sample_cards import CASES, LONG, SHORT

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
summary = "a calm card"
sizes = ["og", "square", "x", "story"]
promises = []

[colors]
ground = "oklch(0.3 0.08 hue)"
ink = "#ffffff"
quiet = "oklch(0.9 0.03 hue)"

[palettes]
sea = { hue = 220 }
fire = { hue = 30 }

[[layers]]
type = "fill"
color = "ground"

[[layers]]
id = "category"
type = "text"
text = "{category}"
box = { left = 80, right = 80, top = 64, height = 48 }
size = [28, 20]
color = "quiet"

[[layers]]
id = "title"
type = "text"
text = "{title}"
box = { left = 80, right = 80, top = 140, bottom = 130 }
size = [96, 48]
lines = 6

[[layers]]
id = "author"
type = "text"
text = "{author}"
box = { left = 80, right = 80, bottom = 60, height = 40 }
size = [28, 16]
lines = 1
"""

TITLE_BOX = "box = { left = 80, right = 80, top = 140, bottom = 130 }"
AUTHOR = 'text = "{author}"\nbox = { left = 80, right = 80, bottom = 60, height = 40 }'

DEFECTS = [
    # rule, layer, what is replaced, by what, words of the message
    ("box", "author", AUTHOR, AUTHOR.replace("height = 40", "height = 6"), "its box"),
    ("overlap", "title", TITLE_BOX, TITLE_BOX.replace("top = 140", "top = 70"), "layer category"),
    ("covered", "title", "AT THE END", '[[layers]]\ntype = "fill"\nid = "veil"\ncolor = "ground/0.5"', "layer veil"),
    (
        "covered",
        "author",
        "AT THE END",
        '[[layers]]\ntype = "picture"\nfield = "{cover}"\nid = "cover"\nbox = { bottom = 0, height = 90 }',
        "layer cover",
    ),
    ("contrast", "category", 'quiet = "oklch(0.9 0.03 hue)"', 'quiet = "oklch(0.6 0.03 hue)"', ":1"),
    ("contrast", "title", 'ink = "#ffffff"', 'ink = "#ffffff66"', ":1"),
    ("title", "title", "size = [96, 48]", "size = [40, 32]", "44 px"),
    ("title", "", 'text = "{title}"', 'text = "{author}"', "no text shows {title}"),
    ("cut", "title", "lines = 6", "lines = 2", "ends in …"),
    ("safe-area", "author", "bottom = 60, height = 40", "bottom = -8, height = 40", "below the safe area"),
    ("safe-area", "title", TITLE_BOX, TITLE_BOX.replace("left = 80", "left = 40"), "left of the safe area"),
    ("square-crop", "title", "promises = []", 'promises = ["square-crop"]', "center square"),
]  # fmt: skip


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return FontSet.bundled()


def write(folder: Path, text: str) -> Path:
    place = folder / "mine"
    place.mkdir()
    (place / "template.toml").write_text(text, encoding="utf-8")
    return place


def test_the_cases_are_what_they_say():
    assert len(CASES[SHORT].title) == 3
    assert len(CASES[LONG].title) == 80
    assert not CASES["no category"].category
    assert CASES["English only"].title.isascii()


def test_a_good_template_passes_at_every_size(tmp_path: Path, fonts: FontSet):
    assert check(load_folder(write(tmp_path, GOOD)), fonts, palettes=["sea", "auto:300"]) == ()


@pytest.mark.parametrize(("rule", "layer", "old", "new", "words"), DEFECTS, ids=lambda value: str(value)[:20])
def test_a_defect_is_found(tmp_path: Path, fonts: FontSet, rule: str, layer: str, old: str, new: str, words: str):
    text = f"{GOOD}\n{new}\n" if old == "AT THE END" else GOOD.replace(old, new, 1)
    assert text != GOOD
    found = check(load_folder(write(tmp_path, text)), fonts, sizes=["og"], palettes=["sea"])
    mine = [one for one in found if (one.rule, one.layer) == (rule, layer)]
    assert mine, found
    assert words in mine[0].message
    assert (mine[0].template, mine[0].size, mine[0].palette) == ("mine", "og", "sea")


def test_too_heavy_a_card_is_warned_about_then_refused(tmp_path: Path, fonts: FontSet):
    noisy = '[[layers]]\ntype = "picture"\nfile = "noise.png"\n\n[[layers]]\ntype = "fill"'
    text = GOOD.replace('[[layers]]\ntype = "fill"', noisy, 1).replace('color = "ground"', 'color = "ground/0.7"')
    place = write(tmp_path, text)
    for height, warning in ((100, True), (630, False)):
        picture = Image.new("RGB", (1200, 630), (10, 20, 30))
        noise = Image.frombytes("RGB", (1200, height), os.urandom(1200 * height * 3))
        picture.paste(noise, (0, 0))
        picture.save(place / "noise.png")
        found = check(load_folder(place), fonts, sizes=["og"], palettes=["sea"])
        weights = [one for one in found if one.rule == "weight"]
        assert [one.warning for one in weights] == [warning]
        assert "KB" in weights[0].message


def test_contrast_is_measured_with_every_palette(tmp_path: Path, fonts: FontSet):
    """A color of one palette of its own, and one that is too light at some automatic hues only."""
    text = GOOD.replace("fire = { hue = 30 }", 'fire = { hue = 30, quiet = "#805040" }')
    found = check(load_folder(write(tmp_path, text)), fonts, sizes=["og"])
    assert {(one.rule, one.palette, one.layer) for one in found} == {("contrast", "fire", "category")}
    assert len(palette_names(load_template("compass"))) == len(load_template("compass").palettes) + 12


def test_contrast_counts_outline_and_plate_as_what_is_behind(tmp_path: Path, fonts: FontSet):
    ground = GOOD.replace('ground = "oklch(0.3 0.08 hue)"', 'ground = "#dddddd"\nquiet2 = "#111111"')
    ground = ground.replace('color = "quiet"', 'color = "quiet2"')
    for helped in ('stroke = { width = 4, color = "#101010" }', 'plate = { color = "#101010" }'):
        text = ground.replace("lines = 6", f"lines = 6\n{helped}").replace("lines = 1", f"lines = 1\n{helped}")
        (tmp_path / helped[:5]).mkdir()
        assert not check(load_folder(write(tmp_path / helped[:5], text)), fonts, sizes=["og"], palettes=["sea"])
    found = check(load_folder(write(tmp_path, ground)), fonts, sizes=["og"], palettes=["sea"])
    assert {one.rule for one in found} == {"contrast"}


def test_a_faint_repeat_of_the_category_is_decoration(tmp_path: Path, fonts: FontSet):
    ghost = """
[[layers]]
type = "text"
text = "{category}"
box = { left = -40, right = 0, bottom = -60, height = 400 }
size = 400
color = "ink/0.06"
"""
    text = GOOD.replace('\n[[layers]]\nid = "category"', ghost + '\n[[layers]]\nid = "category"', 1)
    assert check(load_folder(write(tmp_path, text)), fonts, sizes=["og"], palettes=["sea"]) == ()


def test_a_title_in_the_center_keeps_its_promise(tmp_path: Path, fonts: FontSet):
    text = GOOD.replace("promises = []", 'promises = ["square-crop"]').replace(
        TITLE_BOX, 'align = "center"\nbox = { width = 620, top = 140, bottom = 130 }'
    )
    found = check(load_folder(write(tmp_path, text)), fonts, sizes=["og"], palettes=["sea"])
    assert not [one for one in found if one.rule == "square-crop"]


def test_every_rule_has_a_test():
    assert {rule for rule, *_ in DEFECTS} | {"weight"} == set(RULES)


def test_a_finding_reads_as_one_line(tmp_path: Path, fonts: FontSet):
    text = GOOD.replace("size = [96, 48]", "size = [40, 32]")
    found = check(load_folder(write(tmp_path, text)), fonts, sizes=["og"], palettes=["sea"])
    line = str(next(one for one in found if one.rule == "title"))
    assert line.startswith("mine og sea (3 characters) layer title: title: set at 40 px")


def test_a_picture_that_is_shown_twice_is_not_faded_twice():
    picture = Image.new("RGBA", (10, 10), (255, 0, 0, 255))
    for _ in range(2):
        shown = effects.apply_effects(
            picture, effects.RoundedMasks(), radius=2, opacity=0.5, blur=0, scrim=(0, 0, 0, 0)
        )
        assert shown.getpixel((5, 5)) == (255, 0, 0, 128)


@pytest.mark.parametrize("name", names())
def test_built_in_templates_pass_at_og_in_their_first_palette(name: str, fonts: FontSet):
    template = load_template(name)
    assert [str(one) for one in check(template, fonts, sizes=["og"], palettes=[next(iter(template.palettes))])] == []


def _all_of(name: str) -> list[TemplateFinding]:
    return list(check(load_template(name), FontSet.bundled()))


@pytest.mark.slow
def test_built_in_templates_pass_at_every_size_and_palette():
    with ProcessPoolExecutor() as pool:
        assert [str(one) for found in pool.map(_all_of, names()) for one in found] == []
