"""Face: one font file, opened at first use: metrics, coverage and shaping by HarfBuzz. Units of em."""

from __future__ import annotations

import hashlib
import re
import struct
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

import uharfbuzz as hb

from ogp.errors import Location, OgpError

if TYPE_CHECKING:
    from pathlib import Path

Role = Literal["text", "fallback", "emoji"]
Features = tuple[tuple[str, int], ...]

SIGNATURES = {b"\0\1\0\0", b"OTTO", b"true", b"ttcf"}
MAX_BYTES = 256 * 2**20
INVISIBLE = re.compile("[\u00ad\u034f\u061c\u200b-\u200f\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]")
RUNS_KEPT = 2048
"""Shaped runs that a face remembers: site names, categories and dates come back on every card."""


@dataclass(frozen=True, slots=True)
class FaceSource:
    """Where a face comes from and what it is for: data only, cheap to pickle.

    family:     empty: as the font's name table says. A named family may have many weights.
    weight:     CSS weight; 0: as the font itself says.
    role:       ``text``: a family a template may name; ``fallback``: draws what that lacks; ``emoji``: color emoji.
    lang:       BCP 47: posts in this language prefer this face.
    variations: axis tag and value of a variable font, ``(("wght", 650.0),)``.
    index:      the face inside a collection (``.ttc``).
    sha256:     of the file; empty: worked out when it is asked for.
    """

    path: Path
    family: str = ""
    weight: int = 0
    role: Role = "text"
    lang: str = ""
    variations: tuple[tuple[str, float], ...] = ()
    index: int = 0
    sha256: str = ""


class Metrics(NamedTuple):
    """A face's vertical metrics in em, y up from the baseline; ``center`` is the middle of the ideographic em box."""

    ascender: float
    descender: float
    cap_height: float
    center: float


ShapedGlyph = tuple[int, int, float, float, float]
"""One shaped glyph: id, cluster (the offset in the run's text of what it draws), advance along the run, dx, dy.

In em; dx and dy, from the pen, to the right and up, as HarfBuzz has them. A plain tuple: thousands are made a second.
"""


