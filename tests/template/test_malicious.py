"""Templates from a stranger's pull request: one line that says what is wrong, soon, whatever is in them."""

from __future__ import annotations

import base64
import os
import struct
import sys
import time
import zlib
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from ogp import Card
from ogp.errors import OgpError
from ogp.fonts import FontSet
from ogp.images import decode
from ogp.template import load_folder
from ogp.template_tools import contact_sheet
from ogp.template_tools.sample_cards import CASES, LONG

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Blog

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="limits of processes, pipes and links are POSIX's"),
]

SECONDS = 3.0
"""Of processor time, children's too: two for a drawing that is stopped, one for all else."""

TEXT = '[[layers]]\ntype = "text"\ntext = "{title}"\ncolor = "#fff"\n'
PICTURE = '[[layers]]\ntype = "picture"\n'
BOX = "box = { width = 4096, height = 4096 }\n"

REFUSED = {
    "broken TOML": ("summary = ", "E_TEMPLATE"),
    "TOML that ends in a string": ('summary = "', "E_TEMPLATE"),
    "a whole number that Python does not read": ("summary = [\n" + "9" * 999 + "\n]\n" + TEXT, "E_TEMPLATE"),
    "many giant numbers": ("summary = " + "0x" + "f" * 980 + "\n" + TEXT, "E_TEMPLATE"),
    "no number": (TEXT + "leading = nan\n", "E_TEMPLATE"),
    "an endless number": (TEXT + "tracking = inf\n", "E_TEMPLATE"),
    "keys of many dots": (("a" + ".a" * 490 + " = 1\n") * 60 + TEXT, "E_TEMPLATE"),
    "a deep value where a text belongs": ("summary" + ".a" * 480 + " = 1\n" + TEXT, "E_TEMPLATE"),
    "nested arrays": ("summary = " + ("[" * 900 + "\n") * 30, "E_TEMPLATE"),
    "nested tables": ("summary = " + "{a=" * 300 + "1" + "}" * 300, "E_TEMPLATE"),
    "long lines": ("summary = '" + "x" * 5000 + "'\n" + TEXT, "E_TEMPLATE"),
    "a large file": ("#\n" * 40_000 + TEXT, "E_TEMPLATE"),
    "lines like headers": ("summary = '''\n" + ("[" + " " * 900 + "\n") * 60 + "'''\nlinse = 1\n", "E_TEMPLATE"),
    "many palettes": ("[palettes]\n" + "".join(f"p{n} = {{}}\n" for n in range(4000)) + TEXT, "E_TEMPLATE"),
    "many colors": ("[colors]\n" + "".join(f"c{n} = '#fff'\n" for n in range(4000)) + TEXT, "E_TEMPLATE"),
    "a color that is searched for ever": ("[colors]\na = 'oklch(0.5 999999999 0)'\n" + TEXT, "E_TEMPLATE"),
    "a color without end": ("[colors]\na = 'oklch(" + "9" * 400 + " 0.1 0)'\n" + TEXT, "E_TEMPLATE"),
    "a color of one palette only": (
        "[palettes]\na = { gold = '#fc0' }\nb = { hue = 1 }\n" + TEXT.replace("#fff", "gold"),
        "E_TEMPLATE",
    ),
    "a number that is none": (TEXT.replace("{title}", "{title|truncate ²}"), "E_TEMPLATE"),
    "a novel": (TEXT.replace("{title}", "あ" * 900), "E_TEMPLATE"),
    "500 layers": (TEXT * 500, "E_TEMPLATE"),
    "a distance out of all bounds": (TEXT + "box = { left = 1e9 }\n", "E_TEMPLATE"),
    "more pixels than any card": ((PICTURE + 'file = "a.svg"\n' + BOX) * 2, "E_TEMPLATE"),
    "giant discs": (('[[layers]]\ntype = "fill"\ncolor = "#fff"\nradius = 4096\n' + BOX) * 40, "E_TEMPLATE"),
    "giant outlines": ((TEXT + 'stroke = { color = "#000" }\nsize = 800\n' + BOX) * 40, "E_TEMPLATE"),
    "a neighbor of itself": (TEXT + 'id = "a"\nafter = { layer = "a" }\n', "E_TEMPLATE"),
    "a file above": (PICTURE + 'file = "../secret.png"\n', "E_TEMPLATE"),
    "a file by its full path": (PICTURE + 'file = "/etc/passwd"\n', "E_TEMPLATE"),
    "a file by a drive": (PICTURE + 'file = "C:secret.png"\n', "E_TEMPLATE"),
    "a link out": (PICTURE + 'file = "link.png"\n', "E_TEMPLATE"),
    "a folder that leads out": (PICTURE + 'file = "out/secret.png"\n', "E_TEMPLATE"),
    "a device": (PICTURE + 'file = "zero"\n', "E_TEMPLATE"),
    "a pipe": (PICTURE + 'file = "pipe.svg"\n', "E_ASSET"),
    "a folder": (PICTURE + 'file = "sub"\n', "E_ASSET"),
    "a name with NUL": (PICTURE + 'file = "a\\u0000.svg"\n', "E_TEMPLATE"),
    "a name of 900 letters": (PICTURE + 'file = "' + "a" * 900 + '"\n', "E_ASSET"),
    "PostScript": (PICTURE + 'file = "eps.png"\n', "E_ASSET"),
    "itself": (PICTURE + 'file = "template.toml"\n', "E_ASSET"),
    "a bomb": (PICTURE + 'file = "bomb.png"\n', "E_ASSET"),
    "too long a QR code": (PICTURE + 'qr = "{title}"\n', "E_ASSET"),
    "an SVG that reads a file": (PICTURE + 'file = "reads.svg"\n', "E_ASSET"),
    "an SVG that never ends": (PICTURE + 'file = "endless.svg"\n', "E_ASSET"),
}  # fmt: skip

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630">'
RECT = '<rect width="1200" height="630" fill="red"/>'


