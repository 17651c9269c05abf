"""Reads one post: from its bytes and its site to a Post, or to a Skip with the reason.

split (bytes) -> parse (Fields) -> is it published? -> where is its image? -> what does its card say?
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ogp.errors import Location, OgpError
from ogp.posts import card_fields, date_field, published
from ogp.posts.frontmatter.fields import Fields, Value
from ogp.posts.frontmatter.formats import parse
from ogp.posts.frontmatter.split import split
from ogp.posts.image_field import named_image
from ogp.posts.image_pattern import image_from_pattern
from ogp.posts.post_source import PostSource
from ogp.posts.target import image_path, is_remote

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePosixPath

    from ogp.card import Card
    from ogp.posts.generators.site import Site


@dataclass(frozen=True, slots=True)
class Post:
    """A post that gets a card.

    image:      the image as the post names it, ``""`` where it names none.
    image_url:  the image as written, or from the site's pattern: what write-back would write.
    target:     the file of the card, relative to the site's root.
    template, palette, size: what the post's own ``ogp:`` mapping asks for, ``""`` where it does not.
    writes_back: whether the image may be written into the post: it names none, and its generator reads one.
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


APPEARANCE_KEYS = ("template", "palette", "size")
"""Keys of ``ogp:`` in a front matter, and of a manifest's row, that say how the card looks."""


def read(
    raw: bytes,
    file: str,
    site: Site,
    *,
    now: dt.datetime | dt.date | None = None,
    size: int | None = None,
    body_fields: frozenset[str] = frozenset(),
) -> Post | Skip:
    """Read a post from its bytes.

    Args:
        raw: the whole file, or its first 64 KiB or more; ``size`` is then the length of the file in bytes.
        file: its path relative to the site's root, with ``/``.
        site: the site that it belongs to.
        now: when the site is built, by default this moment: posts dated later are skipped where the generator does so.
        size: see ``raw``.
        body_fields: which of ``excerpt`` and ``reading_time`` are to be computed from the body.

    Raises:
        OgpError: with file, line and key.
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
    block = split(raw, site.generator, size=size)
    if block.kind == "none" and site.generator == "jekyll" and site.jekyll.collection(file) != "posts":
        return Skip(file, "no front matter, so Jekyll copies it as it is")
    own = parse(raw, block)
    if site.rules.ignores_case:
        own = own.with_lower_case_keys()
    defaults = site.jekyll.defaults_for(file) if site.jekyll.defaults else {}
    fields = _with_defaults(own, defaults) if defaults else own
    source = PostSource(raw, block, file, site, fields, defaults, own, len(raw) if size is None else size)
    reason = published.unpublished_reason(fields, site)
    if reason:
        return Skip(file, reason)
    _refuse_repeats(own, site)
    image, key, line = named_image(own, site)
    reason = _not_written_reason(image, defaults, site)
    if reason:
        return Skip(file, reason)
    moment = date_field.moment(source)
    if moment and published.is_future(moment, now, site):
        return Skip(file, f"dated in the future ({moment.day})")
    card = card_fields.card(source, moment.day if moment else None, body_fields)
    url = image or image_from_pattern(site.pattern, card, source)
    try:
        target = image_path(url, site, file)
    except OgpError as error:
        raise error.at(line=line, key=key) from None
    template, palette, card_size = _appearance(fields)
    writes_back = not image and site.rules.reads_image and block.kind in ("yaml", "toml", "json", "pelican", "rst")
    return Post(file, card, image, url, target, template, palette, card_size, writes_back)


def _with_defaults(own: Fields, defaults: Mapping[str, Value]) -> Fields:
    """Return the fields with Jekyll's defaults for those that are missing; a null does not hide a default."""
    top = dict(defaults)
    for key, value in own.top.items():
        if value.kind != "null" or key not in top:
            top[key] = value
    return Fields(top, own.repeats)


def _refuse_repeats(fields: Fields, site: Site) -> None:
    if not fields.repeats:
        return
    used = {
        path.partition(".")[0].partition("[")[0] for name in ("title", "date", "image") for path in site.fields[name]
    }
    for key, line, first in fields.repeats:
        if key in used:
            elsewhere = f" (first in line {first})" if first != line else ""
            message = f"{key!r} is written twice{elsewhere}"
            raise OgpError("E_DUP_KEY", message, "keep one of them", Location(line=line, key=key))


def _not_written_reason(image: str, defaults: Mapping[str, Value], site: Site) -> str:
    """Return why the post's image is not a file that ogp writes, ``""`` if it is one."""
    if image and is_remote(image):
        is_data = image.lstrip().lower().startswith("data:")
        return "its image is a data: URL" if is_data else "its image is on another server"
    if not image and defaults and any(Fields(defaults).get(path) for path in site.fields["image"]):
        return "its image comes from the defaults in _config.yml, which posts share"
    return ""


def _appearance(fields: Fields) -> tuple[str, str, str]:
    """Return template, palette and size of the ``ogp:`` mapping. Raises E_KEY_TYPE."""
    ogp = fields.top.get("ogp")
    if ogp is None or ogp.kind != "map":
        return "", "", ""
    _refuse_misspelled(ogp)
    names = []
    for key in APPEARANCE_KEYS:
        value = ogp.child(key)
        if value is not None and value.kind not in ("str", "null"):
            place = Location(line=value.line, key=f"ogp.{key}")
            raise OgpError("E_KEY_TYPE", f"ogp.{key} is {value.kind_name}, not a word", "", place)
        names.append(value.text if value else "")
    return names[0], names[1], names[2]


def _refuse_misspelled(ogp: Value) -> None:
    """Refuse a key that is almost one of ogp's; any other may be another program's. Raises E_KEY_TYPE."""
    import difflib

    for key in ogp.keys:
        matches = difflib.get_close_matches(key, APPEARANCE_KEYS, 1, 0.75) if key not in APPEARANCE_KEYS else []
        if matches:
            place = Location(line=ogp.line or None, key="ogp")
            raise OgpError("E_KEY_TYPE", f"ogp.{key} is not a known key", f"did you mean {matches[0]}?", place)
