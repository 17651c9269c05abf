from __future__ import annotations

from itertools import product

from PIL import Image

from ogp.encode.coverage_levels import quantize_coverage

EVERY = Image.frombytes("L", (256, 1), bytes(range(256)))


def test_twelve_levels_and_the_ends_stay():
    levels = quantize_coverage(EVERY).tobytes()
    assert len(set(levels)) == 12
    assert (levels[0], levels[255]) == (0, 255)


def test_no_channel_of_painted_text_moves_by_more_than_twelve():
    worst = 0
    for ink, under in product(range(0, 256, 15), repeat=2):
        exact, quantized = (Image.new("L", (256, 1), under) for _ in range(2))
        exact.paste(ink, (0, 0), EVERY)
        quantized.paste(ink, (0, 0), quantize_coverage(EVERY))
        worst = max(worst, *(abs(a - b) for a, b in zip(exact.tobytes(), quantized.tobytes(), strict=True)))
    assert worst == 12
