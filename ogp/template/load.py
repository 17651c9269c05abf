"""``template.toml`` -> Template. Data only: a template cannot run anything or reach outside its own folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from ogp.digest import digest
from ogp.errors import ConfigError
from ogp.resources import folder as bundled
from ogp.template import color, fields, layer_keys, limits
from ogp.template.model import (
    FillLayer,
    Gradient,
    Layer,
    PictureLayer,
    Plate,
    Size,
    Template,
    TextLayer,
    TextShadow,
    TextStroke,
)
from ogp.toml_tables import Table, TomlFile, brief, did_you_mean

if TYPE_CHECKING:
    from ogp.frame import Rgba

SIZES = {
    "og": Size("og", 1200, 630),
    "square": Size("square", 1200, 1200),
    "x": Size("x", 1200, 600),
    "story": Size("story", 1080, 1920),
}
"""The sizes that a template may offer. ``og`` is what Facebook, LINE, Slack and most others ask for."""

BLACK = "#000"
_ALIGNS = ("start", "center", "end")
_VALIGNS = {"top": 0.0, "middle": 0.5, "bottom": 1.0}


def names(site_folder: Path | None = None) -> list[str]:
    """Return the names of the templates at hand, a site's own ones first."""
    folders = [place for place in (site_folder, bundled("templates")) if place and place.is_dir()]
    found = [path.parent.name for place in folders for path in sorted(place.glob("*/template.toml"))]
    return list(dict.fromkeys(found))


def load_template(name: str, site_folder: Path | None = None) -> Template:
    """Load a template by name or path.

    A name is looked up in the site's own ``templates/`` folder, then among the bundled ones; a text with a slash in it
    is a path to a folder. Raises ConfigError (E_TEMPLATE, E_ASSET).
    """
    if "/" in name or "\\" in name:
        return load_folder(Path(name))
    at_hand = names(site_folder)
    for place in (site_folder, bundled("templates")):
        if place is not None and name in at_hand and (place / name / "template.toml").is_file():
            return load_folder(place / name)
    raise ConfigError("E_TEMPLATE", f"no template is named {brief(name)}", did_you_mean(name, tuple(at_hand)))


def load_folder(folder: Path) -> Template:
    """Load the template in ``folder``. Raises ConfigError (E_TEMPLATE, E_ASSET) with file, line and column."""
    path = folder / "template.toml"
    return _Reader(folder, TomlFile(str(path), limits.read(path), "E_TEMPLATE")).template()


