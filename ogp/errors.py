"""The one exception family: every failure a user can cause has a code, a place and a cure."""

from __future__ import annotations

import os
from typing import NamedTuple, Self


class Location(NamedTuple):
    """Where in the user's files a problem is: the file, the front matter or TOML key, line and column from 1."""

    file: str | None = None
    line: int | None = None
    key: str | None = None
    column: int | None = None

    def __str__(self) -> str:
        """``file:line:column [key]`` with the parts that are known."""
        where = self.file or ""
        if self.line is not None:
            where += f":{self.line}"
            if self.column is not None:
                where += f":{self.column}"
        if self.key is not None:
            where += f" [{self.key}]" if where else f"[{self.key}]"
        return where


class OgpError(Exception):
    """A problem that the user can mend.

    code:    one of the codes in ``docs/errors.md``, for example ``E_DATE``.
    message: one line that says what is wrong, with the offending text.
    cure:    one line that says what to do about it; empty where the message says it.
    place:   file, line and key, as far as they are known.
    """

    def __init__(self, code: str, message: str, cure: str = "", place: Location | None = None) -> None:
        """All four are kept as ``args`` too, so that the error survives a trip between processes."""
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
        """One line: place, code, message, cure."""
        where = str(self.place)
        text = f"{self.code} {self.message}"
        if self.cure:
            text += f" — {self.cure}"
        return f"{where}: {text}" if where else text


class ConfigError(OgpError):
    """The configuration or a template is wrong: no card can be made (exit code 2)."""


def foreign(output: str) -> OgpError:
    """Return the error for a file that ogp did not make, at the path of a card."""
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
