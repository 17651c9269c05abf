"""Extension for Sphinx: a card for every page, reStructuredText or MyST, and the tags that show it.

conf.py: ``extensions = ["ogp.plugins.sphinx"]``. When everything has been read (``env-updated``) one run renders the
cards that are missing or stale and copies them into the output. The tags are added to the page's own
(``html-page-context``), which every theme prints.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from sphinx.errors import ExtensionError
from sphinx.util import logging

from ogp.plugins.cards import PluginCards, PluginPage, first_of, is_strict, manifest_date, render_cards, wants_card
from ogp.plugins.meta_tags import absolute_url, card_tags, tags_to_html

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

log = logging.getLogger(__name__)


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx, which calls this."""
    app.add_config_value("ogp_enabled", default=True, rebuild="html", types=[bool])
    app.add_config_value("ogp_strict", default=None, rebuild="", types=[bool, type(None)])
    extension = _Extension()
    app.connect("env-updated", extension.render)
    app.connect("html-page-context", extension.show)
    return {"version": version("ogp-cards"), "parallel_read_safe": True, "parallel_write_safe": True}


class _Extension:
    """The extension of one build."""

    def __init__(self) -> None:
        self.cards = PluginCards(Path())
        self.pictures: dict[str, str] = {}  # pages that show a picture of their author's own

    def render(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Render the cards and copy them into the output; returns the pages with a new card, whose tags may differ."""
        if app.builder.format != "html" or not app.config.ogp_enabled:
            return []
        if not app.config.html_baseurl:
            log.warning("ogp: html_baseurl is not set: no page gets a card, for crawlers need absolute URLs")
            return []
        pages = []
        for name in sorted(env.found_docs):
            page = _card(name, app, env)
            if page is None:
                continue
            if wants_card(page.image, lambda path: (Path(app.srcdir) / path).is_file()):
                pages.append(page)
            else:
                self.pictures[name] = page.image
        self.cards = render_cards(Path(app.confdir), pages)
        for problem in self.cards.problems:
            log.warning("ogp: %s", problem)
        if self.cards.failed and is_strict(app.config.ogp_strict):
            raise ExtensionError(f"ogp: {self.cards.failed} cards could not be made")
        self.cards.copy_to(Path(app.outdir))
        return [name for name, row in self.cards.rows.items() if row["status"] == "written"]

    def show(
        self,
        app: Sphinx,
        pagename: str,
        _templatename: str,
        context: dict[str, Any],
        _doctree: nodes.document | None,
    ) -> None:
        """Add the tags to a page."""
        row = self.cards.rows.get(pagename)
        image = row["output"] if row else self.pictures.get(pagename)
        if image is None:
            return
        base = app.config.html_baseurl
        properties = {
            "type": "article" if row and row.get("date") else "website",
            "title": _title(pagename, app.env),
            "description": first_of(app.env.metadata[pagename].get("description")),
            "url": urljoin(base.rstrip("/") + "/", app.builder.get_target_uri(pagename)),
            "site_name": app.config.project,
        }
        existing = context.get("metatags", "")
        tags = card_tags(absolute_url(base, image), row, properties)
        context["metatags"] = existing + tags_to_html(tags, existing)


def _title(name: str, env: BuildEnvironment) -> str:
    return env.titles[name].astext() if name in env.titles else ""


def _card(name: str, app: Sphinx, env: BuildEnvironment) -> PluginPage | None:
    """The page as `ogp.plugins.cards` takes it; None if it wants no card."""
    meta = {**env.metadata[name], "ogp": _mapping(env.metadata[name].get("ogp"))}
    title = _title(name, env)
    if meta["ogp"] is False or not title or title == "<no title>":
        return None
    fields = {
        "title": title,
        "category": first_of(meta.get("category")),
        "date": manifest_date(meta.get("date")),
        "author": first_of(meta.get("authors") or meta.get("author")),
        "tags": str(meta.get("tags") or "").replace(",", " ").split(),
        "lang": app.config.language,
        "site": app.config.project,
        "excerpt": first_of(meta.get("description")),
    }
    return PluginPage(name, str(env.doc2path(name, base=False)), first_of(meta.get("image")), fields, meta)


def _mapping(value: object) -> object:
    """The value of a page's ``ogp``: Sphinx keeps fields as texts, MyST's front matter as JSON."""
    try:
        return json.loads(value.lower() if value in ("False", "True") else value) if isinstance(value, str) else value
    except ValueError:
        return None
