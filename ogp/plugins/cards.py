"""Renders the cards of a site generator's pages into a cache folder; what all plugins share."""

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

from ogp.errors import OgpError
from ogp.message_text import log_line
from ogp.posts.target import is_remote, safe_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ogp.building.report import Row

FOLDER = "assets/ogp"
"""Folder of the built site, for cards of pages that name no image."""
CACHE_FOLDER = ".ogp/cards"
"""Where cards are kept between builds, below the folder of the generator's configuration."""
MAX_NAME_BYTES = 180
"""A name made from a page's path is no longer, so that a card's name fits on every file system."""
APPEARANCE_KEYS = ("template", "palette", "size")
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|br|cite|code|del|em|i|ins|kbd|mark|q|ruby|rb|s|samp|small|span|strong|sub|sup|tt|u|var)\b[^>]*>"
)
_RUBY_TEXT = re.compile(r"<(rt|rp)\b[^>]*>.*?</\1>")


@dataclass(frozen=True)
class PluginPage:
    """A page that gets a card.

    path:   its path in the built site, which names the page and its card.
    source: the file that its author wrote, for messages.
    image:  the picture that its author named, or ``""``.
    fields: title, date and the like, as a manifest's row has them.
    meta:   the page's front matter, with other fields for templates; ``ogp`` says how the card looks.
    """

    path: str
    source: str
    image: str
    fields: Mapping[str, Any]
    meta: Mapping[str, Any]

    def manifest_row(self, row_id: str) -> dict[str, Any]:
        """The page as a row of the manifest for `ogp render`."""
        own = self.meta.get("ogp")
        appearance = {name: str(own[name]) for name in APPEARANCE_KEYS if name in own} if isinstance(own, dict) else {}
        others = {name: str(value) for name, value in self.meta.items() if isinstance(value, (str, int, float))}
        for name in (*APPEARANCE_KEYS, "output"):
            others.pop(name, None)
        output = self.image.lstrip("/") or f"{FOLDER}/{_safe_path(self.path)}.png"
        return {**others, **appearance, **self.fields, "id": row_id, "output": output}


@dataclass
class PluginCards:
    """The cards of one build.

    folder:   where they are.
    rows:     the rows of the report, by the pages' paths.
    problems: lines for the generator's log.
    failed:   the number of cards that could not be made.
    """

    folder: Path
    rows: dict[str, Row] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    failed: int = 0

    def copy_to(self, out: Path) -> None:
        """Copy the cards into the built site at ``out``; a file with the same bytes is not touched."""
        for row in self.rows.values():
            source, target = self.folder / row["output"], out / row["output"]
            if not target.is_file() or not filecmp.cmp(source, target, shallow=False):
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)


def render_cards(root: Path, pages: Iterable[PluginPage]) -> PluginCards:
    """Render the cards that are missing or stale in the cache folder of the site at ``root``.

    What is wrong with a page or the configuration is in the result's ``problems``: whether it ends the generator's
    build is for the plugin to decide.
    """
    from ogp.building import render_manifest
    from ogp.building.build import BuildOptions
    from ogp.project import config
    from ogp.project.project import Project
    from ogp.store.cache_folder import create_cache_folder

    cards = PluginCards(root / CACHE_FOLDER)
    # The ids are numbers: paths may have characters that a manifest's ids may not.
    by_id = {str(number): page for number, page in enumerate(pages)}
    lines = [json.dumps(page.manifest_row(row_id)) for row_id, page in by_id.items()]
    # A live-reloading server has threads, and a process with threads must not be forked.
    options = BuildOptions(write_back=False, jobs=0 if threading.active_count() == 1 else 1)
    try:
        create_cache_folder(root)
        project = Project.open(config.load(root))
        result = render_manifest.render(project, "\n".join(lines).encode(), cards.folder, options, lambda *_: None)
    except OgpError as error:
        return PluginCards(cards.folder, problems=[log_line(str(error))], failed=1)
    for row in result.rows:
        page = by_id[row["id"]]
        if row["status"] == "error":
            cards.failed += 1
            cards.problems.append(log_line(f"{page.source}: {row['code']} {row['message']}"))
            continue
        cards.rows[page.path] = row
        cards.problems.extend(log_line(f"{page.source}: {item['message']}") for item in row.get("warnings", ()))
    return cards


def wants_card(image: str, exists: Callable[[str], bool]) -> bool:
    """Whether to make a card for a page whose author named the picture ``image``, or none (``""``).

    A picture on another server, or one that exists in the site, is the author's own.
    """
    return not image or not (is_remote(image) or exists(image.lstrip("/")))


def is_strict(setting: bool | None) -> bool:  # noqa: FBT001 - a setting of the user's
    """Whether a card that cannot be made fails the build: as the user set it, else where nobody reads warnings (CI)."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false") if setting is None else setting


def plain_text(title: object) -> str:
    """The text of a title that the generator gives as HTML. Only inline tags are removed: ``Vec<T>`` stays."""
    return html.unescape(_INLINE_TAG.sub("", _RUBY_TEXT.sub("", str(title)))).strip()


def manifest_date(date: object) -> str:
    """A date, a text, or a mapping with ``created`` (mkdocs-material's blog) as a manifest's date."""
    if isinstance(date, dict):
        date = date.get("created")
    return date.isoformat()[:10] if hasattr(date, "isoformat") else str(date or "")


def first_of(value: object) -> str:
    """The first of several values, or the only one, as a text; ``""`` for none."""
    if isinstance(value, (list, tuple)):
        value = value[0] if value else ""
    return "" if value is None else str(value)


def _safe_path(path: str) -> str:
    """The path of a page's card without its suffix, made of names that every file system takes."""
    page = PurePosixPath(path).with_suffix("")
    folders = page.parent.parts if page.name == "index" else page.parts
    parts = (safe_name(part) for part in folders)
    return "/".join(_short(part) for part in parts if part) or "index"


def _short(name: str) -> str:
    """The name, shortened to MAX_NAME_BYTES and made unique by a digest if it is longer."""
    if len(name.encode()) <= MAX_NAME_BYTES:
        return name
    from hashlib import sha256

    return name.encode()[:MAX_NAME_BYTES].decode(errors="ignore") + "-" + sha256(name.encode()).hexdigest()[:8]
