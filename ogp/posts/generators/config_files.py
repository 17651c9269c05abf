"""Readers of generators' configuration files. Nothing is run: a Python file is read for its literals only."""

from __future__ import annotations

import ast
import json
from typing import TYPE_CHECKING

from ogp.errors import ConfigError, Location, OgpError
from ogp.message_text import decode_utf8
from ogp.posts.frontmatter import formats, yaml_reader
from ogp.posts.frontmatter.fields import NO_FIELDS, Fields, Value

if TYPE_CHECKING:
    from pathlib import Path

_MAX_BYTES = 1024 * 1024


def first_file(root: Path, *names: str) -> str:
    """Return the first of the names that is a file, ``""`` if none is."""
    return next((name for name in names if (root / name).is_file()), "")


def npm_dependencies(root: Path) -> frozenset[str]:
    """Return the names of the packages that ``package.json`` depends on."""
    try:
        data = json.loads((root / "package.json").read_bytes()[:_MAX_BYTES])
        return frozenset(name for part in ("dependencies", "devDependencies") for name in data.get(part) or {})
    except (OSError, ValueError, AttributeError, TypeError, RecursionError):
        return frozenset()  # a broken package.json is its own tools' error; here it only gives no hint


def read_config(root: Path, name: str) -> Fields:
    """Read the configuration file ``name``, TOML, JSON, YAML or Python; no name gives no fields.

    Raises ConfigError (E_CONFIG) with file and line.
    """
    if not name:
        return NO_FIELDS
    try:
        with (root / name).open("rb") as file:
            data = file.read(_MAX_BYTES)
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise ConfigError("E_CONFIG", message, "check its permissions", Location(name)) from None
    text = decode_utf8(data, "E_CONFIG", name)
    suffix = name.rpartition(".")[2]
    try:
        if suffix == "py":
            return _python(text)
        if suffix == "toml":
            return formats.parse_toml(text, 1)
        return formats.parse_json(text, 1) if suffix == "json" else yaml_reader.parse(text, 1, lenient=True)
    except OgpError as error:
        raise ConfigError("E_CONFIG", error.message, error.cure, error.place._replace(file=name)) from None


def _python(text: str) -> Fields:
    """Return the assignments of literals in a Python file, which is parsed and never run."""
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
            continue  # a computed value: only running the file would tell it
    return Fields(top)
