#!/usr/bin/env python3
"""Where a card's time goes, stage by stage: so that a regression shows where it is.

    python bench/stages.py [TEMPLATE] [--cards N]

Prints ms of processor time a card for each stage, and how many times Pillow's own `save` of the same picture takes
(a yardstick that any machine has: compare ratios, not milliseconds).
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import json
import pathlib
import statistics
import time
from itertools import chain
from typing import TYPE_CHECKING, Any

from ogp import Card, load_template
from ogp.encode import png_bands
from ogp.encode.card_file import encode_strips
from ogp.fonts import FontSet
from ogp.layout.layout import lay_out
from ogp.paint.draw_operations import Rasterizer, touched_rows
from ogp.paint.indexed import paint_indexed
from ogp.paint.truecolor import paint_strips
from ogp.rendering.renderer import Renderer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ogp.encode.png_bands import RowStrip
    from ogp.layout.results import CardLayout

POSTS = pathlib.Path(__file__).parent / "peers" / "posts.json"
ROUNDS = 5


def timed(work: Callable[[Any], object], inputs: Iterable[Any]) -> float:
    """Return the least ms an input over a few rounds; results are dropped at once, as in a build."""
    inputs = list(inputs)
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for item in inputs:
            work(item)
        times.append((time.process_time() - start) / len(inputs) * 1e3)
    return min(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("template", nargs="?", default="compass")
    parser.add_argument("--cards", type=int, default=60)
    arguments = parser.parse_args()
    posts = (json.loads(POSTS.read_text(encoding="utf-8")) * 10)[: arguments.cards]
    cards = [
        Card(p["title"], category=p["category"], date=dt.date.fromisoformat(p["date"]), site="AIコンパス")
        for p in posts
    ]
    template = load_template(arguments.template)
    renderer = Renderer(FontSet.bundled())
    start = time.process_time()
    ready = renderer.compile(cards[0], template, "", "og", packed=True)
    print(f"compile (once a template, palette and size): {(time.process_time() - start) * 1e3:.0f} ms")
    background = ready.compressed
    assert background is not None  # a PNG always has one
    print(f"background: {'indexed' if background.palette else 'true colors'}")

    colors, rasterizer = ready.palette_colors, Rasterizer()

    def painted(layout: CardLayout) -> tuple[list[RowStrip], bytes]:
        operations = [rasterizer.operations(item) for item in layout.display_list.items]
        spans = (touched_rows(of_item, background.image.height) for of_item in operations)
        strips = png_bands.cut(background, [span for span in spans if span])
        if colors is None:
            paint_strips(strips, chain.from_iterable(operations))
            return strips, b""
        palette = paint_indexed(strips, chain.from_iterable(operations), colors)
        assert palette, "too many colors for a palette"
        return strips, palette

    def encoded(frame: tuple[list[RowStrip], bytes]) -> bytes:
        return encode_strips(background, *frame, fingerprint="0" * 32).data

    layouts = [lay_out(card, ready.design, ready.background) for card in cards]
    frames = [painted(layout) for layout in layouts]
    stages = {
        "lay out": timed(lambda card: lay_out(card, ready.design, ready.background), cards),
        "paint": timed(painted, layouts),
        "encode": timed(encoded, frames),
    }
    true = [renderer.draw(card, template, "", "og")[0] for card in cards[:20]]
    pillow = timed(lambda image: image.save(io.BytesIO(), "PNG"), true)
    print("| stage | ms a card | share of Pillow's save |\n|---|---|---|")
    for name, ms in [*stages.items(), ("sum", sum(stages.values())), ("Pillow's save alone", pillow)]:
        print(f"| {name} | {ms:.2f} | {ms / pillow:.3f} |")
    sizes = [len(encoded(frame)) / 1000 for frame in frames]
    print(f"KB a card: median {statistics.median(sizes):.1f}, most {max(sizes):.1f}")


if __name__ == "__main__":
    main()
