"""Normalization: text composed (NFC), its length bounded, white space collapsed, control characters dropped."""

from __future__ import annotations

import re
import unicodedata

from ogp.typeset.character_classes import clusters

_COMPATIBILITY = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f])")
"""CJK compatibility ideographs: NFC would turn 神 (U+FA19), the form in somebody's name, into 神."""

_BREAK = re.compile(r" *\n[ \n]*")
_SPACE = re.compile("[\t\r\v\f\x1c-\x1f\x85\u2028\u2029]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

# What steers a terminal, the bidi algorithm or an old encoding but has no shape: C0, C1, soft hyphen, LRM to RLO,
# LRI to PDI, deprecated format controls, BOM, interlinear annotation, musical beams. ZWSP, WJ, ZWJ, ZWNJ, VS and the
# tags of emoji flags stay.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200e\u200f\u202a-\u202e\u2061-\u206f\ufeff"
    "\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0001]"
)

MAX_MARKS = 8
"""Combining marks kept in one cluster: more are no script's spelling but a flood that paints over the card."""

_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef"
)
_FLOOD = re.compile(f"([{_MARKS}]{{{MAX_MARKS}}})[{_MARKS}]+")


def normalize(text: str, *, keep_breaks: bool = True) -> str:
    r"""The text to be set: NFC, white space collapsed, controls dropped, ends trimmed.

    ``"\n"`` is the author's own line break and stays if ``keep_breaks``, else it becomes a space like the other line
    ends. U+3000 and NBSP keep their width; ZWSP and WJ keep their say on breaks; CJK compatibility ideographs and
    variation sequences keep their shape.
    """
    text = _LONE_SURROGATE.sub("\ufffd", text)
    text = text.replace("\r\n", "\n")
    text = _INVISIBLE.sub("", _SPACE.sub(" ", text))
    parts = _COMPATIBILITY.split(text)
    text = "".join(part if index % 2 else unicodedata.normalize("NFC", part) for index, part in enumerate(parts))
    text = re.sub(" {2,}", " ", _BREAK.sub("\n" if keep_breaks else " ", text))
    return text.strip(" \n\u3000\u200b\u2060")


def limit_length(text: str, limit: int = 1000) -> tuple[str, bool]:
    """The first ``limit`` grapheme clusters, each with at most ``MAX_MARKS`` marks, and whether anything was cut.

    Called before anything that costs: the work after it is bounded whatever came in.
    """
    max_size = limit * (MAX_MARKS + 1)
    head = _FLOOD.sub(r"\1", text[: max_size * 4])  # four times: a flood may hide what belongs to the title
    bounds = clusters(head[:max_size])
    kept = head[: bounds[min(limit, len(bounds) - 1)]]
    return kept, len(kept) < len(text)
