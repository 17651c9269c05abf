"""What generators' configuration files say about a site. Nothing is run: Python files are read for their literals."""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ogp.errors import ConfigError, OgpError, Place
from ogp.posts import formats, scalars
from ogp.posts.jekyll import EXCLUDES, Default, Jekyll
from ogp.posts.values import NO_FIELDS, Fields, Value, is_true

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_CAP = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Found:
    """What was found; empty or None where a file says nothing."""

    dialect: str
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
    jekyll: Jekyll = field(default_factory=Jekyll)


def find(root: Path, dialect: str = "") -> Found:
    """Return what the site's files say, for the dialect given or guessed."""
    dialect = dialect or guess(root)
    reader = _READERS.get(dialect)
    return reader(root) if reader else Found(dialect)


def _has(root: Path, *names: str) -> str:
    return next((name for name in names if (root / name).is_file()), "")


_HUGO = ("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config/_default/hugo.toml", "config/_default/hugo.yaml")
_CONFIG = ("config.toml", "config.yaml", "config.yml", "config.json")
_HUGO_OLD = (*_CONFIG, *(f"config/_default/{name}" for name in _CONFIG))
_JEKYLL = ("_config.yml", "_config.yaml", "_config.toml")
_MKDOCS = ("mkdocs.yml", "mkdocs.yaml")
_SPHINX = ("conf.py", "docs/conf.py", "source/conf.py")
_PACKAGES = {
    "zenn-cli": "zenn",
    "@qiita/qiita-cli": "qiita",
    "astro": "astro",
    "@11ty/eleventy": "eleventy",
    "hexo": "hexo",
}
_SIGNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("mkdocs", _MKDOCS),
    ("pelican", ("pelicanconf.py",)),
    ("sphinx", _SPHINX[:1]),
    ("package", ("package.json",)),
    ("astro", tuple(f"astro.config.{suffix}" for suffix in ("mjs", "ts", "js", "mts", "cjs"))),
    ("eleventy", (".eleventy.js", *(f"eleventy.config.{suffix}" for suffix in ("js", "mjs", "cjs", "ts")))),
    ("qiita", ("qiita.config.json",)),
    ("sphinx", _SPHINX[1:]),
)
"""Which file tells which dialect, in this order; ``package`` asks package.json."""


def guess(root: Path) -> str:
    """Return the dialect of the site at ``root``, ``plain`` if nothing tells."""
    if _has(root, *_JEKYLL):
        hexo = (root / "source" / "_posts").is_dir() or "hexo" in _packages(root)
        return "hexo" if hexo else "jekyll"
    found = "hugo" if _has(root, *_HUGO) else _hugo_or_zola(root)
    return found or _by_sign(root) or _by_folders(root)


def _hugo_or_zola(root: Path) -> str:
    """Both called their configuration ``config.toml``; the spelling of the site's address tells them apart."""
    name = _has(root, *_HUGO_OLD)
    try:
        names = {key.lower() for key in _read(root, name).top}
    except ConfigError:
        return ""  # some other program's file
    if "base_url" in names:
        return "zola"
    return "hugo" if names & {"baseurl", "languagecode"} else ""


def _by_sign(root: Path) -> str:
    for dialect, names in _SIGNS:
        if not _has(root, *names):
            continue
        if dialect == "package":
            packages = _packages(root)
            dialect = next((_PACKAGES[name] for name in _PACKAGES if name in packages), "")  # noqa: PLW2901 - refined
        elif names == _SPHINX[:1] and _read(root, "conf.py").top.keys() & {"BLOG_TITLE", "BLOG_AUTHOR"}:
            return "nikola"
        if dialect:
            return dialect
    return ""


def _by_folders(root: Path) -> str:
    if (root / "articles").is_dir() and ((root / "books").is_dir() or (root / ".zenn").is_dir()):
        return "zenn"
    return "jekyll" if (root / "_posts").is_dir() else "plain"


def _packages(root: Path) -> frozenset[str]:
    try:
        data = json.loads((root / "package.json").read_bytes()[:_CAP])
        return frozenset(name for part in ("dependencies", "devDependencies") for name in data.get(part) or {})
    except (OSError, ValueError, AttributeError, TypeError, RecursionError):
        return frozenset()  # not ours to judge: a broken package.json only means no hint


def _read(root: Path, name: str) -> Fields:
    """Read one configuration file to Fields. Raises ConfigError with its place."""
    if not name:
        return NO_FIELDS
    try:
        with (root / name).open("rb") as file:
            text = file.read(_CAP).decode("utf-8-sig")
    except OSError as error:
        raise ConfigError("E_CONFIG", f"cannot be read: {error.strerror}", "", Place(name)) from None
    except UnicodeDecodeError:
        raise ConfigError("E_CONFIG", "is not UTF-8", "", Place(name)) from None
    suffix = name.rpartition(".")[2]
    try:
        if suffix == "py":
            return _python(text)
        if suffix == "toml":
            return formats.toml(text, 1)
        return formats.json_(text, 1) if suffix == "json" else scalars.parse(text, 1, lenient=True)
    except OgpError as error:
        raise ConfigError("E_CONFIG", error.message, error.cure, error.place._replace(file=name)) from None


