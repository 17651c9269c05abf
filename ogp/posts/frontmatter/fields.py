"""Value and Fields: the content of a front matter, as it is written, in whatever format."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from ogp.errors import Location, OgpError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ValueKind = Literal["str", "null", "list", "map"]


class Value(NamedTuple):
    """One value of a front matter, with where it is written.

    kind:  a scalar is ``str`` whatever YAML would make of it: ``1.10``, ``Yes`` and ``12:30:45`` stay as written.
    text:  the scalar's text after quotes and escapes; ``""`` for the other kinds.
    line:  1-based line in the file where it begins; 0 where that is not known.
    plain: written without quotes (only such a ``true`` or ``no`` is a boolean).
    items: the values of a list; those of a map, in step with ``keys``.
    start, end: offsets in the text of the front matter, for write-back; ``end`` is -1 where they are not known.
    size:  how many values it holds once aliases are followed: a bomb is known by it before anything walks into it.
    """

    kind: ValueKind
    text: str = ""
    line: int = 0
    plain: bool = True
    items: tuple[Value, ...] = ()
    keys: tuple[str, ...] = ()
    start: int = 0
    end: int = -1
    size: int = 1

    @property
    def kind_name(self) -> str:
        """The kind as a message names it: ``a mapping``."""
        return _KIND_NAMES[self.kind]

    def child(self, key: str) -> Value | None:
        """Return the last value of that key of a map."""
        for name, value in zip(reversed(self.keys), reversed(self.items), strict=True):
            if name == key:
                return value
        return None

    def scalars(self) -> Iterator[Value]:
        """Yield the scalars of a list, lists inside it flattened; a scalar yields itself, a map or null nothing."""
        stack = [self]
        while stack:
            value = stack.pop()
            if value.kind == "str":
                yield value
            elif value.kind == "list":
                stack.extend(reversed(value.items))


@dataclass(frozen=True, slots=True)
class Fields:
    """The top level of a front matter.

    top:    key to value; of a key written twice, the last one (as every generator does).
    repeats: (key, line, line of the first) of every key that is written again.
    """

    top: Mapping[str, Value]
    repeats: tuple[tuple[str, int, int], ...] = ()

    def get(self, path: str) -> Value | None:
        """Return the value at ``title``, ``ogp.image`` or ``images[0]``; None where there is none, or only a null."""
        value = self.top.get(path)
        if value is None:
            steps = _steps(path)
            if len(steps) < 2:  # noqa: PLR2004
                return None
            value = self._walk(steps)
        return None if value is None or value.kind == "null" else value

    def _walk(self, steps: tuple[str | int, ...]) -> Value | None:
        value = self.top.get(str(steps[0]))
        for step in steps[1:]:
            if value is None:
                return None
            if isinstance(step, int):
                value = value.items[step] if value.kind == "list" and step < len(value.items) else None
            else:
                value = value.child(step) if value.kind == "map" else None
        return value

    def with_lower_case_keys(self) -> Fields:
        """Return the same with keys in lower case, for generators to which ``Title`` and ``title`` are one key."""
        top: dict[str, Value] = {}
        repeats = [(key.lower(), line, first) for key, line, first in self.repeats]
        for key, value in self.top.items():
            name = key.lower()
            if name in top:
                repeats.append((name, value.line, top[name].line))
            top[name] = value
        return Fields(top, tuple(repeats))


NO_FIELDS = Fields({})
MAX_DEPTH = 40
"""Levels of lists in lists: far more than any front matter has, far fewer than the stack."""
_KIND_NAMES: Mapping[ValueKind, str] = {"str": "a text", "null": "empty", "list": "a list", "map": "a mapping"}
_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


@lru_cache(maxsize=256)  # paths of the generators' table and of a configuration: a few dozen, asked for at every post
def _steps(path: str) -> tuple[str | int, ...]:
    return tuple(int(number) if number else name for number, name in _STEP.findall(path))


def is_true(value: Value | None) -> bool:
    """Whether a value is a boolean that is true: a plain ``true``, ``yes`` or ``on`` (YAML 1.1)."""
    return value is not None and value.plain and value.text.lower() in ("true", "yes", "on")


def is_false(value: Value | None) -> bool:
    """Whether a value is a boolean that is false: a plain ``false``, ``no`` or ``off`` (YAML 1.1)."""
    return value is not None and value.plain and value.text.lower() in ("false", "no", "off")


def too_deep(line: int | None) -> OgpError:
    """Return the error for a front matter that is nested more than `MAX_DEPTH` levels deep."""
    message = f"nested more than {MAX_DEPTH} levels deep"
    return OgpError("E_YAML_LIMIT", message, "move such data out of the front matter", Location(line=line))


def lone_surrogate(line: int | None) -> OgpError:
    r"""Return the error for an escape that is half of a surrogate pair: ``\ud800`` without the other half."""
    message = "half of a surrogate pair is not a character"
    return OgpError("E_ENCODING", message, "remove the escape between \\ud800 and \\udfff", Location(line=line))
