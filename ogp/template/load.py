"""Reads ``template.toml``. Data only: a template cannot run anything or reach outside its own folder."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ogp.message_text import did_you_mean
from ogp.provenance import parts_digest
from ogp.template import color, limits
from ogp.template.layers import LayerReader
from ogp.template.model import Size, Template
from ogp.toml_tables import Table, TomlFile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ogp.display_list import Rgba
    from ogp.template.model import Layer

SIZES = {
    "og": Size("og", 1200, 630),
    "square": Size("square", 1200, 1200),
    "x": Size("x", 1200, 600),
    "story": Size("story", 1080, 1920),
}
"""The sizes that a template may offer. ``og`` is what Facebook, LINE, Slack and most others ask for."""

PROMISES = frozenset({"square-crop"})


def load_folder(folder: Path) -> Template:
    """Load the template in ``folder``.

    Raises:
        ConfigError: E_TEMPLATE or E_ASSET, with file, line and column.
    """
    path = folder / "template.toml"
    file = TomlFile(str(path), limits.read(path), "E_TEMPLATE")
    top = file.table()
    summary = top.text("summary")
    sizes = _sizes(top)
    shared = _shared_colors(top.table("colors"))
    palettes = _palettes(top.table("palettes"), shared)
    tables = top.tables("layers")
    promises = frozenset(top.texts("promises"))
    if unknown := promises - PROMISES:
        raise top.error("promises", f"{min(unknown)!r} is not a promise", f"known: {', '.join(PROMISES)}")
    top.done()
    if not 0 < len(tables) <= limits.MAX_LAYERS:
        raise top.error("layers", f"a template has 1 to {limits.MAX_LAYERS} [[layers]], not {len(tables)}")
    reader = LayerReader(folder, file, tuple(shared))
    layers = {name: tuple(reader.read(table, name, sizes) for table in tables) for name in sizes}
    for name, of_size in layers.items():
        _check_ids(of_size, file)
        if limits.area(of_size, sizes[name]) > limits.MAX_AREA:
            raise top.error("layers", f"on a card of size {name} its layers cover more px than can be drawn")
    art = parts_digest(sorted(reader.art.items()))
    return Template(folder.name, summary, folder, art, sizes, layers, shared, palettes, promises)


def _sizes(top: Table) -> dict[str, Size]:
    names = top.texts("sizes", ("og",))
    for name in names:
        if name not in SIZES:
            raise top.error("sizes", f"no size is named {name!r}", did_you_mean(name, tuple(SIZES)))
    return {name: SIZES[name] for name in names}


def _shared_colors(table: Table) -> dict[str, str]:
    result: dict[str, str] = {}
    _check_count(table, limits.MAX_COLORS)
    for name, value in table.items():
        if not re.fullmatch(r"[A-Za-z][\w-]*", name) or not isinstance(value, str):
            raise table.error(name, f'{name}: a color is name = "…"')
        result[name] = value
    _check_colors(table, result, 0.0)
    return result


def _palettes(table: Table, shared: dict[str, str]) -> dict[str, tuple[float, dict[str, str]]]:
    result: dict[str, tuple[float, dict[str, str]]] = {}
    _check_count(table, limits.MAX_PALETTES)
    for name, value in table.items():
        if not isinstance(value, dict):
            raise table.error(name, f"{name}: a palette is a table, as in {name} = {{ hue = 200 }}")
        palette = Table(table.source, value, (*table.path, name))
        _check_count(palette, limits.MAX_COLORS)
        hue = palette.number("hue", 0, -360, 720)
        own = {key: item for key, item in palette.items() if key != "hue"}
        for key, item in own.items():
            if not isinstance(item, str):
                raise palette.error(key, f"{key}: a color is a text in quotes")
        _check_colors(palette, {**shared, **own}, hue)
        result[name] = (hue, own)
    if "auto" in result:
        raise table.error("auto", "auto is the automatic palette and cannot be defined")
    return result or {"default": (0.0, {})}


def _check_count(table: Table, max_count: int) -> None:
    if len(table.data) > max_count:
        raise table.error(None, f"{len(table.data)} are too many: at most {max_count}")


def _check_colors(table: Table, texts: dict[str, str], hue: float) -> None:
    """Check that every color can be read, in order: a color may use those above it."""
    resolved: dict[str, Rgba] = {}
    for key, text in texts.items():
        try:
            resolved[key] = color.parse(text, resolved, hue)
        except ValueError as error:
            raise table.error(key, str(error)) from None


def _check_ids(layers: Iterable[Layer], file: TomlFile) -> None:
    """Check that ids are unique, and that neighbors are earlier layers."""
    seen: list[str] = []
    for index, layer in enumerate(layers):
        path = ("layers", index)
        for anchor in layer.neighbors:
            if anchor.layer not in seen:
                message = f"{anchor.edge} names {anchor.layer!r}, which is not an earlier layer"
                raise file.error((*path, anchor.edge), message, did_you_mean(anchor.layer, tuple(seen)))
        if layer.id in seen:
            raise file.error((*path, "id"), f"two layers have the id {layer.id!r}")
        if layer.id:
            seen.append(layer.id)
