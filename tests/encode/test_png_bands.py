from __future__ import annotations

import hashlib
import io
import random
import struct
import subprocess
import sys
import zlib
from typing import TYPE_CHECKING

import pytest
from conftest import python
from frames import Inked, gradient, inked, need_program, photo, pixels_by_opencv, pixels_by_pillow, pixels_by_pypng
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from ogp.encode import png_background_file, png_bands
from ogp.encode.png_background import BAND_ROWS
from ogp.encode.png_compile import compress_background
from ogp.encode.quantize import reduce_colors

if TYPE_CHECKING:
    from pathlib import Path

    from frames import Background

OG = (1200, 630)


def chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """A PNG's chunks; fails where a length or a CRC is wrong."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, out = 8, []
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", data, at + 8 + length)[0] == zlib.crc32(kind + body)
        out.append((kind, body))
        at += 12 + length
    return out


def encoded(frame: Inked) -> bytes:
    """With a palette where card and background have few colors together, otherwise in true colors."""
    few = indices(frame)
    if few is None:
        return png_bands.encode(compress_background(frame.background), frame.image, frame.spans)
    background, image, palette = few
    return png_bands.encode(compress_background(background, palette), image, frame.spans, palette)


def indices(frame: Inked) -> tuple[Image.Image, Image.Image, bytes] | None:
    """Background and card as indices into one palette."""
    both = Image.new("RGB", (frame.image.width, frame.image.height * 2))
    both.paste(frame.background, (0, 0))
    both.paste(frame.image, (0, frame.image.height))
    few = reduce_colors(both, 256, exact=True)
    if few is None:
        return None
    height = frame.image.height
    return (
        few.image.crop((0, 0, both.width, height)),
        few.image.crop((0, height, both.width, height * 2)),
        few.palette,
    )


@pytest.mark.parametrize("seed", range(60))
def test_two_decoders_see_the_frame(seed: int):
    frame = inked(random.Random(seed))
    data = encoded(frame)
    expected = frame.image.tobytes()
    assert pixels_by_pillow(data) == expected
    assert pixels_by_pypng(data) == expected


@pytest.mark.slow
def test_a_thousand_frames_in_three_decoders_and_pngcheck(tmp_path: Path):
    check = need_program("pngcheck")
    for seed in range(1000, 2000):
        rng = random.Random(seed)
        size = rng.choice(((1, 1), (7, 5), OG, (1080, 1920), (1200, 1200))) if seed % 20 == 0 else None
        frame = inked(rng, size)
        data = encoded(frame)
        expected = frame.image.tobytes()
        assert pixels_by_pillow(data) == expected, seed
        assert pixels_by_opencv(data) == expected, seed
        assert pixels_by_pypng(data) == expected, seed
        (tmp_path / f"{seed}.png").write_bytes(data)
    files = sorted(tmp_path.iterdir())
    for first in range(0, 1000, 200):
        done = subprocess.run([check, "-q", *files[first : first + 200]], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("size", [(1, 1), (7, 5), OG, (1080, 1920), (1200, 1200)])
def test_odd_and_common_sizes(size: tuple[int, int]):
    frame = inked(random.Random(5), size)
    data = encoded(frame)
    assert struct.unpack_from(">II", data, 16) == size
    assert pixels_by_pillow(data) == frame.image.tobytes()


@pytest.mark.parametrize(
    "spans",
    [
        [],
        [(0, 1)],
        [(104, 105)],
        [(0, 105)],
        [(0, BAND_ROWS)],
        [(0, 15)],
        [(14, 15), (29, 30)],
        [(15, 16), (45, 60)],
        [(BAND_ROWS - 1, BAND_ROWS)],
        [(BAND_ROWS, BAND_ROWS + 1)],
        [(98, 105)],
        [(97, 98)],
        [(14, 21), (21, 28), (50, 51)],
        [(30, 20), (40, 40), (-5, 2), (103, 300)],
    ],
)
@pytest.mark.parametrize("draw_background", [gradient, photo])
def test_ink_at_every_kind_of_edge(spans: list[tuple[int, int]], draw_background: Background):
    """Rows 0 to 104: 15 bands of 7. Each row of a span is inked from edge to edge, so a row left out would show."""
    background = draw_background((60, 105), random.Random(1))
    image = background.copy()
    for first, end in spans:
        if first < end:
            ImageDraw.Draw(image).rectangle((0, first, 59, end - 1), fill=(250, 5, 99))
    data = png_bands.encode(compress_background(background), image, spans)
    assert pixels_by_pillow(data) == pixels_by_pypng(data) == image.tobytes()
    data = encoded(Inked(background, image, spans))
    assert pixels_by_pillow(data) == pixels_by_pypng(data) == image.tobytes()


@given(st.data())
def test_any_pixels_in_any_rows(data: st.DataObject):
    """Whatever the background and whatever the ink: also colors that only just fit a palette, or don't."""
    width, height = data.draw(st.integers(1, 24)), data.draw(st.integers(1, 40))
    rng = random.Random(data.draw(st.integers(0, 999)))
    colors = [rng.randbytes(3) for _ in range(data.draw(st.sampled_from((1, 2, 100, 127, 128, 129, 255, 256, 300))))]
    rows = [b"".join(rng.choices(colors[: data.draw(st.sampled_from((1, 128, 300)))], k=width)) for _ in range(height)]
    background = Image.frombytes("RGB", (width, height), b"".join(rows))
    spans = data.draw(st.lists(st.tuples(st.integers(0, height), st.integers(0, height)), max_size=4))
    for first, end in spans:
        for y in range(first, end):
            rows[y] = b"".join(rng.choices(colors, k=width))
    image = Image.frombytes("RGB", (width, height), b"".join(rows))
    png = encoded(Inked(background, image, spans))
    assert pixels_by_pillow(png) == pixels_by_pypng(png) == image.tobytes()


