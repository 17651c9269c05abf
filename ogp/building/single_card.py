"""One card from the command line."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ogp import provenance
from ogp.building.plan import picture_digests
from ogp.building.worker import Worker
from ogp.card import Card
from ogp.errors import ConfigError, OgpError
from ogp.image_formats import WRITTEN_SUFFIXES
from ogp.posts.dates import day
from ogp.store.store import Store

if TYPE_CHECKING:
    from ogp.project.config import Appearance
    from ogp.project.project import Project


def render_one(project: Project, fields: dict[str, str], own: Appearance, output: Path, *, force: bool) -> Path:
    """Render ``fields`` to ``output``; return its path. Raises OgpError.

    A file that ogp did not make is not replaced unless ``force``.
    """
    if output.suffix.lower() not in WRITTEN_SUFFIXES:
        raise ConfigError(
            "E_IMAGE_TYPE", f"{output} is not an image that ogp writes", f"use {', '.join(WRITTEN_SUFFIXES)}"
        )
    site = project.site
    card = Card(
        title=fields["title"],
        category=fields["category"],
        date=day(fields["date"]) if fields["date"] else None,
        author=fields["author"] or project.config.author,
        site=fields["site"] or site.title,
        url=site.url,
        lang=fields["lang"] or site.lang,
        emoji=fields["emoji"],
        cover=_within(fields["cover"], project.config.root),
        logo=project.config.logo,
    )
    if not card.title.strip():
        raise OgpError("E_TITLE", "the title is empty", "give it a word to show")
    if own.is_path:  # on the command line a path is meant from here
        own = replace(own, template=str(Path(own.template).resolve()))
    appearance = project.appearance(card, own)
    suffix = output.suffix.lower()
    if output.exists() and not force:
        mark = provenance.read_mark(output)
        if mark is None or not mark.owned:
            raise OgpError(
                "E_IMAGE_FOREIGN", f"{output} was not made by ogp", "write elsewhere, or replace it with --force"
            )
    pictures = picture_digests(project, card, appearance)
    rendered = Worker(project, check=False, output=output.parent).renderer.file(
        card,
        project.template(appearance.template),
        appearance.palette,
        appearance.size,
        suffix=suffix,
        fingerprint=project.fingerprint(card, appearance, pictures, suffix),
        max_kb=project.config.max_kb,
    )
    output.parent.mkdir(parents=True, exist_ok=True)
    Store(output.parent).write(PurePosixPath(output.name), rendered.data)
    return output


def _within(picture: str, root: Path) -> str:
    """Return a picture, named from where the user is, as its path in the site; one that lies outside is refused."""
    if not picture:
        return ""
    try:
        return os.path.relpath(Path(picture).resolve(), root).replace(os.sep, "/")
    except ValueError:  # on another drive
        raise OgpError("E_ASSET", f"{picture}: lies outside the site", "name a picture inside the site") from None
