"""Japanese typesetting: where lines may break, where they should, and how large the text can be.

break_opportunities(text) -> offsets where a line may begin, strict Japanese rules
fit(text, style, fonts, …) -> the chosen size and lines
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ogp.typeset.opportunities import break_opportunities
    from ogp.typeset.paragraph import Paragraph, fit
    from ogp.typeset.style import Line, SizeRange, Style
    from ogp.typeset.typesetter import Typesetter

__all__ = ["Line", "Paragraph", "SizeRange", "Style", "Typesetter", "break_opportunities", "fit"]

_HOMES = {
    "Line": "style",
    "SizeRange": "style",
    "Style": "style",
    "Paragraph": "paragraph",
    "fit": "paragraph",
    "Typesetter": "typesetter",
    "break_opportunities": "opportunities",
}


def __getattr__(name: str) -> object:
    """Import a public name at its first use (PEP 562): reading a template needs `Style` and no HarfBuzz."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
