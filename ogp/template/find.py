"""Find templates by name: a site's own first, then the bundled ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ogp.errors import ConfigError
from ogp.message_text import brief, did_you_mean
from ogp.resources import folder as bundled
from ogp.template.load import load_folder

if TYPE_CHECKING:
    from ogp.template.model import Template


def names(site_folder: Path | None = None) -> list[str]:
    """Return the names of all templates, those of a site first."""
    paths = (path for folder in _folders(site_folder) for path in sorted(folder.glob("*/template.toml")))
    return list(dict.fromkeys(path.parent.name for path in paths))


def load_template(name: str, site_folder: Path | None = None) -> Template:
    """Load a template by name or path.

    A name is looked up in the site's own ``templates/`` folder, then among the bundled ones; a text with a slash in it
    is a path to a folder.

    Raises:
        ConfigError: E_TEMPLATE or E_ASSET.
    """
    if "/" in name or "\\" in name:
        return load_folder(Path(name))
    known = names(site_folder)
    for folder in _folders(site_folder):
        if name in known and (folder / name / "template.toml").is_file():
            return load_folder(folder / name)
    raise ConfigError("E_TEMPLATE", f"no template is named {brief(name)}", did_you_mean(name, tuple(known)))


def _folders(site_folder: Path | None) -> list[Path]:
    return [folder for folder in (site_folder, bundled("templates")) if folder and folder.is_dir()]
