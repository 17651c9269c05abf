"""``ogp card``: one card from words given on the command line."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ogp.building.card_plan import plan_card
from ogp.building.plan_types import RenderJob
from ogp.building.worker import Worker
from ogp.card import Card
from ogp.errors import ConfigError, OgpError
from ogp.image_formats import WRITTEN_SUFFIXES
from ogp.posts.parse_date import day
from ogp.provenance import owned
from ogp.store.file_store import Store

if TYPE_CHECKING:
    from ogp.project.config import Appearance
    from ogp.project.project import Project


def render_card(project: Project, fields: dict[str, str], own: Appearance, output: Path, *, force: bool) -> Path:
    """Render ``fields`` to ``output``; return its path. Raises OgpError.

    A file that ogp did not make is not replaced unless ``force``.
    """
    if output.suffix.lower() not in WRITTEN_SUFFIXES:
        raise ConfigError(
            "E_IMAGE_TYPE", f"{output} is not an image that ogp writes", f"use {', '.join(WRITTEN_SUFFIXES)}"
        )
    date = day(fields["date"]) if fields["date"] else None
    cover = _within(fields["cover"], project.config.root)
    card = Card(**{**fields, "date": date, "cover": cover})  # type: ignore[arg-type]  # fields are texts of a Card
    if not card.title.strip():
        raise OgpError("E_TITLE", "the title is empty", "give it a word to show")
    if own.is_path:  # on the command line a path is meant from here
        own = replace(own, template=str(Path(own.template).resolve()))
    if output.exists() and not force and not owned(output):
        cure = "write elsewhere, or replace it with --force"
        raise OgpError("E_IMAGE_FOREIGN", f"{output} was not made by ogp", cure)
    job = RenderJob(output.name, plan_card(project, card, own, output.name), "missing")
    rendered = Worker(project, check=False, output=output.parent).render(job)
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
