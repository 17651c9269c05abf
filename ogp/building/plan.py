"""Plan: which posts there are, which card each wants, and which of the cards are missing or stale. Draws nothing."""

from __future__ import annotations

import os
import stat
import unicodedata
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ogp import provenance
from ogp.building import report
from ogp.building.scan_index import stamp
from ogp.digest import digest
from ogp.errors import OgpError, foreign, internal
from ogp.images.files import locate
from ogp.images.files import read as read_picture
from ogp.project.config import Appearance

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator

    from ogp.building.report import Row
    from ogp.building.scan_index import Index, Stamp
    from ogp.card import Card
    from ogp.posts.reader import Post
    from ogp.project.project import Project
    from ogp.store.store import Store


PICTURE_OF_ITS_OWN = "it has a picture of its own"


@dataclass(frozen=True, slots=True)
class RenderJob:
    """A card to be rendered. Small and picklable: it travels to a worker.

    state: ``missing`` or ``stale``; in a survey also ``fresh``. post: the post's stamp when it was read.
    adds_image: the image to write into a post that names none, or ``""``. adopts: a file at ``output`` that ogp did not
    make may be replaced.
    """

    file: str
    card: Card
    appearance: Appearance
    output: str
    fingerprint: str
    state: str
    post: Stamp = (0, 0)
    adds_image: str = ""
    adopts: bool = False


@dataclass(frozen=True, slots=True)
class UpToDate:
    """A post whose card is what it should be. post: its stamp when it was read; None if the index knew it."""

    file: str
    output: str
    post: Stamp | None
    row: Row


@dataclass(frozen=True, slots=True)
class NoCard:
    """A post that has no card to be made: skipped, or wrong."""

    file: str
    row: Row


PostPlan = RenderJob | UpToDate | NoCard


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """What decides of a post beside its site. Small and picklable: it travels to a worker.

    adopt: globs of foreign files that may be taken over, beside the configuration's. force: fresh cards are made anew.
    survey: fresh cards are jobs too, of that state, for who wants to show them all.
    """

    now: dt.datetime
    adopt: tuple[str, ...] = ()
    force: bool = False
    write_back: bool = True
    survey: bool = False


def plan(
    project: Project,
    files: Iterable[str],
    index: Index,
    terms: PlanOptions,
    *,
    full_rows: bool = True,
    read: Callable[[list[str], PlanOptions], Iterator[PostPlan]] | None = None,
    foresee: Callable[[RenderJob], None] = lambda _: None,
) -> list[PostPlan]:
    """Return one step for each file, in order. Reads posts and pictures, writes nothing.

    full_rows: what the index knows to be fresh has its whole row, not only its name. read: gives the steps of the files
    that the index does not know; without it they are read here, one by one. foresee: is told of each job as soon as it
    is known, though another may yet turn out to claim the same card.
    """
    files = list(files)
    known: dict[str, PostPlan] = {}
    if not terms.force:
        known = {file: fresh for file in files if (fresh := _known(project, index, file, full_rows))}
    others = [file for file in files if file not in known]
    found = read(others, terms) if read else (step_of(project, file, terms) for file in others)
    steps: list[PostPlan] = []
    for file in files:
        step = known.get(file) or next(found)
        steps.append(step)
        if isinstance(step, RenderJob):
            foresee(step)
    return list(without_collisions(steps))


def _known(project: Project, index: Index, file: str, full_rows: bool) -> UpToDate | None:  # noqa: FBT001
    """Return what the index knows of a post, if it and its card are as they were."""
    root = project.config.root
    entry = index.get(file, stamp(f"{root}/{file}") or (0, 0))
    if entry is None or entry.image != stamp(f"{root}/{entry.output}"):
        return None
    row = index.row(file) if full_rows else report.Row(file=report.display_name(file), status="unchanged")
    if row is None:
        return None
    index.keep(file, entry)
    return UpToDate(file, entry.output, None, row)


def step_of(project: Project, file: str, terms: PlanOptions) -> PostPlan:
    """Read a post and look at its card; whatever is wrong with it is its row."""
    try:
        return _step(project, file, terms)
    except OgpError as error:
        if error.code == "E_IMAGE_FOREIGN" and project.config.foreign == "skip":
            return NoCard(
                file, report.Row(file=report.display_name(file), status="skipped", message=PICTURE_OF_ITS_OWN)
            )
        return NoCard(file, report.error_row(file, error.at(file=report.display_name(file))))
    except Exception as error:
        if os.environ.get("OGP_DEBUG"):
            raise
        return NoCard(file, report.error_row(file, internal(error)))


def _step(project: Project, file: str, terms: PlanOptions) -> PostPlan:
    from ogp.posts.reader import Skip, read

    path = f"{project.config.root}/{file}"
    post_stamp = stamp(path) or (0, 0)
    raw, size = _head(path, project.config.root)
    post = read(raw, file, project.site, now=terms.now, size=size, body_fields=project.body_fields)
    if isinstance(post, Skip):
        return NoCard(file, report.Row(file=report.display_name(file), status="skipped", message=post.reason))
    return _job(project, post, post_stamp, terms)


