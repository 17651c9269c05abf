"""What the plugins share: pages in, cards in a cache folder out, and the tags that show a card to the world."""

from __future__ import annotations

import filecmp
import html
import json
import os
import re
import shutil
import threading
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ogp.errors import OgpError
from ogp.image_formats import BY_SUFFIX
from ogp.posts.target import is_remote, safe_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ogp.building.report import Row

FOLDER = "assets/ogp"
"""Where cards lie in the built site, for pages that name no image."""
CACHE = ".ogp/cards"
"""Where they are kept between builds, below the folder of the generator's configuration."""
LONGEST = 180
"""Bytes of a name made from a page's: a card's name fits on every file system."""
APPEARANCE_KEYS = ("template", "palette", "size")
_INLINE = re.compile(
    r"</?(?:a|abbr|b|br|cite|code|del|em|i|ins|kbd|mark|q|ruby|rb|s|samp|small|span|strong|sub|sup|tt|u|var)\b[^>]*>"
)
_READING = re.compile(r"<(rt|rp)\b[^>]*>.*?</\1>")
_HEAD_END = re.compile(r"</head\s*>", re.IGNORECASE)
_TAG = re.compile(r"""<meta\s[^>]*?(?:property|name)\s*=\s*["']?([\w:]+)""", re.IGNORECASE)


@dataclass(frozen=True)
class PluginPage:
    """One page that wants a card.

    path:  where it lies in the built site: what it is known by, and what the card is named after.
    source: the file that its author writes, for messages.
    image: the picture that its author named, or ``""``.
    words: what the card says; meta is the page's own front matter, where a template finds whatever else it shows.
    """

    path: str
    source: str
    image: str
    words: Mapping[str, Any]
    meta: Mapping[str, Any]

    def row(self, key: str) -> dict[str, Any]:
        """Return the manifest's row. As with the command line, a page says how its card looks under ``ogp``."""
        own = self.meta.get("ogp")
        appearance = {name: str(own[name]) for name in APPEARANCE_KEYS if name in own} if isinstance(own, dict) else {}
        others = {name: str(value) for name, value in self.meta.items() if isinstance(value, (str, int, float))}
        for name in (*APPEARANCE_KEYS, "output"):
            others.pop(name, None)
        output = self.image.lstrip("/") or f"{FOLDER}/{_safe_path(self.path)}.png"
        return {**others, **appearance, **self.words, "id": key, "output": output}


@dataclass
class PluginCards:
    """The cards of one build, by the pages' paths; ``problems`` are lines for the generator's own log."""

    folder: Path
    rows: dict[str, Row] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    failed: int = 0

    def place(self, out: Path) -> None:
        """Copy every card below ``out``; one that is there already is not touched."""
        for row in self.rows.values():
            source, target = self.folder / row["output"], out / row["output"]
            if not target.is_file() or not filecmp.cmp(source, target, shallow=False):
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)


def render(root: Path, pages: Iterable[PluginPage]) -> PluginCards:
    """Render the cards that are missing or stale in the cache of the site at ``root``.

    What is wrong with one page, or with the configuration, is told in ``problems``: no exception ends a site's build
    unless the plugin wants it.
    """
    from ogp.building import render_manifest
    from ogp.building.build import BuildOptions
    from ogp.project import config
    from ogp.project.project import Project
    from ogp.store.cache import create_cache_folder

    cards = PluginCards(root / CACHE)
    # A page is known by its number: paths may hold what a manifest's ids may not.
    wanted = {str(number): page for number, page in enumerate(pages)}
    lines = [json.dumps(page.row(key)) for key, page in wanted.items()]
    # A live-reloading server has threads, and a process with threads must not be forked.
    options = BuildOptions(write_back=False, jobs=0 if threading.active_count() == 1 else 1)
    try:
        create_cache_folder(root)
        project = Project.open(config.load(root))
        result = render_manifest.render(project, "\n".join(lines).encode(), cards.folder, options, lambda *_: None)
    except OgpError as error:
        return PluginCards(cards.folder, problems=[str(error)], failed=1)
    for row in result.rows:
        page = wanted[row["id"]]
        if row["status"] == "error":
            cards.failed += 1
            cards.problems.append(f"{page.source}: {row['code']} {row['message']}")
            continue
        cards.rows[page.path] = row
        cards.problems.extend(f"{page.source}: {item['message']}" for item in row.get("warnings", ()))
    return cards


