"""Glyph rasterizer: outlines to coverage masks through HarfBuzz, unhinted and at sub-pixel positions; color emoji.

Also what masks become: strokes, shadows, unions. The pixels are the same on every machine.
"""

from __future__ import annotations

from math import ceil, floor, hypot, isqrt
from typing import TYPE_CHECKING, NamedTuple

import uharfbuzz as hb
from PIL import Image, ImageChops, ImageFilter

from ogp.display_list import OPAQUE
from ogp.typeset.ink_bounds import Extent, line_extent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ogp.display_list import Shadow, TextItem
    from ogp.fonts import Face
    from ogp.typeset.line import Glyph, Line, Matrix


class Mask(NamedTuple):
    """Coverage (mode L), and where its top left corner lies in px."""

    image: Image.Image
    x: int
    y: int


class Bitmap(NamedTuple):
    """An image (RGB, or RGBA with straight alpha), and where its top left corner lies in px."""

    image: Image.Image
    x: int
    y: int


def ink_extent(line: Line, size: float) -> Extent:
    """Return the box of a line's ink at ``size`` px an em, in px from its origin, y down; all 0 if it is blank."""
    extent = line_extent(line)
    return Extent(*(edge * size for edge in extent)) if extent else Extent(0.0, 0.0, 0.0, 0.0)


def line_mask(line: Line, size: float, x: float, y: float) -> Mask | None:
    """Return the coverage of a line's glyphs, emoji left out, at ``size`` px an em with its origin at (x, y) px."""
    draw = hb.RasterDraw()
    for run in line.runs:
        if not run.face.color:
            _add_glyphs(draw, run.face, run.glyphs, size, run.matrix, origin=(x, y))
    raster = draw.render()
    extents = raster.extents
    if not extents.width or not extents.height:
        return None
    image_size = extents.width, extents.height
    image = Image.frombuffer("L", image_size, bytes(raster.buffer), "raw", "L", extents.stride, 1)
    return Mask(image, extents.x_origin, extents.y_origin)


def _add_glyphs(
    draw: hb.RasterDraw,
    face: Face,
    glyphs: Iterable[Glyph],
    size: float,
    matrix: Matrix,
    *,
    origin: tuple[float, float],
) -> None:
    """Add outlines to a drawing.

    Rows go down in the image and up in HarfBuzz's: outlines are drawn upside down, and nothing has to be flipped.
    """
    scale = size / face.upem
    xx, yx, xy, yy = (component * scale for component in matrix)
    x, y = origin
    font, draw_glyph = face.font, draw.draw_glyph
    for gid, gx, gy in glyphs:
        draw.transform = (xx, yx, -xy, -yy, x + gx * size, y + gy * size)
        draw_glyph(font, gid)


def emoji_bitmaps(text: TextItem) -> list[Bitmap]:
    """Return the color glyphs of a line, each in its own colors and with the text's opacity."""
    bitmaps = []
    for run in text.line.runs:
        if run.face.color:
            for glyph in run.glyphs:
                bitmap = _color_glyph(run.face, glyph, text.size, run.matrix, origin=(text.x, text.y))
                if bitmap:
                    if text.color[3] != OPAQUE:
                        bitmap.image.putalpha(scale_alpha(bitmap.image.getchannel("A"), text.color[3]))
                    bitmaps.append(bitmap)
    return bitmaps


def _color_glyph(
    face: Face, glyph: Glyph, size: float, matrix: Matrix, *, origin: tuple[float, float]
) -> Bitmap | None:
    """Draw one glyph of a color face (COLR)."""
    extents = face.font.get_glyph_extents(glyph.gid)
    if not extents or not extents.width:
        return None
    scale = size / face.upem
    xx, yx, xy, yy = (component * scale for component in matrix)
    paint = hb.RasterPaint()
    paint.transform = (xx, yx, -xy, -yy, origin[0] + glyph.x * size, origin[1] + glyph.y * size)
    paint.set_glyph_extents(extents)
    paint.paint_glyph(face.font, glyph.gid)
    raster = paint.render()
    box = raster.extents
    image = Image.frombuffer("RGBa", (box.width, box.height), raster.buffer, "raw", "BGRa", box.stride, 1)
    return Bitmap(image.convert("RGBA"), box.x_origin, box.y_origin)


def scale_alpha(coverage: Image.Image, alpha: int) -> Image.Image:
    """Multiply coverage (mode L) by an opacity of 0 to 255."""
    return coverage.point([(level * alpha + 127) // 255 for level in range(256)])


def stroke_mask(ink: Mask, radius: float) -> Mask:
    """Return ink grown by ``radius`` px on all sides, antialiased: the even outline of a stroke.

    Glyphs emboldened by HarfBuzz come out lopsided, and outlines drawn many times over lose their antialiasing, so
    the mask is dilated by a disc. Between whole radii two discs are blended: edges then move by the exact fraction.
    """
    outer = ceil(radius)
    canvas = _padded(ink, outer)
    inner_image = dilate_disc(canvas.image, floor(radius))
    if outer == floor(radius):
        return canvas._replace(image=inner_image)
    outer_image = dilate_disc(canvas.image, outer)
    return canvas._replace(image=Image.blend(inner_image, outer_image, radius - floor(radius)))


def dilate_disc(image: Image.Image, radius: int) -> Image.Image:
    """Return the grayscale dilation by a disc: row by row, each as wide as the disc there, its end pixels in part."""
    lighter, offset = ImageChops.lighter, ImageChops.offset
    wide = [image]  # wide[k]: dilated by k px to the left and right
    for k in range(1, radius + 1):
        wide.append(lighter(wide[-1], lighter(offset(image, k, 0), offset(image, -k, 0))))
    out = wide[radius]
    for dy in range(1, radius + 1):
        half = isqrt(radius * radius - dy * dy)
        fraction = radius + 1 - hypot(half + 1, dy)
        row = lighter(wide[half], scale_alpha(wide[half + 1], round(fraction * 255)))
        out = lighter(out, lighter(offset(row, 0, dy), offset(row, 0, -dy)))
    return out


def shadow_mask(ink: Mask, shadow: Shadow) -> Mask:
    """Return the shadow of ink: moved by whole px, and blurred."""
    out = _padded(ink, ceil(3 * shadow.blur))
    image = out.image.filter(ImageFilter.GaussianBlur(shadow.blur)) if shadow.blur > 0 else out.image
    return Mask(image, out.x + round(shadow.dx), out.y + round(shadow.dy))


def union(masks: list[Mask]) -> Mask:
    """Return the union of masks, at least one: the highest coverage of each pixel."""
    if len(masks) == 1:
        return masks[0]
    left, top = min(m.x for m in masks), min(m.y for m in masks)
    right, bottom = max(m.x + m.image.width for m in masks), max(m.y + m.image.height for m in masks)
    image = Image.new("L", (right - left, bottom - top))
    for m in masks:
        box = (m.x - left, m.y - top, m.x - left + m.image.width, m.y - top + m.image.height)
        image.paste(ImageChops.lighter(image.crop(box), m.image), box)
    return Mask(image, left, top)


def _padded(ink: Mask, margin: int) -> Mask:
    """Return the same mask with ``margin`` px more on all sides."""
    image = Image.new("L", (ink.image.width + 2 * margin, ink.image.height + 2 * margin))
    image.paste(ink.image, (margin, margin))
    return Mask(image, ink.x - margin, ink.y - margin)
