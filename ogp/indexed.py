"""Indexed: dabs to pixels in at most 256 colours, where the background has few. A third of the work, half of the bytes.

Ink lies in 12 levels (`ogp.encode.snap`), so on a flat ground it adds 11 colours, and every pixel is what `paint` makes
of it. On a gradient each colour of the ground would add ten more: there the soft edge of a letter is mixed with a
colour that stands for some of the ground's, at most `SPREADS` away, and colours that fall into the same small `CELL`
are one. Only edge pixels move, by `MOST_OFF` in a channel at most: less than snapping moves them already.
Emoji are flat drawings: the same holds for their edges. What does not fit, a photograph, a blurred shadow, is left to
`paint`.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from PIL import Image, ImageChops

from ogp.dabs import Block, Ink, raised
from ogp.encode.fewer import Few, fewer
from ogp.encode.snap import LEVELS
from ogp.paint import strip_of
from ogp.raster import OPAQUE, Mask, Picture

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ogp.dabs import Dab
    from ogp.encode.banded import Strip
    from ogp.encode.bands import Color, Ground
    from ogp.frame import Color as Rgba

MOST: Final = 256
"""Entries in a PNG palette (PNG, third edition, §11.2.2)."""
SPREADS: Final = ((0, 4), (4, 8), (8, 21), (12, 21))
"""How far a colour of the ground may be from the one that stands for it, and how many may then stand for all under an
ink (21 × 12 levels are 252, which a byte holds): the first pair that suffices is taken."""
SHEER_SPREADS: Final = ((0, 8), (1, 12), (2, 21))
"""For an area that lets the ground through: it is seen everywhere in it, not at its edges alone."""
REACH: Final = 5
"""How far mixed colours may be from each other, in each channel, and still be one."""
CELL: Final = 3
"""Bits that are left out of a colour to find those near to it."""
MOST_OFF: Final = 16
MOST_PIXELS: Final = 40_000
"""In a picture larger than this, missing shades show."""
PICTURE_COLORS: Final = 48
PICTURE_ROOM: Final = 110
"""With less room than this on the ground, ink would leave too little of it to an emoji: it is not tried."""
PICTURE_OFF: Final = 64
PICTURE_MEAN: Final = 1.5
"""How far a pixel of a picture may move in a channel, and all of them on average: the soft edges of an emoji may move,
its flat colours may not."""

VALUES: Final = tuple(round(level * 255 / (LEVELS - 1)) for level in range(LEVELS))
LEVEL_OF: Final = bytes(round(value * (LEVELS - 1) / 255) for value in range(256))
ANY: Final = bytes(255 * (value > 0) for value in range(256))
TOUCHED: Final = bytes(255 * (level > 0) for level in LEVEL_OF)


def in_true_colors(ground: Ground) -> Image.Image:
    """An indexed background as RGB."""
    return _true(ground.image, ground.palette)


def _true(indices: Image.Image, palette: bytes) -> Image.Image:
    image = Image.frombytes("P", indices.size, indices.tobytes())
    image.putpalette(palette)
    return image.convert("RGB")


Area = tuple[int, int, int, int]
"""Left, top, right and bottom in px."""


class _NoRoomError(Exception):
    """The picture needs colours that the palette has no room for."""


def paint_indexed(strips: Sequence[Strip], laid: Iterable[Dab], palette: bytes) -> bytes | None:
    """Lay dabs on strips of an indexed background (mode L) with a ``palette`` (r, g, b, r, …).

    Returns the palette with the colours that were added; None if they are more than a palette holds: then the strips
    are spoilt.
    """
    colors = _Colors(palette)
    laid = tuple(laid)
    if MOST - len(colors.all) < PICTURE_ROOM and any(
        isinstance(dab, Picture) and dab.image.getcolors(PICTURE_COLORS) is None for dab in laid
    ):
        return None
    try:
        for dab in laid:
            strip = strip_of(strips, dab)
            if strip:
                _lay(strip.image, raised(dab, strip.top), colors)
    except _NoRoomError:
        return None
    return bytes(chain.from_iterable(colors.all))


class _Colors:
    """The colours so far: the background's first."""

    def __init__(self, palette: bytes) -> None:
        self._ground = palette
        known = _known(palette)
        self.all = list(known.places)
        self._places = dict(known.places)
        self._cells: dict[Color, int] = {}  # of the colours that this card adds
        self._nears: dict[Color, int] = {}

    def place(self, color: Color) -> int:
        """The place of a colour. Raises _NoRoomError."""
        place = self._places.get(color)
        if place is None:
            place = self._places[color] = len(self.all)
            if place == MOST:
                raise _NoRoomError
            self.all.append(color)
        return place

    def near(self, mix: _Mix) -> int:
        """The place of a colour that is at most `REACH` away, of a new one if there is none. Raises _NoRoomError."""
        if mix.ground is not None:
            return mix.ground
        place = self._nears.get(mix.color)
        if place is None:
            place = _within(self._cells, self.all, mix.color, mix.cells)
            if place is None:
                place = self._cells[mix.cells[0]] = self.place(mix.color)
            self._nears[mix.color] = place
        return place

    def mixed(self, place: int, ink: Rgba) -> tuple[_Mix, ...]:
        """The colour at a place under each level of ink but none."""
        return mixed(self.all[place], ink, self._ground)

    def stand_ins(self, used: Sequence[int], spreads: Sequence[tuple[int, int]]) -> list[int]:
        """For each place in use the one whose colour stands for it, as near as few enough of them allow.

        Raises _NoRoomError.
        """
        for spread, most in spreads:
            known = stand_ins(self._ground, spread)
            own: list[int] = []  # stand-ins among the colours that this card has added
            stands = [known[place] if place < len(known) else self._own(place, own, spread) for place in used]
            if len(set(stands)) <= most:
                return stands
        raise _NoRoomError

    def _own(self, place: int, own: list[int], spread: int) -> int:
        color = self.all[place]
        for stand in own:
            if _apart(self.all[stand], color) <= spread:
                return stand
        own.append(place)
        return place


