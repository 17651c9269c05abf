"""Plugin for MkDocs: a card for every page, and the tags that show it. mkdocs.yml: ``plugins: [search, ogp]``.

The pages' titles are known when all of them have been read (``on_env``): then one run renders the cards that are
missing or stale, and they are added to the site's files. The tags are inserted into the pages as they are written.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config import base, config_options
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File

from ogp.plugins.cards import (
    PluginCards,
    PluginPage,
    first_of,
    is_strict,
    manifest_date,
    plain_text,
    render_cards,
    wants_card,
)
from ogp.plugins.meta_tags import absolute_url, card_tags, insert_tags

if TYPE_CHECKING:
    import logging

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

log: logging.LoggerAdapter[logging.Logger] = get_plugin_logger("ogp")


class PluginOptions(base.Config):
    """The keys under ``ogp`` in mkdocs.yml; how cards look is configured in ogp.toml."""

    enabled = config_options.Type(bool, default=True)
    strict = config_options.Optional(config_options.Type(bool))


class OgpPlugin(BasePlugin[PluginOptions]):
    """The plugin of one build."""

    cards: PluginCards
    pictures: dict[str, str]  # pages that show a picture of their author's own

    @event_priority(-100)  # after every plugin that makes pages or changes their titles
    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        """Render the cards, and add them to the files that will be copied."""
        root = _root(config)
        self.cards, self.pictures = PluginCards(root), {}
        if not self.config.enabled:
            return env
        if not config.site_url:
            log.warning("site_url is not set: no page gets a card, for crawlers need absolute URLs")
            return env
        pages = []
        for file in files.documentation_pages():
            card = _card(file.page, config) if file.page else None
            if card and wants_card(card.image, lambda path: files.get_file_from_path(path) is not None):
                pages.append(card)
            elif card:
                self.pictures[file.dest_uri] = card.image
        self.cards = render_cards(root, pages)
        for problem in self.cards.problems:
            log.warning(problem)
        if self.cards.failed and is_strict(self.config.strict):
            raise PluginError(f"ogp: {self.cards.failed} cards could not be made")
        for row in self.cards.rows.values():
            files.append(File.generated(config, row["output"], abs_src_path=str(self.cards.folder / row["output"])))
        return env

    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> str:
        """Insert the tags into a page."""
        row = self.cards.rows.get(page.file.dest_uri)
        image = row["output"] if row else self.pictures.get(page.file.dest_uri)
        if image is None:
            return output
        properties = {
            "type": "article" if row and row.get("date") else "website",
            "title": plain_text(page.title),
            "description": first_of(page.meta.get("description") or config.site_description),
            "url": page.canonical_url or "",
            "site_name": config.site_name,
        }
        url = absolute_url(config.site_url or "", image)
        return insert_tags(output, card_tags(url, row, properties))

    def on_serve(self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:  # noqa: ANN401, ARG002
        """Watch the files that decide how cards look. The cards themselves are in a folder that is not watched."""
        for name in ("ogp.toml", "templates"):
            if (path := _root(config) / name).exists():
                server.watch(str(path))
        return server


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent.resolve()


def _card(page: Page, config: MkDocsConfig) -> PluginPage | None:
    """The page as `ogp.plugins.cards` takes it; None if it wants no card."""
    meta = page.meta
    if meta.get("ogp") is False or not page.title:
        return None
    authors = [author.name for author in getattr(page, "authors", ())]  # mkdocs-material's blog knows their names
    fields = {
        "title": plain_text(page.title),
        "category": first_of(meta.get("categories") or meta.get("category")),
        "date": manifest_date(meta.get("date")),
        "author": first_of(authors or meta.get("author") or meta.get("authors") or config.site_author),
        "tags": [str(tag) for tag in meta.get("tags") or ()],
        "lang": _language(page, config),
        "site": config.site_name,
        "excerpt": first_of(meta.get("description")),
    }
    image = meta.get("image")
    return PluginPage(page.file.dest_uri, page.file.src_uri, image if isinstance(image, str) else "", fields, meta)


def _language(page: Page, config: MkDocsConfig) -> str:
    """The page's language: its own, that of mkdocs-static-i18n, its folder if that is one of the site's languages."""
    folder = page.file.src_uri.partition("/")[0]
    languages = {item.get("lang") for item in config.extra.get("alternate", ()) if isinstance(item, dict)}
    own = page.meta.get("lang") or getattr(page.file, "locale", None) or (folder if folder in languages else None)
    theme = config.theme
    return str(own or theme.get("language") or theme.get("locale") or "")
