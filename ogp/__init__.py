"""ogp: social cards for Japanese sites, beautifully typeset and never stale.

    from ogp import Card, load_template, render
    image = render(Card(title="はじめまして", category="お知らせ"), load_template("compass"))

This module is the public API; everything else may change between versions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ogp.card import Card
from ogp.errors import ConfigError, OgpError

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

    from ogp.template import Template

__all__ = ["Card", "ConfigError", "OgpError", "load_template", "render"]


def load_template(name: str, site_folder: Path | None = None) -> Template:
    """Load a template by name, or by path if there is a slash in it.

    ``site_folder`` is searched before the bundled templates. Raises ConfigError (E_TEMPLATE, E_ASSET).
    """
    from ogp import template

    return template.load_template(name, site_folder)


def render(card: Card, template: Template, *, size: str = "og", palette: str = "") -> Image:
    """Render a card with the bundled fonts; returns an RGB picture of the template's ``size`` in px.

    palette: a name, ``auto`` (a hue by category), or ``""`` for the template's first. Raises OgpError (E_ASSET) for a
    picture that cannot be read, KeyError for a size or palette that the template lacks.
    """
    from ogp.fonts import FontSet
    from ogp.rendering.renderer import Renderer

    image, _ = Renderer(FontSet.bundled()).draw(card, template, palette, size)
    return image