def _lay(image: Image.Image, dab: Dab, colors: _Colors) -> None:
    match dab:
        case Ink():
            _ink(image, dab, colors)
        case Block(x, y, width, height, color):
            image.paste(colors.place(color[:3]), (x, y, x + width, y + height))
        case Picture():
            _picture(image, dab, colors)


def _ink(image: Image.Image, ink: Ink, colors: _Colors) -> None:
    coverage, area = _clipped(ink.mask, image)
    if coverage is None:
        return
    if ink.soft:
        raise _NoRoomError
    size, levels = coverage.size, coverage.tobytes()
    under = image.crop(area)
    used = [place for place, count in enumerate(under.histogram()) if count]
    if len(used) == 1:
        places = [used[0], *(colors.place(mix.color) for mix in colors.mixed(used[0], ink.color))]
        image.paste(_bytes(levels.translate(bytes(places[level] for level in LEVEL_OF)), size), area)
        return
    stands = colors.stand_ins(used, SHEER_SPREADS if ink.area and ink.color[3] != OPAQUE else SPREADS)
    ranks, stands = _ranked(under, used, stands)
    combined = ImageChops.add(ranks, _bytes(levels.translate(LEVEL_OF), size))
    table = _table(stands, ink.color, combined.histogram(), colors)
    touched = _bytes(levels.translate(TOUCHED), size)
    image.paste(_bytes(combined.tobytes().translate(table), size), area, touched)


def _ranked(under: Image.Image, used: Sequence[int], stands: Sequence[int]) -> tuple[Image.Image, list[int]]:
    """What is under an ink as rank × `LEVELS` of its stand-ins, and those in the order of their ranks."""
    order = sorted(set(stands))
    table = bytearray(MOST)
    for place, stand in zip(used, stands, strict=True):
        table[place] = order.index(stand) * LEVELS
    return _bytes(under.tobytes().translate(bytes(table)), under.size), order


def _table(grounds: Sequence[int], ink: Rgba, present: Sequence[int], colors: _Colors) -> bytes:
    """For rank × `LEVELS` + level, the place of that ground's colour under that much ink, where it is present."""
    ranks = [rank for rank in range(len(grounds)) if any(present[rank * LEVELS : rank * LEVELS + LEVELS])]
    table = bytearray(MOST)
    for rank in ranks:
        for at, mix in enumerate(colors.mixed(grounds[rank], ink), rank * LEVELS + 1):
            if present[at]:
                exact = len(ranks) == 1 or at % LEVELS == LEVELS - 1
                table[at] = colors.place(mix.color) if exact else colors.near(mix)
    return bytes(table)