def _nest(name: str, one: str, inner: str, ground: str) -> str:
    """Build ``name`` 24 deep, each level using the one below it twice: 16 million rectangles if it is followed."""
    levels = "".join(one.format(at=at, inner=inner.format(below=at - 1) * 2) for at in range(1, 25))
    return (
        f"{HEAD}<defs>{one.format(at=0, inner=ground)}{levels}</defs>{inner.format(below=24)}</svg>" + f"<!--{name}-->"
    )


EXPENSIVE = {
    "patterns in patterns": _nest(
        "pattern",
        '<pattern id="a{at}" width="3" height="3" patternUnits="userSpaceOnUse">{inner}</pattern>',
        '<rect width="1200" height="630" fill="url(#a{below})"/>',
        RECT,
    ),
    "masks in masks": _nest("mask", '<mask id="a{at}">{inner}</mask>', f'<g mask="url(#a{{below}})">{RECT}</g>', RECT),
    "clips in clips": _nest(
        "clip",
        '<clipPath id="a{at}">{inner}</clipPath>',
        '<rect width="1200" height="630" clip-path="url(#a{below})"/>',
        RECT,
    ),
    "400 blurs": f'{HEAD}<filter id="f">' + '<feGaussianBlur stdDeviation="90"/>' * 400 + "</filter>"
    f'<g filter="url(#f)">{RECT}</g></svg>',
    "a blur of everything": f'{HEAD}<filter id="f" x="-10" y="-10" width="21" height="21">'
    f'<feGaussianBlur stdDeviation="5000"/></filter><g filter="url(#f)">{RECT}</g></svg>',
    "noise of 20,000 octaves": f'{HEAD}<filter id="f"><feTurbulence baseFrequency="0.9" numOctaves="20000"/></filter>'
    f'<g filter="url(#f)">{RECT}</g></svg>',
    "a matrix of 100 by 100": f'{HEAD}<filter id="f"><feConvolveMatrix order="100" kernelMatrix="'
    + "1 " * 10_000
    + f'"/></filter><g filter="url(#f)">{RECT}</g></svg>',
    "1,200 full gradients": HEAD
    + "".join(
        f'<linearGradient id="g{n}"><stop offset="0" stop-color="red"/><stop offset="1"/></linearGradient>'
        f'<rect width="1200" height="630" fill="url(#g{n})"/>'
        for n in range(1200)
    )
    + "</svg>",
    "2,000 dashed lines": HEAD
    + '<path d="M0 0L20000 0" stroke="red" stroke-dasharray="0.01"/>' * 2000
    + "</svg>",
    "a million points": HEAD + '<path stroke="red" d="M0 0' + "L9 9L8 1" * 500_000 + '"/></svg>',
    "a pattern larger than the world": f'{HEAD}<pattern id="p" width="20000" height="20000" '
    f'patternUnits="userSpaceOnUse" patternTransform="scale(20000)">{RECT}</pattern>'
    '<rect width="1200" height="630" fill="url(#p)"/></svg>',
}  # fmt: skip

