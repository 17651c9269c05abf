"""Plugin for Pelican: a card for every article and page, and the tags that show it.

Pelican finds it by itself with pelican-ogp (integrations/pelican); without, ``PLUGINS = ["ogp.plugins.pelican"]``.

When all contents have been read, one run renders the cards that are missing or stale and copies them into the output.
The tags are inserted into each page after the theme has written it, so that every theme will do.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.contents import Article

from ogp.plugins.cards import (
    APPEARANCE_KEYS,
    PluginPage,
    first_of,
    is_strict,
    manifest_date,
    plain_text,
    render_cards,
    wants_card,
)
from ogp.plugins.meta_tags import absolute_url, card_tags, insert_tags
from ogp.project.config import find_root

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pelican.contents import Content
    from pelican.generators import Generator

log = logging.getLogger(__name__)

LISTS = ("articles", "translations", "hidden_articles", "hidden_translations", "pages", "hidden_pages")
"""The generators' lists of what is published; drafts get no card."""
CONTEXT = "OGP_CARDS"
"""The cards of one build, in the context that Pelican shares among its generators and hands to every signal."""
_INTERNAL = re.compile(r"[{|](?:static|attach|filename)[}|]/?")


def register() -> None:
    """Connect to Pelican, which calls this."""
    signals.all_generators_finalized.connect(_render)
    signals.content_written.connect(_show)


def _render(generators: list[Generator]) -> None:
    """Render the cards of everything that is published, and copy them into the output."""
    context, settings = generators[0].context, generators[0].settings
    if not settings.get("OGP_ENABLED", True):
        return
    source = Path(settings["PATH"])
    contents = [item for maker in generators for name in LISTS for item in getattr(maker, name, ())]
    pages = [_card(item, settings) for item in contents]
    pages = [page for page in pages if wants_card(page.image, lambda path: (source / path).is_file())]
    cards = render_cards(find_root(source), pages)
    for problem in cards.problems:
        log.warning("ogp: %s", problem)
    if cards.failed and is_strict(settings.get("OGP_STRICT")):
        raise RuntimeError(f"ogp: {cards.failed} cards could not be made")
    cards.copy_to(Path(settings["OUTPUT_PATH"]))
    context[CONTEXT] = cards


def _card(item: Content, settings: Mapping[str, Any]) -> PluginPage:
    """An article or page as `ogp.plugins.cards` takes it."""
    meta = {
        **item.metadata,
        "ogp": {name: item.metadata.get(f"ogp_{name}", "") for name in APPEARANCE_KEYS},
    }
    category = str(item.category) if isinstance(item, Article) else ""
    fields = {
        "title": plain_text(item.title),
        # Pelican files what has no category under a default one, which is not worth saying.
        "category": "" if category == settings["DEFAULT_CATEGORY"] else category,
        "date": manifest_date(item.metadata.get("date")),
        "author": first_of([str(author) for author in getattr(item, "authors", ())]),
        "tags": [str(tag) for tag in getattr(item, "tags", ())],
        "lang": str(getattr(item, "lang", settings["DEFAULT_LANG"])),
        "site": settings["SITENAME"],
        "excerpt": first_of(item.metadata.get("description")),
    }
    image = _INTERNAL.sub("", str(item.metadata.get("image") or item.metadata.get("og_image") or ""))
    return PluginPage(item.save_as, item.get_relative_source_path() or item.save_as, image, fields, meta)


def _show(path: str, context: Mapping[str, Any]) -> None:
    """Insert the tags into a page that was just written."""
    item = context.get("article") or context.get("page")
    cards = context.get(CONTEXT)
    if item is None or cards is None:
        return
    row = cards.rows.get(item.save_as)
    image = row["output"] if row else _card(item, context).image
    if not image:
        return
    base = str(context.get("SITEURL") or "")
    properties = {
        "type": "article" if "article" in context else "website",
        "title": plain_text(item.title),
        "description": first_of(item.metadata.get("description")),
        "url": absolute_url(base, item.url),
        "site_name": str(context.get("SITENAME") or ""),
    }
    page = Path(path).read_text("utf-8")
    tags = card_tags(absolute_url(base, image), row, properties)
    Path(path).write_text(insert_tags(page, tags), "utf-8")
