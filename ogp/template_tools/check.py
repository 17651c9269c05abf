"""Checks whether a template is safe for any post: draws it with extreme content and measures the result.

What must hold is in `rules`. Geometry depends on the size and the content, not on the palette, so it is measured once
a size; colors are measured with every palette, the twelve automatic hues among them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ogp.layout.card_design import CardDesign
from ogp.paint.draw_operations import Rasterizer
from ogp.template.color import AUTO_HUES
from ogp.template.model import Palette
from ogp.template_tools import rules, sample_cards
from ogp.template_tools.drawn_case import draw_case
from ogp.typeset.typesetter import Typesetter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ogp.fonts import FontSet
    from ogp.template import Size, Template
    from ogp.template_tools.rules import TemplateFinding


def check(
    template: Template, fonts: FontSet, *, sizes: Iterable[str] = (), palettes: Iterable[str] = ()
) -> tuple[TemplateFinding, ...]:
    """Return all that is wrong with a template; nothing is written.

    Args:
        template: what is checked.
        fonts: what its texts are set in.
        sizes: their names; none means all.
        palettes: their names; none means all, the automatic ones too (``auto:6`` … ``auto:344``, by their hue).

    Raises:
        OgpError: E_ASSET or E_FONT for a template that cannot be drawn.
    """
    names = tuple(palettes) or palette_names(template)
    typesetter, rasterizer = Typesetter(fonts), Rasterizer()
    findings: list[TemplateFinding] = []
    for size in sizes or template.sizes:
        first, *others = (_palette(template, name) for name in names)
        findings.extend(_check_all(template, typesetter, template.sizes[size], first, rasterizer))
        for palette in others:
            findings.extend(_check_colors(template, typesetter, template.sizes[size], palette, rasterizer))
    return tuple(findings)


def palette_names(template: Template) -> tuple[str, ...]:
    """Return the names of all palettes that a card of this template may get."""
    return (*template.palettes, *(f"auto:{hue}" for hue in AUTO_HUES))


def _palette(template: Template, name: str) -> Palette:
    kind, _, hue = name.partition(":")
    palette = template.auto(float(hue)) if kind == "auto" and hue else template.palette(name)
    return Palette(name, palette.colors)


def _check_all(
    template: Template, typesetter: Typesetter, size: Size, palette: Palette, rasterizer: Rasterizer
) -> Iterator[TemplateFinding]:
    """Check every rule with every case, in one palette."""
    design = CardDesign(template, palette, size, typesetter, sample_cards.SamplePictures(template.folder))
    for name, card in sample_cards.cards(design.layers):
        drawn = draw_case(name, card, design, rasterizer)
        yield from rules.check_all(drawn)
        if name == sample_cards.LONG:
            yield from rules.check_weight(drawn)


def _check_colors(
    template: Template, typesetter: Typesetter, size: Size, palette: Palette, rasterizer: Rasterizer
) -> Iterator[TemplateFinding]:
    """Check contrast alone, in another palette: the art in a quarter of its resolution, which changes no color."""
    design = CardDesign(template, palette, size, typesetter, sample_cards.SamplePictures(template.folder, coarse=4))
    for name, card in sample_cards.reading_cards(design.layers):
        yield from rules.check_contrast(draw_case(name, card, design, rasterizer, all_layers=False))
