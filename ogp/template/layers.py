"""Parses the ``[[layers]]`` of a template into layers, with the overrides of each size."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, cast

from ogp.errors import ConfigError
from ogp.message_text import brief, did_you_mean
from ogp.template import color, fields, layer_values, limits
from ogp.template.model import FillLayer, Gradient, PictureLayer, Plate, TextLayer, TextShadow, TextStroke
from ogp.toml_tables import Table, TomlFile

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from ogp.template.model import Layer, Size

BLACK = "#000"
_ALIGNS = ("start", "center", "end")
_VALIGNS = {"top": 0.0, "middle": 0.5, "bottom": 1.0}


class LayerReader:
    """Reads the layers of one template.

    color_names: the names that every palette has.
    art:         the files that its layers name, read so far.
    """

    def __init__(self, folder: Path, file: TomlFile, color_names: tuple[str, ...]) -> None:
        self.folder = folder
        self.file = file
        self.color_names = color_names
        self.art: dict[str, bytes] = {}

    def read(self, table: Table, size: str, sizes: dict[str, Size]) -> Layer:
        """Read a layer for cards of ``size``: its own keys, and in their place those of ``[layers.on.SIZE]``.

        Raises:
            ConfigError: E_TEMPLATE or E_ASSET.
        """
        own = Table(self.file, _keys_for(table, size, sizes), table.path)
        layer: Layer
        match own.text("type", "", ("fill", "picture", "text")):
            case "text":
                layer = self._text(own)
            case "picture":
                layer = self._picture(own)
            case _:
                layer = self._fill(own)
        own.done()
        return layer

    def _fill(self, table: Table) -> FillLayer:
        return FillLayer(
            table.text("id"),
            layer_values.visible_when(table),
            layer_values.anchors(table),
            layer_values.neighbors(table),
            self._color(table, "color"),
            table.number("radius", 0, 0, limits.MAX_PX),
            self._color(table, "edge"),
            table.number("edge_width", 0, 0, 200),
            self._gradient(table),
        )

    def _gradient(self, layer: Table) -> Gradient | None:
        table = layer.table("gradient")
        if not table.data:
            return None
        if "color" in layer:
            raise layer.error("color", "a fill has a color or a gradient", "leave one of them out")
        gradient = layer_values.gradient(table)
        for stop, _ in gradient.stops:
            self._check_color(table, "stops", stop)
        table.done()
        return gradient

    def _picture(self, table: Table) -> PictureLayer:
        kinds = [kind for kind in ("file", "field", "emoji", "qr") if kind in table]
        if len(kinds) != 1:
            raise table.error(kinds[1] if kinds else None, "a picture has one of file, field, emoji and qr")
        kind = cast("Literal['file', 'field', 'emoji', 'qr']", kinds[0])
        file = self._art_file(table) if kind == "file" else ""
        x, y = table.numbers("focus", (0.5, 0.5), (2,), 0, 1)
        return PictureLayer(
            table.text("id"),
            layer_values.visible_when(table),
            layer_values.anchors(table),
            layer_values.neighbors(table),
            file,
            table.parsed(kind, fields.parse) if kind != "file" else fields.Pattern(()),
            kind,
            cast("Literal['cover', 'contain']", table.text("fit", "cover", ("cover", "contain"))),
            (x, y),
            table.number("radius", 0, 0, limits.MAX_PX),
            table.number("opacity", 1, 0, 1),
            table.number("blur", 0, 0, 100),
            self._color(table, "scrim"),
            self._color(table, "color"),
        )

    def _text(self, table: Table) -> TextLayer:
        sizes = table.numbers("size", (32.0,), (1, 2), 8, 800)
        return TextLayer(
            table.text("id"),
            layer_values.visible_when(table),
            layer_values.anchors(table),
            layer_values.neighbors(table),
            table.parsed("text", fields.parse),
            layer_values.style(table),
            (max(sizes), min(sizes)),
            table.whole("lines", 1, 1, 20),
            table.number("leading", 1.35, 0.8, 4),
            cast("Any", table.text("align", "start", _ALIGNS)),
            _valign(table),
            self._color(table, "color", "ink"),
            self._plate(table.table("plate")),
            self._stroke(table.table("stroke")),
            self._shadow(table.table("shadow")),
        )

    def _plate(self, table: Table) -> Plate | None:
        if not table.data:
            return None
        padding = table.numbers("padding", (20.0, 10.0), (1, 2), 0, 400)
        plate = Plate(
            self._color(table, "color"),
            self._color(table, "edge"),
            table.number("edge_width", 0, 0, 100),
            table.number("radius", 0, 0, limits.MAX_PX),
            (padding[0], padding[-1]),
        )
        table.done()
        return plate

    def _stroke(self, table: Table) -> TextStroke | None:
        if not table.data:
            return None
        stroke = TextStroke(table.number("width", 2, 0, 40), self._color(table, "color"))
        table.done()
        return stroke

    def _shadow(self, table: Table) -> TextShadow | None:
        if not table.data:
            return None
        dx, dy = table.numbers("offset", (0.0, 2.0), (2,), -200, 200)
        shadow = TextShadow(dx, dy, table.number("blur", 0, 0, 60), self._color(table, "color"))
        table.done()
        return shadow

    def _color(self, table: Table, key: str, default: str = "") -> str:
        text = table.text(key, default)
        if key not in table and text not in self.color_names:
            return BLACK if text else ""  # a template without colors of its own
        if text:
            self._check_color(table, key, text)
        return text

    def _check_color(self, table: Table, key: str, text: str) -> None:
        try:
            color.parse(text, dict.fromkeys(self.color_names, (0, 0, 0, 255)), 0.0)
        except ValueError as error:
            raise table.error(key, str(error)) from None

    def _art_file(self, table: Table) -> str:
        """Take the name of a file in the template's folder; its bytes join the template's art."""
        name = table.text("file")
        path = self.folder / name
        is_plain = name.isprintable() and ":" not in name and not {"", ".", ".."} & set(re.split(r"[/\\]", name))
        if not is_plain or not path.resolve().is_relative_to(self.folder.resolve()):
            message = f"{brief(name)} lies outside the template's folder"
            raise table.error("file", message, "put the art beside template.toml")
        if name not in self.art:
            try:
                self.art[name] = limits.read_art(path, sum(map(len, self.art.values())))
            except OSError as error:
                raise _asset_error(table, f"cannot read {brief(name)}: {error.strerror}") from None
            except ValueError as error:
                raise _asset_error(table, f"{name}: {error}") from None
        return name


def _keys_for(table: Table, size: str, sizes: Collection[str]) -> dict[str, Any]:
    overrides = table.data.get("on", {})
    if not isinstance(overrides, dict):
        raise table.error("on", "on is a table of sizes, [layers.on.square]")
    for name, value in overrides.items():
        if name not in sizes or not isinstance(value, dict):
            raise table.error("on", f"on.{name} is not one of the template's sizes", did_you_mean(name, tuple(sizes)))
    return {**{key: value for key, value in table.data.items() if key != "on"}, **overrides.get(size, {})}


def _valign(table: Table) -> float:
    if isinstance(table.data.get("valign", "top"), str):
        return _VALIGNS[table.text("valign", "top", tuple(_VALIGNS))]
    return table.number("valign", 0, 0, 1)


def _asset_error(table: Table, message: str) -> ConfigError:
    error = table.error("file", message)
    return ConfigError("E_ASSET", error.message, error.cure, error.place)
