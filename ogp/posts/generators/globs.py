"""Globs over paths with ``/``: ``*`` stays inside a folder, ``**/`` is any number of folders, ``{a,b}`` either."""

from __future__ import annotations

import re

from ogp.errors import ConfigError

_TOKEN = re.compile(r"(?:\*\*/)+|\*\*|\*|\?|\[[!^]?\]?[^\]]*\]|\{[^{}]*\}|/|.", re.DOTALL)
MOST_DEEP = 4
"""``**`` in one pattern: matching takes the depth of a path to their number."""
MOST_STARS = 3
"""``*`` inside ``{…}``, where they cannot be matched one after the other; likewise."""


def translate(pattern: str) -> str:
    """Return the pattern as a regular expression. A ``*`` at the start of a name takes no hidden file.

    Raises ConfigError for a pattern that is none, or that would take minutes to match.
    """
    tokens = _TOKEN.findall(pattern)
    braced = [token for token in tokens if token[0] == "{"]
    deep = sum(token.startswith("**") for token in tokens) + "".join(braced).count("**")
    if deep > MOST_DEEP or "".join(braced).count("*") > MOST_STARS:
        raise _error(pattern, f"at most {MOST_DEEP} ** are allowed, and {MOST_STARS} * inside braces")
    names: list[list[str]] = [[]]
    out = []
    for token in tokens:
        if token.endswith("/"):
            out.append(_name(names[-1]) + (r"(?:(?!\.)[^/]+/)*" if token[0] == "*" else "/"))
            names.append([])
        else:
            names[-1].append(token)
    found = "".join(out) + _name(names[-1])
    try:
        re.compile(found)
    except re.error as error:
        raise _error(pattern, str(error)) from None
    return found


def _name(tokens: list[str]) -> str:
    """Translate one name of a path.

    What stands between two ``*`` is taken at its first place and not looked for again (an atomic group): a later one
    could not help, and trying them all takes a time that no pattern is worth.
    """
    if not tokens:
        return ""
    hidden = r"(?!\.)" if tokens[0][0] in "*?" else ""
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token == "*":  # noqa: S105 - a glob, not a password
            parts.append([])
        else:
            parts[-1].append(_one(token))
    first, *rest = ("".join(part) for part in parts)
    if not rest:
        return hidden + first
    if any(token[0] == "{" for token in tokens):  # of no fixed length
        return hidden + "[^/]*".join((first, *rest))
    return hidden + first + "".join(f"(?>[^/]*?{part})" for part in rest[:-1]) + f"[^/]*{rest[-1]}"


def _one(token: str) -> str:
    if token == "**":  # noqa: S105 - likewise
        return r"(?:(?!\.)[^/]+/)*(?!\.)[^/]+"
    if token == "?":  # noqa: S105
        return "[^/]"
    if token[0] == "[" and len(token) > 1:
        inside = re.sub(r"([\\\[\]^&~|])", r"\\\1", token[1:-1].lstrip("!^") or token[1:-1])
        return "[" + "^" * (token[1] in "!^" and len(token) > 3) + inside + "]"  # noqa: PLR2004 - more than the mark
    if token[0] == "{" and len(token) > 1:
        return "(?:" + "|".join(translate(part) for part in token[1:-1].split(",")) + ")"
    return re.escape(token)


def _error(pattern: str, problem: str) -> ConfigError:
    return ConfigError("E_CONFIG", f"{pattern[:80]!r} is no glob: {problem}", "* ? [a-z] {a,b} and **/ have a meaning")


def matcher(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Return one expression for ``fullmatch`` against any of the patterns."""
    return re.compile("|".join(translate(pattern) for pattern in patterns) if patterns else r"(?!)", re.DOTALL)


def ignorer(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Return one expression for ``match`` of a path that is, or lies below, one of the patterns.

    A bare name counts at any depth; what has a ``/`` is a path or a glob from the root.
    """
    parts = []
    for pattern in patterns:
        bare = pattern.strip("/")
        parts.append(translate(bare) if "/" in bare else r"(?:.*/)?" + translate(bare))
    return re.compile(rf"(?:{'|'.join(parts)})(?:/|\Z)" if parts else r"(?!)", re.DOTALL)
