"""The meta tags of a page that show its card to crawlers: made, and inserted into the page's HTML."""

from __future__ import annotations

import html
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

from ogp.image_formats import BY_SUFFIX
from ogp.posts.target import is_remote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ogp.building.report import Row

_HEAD_END = re.compile(r"</head\s*>", re.IGNORECASE)
_TAG = re.compile(r"""<meta\s[^>]*?(?:property|name)\s*=\s*["']?([\w:]+)""", re.IGNORECASE)


def absolute_url(base: str, path: str) -> str:
    """The URL of the file at ``path`` of the site at ``base``; a URL of another server is kept."""
    return path if is_remote(path) else base.rstrip("/") + "/" + quote(path.lstrip("/"), safe="/%")


def card_tags(image_url: str, row: Row | None, properties: Mapping[str, str]) -> dict[str, str]:
    """The contents of a page's meta tags by their names.

    row:        the card's row of the report, None where the image is the author's own: then its size is not known.
    properties: ``title``, ``type`` and the like of Open Graph; empty ones are left out.
    """
    tags = {f"og:{name}": value for name, value in properties.items() if value} | {"og:image": image_url}
    if row is None:
        return tags | {"twitter:card": "summary_large_image"}
    suffix = PurePosixPath(row["output"]).suffix.lower()
    return {
        **tags,
        "og:image:type": BY_SUFFIX[suffix].media_type,
        "og:image:width": str(row["width"]),
        "og:image:height": str(row["height"]),
        "og:image:alt": row["alt"],
        "twitter:card": "summary_large_image",
    }


def tags_to_html(tags: Mapping[str, str], head: str = "") -> str:
    """The tags as HTML, without those that ``head`` has; none about the image where it names one."""
    existing = set(_TAG.findall(head))
    if "og:image" in existing:
        existing.update(name for name in tags if name.startswith("og:image:"))
    return "".join(
        f'<meta {"name" if name.startswith("twitter:") else "property"}="{name}" content="{html.escape(content)}">\n'
        for name, content in tags.items()
        if name not in existing
    )


def insert_tags(page: str, tags: Mapping[str, str]) -> str:
    """The HTML page with the tags at the end of its head; tags that the theme wrote stay as they are."""
    end = _HEAD_END.search(page)
    if end is None:
        return page
    head = page[: end.start()]
    return head + tags_to_html(tags, head) + page[end.start() :]
