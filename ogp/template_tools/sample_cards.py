"""Test content: the cards and pictures, extreme ones among them, that `ogp template check` draws templates with."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from PIL import Image

from ogp.card import Card
from ogp.images import effects
from ogp.images.loader import Pictures
from ogp.template.fields import CARD_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ogp.template import Palette
    from ogp.template.model import Layer

ORDINARY = Card(
    title="小さな図書室を開くまでに考えたこと",
    category="読みもの",
    date=dt.date(2026, 12, 28),
    author="佐藤 花子",
    tags=("設計", "運用"),
    site="庭の図書室",
    url="niwa.example.jp",
    excerpt="本棚を一つ置くところから始めて、町の人が集まる場所になるまでの記録です。",
    emoji="🌿",
    cover="sample:photo",
    avatar="sample:photo",
    logo="sample:logo",
    reading_time="12分",
)
"""A card with everything a template may show; December 28 is as wide as dates get."""

SHORT, LONG, BARE = "3 characters", "80 characters", "title only"

CASES: dict[str, Card] = {
    SHORT: replace(ORDINARY, title="木の家"),
    LONG: replace(
        ORDINARY,
        title="四十年続いた町工場の基幹システムを止めずにクラウドへ移すまでの記録：計画、検証、切り替え当日の判断、"
        "そして一年後の振り返りから学んだ三つの大切なことをお話します",
    ),
    "no category": replace(ORDINARY, category=""),
    BARE: Card(title=ORDINARY.title, site=ORDINARY.site, url=ORDINARY.url),
    "long category": replace(ORDINARY, category="プログラミング言語処理系とコンパイラの最適化技術"),
    "long author": replace(ORDINARY, author="国立研究開発法人 情報技術総合研究所 ソフトウェア工学研究部門 佐藤 花子"),
    "emoji": replace(ORDINARY, title="👨‍👩‍👧‍👦家族で楽しむ🌸お花見🍡の計画の立て方🎉", emoji="👨‍👩‍👧‍👦"),
    "English only": replace(
        ORDINARY,
        title="How We Cut Our Build Times in Half Without Rewriting Everything in Rust",
        category="Engineering",
        author="Alexandra Featherstonehaugh",
        lang="en",
    ),
    "ruby": replace(ORDINARY, title="{五月雨|さみだれ}を集めて早し{最上川|もがみがわ}、{俳聖|はいせい}の旅を歩く"),
}  # fmt: skip
"""What every template must hold, by name. All geometry is measured with each of them."""

COVERS = {"bright cover": "sample:bright", "dark cover": "sample:dark"}
"""Photographs that a text may have to be read on."""


def cards(layers: tuple[Layer, ...]) -> Iterator[tuple[str, Card]]:
    """Yield the name and card of every case; fields that only the template's site knows are given a value."""
    names = frozenset[str]().union(*(layer.names for layer in layers))
    extra = dict.fromkeys(names - CARD_FIELDS, "第12回")
    for name, card in CASES.items():
        yield name, card if name == BARE else replace(card, extra=extra)
    if "cover" in names:
        for name, cover in COVERS.items():
            yield name, replace(CASES[LONG], cover=cover, extra=extra)


def reading_cards(layers: tuple[Layer, ...]) -> Iterator[tuple[str, Card]]:
    """Yield the cases that contrast is measured with: between them, text is everywhere where it can be."""
    names = (SHORT, LONG, *COVERS, *([BARE] if any(layer.when.unless.parts for layer in layers) else []))
    return ((name, card) for name, card in cards(layers) if name in names)


class SamplePictures(Pictures):
    """The template's own art, scaled once for all cases, and made-up pictures in place of a site's.

    ``coarse``: art is drawn at 1/coarse of its size and enlarged: wrong at edges, right in color, and in 1/coarse²
    of the time.
    """

    def __init__(self, template_folder: Path, coarse: int = 1) -> None:
        super().__init__(template_folder)
        self.coarse = coarse
        self._scaled: dict[tuple[str, tuple[int, int], str], Image.Image] = {}

    def of_template(self, name: str, size: tuple[int, int], palette: Palette) -> Image.Image:
        """Return a file of the template as `Pictures` does, scaled to cover ``size`` px."""
        key = (name, size, palette.name)
        if key not in self._scaled:
            coarse_size = (-(-size[0] // self.coarse), -(-size[1] // self.coarse))
            art = super().of_template(name, coarse_size, palette)
            scale = max(size[0] / art.width, size[1] / art.height)
            full_size = (round(art.width * scale), round(art.height * scale))
            resampling = Image.Resampling.LANCZOS if self.coarse == 1 else Image.Resampling.NEAREST
            self._scaled[key] = art if art.size == full_size else art.resize(full_size, resampling)
        return self._scaled[key]

    def of_site(self, name: str, size: tuple[int, int]) -> Image.Image:
        """Return the made-up picture called ``name``, as large as its box; a logo has a shape of its own."""
        key = (name, size, "")
        if key not in self._scaled:
            self._scaled[key] = _sample(name, size)
        return self._scaled[key]


def _sample(name: str, size: tuple[int, int]) -> Image.Image:
    match name:
        case "sample:bright":
            return Image.new("RGBA", size, (255, 255, 255, 255))
        case "sample:dark":
            return Image.new("RGBA", size, (0, 0, 0, 255))
        case "sample:logo":
            logo = Image.new("RGBA", (480, 120), (128, 128, 128, 255))
            logo.putalpha(effects.RoundedMasks().mask(logo.size, 60))
            return logo
        case _:
            ramp = Image.linear_gradient("L").rotate(180).resize(size)
            bands = [ramp.point([low + (high - low) * level // 255 for level in range(256)]) for low, high in _DUSK]
            return Image.merge("RGBA", (*bands, Image.new("L", size, 255)))


_DUSK = ((58, 250), (76, 186), (138, 150))
"""Red, green and blue of the made-up photograph, at its bottom and its top."""
