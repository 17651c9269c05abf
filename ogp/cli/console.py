"""Console: messages to stderr, data to stdout, a progress bar, annotations for GitHub Actions.

Text from posts is never trusted: control characters are escaped, nothing is read as markup or as a command to a CI
runner, and a terminal that cannot show a character gets an escape for it, not a crash.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Literal, NamedTuple, TextIO

from ogp.message_text import log_json, log_line

MAX_SHOWN = 1000
"""Characters of a line: what is wrong may be a value of a megabyte."""


def prepare() -> None:
    """Make stdout and stderr take any text, in whatever encoding they have; a closed one swallows it."""
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for as long as we run
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def takes_any_text() -> bool:
    """Whether stdout has an encoding of Unicode; else JSON must be ASCII, for Python's own escapes are not JSON's."""
    return sys.stdout.encoding.lower().replace("-", "").startswith("utf")


def _one_line(text: str) -> str:
    """Return ``text`` for the user: harmless, and no longer than somebody reads."""
    return log_line(text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "…")


def data(text: str) -> None:
    """Print a result to stdout, one line."""
    sys.stdout.write(log_line(text) + "\n")


def json_data(text: str) -> None:
    """Print JSON to stdout."""
    sys.stdout.write(log_json(text if text.endswith("\n") else text + "\n"))


def note(text: str) -> None:
    """Print a line for the user to stderr."""
    sys.stderr.write(_one_line(text) + "\n")


def error(text: str) -> None:
    """Print an error."""
    sys.stderr.write(_color(sys.stderr, "31;1", "error") + ": " + _one_line(text) + "\n")


def warning(text: str) -> None:
    """Print a warning."""
    sys.stderr.write(_color(sys.stderr, "33;1", "warning") + ": " + _one_line(text) + "\n")


def _color(stream: TextIO, code: str, text: str) -> str:
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not stream.isatty()
    return text if plain else f"\x1b[{code}m{text}\x1b[0m"


class Place(NamedTuple):
    """Where a problem is: a file (or a manifest row's id) as it is shown, the line from 1, the key."""

    name: str
    line: int | None = None
    key: str | None = None

    def __str__(self) -> str:
        line = f":{self.line}" if self.line is not None else ""
        return f"{self.name}{line}" + (f" [{self.key}]" if self.key is not None else "")


def problem(kind: Literal["error", "warning"], place: Place, code: str, message: str, root: Path | None) -> None:
    """Print an error or a warning, and annotate the file where GitHub shows such.

    root: the folder that the file is relative to, since annotations need its path in the repository; None where
    there is no file.
    """
    (error if kind == "error" else warning)(f"{place}: {code} {message}")
    annotate(kind, place, f"{code} {message}", root)


def annotate(kind: Literal["error", "warning"], place: Place, message: str, root: Path | None) -> None:
    """Print a workflow command under GitHub Actions; every part is escaped, so that no title can forge one."""
    if os.environ.get("GITHUB_ACTIONS") != "true" or root is None:
        return
    line = f",line={place.line}" if place.line is not None else ""
    path = os.path.relpath(root / place.name, os.environ.get("GITHUB_WORKSPACE") or root)
    file = log_line(path.replace(os.sep, "/")).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    sys.stderr.write(f"::{kind} file={file}{line}::{log_line(message).replace('%', '%25')}\n")


class Bar:
    """A progress line with rate and time left, on a terminal; silent elsewhere."""

    def __init__(self, *, quiet: bool) -> None:
        """Shown only if stderr is a terminal and the user wants to see it."""
        self.on = not quiet and sys.stderr.isatty() and not os.environ.get("CI")
        self.started = time.monotonic()
        self.shown = 0.0

    def show(self, done: int, total: int) -> None:
        """Redraw at most ten times a second."""
        now = time.monotonic()
        if not self.on or (now - self.shown < 0.1 and done < total):  # noqa: PLR2004 - ten times a second
            return
        self.shown = now
        rate = done / max(now - self.started, 1e-6)
        left = (total - done) / rate if rate else 0
        sys.stderr.write(f"\r\x1b[K{done}/{total} cards  {rate:.0f}/s  {left:.0f} s left")
        if done == total:
            self.clear()

    def clear(self) -> None:
        """Remove the line."""
        if self.on:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
