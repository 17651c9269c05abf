"""The preview's HTTP routes (ASGI): the page's files, the list of posts as JSON, cards, a stream of changes.

Nothing of a URL ever becomes a path. All that takes time happens in one thread beside the server's own, one request
after the other, and only so many may wait.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, TypeVar

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from ogp.preview.change_events import ChangeBroadcast, watch
from ogp.preview.security import SecurityMiddleware
from ogp.project.config import Appearance

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.requests import Request

    from ogp.preview.card_cache import ShownCard
    from ogp.preview.session import PreviewSession

T = TypeVar("T")
WAITING: Final = 64
"""Requests that may wait for the thread: a browser sends six at a time."""
FOREVER: Final = "private, max-age=31536000, immutable"
"""A picture's id changes with the picture."""
PAGE: Final = {
    "/": ("index.html", "text/html"),
    "/preview.css": ("preview.css", "text/css"),
    "/preview.js": ("preview.js", "text/javascript"),
}


class Preview:
    """The ASGI application of one preview session."""

    def __init__(self, session: PreviewSession, say: Callable[[str], None]) -> None:
        """``app`` is what a server runs. say: prints a line for the user."""
        self.session = session
        self.say = say
        self.changes = ChangeBroadcast()
        self.waiting = 0
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="ogp-preview")
        routes = [Route(path, partial(self._file, *named)) for path, named in PAGE.items()]
        routes += [
            Route("/favicon.ico", self._nothing),
            Route("/list", self._list),
            Route("/events", self._events),
            Route("/cards/{key}", self._card),
            Route("/cards/{key}/row", self._row),
        ]
        self.app = Starlette(routes=routes, middleware=[Middleware(SecurityMiddleware)], lifespan=self._lifespan)
        self.app.router.redirect_slashes = False  # a path is one of these or none

    @contextlib.asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        watching = asyncio.create_task(watch(self.session.root, self._affects_page, self.changes, self.say))
        first = asyncio.create_task(self._run(self.session.page))  # while the browser starts
        yield
        self.changes.close()
        watching.cancel()
        first.cancel()
        await asyncio.gather(watching, first, return_exceptions=True)
        self.thread.shutdown(wait=False, cancel_futures=True)

    async def _run(self, function: Callable[..., T], *arguments: Any) -> T:  # noqa: ANN401 - whatever it takes
        """Return what a function of the session gives, called in its thread."""
        if self.waiting >= WAITING:
            raise HTTPException(503, "busy; ask again", {"retry-after": "1"})
        self.waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self.thread, function, *arguments)
        finally:
            self.waiting -= 1

    async def _affects_page(self, changed: list[str]) -> bool:
        return await self._run(self.session.affects_page, changed)

    async def _file(self, name: str, kind: str, _: Request) -> Response:
        return Response(files("ogp.preview").joinpath("page", name).read_bytes(), media_type=kind)

    async def _nothing(self, _: Request) -> Response:
        return Response(status_code=204)

    async def _list(self, request: Request) -> Response:
        tried = Appearance(*(request.query_params.get(key, "") for key in ("template", "palette", "size")))
        change = self.changes.count  # before the files are looked at: what changes meanwhile is told again
        return _json({**await self._run(self.session.page, tried), "change": change})

    async def _card(self, request: Request) -> Response:
        shown, status = await self._shown(request)
        if not shown.data:
            return _json(shown.told(status), 422)
        return Response(shown.data, media_type=shown.type, headers={"cache-control": FOREVER})

    async def _row(self, request: Request) -> Response:
        shown, status = await self._shown(request)
        return _json(shown.told(status))

    async def _shown(self, request: Request) -> tuple[ShownCard, str]:
        found = await self._run(self.session.card, request.path_params["key"])
        if found is None:
            raise HTTPException(404, "no such card; list them again")
        return found

    async def _events(self, _: Request) -> Response:
        return StreamingResponse(self.changes.listen(), media_type="text/event-stream")


def _json(value: object, status: int = 200) -> Response:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(text.encode("utf-8", "backslashreplace"), status, media_type="application/json")
