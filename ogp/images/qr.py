"""QR codes as images."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

from ogp.errors import OgpError

if TYPE_CHECKING:
    from ogp.display_list import Rgba


def qr_code(text: str, side: int, color: Rgba) -> Image.Image:
    """Return a QR code of a text (RGBA, on transparent), whole pixels a module.

    Args:
        text: what it says.
        side: px that it fits into.
        color: of its modules.

    Raises:
        OgpError: E_ASSET for a text that no QR code holds.
    """
    import segno

    try:
        code = segno.make(text, micro=False, error="m")
    except ValueError:  # segno's errors are of this kind
        message = f"{len(text)} characters are too many for a QR code"
        raise OgpError("E_ASSET", message, "give the qr layer an address") from None
    rows = [bytes(255 * bool(module) for module in row) for row in code.matrix]
    mask = Image.frombytes("L", (len(rows[0]), len(rows)), b"".join(rows))
    scale = max(1, side // mask.width)
    mask = mask.resize((mask.width * scale, mask.height * scale), Image.Resampling.NEAREST)
    image = Image.new("RGBA", mask.size, color)
    image.putalpha(mask)
    return image
