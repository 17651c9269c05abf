"""Fingerprint: one digest of all that decides a card's pixels. Knows every input, draws nothing, loads no renderer."""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from ogp.provenance import parts_digest
from ogp.resources import folder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ogp.card import Card
    from ogp.template import Palette, Template

ENGINE = 3
"""Changes only when the same inputs give other pixels or another file."""


def fonts_digest(files: Iterable[tuple[Path, str]]) -> str:
    """Return the digest of the bundled faces, told by their manifest, and of a site's own font files.

    ``files``: each path, with a text that says how it is used. An unreadable file counts as empty: opening it reports.
    """
    parts = [("fonts.toml", (folder("fonts") / "fonts.toml").read_bytes())]
    for path, use in files:
        data = path.read_bytes() if path.is_file() else b""
        parts.append((f"{path.name} {use}", data))
    return parts_digest(parts)


def design_digest(template: Template, palette: Palette, size: str, common: str) -> str:
    """Return the digest of a template in one palette and size. ``common``: of fonts and settings."""
    parts = (ENGINE, template.art, template.sizes[size], template.layers[size], tuple(palette.colors.items()), common)
    return hashlib.sha256(_spelled(parts).encode("utf-8", "surrogatepass")).hexdigest()


def fingerprint(card: Card, template: Template, size: str, design: str, pictures: Iterable[str], suffix: str) -> str:
    """Return a card's fingerprint: 32 hex digits.

    Only words that the template shows take part: a changed author is no change where no author is drawn.
    ``pictures`` are digests of the pictures that the card itself names, ``suffix`` the kind of file.
    """
    words = [layer.when.holds(card) and layer.pattern.fill(card) for layer in template.layers[size]]
    parts = (design, words, card.lang, tuple(pictures), suffix)
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


_SPELLINGS = {
    "FillLayer": "Fill",
    "PictureLayer": "Picture",
    "TextLayer": "Text",
    "VisibleWhen": "Condition",
    "EdgeAnchor": "Neighbour",
    "neighbors": "neighbours",
}
"""What classes and fields of a template are called in a fingerprint, whatever the code calls them by now: fingerprints
lie in people's files, and renaming something must not make a card stale."""


def _spelled(value: object) -> str:
    """Spell out what decides the pixels of a design: as `repr` does, but for names that the code has changed since."""
    if isinstance(value, tuple):
        return f"({', '.join(map(_spelled, value))}{',' * (len(value) == 1)})"
    if is_dataclass(value):
        name = type(value).__name__
        parts = (f"{_SPELLINGS.get(f.name, f.name)}={_spelled(getattr(value, f.name))}" for f in fields(value))
        return f"{_SPELLINGS.get(name, name)}({', '.join(parts)})"
    return repr(value)