class _Reader:
    """Reads one template; holds what the layers' checks need to know."""

    def __init__(self, folder: Path, source: TomlFile) -> None:
        self.folder = folder
        self.source = source
        self.parts: dict[str, bytes] = {}
        self.names: set[str] = set()

    def template(self) -> Template:
        top = self.source.table()
        summary = top.text("summary")
        sizes = self._sizes(top)
        shared = self._colors(top.table("colors"))
        palettes = self._palettes(top, shared)
        self.names = set(shared)
        tables = top.tables("layers")
        promises = frozenset(top.texts("promises"))
        if unknown := promises - {"square-crop"}:
            raise top.error("promises", f"{min(unknown)!r} is no promise", "known: square-crop")
        top.done()
        if not 0 < len(tables) <= limits.MAX_LAYERS:
            raise top.error("layers", f"a template has 1 to {limits.MAX_LAYERS} [[layers]], not {len(tables)}")
        layers = {size: tuple(self._layer(table, size, sizes) for table in tables) for size in sizes}
        for name, group in layers.items():
            self._check_ids(group, top)
            if limits.area(group, sizes[name]) > limits.MAX_AREA:
                raise top.error("layers", f"on a card of size {name} its layers cover more px than can be drawn")
        art = digest(sorted(self.parts.items()))
        return Template(self.folder.name, summary, self.folder, art, sizes, layers, shared, palettes, promises)

    def _sizes(self, top: Table) -> dict[str, Size]:
        wanted = top.texts("sizes", ("og",))
        for name in wanted:
            if name not in SIZES:
                raise top.error("sizes", f"no size is named {name!r}", did_you_mean(name, tuple(SIZES)))
        return {name: SIZES[name] for name in wanted}

    def _colors(self, table: Table) -> dict[str, str]:
        result: dict[str, str] = {}
        self._few(table, limits.MAX_COLORS)
        for name, value in table.items():
            if not re.fullmatch(r"[A-Za-z][\w-]*", name) or not isinstance(value, str):
                raise table.error(name, f'{name}: a color is name = "…"')
            result[name] = value
        _resolve(table, result, 0.0)
        return result

    def _palettes(self, top: Table, shared: dict[str, str]) -> dict[str, tuple[float, dict[str, str]]]:
        table = top.table("palettes")
        result: dict[str, tuple[float, dict[str, str]]] = {}
        self._few(table, limits.MAX_PALETTES)
        for name, value in table.items():
            if not isinstance(value, dict):
                raise table.error(name, f"{name}: a palette is a table, as in {name} = {{ hue = 200 }}")
            one = Table(self.source, value, (*table.path, name))
            self._few(one, limits.MAX_COLORS)
            hue = one.number("hue", 0, -360, 720)
            own = {key: item for key, item in one.items() if key != "hue"}
            for key, item in own.items():
                if not isinstance(item, str):
                    raise one.error(key, f"{key}: a color is a text in quotes")
            _resolve(one, {**shared, **own}, hue)
            result[name] = (hue, own)
        if "auto" in result:
            raise table.error("auto", "auto is the automatic palette and cannot be defined")
        return result or {"default": (0.0, {})}

    @staticmethod
    def _few(table: Table, most: int) -> None:
        if len(table.data) > most:
            raise table.error(None, f"{len(table.data)} are too many: {most} are the most")

    def _layer(self, table: Table, size: str, sizes: dict[str, Size]) -> Layer:
        """Read one layer as it is on cards of ``size``: its own keys, then those of ``[layers.on.SIZE]``."""
        overrides = table.data.get("on", {})
        if not isinstance(overrides, dict):
            raise table.error("on", "on is a table of sizes, [layers.on.square]")
        for name, value in overrides.items():
            if name not in sizes or not isinstance(value, dict):
                raise table.error(
                    "on", f"on.{name} is not one of the template's sizes", did_you_mean(name, tuple(sizes))
                )
        merged = {**{key: value for key, value in table.data.items() if key != "on"}, **overrides.get(size, {})}
        one = Table(self.source, merged, table.path)
        kind = one.text("type", "", ("fill", "picture", "text"))
        layer: Layer
        match kind:
            case "text":
                layer = self._text(one)
            case "picture":
                layer = self._picture(one)
            case _:
                layer = self._fill(one)
        one.done()
        return layer

    def _fill(self, table: Table) -> FillLayer:
        return FillLayer(
            table.text("id"),
            layer_keys.condition(table),
            layer_keys.anchors(table),
            layer_keys.neighbors(table),
            self._color(table, "color"),
            table.number("radius", 0, 0, limits.MAX_PX),
            self._color(table, "edge"),
            table.number("edge_width", 0, 0, 200),
            self._gradient(table),
        )

    def _gradient(self, table: Table) -> Gradient | None:
        one = table.table("gradient")
        if not one.data:
            return None
        if "color" in table:
            raise table.error("color", "a fill has a color or a gradient", "leave one of them out")
        gradient = layer_keys.gradient(one)
        for stop, _ in gradient.stops:
            self._check_color(one, "stops", stop)
        one.done()
        return gradient

    def _picture(self, table: Table) -> PictureLayer:
        kinds = [kind for kind in ("file", "field", "emoji", "qr") if kind in table]
        if len(kinds) != 1:
            raise table.error(kinds[1] if kinds else None, "a picture has one of file, field, emoji and qr")
        kind = cast("Literal['file', 'field', 'emoji', 'qr']", kinds[0])
        file = self._art(table) if kind == "file" else ""
        x, y = table.numbers("focus", (0.5, 0.5), (2,), 0, 1)
        return PictureLayer(
            table.text("id"),
            layer_keys.condition(table),
            layer_keys.anchors(table),
            layer_keys.neighbors(table),
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
        low, high = 8, 800
        sizes = table.numbers("size", (32.0,), (1, 2), low, high)
        valign = table.data.get("valign", "top")
        if isinstance(valign, str):
            valign = _VALIGNS[table.text("valign", "top", tuple(_VALIGNS))]
        else:
            valign = table.number("valign", 0, 0, 1)
        return TextLayer(
            table.text("id"),
            layer_keys.condition(table),
            layer_keys.anchors(table),
            layer_keys.neighbors(table),
            table.parsed("text", fields.parse),
            layer_keys.style(table),
            (max(sizes), min(sizes)),
            table.whole("lines", 1, 1, 20),
            table.number("leading", 1.35, 0.8, 4),
            cast("Any", table.text("align", "start", _ALIGNS)),
            valign,
            self._color(table, "color", "ink"),
            self._plate(table),
            self._stroke(table),
            self._shadow(table),
        )

    def _plate(self, table: Table) -> Plate | None:
        one = table.table("plate")
        if not one.data:
            return None
        padding = one.numbers("padding", (20.0, 10.0), (1, 2), 0, 400)
        plate = Plate(
            self._color(one, "color"),
            self._color(one, "edge"),
            one.number("edge_width", 0, 0, 100),
            one.number("radius", 0, 0, limits.MAX_PX),
            (padding[0], padding[-1]),
        )
        one.done()
        return plate

    def _stroke(self, table: Table) -> TextStroke | None:
        one = table.table("stroke")
        if not one.data:
            return None
        stroke = TextStroke(one.number("width", 2, 0, 40), self._color(one, "color"))
        one.done()
        return stroke

    def _shadow(self, table: Table) -> TextShadow | None:
        one = table.table("shadow")
        if not one.data:
            return None
        dx, dy = one.numbers("offset", (0.0, 2.0), (2,), -200, 200)
        shadow = TextShadow(dx, dy, one.number("blur", 0, 0, 60), self._color(one, "color"))
        one.done()
        return shadow

    def _color(self, table: Table, key: str, default: str = "") -> str:
        text = table.text(key, default)
        if key not in table and text not in self.names:
            return BLACK if text else ""  # a template without colors of its own
        if text:
            self._check_color(table, key, text)
        return text

    def _check_color(self, table: Table, key: str, text: str) -> None:
        try:
            color.parse(text, dict.fromkeys(self.names, (0, 0, 0, 255)), 0.0)
        except ValueError as error:
            raise table.error(key, str(error)) from None

    def _art(self, table: Table) -> str:
        """Take the name of a file in the template's folder; its bytes join the digest."""
        name = table.text("file")
        path = self.folder / name
        plain = name.isprintable() and ":" not in name and not {"", ".", ".."} & set(re.split(r"[/\\]", name))
        if not plain or not path.resolve().is_relative_to(self.folder.resolve()):
            message = f"{brief(name)} lies outside the template's folder"
            raise table.error("file", message, "put the art beside template.toml")
        if name not in self.parts:
            try:
                self.parts[name] = limits.read_art(path, sum(map(len, self.parts.values())))
            except OSError as error:
                raise self._asset(table, f"cannot read {brief(name)}: {error.strerror}") from None
            except ValueError as error:
                raise self._asset(table, f"{name}: {error}") from None
        return name

    def _asset(self, table: Table, message: str) -> ConfigError:
        error = table.error("file", message)
        return ConfigError("E_ASSET", error.message, error.cure, error.place)

    @staticmethod
    def _check_ids(layers: tuple[Layer, ...], top: Table) -> None:
        """Ids are unique, and a neighbor is an earlier layer."""
        seen: list[str] = []
        for index, layer in enumerate(layers):
            path = ("layers", index)
            for neighbor in layer.neighbors:
                if neighbor.layer not in seen:
                    message = f"{neighbor.edge} names {neighbor.layer!r}, which is no earlier layer"
                    raise top.source.error((*path, neighbor.edge), message, did_you_mean(neighbor.layer, tuple(seen)))
            if layer.id in seen:
                raise top.source.error((*path, "id"), f"two layers have the id {layer.id!r}")
            if layer.id:
                seen.append(layer.id)


def _resolve(table: Table, texts: dict[str, str], hue: float) -> None:
    """Check that every color reads, in order: a color may use those above it."""
    resolved: dict[str, Rgba] = {}
    for key, text in texts.items():
        try:
            resolved[key] = color.parse(text, resolved, hue)
        except ValueError as error:
            raise table.error(key, str(error)) from None
