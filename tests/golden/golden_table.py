"""The table of golden digests: ``engine  key  file  true  fingerprint``, one line a picture, and its older versions."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("digests.tsv")
NAME = "tests/golden/digests.tsv"
HEAD = "# engine\tkey\tpixels of the file\tpixels of ogp.render\tfingerprint; made by tests/golden/bless.py\n"


class Row(NamedTuple):
    """What a picture's digests are, and since which ENGINE they are so."""

    engine: int
    digests: tuple[str, ...]


def parse(text: str) -> dict[str, Row]:
    """Read a table."""
    lines = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {key: Row(int(engine), tuple(digests)) for engine, key, *digests in lines}


def dump(rows: dict[str, Row]) -> str:
    """Write a table."""
    return HEAD + "".join(f"{row.engine}\t{key}\t" + "\t".join(row.digests) + "\n" for key, row in rows.items())


def changed_silently(old: dict[str, Row], new: dict[str, Row]) -> list[str]:
    """The pictures that changed while their ENGINE did not: cards in the world would keep their old looks."""
    both = [(key, old[key], row) for key, row in new.items() if key in old]
    return [key for key, before, after in both if before.digests != after.digests and before.engine >= after.engine]


def git(*arguments: str) -> bytes:
    """What git says in this repository."""
    return subprocess.run(["git", *arguments], cwd=FILE.parents[2], capture_output=True, check=True).stdout


def versions() -> list[dict[str, Row]]:
    """The committed tables, oldest first, as far as this clone goes back."""
    commits = git("log", "--format=%H", "--reverse", "--", NAME).decode().split()
    return [parse(git("show", f"{commit}:{NAME}").decode()) for commit in commits]
