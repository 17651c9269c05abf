"""Fields in a layer's text, such as ``{title}``: which of a card's values it shows, and in what form.

    {category}            the card's category
    {author, site}        the first of the two that is not empty
    {date|YYYY年M月D日}    a date in a pattern of YYYY YY MM M DD D MMM ddd; or one of ja dots iso kanji en
    {title|upper}         upper, lower, first (first character), truncate 20
    {{ and }}             literal braces

A text with a field that is empty draws nothing: ``by {author}`` never becomes a lonely "by".
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from ogp.card import Card

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_TEXT = 500
"""Characters of a layer's text as the template writes it: what a card says comes from its fields."""

_FIELD = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_NAME = re.compile(r"[A-Za-z_][\w.-]*")
CARD_FIELDS = frozenset(f.name for f in fields(Card)) - {"extra"}
SITE_FIELDS = frozenset({"site", "url", "lang", "logo"})
"""Fields that are the same on every card of a site: their layers are drawn once, into the background."""

DATE_FORMS = {
    "ja": "YYYY年M月D日",
    "dots": "YYYY.MM.DD",
    "iso": "YYYY-MM-DD",
    "slash": "YYYY/MM/DD",
    "en": "MMM D, YYYY",
}
_DATE_TOKEN = re.compile(r"YYYY|YY|MMM|MM|M|DD|D|ddd")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("月", "火", "水", "木", "金", "土", "日")
_KANJI = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Field:
    """One ``{…}``: names of card fields in order of preference, and (filter, argument) pairs."""

    names: tuple[str, ...]
    filters: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A layer's text as the template writes it: literal strings and fields, in order."""

    parts: tuple[str | Field, ...]

    @property
    def names(self) -> frozenset[str]:
        """Every field of the card that it may show."""
        return frozenset(name for part in self.parts if isinstance(part, Field) for name in part.names)

    @property
    def constant(self) -> bool:
        """Whether it shows the same on every card of a site."""
        return self.names <= SITE_FIELDS

    def fill(self, card: Card) -> str:
        """Return the text for a card, ``""`` if one of its fields is empty."""
        texts = []
        for part in self.parts:
            text = part if isinstance(part, str) else _value(part, card)
            if not text:
                return ""
            texts.append(text)
        return "".join(texts)


@dataclass(frozen=True, slots=True)
class VisibleWhen:
    """The condition for drawing a layer: all fields of ``needs`` have a value, and not all of ``unless`` have."""

    needs: Pattern = Pattern(())
    unless: Pattern = Pattern(())

    @property
    def names(self) -> frozenset[str]:
        """Every field of the card that it depends on."""
        return self.needs.names | self.unless.names

    @property
    def constant(self) -> bool:
        """Whether it is the same for all cards of a site."""
        return self.needs.constant and self.unless.constant

    def holds(self, card: Card) -> bool:
        """Return whether the layer is drawn on this card."""
        return not (self.needs.parts and not self.needs.fill(card)) and not self.unless.fill(card)


def parse(text: str) -> Pattern:
    """Parse a layer's text.

    Raises:
        ValueError: with a message for the template's author.
    """
    if len(text) > MAX_TEXT:
        raise ValueError(f"longer than {MAX_TEXT} characters")
    parts: list[str | Field] = []
    position = 0
    for match in _FIELD.finditer(text):
        parts.append(text[position : match.start()])
        token = match[0]
        if token in ("{{", "}}"):
            parts.append(token[0])
        elif match[1] is None:
            raise ValueError(f"a lone {token!r} in {text!r}: write {token * 2} for a brace")
        else:
            parts.append(_field(match[1]))
        position = match.end()
    parts.append(text[position:])
    return Pattern(tuple(part for part in parts if part != ""))


def _field(text: str) -> Field:
    head, *rest = text.split("|")
    names = tuple(name.strip() for name in head.split(","))
    for name in names:
        if not _NAME.fullmatch(name):
            raise ValueError(f"{{{text}}}: {name!r} is not a field name")
    filters = tuple(_filter(item.strip(), names) for item in rest)
    return Field(names, filters)


def _filter(text: str, names: tuple[str, ...]) -> tuple[str, str]:
    name, _, argument = text.partition(" ")
    if name in _FILTERS:
        if name == "truncate" and not re.fullmatch("[1-9][0-9]{0,3}", argument.strip()):
            raise ValueError(f"truncate needs a number of characters, as in {{{names[0]}|truncate 20}}")
        return name, argument.strip()
    if name == "kanji" or text in DATE_FORMS or _DATE_TOKEN.search(text):
        return "date", DATE_FORMS.get(text, text)
    known = ", ".join([*_FILTERS, "kanji", *DATE_FORMS])
    raise ValueError(f"no filter is called {name!r} (known: {known}, and date patterns such as YYYY.MM.DD)")


def _value(field: Field, card: Card) -> str:
    for name in field.names:
        value = getattr(card, name) if name in CARD_FIELDS else card.extra.get(name, "")
        form = next((argument for kind, argument in field.filters if kind == "date"), DATE_FORMS["ja"])
        text = _as_text(value, form)
        if text:
            for kind, argument in field.filters:
                if kind != "date":
                    text = _FILTERS[kind](text, argument)
            return text
    return ""


def _as_text(value: object, form: str) -> str:
    if isinstance(value, dt.date):
        return format_date(value, form)
    if isinstance(value, tuple):
        return "  ".join(f"#{tag}" for tag in value)
    return "" if value is None else str(value)


def format_date(day: dt.date, form: str) -> str:
    """Return a date in a pattern such as those of `DATE_FORMS`, or in kanji for ``kanji`` (二〇二六年二月十九日)."""
    if form == "kanji":
        year = "".join(_KANJI[int(digit)] for digit in f"{day.year:04}")
        return f"{year}年{_kanji_number(day.month)}月{_kanji_number(day.day)}日"
    values = {
        "YYYY": f"{day.year:04}",
        "YY": f"{day.year % 100:02}",
        "MMM": _MONTHS[day.month - 1],
        "MM": f"{day.month:02}",
        "M": str(day.month),
        "DD": f"{day.day:02}",
        "D": str(day.day),
        "ddd": _WEEKDAYS[day.weekday()],
    }
    return _DATE_TOKEN.sub(lambda match: values[match[0]], form)


def _kanji_number(number: int) -> str:
    tens, ones = divmod(number, 10)
    before = "" if tens == 0 else "十" if tens == 1 else _KANJI[tens] + "十"
    return before + (_KANJI[ones] if ones else "")


def _truncate(text: str, argument: str) -> str:
    limit = int(argument)
    return text if len(text) <= limit else text[: limit - 1] + "…"


_FILTERS: dict[str, Callable[[str, str], str]] = {
    "upper": lambda text, _: text.upper(),
    "lower": lambda text, _: text.lower(),
    "first": lambda text, _: text[:1],
    "truncate": _truncate,
}
