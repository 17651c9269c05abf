"""JPEG, WebP and AVIF through Pillow."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from ogp.errors import OgpError

if TYPE_CHECKING:
    from PIL.Image import Image

# No chroma subsampling (4:4:4): coloured text on a coloured ground frays at half the resolution.
OPTIONS: Final[dict[str, dict[str, Any]]] = {
    ".jpg": {"format": "JPEG", "subsampling": 0, "optimize": True, "progressive": True},
    ".jpeg": {"format": "JPEG", "subsampling": 0, "optimize": True, "progressive": True},
    ".webp": {"format": "WEBP", "method": 4},
    ".avif": {"format": "AVIF", "subsampling": "4:4:4", "speed": 8, "max_threads": 1},
}
QUALITY: Final = {".jpg": 90, ".jpeg": 90, ".webp": 90, ".avif": 80}


def encode(image: Image, suffix: str, quality: int | None = None) -> bytes:
    """The image as a file of the kind ``suffix`` names; ``quality`` 1-100, by default one where text stays clean."""
    if suffix not in OPTIONS:
        raise OgpError("E_IMAGE_TYPE", f"cannot write {suffix!r} files", "use .png, .jpg, .jpeg, .webp or .avif")
    out = io.BytesIO()
    image.convert("RGB").save(out, quality=quality or QUALITY[suffix], **OPTIONS[suffix])
    return out.getvalue()
