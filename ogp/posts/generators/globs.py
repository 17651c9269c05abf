"""Globs over paths with ``/``: ``*`` matches inside a name, ``**/`` any number of folders, ``{a,b}`` either."""

from __future__ import annotations

import re

from ogp.errors import ConfigError

_TOKEN = re.compile(r"(?:\*\*/)+|\*\*|\*|\?|\[[!^]?\]?[^\]]*\]|\{[^{}]*\}|/|.", re.DOTALL)
MAX_DOUBLE_STARS = 4
"""``**`` in one pattern: the time that matching takes grows with the depth of a path to the power of their number."""
MAX_BRACED_STARS = 3
"""``*`` inside ``{…}``, where they cannot be matched one after the other: likewise."""


def translate(pattern: str) -> str:
    """Return the pattern as a regular expression. A ``*`` at the start of a name takes no hidden file.

    Raises ConfigError for a pattern that is not valid, or that would take minutes to match.
    """
    tokens = _TOKEN.findall(pattern)
    braced = [token for token in tokens if token[0] == "{"]
    double_stars = sum(token.startswith("**") for token in tokens) + "".join(braced).count("**")
    if double_stars > MAX_DOUBLE_STARS or "".join(braced).count("*") > MAX_BRACED_STARS:
        raise _error(pattern, f"at most {MAX_DOUBLE_STARS} ** are allowed, and {MAX_BRACED_STARS} * inside braces")
    names: list[list[str]] = [[]]
    folders = []
    for token in tokens:
        if token.endswith("/"):
            folders.append(_name_pattern(names[-1]) + (r"(?:(?!\.)[^/]+/)*" if token[0] == "*" else "/"))
            names.append([])
        else:
            names[-1].append(token)
    result = "".join(folders) + _name_pattern(names[-1])
    try:
        re.compile(result)
    except re.error as error:
        raise _error(pattern, str(error)) from None
    return result


def _name_pattern(tokens: list[str]) -> str:
    """Translate one name of a path.

    What is between two ``*`` is matched where it is first found and not looked for again (an atomic group): a later
    match could not help, and trying them all would take too long.
    """
    if not tokens:
        return ""
    hidden = r"(?!\.)" if tokens[0][0] in "*?" else ""
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token == "*":  # noqa: S105 - a glob, not a password
            parts.append([])
        else:
            parts[-1].append(_token_pattern(token))
    first, *rest = ("".join(part) for part in parts)
    if not rest:
        return hidden + first
    if any(token[0] == "{" for token in tokens):  # of no fixed length
        return hidden + "[^/]*".join((first, *rest))
    return hidden + first + "".join(f"(?>[^/]*?{part})" for part in rest[:-1]) + f"[^/]*{rest[-1]}"


def _token_pattern(token: str) -> str:
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
    return ConfigError("E_CONFIG", f"{pattern[:80]!r} is not a valid glob: {problem}", "use * ? [a-z] {a,b} **/")


def compile_globs(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Return an expression whose ``fullmatch`` takes a path that matches any of the patterns."""
    return re.compile("|".join(translate(pattern) for pattern in patterns) if patterns else r"(?!)", re.DOTALL)


def compile_ignores(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Return an expression whose ``match`` takes a path that matches a pattern, or is below a folder that does.

    A bare name counts at any depth; what has a ``/`` is a path or a glob from the root.
    """
    parts = []
    for pattern in patterns:
        bare = pattern.strip("/")
        parts.append(translate(bare) if "/" in bare else r"(?:.*/)?" + translate(bare))
    return re.compile(rf"(?:{'|'.join(parts)})(?:/|\Z)" if parts else r"(?!)", re.DOTALL)


def fixed_folder(pattern: str) -> str:
    """Return the folder that a glob begins with, up to its first wildcard: every path that matches is below it."""
    return re.split(r"[*?\[{]", pattern, maxsplit=1)[0].rpartition("/")[0]
