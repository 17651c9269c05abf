"""Style: how a text is set (font, language, direction, spacing), and the range of sizes it may be set in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Spacing = Literal["palt", "chws", "full"]
Direction = Literal["horizontal", "vertical"]


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set, but for its size.

    family, weight: the first face to try (``"Noto Sans JP"``, 400 or 700); the FontSet adds the fallbacks.
    lang:      BCP 47 tag: picks ``locl`` forms, kinsoku rules and the order of fallback.
    direction: ``vertical`` is CSS ``vertical-rl``.
    spacing:   ``palt`` proportional kana, ``chws`` full-width rhythm with punctuation squeezed, ``full`` neither.
    tracking:  letter spacing in em, added after every cluster but a line's last.
    autospace: the extra Japanese–Latin space in em (CSS ``text-autospace``); 0 turns it off.
    hanging:   ``、。`` at a line's end hang outside the measure (CSS ``hanging-punctuation: allow-end``).
    tabular:   numerals of one width (``tnum``).
    """

    family: str = "Noto Sans JP"
    weight: int = 700
    lang: str = "ja"
    direction: Direction = "horizontal"
    spacing: Spacing = "palt"
    tracking: float = 0.0
    autospace: float = 0.125
    hanging: bool = False
    tabular: bool = False


@dataclass(frozen=True, slots=True)
class SizeRange:
    """Every type size from ``largest`` down to ``smallest``, px, in small steps."""

    largest: float
    smallest: float

    def __post_init__(self) -> None:
        """Raise ValueError for a range that is empty."""
        if self.smallest > self.largest:
            raise ValueError(f"{self} is empty")


Sizes: TypeAlias = "SizeRange | Sequence[float]"
"""The type sizes that a text may be set in: a range, or a list of choices in any order, px."""
