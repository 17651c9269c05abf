"""Words: whether two texts say the same, where one of them went through a theme. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ogp.verify.model import PageHead

_SUFFIX = re.compile(r"\s+[-|–—·•:|/]\s+[^-|–—·•:|/]*$")
_JOINTS = re.compile(r"^[\s\-|–—·•:|/]+|[\s\-|–—·•:|/]+$")


def key(text: str) -> str:
    """What of a text is compared: letters and digits.

    Themes turn quotes and dots into typographic ones, and normalise width and case: that is no other title.
    """
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def title(head: PageHead) -> str:
    """The page's title as its author wrote it: without the site's name, which themes add."""
    return without_site(head.first("og:title") or head.title, head.first("og:site_name"))


def without_site(text: str, site: str) -> str:
    """A title without `` | site`` or `` - site``; where the site's name is not known, without whatever stands there."""
    if not site:
        return _SUFFIX.sub("", text) or text
    for end in (text.removesuffix(site), text.removeprefix(site)):
        if end != text and key(end):
            return _JOINTS.sub("", end)
    return text


def names_page(text: str, head: PageHead) -> bool:
    """Whether a text names the page. Signs alone, an emoji say, are not compared."""
    return key(title(head)) in key(text)
