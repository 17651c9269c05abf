"""``ogp.toml`` or ``[tool.ogp]`` in ``pyproject.toml`` -> Config. Unknown keys are errors; every key has a default."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, cast

from ogp.errors import ConfigError, Location
from ogp.message_text import decode_utf8
from ogp.posts.generators.table import COMMON_FIELDS, GENERATORS
from ogp.toml_tables import Table, TomlFile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE = "ogp.toml"
PYPROJECT = "pyproject.toml"
_TOOL_TABLE = re.compile(rb"^[ \t]*\[{1,2}[ \t]*tool[ \t]*\.[ \t]*ogp[ \t]*[\].]", re.MULTILINE)
MARKERS = (
    FILE,
    *("_config.yml", "_config.yaml", "hugo.toml", "hugo.yaml", "config.toml"),
    *("mkdocs.yml", "pelicanconf.py", "conf.py"),
)
"""Files that a site's root has, in the order of trust."""

Foreign = Literal["error", "skip"]
MissingGlyph = Literal["error", "warn", "notdef"]


@dataclass(frozen=True, slots=True)
class Appearance:
    """How the cards of a category or a site look: names of a template, a palette and a size; ``""`` says nothing."""

    template: str = ""
    palette: str = ""
    size: str = ""

    def with_fallback(self, other: Appearance) -> Appearance:
        """Return this look, with what it leaves open taken from ``other``."""
        return Appearance(self.template or other.template, self.palette or other.palette, self.size or other.size)

    @property
    def is_path(self) -> bool:
        """Whether the template is given as a folder's path, not by name."""
        return "/" in self.template or "\\" in self.template

    def without_path(self) -> Appearance:
        """Return this look of a post. Raises ConfigError (E_TEMPLATE) where it names a folder: only the site may."""
        if self.is_path:
            message = f"a post names a template, not a folder: {self.template[:80]!r}"
            raise ConfigError("E_TEMPLATE", message, "put the folder into the site's templates folder")
        return self


DEFAULT_APPEARANCE = Appearance("compass", "", "og")


@dataclass(frozen=True, slots=True)
class UserFont:
    """A font file of the site; family, weight and variable axes as templates shall know them."""

    file: str
    family: str
    weight: int
    axes: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Config:
    """Everything a site's owner may set; docs/configuration.md tells what each is for.

    ``None`` and ``""`` leave a matter to the generator's own configuration.
    """

    root: Path
    file: str = ""
    generator: str = ""
    site: str = ""
    url: str = ""
    lang: str = ""
    logo: str = ""
    author: str = ""
    appearance: Appearance = DEFAULT_APPEARANCE
    categories: Mapping[str, Appearance] = field(default_factory=dict)
    posts: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    pattern: str = ""
    static: str | None = None
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    templates: str = "templates"
    write_back: bool = True
    drafts: bool | None = None
    future: bool | None = None
    adopt: tuple[str, ...] = ()
    foreign: Foreign = "error"
    nobreak: tuple[str, ...] = ()
    missing_glyph: MissingGlyph = "warn"
    max_kb: int = 300
    fonts: tuple[UserFont, ...] = ()

    def appearance_for(self, category: str, own: Appearance) -> Appearance:
        """Return how a post looks: what it says itself, then its category, then the site."""
        appearance = own.with_fallback(self.categories.get(category, Appearance())).with_fallback(self.appearance)
        return appearance.with_fallback(Appearance(palette="auto" if category and not appearance.palette else ""))


def find_root(start: Path) -> Path:
    """Return the site that ``start`` lies in: the nearest folder upwards with a configuration, else ``start``."""
    start = start.resolve()
    if not start.is_dir():
        start = start.parent
    for folder in (start, *start.parents):
        if any((folder / name).is_file() for name in MARKERS) or _is_in_pyproject(folder):
            return folder
        if (folder / ".git").exists():
            break
    return start


