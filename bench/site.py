"""How long a whole site takes: made up in the shape of a real one, then built as its owner would.

    python bench/site.py [--posts 2513] [--body 36000] [--keep FOLDER]

Posts have bodies of 36 KB, titles of 10 to 80 characters, all different and most of about 30, one in thirty with an
emoji, and one of twelve categories. Timed are whole processes: the first build, the next one with nothing to do, the
same in a fresh clone (no `.ogp/`), and one changed title. Beside them stands what Pillow's own `save` of such a card
takes here: compare ratios, not seconds.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent
CATEGORIES = (
    *("AI技術ガイド", "プログラミング", "Web開発", "インフラ", "データ分析", "キャリア"),
    *("AIニュース", "セキュリティ", "研究", "書評", "日記", "ツール"),
)
LEAST, USUAL, MOST = 10, 22, 80
"""Characters of a title."""
JOINTS = ("、", "：", "――", "と", "で学ぶ", "のための", "から始める", "？")
PARAGRAPH = (
    "これは本文の段落です。日本語の文章が続きます。カードの題名は、いつも記事の題名と同じでなければなりません。\n\n"
)
HEAD = """---
layout: post
title: "{title}"
date: {date} 09:00:00 +0900
categories: ["{category}"]
tags: [AI, 日本語]
image: "/assets/images/posts/{name}-ogp.png"
---

"""


def made_titles(count: int) -> list[str]:
    """Titles as people write them: pieces of those that the peers render, joined anew."""
    rng = random.Random(2513)  # noqa: S311 - the same site each time
    real = [post["title"] for post in json.loads((HERE / "peers" / "posts.json").read_text(encoding="utf-8"))]
    pieces = [piece for title in real for piece in re.split("[、：―？（）]", title) if piece]
    found: dict[str, None] = {}
    while len(found) < count:
        length = rng.triangular(LEAST, MOST, USUAL)
        tries = [rng.choice(pieces)]
        tries += ["".join((rng.choice(pieces), rng.choice(JOINTS), tries[-1])) for _ in range(2)]
        title = min(tries, key=lambda made: abs(len(made) - length))
        title = f"第{len(found)}回 {title}" if title in found or len(title) < LEAST else title
        if LEAST <= len(title) < MOST:
            found["🎉" * (len(found) % 30 == 0) + title] = None
    return list(found)


def make(site: Path, count: int, body: int) -> None:
    """Write a Jekyll site."""
    (site / "_posts").mkdir(parents=True)
    (site / "_config.yml").write_text("title: AIコンパス\nurl: https://example.com\n", encoding="utf-8")
    text = PARAGRAPH * (body // len(PARAGRAPH.encode()) + 1)
    for number, title in enumerate(made_titles(count)):
        date = f"{2018 + number % 8}-{number % 12 + 1:02}-{number % 28 + 1:02}"
        name, category = f"{date}-post-{number}", CATEGORIES[number * 7 % len(CATEGORIES)]
        head = HEAD.format(title=title, date=date, category=category, name=name)
        (site / "_posts" / f"{name}.md").write_text(head + text, encoding="utf-8")


def built(site: Path, what: str) -> None:
    """Run `ogp build` and print what it took."""
    before = {path: path.stat().st_mtime_ns for path in site.glob("assets/**/*.png")}
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "ogp", "build"], cwd=site, check=True, capture_output=True)
    seconds = time.perf_counter() - start
    after = {path: path.stat().st_mtime_ns for path in site.glob("assets/**/*.png")}
    written = sum(before.get(path) != stamp for path, stamp in after.items())
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{what:34}{seconds:6.2f} s {written:6} written   peak so far {peak:.0f} MB a process")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--posts", type=int, default=2513)
    parser.add_argument("--body", type=int, default=36_000)
    parser.add_argument("--keep", type=Path, help="make the site in this folder, and leave it there")
    arguments = parser.parse_args()
    folder = arguments.keep or Path(tempfile.mkdtemp())
    site = folder / "site"
    shutil.rmtree(site, ignore_errors=True)
    make(site, arguments.posts, arguments.body)
    built(site, "first build")
    time.sleep(2.1)  # a stamp as young as the build is not trusted
    built(site, "the next, reading stamps anew")
    built(site, "nothing to do")
    post = next((site / "_posts").iterdir())
    post.write_text(post.read_text(encoding="utf-8").replace('title: "', 'title: "新', 1), encoding="utf-8")
    built(site, "one changed title")
    shutil.rmtree(site / ".ogp")
    built(site, "a fresh clone: nothing to do")
    cards = list(site.glob("assets/**/*.png"))
    with Image.open(cards[0]) as card:
        true = card.convert("RGB")
    start = time.perf_counter()
    for _ in range(20):
        true.save(io.BytesIO(), "PNG")
    print(f"Pillow's save of one of these cards: {(time.perf_counter() - start) / 20 * 1e3:.1f} ms")
    print(f"KB a card, on average: {sum(path.stat().st_size for path in cards) / len(cards) / 1e3:.1f}")
    if not arguments.keep:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
