"""Write-back beside an editor, another process that saves the post at any moment: no save is lost.

The editor saves in five ways, as editors do; each round it saves once while the image line is being added. Whatever
happens, the post then has what the editor saved last, and no temporary file is left.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest
from conftest import posix

from ogp.errors import OgpError
from ogp.store.file_store import Store

if TYPE_CHECKING:
    from pathlib import Path

EDITOR = """
import os, sys, time
post, way = sys.argv[1:]
def new(data):
    with open(post + '~new', 'wb') as file:
        file.write(data)
    os.replace(post + '~new', post)
for line in sys.stdin:
    seconds, text = line.split()
    until = time.perf_counter() + float(seconds)
    while time.perf_counter() < until:
        pass
    data = text.encode()
    if way == 'by renaming':
        new(data)
    elif way == 'thrice':
        new(data + b'1'), new(data + b'2'), new(data)
    elif way == 'in place':
        with open(post, 'wb') as file:
            file.write(data)
    elif way == 'without truncating first':
        with open(post, 'r+b') as file:
            file.write(data)
            file.truncate()
    elif way == 'after moving it away':
        os.rename(post, post + '~')
        with open(post, 'wb') as file:
            file.write(data)
    print(flush=True)
"""

WAYS = ("by renaming", "thrice", "in place", "without truncating first", "after moving it away")


def race(folder: Path, way: str, rounds: int) -> list[bytes | None]:
    """Return what the post held after each round in which a save was lost."""
    post, store, lost, chance = folder / "post.md", Store(folder), [], random.Random(7)
    command = [sys.executable, "-c", EDITOR, str(post), way]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as editor:
        assert editor.stdin
        assert editor.stdout
        for number in range(rounds):
            old, saved = f"old-{number}\n".encode(), f"saved-{number}"
            post.write_bytes(old)
            editor.stdin.write(f"{chance.uniform(0, 0.002)} {saved}\n")
            editor.stdin.flush()
            time.sleep(chance.uniform(0, 0.0005))
            try:
                store.replace_if_unchanged(PurePosixPath(post.name), old, b"image\n" + old)
            except OgpError as error:
                assert error.code == "E_IMAGE_IO"  # noqa: PT017 - most rounds raise none
            editor.stdout.readline()
            now = post.read_bytes() if post.exists() else None
            if now != saved.encode():
                lost.append(now)
        editor.stdin.close()
    assert not list(folder.glob(".ogp-*"))
    return lost


@posix
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere two files cannot exchange their names")
@pytest.mark.parametrize(
    "way", ["by renaming", "thrice", "in place", "without truncating first", "after moving it away"]
)
@pytest.mark.parametrize("rounds", [150, pytest.param(1500, marks=pytest.mark.slow)])
def test_no_save_is_lost(tmp_path: Path, way: str, rounds: int):
    assert race(tmp_path, way, rounds) == []
