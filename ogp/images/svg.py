"""Rasterizes SVG: files bundled with ogp in this process, all others in a child process with limits.

resvg aborts when it runs out of memory, overflows its stack on some nests, and can be kept busy for hours by a few
lines of filters or patterns. None of that is an exception that could be caught, so files that did not come with ogp
are drawn by a child process with 1 GiB and two seconds of processor time. That costs 30 ms a file, size and palette;
compiled backgrounds are stored, so a build pays it once.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

MAX_MEMORY = 1024**3
MAX_SECONDS = 2
"""Of processor time, which does not depend on what else the machine does; the heaviest bundled art takes a tenth."""
TIMEOUT = 20.0
"""Seconds of the clock after which a child is killed even if it does nothing."""

_CHILD = Path(__file__).with_name("svg_child.py")
_REFUSED = 3


def draw(svg: str, size: tuple[int, int], css: str, *, trusted: bool) -> bytes:
    """Draw an SVG that `svg_safety.check` let pass, fitted into ``size`` px; return a PNG.

    Raises:
        ValueError: with the reason, where it cannot be drawn.
    """
    if trusted:
        import resvg_py

        png = resvg_py.svg_to_bytes(
            svg_string=svg, width=size[0], height=size[1], style_sheet=css or None, skip_system_fonts=True
        )
        return bytes(png)
    job = {"svg": svg, "width": size[0], "height": size[1], "css": css, "memory": MAX_MEMORY, "seconds": MAX_SECONDS}
    try:
        done = subprocess.run(  # noqa: S603 - our own file, by its full path, no shell
            [sys.executable, "-I", str(_CHILD)],
            input=json.dumps(job).encode("utf-8", "surrogatepass"),
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ValueError("it takes too long to draw; make it simpler") from None
    if done.returncode == _REFUSED:
        raise ValueError(done.stderr.decode("utf-8", "replace").removeprefix("refused: "))
    if done.returncode or not done.stdout:
        raise ValueError("it takes too long or too much memory to draw; make it simpler")
    return done.stdout
