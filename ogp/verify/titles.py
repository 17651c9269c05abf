"""Compares a page's title with other texts, whatever a theme has added to it. No I/O."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ogp.verify.model import PageHead

_SITE_SUFFIX = re.compile(r"\s+[-|–—·•:|/]\s+[^-|–—·•:|/]*$")
_SEPARATORS = re.compile(r"^[\s\-|–—·•:|/]+|[\s\-|–—·•:|/]+$")


def comparable(text: str) -> str:
    """The letters and digits of a text, without differences of width and case.

    Themes turn quotes and dots into typographic ones, and normalize width and case: the title is still the same.
    """
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def own_title(head: PageHead) -> str:
    """The page's title as its author wrote it, without the site's name, which themes add."""
    return without_site(head.first("og:title") or head.title, head.first("og:site_name"))


def without_site(text: str, site: str) -> str:
    """The title without `` | site`` or `` - site``; without ``site``, nothing after the last separator stays."""
    if not site:
        return _SITE_SUFFIX.sub("", text) or text
    for rest in (text.removesuffix(site), text.removeprefix(site)):
        if rest != text and comparable(rest):
            return _SEPARATORS.sub("", rest)
    return text


def names_page(text: str, head: PageHead) -> bool:
    """Whether a text contains the page's title. A title of symbols alone, such as an emoji, is not compared."""
    return comparable(own_title(head)) in comparable(text)
