"""MkDocs: a card for every page, and the tags that show it. mkdocs.yml: ``plugins: [search, ogp]``.

The pages' titles are known when all of them have been read (``on_env``): then one run renders what is missing or stale,
and the cards join the site's files. The tags are put into the pages as they are written.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config import base, config_options
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File

from ogp.plugins import shared

if TYPE_CHECKING:
    import logging

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

log: logging.LoggerAdapter[logging.Logger] = get_plugin_logger("ogp")


class Options(base.Config):
    """The keys under ``ogp`` in mkdocs.yml; how cards look stands in ogp.toml."""

    enabled = config_options.Type(bool, default=True)
    strict = config_options.Optional(config_options.Type(bool))


class OgpPlugin(BasePlugin[Options]):
    """The plugin of one build."""

    cards: shared.PluginCards
    pictures: dict[str, str]  # pages that show a picture of their author's own

    @event_priority(-100)  # after every plugin that makes pages or changes their titles
    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        """Render, and add the cards to the files that will be copied."""
        root = _root(config)
        self.cards, self.pictures = shared.PluginCards(root), {}
        if not self.config.enabled:
            return env
        if not config.site_url:
            log.warning("site_url is not set: no page gets a card, for crawlers need absolute addresses")
            return env
        wanted = []
        for file in files.documentation_pages():
            card = _card(file.page, config) if file.page else None
            if card and shared.wants_card(card.image, lambda path: files.get_file_from_path(path) is not None):
                wanted.append(card)
            elif card:
                self.pictures[file.dest_uri] = card.image
        self.cards = shared.render(root, wanted)
        for problem in self.cards.problems:
            log.warning(problem)
        if self.cards.failed and shared.is_strict(self.config.strict):
            raise PluginError(f"ogp: {self.cards.failed} cards could not be made")
        for row in self.cards.rows.values():
            files.append(File.generated(config, row["output"], abs_src_path=str(self.cards.folder / row["output"])))
        return env

    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> str:
        """Put the tags into a page."""
        row = self.cards.rows.get(page.file.dest_uri)
        image = row["output"] if row else self.pictures.get(page.file.dest_uri)
        if image is None:
            return output
        known = {
            "type": "article" if row and row.get("date") else "website",
            "title": shared.plain(page.title),
            "description": shared.first(page.meta.get("description") or config.site_description),
            "url": page.canonical_url or "",
            "site_name": config.site_name,
        }
        return shared.inject(output, shared.tags(shared.address(config.site_url or "", image), row, known))

    def on_serve(self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:  # noqa: ANN401, ARG002
        """Build again when the cards' look is edited. The cards lie where nobody watches."""
        for name in ("ogp.toml", "templates"):
            if (path := _root(config) / name).exists():
                server.watch(str(path))
        return server


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent.resolve()


def _card(page: Page, config: MkDocsConfig) -> shared.PluginPage | None:
    """Return what a page's card says; None where the page wants none."""
    meta = page.meta
    if meta.get("ogp") is False or not page.title:
        return None
    authors = [author.name for author in getattr(page, "authors", ())]  # mkdocs-material's blog knows their names
    words = {
        "title": shared.plain(page.title),
        "category": shared.first(meta.get("categories") or meta.get("category")),
        "date": shared.day(meta.get("date")),
        "author": shared.first(authors or meta.get("author") or meta.get("authors") or config.site_author),
        "tags": [str(tag) for tag in meta.get("tags") or ()],
        "lang": _language(page, config),
        "site": config.site_name,
        "excerpt": shared.first(meta.get("description")),
    }
    image = meta.get("image")
    return shared.PluginPage(
        page.file.dest_uri, page.file.src_uri, image if isinstance(image, str) else "", words, meta
    )


def _language(page: Page, config: MkDocsConfig) -> str:
    """Return what the page says, or mkdocs-static-i18n, or its folder where that is one of the site's languages."""
    folder = page.file.src_uri.partition("/")[0]
    languages = {item.get("lang") for item in config.extra.get("alternate", ()) if isinstance(item, dict)}
    own = page.meta.get("lang") or getattr(page.file, "locale", None) or (folder if folder in languages else None)
    theme = config.theme
    return str(own or theme.get("language") or theme.get("locale") or "")
