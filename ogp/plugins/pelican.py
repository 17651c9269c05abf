"""Pelican: a card for every article and page, and the tags that show it.

Pelican finds it by itself with pelican-ogp (integrations/pelican); without, ``PLUGINS = ["ogp.plugins.pelican"]``.

When all contents have been read, one run renders what is missing or stale and puts the cards into the output; the tags
are put into each page after the theme has written it, so that every theme will do.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.contents import Article

from ogp.plugins import shared
from ogp.project.config import find_root

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pelican.contents import Content
    from pelican.generators import Generator

log = logging.getLogger(__name__)

LISTS = ("articles", "translations", "hidden_articles", "hidden_translations", "pages", "hidden_pages")
"""Where the generators keep what is published; drafts get no card."""
CONTEXT = "OGP_CARDS"
"""The cards of one build, in the context that Pelican shares among its generators and hands to every signal."""
_INTERNAL = re.compile(r"[{|](?:static|attach|filename)[}|]/?")


def register() -> None:
    """Connect to Pelican: what it calls."""
    signals.all_generators_finalized.connect(_render)
    signals.content_written.connect(_show)


def _render(generators: list[Generator]) -> None:
    context, settings = generators[0].context, generators[0].settings
    if not settings.get("OGP_ENABLED", True):
        return
    source = Path(settings["PATH"])
    contents = [item for maker in generators for name in LISTS for item in getattr(maker, name, ())]
    pages = [_card(item, settings) for item in contents]
    wanted = [page for page in pages if shared.wants_card(page.image, lambda path: (source / path).is_file())]
    cards = shared.render(find_root(source), wanted)
    for problem in cards.problems:
        log.warning("ogp: %s", problem)
    if cards.failed and shared.is_strict(settings.get("OGP_STRICT")):
        raise RuntimeError(f"ogp: {cards.failed} cards could not be made")
    cards.place(Path(settings["OUTPUT_PATH"]))
    context[CONTEXT] = cards


def _card(item: Content, settings: Mapping[str, Any]) -> shared.PluginPage:
    meta = {**item.metadata, "ogp": {name: item.metadata.get(f"ogp_{name}", "") for name in shared.APPEARANCE_KEYS}}
    category = str(item.category) if isinstance(item, Article) else ""
    words = {
        "title": shared.plain(item.title),
        # Pelican files what has no category under a default one, which is not worth saying.
        "category": "" if category == settings["DEFAULT_CATEGORY"] else category,
        "date": shared.day(item.metadata.get("date")),
        "author": shared.first([str(author) for author in getattr(item, "authors", ())]),
        "tags": [str(tag) for tag in getattr(item, "tags", ())],
        "lang": str(getattr(item, "lang", settings["DEFAULT_LANG"])),
        "site": settings["SITENAME"],
        "excerpt": shared.first(item.metadata.get("description")),
    }
    image = _INTERNAL.sub("", str(item.metadata.get("image") or item.metadata.get("og_image") or ""))
    return shared.PluginPage(item.save_as, item.get_relative_source_path() or item.save_as, image, words, meta)


def _show(path: str, context: Mapping[str, Any]) -> None:
    """Put the tags into a page that was just written."""
    item = context.get("article") or context.get("page")
    cards = context.get(CONTEXT)
    if item is None or cards is None:
        return
    row = cards.rows.get(item.save_as)
    image = row["output"] if row else _card(item, context).image
    if not image:
        return
    base = str(context.get("SITEURL") or "")
    known = {
        "type": "article" if "article" in context else "website",
        "title": shared.plain(item.title),
        "description": shared.first(item.metadata.get("description")),
        "url": shared.address(base, item.url),
        "site_name": str(context.get("SITENAME") or ""),
    }
    page = Path(path).read_text("utf-8")
    tagged = shared.inject(page, shared.tags(shared.address(base, image), row, known))
    Path(path).write_text(tagged, "utf-8")