HARMLESS = {
    "nothing": f"{HEAD}</svg>",
    "no numbers": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="NaN NaN 9 9" width="NaN" height="x"/>',
    "a pattern of itself": f'{HEAD}<pattern id="p" width="9" height="9" patternUnits="userSpaceOnUse">'
    '<rect width="9" height="9" fill="url(#p)"/></pattern><rect width="99" height="99" fill="url(#p)"/></svg>',
    "masks in a ring": f'{HEAD}<mask id="a" mask="url(#b)">{RECT}</mask><mask id="b" mask="url(#a)">{RECT}</mask>'
    f'<g mask="url(#a)">{RECT}</g></svg>',
    "30 scales": HEAD + '<g transform="scale(20000)">' * 30 + RECT + "</g>" * 30 + "</svg>",
    "points at the end of all numbers": f'{HEAD}<path d="M-1e38 -1e38L3e38 1e38Z M1e400 0L1 1"/></svg>',
    "another encoding declared": f'<?xml version="1.0" encoding="UTF-16"?>{HEAD}{RECT}</svg>',
    "hidden in UTF-7": f'<?xml version="1.0" encoding="UTF-7"?>{HEAD}+ADw-image href=+ACI-secret.png+ACI-/+AD4-</svg>',
}  # fmt: skip


@pytest.fixture
def soon() -> Iterator[None]:
    """Fail a test that took more processor time than a reader of pull requests would wait."""
    before = sum(os.times()[:4])
    started = time.monotonic()
    yield
    assert sum(os.times()[:4]) - before < SECONDS
    assert time.monotonic() - started < 10 * SECONDS


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return FontSet.bundled()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A template's folder with traps in it, and a secret beside it."""
    Image.new("RGB", (40, 40), (255, 0, 0)).save(tmp_path / "secret.png")
    place = tmp_path / "mine"
    place.mkdir()
    (place / "sub").mkdir()
    os.mkfifo(place / "pipe.svg")
    (place / "link.png").symlink_to(tmp_path / "secret.png")
    (place / "out").symlink_to(tmp_path)
    (place / "zero").symlink_to("/dev/zero")
    (place / "eps.png").write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n")
    (place / "bomb.png").write_bytes(bomb(30_000))
    (place / "a.svg").write_text(f"{HEAD}{RECT}</svg>")
    (place / "reads.svg").write_text(f'{HEAD}<image href="{tmp_path / "secret.png"}" width="40" height="40"/></svg>')
    (place / "endless.svg").write_text(EXPENSIVE["patterns in patterns"])
    return place


