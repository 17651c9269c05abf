"""Helpers for error messages: shorten and escape values for display, suggest the nearest known word."""

from __future__ import annotations

import re
import reprlib
import unicodedata

from ogp.errors import ConfigError, Location

_BRIEF = reprlib.Repr()
_BRIEF.maxstring = _BRIEF.maxother = 80

_COMMAND = re.compile(r"##(?=[\w-]*\[)")
"""What CI runners obey anywhere in a line: ``##[set-output …]`` (GitHub), ``##vso[…]``, ``##teamcity[…]``."""


def brief(value: object) -> str:
    """Return a value as a message shows it: its repr in one short line, however deep, long or large it is."""
    try:
        return _BRIEF.repr(value)
    except ValueError:  # Python writes no whole number of more than 4300 digits
        return "a giant number"


def did_you_mean(word: str, known: tuple[str, ...]) -> str:
    """Return a cure that names the nearest known word, or all of them."""
    import difflib  # late: it costs 2 ms, and only mistakes need it

    word = word[:80]
    matches = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if matches:
        return f"did you mean {matches[0]}?"
    return f"known: {', '.join(dict.fromkeys(known))}" if known else ""


def printable(text: str) -> str:
    """Return ``text`` as one harmless line: control, format-override and lone surrogate characters are escaped."""
    return "".join(char if _is_harmless(char) else char.encode("unicode_escape").decode() for char in text)


def log_line(text: str) -> str:
    """Return ``text`` as one harmless line that no CI runner takes for a command, in whose log it may be printed.

    GitHub's runner obeys ``::name::`` at the start of a line, and the older ``##[name]`` anywhere in one.
    """
    line = _COMMAND.sub(r"##\\", printable(text))
    return "\\" + line if line.lstrip().startswith("::") else line


def log_json(text: str) -> str:
    """Return JSON with the same values that no CI runner takes for a command."""
    return _COMMAND.sub(r"#\\u0023", text)


def _is_harmless(char: str) -> bool:
    if char in "\u200c\u200d\ufe0e\ufe0f":  # joiners and emoji style are part of words
        return True
    return char.isprintable() or char == "\u3000" or unicodedata.category(char) == "Zs"


def display_name(name: str) -> str:
    """Return a file name as text: bytes that are not UTF-8 become backslash escapes."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def decode_utf8(data: bytes, code: str, file: str) -> str:
    """Return ``data`` as text, without a byte order mark.

    Raises ConfigError with ``code``, at ``file`` and the line of the first byte that is not UTF-8.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = 1 + error.object.count(b"\n", 0, error.start)  # of its object: the mark is cut off there
        raise ConfigError(code, "the file is not UTF-8", "save it as UTF-8", Location(file, line)) from None
