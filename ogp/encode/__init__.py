"""Encode: a painted card to the bytes of its file, with the mark that says what it is and that it is ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PIL.Image import Image

    from ogp.encode.banded import Base


class Encoded(NamedTuple):
    """The file's bytes, and what the user should be told about them."""

    data: bytes
    notes: tuple[str, ...] = ()


def encode(
    image: Image,
    suffix: str,
    *,
    fingerprint: str,
    base: Base | None = None,
    spans: Iterable[tuple[int, int]] | None = None,
) -> Encoded:
    """The card as a file of the kind ``suffix`` names (``.png``, ``.jpg``, ``.jpeg``, ``.webp``, ``.avif``).

    base and spans (PNG only): the compiled background and the rows (first, last + 1) where ``image`` differs from it.
    """
    from ogp.encode import marks  # noqa: PLC0415 - reading marks must stay possible without Pillow

    data = _png(image, base, spans) if suffix.lower() == ".png" else _lossy(image, suffix.lower())
    return Encoded(marks.seal(data, fingerprint))


def _png(image: Image, base: Base | None, spans: Iterable[tuple[int, int]] | None) -> bytes:
    from ogp.encode import banded  # noqa: PLC0415

    if base is None:
        base, spans = banded.compile_base(image), ()
    return banded.encode(base, image, [(0, image.height)] if spans is None else spans)


def _lossy(image: Image, suffix: str) -> bytes:
    from ogp.encode import lossy  # noqa: PLC0415

    return lossy.encode(image, suffix)
