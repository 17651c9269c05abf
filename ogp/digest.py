"""A SHA-256 digest of several named byte strings."""

from __future__ import annotations

import hashlib


def digest(parts: list[tuple[str, bytes]]) -> str:
    """Return the hex digest of (name, data) pairs. Each length takes part, so that no two lists have one input."""
    state = hashlib.sha256()
    for name, data in parts:
        state.update(f"{name}\0{len(data)}\0".encode())
        state.update(data)
    return state.hexdigest()
