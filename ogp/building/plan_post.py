"""Plans a post: is its card missing, stale or up to date? Finds cards that claim one path. Draws nothing."""

from __future__ import annotations

import os
import stat
import unicodedata
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from ogp.building import report
from ogp.building.card_plan import plan_card, state_of, unchanged_row
from ogp.building.plan_types import NoCard, RenderJob, UpToDate
from ogp.building.scan_index import stamp
from ogp.errors import OgpError, explained
from ogp.message_text import display_name
from ogp.project.config import Appearance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ogp.building.plan_types import PlanOptions, PostPlan
    from ogp.building.scan_index import Index, Stamp
    from ogp.posts.reader import Post
    from ogp.project.project import Project

PICTURE_OF_ITS_OWN = "it has a picture of its own"


def plan_post(project: Project, file: str, options: PlanOptions) -> PostPlan:
    """Read a post and look at its card; whatever is wrong with it is its row."""
    try:
        return _plan_post(project, file, options)
    except Exception as error:  # noqa: BLE001 - one post's surprise must not take the others with it
        told = explained(error)
        name = display_name(file)
        if told.code == "E_IMAGE_FOREIGN" and project.config.foreign == "skip":
            return NoCard(file, report.Row(file=name, status="skipped", message=PICTURE_OF_ITS_OWN))
        return NoCard(file, report.error_row(file, told.at(file=name)))


def _plan_post(project: Project, file: str, options: PlanOptions) -> PostPlan:
    from ogp.posts.reader import Skip, read

    path = f"{project.config.root}/{file}"
    post_stamp = stamp(path) or (0, 0)
    raw, size = _head(path, project.config.root)
    post = read(raw, file, project.site, now=options.now, size=size, body_fields=project.body_fields)
    if isinstance(post, Skip):
        return NoCard(file, report.Row(file=display_name(file), status="skipped", message=post.reason))
    return _plan_card_of(project, post, post_stamp, options)


def _plan_card_of(project: Project, post: Post, post_stamp: Stamp, options: PlanOptions) -> PostPlan:
    output = str(post.target)
    card = replace(post.card, cover="" if post.card.cover == output else post.card.cover)  # it is not its own cover
    plan = plan_card(project, card, Appearance(post.template, post.palette, post.size).without_path(), output)
    adopts = _is_adoptable(output, (*project.config.adopt, *options.adopt))
    state = state_of(plan, project.store, adopts=adopts)
    if state == "fresh" and options.force:
        state = "stale"
    adds_image = post.image_url if post.writes_back and options.write_back else ""
    if state == "fresh" and not adds_image and not options.survey:
        return UpToDate(post.file, output, post_stamp, unchanged_row(project, post.file, plan, project.store))
    return RenderJob(post.file, plan, state, post_stamp, adds_image, adopts)


def _is_adoptable(output: str, globs: Iterable[str]) -> bool:
    return any(fnmatchcase(output, glob.lstrip("/")) for glob in globs)


def from_index(project: Project, index: Index, file: str, *, full_row: bool) -> UpToDate | None:
    """Return what the index knows of a post, if it and its card are as they were. Reads neither of them.

    full_row: with the whole row of the report, not only the name.
    """
    root = project.config.root
    entry = index.get(file, stamp(f"{root}/{file}") or (0, 0))
    if entry is None or entry.image != stamp(f"{root}/{entry.output}"):
        return None
    row = index.row(file) if full_row else report.Row(file=display_name(file), status="unchanged")
    if row is None:
        return None
    index.keep(file, entry)
    return UpToDate(file, entry.output, None, row)


_OPEN = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)  # a pipe must not hang the build


def _head(path: str, root: Path) -> tuple[bytes, int]:
    """Return a post's first 64 KiB and a little more, and its size: the body is not looked at."""
    from ogp.posts.frontmatter.split import MAX_FRONT_MATTER

    try:
        if os.path.islink(path) and not Path(os.path.realpath(path)).is_relative_to(root):  # noqa: PTH114
            raise OgpError("E_ENCODING", "is a link that leads outside the site", "put the post itself there")
        with os.fdopen(os.open(path, _OPEN), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise OgpError("E_ENCODING", "is not a regular file", "a post is a file of text")
            return file.read(MAX_FRONT_MATTER + 4096), status.st_size
    except OSError as error:
        raise OgpError("E_ENCODING", f"cannot be read: {error.strerror}", "check the file's permissions") from None


def without_collisions(plans: list[PostPlan]) -> Iterator[PostPlan]:
    """Turn every plan whose card's path another post claims too into an error: none of these cards is written.

    Paths are the same if they differ in case and Unicode form at most: on macOS and Windows they are one file.
    """
    owners: dict[str, list[str]] = {}
    for plan in plans:
        if isinstance(plan, (RenderJob, UpToDate)):
            owners.setdefault(_folded(plan.output), []).append(plan.file)
    for plan in plans:
        if isinstance(plan, (RenderJob, UpToDate)) and len(owners[_folded(plan.output)]) > 1:
            yield _collision(plan, owners[_folded(plan.output)])
        else:
            yield plan


def _collision(plan: RenderJob | UpToDate, claimants: list[str]) -> NoCard:
    others = [display_name(file) for file in claimants[:4] if file != plan.file] or ["a row of the same id"]
    message = f"{plan.output} is the card of {', '.join(others[:3])} too"
    error = OgpError("E_IMAGE_COLLISION", message, "give each its own image; or {path} in pattern")
    return NoCard(plan.file, report.error_row(plan.file, error.at(key="image")))


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
