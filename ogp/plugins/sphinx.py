"""Sphinx, reStructuredText and MyST alike: a card for every page. conf.py: ``extensions = ["ogp.plugins.sphinx"]``.

When everything has been read (``env-updated``) one run renders what is missing or stale and puts the cards into the
output; the tags join the page's own (``html-page-context``), which every theme prints.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from sphinx.errors import ExtensionError
from sphinx.util import logging

from ogp.plugins import shared

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

log = logging.getLogger(__name__)


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx: what it calls."""
    app.add_config_value("ogp_enabled", default=True, rebuild="html", types=[bool])
    app.add_config_value("ogp_strict", default=None, rebuild="", types=[bool, type(None)])
    extension = _Extension()
    app.connect("env-updated", extension.render)
    app.connect("html-page-context", extension.show)
    return {"version": version("ogp-cards"), "parallel_read_safe": True, "parallel_write_safe": True}


class _Extension:
    """The extension of one build."""

    def __init__(self) -> None:
        self.cards = shared.PluginCards(Path())
        self.pictures: dict[str, str] = {}  # pages that show a picture of their author's own

    def render(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Render, put the cards into the output, and return the pages whose card is new: their tags may be so too."""
        if app.builder.format != "html" or not app.config.ogp_enabled:
            return []
        if not app.config.html_baseurl:
            log.warning("ogp: html_baseurl is not set: no page gets a card, for crawlers need absolute addresses")
            return []
        wanted = []
        for name in sorted(env.found_docs):
            page = _card(name, app, env)
            if page is None:
                continue
            if shared.wants_card(page.image, lambda path: (Path(app.srcdir) / path).is_file()):
                wanted.append(page)
            else:
                self.pictures[name] = page.image
        self.cards = shared.render(Path(app.confdir), wanted)
        for problem in self.cards.problems:
            log.warning("ogp: %s", problem)
        if self.cards.failed and shared.is_strict(app.config.ogp_strict):
            raise ExtensionError(f"ogp: {self.cards.failed} cards could not be made")
        self.cards.place(Path(app.outdir))
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
        known = {
            "type": "article" if row and row.get("date") else "website",
            "title": _title(pagename, app.env),
            "description": shared.first(app.env.metadata[pagename].get("description")),
            "url": urljoin(base.rstrip("/") + "/", app.builder.get_target_uri(pagename)),
            "site_name": app.config.project,
        }
        there = context.get("metatags", "")
        context["metatags"] = there + shared.markup(shared.tags(shared.address(base, image), row, known), there)


def _title(name: str, env: BuildEnvironment) -> str:
    return env.titles[name].astext() if name in env.titles else ""


def _card(name: str, app: Sphinx, env: BuildEnvironment) -> shared.PluginPage | None:
    """Return what a page's card says; None where the page wants none."""
    meta = {**env.metadata[name], "ogp": _mapping(env.metadata[name].get("ogp"))}
    title = _title(name, env)
    if meta["ogp"] is False or not title or title == "<no title>":
        return None
    words = {
        "title": title,
        "category": shared.first(meta.get("category")),
        "date": shared.day(meta.get("date")),
        "author": shared.first(meta.get("authors") or meta.get("author")),
        "tags": str(meta.get("tags") or "").replace(",", " ").split(),
        "lang": app.config.language,
        "site": app.config.project,
        "excerpt": shared.first(meta.get("description")),
    }
    return shared.PluginPage(name, str(env.doc2path(name, base=False)), shared.first(meta.get("image")), words, meta)


def _mapping(value: object) -> object:
    """Read ``ogp`` of a page: Sphinx keeps fields as texts, MyST's front matter as JSON."""
    try:
        return json.loads(value.lower() if value in ("False", "True") else value) if isinstance(value, str) else value
    except ValueError:
        return None
