"""Painter in indexed colors: draws operations on the indices of a background that has few colors.

A card of at most 256 colors takes a third of the work and half of the bytes. Glyph coverage has 12 levels
(`coverage_levels`), so on one color text adds 11, and every pixel is what `truecolor` makes of it. On a gradient the
antialiased edges of letters share colors (`color_table`): they move by less than can be seen, and nothing else does.
Emoji are flat drawings, of whose edges the same holds. What does not fit, a photograph or a blurred shadow, is left to
`truecolor`.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageChops

from ogp.display_list import OPAQUE
from ogp.encode.coverage_levels import LEVELS
from ogp.encode.quantize import IndexedImage, reduce_colors
from ogp.paint.color_table import AREA_TOLERANCES, EDGE_TOLERANCES, MAX_COLORS, ColorTable, PaletteFullError
from ogp.paint.draw_operations import MaskFill, Rect, translate_up
from ogp.paint.glyphs import Bitmap, Mask
from ogp.paint.truecolor import strip_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ogp.display_list import Rgba
    from ogp.encode.png_background import CompressedBackground
    from ogp.encode.png_bands import RowStrip
    from ogp.paint.color_table import PaletteColors
    from ogp.paint.draw_operations import DrawOp

MAX_BITMAP_PIXELS: Final = 40_000
"""In a bitmap larger than this, missing colors show."""
BITMAP_COLORS: Final = 48
"""Colors that a bitmap gets at most."""
MIN_BITMAP_ROOM: Final = 110
"""With fewer free entries than this, text would leave too few of them to an emoji: it is not tried."""
MAX_BITMAP_ERROR: Final = 64
MAX_BITMAP_MEAN_ERROR: Final = 3.0
"""How far a pixel of a bitmap may move in a channel, and all of them on average: the antialiased edges of an emoji may
move, its flat colors may not."""

LEVEL_OF: Final = bytes(round(value * (LEVELS - 1) / 255) for value in range(256))
"""The level of each coverage."""
ANY: Final = bytes(255 * (value > 0) for value in range(256))
TOUCHED: Final = bytes(255 * (level > 0) for level in LEVEL_OF)
"""Full coverage wherever there is any, or any after quantization."""


def in_true_colors(background: CompressedBackground) -> Image.Image:
    """Return an indexed background as RGB."""
    return _with_palette(background.image, background.palette)


def _with_palette(indices: Image.Image, palette: bytes) -> Image.Image:
    image = Image.frombytes("P", indices.size, indices.tobytes())
    image.putpalette(palette)
    return image.convert("RGB")


Area = tuple[int, int, int, int]
"""Left, top, right and bottom in px."""


def paint_indexed(strips: Sequence[RowStrip], operations: Iterable[DrawOp], background: PaletteColors) -> bytes | None:
    """Draw operations on strips (mode L) of an indexed background.

    Returns the palette (r, g, b, r, …): the background's, and the colors that were added. None if they are more than a
    palette holds: the strips are then spoiled.
    """
    table = ColorTable(background)
    operations = tuple(operations)
    if MAX_COLORS - len(table.colors) < MIN_BITMAP_ROOM and any(
        isinstance(operation, Bitmap) and operation.image.getcolors(BITMAP_COLORS) is None for operation in operations
    ):
        return None
    try:
        for operation in operations:
            strip = strip_for(strips, operation)
            if strip:
                _draw(strip.image, translate_up(operation, strip.top), table)
    except PaletteFullError:
        return None
    return bytes(chain.from_iterable(table.colors))


def _draw(image: Image.Image, operation: DrawOp, table: ColorTable) -> None:
    match operation:
        case MaskFill():
            _fill_mask(image, operation, table)
        case Rect(x, y, width, height, color):
            image.paste(table.index(color[:3]), (x, y, x + width, y + height))
        case Bitmap():
            _draw_bitmap(image, operation, table)


def _fill_mask(image: Image.Image, fill: MaskFill, table: ColorTable) -> None:
    coverage, area = _clipped(fill.mask, image)
    if coverage is None:
        return
    if fill.blurred:
        raise PaletteFullError
    size, levels = coverage.size, coverage.tobytes()
    under = image.crop(area)
    used = [index for index, count in enumerate(under.histogram()) if count]
    if len(used) == 1:
        indices = [used[0], *(table.index(blend.color) for blend in table.blends(used[0], fill.color))]
        image.paste(_as_mask(levels.translate(bytes(indices[level] for level in LEVEL_OF)), size), area)
        return
    is_sheer = fill.area and fill.color[3] != OPAQUE
    representatives = table.representatives(used, AREA_TOLERANCES if is_sheer else EDGE_TOLERANCES)
    ranks, representatives = _ranked(under, used, representatives)
    combined = ImageChops.add(ranks, _as_mask(levels.translate(LEVEL_OF), size))
    lookup = _blend_lookup(representatives, fill.color, combined.histogram(), table)
    touched = _as_mask(levels.translate(TOUCHED), size)
    image.paste(_as_mask(combined.tobytes().translate(lookup), size), area, touched)


def _ranked(under: Image.Image, used: Sequence[int], representatives: Sequence[int]) -> tuple[Image.Image, list[int]]:
    """Return the pixels under a mask as rank × `LEVELS` of their representatives, and those in the order of ranks."""
    order = sorted(set(representatives))
    lookup = bytearray(MAX_COLORS)
    for index, representative in zip(used, representatives, strict=True):
        lookup[index] = order.index(representative) * LEVELS
    return _as_mask(under.tobytes().translate(bytes(lookup)), under.size), order


def _blend_lookup(backgrounds: Sequence[int], ink: Rgba, present: Sequence[int], table: ColorTable) -> bytes:
    """Return for rank × `LEVELS` + level the index of that background color under that much ink, where present."""
    ranks = [rank for rank in range(len(backgrounds)) if any(present[rank * LEVELS : rank * LEVELS + LEVELS])]
    lookup = bytearray(MAX_COLORS)
    for rank in ranks:
        for position, blend in enumerate(table.blends(backgrounds[rank], ink), rank * LEVELS + 1):
            if present[position]:
                exact = len(ranks) == 1 or position % LEVELS == LEVELS - 1
                lookup[position] = table.index(blend.color) if exact else table.nearby_index(blend)
    return bytes(lookup)


def _draw_bitmap(image: Image.Image, bitmap: Bitmap, table: ColorTable) -> None:
    """Draw a small bitmap: exactly if it has few colors, as a QR code has, or in as few as an emoji can do with."""
    pixels = bitmap.image
    alpha = pixels.getchannel("A") if pixels.mode == "RGBA" else Image.new("L", pixels.size, OPAQUE)
    coverage, area = _clipped(Mask(alpha, bitmap.x, bitmap.y), image)
    if coverage is None:
        return
    if pixels.width * pixels.height > MAX_BITMAP_PIXELS:
        raise PaletteFullError
    under = image.crop(area)
    on_background = _with_palette(under, bytes(chain.from_iterable(table.colors)))
    mean = on_background.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    on_mean = Image.new("RGB", on_background.size, mean)
    for canvas in (on_background, on_mean):
        canvas.paste(pixels.convert("RGB"), (bitmap.x - area[0], bitmap.y - area[1]), alpha)
    # Exactly, if that takes few colors; otherwise over one color in place of the background's, to spend none on it.
    indexed = reduce_colors(on_background, BITMAP_COLORS, exact=True) or _quantized(
        on_mean, (MAX_COLORS - len(table.colors)) * 2 // 3
    )
    used = indexed.image.histogram(coverage)
    lookup = bytearray(MAX_COLORS)
    for index, color in enumerate(zip(indexed.palette[::3], indexed.palette[1::3], indexed.palette[2::3], strict=True)):
        if used[index]:
            lookup[index] = table.index(color)
    touched = _as_mask(coverage.tobytes().translate(ANY), under.size)
    image.paste(_as_mask(indexed.image.tobytes().translate(bytes(lookup)), under.size), area, touched)


def _quantized(image: Image.Image, room: int) -> IndexedImage:
    """Return an RGB image in `BITMAP_COLORS` or ``room`` colors. Raises PaletteFullError where that would show."""
    quantized = image.quantize(max(2, min(room, BITMAP_COLORS)), Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    for channel in ImageChops.difference(quantized.convert("RGB"), image).split():
        errors = channel.histogram()
        total = sum(error * count for error, count in enumerate(errors))
        if any(errors[MAX_BITMAP_ERROR + 1 :]) or total > MAX_BITMAP_MEAN_ERROR * image.width * image.height:
            raise PaletteFullError
    indices = Image.frombytes("L", quantized.size, quantized.tobytes())
    return IndexedImage(indices, bytes(quantized.getpalette() or ()))


def _clipped(mask: Mask, image: Image.Image) -> tuple[Image.Image | None, Area]:
    """Return the part of a mask that lies on the image, and where; None if none does."""
    width, height = mask.image.size
    area = (max(0, mask.x), max(0, mask.y), min(image.width, mask.x + width), min(image.height, mask.y + height))
    if area[0] >= area[2] or area[1] >= area[3]:
        return None, area
    if area == (mask.x, mask.y, mask.x + width, mask.y + height):
        return mask.image, area
    return mask.image.crop((area[0] - mask.x, area[1] - mask.y, area[2] - mask.x, area[3] - mask.y)), area


def _as_mask(data: bytes, size: tuple[int, int]) -> Image.Image:
    return Image.frombuffer("L", size, data, "raw", "L", 0, 1)
