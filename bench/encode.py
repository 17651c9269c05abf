"""Time and size of encoding one card, ours against Pillow's `save`, over every kind of background.

In one process and in turns, so that the ratios hold on a busy machine too.

    python bench/encode.py            PNG, ours and Pillow's
    python bench/encode.py steps      where our time goes
    python bench/encode.py formats    JPEG, WebP and AVIF, several settings each
"""

from __future__ import annotations

import io
import random
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageStat

from ogp import provenance
from ogp.encode import png_bands, png_filters
from ogp.encode.coverage_levels import quantize_coverage
from ogp.encode.png_compile import compress_background
from ogp.encode.quantize import reduce_colors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ogp.encode.png_background import CompressedBackground

SIZE = (1200, 630)
FONT = Path(__file__).parent.parent / "fonts" / "NotoSansJP-Bold.ttf"
TITLES = (
    ("GPT-4o超え？オープンソース", "LLMの進化とその実力とは"),
    ("音声認識モデルを日本語の会議", "録で評価してみた結果と課題、", "そして今後の展望"),
    ("縦書きレイアウトをCSSで", "実現するときの課題"),
)


class Drawn(NamedTuple):
    """A painted card and the rows of its ink."""

    image: Image.Image
    spans: list[tuple[int, int]]


def flat() -> Image.Image:
    return Image.new("RGB", SIZE, (15, 23, 42))


def panel() -> Image.Image:
    image = flat()
    ImageDraw.Draw(image).rounded_rectangle(
        (40, 40, 1160, 590), 24, fill=(30, 41, 59), outline=(125, 211, 252), width=3
    )
    return image


def gradient() -> Image.Image:
    """A slanted gradient of three stops, as most templates have."""
    ramp = Image.linear_gradient("L").resize((1700, 1700)).rotate(67, Image.Resampling.BILINEAR)
    ramp = ramp.crop((250, 535, 1450, 1165))
    tables = []
    for first, middle, last in ((15, 30, 88), (23, 58, 28), (42, 138, 135)):
        rising = [round(first + (middle - first) * step / 128) for step in range(128)]
        tables.append(rising + [round(middle + (last - middle) * step / 128) for step in range(128)])
    return Image.merge("RGB", [ramp.point(table) for table in tables])