def wants_card(image: str, there: Callable[[str], bool]) -> bool:
    """Whether a card is to be made: not where the author names a picture on another server, or one that is there."""
    return not image or not (is_remote(image) or there(image.lstrip("/")))


def is_strict(setting: bool | None) -> bool:  # noqa: FBT001 - a setting of the user's
    """Whether a card that cannot be made fails the build: as the user says, else where nobody reads warnings."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false") if setting is None else setting


def plain(title: object) -> str:
    """Return a title as text where the generator gives it as HTML; ``Vec<T>`` is no HTML and stays."""
    return html.unescape(_INLINE.sub("", _READING.sub("", str(title)))).strip()


def day(date: object) -> str:
    """Return a date, a text, or a mapping with ``created`` (mkdocs-material's blog) as a manifest's date."""
    if isinstance(date, dict):
        date = date.get("created")
    return date.isoformat()[:10] if hasattr(date, "isoformat") else str(date or "")


def first(value: object) -> str:
    """Return the first of several, or the only one, as a text."""
    if isinstance(value, (list, tuple)):
        value = value[0] if value else ""
    return "" if value is None else str(value)


def address(base: str, path: str) -> str:
    """Return the absolute address of a file of the site; one on another server is kept."""
    return path if is_remote(path) else base.rstrip("/") + "/" + quote(path.lstrip("/"), safe="/%")


def tags(picture: str, row: Row | None, known: Mapping[str, str]) -> dict[str, str]:
    """Return a page's meta tags by their names: the address of its picture, its size if it is our card, the rest."""
    found = {f"og:{name}": value for name, value in known.items() if value} | {"og:image": picture}
    if row is None:
        return found | {"twitter:card": "summary_large_image"}
    suffix = PurePosixPath(row["output"]).suffix.lower()
    return {
        **found,
        "og:image:type": BY_SUFFIX[suffix].media_type,
        "og:image:width": str(row["width"]),
        "og:image:height": str(row["height"]),
        "og:image:alt": row["alt"],
        "twitter:card": "summary_large_image",
    }


def markup(wanted: Mapping[str, str], there: str = "") -> str:
    """Return the tags as HTML, without those that ``there`` has; none about the image where it has an image."""
    has = set(_TAG.findall(there))
    if "og:image" in has:
        has.update(name for name in wanted if name.startswith("og:image:"))
    return "".join(
        f'<meta {"name" if name.startswith("twitter:") else "property"}="{name}" content="{html.escape(value)}">\n'
        for name, value in wanted.items()
        if name not in has
    )


def inject(page: str, wanted: Mapping[str, str]) -> str:
    """Return the page with the tags at the end of its head; what the theme says itself stays."""
    end = _HEAD_END.search(page)
    if end is None:
        return page
    return page[: end.start()] + markup(wanted, page[: end.start()]) + page[end.start() :]


def _safe_path(path: str) -> str:
    page = PurePosixPath(path).with_suffix("")
    folders = page.parent.parts if page.name == "index" else page.parts
    parts = (safe_name(part) for part in folders)
    return "/".join(_short(part) for part in parts if part) or "index"


def _short(name: str) -> str:
    if len(name.encode()) <= LONGEST:
        return name
    from hashlib import sha256

    return name.encode()[:LONGEST].decode(errors="ignore") + "-" + sha256(name.encode()).hexdigest()[:8]
