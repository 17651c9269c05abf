"""Raster: glyphs to pixels, unhinted and placed to the sub-pixel, through HarfBuzz. The same bytes everywhere."""

from __future__ import annotations

from math import ceil, floor, hypot, isqrt
from typing import TYPE_CHECKING, NamedTuple

import uharfbuzz as hb
from PIL import Image, ImageChops, ImageFilter

from ogp.typeset.ink_bounds import Extent, line_extent
from ogp.typeset.style import IDENTITY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ogp.fonts import Face
    from ogp.frame import Shadow, TextItem
    from ogp.typeset.style import Glyph, Line, Matrix

OPAQUE = 255


class Mask(NamedTuple):
    """Coverage (mode ``L``) and where its top left corner lies, px."""

    image: Image.Image
    x: int
    y: int


class Bitmap(NamedTuple):
    """An emoji (RGBA, straight alpha) and where its top left corner lies, px."""

    image: Image.Image
    x: int
    y: int


def ink(line: Line, size: float) -> Extent:
    """The box of a line's ink at ``size`` px an em, px from its origin, y down; all 0 if it is blank."""
    extent = line_extent(line)
    return Extent(*(edge * size for edge in extent)) if extent else Extent(0.0, 0.0, 0.0, 0.0)


def mask(face: Face, glyphs: Iterable[Glyph], size: float, matrix: Matrix = IDENTITY) -> Mask | None:
    """The coverage of glyphs of one face at ``size`` px an em around the origin (0, 0); None if nothing is inked."""
    draw = hb.RasterDraw()
    add_glyphs(draw, face, glyphs, size, matrix)
    return rendered(draw)


def line_mask(line: Line, size: float, x: float, y: float) -> Mask | None:
    """The coverage of all of a line's glyphs but colour emoji, its origin at (x, y) px."""
    draw = hb.RasterDraw()
    for run in line.runs:
        if not run.face.color:
            add_glyphs(draw, run.face, run.glyphs, size, run.matrix, origin=(x, y))
    return rendered(draw)


def add_glyphs(
    draw: hb.RasterDraw,
    face: Face,
    glyphs: Iterable[Glyph],
    size: float,
    matrix: Matrix,
    *,
    origin: tuple[float, float] = (0.0, 0.0),
) -> None:
    """Add outlines. Rows go down in the image and up in HarfBuzz's: drawn upside down, nothing has to be flipped."""
    scale = size / face.upem
    xx, yx, xy, yy = (part * scale for part in matrix)
    x, y = origin
    font, draw_glyph = face.font, draw.draw_glyph
    for gid, gx, gy in glyphs:
        draw.transform = (xx, yx, -xy, -yy, x + gx * size, y + gy * size)
        draw_glyph(font, gid)


def rendered(draw: hb.RasterDraw) -> Mask | None:
    """What was drawn, as a mask cut to its ink."""
    image = draw.render()
    extents = image.extents
    size = extents.width, extents.height
    if not all(size):
        return None
    pixels = Image.frombuffer("L", size, bytes(image.buffer), "raw", "L", extents.stride, 1)
    return Mask(pixels, extents.x_origin, extents.y_origin)


def emoji(text: TextItem) -> list[Bitmap]:
    """The colour glyphs of a line, each in its own colours and with the text's opacity."""
    pictures = []
    for run in text.line.runs:
        if run.face.color:
            for glyph in run.glyphs:
                picture = color_glyph(run.face, glyph, text.size, run.matrix, origin=(text.x, text.y))
                if picture:
                    if text.color[3] != OPAQUE:
                        picture.image.putalpha(scale_alpha(picture.image.getchannel("A"), text.color[3]))
                    pictures.append(picture)
    return pictures


def color_glyph(face: Face, glyph: Glyph, size: float, matrix: Matrix, *, origin: tuple[float, float]) -> Bitmap | None:
    """One glyph of a colour face (COLR)."""
    extents = face.font.get_glyph_extents(glyph.gid)
    if not extents or not extents.width:
        return None
    scale = size / face.upem
    xx, yx, xy, yy = (part * scale for part in matrix)
    paint = hb.RasterPaint()
    paint.transform = (xx, yx, -xy, -yy, origin[0] + glyph.x * size, origin[1] + glyph.y * size)
    paint.set_glyph_extents(extents)
    paint.paint_glyph(face.font, glyph.gid)
    image = paint.render()
    box = image.extents
    pixels = Image.frombuffer("RGBa", (box.width, box.height), image.buffer, "raw", "BGRa", box.stride, 1)
    return Bitmap(pixels.convert("RGBA"), box.x_origin, box.y_origin)


def scale_alpha(coverage: Image.Image, alpha: int) -> Image.Image:
    """Coverage times an opacity of 0 to 255."""
    return coverage.point([(level * alpha + 127) // 255 for level in range(256)])


def stroke_mask(ink: Mask, radius: float) -> Mask:
    """Ink grown by ``radius`` px on all sides, antialiased: the even outline of a stroke.

    Glyphs emboldened by HarfBuzz come out lopsided, and outlines drawn many times over lose their antialiasing, so
    the mask is dilated by a disc. Between whole radii two discs are blended: edges then move by the exact fraction.
    """
    reach = ceil(radius)
    canvas = padded(ink, reach)
    small = dilate_disc(canvas.image, floor(radius))
    if reach == floor(radius):
        return canvas._replace(image=small)
    return canvas._replace(image=Image.blend(small, dilate_disc(canvas.image, reach), radius - floor(radius)))


def dilate_disc(image: Image.Image, radius: int) -> Image.Image:
    """Grey-scale dilation by a disc: row by row, each as wide as the disc is there, its end pixels in part."""
    lighter, offset = ImageChops.lighter, ImageChops.offset
    wide = [image]  # wide[k]: dilated by k px to the left and right
    for k in range(1, radius + 1):
        wide.append(lighter(wide[-1], lighter(offset(image, k, 0), offset(image, -k, 0))))
    out = wide[radius]
    for dy in range(1, radius + 1):
        half = isqrt(radius * radius - dy * dy)
        part = radius + 1 - hypot(half + 1, dy)
        row = lighter(wide[half], scale_alpha(wide[half + 1], round(part * 255)))
        out = lighter(out, lighter(offset(row, 0, dy), offset(row, 0, -dy)))
    return out


def shadow_mask(ink: Mask, shadow: Shadow) -> Mask:
    """The shadow of ink: moved by whole px and blurred (sigma in px)."""
    out = padded(ink, ceil(3 * shadow.blur))
    image = out.image.filter(ImageFilter.GaussianBlur(shadow.blur)) if shadow.blur > 0 else out.image
    return Mask(image, out.x + round(shadow.dx), out.y + round(shadow.dy))


def union(masks: list[Mask]) -> Mask:
    """Several masks as one."""
    if len(masks) == 1:
        return masks[0]
    left, top = min(m.x for m in masks), min(m.y for m in masks)
    right, bottom = max(m.x + m.image.width for m in masks), max(m.y + m.image.height for m in masks)
    image = Image.new("L", (right - left, bottom - top))
    for m in masks:
        box = (m.x - left, m.y - top, m.x - left + m.image.width, m.y - top + m.image.height)
        image.paste(ImageChops.lighter(image.crop(box), m.image), box)
    return Mask(image, left, top)


def padded(ink: Mask, margin: int) -> Mask:
    """The same mask with room on all sides."""
    image = Image.new("L", (ink.image.width + 2 * margin, ink.image.height + 2 * margin))
    image.paste(ink.image, (margin, margin))
    return Mask(image, ink.x - margin, ink.y - margin)
