"""Indexed: dabs to pixels in at most 256 colours, where the background has few. A third of the work, half of the bytes.

Ink lies in 12 levels (coverage_levels), so on a flat ground it adds 11 colours, and every pixel is what `paint` makes
of it. On a gradient the soft edges of letters share colours (color_table), which moves them by less than can be seen,
and nothing else. Emoji are flat drawings: the same holds for their edges. What does not fit, a photograph, a blurred
shadow, is left to `paint`.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageChops

from ogp.encode.coverage_levels import LEVELS
from ogp.encode.quantize import IndexedImage, reduce_colors
from ogp.paint.color_table import MOST, SHEER_SPREADS, SPREADS, ColorTable, PaletteFullError
from ogp.paint.glyphs import OPAQUE, Bitmap, Mask
from ogp.paint.operations import MaskFill, Rect, translate_up
from ogp.paint.truecolor import strip_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ogp.encode.png_background import CompressedBackground
    from ogp.encode.png_bands import RowStrip
    from ogp.frame import Rgba
    from ogp.paint.operations import DrawOp

MOST_PIXELS: Final = 40_000
"""In a picture larger than this, missing shades show."""
PICTURE_COLORS: Final = 48
PICTURE_ROOM: Final = 110
"""With less room than this on the ground, ink would leave too little of it to an emoji: it is not tried."""
PICTURE_OFF: Final = 64
PICTURE_MEAN: Final = 3.0
"""How far a pixel of a picture may move in a channel, and all of them on average: the soft edges of an emoji may move,
its flat colours may not."""

LEVEL_OF: Final = bytes(round(value * (LEVELS - 1) / 255) for value in range(256))
ANY: Final = bytes(255 * (value > 0) for value in range(256))
TOUCHED: Final = bytes(255 * (level > 0) for level in LEVEL_OF)


def in_true_colors(ground: CompressedBackground) -> Image.Image:
    """An indexed background as RGB."""
    return _true(ground.image, ground.palette)


def _true(indices: Image.Image, palette: bytes) -> Image.Image:
    image = Image.frombytes("P", indices.size, indices.tobytes())
    image.putpalette(palette)
    return image.convert("RGB")


Area = tuple[int, int, int, int]
"""Left, top, right and bottom in px."""


def paint_indexed(strips: Sequence[RowStrip], laid: Iterable[DrawOp], palette: bytes) -> bytes | None:
    """Lay dabs on strips of an indexed background (mode L) with a ``palette`` (r, g, b, r, …).

    Returns the palette with the colours that were added; None if they are more than a palette holds: then the strips
    are spoilt.
    """
    shades = ColorTable(palette)
    laid = tuple(laid)
    if MOST - len(shades.colors) < PICTURE_ROOM and any(
        isinstance(dab, Bitmap) and dab.image.getcolors(PICTURE_COLORS) is None for dab in laid
    ):
        return None
    try:
        for dab in laid:
            strip = strip_for(strips, dab)
            if strip:
                _lay(strip.image, translate_up(dab, strip.top), shades)
    except PaletteFullError:
        return None
    return bytes(chain.from_iterable(shades.colors))


def _lay(image: Image.Image, dab: DrawOp, shades: ColorTable) -> None:
    match dab:
        case MaskFill():
            _ink(image, dab, shades)
        case Rect(x, y, width, height, color):
            image.paste(shades.place(color[:3]), (x, y, x + width, y + height))
        case Bitmap():
            _picture(image, dab, shades)


def _ink(image: Image.Image, ink: MaskFill, shades: ColorTable) -> None:
    coverage, area = _clipped(ink.mask, image)
    if coverage is None:
        return
    if ink.soft:
        raise PaletteFullError
    size, levels = coverage.size, coverage.tobytes()
    under = image.crop(area)
    used = [place for place, count in enumerate(under.histogram()) if count]
    if len(used) == 1:
        places = [used[0], *(shades.place(mix.color) for mix in shades.mixed(used[0], ink.color))]
        image.paste(_bytes(levels.translate(bytes(places[level] for level in LEVEL_OF)), size), area)
        return
    stands = shades.stand_ins(used, SHEER_SPREADS if ink.area and ink.color[3] != OPAQUE else SPREADS)
    ranks, stands = _ranked(under, used, stands)
    combined = ImageChops.add(ranks, _bytes(levels.translate(LEVEL_OF), size))
    table = _table(stands, ink.color, combined.histogram(), shades)
    touched = _bytes(levels.translate(TOUCHED), size)
    image.paste(_bytes(combined.tobytes().translate(table), size), area, touched)


def _ranked(under: Image.Image, used: Sequence[int], stands: Sequence[int]) -> tuple[Image.Image, list[int]]:
    """What is under an ink as rank × `LEVELS` of its stand-ins, and those in the order of their ranks."""
    order = sorted(set(stands))
    table = bytearray(MOST)
    for place, stand in zip(used, stands, strict=True):
        table[place] = order.index(stand) * LEVELS
    return _bytes(under.tobytes().translate(bytes(table)), under.size), order


def _table(grounds: Sequence[int], ink: Rgba, present: Sequence[int], shades: ColorTable) -> bytes:
    """For rank × `LEVELS` + level, the place of that ground's colour under that much ink, where it is present."""
    ranks = [rank for rank in range(len(grounds)) if any(present[rank * LEVELS : rank * LEVELS + LEVELS])]
    table = bytearray(MOST)
    for rank in ranks:
        for at, mix in enumerate(shades.mixed(grounds[rank], ink), rank * LEVELS + 1):
            if present[at]:
                exact = len(ranks) == 1 or at % LEVELS == LEVELS - 1
                table[at] = shades.place(mix.color) if exact else shades.near(mix)
    return bytes(table)


