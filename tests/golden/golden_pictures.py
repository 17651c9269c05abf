"""The golden pictures: every built-in template at every size, with its first palette and the automatic one.

    python tests/golden/golden_pictures.py KEY FILE.png      draw one of them, as an `ogp build` would write it

A key is ``template/size/palette/card``. Each picture is drawn twice, as a card's file is (colors of a palette where
they suffice) and as `ogp.render` gives it (true colors), and its fingerprint is taken: what no refactoring may change.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import sys
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from ogp.card import Card
from ogp.fonts import FontSet
from ogp.rendering.fingerprint import design_digest, fingerprint
from ogp.rendering.renderer import Renderer
from ogp.template import load_folder

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE.parents[1] / "templates"
SITE = {"site": "小川のほとり", "url": "ogawa.example.jp", "logo": "logo.svg", "author": "山田 みどり"}
DAY = dt.date(2026, 2, 9)

CARDS = {
    "long": Card(
        title="倉庫番の仕事を三年かけて自動化したら、在庫より先に会議が減った話",
        category="読みもの",
        date=DAY,
        tags=("倉庫", "自動化"),
        excerpt="数える、運ぶ、しまう。三つの仕事を順に機械へ渡した記録です。",
        emoji="📦",
        cover="photo.png",
        avatar="photo.png",
        reading_time="約8分",
        **SITE,
    ),
    "mixed": Card(
        title="Rust 1.80で書く「{木簡|もっかん}」パーサー：200行・3日・0 unsafe🦀",
        category="プログラミング",
        date=dt.date(2025, 12, 28),
        tags=("Rust",),
        emoji="🦀",
        **SITE,
    ),
    "bare": Card(title="雨の日", site="小川のほとり", url="ogawa.example.jp"),
    "english": Card(
        title="Why our nightly build takes eleven minutes, and what we stopped doing about it",
        category="Engineering",
        date=DAY,
        emoji="🕚",
        lang="en",
        **SITE,
    ),
}
"""Between them: ruby, emoji, brackets, numbers, a photograph, nothing but a title, another language."""

PALETTES = ("first", "auto")


class Drawn(NamedTuple):
    """One picture: as the card's file has it, as `ogp.render` gives it, and the card's fingerprint."""

    file: Image.Image
    true: Image.Image
    fingerprint: str

    @property
    def digests(self) -> tuple[str, str, str]:
        """Digests of the pixels of both, and the fingerprint."""
        return _digest(self.file), _digest(self.true), self.fingerprint


def _digest(image: Image.Image) -> str:
    return hashlib.sha256(f"{image.mode} {image.size}".encode() + image.tobytes()).hexdigest()[:32]


def scenes() -> list[str]:
    """Every ``template/size/palette``."""
    found = []
    for folder in sorted(path.parent for path in TEMPLATES.glob("*/template.toml")):
        sizes = load_folder(folder).sizes
        found += [f"{folder.name}/{size}/{palette}" for size in sizes for palette in PALETTES]
    return found


def spread() -> list[str]:
    """One scene of every template, its sizes and palettes in turn."""
    groups: dict[str, list[str]] = {}
    for scene in scenes():
        groups.setdefault(scene.partition("/")[0], []).append(scene)
    return [group[number * 3 % len(group)] for number, group in enumerate(groups.values())]


class Studio:
    """Draws golden pictures; scenes and fonts are opened once."""

    def __init__(self) -> None:
        self.renderer = Renderer(FontSet.bundled(), root=HERE / "site")

    def draw(self, key: str) -> Drawn:
        name, size, palette, card_name = key.split("/")
        template, card = load_folder(TEMPLATES / name), CARDS[card_name]
        palette = "" if palette == "first" else palette
        scene = design_digest(template, template.palette(palette, card.category), size, "golden")
        mark = fingerprint(card, template, size, scene, (), ".png")
        data = self.renderer.file(card, template, palette, size, suffix=".png", fingerprint=mark, max_kb=0).data
        true, _ = self.renderer.draw(card, template, palette, size)
        with Image.open(io.BytesIO(data)) as image:
            return Drawn(image.convert("RGB"), true, mark)


if __name__ == "__main__":
    Studio().draw(sys.argv[1]).file.save(sys.argv[2])
