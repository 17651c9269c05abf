"""Data of a check: the head of a page, the file of a card, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class PageHead:
    """What the head of a page tells crawlers.

    tags:        the contents of ``og:…``, ``twitter:…`` and ``robots`` by name, each in the page's order.
    image_tags:  ``og:image:width``, ``height`` and the like that belong to the first ``og:image``.
    lines:       the line of a tag's first occurrence in the page, from 1, by the tag's name.
    is_redirect: whether the page only sends its visitors elsewhere.
    """

    tags: Mapping[str, tuple[str, ...]]
    image_tags: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    title: str = ""
    canonical: str = ""
    is_redirect: bool = False

    def first(self, name: str) -> str:
        """The first content of a tag, the one that crawlers take; ``""`` without one."""
        return self.tags.get(name, ("",))[0]

    @property
    def own_url(self) -> str:
        """The URL that the page says it has; ``""`` without one."""
        return self.canonical or self.first("og:url")

    @property
    def is_shared(self) -> bool:
        """Whether the page is meant to be found: it does not redirect, nor ask search engines to leave it out."""
        robots = {word.strip().lower() for word in self.first("robots").split(",")}
        return not (self.is_redirect or robots & {"noindex", "none"})

    @property
    def is_article(self) -> bool:
        """Whether the page needs a card: its type is article, or it has no type but a title for cards.

        jekyll-seo-tag and others give every page an ``og:title``, but lists and the like are ``website``.
        """
        kind = self.first("og:type")
        return kind == "article" or (not kind and bool(self.first("og:title")))

    @property
    def image_urls(self) -> list[tuple[str, str]]:
        """The tags that name a picture and their URLs; ``twitter:image`` only if it is another picture."""
        og, x = self.first("og:image"), self.first("twitter:image")
        return [*([("og:image", og)] if og else []), *([("twitter:image", x)] if x and x != og else [])]


@dataclass(frozen=True, slots=True)
class CardFile:
    """What the file of a picture tells without being decoded.

    file:          its path below the site, for messages.
    size:          bytes.
    width, height: px, 0 if they could not be read.
    format:        Pillow's name for it, ``""`` if crawlers do not know it.
    mark:          the state of ogp's mark: ``"intact"``, ``"changed"`` (the file was, since), ``""`` without one.
    fault:         why no crawler can show it, ``""`` if one can.
    """

    file: str
    size: int = 0
    width: int = 0
    height: int = 0
    format: str = ""
    mark: str = ""
    fault: str = ""


class ImageReference(NamedTuple):
    """A picture that a page names.

    key:    the tag.
    url:    its content.
    fault:  what is wrong with the URL itself; then no file was looked for.
    remote: whether it is on another server; then no file was looked for.
    card:   the file, None if there is none.
    """

    key: str
    url: str
    fault: str = ""
    remote: bool = False
    card: CardFile | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem of a page: a code of docs/errors.md, the tag and its line, what is wrong and what to do."""

    code: str
    key: str
    message: str
    cure: str
    line: int | None = None

    @property
    def level(self) -> Level:
        """``error`` or ``warning``, as the code says."""
        return "error" if self.code.startswith("E_") else "warning"

    @property
    def text(self) -> str:
        """Message and cure in one line."""
        return f"{self.message} — {self.cure}" if self.cure else self.message


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was checked: its path below the site, its head, the pictures it names, and what is wrong."""

    path: str
    head: PageHead
    images: tuple[ImageReference, ...] = ()
    findings: tuple[Finding, ...] = ()
