"""Card: the texts and pictures that one social card shows: title, category, date and so on. No layout yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Card:
    r"""The texts and pictures of one card.

    title:    the post's title; ``\\n`` in it is a line break the author asked for.
    category: the first category, or ``""``.
    date:     the calendar day as the author wrote it, in whatever zone they wrote it.
    site:     the name of the site; url its address without a scheme (``example.jp``).
    lang:     BCP 47 tag; it picks the glyph forms and the line-breaking rules.
    emoji, cover, avatar: an emoji and two picture paths (relative to the site's root) for templates with art.
    extra:    any other front matter key whose value is a scalar, for templates that show it.
    """

    title: str
    category: str = ""
    date: dt.date | None = None
    author: str = ""
    tags: tuple[str, ...] = ()
    site: str = ""
    url: str = ""
    lang: str = "ja"
    excerpt: str = ""
    emoji: str = ""
    cover: str = ""
    avatar: str = ""
    logo: str = ""
    reading_time: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
