"""Japanese typesetting: where lines may break, where they should, and how large the text can be.

    break_opportunities(text) -> offsets where a line may begin, strict Japanese rules
    fit(text, style, fonts, …) -> the chosen size and lines
"""

from __future__ import annotations

from ogp.typeset.breaks import break_opportunities
from ogp.typeset.paragraph import Paragraph, fit
from ogp.typeset.style import Line, Style

__all__ = ["Line", "Paragraph", "Style", "break_opportunities", "fit"]
