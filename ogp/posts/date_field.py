"""The date of a post, from its front matter or its file name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ogp.errors import Location, OgpError
from ogp.posts import parse_date
from ogp.posts.generators import jekyll

if TYPE_CHECKING:
    from ogp.posts.post_source import PostSource

_DATE_IN_PATH = re.compile(r"(?:^|/)(\d{4}-\d{2}-\d{2})(?=[-_./]|$)")
_ELEVENTY_DATES = ("last modified", "created", "git last modified", "git created")
"""Words that Eleventy takes for a date; only the file system or git knows it."""


def moment(source: PostSource) -> parse_date.Moment | None:
    """Return when the post is dated, None if nothing says. Raises E_DATE."""
    for path in source.site.fields["date"]:
        value = source.fields.get(path)
        if value is None:
            if source.site.generator == "jekyll" and path in source.own.top:  # Jekyll stops there, so we may not guess
                line = source.own.top[path].line
                raise OgpError(
                    "E_DATE", "the date is empty", "write one, or remove the key", Location(line=line, key=path)
                )
            continue
        if value.kind != "str":
            raise OgpError(
                "E_DATE", f"{path} is {value.kind_name}, not a date", "", Location(line=value.line, key=path)
            )
        if source.site.generator == "eleventy" and value.text.lower() in _ELEVENTY_DATES:
            return None
        return parse_date.moment(value.text, line=value.line or None, key=path)
    return _moment_from_path(source) if source.site.date_from_name else None


def _moment_from_path(source: PostSource) -> parse_date.Moment | None:
    if source.site.generator == "jekyll":
        text = jekyll.name_parts(source.file)[0]
        year, _, rest = text.partition("-")
        if len(year) == 2:  # noqa: PLR2004 - Ruby's rule for two digits of a year
            text = f"{'19' if int(year) > 68 else '20'}{year}-{rest}"  # noqa: PLR2004
    else:
        matches = _DATE_IN_PATH.findall(source.file)
        text = matches[-1] if matches else ""
    return parse_date.moment(text, key="file name") if text else None
