"""PostSource: a post being read: its path, its bytes, its front matter and its site."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ogp.posts import slug
from ogp.posts.frontmatter.split import FrontMatterBlock, decode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ogp.posts.frontmatter.fields import Fields, Value
    from ogp.posts.generators.site import Site

MAX_BODY = 1024 * 1024
"""Bytes of a post's text that are read for its heading, excerpt and reading time."""


class PostSource(NamedTuple):
    """One post being read.

    raw:      the file's bytes, or its first 64 KiB or more; ``size`` is the length of the whole file.
    block:    where the front matter is in them.
    file:     the post's path relative to the site's root.
    own:      what the front matter says; ``defaults`` are Jekyll's for this file, ``fields`` is both together.
    """

    raw: bytes
    block: FrontMatterBlock
    file: str
    site: Site
    fields: Fields
    defaults: Mapping[str, Value]
    own: Fields
    size: int

    @property
    def slug(self) -> str:
        """The ``slug`` of the front matter, or the file's name without its date."""
        value = self.first("slug")
        return value.text if value is not None and value.kind == "str" and value.text else slug.slug(self.file)

    def first(self, name: str) -> Value | None:
        """Return the first value among the front matter paths of the card's field ``name``."""
        for path in self.site.fields[name]:
            value = self.fields.get(path)
            if value is not None:
                return value
        return None

    def body(self) -> str:
        """Return the first MiB of the text without the front matter. Raises E_ENCODING."""
        raw, block = self.raw, self.block
        # rst has its title above the fields; in other formats only blank lines come before them.
        above = decode(raw, 0, block.start, 1) if block.kind == "rst" else ""
        end = min(len(raw), block.body + MAX_BODY)
        if end < self.size:
            end = _whole_characters(raw, end)
        line = block.line + raw.count(b"\n", block.start, block.body)
        return above + decode(raw, block.body, end, line)


def _whole_characters(raw: bytes, end: int) -> int:
    """Return the last offset up to ``end`` that does not lie inside a character of UTF-8."""
    for start in range(end - 1, max(end - 4, -1), -1):
        if raw[start] & 0xC0 != 0x80:  # the first byte of the last character  # noqa: PLR2004
            length = 1 if raw[start] < 0x80 else 2 if raw[start] < 0xE0 else 3 if raw[start] < 0xF0 else 4  # noqa: PLR2004
            return end if start + length <= end else start
    return end
