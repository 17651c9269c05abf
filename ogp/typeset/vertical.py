"""Vertical lines (CSS ``vertical-rl``): which way each character stands, and how its glyph is set in the column."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ogp import scripts
from ogp.typeset.runs import BLOCK, CJK, COMBINE, IS_EMOJI, JOINED, SIDEWAYS, UPRIGHT, widened
from ogp.typeset.style import IDENTITY, Matrix

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

# Tr: turned by the face's own form for columns (`vert`), else on its side.
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
# On its side a number sign would read as 井.
_TAG = re.compile(f"[#＃](?=[{scripts.KANA}{scripts.UNIFIED_KANJI}])")
# Marks after what stands upright stand upright too: 80％, 本当！
_FOLLOWING = re.compile(r"[!?%]+")

_NARROW = {code + 0xFEE0: code for code in range(0x21, 0x7F)}


_QUOTED = re.compile(f"“([{scripts.KANA}{scripts.UNIFIED_KANJI}][^“”]*)”")
_LATIN_QUOTE = re.compile(rf"“(?=[{_WORD}])|(?<=[{_WORD}])”")


def vertical_quotes(text: str) -> str:
    """Curly quotes around Japanese as the ones that columns have, 〝…〟 (JLREQ 3.1.2)."""
    return _QUOTED.sub(r"〝\1〟", text)


def orientations(text: str, starts: Sequence[int], lang: str, chain: FallbackChain) -> list[str]:
    """How each character of a vertical line stands: one of the turns of `itemise`, by offset."""
    out = [SIDEWAYS] * len(text)
    for start, end in pairwise(starts):
        cluster = text[start:end]
        if IS_EMOJI.match(cluster):
            out[start:end] = [BLOCK] * (end - start)
        elif has_own_form(cluster, lang, chain) if cluster in _OWN_FORM else _UPRIGHT.match(cluster):
            out[start:end] = [UPRIGHT] * (end - start)
    for pattern, wanted in ((_LATIN_QUOTE, SIDEWAYS), (_SINGLE, UPRIGHT), (_TAG, UPRIGHT)):
        for match in pattern.finditer(text):
            if out[match.start()] != BLOCK:  # a keycap
                out[match.start()] = wanted
    for match in _COMBINED.finditer(text):
        out[match.start() : match.end()] = [COMBINE] + [JOINED] * (match.end() - match.start() - 1)
    for match in _FOLLOWING.finditer(text):
        if match.start() and out[match.start()] == SIDEWAYS != out[match.start() - 1]:
            out[match.start() : match.end()] = [UPRIGHT] * (match.end() - match.start())
    return out


def has_own_form(char: str, lang: str, chain: FallbackChain) -> bool:
    """Whether the face that draws a character has a glyph of it for vertical lines (``vert``)."""
    face, missing = chain.face_for(char)
    gid = face.shape(char, CJK, lang, "ttb", ())[0][0]
    return not missing and gid != face.nominal(ord(char))


def shape_vertical(text: str, item: FontRun, style: Style, features: Features) -> tuple[Glyphs, Matrix]:
    """Shape a piece of an item of a vertical line: offsets are from the top of the glyph on the column's centre line.

    The matrix turns or narrows the outlines.
    """
    face = item.face
    if item.turn == UPRIGHT:
        return face.shape(widened(text), item.script, style.lang, "ttb", features), IDENTITY
    if item.turn == COMBINE:
        narrow: Features = (("hwid", 1), ("kern", 0)) if "hwid" in face.features else (("kern", 0),)
        glyphs = face.shape(text.translate(_NARROW), "Latn", style.lang, "ltr", narrow)
        return tate_chu_yoko(glyphs, (1.0 + face.metrics.cap_height) / 2)
    glyphs = face.shape(text, item.script, style.lang, "rtl" if item.level % 2 else "ltr", features)
    if item.turn == BLOCK:
        extents = face.font.get_glyph_extents(glyphs[0][0])
        middle = (extents.y_bearing + extents.height / 2) / face.upem if extents else 0.0
        return tate_chu_yoko(glyphs, 0.5 + middle)
    # Sideways: the middle of the em box on the centre line, so that words and kanji share an axis.
    center = face.metrics.center
    return tuple((gid, cluster, advance, dy - center, -dx) for gid, cluster, advance, dx, dy in glyphs), CLOCKWISE


def tate_chu_yoko(glyphs: Glyphs, baseline: float) -> tuple[Glyphs, Matrix]:
    """A horizontal run centred in one em of the column; its baseline ``baseline`` em under the top."""
    width = sum(advance for _, _, advance, _, _ in glyphs)
    scale = min(1.0, 1.0 / width) if width else 1.0
    placed: list[ShapedGlyph] = []
    pen = -width / 2
    for at, (gid, cluster, advance, dx, dy) in enumerate(glyphs, 1):
        placed.append((gid, cluster, 1.0 if at == len(glyphs) else 0.0, (pen + dx) * scale, dy - baseline))
        pen += advance
    return tuple(placed), IDENTITY if scale == 1.0 else (scale, 0.0, 0.0, 1.0)
