"""What the tests of encoding share: frames with ink on all kinds of backgrounds, and decoders that share no code."""

from __future__ import annotations

import importlib
import io
import os
import shutil
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from PIL import Image, ImageDraw, ImageFilter

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    Background = Callable[[tuple[int, int], random.Random], Image.Image]


class Inked(NamedTuple):
    background: Image.Image
    image: Image.Image
    spans: list[tuple[int, int]]


def need(name: str) -> Any:  # noqa: ANN401 - a module
    """A module that only tests use: missing is a reason to skip at a desk, and a failure in CI."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return _missing(name)


def need_program(name: str) -> str:
    return shutil.which(name) or _missing(name)


def _missing(name: str) -> Any:  # noqa: ANN401 - never returns
    if os.environ.get("CI"):
        pytest.fail(f"{name} must be installed in CI")
    pytest.skip(f"{name} is not installed")


def pixels_by_pillow(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as image:
        assert image.mode in ("RGB", "P")
        return image.convert("RGB").tobytes()


def pixels_by_pypng(data: bytes) -> bytes:
    """Decoded by code that has nothing in common with libpng, zlib-ng's encoder or Pillow."""
    _, _, rows, _ = need("png").Reader(bytes=data).asRGB8()
    return b"".join(bytes(row) for row in rows)


def pixels_by_opencv(data: bytes) -> bytes:
    array = need("numpy").frombuffer(data, "u1")
    cv2 = need("cv2")
    decoded = cv2.imdecode(array, cv2.IMREAD_COLOR)
    assert decoded is not None, "OpenCV refuses the file"
    return bytes(decoded[:, :, ::-1].tobytes())


def flat(size: tuple[int, int], rng: random.Random) -> Image.Image:
    return Image.new("RGB", size, tuple(rng.randbytes(3)))


def gradient(size: tuple[int, int], rng: random.Random) -> Image.Image:
    ramp = Image.linear_gradient("L").rotate(rng.choice((0, 90, 180)), expand=True).resize(size)
    ends = [(rng.randrange(256), rng.randrange(256)) for _ in range(3)]
    return Image.merge("RGB", [ramp.point([a + (b - a) * v // 255 for v in range(256)]) for a, b in ends])


def photo(size: tuple[int, int], rng: random.Random) -> Image.Image:
    noise = Image.frombytes("RGB", size, rng.randbytes(3 * size[0] * size[1]))
    return Image.blend(gradient(size, rng), noise.filter(ImageFilter.GaussianBlur(2)), 0.5)


def panel(size: tuple[int, int], rng: random.Random) -> Image.Image:
    image = flat(size, rng)
    box = (size[0] // 20, size[1] // 20, size[0] - size[0] // 20, size[1] - size[1] // 20)
    ImageDraw.Draw(image).rounded_rectangle(box, 9, fill=tuple(rng.randbytes(3)), outline=tuple(rng.randbytes(3)))
    return image


BACKGROUNDS: tuple[Background, ...] = (flat, gradient, photo, panel)


def inked(rng: random.Random, size: tuple[int, int] | None = None) -> Inked:
    """A background and the same with soft-edged ink in some rows: none, some, one at either end, or all."""
    size = size or rng.choice(((1, 1), (7, 5), (33, 21), (40, 22), (64, 64), (90, 160), (200, 105)))
    background = rng.choice(BACKGROUNDS)(size, rng)
    image = background.copy()
    spans = []
    for _ in range(rng.choice((0, 1, 1, 2, 3, 4))):
        span = rng.choice(((0, 1), (size[1] - 1, size[1]), (0, size[1]), None, None, None))
        if span is None:
            first = rng.randrange(size[1])
            span = (first, min(size[1], first + rng.randrange(1, 12)))
        image.paste(tuple(rng.randbytes(3)), (0, span[0]), _strokes((size[0], span[1] - span[0]), rng))
        spans.append(span)
    return Inked(background, image, spans)


def _strokes(size: tuple[int, int], rng: random.Random) -> Image.Image:
    """A mask with edges in ``levels`` steps, as antialiased text has."""
    mask = Image.new("L", (size[0] * 4, size[1] * 4))
    for _ in range(1 + size[0] // 8):
        x, y = rng.randrange(mask.width), rng.randrange(mask.height)
        ImageDraw.Draw(mask).line(
            (x, y, x + rng.randrange(-40, 40), y + rng.randrange(-40, 40)), 255, rng.randrange(1, 9)
        )
    return mask.reduce(4).point([round(value / 17) * 17 for value in range(256)])
