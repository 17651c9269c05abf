"""Globs over paths with ``/``: ``*`` stays inside a folder, ``**/`` is any number of folders, ``{a,b}`` either."""

from __future__ import annotations

import re
from functools import cache

_TOKEN = re.compile(r"\*\*/|\*\*|\*|\?|\[[!^]?[^\]]+\]|\{[^{}]*\}|.", re.DOTALL)


def translate(pattern: str) -> str:
    """Return the pattern as a regular expression. A ``*`` at the start of a name takes no hidden file."""
    out = []
    at_start = True
    for token in _TOKEN.findall(pattern):
        visible = r"(?!\.)" if at_start else ""
        if token == "**/":  # noqa: S105 - a glob, not a password
            out.append(r"(?:(?!\.)[^/]+/)*")
        elif token == "**":  # noqa: S105
            out.append(r"(?:(?!\.)[^/]+/)*(?!\.)[^/]+")
        elif token == "*":  # noqa: S105
            out.append(visible + r"[^/]*")
        elif token == "?":  # noqa: S105
            out.append(visible + r"[^/]")
        elif token[0] == "[" and len(token) > 1:
            inside = token[1:-1].replace("\\", r"\\")
            out.append("[" + ("^" + inside[1:] if inside[0] in "!^" else inside) + "]")
        elif token[0] == "{" and len(token) > 1:
            out.append("(?:" + "|".join(translate(part) for part in token[1:-1].split(",")) + ")")
        else:
            out.append(re.escape(token))
        at_start = token[-1] == "/"
    return "".join(out)


@cache
def matcher(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Return one expression for ``fullmatch`` against any of the patterns."""
    return re.compile("|".join(translate(pattern) for pattern in patterns) if patterns else r"(?!)", re.DOTALL)


@cache
def ignorer(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Return one expression for ``match`` of a path that is, or lies below, one of the patterns.

    A bare name counts at any depth; what has a ``/`` is a path or a glob from the root.
    """
    parts = []
    for pattern in patterns:
        bare = pattern.strip("/")
        parts.append(translate(bare) if "/" in bare else r"(?:.*/)?" + translate(bare))
    return re.compile(rf"(?:{'|'.join(parts)})(?:/|\Z)" if parts else r"(?!)", re.DOTALL)
