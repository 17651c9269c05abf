"""`ogp preview`: a local web page with every card of the site as it would be now. Nothing is written.

listing.py        posts -> the rows of the page, pure
card_cache.py     a row's id -> its card, rendered when somebody looks at it
session.py        the site as it is at this moment: what the two above are asked about
change_events.py  files that change -> events that reload the open pages
security.py       which requests are answered, and what a browser may do with the answer
app.py            the routes (ASGI)
run_server.py     from a port to a server on it
page/             the page itself: HTML, CSS and JavaScript as they are sent
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from ogp.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NEEDED = ("starlette", "uvicorn", "watchfiles")


def serve(root: Path, port: int | None, *, open_page: bool, say: Callable[[str], None]) -> int:
    """Serve the page until Ctrl-C; return the exit code.

    port: None takes the first free one from 8765 on. say: prints a line for the user.

    Raises ConfigError where the extra is not installed or the port is taken.
    """
    for module in NEEDED:
        if find_spec(module) is None:
            raise ConfigError("E_CONFIG", f"ogp preview needs {module}", "pip install 'ogp-cards[preview]'")
    from ogp.preview.run_server import run

    return run(root, port, open_page=open_page, say=say)
