"""``ogp build --watch``: build again after every change in the site, until interrupted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ogp.cli import console
from ogp.cli.open_site import opened
from ogp.errors import OgpError, explained
from ogp.image_formats import WRITTEN_SUFFIXES
from ogp.posts.generators.ignored_folders import IGNORED_FOLDERS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WRITTEN = (*WRITTEN_SUFFIXES, ".tmp")
"""Not watched, since a build writes them."""


def watch(root: Path, ignore: Callable[[str], bool], build: Callable[[], int]) -> int:
    """Call ``build`` now and after every change below ``root``; return its last exit code.

    ignore: whether a change of a file, by its path from the root with ``/``, is no reason to build. An image line that
    the build adds is one change, and the build after it finds nothing to do.
    """
    import watchfiles

    def filtered(_change: watchfiles.Change, path: str) -> bool:
        return not ignore(path[len(str(root)) :].replace("\\", "/").lstrip("/"))

    code = _survived(build)
    console.note("watching for changes; stop with Ctrl-C")
    for _ in watchfiles.watch(root, watch_filter=filtered, raise_interrupt=False):
        code = _survived(build)
    return code


def _survived(build: Callable[[], int]) -> int:
    """Build once; a mistake in the configuration is told, and watching goes on until it is mended."""
    try:
        return build()
    except Exception as error:  # noqa: BLE001 - nor does a bug of ours end it
        console.error(str(explained(error)))
        return 2 if isinstance(error, OgpError) else 1


def ignorer(root: Path, report: Path | None) -> Callable[[str], bool]:
    """Return what `watch` shall ignore in the site at ``root``: what no card depends on, and what a build writes."""
    written = str(report.resolve()) if report else ""

    def ignore(file: str) -> bool:
        if file.lower().endswith(WRITTEN) or any(part in IGNORED_FOLDERS for part in file.split("/")):
            return True
        if f"{root}/{file}" == written:
            return True
        try:
            return not opened(root).concerns(file)
        except OgpError:  # its configuration is broken: whatever changes may mend it
            return False

    return ignore
