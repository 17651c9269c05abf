"""Japanese typesetting: where lines may break, where they should, and how large the text can be.

`break_opportunities` gives the offsets where a line may begin, by strict Japanese rules. `fit` sets a text in a box;
a `Typesetter` does so and remembers what it set. The modules, in the order of the way from a text to its lines:

    normalize       bounds and composes the text (NFC); ucd and character_classes know its clusters and classes
    strip_markup    leaves what a reader sees of HTML and Markdown; ruby_markup takes the readings of words out of it
    shaping         measures the paragraph with HarfBuzz: bidi, runs (one face and script), vertical, spacing,
                    ruby_layout, line_edges, ink_bounds
    opportunities   where a line may begin: UAX #14, kinsoku (JLREQ), and unbreakable spans with their counters
    penalties       where it had better begin: budoux, grammar, word_penalties, compound_penalties (lexicon,
                    lexicon_additions), all on one penalty_scale
    size_search     chooses size, number of lines and breaks together, on the paths that line_search finds
    fit_paragraph   `fit`, which does all of this in turn; typesetter remembers its results; style goes in, line
                    comes out
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ogp.typeset.fit_paragraph import Paragraph, fit
    from ogp.typeset.line import Line
    from ogp.typeset.opportunities import break_opportunities
    from ogp.typeset.style import SizeRange, Style
    from ogp.typeset.typesetter import Typesetter

__all__ = ["Line", "Paragraph", "SizeRange", "Style", "Typesetter", "break_opportunities", "fit"]

_HOMES = {
    "Line": "line",
    "SizeRange": "style",
    "Style": "style",
    "Paragraph": "fit_paragraph",
    "fit": "fit_paragraph",
    "Typesetter": "typesetter",
    "break_opportunities": "opportunities",
}


def __getattr__(name: str) -> object:
    """Import a public name at its first use (PEP 562): reading a template needs `Style` and no HarfBuzz."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
