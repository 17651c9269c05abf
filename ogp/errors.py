"""The exceptions of ogp: every failure that a user can cause has a code, a message, a cure and a location."""

from __future__ import annotations

import os
from typing import NamedTuple, Self


class Location(NamedTuple):
    """Where in the user's files a problem is: file, line and column (both from 1), front matter or TOML key."""

    file: str | None = None
    line: int | None = None
    key: str | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Return ``file:line:column [key]`` with the parts that are known."""
        where = self.file or ""
        if self.line is not None:
            where += f":{self.line}"
            if self.column is not None:
                where += f":{self.column}"
        if self.key is not None:
            where += f" [{self.key}]" if where else f"[{self.key}]"
        return where


class OgpError(Exception):
    """A problem that the user can solve.

    code:    one of the codes in ``docs/errors.md``, for example ``E_DATE``.
    message: one line that says what is wrong, with the offending text.
    cure:    one line that says what to do about it; empty where the message says it.
    place:   where it is, as far as that is known.
    """

    def __init__(self, code: str, message: str, cure: str = "", place: Location | None = None) -> None:
        """Keep all four as ``args`` too, so that the error can be pickled from one process to another."""
        place = place or Location()
        super().__init__(code, message, cure, place)
        self.code = code
        self.message = message
        self.cure = cure
        self.place = place

    def at(self, *, file: str | None = None, line: int | None = None, key: str | None = None) -> Self:
        """Return the same error with the unknown parts of its place filled in."""
        old = self.place
        place = Location(
            old.file if old.file is not None else file,
            old.line if old.line is not None else line,
            old.key if old.key is not None else key,
            old.column,
        )
        return type(self)(self.code, self.message, self.cure, place)

    def __str__(self) -> str:
        """Return one line: location, code, message, cure."""
        where = str(self.place)
        text = f"{self.code} {self.message}"
        if self.cure:
            text += f" — {self.cure}"
        return f"{where}: {text}" if where else text


class ConfigError(OgpError):
    """A mistake in the configuration or a template: no card can be made (exit code 2)."""


def foreign(output: str) -> OgpError:
    """Return the error for a file at the path of a card that ogp did not make."""
    message = f"{output} was not made by ogp, and is left as it is"
    cure = 'name another image, take it over with --adopt, or keep such pictures: foreign = "skip"'
    return OgpError("E_IMAGE_FOREIGN", message, cure)


def explained(error: Exception) -> OgpError:
    """Return what to tell the user about any exception, in one line: a bug of ours becomes E_INTERNAL.

    With OGP_DEBUG in the environment a bug is raised again instead, for its traceback.
    """
    if isinstance(error, OgpError):
        return error
    if os.environ.get("OGP_DEBUG"):
        raise error
    message = f"ogp has a bug: {type(error).__name__}: {error}"
    return OgpError("E_INTERNAL", message, "please report it; OGP_DEBUG=1 shows where")
