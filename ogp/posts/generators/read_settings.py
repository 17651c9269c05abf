"""Reads a site's settings from its generator's configuration files: one function for each generator."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ogp.posts.frontmatter.fields import Fields, Value, is_true
from ogp.posts.generators.config_files import first_file, read_config
from ogp.posts.generators.detect import HUGO, HUGO_OLD, JEKYLL, MKDOCS, SPHINX, detect_generator
from ogp.posts.generators.jekyll import EXCLUDES, FrontMatterDefault, JekyllSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class GeneratorSettings:
    """The settings of a site as its generator has them; empty or None where no file says anything."""

    generator: str
    title: str = ""
    url: str = ""
    baseurl: str = ""
    lang: str = ""
    timezone: str = ""
    author: str = ""
    static: str | None = None
    sources: tuple[str, ...] = ()
    ignores: tuple[str, ...] = ()
    drafts: bool = False
    future: bool | None = None
    date_from_name: bool = False
    jekyll: JekyllSettings = field(default_factory=JekyllSettings)


def read_settings(root: Path, generator: str = "") -> GeneratorSettings:
    """Return the settings of the site at ``root``, for ``generator`` or the one that is detected.

    Raises ConfigError (E_CONFIG).
    """
    generator = generator or detect_generator(root)
    reader = _READERS.get(generator)
    return reader(root) if reader else GeneratorSettings(generator)


def _text(fields: Fields, *paths: str) -> str:
    for path in paths:
        value = fields.get(path)
        if value is not None and value.kind == "str" and value.text:
            return value.text
    return ""


def _list(value: Value | None) -> tuple[str, ...]:
    return tuple(scalar.text for scalar in value.scalars()) if value is not None else ()


def _jekyll(root: Path) -> GeneratorSettings:
    fields = read_config(root, first_file(root, *JEKYLL))
    future = fields.get("future")
    collections_dir = _text(fields, "collections_dir").strip("/")
    return GeneratorSettings(
        "jekyll",
        title=_text(fields, "title", "name"),
        url=_text(fields, "url"),
        baseurl=_text(fields, "baseurl"),
        lang=_text(fields, "lang", "locale", "language"),
        timezone=_text(fields, "timezone"),
        author=_text(fields, "author", "author.name"),
        ignores=(),
        drafts=is_true(fields.get("show_drafts")),
        future=None if future is None else is_true(future),
        jekyll=JekyllSettings(
            defaults=tuple(_defaults(fields.get("defaults"), collections_dir)),
            collections=_collections(fields.get("collections")),
            collections_dir=collections_dir,
            exclude=(*_list(fields.get("exclude")), *EXCLUDES),
            include=(".htaccess", *_list(fields.get("include"))),
            unpublished=is_true(fields.get("unpublished")),
        ),
    )


def _defaults(value: Value | None, collections_dir: str) -> Iterator[FrontMatterDefault]:
    for entry in value.items if value is not None and value.kind == "list" else ():
        values, scope = entry.child("values"), entry.child("scope")
        if values is None or values.kind != "map":
            continue
        path = scope.child("path") if scope else None
        kind = scope.child("type") if scope else None
        name = kind.text if kind else None
        plural = {"post": "posts", "draft": "drafts", "page": "pages"}
        yield FrontMatterDefault(
            path=path.text if path else "",
            collection=plural.get(name or "", name),
            values=dict(zip(values.keys, values.items, strict=True)),
            collections_dir=collections_dir,
        )


def _collections(value: Value | None) -> Mapping[str, bool]:
    if value is None:
        return {}
    if value.kind == "list":
        return dict.fromkeys(_list(value), False)
    pairs = zip(value.keys, value.items, strict=True)
    return {label: is_true(entry.child("output")) for label, entry in pairs if label not in ("posts", "drafts")}


def _hexo(root: Path) -> GeneratorSettings:
    fields = read_config(root, first_file(root, *JEKYLL))
    source = _text(fields, "source_dir").strip("/") or "source"
    future = fields.get("future")
    drafts = is_true(fields.get("render_drafts"))
    return GeneratorSettings(
        "hexo",
        title=_text(fields, "title"),
        url=_text(fields, "url"),
        baseurl=_text(fields, "root"),
        lang=_text(fields, "language", "language[0]"),
        timezone=_text(fields, "timezone"),
        author=_text(fields, "author"),
        static=source,
        sources=(f"{source}/_posts/**/*", *((f"{source}/_drafts/**/*",) if drafts else ())),
        drafts=drafts,
        future=None if future is None else is_true(future),
    )


def _hugo(root: Path) -> GeneratorSettings:
    fields = read_config(root, first_file(root, *HUGO) or first_file(root, *HUGO_OLD)).with_lower_case_keys()
    content = _text(fields, "contentdir").strip("/") or "content"
    url = _text(fields, "baseurl")
    path = url.partition("://")[2].partition("/")[2].strip("/")
    dates = fields.get("frontmatter.date")
    return GeneratorSettings(
        "hugo",
        title=_text(fields, "title"),
        url=url,
        baseurl=f"/{path}" if path else "",
        lang=_text(fields, "languagecode", "locale", "defaultcontentlanguage"),
        timezone=_text(fields, "timezone"),
        author=_text(fields, "params.author", "params.author.name", "author.name"),
        static=(_text(fields, "staticdir") or "static").strip("/"),
        sources=(f"{content}/**/*",),
        drafts=is_true(fields.get("builddrafts")),
        future=is_true(fields.get("buildfuture")),
        date_from_name=":filename" in _list(dates),
    )


def _zola(root: Path) -> GeneratorSettings:
    fields = read_config(root, first_file(root, "config.toml", "zola.toml"))
    return GeneratorSettings(
        "zola",
        title=_text(fields, "title"),
        url=_text(fields, "base_url"),
        lang=_text(fields, "default_language"),
        author=_text(fields, "author"),
    )


def _mkdocs(root: Path) -> GeneratorSettings:
    fields = read_config(root, first_file(root, *MKDOCS))
    docs = _text(fields, "docs_dir").strip("/") or "docs"
    return GeneratorSettings(
        "mkdocs",
        title=_text(fields, "site_name"),
        url=_text(fields, "site_url"),
        lang=_text(fields, "theme.language", "theme.locale"),
        author=_text(fields, "site_author"),
        static=docs,
        sources=(f"{docs}/**/*",),
    )


def _pelican(root: Path) -> GeneratorSettings:
    fields = read_config(root, first_file(root, "pelicanconf.py"))
    path = _text(fields, "PATH").strip("/") or "content"
    future = fields.get("WITH_FUTURE_DATES")
    return GeneratorSettings(
        "pelican",
        title=_text(fields, "SITENAME"),
        url=_text(fields, "SITEURL"),
        lang=_text(fields, "DEFAULT_LANG"),
        timezone=_text(fields, "TIMEZONE"),
        author=_text(fields, "AUTHOR"),
        static=path,
        sources=(f"{path}/**/*",),
        future=None if future is None else is_true(future),
    )


def _sphinx(root: Path) -> GeneratorSettings:
    name = first_file(root, *SPHINX)
    fields = read_config(root, name)
    folder = name.rpartition("/")[0]
    return GeneratorSettings(
        "sphinx",
        title=_text(fields, "html_title", "project"),
        url=_text(fields, "ogp_site_url", "html_baseurl"),
        lang=_text(fields, "language"),
        author=_text(fields, "author"),
        static=folder,
        sources=(f"{folder}/**/*" if folder else "**/*",),
    )


def _nikola(root: Path) -> GeneratorSettings:
    fields = read_config(root, first_file(root, "conf.py"))
    return GeneratorSettings(
        "nikola",
        title=_text(fields, "BLOG_TITLE"),
        url=_text(fields, "SITE_URL", "BASE_URL"),
        lang=_text(fields, "DEFAULT_LANG"),
        timezone=_text(fields, "TIMEZONE"),
        author=_text(fields, "BLOG_AUTHOR"),
    )


def _eleventy(root: Path) -> GeneratorSettings:
    source = next((name for name in ("src", "content") if (root / name).is_dir()), "")
    static = next((name for name in ("public", "src/static", "static", "src") if (root / name).is_dir()), "")
    return GeneratorSettings("eleventy", static=static, sources=(f"{source}/**/*",) if source else ())


_READERS: Mapping[str, Callable[[Path], GeneratorSettings]] = {
    "jekyll": _jekyll,
    "hexo": _hexo,
    "hugo": _hugo,
    "zola": _zola,
    "mkdocs": _mkdocs,
    "pelican": _pelican,
    "sphinx": _sphinx,
    "nikola": _nikola,
    "eleventy": _eleventy,
}
