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
from typing import TYPE_CHECKING, Any

from ogp import Card, load_template
from ogp.encode import encode
from ogp.fonts import FontSet
from ogp.layout import lay_out
from ogp.paint import paint
from ogp.render import Renderer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

POSTS = pathlib.Path(__file__).parent / "peers" / "posts.json"
ROUNDS = 5


def timed(work: Callable[[Any], object], inputs: Iterable[Any]) -> float:
    """Return the least ms an input over a few rounds; results are dropped at once, as in a build."""
    inputs = list(inputs)
    found = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for item in inputs:
            work(item)
        found.append((time.process_time() - start) / len(inputs) * 1e3)
    return min(found)


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
    ready = renderer.compile(cards[0], template, "", "og", banded=True)
    print(f"compile (once a template, palette and size): {(time.process_time() - start) * 1e3:.0f} ms")

    layouts = [lay_out(card, ready.scene, ready.backdrop) for card in cards]
    frames = [paint(layout.frame) for layout in layouts]

    def encoded(frame: Any) -> bytes:  # noqa: ANN401 - what paint returns
        image, spans = frame
        return encode(image, ".png", fingerprint="0" * 32, base=ready.base, spans=spans).data

    stages = {
        "lay out": timed(lambda card: lay_out(card, ready.scene, ready.backdrop), cards),
        "paint": timed(lambda layout: paint(layout.frame), layouts),
        "encode": timed(encoded, frames),
    }
    pillow = timed(lambda frame: frame[0].save(io.BytesIO(), "PNG"), frames[:20])
    print("| stage | ms a card | share of Pillow's save |\n|---|---|---|")
    for name, ms in [*stages.items(), ("sum", sum(stages.values())), ("Pillow's save alone", pillow)]:
        print(f"| {name} | {ms:.2f} | {ms / pillow:.3f} |")
    sizes = [len(encoded(frame)) / 1000 for frame in frames]
    print(f"KB a card: median {statistics.median(sizes):.1f}, most {max(sizes):.1f}")


if __name__ == "__main__":
    main()
