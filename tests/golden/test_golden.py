"""No pixel changes by itself: the golden pictures are drawn anew and compared, exactly.

A picture that differs leaves a sheet in tests/golden/_diff/: expected, got, and where they differ. What is expected is
drawn by the commit that blessed it. If the new one is right: raise ENGINE, run bless.py, look at the pictures.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from golden_pictures import CARDS, HERE, Studio, scenes, spread
from golden_table import FILE, NAME, Row, changed_silently, git, parse, versions
from PIL import Image, ImageChops, ImageDraw

from ogp.rendering.fingerprint import ENGINE

if TYPE_CHECKING:
    from pathlib import Path

ROWS = parse(FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def studio() -> Studio:
    return Studio()


def check(studio: Studio, scene: str, tmp_path: Path) -> None:
    wrong = []
    for card in CARDS:
        key = f"{scene}/{card}"
        drawn = studio.draw(key)
        names = ("the card's file", "ogp.render", "the fingerprint")
        differs = [what for what, a, b in zip(names, drawn.digests, ROWS[key].digests, strict=True) if a != b]
        if differs:
            sheet = compared(key, drawn.file, tmp_path)
            wrong.append(f"{key}: {', '.join(differs)} ({sheet})")
    assert not wrong, "\n".join(wrong)


def compared(key: str, got: Image.Image, tmp_path: Path) -> Path:
    """Write expected, got and difference below one another; return where."""
    expected = blessed(key, tmp_path) or Image.new("RGB", got.size, "#888")
    expected = expected if expected.size == got.size else expected.resize(got.size)
    apart = ImageChops.difference(expected, got).convert("L").point(lambda level: 255 * (level > 0))
    sheet = Image.new("RGB", (got.width, got.height * 3))
    for row, (label, picture) in enumerate((("expected", expected), ("got", got), ("difference", apart))):
        sheet.paste(picture, (0, row * got.height))
        ImageDraw.Draw(sheet).text((4, row * got.height + 4), label, fill="#f0f")
    path = HERE / "_diff" / (key.replace("/", "-") + ".png")
    path.parent.mkdir(exist_ok=True)
    sheet.save(path)
    return path


def blessed(key: str, tmp_path: Path) -> Image.Image | None:
    """The picture as the commit draws it that wrote its digest; None where this clone does not go back so far."""
    commit = git("log", "-1", "--format=%H", "--", NAME).decode().strip()
    then = tmp_path / "then"
    if not then.is_dir():
        with tarfile.open(fileobj=io.BytesIO(git("archive", commit))) as tar:
            tar.extractall(then, filter="data")
    picture = tmp_path / "expected.png"
    script = then / "tests" / "golden" / "golden_pictures.py"
    environment = {**os.environ, "PYTHONPATH": str(then)}
    done = subprocess.run([sys.executable, str(script), key, str(picture)], env=environment, check=False)
    if done.returncode:
        return None
    with Image.open(picture) as image:
        return image.convert("RGB")


@pytest.mark.parametrize("scene", spread())
def test_pictures(scene: str, studio: Studio, tmp_path: Path):
    check(studio, scene, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("scene", scenes())
def test_every_picture(scene: str, studio: Studio, tmp_path: Path):
    check(studio, scene, tmp_path)


def test_every_picture_has_a_row_and_every_row_a_picture():
    assert list(ROWS) == [f"{scene}/{card}" for scene in scenes() for card in CARDS]
    assert max(row.engine for row in ROWS.values()) <= ENGINE


def test_the_engine_changes_with_the_pixels():
    """In no commit, nor in what is not committed yet, do pictures change while ENGINE stays."""
    for old, new in pairwise([*versions(), ROWS]):
        assert changed_silently(old, new) == []


def test_a_silent_change_is_seen():
    old = {"a/og/first/long": Row(3, ("1", "2", "3")), "gone": Row(3, ("1", "2", "3"))}
    assert changed_silently(old, {"a/og/first/long": Row(3, ("1", "9", "3"))}) == ["a/og/first/long"]
    assert changed_silently(old, {"a/og/first/long": Row(4, ("1", "9", "3")), "new": Row(3, ("0", "0", "0"))}) == []
