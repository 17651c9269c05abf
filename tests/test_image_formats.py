"""The table of image formats, against what Pillow knows of them."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from ogp.image_formats import BY_NAME, BY_SUFFIX, FORMATS, detect, markup

BITMAPS = [kind.name for kind in FORMATS if kind.pillow]


@pytest.mark.parametrize("name", BITMAPS)
def test_pillow_agrees(name: str):
    kind = BY_NAME[name]
    Image.init()
    assert kind.media_type == Image.MIME[name]
    assert {Image.registered_extensions()[suffix] for suffix in kind.suffixes} == {name}


@pytest.mark.parametrize("name", BITMAPS)
def test_a_file_is_known_by_its_first_bytes_and_is_no_other_format(name: str):
    out = io.BytesIO()
    Image.new("RGB", (9, 9), "#246").save(out, name)
    head = out.getvalue()[:512]
    assert [kind.name for kind in FORMATS if kind.matches(head)] == [name]
    assert not markup(head)


@pytest.mark.parametrize("head", [b'<svg xmlns="', b'\xef\xbb\xbf <?xml version="1.0"?>', b"\n\t<SVG>"])
def test_an_svg_is_known_by_its_tag(head: bytes):
    assert detect(head) is BY_SUFFIX[".svg"]


@pytest.mark.parametrize("head", [b"", b"<!doctype html><svg>", b"\xff\xd8", b"RIFF\0\0\0\0WAVE", b"%PDF-1.7"])
def test_anything_else_is_no_image(head: bytes):
    assert detect(head) is None
