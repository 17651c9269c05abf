"""Model: what was read of a page, what was read of a picture, and what is wrong with either."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class PageHead:
    """What a page's head says to a crawler.

    tags:      ``og:…``, ``twitter:…`` and ``robots`` by name, each with its contents in the page's order.
    about:     ``og:image:width``, ``height`` and the like that belong to the first ``og:image``.
    lines:     where a name first stands in the page, from 1.
    refresh:   whether the page only sends its visitors elsewhere.
    """

    tags: Mapping[str, tuple[str, ...]]
    about: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    title: str = ""
    canonical: str = ""
    refresh: bool = False

    def first(self, name: str) -> str:
        """The first content of a tag, the one that crawlers take; ``""`` without one."""
        return self.tags.get(name, ("",))[0]

    @property
    def address(self) -> str:
        """Where the page says that it lives."""
        return self.canonical or self.first("og:url")

    @property
    def is_shared(self) -> bool:
        """Whether anybody is to find the page: not where it redirects or asks search engines to leave it out."""
        robots = {word.strip().lower() for word in self.first("robots").split(",")}
        return not (self.refresh or robots & {"noindex", "none"})

    @property
    def is_article(self) -> bool:
        """Whether the page wants a card: it says so, or says nothing of itself but a title for cards.

        jekyll-seo-tag and others give every page an ``og:title``, but lists and the like are ``website``.
        """
        kind = self.first("og:type")
        return kind == "article" or (not kind and bool(self.first("og:title")))

    @property
    def pictures(self) -> list[tuple[str, str]]:
        """The tags that name a picture and their addresses; ``twitter:image`` only if X will show another one."""
        og, x = self.first("og:image"), self.first("twitter:image")
        return [*([("og:image", og)] if og else []), *([("twitter:image", x)] if x and x != og else [])]


@dataclass(frozen=True, slots=True)
class CardFile:
    """What the file of a picture tells without being decoded.

    width, height: px, 0 if they could not be read.
    mark:          what ogp's own mark tells: ``"intact"``, ``"changed"`` after ogp wrote it, ``""`` without one.
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
    """A picture as a page names it: the tag, the address, and what was found there.

    fault:  what is wrong with the address itself; then nothing was looked for.
    remote: it lies on another server, and nothing was looked for.
    card:   the file, None if there is none.
    """

    key: str
    url: str
    fault: str = ""
    remote: bool = False
    card: CardFile | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: a code of docs/errors.md, the tag and its line, what is wrong and what to do."""

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
    """One page that was judged: its path below the site, and what was found."""

    path: str
    head: PageHead
    named: tuple[ImageReference, ...] = ()
    findings: tuple[Finding, ...] = ()
