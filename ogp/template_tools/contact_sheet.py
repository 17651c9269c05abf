"""Contact sheets: many cards in one picture, each with a label under it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image

from ogp.display_list import DisplayList, TextItem
from ogp.errors import ConfigError
from ogp.image_formats import WRITTEN_SUFFIXES
from ogp.layout.card_design import CardDesign
from ogp.layout.layout import placements
from ogp.paint.draw_operations import Rasterizer
from ogp.paint.truecolor import paint
from ogp.template_tools.sample_cards import ORDINARY, SamplePictures
from ogp.typeset.fit_paragraph import fit
from ogp.typeset.style import Style
from ogp.typeset.typesetter import Typesetter

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ogp.card import Card
    from ogp.display_list import Rgba
    from ogp.fonts import FontSet
    from ogp.template import Template

PAPER: Rgba = (246, 246, 244, 255)
INK: Rgba = (70, 74, 82, 255)
GAP, LABEL = 16, 16
"""Px between cards, and the type size of labels."""


class Tile(NamedTuple):
    """A card's picture and its label."""

    picture: Image.Image
    label: str


def draw(card: Card, template: Template, palette: str, size: str, fonts: FontSet) -> Image.Image:
    """Draw a card (RGB) without a site: pictures that would be the site's are made up."""
    pictures = SamplePictures(template.folder)
    colors = template.palette(palette, card.category)
    design = CardDesign(template, colors, template.sizes[size], Typesetter(fonts), pictures)
    canvas = Image.new("RGB", (design.size.width, design.size.height))
    items = [item for placed in placements(card, design) for item in placed.items]
    return paint(DisplayList(canvas, tuple(items)), Rasterizer())


def of_template(template: Template, fonts: FontSet, *, width: int = 1200, columns: int = 3) -> Image.Image:
    """Return a sheet of a template: every palette at its first size, then its other sizes; every other with a photo."""
    card = replace(ORDINARY, title="ことばを選び、かたちを整え、読む人へ届ける", logo="")
    first, *others = template.sizes
    names = [*template.palettes]
    variants = [(name, first, name) for name in names]
    for number, size in enumerate(others, 1):
        palette = names[number % len(names)]
        variants.append((palette, size, f"{size}, {palette}"))
    tiles = []
    for number, (palette, size, label) in enumerate(variants):
        picture = draw(replace(card, cover=card.cover if number % 2 else ""), template, palette, size, fonts)
        tiles.append(Tile(picture, label))
    return sheet(tiles, fonts, width=width, columns=columns)


def sheet(tiles: Iterable[Tile], fonts: FontSet, *, width: int, columns: int) -> Image.Image:
    """Draw tiles in rows of ``columns``, all scaled to one width, on a picture ``width`` px wide."""
    tile_width = (width - (columns + 1) * GAP) // columns
    scaled = [Tile(_scaled(tile.picture, tile_width), tile.label) for tile in tiles]
    rows = [scaled[start : start + columns] for start in range(0, len(scaled), columns)]
    label_height = 2 * LABEL if any(tile.label for tile in scaled) else 0
    heights = [max(tile.picture.height for tile in row) + label_height + GAP for row in rows]
    page = Image.new("RGB", (width, sum(heights) + GAP), PAPER[:3])
    labels: list[TextItem] = []
    top = GAP
    for row, height in zip(rows, heights, strict=True):
        for column, (picture, label) in enumerate(row):
            left = GAP + column * (tile_width + GAP)
            page.paste(picture, (left, top))
            if label:
                labels.append(_label(label, left, top + picture.height + LABEL * 1.4, tile_width, fonts))
        top += height
    return paint(DisplayList(page, tuple(labels)), Rasterizer())


def _scaled(picture: Image.Image, width: int) -> Image.Image:
    height = round(picture.height * width / picture.width)
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _label(text: str, x: float, y: float, width: float, fonts: FontSet) -> TextItem:
    set_text = fit(text, Style(weight=400), fonts, width=width, height=LABEL * 2, sizes=[LABEL], leading=1, max_lines=1)
    return TextItem(set_text.lines[0], set_text.size, x, y, INK)


def write(picture: Image.Image, path: Path) -> None:
    """Save a sheet in the format that its name asks for.

    Raises:
        ConfigError: E_IMAGE_TYPE or E_IMAGE_IO.
    """
    if path.suffix.lower() not in WRITTEN_SUFFIXES:
        raise ConfigError(
            "E_IMAGE_TYPE", f"{path} is not an image that ogp writes", f"use {', '.join(WRITTEN_SUFFIXES)}"
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        picture.save(path, optimize=True, quality=82)
    except OSError as error:
        raise ConfigError("E_IMAGE_IO", f"{path} cannot be written: {error.strerror or error}") from None
