"""Spacing: which OpenType features a run asks for, where Japanese and Latin part, what a line's edges lose."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ogp import scripts
from ogp.fonts import language
from ogp.typeset.runs import CJK, EMOJI, HALF_KANA

if TYPE_CHECKING:
    from ogp.fonts import Face
    from ogp.fonts.face import Features
    from ogp.typeset.style import Spacing, Style

FULL_WIDTH = 0.9
"""A glyph at least this wide (em) is set full width: only those have a blank half to trim."""

# Japanese–Latin space, CSS Text 4 `text-autospace: ideograph-alpha ideograph-numeric`. Its ideographs are kanji and
# the vertical iteration mark, kana without punctuation and spacing marks, and Bopomofo; half-width kana are left out.
# Its letters go by general category: neither × nor ÷ is one.
_IDEOGRAPH = f"{scripts.KANJI}〻{scripts.HIRAGANA}{scripts.KATAKANA}{scripts.KATAKANA_EXTENSIONS}{scripts.BOPOMOFO}"
_ALPHANUMERIC = "0-9A-Za-zªµºÀ-ÖØ-öø-ʯͰ-ͽͿ-҄Ҋ-ԯḀ-ỿἀ-῾"
_MARK = "[\u0300-\u036f\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef]*"
_AUTOSPACE = re.compile(f"[{_IDEOGRAPH}]{_MARK}(?=[{_ALPHANUMERIC}])|[{_ALPHANUMERIC}]{_MARK}(?=[{_IDEOGRAPH}])")

OPENING = frozenset("‘“（〔［｛〈《「『【⦅〘〖〝")  # JLREQ cl-01, as far as full-width
CLOSING = frozenset("’”）〕］｝〉》」』】⦆〙〗〟、。，．")  # JLREQ cl-02, cl-06, cl-07
HANGING = frozenset("、。，．")  # CSS hanging-punctuation: allow-end; JLREQ cl-06, cl-07
SPACES = frozenset(" \u00a0\u3000\u200b\u2060\n")
"""What is not seen at the edge of a line."""
MAY_TRIM = SPACES | OPENING | CLOSING
"""What may change a line's edges; all else is as wide there as within."""


def autospace(text: str) -> list[int]:
    """The offsets at which Japanese meets Latin, Greek or Cyrillic letters or digits."""
    return [match.end() for match in _AUTOSPACE.finditer(text)]


def features(style: Style, face: Face, script: str, *, vertical: bool) -> tuple[Features, Features]:
    """Features of a run: in a line, and the same without what depends on the next glyph (kerning, squeezing).

    The difference of the two is what a cut after a glyph gives back.
    """
    has_palt = ("vpal" if vertical else "palt") in face.features
    tracked = style.tracking != 0
    return _features(
        style.spacing, script, vertical=vertical, has_palt=has_palt, tabular=style.tabular, tracked=tracked
    )


@cache  # of constants: some spacings, scripts and flags
def _features(
    spacing: Spacing, script: str, *, vertical: bool, has_palt: bool, tabular: bool, tracked: bool
) -> tuple[Features, Features]:
    if script == EMOJI:
        return (), ()
    palt, halt, chws, kern = ("vpal", "vhal", "vchw", "vkrn") if vertical else ("palt", "halt", "chws", "kern")
    always: dict[str, int] = {}
    proportional = spacing == "palt" and script != HALF_KANA
    if proportional:
        # A face without palt has its punctuation set half width: full-width brackets would gape in a headline.
        always[palt if has_palt else halt] = 1
    if tabular:
        always["tnum"] = 1
    if tracked:  # CSS letter-spacing: no ligatures, whose inside could not be spaced
        always["liga"] = always["clig"] = 0
    # The kerning of kana is made for palt; full-width rhythm must not have it.
    context = {kern: int(proportional or script != CJK), chws: int(spacing == "chws")}
    alone = {kern: 0, chws: 0}
    return tuple((always | context).items()), tuple((always | alone).items())


def trim_start(char: str, advance: float) -> float:
    """What an opening bracket loses at a line's start, em: its blank half if it is set full width."""
    return advance - 0.5 if advance >= FULL_WIDTH and char in OPENING else 0.0


def trim_end(char: str, advance: float, style: Style) -> float:
    """What closing punctuation loses at a line's end, em: its blank half, or all of it if it hangs outside.

    Chinese punctuation of Taiwan and Hong Kong stands in the middle of its em box: nothing to trim.
    """
    if char not in CLOSING:
        return 0.0
    if style.hanging and char in HANGING:
        return advance
    centered = char in HANGING and style.lang.startswith("zh") and language(style.lang) == "zh-Hant"
    return advance - 0.5 if advance >= FULL_WIDTH and not centered else 0.0