def _job(project: Project, post: Post, post_stamp: Stamp, terms: PlanOptions) -> PostPlan:
    output = str(post.target)
    config = project.config
    card = replace(
        post.card,
        cover="" if post.card.cover == output else post.card.cover,  # a card is not its own cover
        logo=post.card.logo or config.logo,
        author=post.card.author or config.author,
    )
    appearance = project.appearance(card, Appearance(post.template, post.palette, post.size).without_path())
    suffix = post.target.suffix.lower()
    fingerprint = project.fingerprint(card, appearance, picture_digests(project, card, appearance), suffix)
    adopts = adoptable(output, (*config.adopt, *terms.adopt))
    state = state_of(project.store, output, fingerprint, adopts=adopts)
    if state == "fresh" and terms.force:
        state = "stale"
    adds = post.image_url if post.writes_back and terms.write_back else ""
    if state == "fresh" and not adds and not terms.survey:
        size = project.template(appearance.template).sizes[appearance.size]
        count = (config.root / output).stat().st_size
        row = report.card_row(post.file, "unchanged", card, output, (size.width, size.height), count)
        return UpToDate(post.file, output, post_stamp, row)
    return RenderJob(post.file, card, appearance, output, fingerprint, state, post_stamp, adds, adopts)


def adoptable(output: str, adopt: Iterable[str]) -> bool:
    """Whether a file at ``output`` may be taken over by these globs."""
    return any(fnmatchcase(output, glob.lstrip("/")) for glob in adopt)


def state_of(store: Store, output: str, fingerprint: str, *, adopts: bool) -> str:
    """Return whether the card at ``output`` is ``missing``, ``stale`` or ``fresh``.

    adopts: what ogp did not make may be taken over. Raises OgpError: E_IMAGE_FOREIGN where it may not, E_IMAGE_PATH
    for a link or what is no file.
    """
    data = store.read(PurePosixPath(output), provenance.MAX_BYTES)  # what is larger is no card of ours
    if data is None:
        return "missing"
    mark = provenance.read_mark(data)
    if mark is not None and mark.owned:
        return "fresh" if mark.fingerprint == fingerprint else "stale"
    if adopts:
        return "stale"
    raise foreign(output)


def picture_digests(project: Project, card: Card, appearance: Appearance) -> tuple[str, ...]:
    """Return digests of the pictures that the card itself names and its template shows. Raises OgpError (E_ASSET)."""
    from ogp.template import model

    result = []
    for layer in project.template(appearance.template).layers[appearance.size]:
        if not isinstance(layer, model.PictureLayer) or layer.kind != "field" or not layer.when.holds(card):
            continue
        if name := layer.source.fill(card):
            path = locate(name, project.config.root, project.site.static)
            result.append(digest([(name, read_picture(path, name))]))
    return tuple(result)


_OPEN = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)  # a pipe must not hang the build


def _head(path: str, root: Path) -> tuple[bytes, int]:
    """Return a post's first 64 KiB and a little more, and its size: the body is not looked at."""
    from ogp.posts.frontmatter.split import FRONT_MATTER_CAP

    try:
        if os.path.islink(path) and not Path(os.path.realpath(path)).is_relative_to(root):  # noqa: PTH114
            raise OgpError("E_ENCODING", "is a link that leads outside the site", "put the post itself there")
        with os.fdopen(os.open(path, _OPEN), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise OgpError("E_ENCODING", "is not a regular file", "a post is a file of text")
            return file.read(FRONT_MATTER_CAP + 4096), status.st_size
    except OSError as error:
        raise OgpError("E_ENCODING", f"cannot be read: {error.strerror}", "check the file's permissions") from None


def without_collisions(steps: list[PostPlan]) -> Iterator[PostPlan]:
    """Turn every step whose card's path another post claims too into an error: none of them is written.

    Paths are the same if they differ in case and Unicode form at most: on macOS and Windows they are one file.
    """
    owners: dict[str, list[str]] = {}
    for step in steps:
        if isinstance(step, (RenderJob, UpToDate)):
            owners.setdefault(_folded(step.output), []).append(step.file)
    for step in steps:
        if isinstance(step, (RenderJob, UpToDate)) and len(owners[_folded(step.output)]) > 1:
            claimed = owners[_folded(step.output)]
            others = [report.display_name(file) for file in claimed[:4] if file != step.file] or [
                "a row of the same id"
            ]
            message = f"{step.output} is the card of {', '.join(others[:3])} too"
            error = OgpError("E_IMAGE_COLLISION", message, "give each its own image; or {path} in pattern").at(
                key="image"
            )
            yield NoCard(step.file, report.error_row(step.file, error))
        else:
            yield step


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
