"""Checks a built site: reads the heads of its pages, finds the cards they name, and applies the rules."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ogp.errors import ConfigError
from ogp.verify import page_head, rules, urls
from ogp.verify.card_files import CardFiles
from ogp.verify.model import Finding, ImageReference, Page, PageHead

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ogp.verify.urls import Base

PAGE_SUFFIXES = (".html", ".htm")
OUTPUT_FOLDERS = ("_site", "public", "site", "output", "dist", "build/html", "_build/html", "build")
"""Where generators build to by default: Jekyll, Hugo, MkDocs, Pelican, Astro, Sphinx."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a check.

    pages:   every page that was checked, by path.
    skipped: the number of pages that were not, as nobody shares them.
    base:    where the site is served, None if its pages do not say.
    seconds: how long the check took.
    """

    pages: tuple[Page, ...]
    skipped: int
    base: Base | None
    seconds: float


def check(site: Path, base: Base | None, *, require_card: bool, ignored: frozenset[str]) -> Outcome:
    """Check the site that was built into the folder ``site``.

    base:         where it is served; None guesses it from what the pages say.
    require_card: every page must have a card, also where it does not look like an article.
    ignored:      codes of findings that are left out.
    Raises ConfigError if there are no pages in ``site``.
    """
    started = time.perf_counter()
    heads = {path: problem or _read_head(site, path) for path, problem in sorted(_walk(site))}
    if not heads:
        raise ConfigError("E_CONFIG", f"{site} has no HTML in it", suggest_folder(site))
    shared = {path: head for path, head in heads.items() if isinstance(head, PageHead) and _is_shared(path, head)}
    base = base or urls.guess_base(shared.items())
    cards = CardFiles(os.fspath(site))
    pages = {path: _check_page(path, head, base, cards, require_card=require_card) for path, head in shared.items()}
    for page, finding in list(rules.shared_cards(pages.values())):
        pages[page.path] = replace(pages[page.path], findings=(*pages[page.path].findings, finding))
    for path, head in heads.items():
        if isinstance(head, Finding):
            pages[path] = Page(path, PageHead({}), findings=(head,))
    checked = tuple(_without(pages[path], ignored) for path in sorted(pages))
    return Outcome(checked, len(heads) - len(checked), base, time.perf_counter() - started)


def _check_page(path: str, head: PageHead, base: Base | None, cards: CardFiles, *, require_card: bool) -> Page:
    images = tuple(_look_up(key, url, base, cards) for key, url in head.image_urls)
    return Page(path, head, images, tuple(rules.judge(head, images, require_card=require_card)))


def _look_up(key: str, url: str, base: Base | None, cards: CardFiles) -> ImageReference:
    """Find the file of a picture that a page names."""
    target = urls.resolve(url, base)
    if target.fault or target.remote:
        return ImageReference(key, url, fault=target.fault, remote=target.remote)
    card = cards.find(target.path)
    if target.outside and base is not None:  # another site of the same host, or Jekyll's baseurl is forgotten
        fault = f"leaves out {base.prefix}, where the site is served" if card is not None else ""
        return ImageReference(key, url, fault=fault, remote=card is None)
    return ImageReference(key, url, card=card)


def _is_shared(path: str, head: PageHead) -> bool:
    """Whether anybody shares the page."""
    return head.is_shared and path.rpartition("/")[2].lower() != "404.html"


def _without(page: Page, ignored: frozenset[str]) -> Page:
    """The page without findings of the codes ``ignored``."""
    findings = tuple(finding for finding in page.findings if finding.code not in ignored)
    return page if len(findings) == len(page.findings) else replace(page, findings=findings)


def _walk(site: Path) -> Iterator[tuple[str, Finding | None]]:
    """The paths of all pages below the site, with ``/``, and those of folders that cannot be read, with the reason.

    No link to a folder is followed: folders inside the site are walked anyway.
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
            elif entry.name.lower().endswith(PAGE_SUFFIXES) and _is_page(entry, top):
                yield path, None


def _is_page(entry: os.DirEntry[str], top: str) -> bool:
    """Whether it is a file of the site: a link must not lead outside."""
    if not entry.is_symlink():
        return entry.is_file(follow_symlinks=False)
    real = Path(os.path.realpath(entry.path))
    return real.is_relative_to(top) and real.is_file()


def _read_head(site: Path, path: str) -> PageHead | Finding:
    """Read the head of a page; the finding if the file cannot be read."""
    try:
        with (site / path).open("rb") as file:
            data = file.read(page_head.FIRST_BYTES)
            if len(data) == page_head.FIRST_BYTES and page_head.head_end(data) < 0:
                data += file.read(page_head.MAX_BYTES - len(data))
    except OSError as error:
        return _unreadable(error)
    return page_head.parse(data)


def _unreadable(error: OSError) -> Finding:
    return Finding("E_PAGE", "", f"cannot be read: {error.strerror}", "see to its permissions, or remove it")


def suggest_folder(site: Path) -> str:
    """The cure for a wrong ``site``: the folder that was probably meant."""
    existing = [name for parent in (site, Path()) for name in OUTPUT_FOLDERS if (parent / name).is_dir()]
    meant = f"perhaps {existing[0]}" if existing else f"such as {', '.join(OUTPUT_FOLDERS[:4])}"
    return f"name the folder that the site is built into, {meant}"
