"""Configuration files of generators, read without running anything: Python files for their literals only."""

from __future__ import annotations

import ast
import json
from typing import TYPE_CHECKING

from ogp.errors import ConfigError, Location, OgpError
from ogp.messages import decode_utf8
from ogp.posts.frontmatter import formats, yaml_reader
from ogp.posts.frontmatter.values import NO_FIELDS, Fields, Value

if TYPE_CHECKING:
    from pathlib import Path

_CAP = 1024 * 1024


def first_file(root: Path, *names: str) -> str:
    """Return the first of the names that is a file, ``""`` if none is."""
    return next((name for name in names if (root / name).is_file()), "")


def packages(root: Path) -> frozenset[str]:
    """Return the names that ``package.json`` depends on."""
    try:
        data = json.loads((root / "package.json").read_bytes()[:_CAP])
        return frozenset(name for part in ("dependencies", "devDependencies") for name in data.get(part) or {})
    except (OSError, ValueError, AttributeError, TypeError, RecursionError):
        return frozenset()  # not ours to judge: a broken package.json only means no hint


def read(root: Path, name: str) -> Fields:
    """Read one configuration file to Fields. Raises ConfigError with its place."""
    if not name:
        return NO_FIELDS
    try:
        with (root / name).open("rb") as file:
            data = file.read(_CAP)
    except OSError as error:
        raise ConfigError("E_CONFIG", f"cannot be read: {error.strerror}", "", Location(name)) from None
    text = decode_utf8(data, "E_CONFIG", name)
    suffix = name.rpartition(".")[2]
    try:
        if suffix == "py":
            return _python(text)
        if suffix == "toml":
            return formats.toml(text, 1)
        return formats.json_(text, 1) if suffix == "json" else yaml_reader.parse(text, 1, lenient=True)
    except OgpError as error:
        raise ConfigError("E_CONFIG", error.message, error.cure, error.place._replace(file=name)) from None


def _python(text: str) -> Fields:
    """Return the simple assignments of a Python file. It is parsed and never run."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise OgpError(
            "E_CONFIG", f"not valid Python: {error}", "", Location(line=getattr(error, "lineno", None))
        ) from None
    top: dict[str, Value] = {}
    for node in tree.body:
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        try:
            top[node.targets[0].id] = formats.from_python(ast.literal_eval(node.value), node.lineno)
        except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
            continue  # computed: only running it would tell
    return Fields(top)
