"""Load the pictures that layers show: a template's art and a site's own pictures, each decoded once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ogp.images.decode import decode
from ogp.images.files import locate, read
from ogp.resources import folder

if TYPE_CHECKING:
    from pathlib import Path

    from PIL import Image

    from ogp.template import Palette


Decoded = dict[tuple[str, tuple[int, int], str], "Image.Image"]
"""Pictures by path, by the size they were drawn for, and by the style sheet that colored them."""
MAX_DECODED = 8
"""Covers differ from post to post: few are kept, so that memory stays flat."""


class Pictures:
    """Loads the pictures that a template's layers name, each once per size and palette.

    root:    the site's folder: a card may name pictures below it and nowhere else.
    static:  the folder whose content is served at ``/``, where that is not the root itself.
    decoded: keeps the pictures, also for others that are given the same.
    """

    def __init__(
        self, template_folder: Path, root: Path | None = None, static: str = "", decoded: Decoded | None = None
    ) -> None:
        self.template_folder = template_folder
        self.root = root
        self.static = static
        self._decoded: Decoded = {} if decoded is None else decoded

    def of_template(self, name: str, size: tuple[int, int], palette: Palette) -> Image.Image:
        """Return a file of the template (RGBA); an SVG covers ``size`` px in the palette's colors.

        Raises:
            OgpError: E_ASSET.
        """
        path = self.template_folder / name
        return self._decode(path, name, size, palette.css(read(path, name)))

    def of_site(self, name: str, size: tuple[int, int]) -> Image.Image:
        """Return a picture of the site (RGBA).

        Raises:
            OgpError: E_ASSET where it is missing, broken or outside the site.
        """
        return self._decode(locate(name, self.root, self.static), name, size, "")

    def _decode(self, path: Path, shown: str, size: tuple[int, int], css: str) -> Image.Image:
        key = (str(path), size, css)
        if key not in self._decoded:
            if len(self._decoded) >= MAX_DECODED:
                self._decoded.clear()
            is_bundled = path.is_relative_to(folder("templates"))
            self._decoded[key] = decode(read(path, shown), shown, size, css, trusted=is_bundled)
        return self._decoded[key]