def test_the_file_is_plain_srgb_with_one_idat():
    frame = inked(random.Random(0), (200, 105))
    found = chunks(encoded(frame))
    kinds = [kind for kind, _ in found if kind != b"PLTE"]
    assert kinds == [b"IHDR", b"sRGB", b"IDAT", b"IEND"]
    assert dict(found)[b"sRGB"] == b"\0"  # no gAMA, no ICC profile: nothing for a browser to convert


def test_a_card_on_a_flat_background_gets_a_palette_and_is_a_third_smaller_than_pillows_file():
    background = Image.new("RGB", OG, (15, 23, 42))
    frame = inked_lines(background)
    data = encoded(frame)
    assert data[25] == 3  # IHDR's color type: indexed
    assert pixels_by_pypng(data) == frame.image.tobytes()
    assert len(data) < len(pillows(frame.image)) * 2 / 3


def test_a_card_on_a_gradient_is_a_quarter_smaller_than_pillows_file():
    ramp = Image.linear_gradient("L").resize((1600, 1600)).rotate(60, Image.Resampling.BILINEAR)
    ramp = ramp.crop((200, 485, 1400, 1115))
    ends = ((15, 88), (23, 58), (42, 138))
    slanted = Image.merge("RGB", [ramp.point([a + (b - a) * v // 255 for v in range(256)]) for a, b in ends])
    frame = inked_lines(slanted)
    assert len(encoded(frame)) < len(pillows(frame.image)) * 0.75


def test_the_bytes_are_the_same_in_any_process():
    """Python's hash seed, and whether the base was compiled or read back, must not show: git would see a change."""
    program = (
        f"import random, sys, hashlib; sys.path[:0] = {sys.path!r}; import test_png_bands as t\n"
        "print(hashlib.sha256(b''.join(t.encoded(t.inked(random.Random(s))) for s in range(8))).hexdigest())"
    )
    digest = hashlib.sha256(b"".join(encoded(inked(random.Random(s))) for s in range(8))).hexdigest()
    assert {python(program, PYTHONHASHSEED=seed).strip() for seed in ("0", "1")} == {digest}


@pytest.mark.parametrize("seed", range(12))
def test_a_background_read_back_makes_the_same_files(seed: int):
    frame = inked(random.Random(seed), (120, 63))
    few = indices(frame)
    background, image, palette = few or (frame.background, frame.image, b"")
    compressed = compress_background(background, palette)
    again = png_background_file.from_bytes(png_background_file.to_bytes(compressed))
    assert again is not None
    assert again.image.tobytes() == background.tobytes()
    assert png_bands.encode(again, image, frame.spans) == png_bands.encode(compressed, image, frame.spans)


def test_a_damaged_background_is_none():
    data = png_background_file.to_bytes(compress_background(gradient((40, 30), random.Random(1))))
    assert all(png_background_file.from_bytes(data[:length]) is None for length in range(len(data)))
    for at in range(0, len(data), 7):
        assert png_background_file.from_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]) is None


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"size": [1, 1], "bands": []}', b"\xff", b"[" * 9999])
def test_a_made_up_background_with_a_right_digest_is_none(body: bytes):
    digest = hashlib.sha256(body + b"\n").hexdigest()
    assert png_background_file.from_bytes(f"{png_background_file.NAME} {digest}\n".encode() + body + b"\n") is None


def test_an_image_of_another_size_is_refused():
    compressed = compress_background(Image.new("RGB", (30, 20)))
    with pytest.raises(ValueError, match="30, 20"):
        png_bands.encode(compressed, Image.new("RGB", (30, 21)), [])


def inked_lines(background: Image.Image) -> Inked:
    """Three lines of text-like strokes."""
    image, spans = background.copy(), []
    rng = random.Random(9)
    for top in (170, 260, 510):
        mask = Image.new("L", (1000 * 4, 56 * 4))
        for _ in range(300):
            x, y = rng.randrange(mask.width), rng.randrange(mask.height)
            dx, dy = rng.choice(((160, 0), (0, 160), (90, 90)))
            ImageDraw.Draw(mask).line((x, y, x + dx, y + dy), 255, 20)
        image.paste((255, 255, 255), (100, top), mask.reduce(4))
        spans.append((top, top + 56))
    return Inked(background, image, spans)


def pillows(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
