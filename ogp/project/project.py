"""Project: an opened site: its configuration, its generator's settings, fonts and templates."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ogp.errors import ConfigError
from ogp.image_formats import SUFFIXES
from ogp.images.files import SitePictures
from ogp.message_text import did_you_mean
from ogp.posts.generators.site import Site, detect
from ogp.project.config import FILE, PYPROJECT, Appearance
from ogp.rendering import fingerprint
from ogp.resources import folder
from ogp.store.file_store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from ogp.card import Card
    from ogp.fonts import FontSet
    from ogp.project.config import Config
    from ogp.rendering.background_key import BackgroundKeys
    from ogp.template import Template

SETTINGS = ("", ".yml", ".yaml", ".toml", ".json", ".py", ".ttf", ".otf", ".ttc")
"""What a generator's configuration and a site's fonts are written in. A folder that was moved has no suffix."""


@dataclass(frozen=True)
class Project:
    """A site with its configuration. Frozen; what is derived is derived once."""

    config: Config
    site: Site

    @classmethod
    def open(cls, config: Config) -> Project:
        """Look at the site's folder. Raises ConfigError."""
        site = detect(
            config.root,
            generator=config.generator,
            fields=config.fields,
            sources=config.posts,
            ignores=config.exclude,
            pattern=config.pattern,
            static=config.static,
            title=config.site,
            url=config.url,
            lang=config.lang,
            drafts=config.drafts,
            future=config.future,
        )
        return cls(config, site)

    @cached_property
    def store(self) -> Store:
        """The site's files."""
        return Store(self.config.root)

    @property
    def templates_folder(self) -> Path:
        """The site's own templates."""
        return self.config.root / self.config.templates

    def affects_all_cards(self, file: str) -> bool:
        """Whether a file of the site decides how all cards look: its configuration, a template, a font of its own."""
        config = self.config
        fonts = {str(PurePosixPath(font.file)) for font in config.fonts}
        return (
            file in (FILE, PYPROJECT)
            or file in fonts
            or PurePosixPath(file).is_relative_to(PurePosixPath(config.templates))
        )

    def concerns(self, file: str) -> bool:
        """Whether a card may depend on a file of the site: a post, a picture, a template, a font, a configuration."""
        suffix = PurePosixPath(file).suffix.lower()
        if suffix in (*SUFFIXES, *SETTINGS) or self.affects_all_cards(file):
            return True
        return self.site.is_post(file) and not self.site.ignored(file)

    def template(self, name: str) -> Template:
        """Return a template by name, or by its folder's path from the site's; loaded once. Raises ConfigError."""
        if name not in self._templates:
            from ogp.template import load_folder, load_template

            if Appearance(name).is_path:
                self._templates[name] = load_folder(self.config.root / name)
            else:
                self._templates[name] = load_template(name, self.templates_folder)
        return self._templates[name]

    @cached_property
    def _templates(self) -> dict[str, Template]:
        return {}

    @cached_property
    def pictures(self) -> SitePictures:
        """The pictures that cards may name."""
        return SitePictures(self.config.root, self.site.static)

    @cached_property
    def background_keys(self) -> BackgroundKeys:
        """The keys of the backgrounds of this site's cards."""
        from ogp.rendering.background_key import BackgroundKeys

        return BackgroundKeys(self.common, self.pictures.digest)

    @cached_property
    def fonts(self) -> FontSet:
        """The bundled faces and the site's own; none is opened before a glyph of it is needed."""
        from ogp.fonts import FaceSource, FontSet

        own = [
            FaceSource(
                path=self.config.root / font.file,
                family=font.family,
                weight=font.weight,
                variations=tuple(sorted(font.axes.items())),
            )
            for font in self.config.fonts
        ]
        return FontSet.bundled().with_files(own) if own else FontSet.bundled()

    @cached_property
    def body_fields(self) -> frozenset[str]:
        """Fields that cost reading a post's body, as far as the site's templates show them. Raises ConfigError."""
        appearances = (self.config.appearance, *self.config.categories.values())
        names = {appearance.template for appearance in appearances if appearance.template}
        layers = [layer for name in names for group in self.template(name).layers.values() for layer in group]
        shown = frozenset[str]().union(*(layer.names for layer in layers))
        return shown & {"excerpt", "reading_time"}

    def with_defaults(self, card: Card) -> Card:
        """Return a card with the site's words where it has none of its own."""
        site, config = self.site, self.config
        return replace(
            card,
            site=card.site or site.title,
            url=card.url or site.host,
            lang=card.lang or site.lang,
            logo=card.logo or config.logo,
            author=card.author or config.author,
        )

    def appearance(self, card: Card, own: Appearance) -> Appearance:
        """Return template, palette and size of a card, all three checked. Raises ConfigError (E_TEMPLATE)."""
        return self.validated(self.config.appearance_for(card.category, own))

    def validated(self, appearance: Appearance) -> Appearance:
        """Return a whole appearance if its template is there and has its palette and size. Raises ConfigError."""
        template = self.template(appearance.template)
        if appearance.size not in template.sizes:
            cure = did_you_mean(appearance.size, tuple(template.sizes))
            raise ConfigError("E_TEMPLATE", f"template {template.name} has no size {appearance.size!r}", cure)
        if appearance.palette not in ("", "auto", *template.palettes):
            cure = did_you_mean(appearance.palette, (*template.palettes, "auto"))
            raise ConfigError("E_TEMPLATE", f"template {template.name} has no palette {appearance.palette!r}", cure)
        return appearance

    @cached_property
    def common(self) -> str:
        """A digest of what takes part in every fingerprint of the site: fonts and typesetting settings."""
        files = [(self.config.root / font.file, repr(replace(font, file=""))) for font in self.config.fonts]
        parts = (fingerprint.fonts_digest(files), self.config.nobreak, self.config.max_kb)
        return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def context(self) -> str:
        """A digest of everything but the posts that a build depends on: the index holds for one context.

        Templates take part by their files' stamps, so that nothing needs to be loaded when nothing changed.
        """
        stamps: list[tuple[str, int, int]] = []
        appearances = (self.config.appearance, *self.config.categories.values())
        elsewhere = (self.config.root / appearance.template for appearance in appearances if appearance.is_path)
        for place in (self.templates_folder, folder("templates"), *elsewhere):
            if place.is_dir():
                files = sorted(path for path in place.rglob("*") if path.is_file())
                stamps.extend((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files)
        parts = (fingerprint.ENGINE, repr(self.config), repr(self.site), self.common, stamps)
        return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()
