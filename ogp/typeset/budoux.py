"""BudouX models: scores of how likely a phrase begins at each character of a text.

The same arithmetic as ``budoux.Parser.parse``, which scores every offset by looking thirteen n-grams up. Here each
n-gram is looked up once and adds to the offsets around it, so a title takes a third of the time; the scores are kept,
not only their signs; and ``import budoux``, which pulls in an HTML parser (9 ms), is not needed.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

# Feature → its n-gram's length, and how far behind the n-gram's first character the offset lies that it scores.
_FEATURES = {
    **{f"UW{k}": (1, 4 - k) for k in range(1, 7)},
    **{f"BW{k}": (2, 3 - k) for k in range(1, 4)},
    **{f"TW{k}": (3, 4 - k) for k in range(1, 5)},
}


class Model:
    """A BudouX model, ready to score; it does not change."""

    def __init__(self, features: dict[str, dict[str, int]]) -> None:
        """``features``: BudouX's JSON, feature name → n-gram → weight."""
        self._base = -sum(sum(weights.values()) for weights in features.values()) * 0.5
        self._grams: dict[str, list[tuple[int, int]]] = {}
        for name, weights in features.items():
            _, shift = _FEATURES[name]
            for gram, weight in weights.items():
                self._grams.setdefault(gram, []).append((shift, weight))

    def scores(self, text: str) -> list[float]:
        """One score for each character: above 0, BudouX begins a phrase there. The first one means nothing."""
        size = len(text)
        scores = [self._base] * (size + 4)  # UW6 scores two offsets before, UW1 three behind: -2 wraps to the margin
        grams = self._grams
        for length in (1, 2, 3):
            for index in range(size - length + 1):
                weights = grams.get(text[index : index + length])
                if weights is not None:
                    for shift, weight in weights:
                        scores[index + shift] += weight
        return scores[:size]


@cache
def model_for(name: str) -> Model:
    """The model ``ja``, ``zh-hans``, ``zh-hant`` or ``th`` out of the installed budoux package (35–65 kB of JSON)."""
    spec = find_spec("budoux")
    assert spec is not None
    assert spec.origin is not None
    path = Path(spec.origin).with_name("models") / f"{name}.json"
    return Model(json.loads(path.read_text(encoding="utf-8")))
