"""Spacing: OpenType features of a run, Japanese–Latin space, full-width punctuation trimmed at the edges of lines."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ogp.fonts import language
from ogp.typeset import script_ranges as scripts
from ogp.typeset.runs import CJK, EMOJI, HALFWIDTH

if TYPE_CHECKING:
    from ogp.fonts import Face
    from ogp.fonts.face import Features
    from ogp.typeset.style import Spacing, Style

MIN_FULL_WIDTH = 0.9
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
"""What has no width at the edge of a line."""
MAY_TRIM = SPACES | OPENING | CLOSING
"""What may be narrower at a line's edge than within it."""


def autospace(text: str) -> list[int]:
    """The offsets where Japanese meets Latin, Greek or Cyrillic letters or digits."""
    return [match.end() for match in _AUTOSPACE.finditer(text)]


def features(
    style: Style, face: Face, script: str, *, vertical: bool = False, without_context: bool = False
) -> Features:
    """The OpenType features that a run asks for.

    ``without_context`` leaves out what depends on the next glyph (kerning, squeezing): what the advances then differ
    by, a line break after a glyph gives back.
    """
    return _features(
        style.spacing,
        script,
        vertical,
        ("vpal" if vertical else "palt") in face.features,
        style.tabular,
        style.tracking != 0,
        without_context,
    )


@cache  # of constants: some spacings, scripts and flags
def _features(
    spacing: Spacing,
    script: str,
    vertical: bool,  # noqa: FBT001 - by position, and so for the rest: a cache finds that faster
    has_palt: bool,  # noqa: FBT001
    tabular: bool,  # noqa: FBT001
    tracked: bool,  # noqa: FBT001
    without_context: bool,  # noqa: FBT001
) -> Features:
    if script == EMOJI:
        return ()
    palt, halt, chws, kern = ("vpal", "vhal", "vchw", "vkrn") if vertical else ("palt", "halt", "chws", "kern")
    tags: dict[str, int] = {}
    proportional = spacing == "palt" and script != HALFWIDTH
    if proportional:
        # A face without palt has its punctuation set half width: full-width brackets would gape in a headline.
        tags[palt if has_palt else halt] = 1
    if tabular:
        tags["tnum"] = 1
    if tracked:  # CSS letter-spacing: no ligatures, whose inside could not be spaced
        tags["liga"] = tags["clig"] = 0
    # The kerning of kana is made for palt; full-width rhythm must not have it.
    tags[kern] = int(not without_context and (proportional or script != CJK))
    tags[chws] = int(not without_context and spacing == "chws")
    return tuple(tags.items())


def trim_start(char: str, advance: float) -> float:
    """What an opening bracket loses at a line's start, em: its blank half if it is set full width."""
    return advance - 0.5 if advance >= MIN_FULL_WIDTH and char in OPENING else 0.0


def trim_end(char: str, advance: float, style: Style) -> float:
    """What closing punctuation loses at a line's end, em: its blank half, or all of it if it hangs outside.

    Chinese punctuation of Taiwan and Hong Kong stands in the middle of its em box: nothing to trim.
    """
    if char not in CLOSING:
        return 0.0
    if style.hanging and char in HANGING:
        return advance
    centered = char in HANGING and style.lang.startswith("zh") and language(style.lang) == "zh-Hant"
    return advance - 0.5 if advance >= MIN_FULL_WIDTH and not centered else 0.0
