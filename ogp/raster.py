"""Raster: glyphs to pixels, unhinted and placed to the sub-pixel, through HarfBuzz. The same bytes everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import uharfbuzz as hb
from PIL import Image

from ogp.typeset.style import IDENTITY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ogp.fonts import Face
    from ogp.frame import Color, Text
    from ogp.typeset.style import Glyph, Line, Matrix


class Mask(NamedTuple):
    """Coverage (mode ``L``, cut to its ink) and where its top left corner lies, px."""

    image: Image.Image
    x: int
    y: int


def mask(face: Face, glyphs: Iterable[Glyph], size: float, matrix: Matrix = IDENTITY) -> Mask | None:
    """The coverage of glyphs of one face at ``size`` px an em around the origin (0, 0); None if nothing is inked."""
    draw = hb.RasterDraw()
    add_glyphs(draw, face, glyphs, size, matrix, 0.0, 0.0)
    return rendered(draw)


def line_mask(line: Line, size: float, x: float, y: float) -> Mask | None:
    """The coverage of all of a line's glyphs but colour emoji, its origin at (x, y) px."""
    draw = hb.RasterDraw()
    for run in line.runs:
        if not run.face.color:
            add_glyphs(draw, run.face, run.glyphs, size, run.matrix, x, y)
    return rendered(draw)


def add_glyphs(
    draw: hb.RasterDraw, face: Face, glyphs: Iterable[Glyph], size: float, matrix: Matrix, x: float, y: float
) -> None:
    """Add outlines. Rows go down in the image and up in HarfBuzz's: drawn upside down, nothing has to be flipped."""
    scale = size / face.upem
    xx, yx, xy, yy = (part * scale for part in matrix)
    font, draw_glyph = face.font, draw.draw_glyph
    for gid, gx, gy in glyphs:
        draw.transform = (xx, yx, -xy, -yy, x + gx * size, y + gy * size)
        draw_glyph(font, gid)


def rendered(draw: hb.RasterDraw) -> Mask | None:
    """What was drawn, as a tight mask."""
    image = draw.render()
    extents = image.extents
    size = extents.width, extents.height
    if not all(size):
        return None
    pixels = Image.frombuffer("L", size, image.buffer, "raw", "L", extents.stride, 1)
    return Mask(pixels, extents.x_origin, extents.y_origin)


Rows = tuple[int, int]
"""Rows of an image that ink has touched: the first, and the one after the last; (0, 0): none."""


def paint_line(image: Image.Image, text: Text) -> Rows:
    """Paint a line of text into an RGB image: shadow, stroke, letters, emoji. Return the rows it touched."""
    ink = line_mask(text.line, text.size, text.x, text.y)
    rows: list[Rows] = []
    if ink:
        rows.append(paste(image, ink, text.color))
    for run in text.line.runs:
        if run.face.color:
            for glyph in run.glyphs:
                picture = emoji(run.face, glyph, text.size, run.matrix, text.x, text.y)
                if picture:
                    image.paste(picture.image, (picture.x, picture.y), picture.image)
                    rows.append((picture.y, picture.y + picture.image.height))
    return union(rows, image.height)


def paste(image: Image.Image, ink: Mask, color: Color) -> Rows:
    """Lay a colour through a mask."""
    coverage = ink.image
    if color[3] != 255:  # noqa: PLR2004 opaque
        coverage = coverage.point([level * color[3] // 255 for level in range(256)])
    image.paste(color[:3], (ink.x, ink.y), coverage)
    return ink.y, ink.y + coverage.height


def union(rows: list[Rows], height: int) -> Rows:
    """The rows from the first to the last, inside an image of that height."""
    if not rows:
        return 0, 0
    top, bottom = max(0, min(top for top, _ in rows)), min(height, max(bottom for _, bottom in rows))
    return (top, bottom) if top < bottom else (0, 0)


class Picture(NamedTuple):
    """An emoji (RGBA, straight alpha) and where its top left corner lies, px."""

    image: Image.Image
    x: int
    y: int


def emoji(face: Face, glyph: Glyph, size: float, matrix: Matrix, x: float, y: float) -> Picture | None:
    """One colour glyph in its own colours."""
    extents = face.font.get_glyph_extents(glyph.gid)
    if not extents or not extents.width:
        return None
    scale = size / face.upem
    xx, yx, xy, yy = (part * scale for part in matrix)
    paint = hb.RasterPaint()
    paint.transform = (xx, yx, -xy, -yy, x + glyph.x * size, y + glyph.y * size)
    paint.set_glyph_extents(extents)
    paint.paint_glyph(face.font, glyph.gid)
    image = paint.render()
    box = image.extents
    pixels = Image.frombuffer("RGBa", (box.width, box.height), image.buffer, "raw", "BGRa", box.stride, 1)
    return Picture(pixels.convert("RGBA"), box.x_origin, box.y_origin)
