"""The child process that draws one SVG: a job as JSON on stdin, a PNG on stdout. `ogp.images.svg` starts it.

Run as a file with ``python -I``, so that nothing but resvg is loaded (30 ms) and no environment is trusted.
"""

from __future__ import annotations

import json
import sys


def limit(memory: int, seconds: int) -> None:
    """Have the system end this process when it takes more memory (bytes) or processor time (s) than art needs."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is the only limit
        return
    limits = {resource.RLIMIT_AS: memory, resource.RLIMIT_CPU: seconds, resource.RLIMIT_CORE: 0}
    for kind, value in limits.items():
        try:
            resource.setrlimit(kind, (value, value))
        except (OSError, ValueError):  # macOS knows the limit on memory and does not take it
            continue


def main() -> None:
    """Read the job, draw it, write the PNG; exit with 3 and the reason where resvg refuses."""
    job = json.loads(sys.stdin.buffer.read())
    limit(job["memory"], job["seconds"])
    import resvg_py

    try:
        png = resvg_py.svg_to_bytes(
            svg_string=job["svg"],
            width=job["width"],
            height=job["height"],
            style_sheet=job["css"] or None,
            skip_system_fonts=True,
        )
    except ValueError as error:
        sys.stderr.write(f"refused: {error}")
        sys.exit(3)
    sys.stdout.buffer.write(bytes(png))


if __name__ == "__main__":
    main()
