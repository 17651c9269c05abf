"""A strict TOML reader: each key is taken with its type, and a key that nobody takes is an error.

Errors have the line and column of the key. ``tomllib`` does not tell them, so they are looked for in the text.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, TypeVar

from ogp.errors import ConfigError, Location
from ogp.message_text import brief, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")
KeyPath = tuple[str | int, ...]
MAX_DOTS = 32
"""Dots of one key. ``a.a.a…`` makes a table for each, and the parser walks all of them for each: quadratic time."""

_OPAQUE = re.compile(
    r'"""(?:[^\\]|\\.)*?(?:"""|\Z)|\'\'\'.*?(?:\'\'\'|\Z)|"(?:[^"\\\n]|\\.)*(?:"|$|\Z)|\'[^\'\n]*(?:\'|$|\Z)|#[^\n]*',
    re.DOTALL | re.MULTILINE,
)
_BETWEEN_KEYS = re.compile(r"[=,{}\[\]\n]")
_HEADER = re.compile(r"(\[\[?)([^\]]+)\]\]?\s*(?:#.*)?")
_PART = re.compile(r"\"([^\"]*)\"|'([^']*)'|([^.\s]+)")


def loads(text: str, *, parse_float: Callable[[str], Any] = float) -> dict[str, Any]:
    """Parse TOML as `tomllib.loads` does, with the same errors, and RecursionError for a key of too many dots."""
    if any(part.count(".") > MAX_DOTS for part in _BETWEEN_KEYS.split(_OPAQUE.sub("_", text))):
        raise RecursionError
    return tomllib.loads(text, parse_float=parse_float)


class TomlFile:
    """The text of a TOML file, for errors that point at its lines, and the code of those errors."""

    def __init__(self, file: str, text: str, code: str) -> None:
        """``file`` is the name that errors show; ``code`` is theirs, E_CONFIG or E_TEMPLATE."""
        self.file = file
        self.text = text
        self.code = code

    def table(self) -> Table:
        """Parse the file and return its top table. Raises ConfigError with line and column."""
        try:
            data = loads(self.text)
        except tomllib.TOMLDecodeError as error:
            match = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
            line, column = (int(match[1]), int(match[2])) if match else (None, None)
            message = re.sub(r" \(at .*\)$", "", str(error))
            place = Location(self.file, line, None, column)
            raise ConfigError(self.code, f"not valid TOML: {message}", place=place) from None
        except RecursionError:
            raise ConfigError(self.code, "tables or keys are nested too deeply", place=Location(self.file)) from None
        except ValueError as error:  # Python reads no whole number of more than 4300 digits
            raise ConfigError(self.code, f"not valid TOML: {error}"[:80], place=Location(self.file)) from None
        return Table(self, data, ())

    def position(self, path: KeyPath) -> tuple[int | None, int | None]:
        """Return line and column (from 1) of the key at ``path``, or of the key most like it; None if there is none."""
        keys = [part for part in path if isinstance(part, str)]
        best: tuple[int, int, int] | None = None
        for line, key_path, column in _keys(self.text) if keys else ():
            if key_path[-1] != keys[-1]:
                continue
            score = _similarity(key_path, path)
            if best is None or score > best[0]:
                best = (score, line, column)
        return (best[1], best[2]) if best else (None, None)

    def error(self, path: KeyPath, message: str, cure: str = "") -> ConfigError:
        """Return the error about the key at ``path``."""
        line, column = self.position(path)
        key = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
        return ConfigError(self.code, message, cure, Location(self.file, line, key or None, column))


def _keys(text: str) -> Iterator[tuple[int, KeyPath, int]]:
    """Yield (line, path, column) of each key in a TOML text; a table of an array has its index in the path."""
    table: KeyPath = ()
    counts: dict[KeyPath, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.fullmatch(line.strip()):
            parts: KeyPath = tuple(next(filter(None, part), "") for part in _PART.findall(header[2]))
            table = _indexed(parts, counts)
            if header[1] == "[[":
                index = counts.get(table, -1) + 1
                counts[table] = index
                table = (*table, index)
            yield number, tuple(part for part in table if isinstance(part, str)) and table, line.index("[") + 1
            continue
        prefix = table
        for match in re.finditer(r"(?:^\s*|[{,]\s*)(?:\"([^\"]+)\"|'([^']+)'|([\w.-]+))\s*=(?!=)", line):
            name = match[1] or match[2] or match[3]
            group = match.lastindex or 3
            dotted: KeyPath = tuple(name.split(".")) if group == 3 else (name,)  # noqa: PLR2004 - the bare-key group
            if match[0].lstrip()[:1] in ("{", ","):
                yield number, (*prefix, *dotted), match.start(group) + 1
            else:
                yield number, (*table, *dotted), match.start(group) + 1
                prefix = (*table, *dotted)


def _indexed(parts: KeyPath, counts: dict[KeyPath, int]) -> KeyPath:
    """Put the index of the last element after each array's name: ``layers.on`` -> ``layers, 3, on``."""
    path: KeyPath = ()
    for part in parts[:-1]:
        path = (*path, part)
        if path in counts:
            path = (*path, counts[path])
    return (*path, parts[-1])


def _similarity(path: KeyPath, requested: KeyPath) -> int:
    """Return a score of how many parts two paths share; parts in the same position count twice."""
    same = sum(a == b for a, b in zip(path, requested, strict=False))
    return 100 * (path == requested) + same + sum(part in path for part in requested)


class Table:
    """A TOML table whose errors know where it is in the file. Take every key, then call `done`."""

    def __init__(self, source: TomlFile, data: dict[str, Any], path: KeyPath) -> None:
        """``path`` leads from the top of the file to this table."""
        self.source = source
        self.data = data
        self.path = path
        self.known: list[str] = []

    def error(self, key: str | None, message: str, cure: str = "") -> ConfigError:
        """Return the error about ``key`` of this table, or about the table."""
        return self.source.error((*self.path, key) if key else self.path, message, cure)

    def __contains__(self, key: str) -> bool:
        return key in self.data

    def _take(self, key: str, kinds: tuple[type, ...], what: str, default: Any) -> Any:  # noqa: ANN401 - TOML values
        self.known.append(key)
        if key not in self.data:
            return default
        value = self.data[key]
        if isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool)):
            return value
        raise self.error(key, f"{key} must be {what}, not {brief(value)}")

    def text(self, key: str, default: str = "", among: tuple[str, ...] = ()) -> str:
        """Take a string, one of ``among`` if that is given."""
        value: str = self._take(key, (str,), "a text in quotes", default)
        if among and value not in among:
            raise self.error(key, f"{key} = {brief(value)} is not known", did_you_mean(value, among))
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """Take true or false."""
        value: bool = self._take(key, (bool,), "true or false", default)
        return value

    def number(self, key: str, default: float, low: float, high: float) -> float:
        """Take a number between ``low`` and ``high``."""
        value: float = self._take(key, (int, float), "a number", default)
        if key in self.data and not low <= value <= high:
            raise self.error(key, f"{key} = {brief(value)} is out of range ({low:g} to {high:g})")
        return value

    def optional_number(self, key: str, low: float, high: float) -> float | None:
        """Take a number between ``low`` and ``high``; None where the key is absent."""
        return self.number(key, 0, low, high) if key in self.data else self._take(key, (), "", None)

    def whole(self, key: str, default: int, low: int, high: int) -> int:
        """Take a whole number between ``low`` and ``high``."""
        value = self._take(key, (int,), "a whole number", default)
        return int(self.number(key, value, low, high))

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Take a list of strings; a lone string is a list of one."""
        value = self._take(key, (str, list), "a list of texts", default)
        values = [value] if isinstance(value, str) else value
        if not all(isinstance(item, str) for item in values):
            raise self.error(key, f"{key} must be a list of texts, not {brief(value)}")
        return tuple(values)

    def numbers(
        self, key: str, default: tuple[float, ...], count: tuple[int, ...], low: float, high: float
    ) -> tuple[float, ...]:
        """Take a list of numbers, as many as ``count`` allows; a lone number is a list of one."""
        value = self._take(key, (int, float, list), "a number or a list of numbers", default)
        values = value if isinstance(value, (list, tuple)) else [value]
        valid = all(
            isinstance(item, (int, float)) and not isinstance(item, bool) and low <= item <= high for item in values
        )
        if not valid or len(values) not in count:
            counts = " or ".join(str(number) for number in count)
            raise self.error(key, f"{key} must be {counts} number(s) between {low:g} and {high:g}, not {brief(value)}")
        return tuple(float(item) for item in values)

    def table(self, key: str) -> Table:
        """Take a table; an absent one is empty."""
        value = self._take(key, (dict,), "a table", {})
        return Table(self.source, value, (*self.path, key))

    def tables(self, key: str) -> list[Table]:
        """Take an array of tables (``[[key]]``)."""
        value = self._take(key, (list,), "an array of tables, [[" + key + "]]", [])
        if not all(isinstance(item, dict) for item in value):
            raise self.error(key, f"{key} must be an array of tables, [[{key}]]")
        return [Table(self.source, item, (*self.path, key, index)) for index, item in enumerate(value)]

    def items(self) -> Iterator[tuple[str, Any]]:
        """Take every key, for tables whose keys are the user's own names."""
        self.known.extend(self.data)
        return iter(self.data.items())

    def parsed(self, key: str, read: Callable[[str], T], default: str = "") -> T:
        """Take a string and parse it with ``read``, whose ValueError becomes the error of the key."""
        text = self.text(key, default)
        try:
            return read(text)
        except ValueError as error:
            raise self.error(key, str(error)) from None

    def done(self) -> None:
        """Raise ConfigError for the first key that nobody took."""
        for key in self.data:
            if key not in self.known:
                where = f"[{'.'.join(str(part) for part in self.path)}]" if self.path else "the file"
                raise self.error(key, f"{key[:80]} is not a key of {where}", did_you_mean(key, tuple(self.known)))
