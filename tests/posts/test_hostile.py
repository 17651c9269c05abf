"""Hundreds of hostile posts: each gives the card, the error or the reason that it must, in time, and no traceback."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import hostile
import pytest

from ogp.errors import OgpError
from ogp.posts.generators.site import detect
from ogp.posts.reader import Post, Skip, read

NOW = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
SITES = {name: detect(Path("/nonexistent"), generator=name) for name in hostile.FILE}
POSTS = hostile.posts()


def test_there_are_several_hundred() -> None:
    assert len(POSTS) > 500
    assert len({(post.name, post.generator, post.file, post.raw) for post in POSTS}) == len(POSTS)


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post.name.encode("ascii", "backslashreplace").decode()[:70])
def test_outcome(post: hostile.Hostile) -> None:
    started = time.process_time()
    got = outcome(post)
    assert time.process_time() - started < 2
    if isinstance(got, OgpError):
        line = "-" if got.place.line is None else got.place.line
        actual = f"{got.code} {line} {got.place.key or ''}".strip()
        assert post.error, str(got)
        assert actual[: len(post.error)] == post.error, str(got)
        assert got.place.file == post.path
    elif isinstance(got, Skip):
        assert post.skip, got
        assert post.skip in got.reason
    else:
        assert not post.error, got
        assert not post.skip, got
        assert post.title in (None, got.card.title)
        assert post.day in (None, str(got.card.date or ""))
        assert post.target in (None, str(got.target))
        assert post.category in (None, got.card.category)


def outcome(post: hostile.Hostile) -> Post | Skip | OgpError:
    try:
        return read(post.raw, post.path, SITES[post.generator], now=NOW)
    except OgpError as error:
        return error
