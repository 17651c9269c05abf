"""Typesetter: sets the texts of one site's cards, and caches the paragraphs that come again."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from ogp.typeset.fit_paragraph import fit
from ogp.typeset.size_search import size_choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ogp.fonts import FontSet
    from ogp.typeset.fit_paragraph import Paragraph
    from ogp.typeset.style import Sizes, Style

PARAGRAPHS_KEPT = 128


class Typesetter:
    """Fits texts with one FontSet and remembers the last paragraphs: categories, authors and dates come again."""

    def __init__(self, fonts: FontSet) -> None:
        """Nothing is set yet, and no font is opened."""
        self.fonts = fonts
        self._fit = lru_cache(PARAGRAPHS_KEPT)(partial(fit, fonts=fonts))

    def fit(
        self,
        text: str,
        style: Style,
        *,
        width: float,
        height: float,
        sizes: Sizes,
        leading: float,
        max_lines: int,
        nobreak: Sequence[str] = (),
    ) -> Paragraph:
        """Set ``text`` as `ogp.typeset.fit` does with this typesetter's fonts."""
        return self._fit(
            text,
            style,
            width=width,
            height=height,
            sizes=size_choices(sizes),
            leading=leading,
            max_lines=max_lines,
            nobreak=tuple(nobreak),
        )
