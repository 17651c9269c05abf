"""Site: its name, its language and its folders of posts and static files, as its generator is configured."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from ogp.errors import ConfigError
from ogp.message_text import brief, did_you_mean
from ogp.posts.generators.globs import compile_globs, compile_ignores, fixed_folder
from ogp.posts.generators.ignored_folders import IGNORED_FOLDERS
from ogp.posts.generators.jekyll import JekyllSettings, is_read_by_jekyll
from ogp.posts.generators.read_settings import read_settings
from ogp.posts.generators.table import COMMON_FIELDS, GENERATORS, SUFFIXES, Generator

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True)
class Site:
    """One site: what its generator's files say, with what the configuration of ogp says instead.

    root:     its folder. Every other path is relative to it, with ``/``.
    rules:    what its generator does: a row of `table.GENERATORS`.
    url:      with its scheme, without a slash at the end; baseurl is ``/blog`` or ``""``.
    static:   the folder that a leading ``/`` of an image means; ``""`` is the root.
    sources:  globs of the posts; ignores: names of folders anywhere, or paths or globs from the root.
    fields:   the front matter paths of each of a card's fields, in order of preference.
    pattern:  the image of a post that names none, with {stem} {path} {slug} {date} {year} {category} {hash}.
    drafts, future: read posts that the generator would not publish yet.
    """

    root: Path
    rules: Generator
    title: str = ""
    url: str = ""
    baseurl: str = ""
    lang: str = "ja"
    timezone: str = ""
    author: str = ""
    static: str = ""
    sources: tuple[str, ...] = ("**/*",)
    ignores: tuple[str, ...] = IGNORED_FOLDERS
    suffixes: tuple[str, ...] = SUFFIXES
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: dict(COMMON_FIELDS))
    pattern: str = ""
    drafts: bool = False
    future: bool = False
    date_from_name: bool = True
    jekyll: JekyllSettings = field(default_factory=JekyllSettings)

    @property
    def generator(self) -> str:
        """The generator's name."""
        return self.rules.name

    @property
    def host(self) -> str:
        """The address without a scheme, as a card shows it."""
        return self.url.partition("://")[2] or self.url

    def ignored(self, path: str) -> bool:
        """Whether a file or folder is ignored, by its own path or by that of a folder it is in."""
        if self.generator == "jekyll" and self.jekyll.excluded(path):
            return True
        return self._ignored_paths.match(path) is not None

    def is_post(self, path: str) -> bool:
        """Whether the generator reads this file as a post."""
        if not (path.endswith(self.suffixes) or path.lower().endswith(self.suffixes)):
            return False
        if self._source_paths.fullmatch(path) is None:
            return False
        return self.generator != "jekyll" or is_read_by_jekyll(path)

    @cached_property
    def source_folders(self) -> tuple[str, ...]:
        """The folder that each glob of ``sources`` begins with; ``""`` is the root."""
        return tuple(fixed_folder(source) for source in self.sources)

    @cached_property
    def _ignored_paths(self) -> re.Pattern[str]:
        return compile_ignores(self.ignores)

    @cached_property
    def _source_paths(self) -> re.Pattern[str]:
        return compile_globs(self.sources)


def detect(
    root: Path,
    *,
    generator: str = "",
    fields: Mapping[str, Sequence[str]] | None = None,
    sources: Sequence[str] = (),
    ignores: Sequence[str] = (),
    pattern: str = "",
    static: str | None = None,
    title: str = "",
    url: str = "",
    lang: str = "",
    drafts: bool | None = None,
    future: bool | None = None,
) -> Site:
    """Return the site at ``root``; every argument that is given wins over the generator's files.

    Raises ConfigError (E_CONFIG) when the generator's configuration cannot be read.
    """
    if generator and generator not in GENERATORS:
        cure = did_you_mean(generator, tuple(GENERATORS))
        raise ConfigError("E_CONFIG", f"no generator is named {brief(generator)}", cure)
    settings = read_settings(root, generator)
    rules = GENERATORS[settings.generator]
    merged = dict(COMMON_FIELDS) | dict(rules.fields) | {name: tuple(paths) for name, paths in (fields or {}).items()}
    if static is None:
        static = rules.static if settings.static is None else settings.static
    site = Site(
        root=root,
        rules=rules,
        title=title or settings.title,
        url=(url or settings.url).rstrip("/"),
        baseurl=settings.baseurl.rstrip("/"),
        lang=lang or settings.lang or "ja",
        timezone=settings.timezone,
        author=settings.author,
        static=static.strip("/"),
        sources=tuple(sources) or settings.sources or rules.sources,
        ignores=(*IGNORED_FOLDERS, *settings.ignores, *ignores),
        fields=merged,
        pattern=pattern or rules.pattern,
        drafts=settings.drafts if drafts is None else drafts,
        future=(rules.future if settings.future is None else settings.future) if future is None else future,
        date_from_name=rules.date_from_name or settings.date_from_name,
        jekyll=settings.jekyll,
    )
    if site.generator == "jekyll" and not sources:
        site = replace(site, sources=_jekyll_sources(site))
    return site


def _jekyll_sources(site: Site) -> tuple[str, ...]:
    base = f"{site.jekyll.collections_dir}/" if site.jekyll.collections_dir else ""
    sources = [f"{base}**/_posts/**/*"]
    if site.drafts:
        sources.append(f"{base}**/_drafts/**/*")
    sources += [f"{base}_{label}/**/*" for label, output in site.jekyll.collections.items() if output]
    return tuple(sources)
