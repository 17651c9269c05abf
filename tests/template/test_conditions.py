"""`needs` and `unless`: which layers a card gets, what else that decides, and what the check sees of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ogp import Card
from ogp.fonts import FontSet
from ogp.images.loader import Pictures
from ogp.layout.card_design import CardDesign
from ogp.layout.layout import placements
from ogp.rendering.fingerprint import fingerprint
from ogp.template import load_folder, load_template
from ogp.template_tools.check import check
from ogp.template_tools.describe import shown_fields
from ogp.typeset.typesetter import Typesetter

if TYPE_CHECKING:
    from pathlib import Path

DATED = Card(title="木の家", category="読みもの", date=dt.date(2026, 2, 19), site="庭の図書室", emoji="🌿")
UNDATED = replace(DATED, date=None)

TEMPLATE = """\
[palettes]
sea = { hue = 220 }
fire = { hue = 30, late = "#ffffff" }

[colors]
ink = "#ffffff"
late = "#000000"

[[layers]]
type = "fill"
color = "#202020"

[[layers]]
id = "title"
type = "text"
text = "{title}"
box = { left = 72, right = 72, top = 72, bottom = 272 }
size = [90, 48]
lines = 4

[[layers]]
id = "thing"
"""

KINDS = {
    "fill": 'type = "fill"\ncolor = "ink"',
    "file": 'type = "picture"\nfile = "a.svg"',
    "emoji": 'type = "picture"\nemoji = "{emoji}"',
    "qr": 'type = "picture"\nqr = "https://{url, site}"',
    "text": 'type = "text"\ntext = "{site}"',
}
BOX = "\nbox = { left = 80, width = 100, bottom = 72, height = 100 }\n"


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return FontSet.bundled()


def write(folder: Path, layer: str) -> Path:
    (folder / "template.toml").write_text(TEMPLATE + layer, encoding="utf-8")
    art = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0H9V9Z"/></svg>'
    (folder / "a.svg").write_text(art, encoding="utf-8")
    return folder


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("condition", "expected"),
    [("", [True, True]), ('needs = "{date}"', [True, False]), ('unless = "{date}"', [False, True])],
)
def test_a_layer_of_any_kind_is_drawn_where_its_condition_holds(
    tmp_path: Path, fonts: FontSet, kind: str, condition: str, expected: list[bool]
):
    template = load_folder(write(tmp_path, KINDS[kind] + BOX + condition))
    design = CardDesign(template, template.palette(), template.sizes["og"], Typesetter(fonts), Pictures(tmp_path))
    assert [bool(placements(card, design)[-1].items) for card in (DATED, UNDATED)] == expected


@pytest.mark.parametrize("key", ["needs", "unless"])
def test_a_fingerprint_tells_whether_a_layer_is_drawn_and_nothing_else(tmp_path: Path, key: str):
    template = load_folder(write(tmp_path, f'{KINDS["fill"]}{BOX}{key} = "{{date}}"'))
    later = replace(DATED, date=dt.date(2026, 2, 20))
    one, other, without = (fingerprint(card, template, "og", "scene", (), "png") for card in (DATED, later, UNDATED))
    assert one == other, "the date is not shown"
    assert one != without


def test_a_layers_fields_are_those_it_shows_and_those_it_asks_for(tmp_path: Path):
    template = load_folder(write(tmp_path, KINDS["text"] + BOX + 'needs = "{series}"\nunless = "{excerpt}"'))
    assert template.layers["og"][-1].names == {"site", "series", "excerpt"}
    assert shown_fields(template) == ("title", "site")


def test_the_check_looks_at_what_is_drawn_only_where_a_field_is_missing(tmp_path: Path, fonts: FontSet):
    """In every palette: here the first hides it, the second does not."""
    layer = KINDS["text"] + BOX.replace("width = 100", "width = 400") + 'color = "late"\nunless = "{date}"'
    found = check(load_folder(write(tmp_path, layer)), fonts, palettes=["fire", "sea"])
    assert {(one.rule, one.layer, one.palette, one.case) for one in found} == {
        ("contrast", "thing", "sea", "title only"),
    }


@pytest.mark.parametrize("size", ["og", "square", "x"])
def test_split_says_whose_ticket_it_is_where_there_is_no_date(fonts: FontSet, size: str):
    template = load_template("split")
    design = CardDesign(
        template, template.palette(), template.sizes[size], Typesetter(fonts), Pictures(template.folder)
    )
    names = [{one.layer.id: one.text.size for one in placements(card, design) if one.text} for card in (DATED, UNDATED)]
    assert names[0].keys() == {"site", "day", "month", "category", "title"}
    assert names[1].keys() == {"name", "category", "title"}
    assert names[1]["name"] > 2 * names[0]["site"]
