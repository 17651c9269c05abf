"""Break opportunities: where a line may begin, by UAX #14 as CSS ``line-break: strict`` reads it, JLREQ and spans."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from ogp.typeset.budoux import model_for
from ogp.typeset.character_classes import NO_END, NO_START, clusters, line_class, prohibited_pairs
from ogp.typeset.unbreakable import protected_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

_WHOLE_LATIN_WORDS = ("ja", "zh", "ko")
"""Languages in whose titles a Latin word is kept whole; elsewhere a hyphen breaks it (LB21)."""

_HYPHEN = re.compile(r"(?<=[^\W\d_]{2}-)(?=[^\W\d_]{2})")
_THAI = re.compile("[\u0e01-\u0e5b]{2,}")


class BreakKind(IntEnum):
    """What speaks against a line break at a cluster boundary, from nothing to everything."""

    FORCED = 0  # the author's own break
    LEGAL = 1
    SOFT = 2  # the best place in a span that should stay whole: after 2026年, after the / of a long path
    PROTECTED = 3  # inside a protected span
    WORD = 4  # inside a word, and wherever else UAX #14 has no break
    NEVER = 5  # kinsoku, NBSP, WJ


class Opportunity(NamedTuple):
    """A cluster boundary inside a text: a line may end at ``end`` and the next begin at ``offset``; spaces between."""

    offset: int
    end: int
    kind: BreakKind


def classify_boundaries(text: str, *, lang: str = "ja", nobreak: Sequence[str] = ()) -> list[Opportunity]:
    """Every cluster boundary between two visible characters, with what speaks against a break there."""
    kinds = _kinds(text)
    for start, end, soft_breaks, loose in protected_spans(text, nobreak):
        for offset in range(start + 1, end):
            if offset in kinds and kinds[offset][1] in (BreakKind.LEGAL, BreakKind.SOFT):
                kinds[offset] = (kinds[offset][0], BreakKind.PROTECTED)
        for offset in soft_breaks:
            if offset in kinds and kinds[offset][1] in (BreakKind.PROTECTED, BreakKind.WORD):
                kinds[offset] = (kinds[offset][0], BreakKind.SOFT if loose else BreakKind.PROTECTED)
    if not lang.lower().startswith(_WHOLE_LATIN_WORDS):
        for m in _HYPHEN.finditer(text):
            kinds[m.start()] = (m.start(), BreakKind.LEGAL)
    return [Opportunity(offset, *end_and_kind) for offset, end_and_kind in kinds.items()]


def break_opportunities(text: str, *, lang: str = "ja", nobreak: Sequence[str] = ()) -> list[int]:
    r"""The offsets (code points) where a line may begin, by the strict rules; 0 and the end are not among them.

    The spaces before an offset belong to no line. After the author's own ``"\n"`` a line must begin.

    Args:
        text: normalized (`ogp.typeset.normalize`).
        lang: BCP 47 tag. In Japanese, Chinese and Korean a Latin word is kept whole; elsewhere a hyphen breaks it.
        nobreak: phrases that are kept whole.
    """
    return [p.offset for p in classify_boundaries(text, lang=lang, nobreak=nobreak) if p.kind <= BreakKind.LEGAL]


def _kinds(text: str) -> dict[int, tuple[int, BreakKind]]:
    """Offset → (end of the line before, kind), by the classes of the characters alone."""
    bounds = clusters(text)
    classes = [line_class(text[i]) for i in bounds[:-1]]
    prohibited = prohibited_pairs()
    legal, word, never = BreakKind.LEGAL, BreakKind.WORD, BreakKind.NEVER  # an enum's members are slow to look up
    thai_words = _thai_words(text)
    kinds: dict[int, tuple[int, BreakKind]] = {}
    before, end, touching = (
        "",
        0,
        True,
    )  # the class of the last visible cluster, where that ends, whether nothing lies in between
    forced = opens = False
    for index, name in enumerate(classes):
        if name in ("SP", "ZW", "BK"):
            touching = False
            forced = forced or name == "BK"
            continue
        offset = bounds[index]
        if before:
            if forced:
                kind = BreakKind.FORCED
            elif name in NO_START or before in NO_END:
                kind = never
            elif not touching or offset in thai_words or (before + name not in prohibited and not opens):
                kind = legal
            else:
                kind = never if before == name == "B2" else word
            kinds[offset] = (end, kind)
        # A hyphen that opens a word stays with it: --flag, -番外編- (LB20a, for every letter).
        opens = name == "HY" and (not before or not touching or before in NO_END)
        before, end, touching, forced = name, bounds[index + 1], True, False
    return kinds


def _thai_words(text: str) -> set[int]:
    """Where words begin inside runs of Thai, which is written without spaces (class SA of UAX #14)."""
    starts: set[int] = set()
    for run in _THAI.finditer(text):
        scores = model_for("th").scores(run[0])
        starts.update(run.start() + index for index, score in enumerate(scores) if score > 0)
    return starts
