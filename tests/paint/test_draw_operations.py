"""Draw operations: what is kept from card to card, and for how long."""

from __future__ import annotations

import gc
import weakref

from ogp import Card, load_template
from ogp.display_list import Box, ImageItem, RectItem, TextItem
from ogp.fonts import FontSet
from ogp.images.qr import qr_code
from ogp.paint.draw_operations import MaskFill, Rasterizer, Rect
from ogp.paint.glyphs import Bitmap
from ogp.rendering.renderer import Renderer
from ogp.typeset.shaping import shape
from ogp.typeset.style import Style

BLUE, SHEER = (0, 0, 255, 255), (0, 0, 255, 90)
BOX = Box(10, 10, 60, 40)


def kinds(item: TextItem | RectItem | ImageItem) -> list[type]:
    return [type(operation) for operation in Rasterizer().operations(item)]


def test_only_an_opaque_rectangle_with_sharp_corners_needs_no_mask():
    assert kinds(RectItem(BOX, BLUE)) == [Rect]
    assert kinds(RectItem(BOX, SHEER)) == kinds(RectItem(BOX, BLUE, radius=5)) == [MaskFill]
    assert kinds(RectItem(BOX, BLUE, edge=SHEER, edge_width=2)) == [MaskFill, MaskFill]
    assert kinds(RectItem(Box(10, 10, 0.2, 40), BLUE)) == []
    assert kinds(ImageItem(qr_code("ogp", 40, BLUE), 0, 0)) == [Bitmap]


def test_the_same_text_at_the_same_position_is_rasterized_once():
    rasterizer = Rasterizer()
    line = shape("日記", Style(), FontSet.bundled()).line(0, 2)
    operations = rasterizer.operations(TextItem(line, 30, 10, 40, BLUE))
    assert rasterizer.operations(TextItem(line, 30, 10, 40, BLUE)) is operations
    assert rasterizer.operations(TextItem(line, 30, 11, 40, BLUE)) is not operations


def test_what_painting_keeps_dies_with_the_renderer():
    renderer = Renderer(FontSet.bundled())
    card, template = Card("題名", category="日記", site="庭の図書室"), load_template("compass")
    renderer.file(card, template, "", "og", suffix=".png", fingerprint="f", max_kb=0)
    compiled = renderer.compile(card, template, "", "og", packed=True)
    kept = [
        weakref.ref(renderer._rasterizer),  # noqa: SLF001
        weakref.ref(compiled.palette_colors),
        weakref.ref(compiled.design.corners),
    ]
    assert all(reference() for reference in kept)
    del renderer, compiled
    gc.collect()
    assert not any(reference() for reference in kept)
