"""TOML from strangers: what Python's parser takes quadratic time and memory for is refused before it is parsed."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_DOTS = 32
"""Of one key. ``a.a.a…`` makes a table for each, and the parser walks all of them for each."""

_OPAQUE = re.compile(
    r'"""(?:[^\\]|\\.)*?(?:"""|\Z)|\'\'\'.*?(?:\'\'\'|\Z)|"(?:[^"\\\n]|\\.)*(?:"|$|\Z)|\'[^\'\n]*(?:\'|$|\Z)|#[^\n]*',
    re.DOTALL | re.MULTILINE,
)
_BETWEEN_KEYS = re.compile(r"[=,{}\[\]\n]")


def loads(text: str, *, parse_float: Callable[[str], Any] = float) -> dict[str, Any]:
    """Parse TOML as `tomllib.loads` does, and with its errors. Raises RecursionError for keys of too many dots too."""
    if any(part.count(".") > MOST_DOTS for part in _BETWEEN_KEYS.split(_OPAQUE.sub("_", text))):
        raise RecursionError
    return tomllib.loads(text, parse_float=parse_float)
