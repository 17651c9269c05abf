from __future__ import annotations

import io
import os
import random
import struct
import subprocess
import threading
import zlib
from functools import cache
from typing import TYPE_CHECKING

import pytest
from conftest import pipes, python
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, features

from ogp import provenance
from ogp.encode.card_file import encode
from ogp.image_formats import PNG_SIGNATURE

if TYPE_CHECKING:
    from pathlib import Path

SUFFIXES = [".png", ".jpg", ".webp", ".avif"]
NAME = "0123456789abcdef-v1"


@cache
def card(suffix: str) -> bytes:
    return encode(picture(), suffix, fingerprint=NAME).data


def picture(size: tuple[int, int] = (48, 25)) -> Image.Image:
    return Image.frombytes("RGB", size, random.Random(1).randbytes(3 * size[0] * size[1]))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_card_says_what_it_is_and_that_it_is_ours(suffix: str, tmp_path: Path):
    path = tmp_path / f"card{suffix}"
    path.write_bytes(card(suffix))
    assert provenance.fingerprint(path) == NAME
    assert provenance.owned(path)
    assert provenance.read_mark(path) == provenance.read_mark(card(suffix)) == provenance.Mark(NAME, owned=True)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_mark_changes_no_pixel(suffix: str):
    with Image.open(io.BytesIO(card(suffix))) as image:
        image.load()
        assert image.size == (48, 25)
        kind = {".jpg": "JPEG", ".avif": "AVIF"}.get(suffix, suffix[1:].upper())
        assert image.format == kind
        assert image.getpixel((0, 0)) is not None


@pytest.mark.parametrize("lossless", [True, False])
@pytest.mark.parametrize("size", [(1, 1), (47, 25), (300, 2)])
def test_a_webp_of_either_layout_can_be_marked(size: tuple[int, int], lossless: bool):  # noqa: FBT001
    out = io.BytesIO()
    picture(size).save(out, "WEBP", lossless=lossless)
    marked = provenance.seal(out.getvalue(), NAME)
    assert provenance.read_mark(marked) == (NAME, True)
    with Image.open(io.BytesIO(out.getvalue())) as before, Image.open(io.BytesIO(marked)) as after:
        assert before.tobytes() == after.tobytes()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_changed_byte_and_no_shorter_file_is_ours(suffix: str):
    data = card(suffix)
    for at in range(len(data)):
        for changed in (data[:at], data[:at] + bytes([data[at] ^ 0x21]) + data[at + 1 :], data[:at] + data[at + 1 :]):
            mark = provenance.read_mark(changed)
            assert mark is None or not mark.owned, at


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_comes_after_the_end_counts(suffix: str):
    mark = provenance.read_mark(card(suffix) + b"\0")
    assert mark is None or not mark.owned


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_saved_again_is_not_ours(suffix: str):
    """An editor keeps remarks and changes pixels; an optimizer keeps pixels and changes bytes."""
    with Image.open(io.BytesIO(card(suffix))) as image:
        image.load()
        image.putpixel((3, 3), (255, 0, 0))
        out = io.BytesIO()
        image.save(out, image.format)
    mark = provenance.read_mark(out.getvalue())
    assert mark is None or not mark.owned


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def test_a_png_with_the_old_mark_and_new_pixels_is_not_ours():
    """Every chunk well formed, our text chunk untouched: as an editor that carries metadata over would write it."""
    ours, other = card(".png"), encode(picture((48, 25)).rotate(180), ".png", fingerprint="other").data
    end_ours, end_other = (33 + 12 + struct.unpack_from(">I", data, 33)[0] for data in (ours, other))
    forged = other[:33] + ours[33:end_ours] + other[end_other:]
    assert provenance.read_mark(forged) == (NAME, False)
    with Image.open(io.BytesIO(forged)) as image:
        image.load()


def test_a_png_with_another_fingerprint_written_in_is_not_ours():
    data = card(".png")
    body = data[41:].split(b"\0", 1)[1][: len(provenance.KEYWORD)]  # what follows the keyword begins with the version
    assert body.startswith(b"1 ")
    forged = data.replace(NAME.encode(), NAME.replace("0", "f").encode())
    mark = provenance.read_mark(forged)
    assert mark is not None
    assert not mark.owned


