"""A font of squares: what is typeset with it can be read off the picture. It is WeasyPrint's idea of testing layout.

Every kanji and kana fills its em box, which stands 0.88 above the baseline and 0.12 below as in the faces that ogp
brings. Everything else is a part of that box, in whole halves of an em:

    ■ kanji, kana   ▌ A-Z a-z 0-9 א-ת, half an em wide   ▄ …   ▌ 」』）   ▐ 「『（   ▖ 、。

In columns the brackets lie on their sides and 、。 stand at the top right (OpenType ``vert``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

if TYPE_CHECKING:
    from pathlib import Path

FAMILY = "Square"

EM, TOP, BOTTOM = 1000, 880, -120
HALF, MIDDLE = EM // 2, (TOP + BOTTOM) // 2

INSET = 100
"""The side bearing of ト, in units: it is there to be pulled to the edge (a tenth of an em)."""

# Of each glyph: its advance, and the ink's left, bottom, right and top; none: it is blank.
GLYPHS: dict[str, tuple[int, tuple[int, int, int, int] | None]] = {
    ".notdef": (EM, None),
    "space": (HALF, None),
    "wide_space": (EM, None),
    "square": (EM, (0, BOTTOM, EM, TOP)),
    "block": (HALF, (0, BOTTOM, HALF, TOP)),
    "inset": (EM, (INSET, BOTTOM, EM, TOP)),
    "ellipsis": (EM, (0, BOTTOM, EM, MIDDLE)),
    "opening": (EM, (HALF, BOTTOM, EM, TOP)),
    "closing": (EM, (0, BOTTOM, HALF, TOP)),
    "stop": (EM, (0, BOTTOM, HALF, MIDDLE)),
    "opening.vert": (EM, (0, BOTTOM, EM, MIDDLE)),
    "closing.vert": (EM, (0, MIDDLE, EM, TOP)),
    "stop.vert": (EM, (HALF, MIDDLE, EM, TOP)),
}

CHARACTERS: dict[str, str] = {
    **{chr(code): "square" for first, last in ((0x3041, 0x30FE), (0x4E00, 0x9FFF)) for code in range(first, last + 1)},
    **{chr(code): "block" for first, last in ("09", "AZ", "az", "את") for code in range(ord(first), ord(last) + 1)},
    **dict.fromkeys("「『（", "opening"),
    **dict.fromkeys("」』）", "closing"),
    **dict.fromkeys("、。", "stop"),
    "ト": "inset",
    "…": "ellipsis",
    " ": "space",
    "\u3000": "wide_space",
}

FEATURES = """
languagesystem DFLT dflt;
feature vert { sub opening by opening.vert; sub closing by closing.vert; sub stop by stop.vert; } vert;
"""


def save(path: Path) -> Path:
    """Write the font to a file."""
    builder = FontBuilder(EM)
    builder.setupGlyphOrder([*GLYPHS])
    builder.setupCharacterMap({ord(char): name for char, name in CHARACTERS.items()})
    builder.setupGlyf({name: _glyph(ink) for name, (_, ink) in GLYPHS.items()})
    lefts = {name: ink[0] if ink else 0 for name, (_, ink) in GLYPHS.items()}
    tops = {name: TOP - ink[3] if ink else 0 for name, (_, ink) in GLYPHS.items()}
    builder.setupHorizontalMetrics({name: (advance, lefts[name]) for name, (advance, _) in GLYPHS.items()})
    builder.setupHorizontalHeader(ascent=TOP, descent=BOTTOM)
    builder.setupVerticalMetrics({name: (EM, tops[name]) for name in GLYPHS})
    builder.setupVerticalHeader(ascent=HALF, descent=-HALF)
    builder.setupNameTable({"familyName": FAMILY, "styleName": "Regular"})
    # Digits side by side in a column are centered by their cap height: with this one a whole em box is.
    builder.setupOS2(usWeightClass=400, sCapHeight=2 * MIDDLE)
    builder.setupPost()
    builder.addOpenTypeFeatures(FEATURES)
    builder.save(path)
    return path


def _glyph(ink: tuple[int, int, int, int] | None) -> object:
    pen = TTGlyphPen(None)
    if ink:
        left, bottom, right, top = ink
        pen.moveTo((left, bottom))
        for point in ((left, top), (right, top), (right, bottom)):
            pen.lineTo(point)
        pen.closePath()
    return pen.glyph()