class Face:
    """One face of a FontSet. Equal only to itself; the file is opened when a glyph of it is first asked for."""

    def __init__(self, source: FaceSource) -> None:
        """Nothing is read yet: a wrong path or a corrupt file shows as E_FONT on first use."""
        self.source = source
        # One cache a face, not one a module: it goes when the FontSet goes.
        self.shape = lru_cache(RUNS_KEPT)(self._shape)

    def __repr__(self) -> str:
        return f"Face({self.name!r})"

    def __reduce__(self) -> tuple[type[Face], tuple[FaceSource]]:
        return (Face, (self.source,))

    @property
    def name(self) -> str:
        """The file's name without its suffix, as reports and messages show it."""
        return self.source.path.stem

    @cached_property
    def font(self) -> hb.Font:
        """The HarfBuzz font at its own scale (units of the em); the file is mapped, not read."""
        check_file(self.source.path)
        face = hb.Face(hb.Blob.from_file_path(self.source.path), self.source.index)
        if not face.glyph_count or not {"cmap", "head"} <= set(face.table_tags):
            raise font_error(self.source.path, "has no glyphs, or no table that maps characters to them")
        font = hb.Font(face)
        if self.source.variations:
            axes = {axis.tag for axis in face.axis_infos}
            for tag, _ in self.source.variations:
                if tag not in axes:
                    raise font_error(self.source.path, f"has no axis {tag!r}; it has {', '.join(axes) or 'none'}")
            font.set_variations(dict(self.source.variations))
        return font

    @cached_property
    def family(self) -> str:
        """The family's name: as configured, else from the name table, else the file's name."""
        if self.source.family:
            return self.source.family
        names = hb.OTNameIdPredefined
        face = self.font.face
        return face.get_name(names.TYPOGRAPHIC_FAMILY) or face.get_name(names.FONT_FAMILY) or self.name

    @cached_property
    def weight(self) -> int:
        """CSS weight, 1 to 1000: as configured, else from the OS/2 table or the ``wght`` axis."""
        return self.source.weight or round(self.font.get_style_value(hb.StyleTag.WEIGHT))

    @cached_property
    def upem(self) -> int:
        """Font units per em."""
        return cast("int", self.font.face.upem)

    @cached_property
    def color(self) -> bool:
        """Whether its glyphs bring their own colors (COLR)."""
        face = self.font.face
        return bool(face.has_color_layers or face.has_color_paint)

    @cached_property
    def features(self) -> frozenset[str]:
        """The OpenType features it has for any script."""
        face = self.font.face
        return frozenset(
            tag
            for table in ("GSUB", "GPOS")
            for script in range(len(face.get_table_script_tags(table)))
            for tag in face.get_language_feature_tags(table, script_index=script)
        )

    @cached_property
    def metrics(self) -> Metrics:
        """Vertical metrics; a font that does not tell its cap height has it measured from H."""
        font, em = self.font, 1 / self.upem
        extents = font.get_font_extents("ltr")

        def height(letter: str, tag: hb.OTMetricsTag, default: float) -> float:
            value = font.get_metric_position(tag)
            if value:
                return float(value) * em
            gid = self.nominal(ord(letter))
            return float(font.get_glyph_extents(gid).y_bearing) * em if gid else default

        return Metrics(
            ascender=extents.ascender * em,
            descender=extents.descender * em,
            cap_height=height("H", hb.OTMetricsTag.CAP_HEIGHT, 0.72),
            # The em box of CJK faces reaches from -0.12 to 0.88 em (their BASE tables say so, in all that we bundle).
            center=0.38,
        )

    @cached_property
    def sha256(self) -> str:
        """Digest of the file, in hex."""
        if self.source.sha256:
            return self.source.sha256
        check_plain(self.source.path)
        try:
            with self.source.path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise font_error(self.source.path, f"cannot be read: {error.strerror}") from error

    def nominal(self, code_point: int) -> int:
        """The glyph of a character, 0 if there is none."""
        return self.font.get_nominal_glyph(code_point) or 0

    def variant(self, code_point: int, selector: int) -> int:
        """The glyph of a variation sequence (cmap 14), 0 if the face does not have it."""
        return self.font.get_variation_glyph(code_point, selector) or 0

    def _shape(
        self, text: str, script: str, language: str, direction: str, features: Features
    ) -> tuple[ShapedGlyph, ...]:
        """Shape one run (cached as ``shape``): glyphs in visual order.

        script: ISO 15924; direction: ``ltr``, ``rtl`` or ``ttb`` (there advances go down); features: tag and value.
        """
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.direction = direction
        buffer.script = script
        buffer.language = language
        hb.shape(self.font, buffer, dict(features))
        em = 1 / self.upem
        glyphs = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        if direction == "ttb":
            placed = [(i.codepoint, i.cluster, -p.y_advance * em, p.x_offset * em, p.y_offset * em) for i, p in glyphs]
        else:
            placed = [(i.codepoint, i.cluster, p.x_advance * em, p.x_offset * em, p.y_offset * em) for i, p in glyphs]
        if INVISIBLE.search(text):
            # HarfBuzz gives joiners and selectors a space without width. (Its own flag to remove them moves clusters.)
            blank = self.nominal(ord(" "))
            placed = [glyph for glyph in placed if glyph[0] != blank or glyph[2]]
        return tuple(placed)


def check_plain(path: Path) -> None:
    """Raise E_FONT for what must not be opened: a pipe, which would block, and what would fill the memory."""
    if path.exists() and not path.is_file():
        raise font_error(path, "is not a regular file")
    if path.exists() and path.stat().st_size > MAX_BYTES:
        raise font_error(path, f"is larger than {MAX_BYTES // 2**20} MiB")


def check_file(path: Path) -> None:
    """Raise E_FONT for what HarfBuzz would swallow: no font at all, a compressed web font, a file cut short."""
    check_plain(path)
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(12)
            tables = struct.unpack(">H", head[4:6])[0] if len(head) == 12 else 0  # noqa: PLR2004 the header's length
            directory = file.read(16 * tables)
    except OSError as error:
        raise font_error(path, f"cannot be read: {error.strerror}") from error
    if head[:4] in {b"wOFF", b"wOF2"}:
        raise font_error(path, "is a compressed web font (WOFF)", "give the .ttf or .otf it was made from")
    if head[:4] not in SIGNATURES:
        raise font_error(path, "is not a TrueType or OpenType font")
    if head[:4] == b"ttcf":
        return
    entries = [struct.unpack_from(">4sLLL", directory, start) for start in range(0, len(directory) - 15, 16)]
    if len(entries) < tables or any(offset + length > size for _, _, offset, length in entries):
        raise font_error(path, "is cut short")


def font_error(path: Path, problem: str, cure: str = "") -> OgpError:
    """E_FONT about a file."""
    return OgpError("E_FONT", f"{path.name} {problem}", cure, Location(str(path)))