@pytest.mark.parametrize("fingerprint", ["", "a b", "a\n", "é", "x" * 129])
def test_what_is_no_fingerprint_is_refused(fingerprint: str):
    with pytest.raises(ValueError, match="fingerprint"):
        provenance.seal(card(".png"), fingerprint)


HEADS = [PNG_SIGNATURE, b"\xff\xd8", b"RIFF\x10\0\0\0WEBP", b"\0\0\0\x18ftypavif", b""]


@given(st.sampled_from(HEADS), st.binary(max_size=200))
@example(PNG_SIGNATURE, b"\xff\xff\xff\xfftEXtogp-card\x001 a " + b"0" * 32)
@example(b"\xff\xd8", b"\xff\xfe\0\0ogp-card 1 a " + b"0" * 32)
@example(b"\xff\xd8", b"\xff\xfe\xff\xffogp-card 1 a " + b"0" * 32)
@example(HEADS[2], b"OGPM\xff\xff\xff\xffogp-card 1 a " + b"0" * 32)
@example(HEADS[3], bytes(12) + b"\xff\xff\xff\xffuuid" + provenance.UUID)
@example(HEADS[3], bytes(200))
def test_any_bytes_are_read_without_a_word(head: bytes, body: bytes):
    mark = provenance.read_mark(head + body)
    assert mark is None or not mark.owned


@given(st.sampled_from(SUFFIXES), st.data())
def test_any_damage_is_survived_and_is_not_ours(suffix: str, data: st.DataObject):
    good = card(suffix)
    start = data.draw(st.integers(0, len(good) - 1))
    patch = data.draw(st.binary(min_size=1, max_size=40))
    broken = good[:start] + patch + good[start + data.draw(st.integers(0, 40)) :]
    mark = provenance.read_mark(broken)
    assert mark is None or mark.owned == (broken == good)


def test_what_is_not_a_readable_file_has_no_mark(tmp_path: Path):
    (tmp_path / "empty.png").touch()
    (tmp_path / "folder.png").mkdir()
    for path in (tmp_path / "empty.png", tmp_path / "folder.png", tmp_path / "nothing.png", tmp_path / "a\0b"):
        assert provenance.fingerprint(path) is None
        assert provenance.read_mark(path) is None
        assert not provenance.owned(path)


@pipes
def test_a_named_pipe_does_not_hang(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.png")
    reader = threading.Thread(target=provenance.read_mark, args=(tmp_path / "pipe.png",), daemon=True)
    reader.start()
    reader.join(5)
    assert not reader.is_alive()


def test_a_huge_file_is_not_read(tmp_path: Path):
    path = tmp_path / "huge.png"
    with path.open("wb") as file:
        file.write(card(".png"))
        file.truncate(provenance.MAX_BYTES + 1)  # sparse: takes no room
    assert provenance.read_mark(path) is None


def test_reading_marks_loads_no_renderer():
    program = "import sys, ogp.provenance; print([name for name in ('PIL', 'zlib_ng') if name in sys.modules])"
    assert python(program) == "[]\n"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_mark_survives_git(suffix: str, tmp_path: Path):
    """Through add, commit and clone, with the setting that turns line ends of text files into CRLF."""

    def git(*arguments: str) -> None:
        options = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "core.autocrlf=true")
        subprocess.run(["git", *options, *arguments], cwd=tmp_path, check=True, capture_output=True)

    (tmp_path / "a").mkdir()
    (tmp_path / "a" / f"card{suffix}").write_bytes(card(suffix))
    git("init", "-q", "a")
    git("-C", "a", "add", ".")
    git("-C", "a", "commit", "-qm", "card")
    git("clone", "-q", "a", "b")
    assert provenance.owned(tmp_path / "b" / f"card{suffix}")


def test_the_formats_that_cards_need_are_in_this_pillow():
    assert all(features.check(name) for name in ("webp", "avif", "jpg"))