def bomb(side: int) -> bytes:
    """Make a PNG of a few kilobytes that is ``side``² pixels large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(bytes((side // 8 + 1) * side), 9)
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_a_reason(folder: Path, fonts: FontSet, name: str):
    text, code = REFUSED[name]
    (folder / "template.toml").write_text(text, encoding="utf-8")
    with pytest.raises(OgpError) as caught:
        contact_sheet.draw(Card("木" * 3000), load_folder(folder), "", "og", fonts)
    assert caught.value.code == code, str(caught.value)
    assert len(str(caught.value)) < 1000


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("data", [b"\xff\xfe\x00", "summary = '日本'".encode("shift_jis"), b"\0\0\0"])
def test_what_is_no_text_is_told(folder: Path, data: bytes):
    (folder / "template.toml").write_bytes(data)
    with pytest.raises(OgpError) as caught:
        load_folder(folder)
    assert caught.value.code == "E_TEMPLATE"


@pytest.mark.usefixtures("soon")
def test_the_largest_of_everything_is_drawn(folder: Path, fonts: FontSet):
    """At every limit at once, a template is slow, and no more."""
    edges = 'stroke = { width = 40, color = "#000" }\nshadow = { blur = 60, color = "#000" }\n'
    text = TEXT + "size = [800, 40]\nlines = 20\n" + edges
    disc = '[[layers]]\ntype = "fill"\ncolor = "#fff"\nradius = 4096\nedge = "#000"\nedge_width = 100\n'
    (folder / "template.toml").write_text(disc + "box = { width = 3000, height = 3000 }\n" + text * 3, encoding="utf-8")
    picture = contact_sheet.draw(CASES[LONG], load_folder(folder), "", "og", fonts)
    assert picture.size == (1200, 630)


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize(
    "name", [name if name == "masks in masks" else pytest.param(name, marks=pytest.mark.slow) for name in EXPENSIVE]
)
def test_art_that_costs_too_much_is_stopped(name: str):
    with pytest.raises(OgpError, match=r"art\.svg: the SVG was refused: it takes too long|larger than") as caught:
        decode.decode(EXPENSIVE[name].encode(), "art.svg", (1200, 630))
    assert caught.value.code == "E_ASSET"


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("name", HARMLESS)
def test_odd_art_that_harms_nobody_is_drawn(name: str):
    picture = decode.decode(HARMLESS[name].encode(), "art.svg", (1200, 630))
    assert 0 < picture.width * picture.height <= decode.MAX_PIXELS


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("box", ["0 0 0 0", "0 0 20000 0.001", "0 0 -9 -9", "1 " * 400_000, "1" * 400_000, ". " * 99])
def test_a_size_that_is_none_is_refused(box: str):
    with pytest.raises(OgpError, match="the SVG was refused") as caught:
        decode.decode(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"/>'.encode(), "art.svg", (1200, 630))
    assert caught.value.code == "E_ASSET"
    assert len(str(caught.value)) < 300


@pytest.mark.usefixtures("soon")
def test_a_bomb_inside_an_svg_is_stopped():
    inner = base64.b64encode(bomb(30_000)).decode()
    with pytest.raises(OgpError, match="too much memory"):
        decode.decode(f'{HEAD}<image width="9" href="data:image/png;base64,{inner}"/></svg>'.encode(), "a.svg", (9, 9))


def test_a_build_with_a_hostile_template_tells_it_in_one_line(blog: Blog):
    place = blog.root / "templates" / "evil"
    place.mkdir(parents=True)
    (place / "art.svg").write_text(EXPENSIVE["masks in masks"])
    (place / "template.toml").write_text(PICTURE + 'file = "art.svg"\n' + TEXT, encoding="utf-8")
    (blog.root / "ogp.toml").write_text('template = "evil"\n')
    blog.post("2026-03-05-a", "title: 庭の木\ndate: 2026-03-05\nimage: /a.png")
    ran = blog.build()
    assert ran.code == 1
    assert ran.row("a.md")["code"] == "E_ASSET"
    assert "art.svg" in ran.row("a.md")["message"]
    assert "Traceback" not in ran.err
