"""``ogp build --watch``: build again after every change in the site, until interrupted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ogp.cli import console
from ogp.errors import OgpError, internal
from ogp.image_formats import WRITTEN_SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Callable

    from ogp.cli.build import BuildArgs

IGNORED = (".ogp", "_site", ".git", "node_modules", ".jekyll-cache", "public", "output")
WRITTEN = (*WRITTEN_SUFFIXES, ".tmp")


def watch(run: BuildArgs, build: Callable[[BuildArgs], int]) -> int:
    """Call ``build`` now and after every change; return the last exit code.

    Images are not watched, since the build writes them; an image line it adds is one change, and the build after it
    finds nothing to do.
    """
    import watchfiles

    written = str(run.report.resolve()) if run.report else ""

    def wanted(_change: watchfiles.Change, path: str) -> bool:
        if path == written:
            return False
        parts = path[len(str(run.root)) :].replace("\\", "/").split("/")
        return not any(part in IGNORED for part in parts) and not path.lower().endswith(WRITTEN)

    code = _build(run, build)
    console.note("watching for changes; stop with Ctrl-C")
    for _ in watchfiles.watch(run.root, watch_filter=wanted, raise_interrupt=False):
        code = _build(run, build)
    return code


def _build(run: BuildArgs, build: Callable[[BuildArgs], int]) -> int:
    """Build once; a mistake in the configuration is told, and watching goes on until it is mended."""
    try:
        return build(run)
    except OgpError as error:
        console.error(str(error))
        return 2
    except Exception as error:  # noqa: BLE001 - nor does a mistake of ours end it
        console.error(str(internal(error)))
        return 1
