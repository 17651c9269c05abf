"""Whether a generator reads a file as a post and publishes it, by the generator's own rules."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import TYPE_CHECKING

from ogp.posts.frontmatter.fields import is_false, is_true
from ogp.posts.generators import jekyll

if TYPE_CHECKING:
    from ogp.posts.frontmatter.fields import Fields, Value
    from ogp.posts.generators.site import Site
    from ogp.posts.parse_date import Moment


def not_a_post_reason(file: str, site: Site) -> str:
    """Return why the file is not a post, ``""`` if it is one."""
    if not site.is_post(file):
        if "/_drafts/" in f"/{file}" and site.generator in ("jekyll", "hexo"):
            return "a draft"
        return f"not a post of this {site.generator} site"
    if site.ignored(file):
        return "ignored by this site"
    if site.generator == "jekyll" and "/_posts/" in f"/{file}" and not jekyll.DATED_NAME.fullmatch(file):
        return "its name does not begin with a date (YYYY-MM-DD-), so Jekyll does not read it"
    return ""


def unpublished_reason(fields: Fields, site: Site) -> str:
    """Return why the generator does not publish the post, ``""`` if it does."""
    top = fields.top
    ogp = top.get("ogp")
    if ogp is not None and is_false(ogp):
        return "ogp: false"
    # Jekyll's show_drafts concerns the folder _drafts only.
    if site.jekyll.unpublished if site.generator == "jekyll" else site.drafts:
        return ""
    for rule in site.rules.unpublished:
        key, _, word = rule.partition("=")
        if key in top and _matches(top[key], word):
            return f"{key}: {top[key].text}"
    return ""


def _matches(value: Value, word: str) -> bool:
    if word == "no":
        # Jekyll's `published:` without a value is nil, which is not true.
        return is_false(value) or value.kind == "null"
    if word == "yes":
        return is_true(value)
    return value.text.strip().lower() == word


def is_future(moment: Moment, now: dt.datetime | dt.date, site: Site) -> bool:
    """Whether a post is dated after ``now``, in whatever zone it may be meant: a card too early harms nobody."""
    if site.future:
        return False
    if not isinstance(now, dt.datetime):
        return moment.day > now
    now = now if now.tzinfo else now.astimezone()
    if abs(moment.day - now.date()) > dt.timedelta(days=2):
        return moment.day > now.date()
    midnight = dt.datetime.combine(moment.day, dt.time(), dt.UTC) + dt.timedelta(minutes=moment.minutes or 0)
    offsets = [moment.offset] if moment.offset is not None else [0, _offset(site.timezone, midnight)]
    return all(midnight - dt.timedelta(minutes=offset) > now for offset in offsets)


def _offset(zone: str, when: dt.datetime) -> int:
    """Return the minutes east of UTC in ``zone``, the machine's own if it is empty; 0 if it is not known."""
    try:
        offset = when.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset() if zone else when.astimezone().utcoffset()
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return 0
    return int(offset.total_seconds() // 60) if offset else 0
