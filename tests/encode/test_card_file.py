from __future__ import annotations

import io
import random

import pytest
from frames import gradient, photo, pixels_by_pypng
from PIL import Image, ImageChops, ImageDraw

from ogp import provenance
from ogp.encode import png_bands
from ogp.encode.card_file import encode, encode_strips
from ogp.encode.png_compile import compress_background
from ogp.errors import OgpError


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def card() -> Image.Image:
    image = gradient((300, 158), random.Random(2))
    ImageDraw.Draw(image).ellipse((40, 30, 260, 130), outline=(255, 255, 255), width=5)
    return image


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [(".png", "PNG"), (".PNG", "PNG"), (".jpg", "JPEG"), (".jpeg", "JPEG"), (".webp", "WEBP"), (".avif", "AVIF")],
)
def test_the_suffix_names_the_format(suffix: str, kind: str):
    made = encode(card(), suffix, fingerprint="f")
    image = opened(made.data)
    assert (image.format, image.size) == (kind, (300, 158))
    assert made.notes == ()
    difference = (
        ImageChops.difference(image.convert("RGB"), card())
        .convert("L")
        .resize((1, 1), Image.Resampling.BOX)
        .getpixel((0, 0))
    )
    assert difference <= 2  # mean over the card, of 255: it shows the card


def test_another_suffix_is_refused():
    with pytest.raises(OgpError, match=r"'\.gif'.*use \.png"):
        encode(card(), ".gif", fingerprint="f")


def test_a_png_of_strips_is_the_card_and_marked():
    compressed = compress_background(gradient((300, 158), random.Random(2)))
    strips = png_bands.cut(compressed, [(30, 131)])
    for strip in strips:
        strip.image.paste(card().crop((0, strip.top, 300, strip.end)))
    made = encode_strips(compressed, strips, fingerprint="f")
    assert pixels_by_pypng(made.data) == card().tobytes()
    assert provenance.read_mark(made.data) == ("f", True)


def test_a_webp_of_few_colors_is_exact():
    flat = Image.new("RGB", (200, 105), (20, 40, 80))
    ImageDraw.Draw(flat).rectangle((20, 20, 90, 60), fill=(255, 255, 255))
    assert opened(encode(flat, ".webp", fingerprint="f").data).tobytes() == flat.tobytes()


@pytest.mark.parametrize("suffix", [".jpg", ".webp", ".avif"])
def test_quality_gives_way_to_the_budget_and_that_is_said(suffix: str):
    image = photo((600, 315), random.Random(1))
    free = encode(image, suffix, fingerprint="f")
    budget = round(len(free.data) / 1000 * 0.7)
    made = encode(image, suffix, fingerprint="f", max_kb=budget)
    assert len(made.data) <= budget * 1000
    assert len(made.notes) == 1
    assert "quality was lowered to" in made.notes[0]
    assert opened(made.data).size == (600, 315)


def test_the_highest_quality_that_fits_is_taken():
    image = photo((600, 315), random.Random(1))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=75, subsampling=0, optimize=True)
    made = encode(image, ".jpg", fingerprint="f", max_kb=-(-(len(out.getvalue()) + 200) // 1000))
    assert made.notes == ("its quality was lowered to 75",)


@pytest.mark.parametrize("suffix", [".jpg", ".png"])
def test_a_budget_that_cannot_be_met_is_said(suffix: str):
    made = encode(photo((600, 315), random.Random(1)), suffix, fingerprint="f", max_kb=3)
    assert "more than the 3 KB asked for" in made.notes[-1]


def test_a_png_keeps_its_colors_whatever_the_budget():
    image = photo((300, 158), random.Random(1))
    budget = len(encode(image, ".png", fingerprint="f").data) * 9 // 10_000
    kept = encode(image, ".png", fingerprint="f", max_kb=budget)
    assert pixels_by_pypng(kept.data) == image.tobytes()
    assert f"more than the {budget} KB asked for" in kept.notes[0]


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".avif"])
def test_the_same_card_is_the_same_bytes(suffix: str):
    assert encode(card(), suffix, fingerprint="f").data == encode(card(), suffix, fingerprint="f").data
