"""Bidirectional text (UAX #9): embedding levels and visual order, on the classes and rules of python-bidi."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")

T = TypeVar("T")


def bidi_levels(text: str) -> tuple[list[int], int] | None:
    """The embedding level of each character and of the paragraph; None if nothing is written right to left.

    Nearly all titles are None, at the price of one search.
    """
    if not _RIGHT_TO_LEFT.search(text):
        return None
    from bidi import algorithm as uax9  # only a right-to-left title pays for the import

    base = uax9.get_base_level(text)
    storage: dict[str, Any] = uax9.get_empty_storage()
    storage["base_level"], storage["base_dir"] = base, "LR"[base]
    uax9.get_embedding_levels(text, storage)
    for offset, char in enumerate(storage["chars"]):
        char["offset"] = offset  # X9 takes joiners and zero-width spaces out of the list
    for rule in (
        uax9.explicit_embed_and_overrides,
        uax9.resolve_weak_types,
        uax9.resolve_neutral_types,
        uax9.resolve_implicit_levels,
    ):
        rule(storage, False)  # noqa: FBT003 python-bidi's own signature
    resolved = {char["offset"]: char["level"] for char in storage["chars"]}
    levels: list[int] = []
    for offset in range(len(text)):
        levels.append(resolved.get(offset, levels[-1] if levels else base))
    return levels, base


def visual_order(runs: Sequence[T], levels: Sequence[int]) -> list[T]:
    """Runs from left to right: every stretch at or above each odd level reversed (UAX #9 L2)."""
    order = list(range(len(runs)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = max(end, start + 1)
    return [runs[index] for index in order]
