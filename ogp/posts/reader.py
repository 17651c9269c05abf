"""One post: bytes and a site in, a Post or the reason it gets no card out.

split (bytes) -> parse (Fields) -> is it published? -> where is its image? -> what does its card say?
"""

from __future__ import annotations

import datetime as dt
import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ogp.errors import Location, OgpError
from ogp.posts import card_fields, naming, published
from ogp.posts.card_fields import PostSource
from ogp.posts.frontmatter.formats import parse
from ogp.posts.frontmatter.split import split
from ogp.posts.frontmatter.values import Fields, Value
from ogp.posts.image_field import picture
from ogp.posts.target import is_remote, locate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePosixPath

    from ogp.card import Card
    from ogp.posts.generators.site import Site


@dataclass(frozen=True, slots=True)
class Post:
    """A post that gets a card.

    image:      the image as the post writes it, ``""`` where it names none.
    image_url:  the image as written, or as the pattern makes it: what write-back would write.
    target:     the file of the card, relative to the site's root.
    template, palette, size: what the post's own ``ogp:`` mapping asks for, ``""`` where it does not.
    writes_back: whether the image may be written into the post, because it names none and its generator reads one.
    """

    file: str
    card: Card
    image: str
    image_url: str
    target: PurePosixPath
    template: str = ""
    palette: str = ""
    size: str = ""
    writes_back: bool = False


@dataclass(frozen=True, slots=True)
class Skip:
    """A file that gets no card, and why."""

    file: str
    reason: str


_PLACE_KEYS = ("template", "palette", "size")


def read(
    raw: bytes,
    file: str,
    site: Site,
    *,
    now: dt.datetime | dt.date | None = None,
    size: int | None = None,
    body_fields: frozenset[str] = frozenset(),
) -> Post | Skip:
    """Read the post ``file`` (relative to the site's root) from its bytes.

    raw:   the whole file, or its first 64 KiB or more with ``size`` the length of the file.
    now:   when the site is built (this moment if None): posts dated later are skipped where the generator does so.
    wants: ``excerpt`` and ``reading_time`` are worked out from the body only when they are asked for.
    Raises OgpError with file, line and key.
    """
    try:
        return _read(raw, file, site, now or dt.datetime.now(dt.UTC), size, body_fields)
    except OgpError as error:
        raise error.at(file=file) from None


def _read(
    raw: bytes, file: str, site: Site, now: dt.datetime | dt.date, size: int | None, body_fields: frozenset[str]
) -> Post | Skip:
    reason = published.not_a_post_reason(file, site)
    if reason:
        return Skip(file, reason)
    head = split(raw, site.dialect, size=size)
    if head.kind == "none" and site.dialect == "jekyll" and site.jekyll.kind(file) != "posts":
        return Skip(file, "no front matter, so Jekyll copies it as it is")
    own = parse(raw, head)
    if site.rules.folded:
        own = own.folded()
    defaults = site.jekyll.defaults_for(file) if site.jekyll.defaults else {}
    fields = _over(own, defaults) if defaults else own
    source = PostSource(raw, head, file, site, fields, defaults, own, len(raw) if size is None else size)
    reason = published.unpublished_reason(fields, site)
    if reason:
        return Skip(file, reason)
    _refuse_repeats(own, site)
    image, key, line = picture(own, site)
    reason = _not_ours(image, defaults, site)
    if reason:
        return Skip(file, reason)
    moment = card_fields.moment(source)
    if moment and published.is_future(moment, now, site):
        return Skip(file, f"dated in the future ({moment.day})")
    card = card_fields.card(source, moment.day if moment else None, body_fields)
    url = image or naming.expand(site.pattern, card, source)
    try:
        target = locate(url, site, file)
    except OgpError as error:
        raise error.at(line=line, key=key) from None
    template, palette, card_size = _overrides(fields)
    writes = not image and site.rules.writes and head.kind in ("yaml", "toml", "json", "pelican", "rst")
    return Post(file, card, image, url, target, template, palette, card_size, writes)


def _over(own: Fields, defaults: Mapping[str, Value]) -> Fields:
    """Return the fields with Jekyll's defaults below them; a null does not hide a default."""
    top = dict(defaults)
    for key, value in own.top.items():
        if value.kind != "null" or key not in top:
            top[key] = value
    return Fields(top, own.repeats)


def _refuse_repeats(fields: Fields, site: Site) -> None:
    if not fields.repeats:
        return
    ours = {
        path.partition(".")[0].partition("[")[0] for name in ("title", "date", "image") for path in site.fields[name]
    }
    for key, line, first in fields.repeats:
        if key in ours:
            message = (
                f"{key!r} is written twice (first in line {first})" if first != line else f"{key!r} is written twice"
            )
            raise OgpError("E_DUP_KEY", message, "keep one of them", Location(line=line, key=key))


def _not_ours(image: str, defaults: Mapping[str, Value], site: Site) -> str:
    if image and is_remote(image):
        return (
            "its image is on another server" if not image.lstrip().lower().startswith("data:") else "its image is data:"
        )
    if not image and defaults and any(Fields(defaults).get(path) for path in site.fields["image"]):
        return "its image comes from the defaults in _config.yml, which posts share"
    return ""


def _overrides(fields: Fields) -> tuple[str, str, str]:
    ogp = fields.top.get("ogp")
    if ogp is None or ogp.kind != "map":
        return "", "", ""
    for key in ogp.keys:
        close = difflib.get_close_matches(key, _PLACE_KEYS, 1, 0.75) if key not in _PLACE_KEYS else []
        if close:  # what is like none of ours may be another program's
            message = f"ogp.{key} is no key of ours"
            raise OgpError(
                "E_KEY_TYPE", message, f"did you mean {close[0]}?", Location(line=ogp.line or None, key="ogp")
            )
    found = []
    for name in _PLACE_KEYS:
        value = ogp.child(name)
        if value is not None and value.kind not in ("str", "null"):
            raise OgpError(
                "E_KEY_TYPE",
                f"ogp.{name} is a {value.kind}, not a word",
                "",
                Location(line=value.line, key=f"ogp.{name}"),
            )
        found.append(value.text if value else "")
    return found[0], found[1], found[2]
