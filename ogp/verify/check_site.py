"""Run: the pipeline of `ogp check`, and all of its reading: read the heads, find the cards, judge."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ogp.errors import ConfigError
from ogp.verify import page_head as heads
from ogp.verify import rules, urls
from ogp.verify.card_files import Images
from ogp.verify.model import Finding, ImageReference, Page, PageHead

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ogp.verify.urls import Base

SUFFIXES = (".html", ".htm")
USUAL = ("_site", "public", "site", "output", "dist", "build/html", "_build/html", "build")
"""Where generators build to: Jekyll, Hugo, MkDocs, Pelican, Astro, Sphinx."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found: every page that was judged, by path; how many were not; where the site is served."""

    pages: tuple[Page, ...]
    skipped: int
    base: Base | None
    seconds: float


def check(site: Path, base: Base | None, *, demanded: bool, ignored: frozenset[str]) -> Outcome:
    """Check the site built into the folder ``site``.

    base:     where it is served; None: guessed from what the pages say.
    demanded: every page must have a card, also where it does not look like an article.
    ignored:  codes that are not wanted.
    Raises ConfigError if ``site`` is no folder with pages in it.
    """
    started = time.perf_counter()
    read = {path: problem or _head(site, path) for path, problem in sorted(_walk(site))}
    if not read:
        raise ConfigError("E_CONFIG", f"{site} has no HTML in it", suggest_folder(site))
    there = {path: head for path, head in read.items() if isinstance(head, PageHead) and _counts(path, head)}
    base = base or urls.guess(there.items())
    images = Images(os.fspath(site))
    pages = {path: _page(path, head, base, images, demanded=demanded) for path, head in there.items()}
    for page, finding in list(rules.shared(pages.values())):
        pages[page.path] = replace(pages[page.path], findings=(*pages[page.path].findings, finding))
    for path, head in read.items():
        if isinstance(head, Finding):
            pages[path] = Page(path, PageHead({}), findings=(head,))
    judged = tuple(_without(pages[path], ignored) for path in sorted(pages))
    return Outcome(judged, len(read) - len(judged), base, time.perf_counter() - started)


def _page(path: str, head: PageHead, base: Base | None, images: Images, *, demanded: bool) -> Page:
    named = tuple(_named(key, url, base, images) for key, url in head.pictures)
    return Page(path, head, named, tuple(rules.judge(head, named, demanded=demanded)))


def _named(key: str, url: str, base: Base | None, images: Images) -> ImageReference:
    """Look up the picture that a page names."""
    place = urls.locate(url, base)
    if place.fault or place.remote:
        return ImageReference(key, url, fault=place.fault, remote=place.remote)
    card = images.find(place.path)
    if place.outside and base is not None:  # another site of the same host, or the classic: baseurl forgotten
        forgotten = f"leaves out {base.prefix}, where the site is served" if card is not None else ""
        return ImageReference(key, url, fault=forgotten, remote=card is None)
    return ImageReference(key, url, card=card)


def _counts(path: str, head: PageHead) -> bool:
    """Whether anybody shares the page."""
    return head.is_shared and path.rpartition("/")[2].lower() != "404.html"


def _without(page: Page, ignored: frozenset[str]) -> Page:
    return (
        replace(page, findings=tuple(item for item in page.findings if item.code not in ignored)) if ignored else page
    )


def _walk(site: Path) -> Iterator[tuple[str, Finding | None]]:
    """The paths of all pages below the site, with ``/``, and those of folders that cannot be read, with the reason.

    No link to a folder is followed: what is inside the site comes anyway.
    """
    folders = [""]
    top = os.path.realpath(site)
    while folders:
        folder = folders.pop()
        try:
            entries = list(os.scandir(site / folder))
        except OSError as error:
            yield folder or ".", _unreadable(error)
            continue
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_dir(follow_symlinks=False):
                folders.append(path)
            elif entry.name.lower().endswith(SUFFIXES) and _is_page(entry, top):
                yield path, None


def _is_page(entry: os.DirEntry[str], top: str) -> bool:
    """Whether it is a file, and one of the site's: a link must not lead out."""
    if not entry.is_symlink():
        return entry.is_file(follow_symlinks=False)
    real = Path(os.path.realpath(entry.path))
    return real.is_relative_to(top) and real.is_file()


def _head(site: Path, path: str) -> PageHead | Finding:
    """What a page's head says, or why it cannot be read."""
    try:
        with (site / path).open("rb") as file:
            data = file.read(heads.FIRST_BYTES)
            if len(data) == heads.FIRST_BYTES and heads.head_end(data) < 0:
                data += file.read(heads.MOST_BYTES - len(data))
    except OSError as error:
        return _unreadable(error)
    return heads.parse(data)


def _unreadable(error: OSError) -> Finding:
    return Finding("E_PAGE", "", f"cannot be read: {error.strerror}", "see to its permissions, or remove it")


def suggest_folder(site: Path) -> str:
    """Which folder was meant, perhaps."""
    found = [name for name in USUAL if (site / name).is_dir()] or [name for name in USUAL if Path(name).is_dir()]
    meant = f"perhaps {found[0]}" if found else f"such as {', '.join(USUAL[:4])}"
    return f"name the folder that the site is built into, {meant}"
