"""A measure without fonts: 1 em for wide characters, 0.55 em for Latin, 0.3 em for a space, nothing for marks."""

from __future__ import annotations

import unicodedata
from itertools import accumulate

from ogp.typeset.character_classes import clusters
from ogp.typeset.penalties import breaks
from ogp.typeset.size_search import Fit, search


class StubMeasure:
    """Widths by prefix sums; a cluster is as wide as its first character."""

    def __init__(self, text: str) -> None:
        widths = [0.0] * len(text)
        for i in clusters(text)[:-1]:
            wide = unicodedata.east_asian_width(text[i]) in "WFA"
            invisible = text[i] in "\u200b\u2060\n"
            widths[i] = 0.0 if invisible else 1.0 if wide else 0.3 if text[i] in " \u00a0" else 0.55
        self.ellipsis = 1.0
        self.lefts = self.rights = list(accumulate(widths, initial=0.0))

    def advance(self, start: int, end: int) -> float:
        return self.rights[end] - self.lefts[start]


def fit(text: str, width: float, *, lang: str = "ja", nobreak: tuple[str, ...] = (), **box: object) -> Fit:
    """The fit of a text in lines of ``width`` em at one size (100 px), as many as it takes, or as ``box`` says."""
    options = {"width": width * 100, "height": 1e9, "sizes": (100,), "leading": 1.3, "max_lines": 8}
    return search(text, breaks(text, lang=lang, nobreak=nobreak), StubMeasure(text), **(options | box))  # type: ignore[arg-type]


def shown(text: str, fitted: Fit) -> str:
    """The lines as the tables write them."""
    return " / ".join(text[a:b] for a, b in fitted.lines) + "…" * fitted.truncated
