"""Write-back: one line, in the file's own style, and nothing else; or a reason why not."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from pathlib import Path

import hostile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogp.errors import OgpError
from ogp.posts.frontmatter.formats import parse
from ogp.posts.frontmatter.split import split
from ogp.posts.generators.site import detect
from ogp.posts.reader import Post, read
from ogp.posts.writeback import with_image

NOW = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
SITES = {name: detect(Path("/nonexistent"), generator=name) for name in hostile.FILE}
IMAGE = "/assets/images/posts/x-ogp.png"

# generator | before (␤ LF, ␍ CR) | the line after the write | how many lines stand before it
WRITTEN = """
jekyll | ---␤title: x␤---␤ | image: /assets/images/posts/x-ogp.png | 2
jekyll | ---␤title: "x"␤---␤ | image: "/assets/images/posts/x-ogp.png" | 2
jekyll | ---␤title: 'x'␤---␤ | image: '/assets/images/posts/x-ogp.png' | 2
jekyll | ---␍␤title: x␍␤---␍␤ | image: /assets/images/posts/x-ogp.png | 2
jekyll | ---␍title: x␍---␍ | image: /assets/images/posts/x-ogp.png | 2
jekyll | ﻿---␤title: x␤...␤ | image: /assets/images/posts/x-ogp.png | 2
jekyll | ␤␤---␤  title: x␤  date: 2026-02-19␤---␤ |   image: /assets/images/posts/x-ogp.png | 5
jekyll | ---␤title: x␤tags:␤  - a␤  - b␤---␤ | image: /assets/images/posts/x-ogp.png | 5
jekyll | ---␤title: x␤tags:␤- a␤---␤ | image: /assets/images/posts/x-ogp.png | 4
jekyll | ---␤title: x␤text: |␤  a␤␤  b␤---␤ | image: /assets/images/posts/x-ogp.png | 6
jekyll | ---␤title: x␤text: |+␤  a␤␤␤---␤ | image: /assets/images/posts/x-ogp.png | 6
jekyll | ---␤title: x␤text: >-␤  a␤  b␤# 註釈␤---␤ | image: /assets/images/posts/x-ogp.png | 6
jekyll | ---␤title: x␤tags:␤---␤ | image: /assets/images/posts/x-ogp.png | 3
jekyll | ---␤---␤ | image: "/assets/images/posts/x-ogp.png" | 1
jekyll | ---␤# 註釈␤---␤ | image: "/assets/images/posts/x-ogp.png" | 2
jekyll | ---␤image:␤title: x␤---␤ | image: /assets/images/posts/x-ogp.png | 1
jekyll | ---␤image: ~␤title: x␤---␤ | image: /assets/images/posts/x-ogp.png | 1
jekyll | ---␤image: null # 註釈␤title: x␤---␤ | image: /assets/images/posts/x-ogp.png # 註釈 | 1
jekyll | ---␤image: # 註釈␤title: x␤---␤ | image: /assets/images/posts/x-ogp.png # 註釈 | 1
jekyll | ---␤image: ""␤title: x␤---␤ | image: "/assets/images/posts/x-ogp.png" | 1
jekyll | ---␤image: /old.png␤title: x␤---␤ | image: /assets/images/posts/x-ogp.png | 1
jekyll | ---␤image:    '/old.png'   # 註釈␤title: x␤---␤ | image:    '/assets/images/posts/x-ogp.png'   # 註釈 | 1
jekyll | ---␤"image": /old.png␤title: x␤---␤ | "image": /assets/images/posts/x-ogp.png | 1
jekyll | ---␤image : /old.png␤title: x␤---␤ | image : /assets/images/posts/x-ogp.png | 1
jekyll | ---␤title: 日本語 🎉␤image: /古い.png␤---␤本文 🎉␤ | image: /assets/images/posts/x-ogp.png | 2
hugo | ---␤title: x␤---␤ | images: [/assets/images/posts/x-ogp.png] | 2
hugo | +++␤title = "x"␤+++␤ | images = ["/assets/images/posts/x-ogp.png"] | 2
hugo | +++␤title = 'x'␤+++␤ | images = ['/assets/images/posts/x-ogp.png'] | 2
hugo | +++␍␤title = "x"␍␤␍␤[params]␍␤a = 1␍␤+++␍␤ | images = ["/assets/images/posts/x-ogp.png"] | 2
hugo | +++␤[params]␤title = "y"␤+++␤ | images = ["/assets/images/posts/x-ogp.png"] | 1
hugo | +++␤a = [␤  ["x"],␤]␤title = "x"␤+++␤ | images = ["/assets/images/posts/x-ogp.png"] | 5
hugo | {␤  "title": "x"␤}␤ |   "images": ["/assets/images/posts/x-ogp.png"], | 1
hugo | {␤⇥"title":"x"␤}␤ | ⇥"images":["/assets/images/posts/x-ogp.png"], | 1
hexo | ;;;␤"title": "x"␤;;;␤ | "photos": ["/assets/images/posts/x-ogp.png"], | 1
hexo | title: x␤---␤本文 | photos: [/assets/images/posts/x-ogp.png] | 1
zola | +++␤title = "x"␤[extra]␤a = 1␤+++␤ | image = "/assets/images/posts/x-ogp.png" | 3
zola | +++␤title = "x"␤+++␤ | extra.image = "/assets/images/posts/x-ogp.png" | 2
zola | +++␤title = "x"␤[extra]␤image = "old.png"␤+++␤ | image = "/assets/images/posts/x-ogp.png" | 3
pelican | Title: x␤Date: 2026-02-20␤␤本文 | Image: /assets/images/posts/x-ogp.png | 2
pelican | title: x␤␤本文 | image: /assets/images/posts/x-ogp.png | 1
pelican | Title: x␤Image: /old.png␤␤本文 | Image: /assets/images/posts/x-ogp.png | 1
pelican | Title: x  ␤␤本文 | Image: /assets/images/posts/x-ogp.png | 1
pelican | Title: x | Image: /assets/images/posts/x-ogp.png | 1
hugo | #+title: x␤␤本文 | #+images[]: /assets/images/posts/x-ogp.png | 1
pelican | :title: x␤:date: 2026-02-20␤␤本文 | :image: /assets/images/posts/x-ogp.png | 2
"""

# generator | before | a word of the reason
REFUSED = """
jekyll | 本文だけ␤ | no front matter
jekyll | ---␤{title: x}␤---␤ | flow mapping
jekyll | ---␤title: x␤image: [a.png]␤---␤ | list
jekyll | ---␤title: x␤image: {path: a.png}␤---␤ | mapping
jekyll | ---␤title: x␤image:␤  path: a.png␤---␤ | mapping
jekyll | ---␤title: x␤image: |␤  a.png␤---␤ | more than one line
jekyll | ---␤title: x␤image: >-␤  a.png␤---␤ | more than one line
jekyll | ---␤title: x␤image: a␤  b.png␤---␤ | more than one line
jekyll | ---␤title: x␤image: "a␤  b.png"␤---␤ | more than one line
jekyll | ---␤title: x␤image:␤  a.png␤---␤ | alone on their line
jekyll | ---␤title: x␤image: &a a.png␤cover: *a␤---␤ | anchor
jekyll | ---␤title: &a x␤image: *a␤---␤ | alias
jekyll | ---␤? image␤: a.png␤---␤ | alone on their line
hugo | {"title": "x"}␤ | one line
hugo | +++␤title = "x"␤images = ["a.png"]␤+++␤ | list
hugo | ---␤title: x␤images: [a.png]␤---␤ | list
"""


def text(cell: str) -> bytes:
    return cell.replace("␍", "\r").replace("␤", "\n").replace("⇥", "\t").encode()


def rows(table: str) -> list[list[str]]:
    return [line.split(" | ") for line in table.strip("\n").splitlines()]


def lines(raw: bytes) -> list[bytes]:
    return re.findall(rb"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z", raw) or [b""]


@pytest.mark.parametrize(("generator", "before", "line", "above"), rows(WRITTEN))
def test_one_line_is_written_in_the_style_of_the_file(generator: str, before: str, line: str, above: str) -> None:
    raw = text(before)
    result = with_image(raw, SITES[generator], IMAGE)
    old, new = lines(raw), lines(result)
    at = int(above)
    assert new[at].rstrip(b"\r\n") == text(line)
    rest_old = old[at:] if len(new) > len(old) else old[at + 1 :]
    assert ([part.rstrip(b"\r\n") for part in new[:at]], new[at + 1 :]) == (
        [part.rstrip(b"\r\n") for part in old[:at]],
        rest_old,
    )
    assert without(result, raw)
    assert len(new) - len(old) in (0, 1)
    assert {part[len(part.rstrip(b"\r\n")) :] for part in new[:-1]} <= {split(raw, generator).newline}


@pytest.mark.parametrize(("generator", "before", "reason"), rows(REFUSED))
def test_what_takes_more_than_one_line_is_refused(generator: str, before: str, reason: str) -> None:
    with pytest.raises(OgpError, match=reason) as caught:
        with_image(text(before), SITES[generator], IMAGE)
    assert caught.value.code == "E_KEY_TYPE"


def test_an_image_with_a_line_end_is_refused() -> None:
    with pytest.raises(OgpError, match="cannot be written"):
        with_image(b"---\ntitle: x\n---\n", SITES["jekyll"], "/a\n.png")


@pytest.mark.parametrize(
    "image", ["/a b.png", "/a#b.png", "/it's.png", '/"q".png', "/日本.png", "/a: b.png", "/a\\b.png"]
)
@pytest.mark.parametrize("front", ["---\ntitle: x\n---\n", "---\ntitle: 'x'\n---\n", '---\ntitle: "x"\n---\n'])
def test_any_path_is_quoted_so_that_it_reads_back(image: str, front: str) -> None:
    result = with_image(front.encode(), SITES["jekyll"], image)
    value = parse(result, split(result)).get("image")
    assert value is not None
    assert value.text == image


POSTS = [post for post in hostile.posts() if not post.error and not post.skip and len(post.raw) < 100_000]


def without(result: bytes, raw: bytes) -> bool:
    """Whether taking one line out of ``result`` gives ``raw``, or the two differ in one line only."""
    old, new = lines(raw), lines(result)
    if len(new) == len(old):
        return sum(a != b for a, b in zip(old, new, strict=True)) == 1
    at = next((index for index, (a, b) in enumerate(zip(raw, result, strict=False)) if a != b), len(raw))
    inserted = result[at : len(result) - (len(raw) - at)]
    return result.endswith(raw[at:]) and len(re.findall(rb"\r\n|\n|\r", inserted)) == 1


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post.name.encode("ascii", "backslashreplace").decode()[:60])
def test_hostile_posts_keep_every_other_byte(post: hostile.Hostile) -> None:
    site = SITES[post.generator]
    if not site.rules.reads_image:
        pytest.skip("read only")
    try:
        result = with_image(post.raw, site, IMAGE)
    except OgpError as error:
        assert error.code == "E_KEY_TYPE"  # noqa: PT017 - either a reason or one line
        return
    assert without(result, post.raw)
    again = read(result, post.path, site, now=NOW)
    assert isinstance(again, Post)
    before = read(post.raw, post.path, site, now=NOW)
    assert isinstance(before, Post)
    assert (again.card.title, again.card.date, again.card.category) == (
        before.card.title,
        before.card.date,
        before.card.category,
    )
    assert again.image == IMAGE


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=12)
SCALARS = st.one_of(
    st.sampled_from(
        ["x", "日本語", "'it''s'", '"a: b"', "[a, b]", "{a: b}", "1.10", "", "~", "|\n  a\n\n  b", ">-\n  a", "a\n  b"]
    ),
    WORDS.map(lambda word: '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'),
    WORDS.map(lambda word: "'" + word.replace("'", "''") + "'"),
)
KEYS = st.sampled_from(["title", "date2", "tags", "layout", "author", "x-y", '"quoted"', "日本"])
ENTRIES = st.dictionaries(KEYS, SCALARS, min_size=0, max_size=6)
NOISE = st.lists(st.sampled_from(["", "# 註釈", "  # 註釈", "   "]), max_size=2)


@given(
    ENTRIES,
    NOISE,
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["---", "..."]),
    st.binary(max_size=40),
    st.booleans(),
)
def test_removing_the_line_gives_the_bytes_back(
    entries: dict[str, str],
    noise: list[str],
    end: str,
    closer: str,
    body: bytes,
    bom: bool,  # noqa: FBT001
) -> None:
    content = "".join(f"{key}: {value}\n" for key, value in entries.items()) + "".join(f"{line}\n" for line in noise)
    front = ("---\n" + content + closer + "\n").replace("\n", end)
    raw = (b"\xef\xbb\xbf" if bom else b"") + front.encode() + body
    try:
        result = with_image(raw, SITES["jekyll"], IMAGE)
    except OgpError as error:
        assert error.code in ("E_KEY_TYPE", "E_YAML")  # noqa: PT017
        return
    assert without(result, raw)


@given(st.binary(max_size=200))
def test_any_bytes_give_an_answer(raw: bytes) -> None:
    for generator, site in SITES.items():
        for attempt in (
            lambda: read(raw, hostile.FILE[generator], site, now=NOW),  # noqa: B023 - called at once
            lambda: with_image(raw, site, IMAGE, "image"),  # noqa: B023
        ):
            with contextlib.suppress(OgpError):
                attempt()
