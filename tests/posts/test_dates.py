"""A date is the day as written, on a machine of any zone; what is written in ``hostile.DATES`` is shown there."""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogp.errors import OgpError
from ogp.posts.generators.site import detect
from ogp.posts.parse_date import day, moment
from ogp.posts.reader import Post, Skip, read

ZONES = ("UTC", "Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati", "Pacific/Pago_Pago")


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if not hasattr(time, "tzset"):
        pytest.skip("this system takes no TZ")
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    os.environ.pop("TZ", None)
    time.tzset()


@pytest.mark.parametrize(
    "text", ["2026-02-19 00:00:01 +0900", "2026-02-19T23:59:59-12:00", "2026-02-19 23:30", "2026-02-19"]
)
def test_the_machines_zone_changes_nothing(zone: str, text: str) -> None:
    assert day(text) == dt.date(2026, 2, 19), zone


@given(st.datetimes(min_value=dt.datetime(1000, 1, 1), timezones=st.timezones()))  # noqa: DTZ001 - hypothesis adds the zone
def test_every_iso_form_keeps_its_day(when: dt.datetime) -> None:
    offset = when.utcoffset()
    if offset is None or offset.seconds % 60:
        return
    for text in (when.isoformat(), when.isoformat(" "), when.strftime("%Y-%m-%d %H:%M:%S %z").zfill(24)):
        if text[:4].isdigit():
            assert day(text) == when.date()


@given(st.text(max_size=120))
def test_any_text_is_a_day_or_an_error(text: str) -> None:
    try:
        day(text, file="x.md", line=3, key="date")
    except OgpError as error:
        assert (error.code, error.place.line, error.place.key) == ("E_DATE", 3, "date")  # noqa: PT017


def test_time_and_zone_are_kept_apart() -> None:
    assert moment("2026-02-19 22:15:05 +0900")[1:] == (22 * 60 + 15, 540)
    assert moment("2026-02-19 22:15 -03:30")[1:] == (22 * 60 + 15, -210)
    assert moment("2026-02-19")[1:] == (None, None)
    assert moment("2026年2月19日 午前0時5分")[1:] == (5, None)


# date as written | now (UTC) | zone of the site | whether it is out
FUTURE = """
2026-02-19 07:00 +0900 | 2026-02-18 22:30 | Asia/Tokyo | yes
2026-02-19 07:00 +0900 | 2026-02-18 21:30 | Asia/Tokyo | no
2026-02-19 07:00       | 2026-02-18 22:30 | Asia/Tokyo | yes
2026-02-19 07:00       | 2026-02-18 21:30 | Asia/Tokyo | no
2026-02-19 07:00       | 2026-02-19 06:59 | UTC        | no
2026-02-19             | 2026-02-18 15:01 | Asia/Tokyo | yes
2026-02-20             | 2026-02-18 15:01 | Asia/Tokyo | no
2027-01-01             | 2026-02-18 15:01 | Asia/Tokyo | no
2020-01-01             | 2026-02-18 15:01 | Asia/Tokyo | yes
"""


@pytest.mark.parametrize("line", FUTURE.strip().splitlines())
def test_posts_of_the_future(line: str, tmp_path: Path) -> None:
    date, now, zone, out = (cell.strip() for cell in line.split("|"))
    (tmp_path / "_config.yml").write_text(f"timezone: {zone}\n", encoding="utf-8")
    when = dt.datetime.fromisoformat(now).replace(tzinfo=dt.UTC)
    got = read(f"---\ntitle: x\ndate: {date}\n---\n".encode(), "_posts/2020-01-01-x.md", detect(tmp_path), now=when)
    assert isinstance(got, Post if out == "yes" else Skip)


def test_future_posts_when_asked() -> None:
    site = detect(Path("/nonexistent"), generator="jekyll", future=True)
    assert isinstance(read(b"---\ntitle: x\n---\n", "_posts/2999-01-01-x.md", site), Post)
