"""`{title}`-style fields: what a pattern shows for a card."""

from __future__ import annotations

import datetime as dt

import pytest

from ogp import Card
from ogp.template.fields import VisibleWhen, parse

CARD = Card(
    title="木",
    category="Reading",
    date=dt.date(2026, 2, 9),
    tags=("本", "庭"),
    site="庭の図書室",
    extra={"series": "第12回"},
)

SHOWN = [
    # pattern, what the card shows
    ("{title}", "木"),
    ("{site}の本", "庭の図書室の本"),
    ("{author}", ""),
    ("by {author}", ""),  # never a lonely "by"
    ("{author, site}", "庭の図書室"),
    ("{nothing, series}", "第12回"),
    ("{category|upper}", "READING"),
    ("{category|lower}", "reading"),
    ("{category|first}", "R"),
    ("{category|truncate 4}", "Rea…"),
    ("{category|truncate 7}", "Reading"),
    ("{tags}", "#本  #庭"),
    ("{{{title}}}", "{木}"),
    ("{date}", "2026年2月9日"),
    ("{date|ja}", "2026年2月9日"),
    ("{date|dots}", "2026.02.09"),
    ("{date|iso}", "2026-02-09"),
    ("{date|en}", "Feb 9, 2026"),
    ("{date|kanji}", "二〇二六年二月九日"),
    ("{date|YYYY.MM}", "2026.02"),
    ("{date|D}", "9"),
    ("{date|DD（ddd）}", "09（月）"),
    ("{date|MMM D|upper}", "FEB 9"),
]


@pytest.mark.parametrize(("pattern", "expected"), SHOWN)
def test_shows(pattern: str, expected: str):
    assert parse(pattern).fill(CARD) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2026, 10, 10), "二〇二六年十月十日"),
        (dt.date(1999, 12, 31), "一九九九年十二月三十一日"),
        (dt.date(2020, 1, 21), "二〇二〇年一月二十一日"),
    ],
)
def test_kanji_dates(day: dt.date, expected: str):
    assert parse("{date|kanji}").fill(Card("x", date=day)) == expected


@pytest.mark.parametrize("pattern", ["{title", "title}", "{}", "{a b}", "{title|loud}", "{title|truncate}"])
def test_refuses_with_a_reason(pattern: str):
    with pytest.raises(ValueError, match=r".{10,}"):
        parse(pattern)


@pytest.mark.parametrize(
    ("needs", "unless"),
    [
        ("", ""),
        ("{date}", ""),
        ("{author, date}", ""),  # the first of the two that has a value
        ("", "{author}"),
        ("", "{author}{date}"),  # all of them
        ("{site}", "{author}"),
    ],
)
def test_a_condition_holds(needs: str, unless: str):
    assert VisibleWhen(parse(needs), parse(unless)).holds(CARD)


@pytest.mark.parametrize(
    ("needs", "unless"),
    [("{author}", ""), ("{author}{date}", ""), ("", "{date}"), ("", "{author, date}"), ("{site}", "{date}")],
)
def test_a_condition_does_not_hold(needs: str, unless: str):
    assert not VisibleWhen(parse(needs), parse(unless)).holds(CARD)


def test_constant_conditions_hold_on_every_card_or_none():
    assert VisibleWhen().constant
    assert VisibleWhen(parse("{logo}"), parse("{site}")).constant
    assert not VisibleWhen(parse("{logo}"), parse("{date}")).constant


def test_constant_patterns_are_the_same_on_every_card():
    assert parse("{site} — {url}").constant
    assert parse("ogp").constant
    assert not parse("{site, author}").constant