def _picture(image: Image.Image, dab: Bitmap, shades: ColorTable) -> None:
    """Lay a small picture: exactly if it has few colours, as a QR code, or in as few as an emoji can do with."""
    picture = dab.image
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else Image.new("L", picture.size, OPAQUE)
    coverage, area = _clipped(Mask(alpha, dab.x, dab.y), image)
    if coverage is None:
        return
    if picture.width * picture.height > MOST_PIXELS:
        raise PaletteFullError
    under = image.crop(area)
    true = _true(under, bytes(chain.from_iterable(shades.colors)))
    flat = Image.new("RGB", true.size, true.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)))
    for ground in (true, flat):
        ground.paste(picture.convert("RGB"), (dab.x - area[0], dab.y - area[1]), alpha)
    # Exactly, if that takes few colours; otherwise over one colour in place of the background's, to spend none on it.
    few = reduce_colors(true, PICTURE_COLORS, exact=True) or _quantized(flat, (MOST - len(shades.colors)) * 2 // 3)
    used = few.image.histogram(coverage)
    table = bytearray(MOST)
    for at, color in enumerate(zip(few.palette[::3], few.palette[1::3], few.palette[2::3], strict=True)):
        if used[at]:
            table[at] = shades.place(color)
    touched = _bytes(coverage.tobytes().translate(ANY), under.size)
    image.paste(_bytes(few.image.tobytes().translate(bytes(table)), under.size), area, touched)


def _quantized(true: Image.Image, room: int) -> IndexedImage:
    """A picture in `PICTURE_COLORS` or in ``room``, where that does not show. Raises NoRoomError."""
    few = true.quantize(max(2, min(room, PICTURE_COLORS)), Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    for channel in ImageChops.difference(few.convert("RGB"), true).split():
        moved = channel.histogram()
        total = sum(step * count for step, count in enumerate(moved))
        if any(moved[PICTURE_OFF + 1 :]) or total > PICTURE_MEAN * true.width * true.height:
            raise PaletteFullError
    return IndexedImage(Image.frombytes("L", few.size, few.tobytes()), bytes(few.getpalette() or ()))


def _clipped(mask: Mask, image: Image.Image) -> tuple[Image.Image | None, Area]:
    """The part of a mask that lies on the image, and where; None if none does."""
    width, height = mask.image.size
    box = (max(0, mask.x), max(0, mask.y), min(image.width, mask.x + width), min(image.height, mask.y + height))
    if box[0] >= box[2] or box[1] >= box[3]:
        return None, box
    if box == (mask.x, mask.y, mask.x + width, mask.y + height):
        return mask.image, box
    return mask.image.crop((box[0] - mask.x, box[1] - mask.y, box[2] - mask.x, box[3] - mask.y)), box


def _bytes(data: bytes, size: tuple[int, int]) -> Image.Image:
    return Image.frombuffer("L", size, data, "raw", "L", 0, 1)