def _is_in_pyproject(folder: Path) -> bool:
    """Whether a folder's pyproject.toml configures ogp: has ``[tool.ogp]``, or a table below it."""
    path = folder / PYPROJECT
    try:
        return path.is_file() and _TOOL_TABLE.search(path.read_bytes()) is not None
    except OSError as error:
        raise ConfigError("E_CONFIG", f"cannot be read: {error.strerror}", "", Location(str(path))) from None


def load(root: Path) -> Config:
    """Read the site's configuration; a site without one has the defaults. Raises ConfigError (E_CONFIG)."""
    path = root / FILE
    if path.is_file():
        return _config(root, TomlFile(FILE, _text(path), "E_CONFIG").table(), FILE)
    if _is_in_pyproject(root):
        source = TomlFile(PYPROJECT, _text(root / PYPROJECT), "E_CONFIG")
        return _config(root, source.table().table("tool").table("ogp"), PYPROJECT)
    return Config(root)


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise ConfigError("E_CONFIG", message, "check its permissions", Location(path.name)) from None
    return decode_utf8(data, "E_CONFIG", path.name)


def place(config: Config, path: tuple[str | int, ...]) -> Location:
    """Return where the configuration has the key at ``path``, for an error about it."""
    if not config.file:
        return Location()
    source = TomlFile(config.file, _text(config.root / config.file), "E_CONFIG")
    line, _ = source.position((*(("tool", "ogp") if config.file == PYPROJECT else ()), *path))
    return Location(config.file, line, ".".join(str(part) for part in path))


def _config(root: Path, top: Table, file: str) -> Config:
    default = Config(root)
    config = Config(
        root=root,
        file=file,
        generator=top.text("generator", "", ("", *GENERATORS)),
        site=top.text("site"),
        url=top.text("url"),
        lang=top.text("lang"),
        logo=top.text("logo"),
        author=top.text("author"),
        appearance=_appearance(top).with_fallback(DEFAULT_APPEARANCE),
        categories=_categories(top),
        posts=top.texts("posts"),
        exclude=top.texts("exclude"),
        pattern=top.text("pattern"),
        static=top.text("static") if "static" in top else None,
        fields=_fields(top),
        templates=top.text("templates", default.templates),
        write_back=top.flag("write_back", default=True),
        drafts=top.flag("drafts", default=False) if "drafts" in top else None,
        future=top.flag("future", default=False) if "future" in top else None,
        adopt=top.texts("adopt"),
        foreign=cast("Any", top.text("foreign", "error", ("error", "skip"))),
        nobreak=top.texts("nobreak"),
        missing_glyph=cast("Any", top.text("missing_glyph", "warn", ("error", "warn", "notdef"))),
        max_kb=top.whole("max_kb", default.max_kb, 1, 100_000),
        fonts=tuple(_font(table) for table in top.tables("fonts")),
    )
    for key in ("drafts", "future", "static"):
        top.known.append(key)
    top.done()
    return config


def _appearance(table: Table) -> Appearance:
    return Appearance(table.text("template"), table.text("palette"), table.text("size"))


def _categories(top: Table) -> dict[str, Appearance]:
    """Take ``[categories]``: each a palette's name, or a table with template, palette and size."""
    table = top.table("categories")
    result = {}
    for name, value in table.items():
        if isinstance(value, str):
            result[name] = Appearance(palette=value)
        elif isinstance(value, dict):
            one = Table(table.source, value, (*table.path, name))
            result[name] = _appearance(one)
            one.done()
        else:
            raise table.error(name, f"{name}: a category is the name of a palette, or a table", f'"{name}" = "tide"')
    return result


def _fields(top: Table) -> dict[str, tuple[str, ...]]:
    table = top.table("fields")
    result = {key: table.texts(key) for key in COMMON_FIELDS}
    table.done()
    return {key: value for key, value in result.items() if value}


def _font(table: Table) -> UserFont:
    axes = table.table("axes")
    font = UserFont(
        table.text("file"),
        table.text("family"),
        table.whole("weight", 400, 1, 1000),
        {name: axes.number(name, 0, -10_000, 10_000) for name in axes.data},
    )
    table.done()
    if not font.file or not font.family:
        raise table.error(None, "a font needs a file and a family")
    return font
