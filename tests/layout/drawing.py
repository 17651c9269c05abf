"""Cards drawn with letters: what a template makes of a card, a letter for every cell of px, beside what it should be.

A cell has to be of one color, or it is a ``?``: what moves by a pixel shows. The drawing that a test expects also says
how large the card is. Every card takes both ways that ogp has of painting, in true colors and with a palette.
"""

from __future__ import annotations

import io
from dataclasses import replace
from inspect import cleandoc
from itertools import zip_longest
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import square_font
from PIL import Image

from ogp import Card
from ogp.fonts import FaceSource, FontSet
from ogp.rendering.renderer import Renderer
from ogp.template.load import load_folder
from ogp.template.model import Size

if TYPE_CHECKING:
    from collections.abc import Mapping

Rgb = tuple[int, int, int]

CELL = (25, 25)
"""Width and height in px. Half an em of type of 50 px, whose baselines are whole px: nothing is rounded away."""

MANY, UNKNOWN = "?", "!"
"""A cell of more than one color, a cell of a color that has no letter."""

COLOR_TYPE, TRUE_COLOR, INDEXED = 25, 2, 3
"""Of a PNG: where its header says what kind it is, and two kinds."""

COLORS: dict[str, tuple[str, Rgb]] = {
    "_": ("ground", (255, 255, 255)),
    "T": ("ink", (20, 20, 20)),
    "C": ("second", (0, 80, 200)),
    "P": ("plate", (255, 220, 120)),
    "E": ("edge", (200, 100, 0)),
    "F": ("fill", (120, 200, 160)),
    "S": ("shadow", (160, 160, 160)),
    "O": ("outline", (220, 0, 120)),
    "1": ("one", (255, 0, 0)),
    "2": ("two", (0, 255, 0)),
    "3": ("three", (0, 0, 255)),
    "4": ("four", (0, 255, 255)),
}
"""By the letter that stands for it in drawings: a color's name in templates, and what it is."""

HEAD = 'sizes = ["og", "square"]\n[colors]\n{colors}\n[[layers]]\ntype = "fill"\ncolor = "ground"\n'


class Studio:
    """Draws cards with the square font."""

    def __init__(self, folder: Path) -> None:
        """``folder``: where the font, templates and pictures are written."""
        self.folder = folder
        self.fonts = FontSet([FaceSource(square_font.save(folder / "Square.ttf"))])

    def check(
        self,
        layers: str,
        drawing: str,
        *,
        on: str = "og",
        cell: tuple[int, int] = CELL,
        mixed: Mapping[str, Rgb] | None = None,
        pictures: Mapping[str, str] | None = None,
        holds: bool = True,
        title: str = "",
        **fields: str,
    ) -> None:
        """Fail unless a card of these ``fields`` looks like the ``drawing``.

        layers:   of the template, in TOML; a ground lies under them already.
        on:       the size of the card, ``og`` or ``square``: a name only, the px come from the drawing.
        mixed:    more letters, of colors that come about only where something sheer lies on something else.
        pictures: of template and site: for each file's name a drawing, in cells of the same size.
        holds:    whether a palette holds it. A shadow is left to true colors, however hard its edges are.
        """
        __tracebackhide__ = True
        wanted = cleandoc(drawing).splitlines()
        folder = Path(mkdtemp(dir=self.folder))
        for name, picture in (pictures or {}).items():
            _picture(cleandoc(picture).splitlines(), cell).save(folder / name)
        sheet = "\n".join(f'{name} = "#{bytes(color).hex()}"' for name, color in COLORS.values())
        text = HEAD.format(colors=sheet) + cleandoc(layers)
        (folder / "template.toml").write_text(text, encoding="utf-8")
        template = load_folder(folder)
        width, height = len(wanted[0]) * cell[0], len(wanted) * cell[1]
        template = replace(template, sizes={name: Size(name, width, height) for name in template.sizes})
        card = Card(title, **fields)
        renderer = Renderer(self.fonts, root=folder)
        true, _ = renderer.draw(card, template, "", on)
        made = renderer.file(card, template, "", on, suffix=".png", fingerprint="f", max_kb=0)
        assert true.size == (width, height)
        with Image.open(io.BytesIO(made.data)) as opened:
            indexed = opened.convert("RGB")
        letters = {color: letter for letter, (_, color) in COLORS.items()}
        letters |= {color: letter for letter, color in (mixed or {}).items()}
        for way, image in (("in true colors", true), ("as the PNG", indexed)):
            got = _letters(image, cell, letters)
            assert got == wanted, f"{way}:\n\n{_side_by_side(wanted, got)}"
        assert indexed.tobytes() == true.tobytes()  # and where it is a ? too
        assert made.data[COLOR_TYPE] == (INDEXED if holds else TRUE_COLOR)


def _letters(image: Image.Image, cell: tuple[int, int], letters: Mapping[Rgb, str]) -> list[str]:
    """The picture in letters, row by row."""
    rows = []
    width, height = cell
    for top in range(0, image.height, height):
        cells = (image.crop((left, top, left + width, top + height)) for left in range(0, image.width, width))
        colors = [one.getcolors(1) for one in cells]
        rows.append("".join(letters.get(found[0][1], UNKNOWN) if found else MANY for found in colors))
    return rows


def _picture(rows: list[str], cell: tuple[int, int]) -> Image.Image:
    """The picture that letters draw."""
    image = Image.new("RGB", (len(rows[0]), len(rows)))
    image.putdata([COLORS[letter][1] for row in rows for letter in row])
    return image.resize((image.width * cell[0], image.height * cell[1]), Image.Resampling.NEAREST)


def _side_by_side(wanted: list[str], got: list[str]) -> str:
    """Two drawings, the rows marked in which they differ."""
    width = max(8, *map(len, wanted))
    lines = [f"{'expected':{width}}     got"]
    lines += [
        f"{one:{width}}  {'|' if one != two else ' '}  {two}" for one, two in zip_longest(wanted, got, fillvalue="")
    ]
    return "\n".join(lines)
