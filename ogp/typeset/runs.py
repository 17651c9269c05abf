"""Font runs (itemization): stretches of a paragraph of one face, script and direction, and what no face can draw."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import uharfbuzz as hb

from ogp.typeset import script_ranges as scripts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ogp.fonts import Face, FallbackChain, ResolvedCluster

# Scripts of runs, ISO 15924.
CJK = "Kana"
"""Kanji, kana and full-width punctuation: one run, so that kerning and squeezing see across them.

HarfBuzz asks the font for its ``kana`` features; in CJK faces they are those of ``hani`` too.
"""
HALFWIDTH = "Hrkt"
"""Half-width kana are a run of their own: they are set as they come, without ``palt``."""
EMOJI = "Zsye"
COMMON = ""
"""Characters that any script may have around them: they take the script of their run."""

# Emoji_Presentation=Yes (UTS #51), Unicode 15.0. From U+1F300 on, all pictographs: no text face has them.
_EMOJI_BY_DEFAULT = (
    "⌚⌛⏩-⏬⏰⏳◽◾☔☕♈-♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓-❕❗➕-➗➰➿⬛⬜⭐⭕"
    "\U0001f004\U0001f0cf\U0001f18e\U0001f191-\U0001f19a\U0001f1e6-\U0001f1ff\U0001f201\U0001f21a\U0001f22f"
    "\U0001f232-\U0001f236\U0001f238-\U0001f23a\U0001f250\U0001f251\U0001f300-\U0001faff"
)
IS_EMOJI = re.compile(f"[{_EMOJI_BY_DEFAULT}](?!\ufe0e)|.\ufe0f|.\u20e3|.*\u200d.*\ufe0f", re.DOTALL)

# Whatever CJK fonts draw in full em boxes: Common characters among it (、。ー「」？) never join a Latin run.
IS_CJK = re.compile(
    f"[{scripts.CJK_SYMBOLS}{scripts.KANA}{scripts.KANA_SUPPLEMENT}{scripts.BOPOMOFO}{scripts.KANJI}{scripts.YI}"
    f"{scripts.FULLWIDTH_FORMS}]"
)
IS_HALFWIDTH = re.compile(f"[{scripts.HALFWIDTH_PUNCTUATION}{scripts.HALFWIDTH_KATAKANA}]")

# Letters that a Japanese face may lack: all but those of Basic Latin and of Latin-1.
_RARE = f"Ā-ɏ{scripts.COMBINING_DIACRITICS}{scripts.GREEK_AND_CYRILLIC}{scripts.LATIN_AND_GREEK_EXTENDED}"
_WORD = re.compile(f"[{scripts.LATIN}{_RARE}]+")
_RARE_LETTER = re.compile(f"[{_RARE}]")

# Orientations of characters in a vertical line (UAX #50); in a horizontal line they have none.
UPRIGHT = "upright"
SIDEWAYS = "sideways"
COMBINED = "combined"  # the first character of a tate-chu-yoko: it begins a run
COMBINED_REST = "combined rest"  # and the others: they belong to it
EMOJI_BOX = "emoji box"  # an emoji, in the middle of its em box: a run of its own
_NEVER_CONTINUED = (COMBINED, EMOJI_BOX)

_FULLWIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}


class FontRun(NamedTuple):
    """A run of clusters, ``text[start:end]``, of one face, script and bidi level.

    ``orientation`` is how a vertical line sets it (`ogp.typeset.vertical`), empty in a horizontal one.
    """

    start: int
    end: int
    face: Face
    script: str
    level: int = 0
    orientation: str = ""


class MissingGlyph(NamedTuple):
    """A cluster that no face can draw: where it is in the text, what it is, and the faces that were asked."""

    offset: int
    cluster: str
    tried: tuple[str, ...]

    @property
    def code_points(self) -> str:
        """The characters as ``U+1F9D1 U+200D``."""
        return " ".join(f"U+{ord(char):04X}" for char in self.cluster)

    def __str__(self) -> str:
        """The cluster with its code points, for reports."""
        return f"{self.cluster} ({self.code_points})"


def font_runs(
    text: str,
    starts: Sequence[int],
    chain: FallbackChain,
    *,
    levels: Sequence[int] | None = None,
    orientations: Sequence[str] | None = None,
) -> tuple[list[FontRun], tuple[MissingGlyph, ...]]:
    """Cut ``text`` into runs (itemization), and name what no face of ``chain`` can draw.

    Common characters (spaces, ASCII punctuation, digits) join the run before them if its face has them.

    Args:
        text: a paragraph, normalized.
        starts: the offsets where grapheme clusters begin, and the text's length.
        chain: the faces to try.
        levels: the bidi level of each character, None if all are 0.
        orientations: how each character stands, None if the line is horizontal.
    """
    runs: list[FontRun] = []
    missing: list[MissingGlyph] = []
    resolved = chain.resolved
    words = _faces_of_words(text, chain)
    run: FontRun | None = None
    for start, end in pairwise(starts):
        cluster = text[start:end]
        orientation = orientations[start] if orientations else ""
        if orientation == UPRIGHT:
            cluster = fullwidth(cluster)
        level = levels[start] if levels else 0
        face, script, lacks = resolved.get(cluster) or _resolve(cluster, chain)
        face = words.get(start, face)
        if lacks:
            missing.append(MissingGlyph(start, cluster, tuple(face.name for face in chain.faces)))
        if run is not None:
            rest = orientation == COMBINED_REST
            longer = run if rest else _continued(run, cluster, face, script, (level, orientation))
            if longer is not None:
                run = longer
                continue
            runs.append(run._replace(end=start, script=run.script or CJK))
        run = FontRun(start, end, face, script, level, orientation)
    if run is not None:
        runs.append(run._replace(end=len(text), script=run.script or CJK))
    return runs, tuple(missing)


def _continued(run: FontRun, cluster: str, face: Face, script: str, direction: tuple[int, str]) -> FontRun | None:
    """The run with one cluster more, None if the cluster begins another; direction: its level and orientation."""
    if (run.level, run.orientation) != direction or run.orientation in _NEVER_CONTINUED:
        return None
    if face is run.face:
        if script in (run.script, COMMON):
            return run
        if run.script == COMMON:
            return run._replace(script=script)
    # A space as wide as its word's face has it, and no cut in a run for it.
    return run if cluster.isspace() and run.face.nominal(ord(cluster[0])) else None


def _faces_of_words(text: str, chain: FallbackChain) -> dict[int, Face]:
    """For words with a letter that the first face lacks (Dvořák, Αθήνα): one face for all of the word, by offset."""
    if not _RARE_LETTER.search(text):
        return {}
    faces: dict[int, Face] = {}
    for word in _WORD.finditer(text):
        face = next((face for face in chain.faces if all(face.nominal(ord(char)) for char in word[0])), None)
        if face is not None and _RARE_LETTER.search(word[0]):
            faces |= dict.fromkeys(range(word.start(), word.end()), face)
    return faces


def _resolve(cluster: str, chain: FallbackChain) -> ResolvedCluster:
    script = script_of(cluster)
    return chain.resolve(cluster, script, emoji=script == EMOJI)


def fullwidth(text: str) -> str:
    """ASCII as its full-width twins: what stands upright among kanji is as wide as they are."""
    return text.translate(_FULLWIDTH)


def script_of(cluster: str) -> str:
    """The script that decides how a cluster is shaped (ISO 15924), `COMMON` for Common and Inherited ones."""
    if IS_EMOJI.match(cluster):
        return EMOJI
    if IS_CJK.match(cluster):
        return CJK
    if IS_HALFWIDTH.match(cluster):
        return HALFWIDTH
    # Unicode's Script property comes out of HarfBuzz: Python's unicodedata does not have it.
    buffer = hb.Buffer()
    buffer.add_str(cluster)
    buffer.guess_segment_properties()
    return buffer.script or COMMON
