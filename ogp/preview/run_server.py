"""Binds a local port and serves the preview on it until Ctrl-C."""

from __future__ import annotations

import contextlib
import socket
import sys
import threading
import webbrowser
from typing import TYPE_CHECKING, Final

import uvicorn

from ogp.errors import ConfigError
from ogp.preview.app import Preview
from ogp.preview.session import PreviewSession

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import FrameType

HOST: Final = "127.0.0.1"
"""Nobody else's machine is served: drafts are nobody else's business."""
PORT: Final = 8765
TRIES: Final = 50


def run(root: Path, port: int | None, *, open_page: bool, say: Callable[[str], None]) -> int:
    """Serve the site's page; return the exit code. Raises ConfigError where there is no port to be had."""
    listener = bind(port)
    address = f"http://{HOST}:{listener.getsockname()[1]}/"
    preview = Preview(PreviewSession(root), say)
    settings = uvicorn.Config(
        preview.app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,  # a listing that is being made when Ctrl-C comes
    )
    say(f"previewing {root} at {address}; stop with Ctrl-C")
    if open_page:
        # The listener takes the connection already. In a thread, for a browser in a terminal holds whoever opens it.
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt):  # uvicorn raises it again when all is closed: that is how this ends
        _Server(settings, preview).run(sockets=[listener])
    return 0


def bind(port: int | None) -> socket.socket:
    """Return a socket that listens on ``port``, or on the first free one from 8765 on. Raises ConfigError."""
    ports = range(PORT, PORT + TRIES) if port is None else (port,)
    for number in ports:
        listener = socket.socket()
        if sys.platform != "win32":  # there it would take a port from under another program
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, number))
            listener.listen(128)
        except OSError as error:
            listener.close()
            reason = error.strerror or str(error)
        else:
            return listener
    if port is None:
        raise ConfigError("E_CONFIG", f"no port from {PORT} to {ports[-1]} is free ({reason})", "name one: --port N")
    raise ConfigError("E_CONFIG", f"--port {port} cannot be had: {reason}", "name another, or none for the next free")


class _Server(uvicorn.Server):
    """A server that tells the open pages to hang up first: their streams never end by themselves."""

    def __init__(self, config: uvicorn.Config, preview: Preview) -> None:
        super().__init__(config)
        self.preview = preview

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.preview.changes.close()
        super().handle_exit(sig, frame)
