"""Which requests the preview answers, and the security headers of its answers.

The page shows what is not published yet, and any site that the same browser has open can send requests to a port of
this machine. It must not get an answer it can read: not by a name that it points to 127.0.0.1 (DNS rebinding), not
from a frame, not as a picture or a script of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST: Final = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:[0-9]{1,5})?", re.IGNORECASE | re.ASCII)
"""Any port: the page may be looked at through a tunnel (``ssh -L``, an editor's). An attacker has another name."""
METHODS: Final = ("GET", "HEAD")
HEADERS: Final = {
    "content-security-policy": "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "no-referrer",
}


class SecurityMiddleware:
    """Wraps an application: refuses foreign requests, and puts the same headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        """``app`` is asked only what may be asked."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        refused = _refusal(scope["method"], Headers(scope=scope))
        await (refused or self.app)(scope, receive, guarded)


def _refusal(method: str, headers: Headers) -> PlainTextResponse | None:
    """Return the answer to a request that is not one of the page's, None if it is."""
    hosts = headers.getlist("host")
    if len(hosts) != 1 or HOST.fullmatch(hosts[0]) is None:
        return PlainTextResponse("ogp preview answers to 127.0.0.1 and localhost only\n", 421)
    if method not in METHODS:
        return PlainTextResponse("ogp preview shows and changes nothing\n", 405, {"allow": ", ".join(METHODS)})
    if headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-mode") != "navigate":
        return PlainTextResponse("ogp preview answers to its own page only\n", 403)
    return None