def _picture(image: Image.Image, dab: Picture, colors: _Colors) -> None:
    """Lay a small picture: exactly if it has few colours, as a QR code, or in as few as an emoji can do with."""
    picture = dab.image
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else Image.new("L", picture.size, OPAQUE)
    coverage, area = _clipped(Mask(alpha, dab.x, dab.y), image)
    if coverage is None:
        return
    if picture.width * picture.height > MOST_PIXELS:
        raise _NoRoomError
    under = image.crop(area)
    true = _true(under, bytes(chain.from_iterable(colors.all)))
    flat = Image.new("RGB", true.size, true.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)))
    for ground in (true, flat):
        ground.paste(picture.convert("RGB"), (dab.x - area[0], dab.y - area[1]), alpha)
    # Exactly, if that takes few colours; otherwise over one colour in place of the background's, to spend none on it.
    few = fewer(true, PICTURE_COLORS, exact=True) or _quantized(flat, (MOST - len(colors.all)) * 2 // 3)
    used = few.image.histogram(coverage)
    table = bytearray(MOST)
    for at, color in enumerate(zip(few.palette[::3], few.palette[1::3], few.palette[2::3], strict=True)):
        if used[at]:
            table[at] = colors.place(color)
    touched = _bytes(coverage.tobytes().translate(ANY), under.size)
    image.paste(_bytes(few.image.tobytes().translate(bytes(table)), under.size), area, touched)


def _quantized(true: Image.Image, room: int) -> Few:
    """A picture in `PICTURE_COLORS` or in ``room``, where that does not show. Raises _NoRoomError."""
    few = true.quantize(max(2, min(room, PICTURE_COLORS)), Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    for channel in ImageChops.difference(few.convert("RGB"), true).split():
        moved = channel.histogram()
        total = sum(step * count for step, count in enumerate(moved))
        if any(moved[PICTURE_OFF + 1 :]) or total > PICTURE_MEAN * true.width * true.height:
            raise _NoRoomError
    return Few(Image.frombytes("L", few.size, few.tobytes()), bytes(few.getpalette() or ()))


class _Known(NamedTuple):
    """A palette's colours by themselves and by their cells."""

    places: dict[Color, int]
    cells: dict[Color, int]


@lru_cache(maxsize=64)
def _known(palette: bytes) -> _Known:
    places = {color: place for place, color in enumerate(zip(palette[::3], palette[1::3], palette[2::3], strict=True))}
    return _Known(places, {_cell(color): place for color, place in places.items()})


def _cell(color: Color) -> Color:
    return color[0] >> CELL, color[1] >> CELL, color[2] >> CELL


def _cells_near(color: Color) -> tuple[Color, ...]:
    """The cell of a colour and the seven that share its nearest corner."""
    own = _cell(color)
    sides = [
        (at, at + (1 if value & ((1 << CELL) - 1) >= 1 << CELL - 1 else -1))
        for at, value in zip(own, color, strict=True)
    ]
    return tuple((red, green, blue) for red in sides[0] for green in sides[1] for blue in sides[2])


def _within(cells: dict[Color, int], colors: Sequence[Color], color: Color, near: Iterable[Color]) -> int | None:
    """The first place in some cells whose colour is within `REACH` of another."""
    for cell in near:
        place = cells.get(cell)
        if place is not None and _apart(colors[place], color) <= REACH:
            return place
    return None


@lru_cache(maxsize=64)
def stand_ins(palette: bytes, spread: int) -> list[int]:
    """For each of a palette's colours the place of one that can stand for it: ``spread`` away at most in a channel."""
    chosen: list[tuple[int, Color]] = []
    found = []
    for color, place in _known(palette).places.items():
        stand = next((at for at, other in chosen if _apart(other, color) <= spread), None)
        if stand is None:
            chosen.append((place, color))
            stand = place
        found.append(stand)
    return found


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


class _Mix(NamedTuple):
    """A colour, the place of one near to it in the background if there is one, and the cells near to it."""

    color: Color
    ground: int | None
    cells: tuple[Color, ...]


@lru_cache(maxsize=8192)
def mixed(ground: Color, ink: Rgba, palette: bytes) -> tuple[_Mix, ...]:
    """A colour under each level of ink but none, rounded as Pillow's paste does, on a background of a ``palette``."""
    known = _known(palette)
    colors = list(known.places)
    found = []
    for value in VALUES[1:]:
        weight = (value * ink[3] + 127) // 255
        red, green, blue = (_blend(under, over, weight) for under, over in zip(ground, ink, strict=False))
        color, cells = (red, green, blue), _cells_near((red, green, blue))
        found.append(_Mix(color, _within(known.cells, colors, color, cells), cells))
    return tuple(found)


def _blend(ground: int, ink: int, weight: int) -> int:
    product = ink * weight + ground * (255 - weight) + 128
    return ((product >> 8) + product) >> 8


def _apart(one: Color, other: Color) -> int:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1]), abs(one[2] - other[2]))