def glow() -> Image.Image:
    """Two soft lights on a dark background: smooth, with the steps of eight bits."""
    image = flat()
    for color, x, y, radius in (((60, 90, 200), 200, 100, 700), ((160, 40, 140), 900, 500, 800)):
        light = (
            Image.radial_gradient("L").resize((2 * radius, 2 * radius)).point([(255 - v) * 6 // 10 for v in range(256)])
        )
        image.paste(color, (x - radius, y - radius), light)
    return image


def photo() -> Image.Image:
    """Smooth noise over the gradient: compresses like a photograph."""
    noise = Image.frombytes("RGB", SIZE, random.Random(1).randbytes(3 * SIZE[0] * SIZE[1]))  # noqa: S311
    return Image.blend(gradient(), noise.filter(ImageFilter.GaussianBlur(2)), 0.5)


def draw(background: Image.Image, lines: Iterable[str]) -> Drawn:
    image, spans = background.copy(), []
    texts = [("AI技術ガイド", 30, 70, (125, 211, 252)), ("2026年2月19日", 30, 510, (203, 213, 225))]
    texts += [(line, 72, 150 + 96 * number, (255, 255, 255)) for number, line in enumerate(lines)]
    for text, size, y, color in texts:
        font = ImageFont.truetype(str(FONT), size)
        mask = Image.new("L", (SIZE[0] - 160, 2 * size))
        ImageDraw.Draw(mask).text((0, 0), text, font=font, fill=255)
        left, top, right, bottom = mask.getbbox() or (0, 0, 1, 1)
        image.paste(color, (80 + left, y + top), quantize_coverage(mask.crop((left, top, right, bottom))))
        spans.append((y + top, y + bottom))
    return Drawn(image, spans)


def fastest(act: Callable[[], Any], rounds: int = 9) -> float:
    """Milliseconds of the fastest of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        act()
        best = min(best, time.perf_counter() - start)
    return best * 1000


def saved(image: Image.Image, options: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    image.save(out, **options)
    return out.getvalue()


class Job(NamedTuple):
    """A compiled background, and a card on it: as indices where both have few colors together."""

    background: CompressedBackground
    image: Image.Image
    spans: list[tuple[int, int]]
    palette: bytes

    def encoded(self) -> bytes:
        """The file."""
        return provenance.seal(png_bands.encode(self.background, self.image, self.spans, self.palette), "f" * 32)


def job(background: Image.Image, card: Drawn) -> Job:
    both = Image.new("RGB", (SIZE[0], 2 * SIZE[1]))
    both.paste(background, (0, 0))
    both.paste(card.image, (0, SIZE[1]))
    indexed = reduce_colors(both, 256, exact=True)
    if indexed is None:
        return Job(compress_background(background), card.image, card.spans, b"")
    below, above = (indexed.image.crop((0, top, SIZE[0], top + SIZE[1])) for top in (0, SIZE[1]))
    return Job(compress_background(below, indexed.palette), above, card.spans, indexed.palette)


def table() -> None:
    print(f"{'':10}{'compile s':>10}{'ours ms':>9}{'KB':>8}{'Pillow ms':>11}{'KB':>8}{'faster':>8}{'smaller':>9}")
    for make_background in (flat, panel, gradient, glow, photo):
        background = make_background()
        start = time.perf_counter()
        compress_background(background)
        compiled = time.perf_counter() - start
        rows = [compared(background, draw(background, lines)) for lines in TITLES]
        ours, ours_kb, pillow, pillow_kb = (sum(column) / len(rows) for column in zip(*rows, strict=True))
        print(
            f"{make_background.__name__:10}{compiled:10.2f}{ours:9.2f}{ours_kb:8.1f}{pillow:11.1f}{pillow_kb:8.1f}"
            f"{pillow / ours:7.1f}x{1 - ours_kb / pillow_kb:9.0%}"
        )


def compared(background: Image.Image, card: Drawn) -> tuple[float, float, float, float]:
    """Milliseconds and KB of one card, ours and then Pillow's."""
    ours = job(background, card)

    def pillow() -> bytes:
        return saved(card.image, {"format": "PNG"})

    return fastest(ours.encoded), len(ours.encoded()) / 1000, fastest(pillow, 5), len(pillow()) / 1000


def steps() -> None:
    for make_background in (flat, gradient, photo):
        background = make_background()
        print(make_background.__name__)
        steps_of(job(background, draw(background, TITLES[0])))


def steps_of(card: Job) -> None:
    background = card.background
    strips = png_bands.cut(background, card.spans)
    whole = png_bands.encode(background, card.image, card.spans, card.palette)

    def told(name: str, act: Callable[[], object]) -> None:
        print(f"  {name:18}{fastest(act):6.2f} ms")

    print(f"  {sum(strip.end - strip.first for strip in strips)} rows made anew, by {background.strip_settings}")
    told("cut out the rows", lambda: png_bands.cut(background, card.spans))
    kind = background.strip_settings.filter
    told("filter", lambda: [png_filters.filter_rows(strip.image, 0, strip.image.height, kind) for strip in strips])
    told("filter, deflate", lambda: png_bands.join(background, strips, card.palette))
    told("all of the PNG", lambda: png_bands.encode(background, card.image, card.spans, card.palette))
    told("mark", lambda: provenance.seal(whole, "f" * 32))


FORMATS: tuple[dict[str, Any], ...] = (
    *(
        {"format": "JPEG", "quality": 90, "subsampling": 0, "optimize": o, "progressive": p}
        for o, p in ((0, 0), (1, 0), (1, 1))
    ),
    {"format": "JPEG", "quality": 90, "subsampling": 2, "optimize": 1},
    *({"format": "WEBP", "quality": 90, "method": method} for method in (0, 2, 4)),
    *({"format": "WEBP", "lossless": True, "quality": q, "method": m} for q, m in ((20, 0), (50, 2), (80, 4))),
    *({"format": "AVIF", "quality": 80, "speed": s, "subsampling": "4:4:4", "max_threads": 1} for s in (6, 8, 10)),
)


def formats() -> None:
    for make_background in (flat, gradient, photo):
        print(make_background.__name__)
        image = draw(make_background(), TITLES[1]).image
        for options in FORMATS:
            data = saved(image, options)
            with Image.open(io.BytesIO(data)) as decoded:
                difference = ImageStat.Stat(ImageChops.difference(image, decoded.convert("RGB")))
            told = " ".join(f"{key} {value}" for key, value in options.items())
            milliseconds = fastest(partial(saved, image, options), 3)
            print(
                f"  {len(data) / 1000:7.1f} KB {milliseconds:7.1f} ms, off by {max(difference.rms):.2f} of 255: {told}"
            )


if __name__ == "__main__":
    {"steps": steps, "formats": formats}.get("".join(sys.argv[1:]), table)()
