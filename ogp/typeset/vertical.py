"""Vertical lines (CSS ``vertical-rl``): the orientation of each character, and its glyph in the column."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ogp.typeset import script_ranges as scripts
from ogp.typeset.line import IDENTITY, Matrix
from ogp.typeset.runs import CJK, COMBINED, COMBINED_REST, EMOJI_BOX, IS_EMOJI, SIDEWAYS, UPRIGHT, fullwidth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ogp.fonts import FallbackChain, ShapedGlyph
    from ogp.fonts.face import Features
    from ogp.typeset.runs import FontRun
    from ogp.typeset.style import Style

Glyphs = tuple["ShapedGlyph", ...]

CLOCKWISE: Matrix = (0.0, 1.0, -1.0, 0.0)
"""Sideways: a quarter turn to the right."""

# UAX #50, Vertical_Orientation U, Tu and Tr of what titles hold; the rest is R.
_UPRIGHT = re.compile(
    "[§©®±¼-¾×÷\u1100-\u11ff‖†‡‰‱※‼⁂⁇-⁉⁑\u2100\u2101\u2103-\u2109ℓ№℞-℣\u2135-\u213f\u214f-\u2189∞∴∵"
    "\u2300-\u2307\u230c-\u231f\u2324-\u232b\u237d-\u239a\u23be-\u2422\u2424-\u24ff\u25a0-\u2767\u2776-\u2793"
    "\u2b12-\u2b2f\u2b50-\u2b59\u2b97-\u2bff\u2e50\u2e51\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\ue000-\ufaff"
    "\ufe10-\ufe1f\ufe30-\ufe6f\uff01-\uff0c\uff0e-\uff1b\uff1f-\uff60\uffe0-\uffe7"
    "\U0001b000-\U0001b2ff\U0001d300-\U0001d37f\U0001f000-\U0001f2ff\U00020000-\U0003fffd]"
)

# Tr: turned by the face's own form for columns (`vert`), else sideways.
_TURNED = "〈〉《》「」『』【】〔〕〖〗〘〙〚〛〜〝〞〟〰゠ー（）：；［］＿｛｜｝～｟｠￣"
# Rotated by UAX #50, but a Japanese face may have a form of its own for a column.
_OWN_FORM = frozenset("—―–‐…‥−＝＜＞－→←↑↓“”" + _TURNED)

# Tate-chu-yoko (JLREQ 3.2.5): two or three digits that are no part of a word, a decimal, a time or a version; pairs of
# exclamation and question marks. Single letters and digits stand upright, full width.
_WORD = (
    f"{scripts.LATIN}ɐ-ʯ0-9²³¹⁰-ₜ{scripts.COMBINING_DIACRITICS}{scripts.GREEK_AND_CYRILLIC}"
    f"{scripts.LATIN_AND_GREEK_EXTENDED}"
)
_ALONE = rf"(?<![{_WORD}$¥€£#&@_'’/+\-−])(?<![{_WORD}][.,:/ \-–])"
_NOT_MORE = rf"(?![{_WORD}_#&@'’+/\-])(?![.,:/ –][{_WORD}])"
_COMBINED = re.compile(rf"{_ALONE}[0-9]{{2,3}}{_NOT_MORE}|(?<![!?！？])[!?！？]{{2}}(?![!?！？])")
_SINGLE = re.compile(rf"{_ALONE}[{_WORD}]{_NOT_MORE}")
# Sideways a number sign would read as 井.
_TAG = re.compile(f"[#＃](?=[{scripts.KANA}{scripts.UNIFIED_KANJI}])")
# Marks after what stands upright stand upright too: 80％, 本当！
_FOLLOWING = re.compile(r"[!?%]+")

_HALFWIDTH = {code + 0xFEE0: code for code in range(0x21, 0x7F)}

_QUOTED = re.compile(f"“([{scripts.KANA}{scripts.UNIFIED_KANJI}][^“”]*)”")
_LATIN_QUOTE = re.compile(rf"“(?=[{_WORD}])|(?<=[{_WORD}])”")


def vertical_quotes(text: str) -> str:
    """The text with the quotation marks of columns, 〝…〟, for curly ones around Japanese (JLREQ 3.1.2)."""
    return _QUOTED.sub(r"〝\1〟", text)


def orientations(text: str, starts: Sequence[int], lang: str, chain: FallbackChain) -> list[str]:
    """How each character of a vertical line stands (UAX #50), by offset: ``UPRIGHT`` and so on, as `runs` has them."""
    result = [SIDEWAYS] * len(text)
    for start, end in pairwise(starts):
        cluster = text[start:end]
        if IS_EMOJI.match(cluster):
            result[start:end] = [EMOJI_BOX] * (end - start)
        elif has_own_form(cluster, lang, chain) if cluster in _OWN_FORM else _UPRIGHT.match(cluster):
            result[start:end] = [UPRIGHT] * (end - start)
    for pattern, orientation in ((_LATIN_QUOTE, SIDEWAYS), (_SINGLE, UPRIGHT), (_TAG, UPRIGHT)):
        for match in pattern.finditer(text):
            if result[match.start()] != EMOJI_BOX:  # a keycap
                result[match.start()] = orientation
    for match in _COMBINED.finditer(text):
        result[match.start() : match.end()] = [COMBINED] + [COMBINED_REST] * (len(match[0]) - 1)
    for match in _FOLLOWING.finditer(text):
        if match.start() and result[match.start()] == SIDEWAYS != result[match.start() - 1]:
            result[match.start() : match.end()] = [UPRIGHT] * len(match[0])
    return result


def has_own_form(char: str, lang: str, chain: FallbackChain) -> bool:
    """Whether the face that draws a character has a glyph of it for vertical lines (``vert``)."""
    face, missing = chain.face_for(char)
    gid = face.shape(char, CJK, lang, "ttb", ())[0][0]
    return not missing and gid != face.nominal(ord(char))


def shape_vertical(text: str, run: FontRun, style: Style, features: Features) -> tuple[Glyphs, Matrix]:
    """Shape a part of a vertical line's run; the matrix turns or narrows the outlines.

    A glyph's dx and dy are from the top of its place on the column's center line.
    """
    face = run.face
    if run.orientation == UPRIGHT:
        return face.shape(fullwidth(text), run.script, style.lang, "ttb", features), IDENTITY
    if run.orientation == COMBINED:
        narrow: Features = (("hwid", 1), ("kern", 0)) if "hwid" in face.features else (("kern", 0),)
        glyphs = face.shape(text.translate(_HALFWIDTH), "Latn", style.lang, "ltr", narrow)
        return tate_chu_yoko(glyphs, (1.0 + face.metrics.cap_height) / 2)
    glyphs = face.shape(text, run.script, style.lang, "rtl" if run.level % 2 else "ltr", features)
    if run.orientation == EMOJI_BOX:
        extents = face.font.get_glyph_extents(glyphs[0][0])
        middle = (extents.y_bearing + extents.height / 2) / face.upem if extents else 0.0
        return tate_chu_yoko(glyphs, 0.5 + middle)
    # Sideways: the middle of the em box on the center line, so that words and kanji share an axis.
    center = face.metrics.center
    return tuple((gid, cluster, advance, dy - center, -dx) for gid, cluster, advance, dx, dy in glyphs), CLOCKWISE


def tate_chu_yoko(glyphs: Glyphs, baseline: float) -> tuple[Glyphs, Matrix]:
    """A horizontal run centered in one em of the column, its baseline ``baseline`` em under the top."""
    width = sum(advance for _, _, advance, _, _ in glyphs)
    scale = min(1.0, 1.0 / width) if width else 1.0
    placed: list[ShapedGlyph] = []
    pen = -width / 2
    for count, (gid, cluster, advance, dx, dy) in enumerate(glyphs, 1):
        placed.append((gid, cluster, 1.0 if count == len(glyphs) else 0.0, (pen + dx) * scale, dy - baseline))
        pen += advance
    return tuple(placed), IDENTITY if scale == 1.0 else (scale, 0.0, 0.0, 1.0)
