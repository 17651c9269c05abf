"""Describes a template in a few lines of text: what `ogp template show` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ogp.template import model

if TYPE_CHECKING:
    from ogp.template import Template


def shown_fields(template: Template) -> tuple[str, ...]:
    """Return the fields that any of the template's sizes shows, in the order in which they are drawn."""
    names: dict[str, None] = {}
    for layers in template.layers.values():
        for layer in layers:
            names.update(dict.fromkeys(sorted(layer.pattern.names)))
    return tuple(names)


def text(template: Template) -> str:
    """Return a description of a few lines."""
    sizes = ", ".join(f"{size.name} {size.width}×{size.height}" for size in template.sizes.values())
    palettes = ", ".join(f"{name} (hue {hue:g})" for name, (hue, _) in template.palettes.items())
    texts = [layer for group in template.layers.values() for layer in group if isinstance(layer, model.TextLayer)]
    fonts = dict.fromkeys(f"{layer.style.family} {layer.style.weight}" for layer in texts)
    rows = {
        "folder": str(template.folder),
        "sizes": sizes,
        "palettes": f"{palettes}; auto",
        "shows": " ".join(f"{{{name}}}" for name in shown_fields(template)),
        "fonts": ", ".join(fonts),
        "promises": ", ".join(sorted(template.promises)) or "nothing beyond what every template must meet",
    }
    head = f"{template.name}: {template.summary}" if template.summary else template.name
    return "\n".join([head, *(f"  {key:<9} {value}" for key, value in rows.items())])
