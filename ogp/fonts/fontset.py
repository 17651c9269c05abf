"""FontSet: all faces that a site may use, and the order in which they are tried for a text (font fallback)."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ogp.errors import OgpError
from ogp.fonts.face import INVISIBLE, Face, FaceSource
from ogp.resources import folder

if TYPE_CHECKING:
    from collections.abc import Iterable

CLUSTERS_KEPT = 20_000
"""Clusters that a chain remembers before it forgets them all: about 3 MB."""

BOLDER_ABOVE = 500
"""CSS weight above which, of two faces equally far from it, the bolder one is taken (CSS Fonts 4)."""


class FontSet:
    """Faces in order of preference. Safe to share between threads."""

    def __init__(self, sources: Iterable[FaceSource]) -> None:
        """No file is opened until a glyph of it is needed."""
        self.sources = tuple(sources)
        self.faces = tuple(Face(source) for source in self.sources)
        self._chains: dict[tuple[str, int, str], FallbackChain] = {}

    def __reduce__(self) -> tuple[type[FontSet], tuple[tuple[FaceSource, ...]]]:
        return (FontSet, (self.sources,))

    @classmethod
    def bundled(cls) -> FontSet:
        """The faces that come with ogp: ``fonts/fonts.toml``."""
        base = folder("fonts")
        rows = tomllib.loads((base / "fonts.toml").read_text("utf-8"))["face"]
        return cls(
            FaceSource(
                path=base / row["file"],
                family=row["family"],
                weight=row["weight"],
                role=row["role"],
                lang=row.get("lang", ""),
                sha256=row["sha256"],
            )
            for row in rows
        )

    def with_files(self, files: Iterable[FaceSource]) -> FontSet:
        """A set with a site's own files before the bundled faces: of a family's equal weights the site's wins."""
        return FontSet([*files, *self.sources])

    @property
    def families(self) -> tuple[str, ...]:
        """The families that a style may name, each once."""
        return tuple(dict.fromkeys(face.family for face in self.faces if face.source.role == "text"))

    @cached_property
    def digest(self) -> str:
        """32 hex digits that change when any face, its place in the order or its axes change."""
        lines = [
            repr((s.family, s.weight, s.role, s.lang, s.variations, s.index, face.sha256))
            for s, face in zip(self.sources, self.faces, strict=True)
        ]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]

    def chain(self, family: str, weight: int, lang: str) -> FallbackChain:
        """The faces to try for text of a family, a CSS weight and a BCP 47 language, in order; color emoji last.

        Faces for the language, the family itself, the first text family, faces made to fill holes, then any other text
        face; of each family the nearest weight. Raises E_FONT for an unknown family.
        """
        key = (family, weight, lang)
        chain = self._chains.get(key)
        if chain is None:
            chain = self._chains[key] = FallbackChain(self._ordered_faces(*key), family)
        return chain

    def _ordered_faces(self, family: str, weight: int, lang: str) -> list[Face]:
        if family not in self.families:
            known = ", ".join(self.families)
            raise OgpError("E_FONT", f"there is no font family {family!r}", f"known: {known}")
        requested = language(lang)

        def rank(face: Face) -> int:
            source = face.source
            if source.role == "emoji":
                return 5
            if source.lang and language(source.lang) == requested and requested != "ja":
                return 0
            if source.role == "fallback":
                return 3
            if face.family == family:
                return 1
            return 2 if face.family == self.families[0] else 4

        chosen: dict[tuple[int, str], Face] = {}
        for face in self.faces:
            key = (rank(face), face.family)
            best = chosen.get(key)
            if best is None or weight_distance(face, weight) < weight_distance(best, weight):
                chosen[key] = face
        return sorted(chosen.values(), key=rank)


class FaceMatch(NamedTuple):
    """The face that draws a cluster; ``missing`` if it can only draw its ``.notdef`` box."""

    face: Face
    missing: bool = False


class ResolvedCluster(NamedTuple):
    """What is known of a grapheme cluster: its face, its script (ISO 15924), and whether the face lacks it."""

    face: Face
    script: str
    missing: bool


class FallbackChain:
    """The faces to try, in order, for text of one family, weight and language, and what they were found to draw."""

    def __init__(self, faces: Iterable[Face], family: str) -> None:
        """``faces`` hold at least one of ``family``: it draws the ``.notdef`` box of what no face has."""
        self.faces = tuple(faces)
        self.resolved: dict[str, ResolvedCluster] = {}
        """The clusters that `resolve` was asked for, to be looked up before it is called."""
        self._emoji_first = tuple(sorted(self.faces, key=lambda face: face.source.role != "emoji"))
        self._primary = next(face for face in self.faces if face.family == family)

    def face_for(self, cluster: str, *, emoji: bool = False) -> FaceMatch:
        """The face that draws a grapheme cluster.

        The first face that has its variation sequence, else the first that has all of its characters; selectors and
        joiners need no glyph. ``emoji``: the color face is asked first. If no face has it, the first face of the
        chain's own family will draw ``.notdef``, and ``missing`` says so.
        """
        faces = self._emoji_first if emoji else self.faces
        needed = [ord(char) for char in cluster if not is_ignorable(char)]
        if len(cluster) > len(needed) == 1:
            selectors = [ord(char) for char in cluster if is_selector(char)]
            for face in faces:
                if selectors and face.variant(needed[0], selectors[0]):
                    return FaceMatch(face)
        for face in faces:
            if all(map(face.nominal, needed)):
                return FaceMatch(face)
        return FaceMatch(self._primary, missing=not cluster.isspace())

    def resolve(self, cluster: str, script: str, *, emoji: bool) -> ResolvedCluster:
        """Find the face of a cluster of ``script``, and remember both in ``resolved``."""
        face, missing = self.face_for(cluster, emoji=emoji)
        if len(self.resolved) >= CLUSTERS_KEPT:
            self.resolved.clear()
        self.resolved[cluster] = resolved = ResolvedCluster(face, script, missing)
        return resolved


def is_selector(char: str) -> bool:
    """A variation selector that picks a form, not a presentation (VS15 and VS16 choose between text and emoji)."""
    return "\ufe00" <= char <= "\ufe0d" or "\U000e0100" <= char <= "\U000e01ef"


def is_ignorable(char: str) -> bool:
    """A character that is drawn by its effect on others: joiners, selectors, marks of direction, zero-width space."""
    return INVISIBLE.match(char) is not None


def weight_distance(face: Face, weight: int) -> tuple[int, int]:
    """How far a face's weight is from a CSS weight, to be compared; see `BOLDER_ABOVE`."""
    return abs(face.weight - weight), -face.weight if weight > BOLDER_ABOVE else face.weight


def language(tag: str) -> str:
    """The language as far as faces differ by it: ``ja``, ``zh-Hans``, ``zh-Hant``, ``ko``, else the primary subtag."""
    parts = tag.replace("_", "-").split("-")
    if parts[0].lower() != "zh":
        return parts[0].lower()
    rest = {part.lower() for part in parts[1:]}
    return "zh-Hant" if rest & {"hant", "tw", "hk", "mo"} and "hans" not in rest else "zh-Hans"
