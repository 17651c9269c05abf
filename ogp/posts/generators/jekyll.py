"""Jekyll 4's own rules for posts (its document.rb, frontmatter_defaults.rb and entry_filter.rb)."""

from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ogp.posts.generators.globs import translate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ogp.posts.frontmatter.fields import Fields, Value

DATED_NAME = re.compile(r"(?:.+/)*?(?P<date>\d{2,4}-\d{1,2}-\d{1,2})-(?P<slug>[^/]*)(?P<ext>\.[^./]+)", re.DOTALL)
_DATELESS_NAME = re.compile(r"(?:.+/)*(?P<slug>[^/]*)(?P<ext>\.[^./]+)", re.DOTALL)
_RUBY_SPACE = re.compile(r"[\0\t\n\v\f\r ]+")  # String#split knows ASCII only: a full-width space stays in the word
_NAME = r"(?![._#~])[^/]*+(?<!~)"
_READ_PATH = re.compile(rf"(?:{_NAME}/)*(?:_[^/]*+/(?:{_NAME}/(?:.*/)?)?)?{_NAME}", re.DOTALL)
"""Folders above ``_posts``, ``_posts`` itself, the first folder inside it, any others, the file."""
EXCLUDES = (
    *(".sass-cache", ".jekyll-cache", "gemfiles", "Gemfile", "Gemfile.lock", "node_modules"),
    *("vendor/bundle/", "vendor/cache/", "vendor/gems/", "vendor/ruby/"),
)


@dataclass(frozen=True)
class FrontMatterDefault:
    """One entry of ``defaults:`` in ``_config.yml``.

    path:       the path of its scope, as it is written.
    collection: the type of its scope; None where it names none.
    """

    path: str
    collection: str | None
    values: Mapping[str, Value]
    collections_dir: str = ""

    def applies(self, path: str, collection: str) -> bool:
        """Whether the scope holds a file, of that collection and at ``path`` relative to ``collections_dir``."""
        if self.collection not in (None, collection):
            return False
        if not self.path:
            return True
        if "*" in self.path:
            return self._glob.match(path) is not None
        # A prefix of the text and not of the folders: `_posts/2026` takes `_posts/2026-x.md` too, and `/tech` nothing.
        return path.startswith(self._scope)

    @cached_property
    def _scope(self) -> str:
        return self.path.removeprefix(f"{self.collections_dir}/") if self.collections_dir else self.path

    @cached_property
    def _glob(self) -> re.Pattern[str]:
        return re.compile(translate(self._scope) + r"(?=/|\Z)", re.DOTALL)

    def outranks(self, other: FrontMatterDefault) -> bool:
        """Whether this one's values win over another's for a file that both apply to."""
        longer = len(self.path.removeprefix("/")) - len(other.path.removeprefix("/"))
        if longer:
            return longer > 0
        return self.collection is not None or other.collection is None


@dataclass(frozen=True)
class JekyllSettings:
    """The settings in ``_config.yml`` that only Jekyll has.

    collections: label to whether its documents are pages of their own (``output: true``).
    """

    defaults: tuple[FrontMatterDefault, ...] = ()
    collections: Mapping[str, bool] = field(default_factory=dict)
    collections_dir: str = ""
    exclude: tuple[str, ...] = EXCLUDES
    include: tuple[str, ...] = (".htaccess",)
    unpublished: bool = False

    def excluded(self, path: str) -> bool:
        """Whether ``exclude:`` names the path: as the beginning of its text, or as a glob whose ``*`` crosses ``/``."""
        return self._excluded_paths.match(path) is not None

    @cached_property
    def _excluded_paths(self) -> re.Pattern[str]:
        patterns = [pattern.removeprefix("/") for pattern in self.exclude if pattern and pattern not in self.include]
        # Of `vendor/` the folder itself is excluded too.
        starts = [
            re.escape(pattern[:-1]) + r"(?:/|\Z)" if pattern[-1:] == "/" else re.escape(pattern) for pattern in patterns
        ]
        globs = [fnmatch.translate(pattern).removesuffix(r"\Z") + r"(?:/|\Z)" for pattern in patterns if "*" in pattern]
        return re.compile("|".join([*starts, *globs]) or r"(?!)", re.DOTALL)

    def relative(self, file: str) -> str:
        """Return the path as Jekyll's scopes see it: relative to ``collections_dir``."""
        return file.removeprefix(f"{self.collections_dir}/") if self.collections_dir else file

    def collection(self, file: str) -> str:
        """Return the label of the collection that the file is in; posts and drafts are both ``posts``."""
        top = self.relative(file).partition("/")[0]
        return top[1:] if top[:1] == "_" and top[1:] in self.collections else "posts"

    def defaults_for(self, file: str) -> dict[str, Value]:
        """Return the defaults that apply to a file, merged by precedence."""
        path, collection = self.relative(file), self.collection(file)
        merged: dict[str, Value] = {}
        strongest: FrontMatterDefault | None = None
        for default in self.defaults:
            if not default.applies(path, collection):
                continue
            if strongest is None or default.outranks(strongest):
                merged.update(default.values)
                strongest = default
            else:
                merged = {**default.values, **merged}
        return merged


def folder_categories(file: str, label: str = "posts") -> list[str]:
    """Return the folders above ``_posts`` (or ``_drafts``): they are categories too."""
    special = "_drafts" if "_posts" not in file and label == "posts" else f"_{label}"
    if file.startswith(special):
        return []
    above = file.split(special, 1)[0] if special in file else file
    name = file.rsplit("/", 1)[-1]
    return [part for part in above.split("/") if part and part not in (special, name)]


def categories(fields: Fields, defaults: Mapping[str, Value], file: str, label: str) -> list[str]:
    """Return all categories in Jekyll's order: folders, defaults, ``categories``, then ``category``, each once.

    A string under ``categories`` splits at white space, one under ``category`` does not.
    """
    words = folder_categories(file, label)
    words += _words(defaults.get("categories"), split=True)
    words += _words(fields.top.get("categories"), split=True)
    words += _words(fields.get("category") or defaults.get("category"), split=False)
    return list(dict.fromkeys(words))


def _words(value: Value | None, *, split: bool) -> Iterator[str]:
    if value is None:
        return
    for scalar in value.scalars():
        if split and value.kind == "str":
            yield from _RUBY_SPACE.sub(" ", scalar.text).strip(" ").split(" ") if scalar.text.strip() else ()
        else:
            yield scalar.text


def name_parts(file: str) -> tuple[str, str]:
    """Return (date, slug) of a file name; the date is ``""`` where there is none."""
    match = DATED_NAME.fullmatch(file)
    if match:
        return match["date"], match["slug"].rstrip(".")
    match = _DATELESS_NAME.fullmatch(file)
    return "", (match["slug"] if match else file.rsplit("/", 1)[-1]).rstrip(".")


def titleize(slug: str) -> str:
    """Return the title that Jekyll gives a post without one: ``Hello World`` for ``hello-world``."""
    return " ".join(word.capitalize() for word in slug.rstrip("-").split("-"))


def is_read_by_jekyll(path: str) -> bool:
    """Whether Jekyll reads a file below ``_posts`` or another folder of its own.

    Its entry filter ignores names that begin with ``. _ # ~`` or end with ``~``; of the folders inside ``_posts`` only
    the first one's name counts.
    """
    return _READ_PATH.fullmatch(path) is not None
