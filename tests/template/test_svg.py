"""SVG art from strangers: what is refused, and that what is kept draws."""

from __future__ import annotations

import pytest

from ogp.errors import OgpError
from ogp.images import decode

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">'

HOSTILE = {
    "local file": f'{HEAD}<image href="/etc/passwd"/></svg>',
    "local file by xlink": f'{HEAD}<image xlink:href="file:///etc/passwd"/></svg>',
    "relative file": f'{HEAD}<image href="secret.png"/></svg>',
    "remote file": f'{HEAD}<image href="https://example.com/x.png"/></svg>',
    "svg in data": f'{HEAD}<image href="data:image/svg+xml;base64,AAAA"/></svg>',
    "use of a file": f'{HEAD}<use href="other.svg#a"/></svg>',
    "style import": f'{HEAD}<style>@import "x.css";</style></svg>',
    "url in style": f'{HEAD}<rect style="fill:url(x.svg#a)"/></svg>',
    "doctype": f"<!DOCTYPE svg>{HEAD}</svg>",
    "entities": f'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>{HEAD}&b;</svg>',
    "giant rectangle": f'{HEAD}<rect width="100000" height="1"/></svg>',
    "giant root": '<svg xmlns="http://www.w3.org/2000/svg" width="1e9" height="1e9"></svg>',
    "giant pattern": f'{HEAD}<pattern width="99999999" height="1"/></svg>',
    "use bomb": HEAD
    + "<defs>"
    + "".join(f'<g id="g{n}"><use href="#g{n - 1}"/><use href="#g{n - 1}"/></g>' for n in range(1, 60))
    + '</defs><use href="#g59"/></svg>',
    "too many elements": HEAD + "<g/>" * 6000 + "</svg>",
    "too deep": HEAD + "<g>" * 100 + "</g>" * 100 + "</svg>",
    "script": f"{HEAD}<script>1</script></svg>",
    "text": f"{HEAD}<text>x</text></svg>",
    "not svg": "<html></html>",
    "broken": f"{HEAD}<rect",
    "stylesheet": f'<?xml-stylesheet href="x.css"?>{HEAD}</svg>',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_refused_with_a_reason(name: str):
    with pytest.raises(OgpError, match=r"art\.svg: the SVG was refused: .+") as caught:
        decode.decode(HOSTILE[name].encode(), "art.svg", (100, 100))
    assert caught.value.code == "E_ASSET"


def test_a_palette_reaches_the_art():
    picture = decode.decode(
        f'{HEAD}<rect class="fill-ink" width="10" height="10"/></svg>'.encode(),
        "art.svg",
        (20, 20),
        ".fill-ink{fill:#ff8000;fill-opacity:1}",
    )
    assert picture.getpixel((10, 10)) == (255, 128, 0, 255)


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"%!PS-Adobe-3.0 EPSF-3.0\n", b"\0" * 4096, b"GIF89a"])
def test_what_is_no_picture_is_told(data: bytes):
    with pytest.raises(OgpError) as caught:
        decode.decode(data, "cover.png", (100, 100))
    assert caught.value.code == "E_ASSET"


@pytest.mark.parametrize(
    ("root", "box", "drawn"),
    [
        ('viewBox="0 0 1200 630"', (1200, 630), (1200, 630)),
        ('viewBox="0 0 1200 630"', (1200, 1200), (2286, 1201)),  # covers: nothing is scaled up afterwards
        ('viewBox="0 0 10 10"', (160, 44), (160, 160)),
        ('width="20" height="10"', (100, 100), (200, 100)),
    ],
)
def test_art_is_drawn_large_enough_to_cover_its_box(root: str, box: tuple[int, int], drawn: tuple[int, int]):
    text = f'<svg xmlns="http://www.w3.org/2000/svg" {root}><rect width="10" height="10"/></svg>'
    assert decode.decode(text.encode(), "art.svg", box).size == drawn


@pytest.mark.parametrize("root", ["", 'viewBox="0 0 0 0"', 'viewBox="0 0 100 0.0001"', 'width="nan" height="1"'])
def test_art_without_a_sensible_size_is_told(root: str):
    text = f'<svg xmlns="http://www.w3.org/2000/svg" {root}><rect width="10" height="10"/></svg>'
    with pytest.raises(OgpError, match=r"art\.svg: the SVG was refused"):
        decode.decode(text.encode(), "art.svg", (1200, 630))
