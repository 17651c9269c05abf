"""The image formats that ogp knows: suffixes, media type, signature, and who reads and writes them.

All of them are read as art. Nothing is imported here, so that a build with nothing to do stays fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class ImageFormat(NamedTuple):
    """One image format.

    name:       as Pillow spells it.
    suffixes:   in lower case, with their dot; the usual one first.
    media_type: as registered with IANA.
    matches:    whether a file begins as the format does; 512 bytes suffice.
    pillow:     Pillow's module for it, in the package ``PIL``; ``""``: Pillow does not read it.
    written:    whether ogp writes cards in it.
    shown:      whether crawlers show it.
    """

    name: str
    suffixes: tuple[str, ...]
    media_type: str
    matches: Callable[[bytes], bool]
    pillow: str
    written: bool
    shown: bool


PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
"""PNG, third edition, §5.2."""


def markup(head: bytes) -> bytes:
    """Return the beginning of an XML or HTML file in lower case, without what may stand before it; else ``b""``."""
    text = head[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return text if text.startswith(b"<") else b""


def _is_png(head: bytes) -> bool:
    return head.startswith(PNG_SIGNATURE)


def _is_jpeg(head: bytes) -> bool:
    return head.startswith(b"\xff\xd8\xff")  # SOI, and the first byte of any marker: ITU-T T.81 §B.1.1.3


def _is_webp(head: bytes) -> bool:
    return head.startswith(b"RIFF") and head[8:12] == b"WEBP"  # RFC 9649 §2.4


def _is_avif(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in (b"avif", b"avis", b"mif1")


def _is_gif(head: bytes) -> bool:
    return head.startswith(b"GIF8")


def _is_svg(head: bytes) -> bool:
    return markup(head).startswith((b"<svg", b"<?xml"))


FORMATS: Final = (
    ImageFormat("PNG", (".png",), "image/png", _is_png, "PngImagePlugin", written=True, shown=True),
    ImageFormat("JPEG", (".jpg", ".jpeg"), "image/jpeg", _is_jpeg, "JpegImagePlugin", written=True, shown=True),
    ImageFormat("WEBP", (".webp",), "image/webp", _is_webp, "WebPImagePlugin", written=True, shown=True),
    ImageFormat("AVIF", (".avif",), "image/avif", _is_avif, "AvifImagePlugin", written=True, shown=True),
    ImageFormat("GIF", (".gif",), "image/gif", _is_gif, "GifImagePlugin", written=False, shown=True),
    ImageFormat("SVG", (".svg",), "image/svg+xml", _is_svg, "", written=False, shown=False),
)

BY_NAME: Final = {kind.name: kind for kind in FORMATS}
BY_SUFFIX: Final = {suffix: kind for kind in FORMATS for suffix in kind.suffixes}
SUFFIXES: Final = tuple(BY_SUFFIX)
WRITTEN_SUFFIXES: Final = tuple(suffix for suffix, kind in BY_SUFFIX.items() if kind.written)


def detect(head: bytes) -> ImageFormat | None:
    """Return the format of a file that begins with ``head``, whatever its name says."""
    return next((kind for kind in FORMATS if kind.matches(head)), None)