def _python(text: str) -> Fields:
    """Return the simple assignments of a Python file. It is parsed and never run."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise OgpError(
            "E_CONFIG", f"not valid Python: {error}", "", Place(line=getattr(error, "lineno", None))
        ) from None
    top: dict[str, Value] = {}
    for node in tree.body:
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        try:
            top[node.targets[0].id] = formats.from_python(ast.literal_eval(node.value), node.lineno)
        except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
            continue  # computed: only running it would tell
    return Fields(top)


def _text(fields: Fields, *paths: str) -> str:
    for path in paths:
        value = fields.get(path)
        if value is not None and value.kind == "str" and value.text:
            return value.text
    return ""


def _list(value: Value | None) -> tuple[str, ...]:
    return tuple(scalar.text for scalar in value.scalars()) if value is not None else ()


def _jekyll(root: Path) -> Found:
    fields = _read(root, _has(root, *_JEKYLL))
    future = fields.get("future")
    return Found(
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
        jekyll=Jekyll(
            defaults=tuple(_defaults(fields.get("defaults"))),
            collections=_collections(fields.get("collections")),
            collections_dir=_text(fields, "collections_dir").strip("/"),
            exclude=(*_list(fields.get("exclude")), *EXCLUDES),
            include=(".htaccess", *_list(fields.get("include"))),
            unpublished=is_true(fields.get("unpublished")),
        ),
    )


def _defaults(value: Value | None) -> list[Default]:
    found = []
    for entry in value.items if value is not None and value.kind == "list" else ():
        values, scope = entry.child("values"), entry.child("scope")
        if values is None or values.kind != "map":
            continue
        path = scope.child("path") if scope else None
        kind = scope.child("type") if scope else None
        name = kind.text if kind else None
        plural = {"post": "posts", "draft": "drafts", "page": "pages"}
        table = dict(zip(values.keys, values.items, strict=True))
        found.append(Default(path.text if path else "", plural.get(name or "", name), table))
    return found


def _collections(value: Value | None) -> Mapping[str, bool]:
    if value is None:
        return {}
    if value.kind == "list":
        return dict.fromkeys(_list(value), False)
    pairs = zip(value.keys, value.items, strict=True)
    return {label: is_true(entry.child("output")) for label, entry in pairs if label not in ("posts", "drafts")}


def _hexo(root: Path) -> Found:
    fields = _read(root, _has(root, *_JEKYLL))
    source = _text(fields, "source_dir").strip("/") or "source"
    future = fields.get("future")
    drafts = is_true(fields.get("render_drafts"))
    return Found(
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


def _hugo(root: Path) -> Found:
    fields = _read(root, _has(root, *_HUGO) or _has(root, *_HUGO_OLD)).folded()
    content = _text(fields, "contentdir").strip("/") or "content"
    url = _text(fields, "baseurl")
    path = url.partition("://")[2].partition("/")[2].strip("/")
    dates = fields.get("frontmatter.date")
    return Found(
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


def _zola(root: Path) -> Found:
    fields = _read(root, _has(root, "config.toml", "zola.toml"))
    return Found(
        "zola",
        title=_text(fields, "title"),
        url=_text(fields, "base_url"),
        lang=_text(fields, "default_language"),
        author=_text(fields, "author"),
    )


def _mkdocs(root: Path) -> Found:
    fields = _read(root, _has(root, *_MKDOCS))
    docs = _text(fields, "docs_dir").strip("/") or "docs"
    return Found(
        "mkdocs",
        title=_text(fields, "site_name"),
        url=_text(fields, "site_url"),
        lang=_text(fields, "theme.language", "theme.locale"),
        author=_text(fields, "site_author"),
        static=docs,
        sources=(f"{docs}/**/*",),
    )


def _pelican(root: Path) -> Found:
    fields = _read(root, _has(root, "pelicanconf.py"))
    path = _text(fields, "PATH").strip("/") or "content"
    future = fields.get("WITH_FUTURE_DATES")
    return Found(
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


def _sphinx(root: Path) -> Found:
    name = _has(root, *_SPHINX)
    fields = _read(root, name)
    folder = name.rpartition("/")[0]
    return Found(
        "sphinx",
        title=_text(fields, "html_title", "project"),
        url=_text(fields, "ogp_site_url", "html_baseurl"),
        lang=_text(fields, "language"),
        author=_text(fields, "author"),
        static=folder,
        sources=(f"{folder}/**/*" if folder else "**/*",),
    )


def _nikola(root: Path) -> Found:
    fields = _read(root, _has(root, "conf.py"))
    return Found(
        "nikola",
        title=_text(fields, "BLOG_TITLE"),
        url=_text(fields, "SITE_URL", "BASE_URL"),
        lang=_text(fields, "DEFAULT_LANG"),
        timezone=_text(fields, "TIMEZONE"),
        author=_text(fields, "BLOG_AUTHOR"),
    )


def _eleventy(root: Path) -> Found:
    source = next((name for name in ("src", "content") if (root / name).is_dir()), "")
    static = next((name for name in ("public", "src/static", "static", "src") if (root / name).is_dir()), "")
    return Found("eleventy", static=static, sources=(f"{source}/**/*",) if source else ())


_READERS: Mapping[str, Callable[[Path], Found]] = {
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
