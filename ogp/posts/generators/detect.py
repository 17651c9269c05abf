"""Which generator builds a site, by the files that only that generator has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ogp.errors import ConfigError
from ogp.posts.generators.config_files import first_file, npm_dependencies, read_config

if TYPE_CHECKING:
    from pathlib import Path

HUGO = ("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config/_default/hugo.toml", "config/_default/hugo.yaml")
_CONFIG = ("config.toml", "config.yaml", "config.yml", "config.json")
HUGO_OLD = (*_CONFIG, *(f"config/_default/{name}" for name in _CONFIG))
JEKYLL = ("_config.yml", "_config.yaml", "_config.toml")
MKDOCS = ("mkdocs.yml", "mkdocs.yaml")
SPHINX = ("conf.py", "docs/conf.py", "source/conf.py")
_PACKAGES = {
    "zenn-cli": "zenn",
    "@qiita/qiita-cli": "qiita",
    "astro": "astro",
    "@11ty/eleventy": "eleventy",
    "hexo": "hexo",
}
_MARKER_FILES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("mkdocs", MKDOCS),
    ("pelican", ("pelicanconf.py",)),
    ("sphinx", SPHINX[:1]),
    ("package", ("package.json",)),
    ("astro", tuple(f"astro.config.{suffix}" for suffix in ("mjs", "ts", "js", "mts", "cjs"))),
    ("eleventy", (".eleventy.js", *(f"eleventy.config.{suffix}" for suffix in ("js", "mjs", "cjs", "ts")))),
    ("qiita", ("qiita.config.json",)),
    ("sphinx", SPHINX[1:]),
)
"""Files that tell the generator, in order of trust; ``package`` stands for what package.json depends on."""


def detect_generator(root: Path) -> str:
    """Return the name of the generator of the site at ``root``, ``plain`` if nothing tells."""
    if first_file(root, *JEKYLL):
        hexo = (root / "source" / "_posts").is_dir() or "hexo" in npm_dependencies(root)
        return "hexo" if hexo else "jekyll"
    generator = "hugo" if first_file(root, *HUGO) else _hugo_or_zola(root)
    return generator or _by_marker_file(root) or _by_folders(root)


def _hugo_or_zola(root: Path) -> str:
    """Return which of the two has a ``config.toml`` here, by the spelling of the site's address; ``""`` for neither."""
    name = first_file(root, *HUGO_OLD)
    try:
        names = {key.lower() for key in read_config(root, name).top}
    except ConfigError:
        return ""  # some other program's file
    if "base_url" in names:
        return "zola"
    return "hugo" if names & {"baseurl", "languagecode"} else ""


def _by_marker_file(root: Path) -> str:
    for generator, names in _MARKER_FILES:
        if not first_file(root, *names):
            continue
        if generator == "package":
            dependencies = npm_dependencies(root)
            generator = next((_PACKAGES[name] for name in _PACKAGES if name in dependencies), "")  # noqa: PLW2901 - refined
        elif names == SPHINX[:1] and read_config(root, "conf.py").top.keys() & {"BLOG_TITLE", "BLOG_AUTHOR"}:
            return "nikola"
        if generator:
            return generator
    return ""


def _by_folders(root: Path) -> str:
    if (root / "articles").is_dir() and ((root / "books").is_dir() or (root / ".zenn").is_dir()):
        return "zenn"
    return "jekyll" if (root / "_posts").is_dir() else "plain"
