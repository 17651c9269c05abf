"""Creates a template: a copy of one that works, in the site's own templates folder."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ogp.errors import ConfigError

if TYPE_CHECKING:
    from ogp.template import Template

NAME = re.compile(r"[^\W_][\w-]{0,63}")
"""A template's name: a plain word in any script, as it is typed in ogp.toml and front matter."""

DEVICES = re.compile(r"(?i)con|prn|aux|nul|(?:com|lpt)[0-9]")
"""Names that Windows reserves."""


def create(name: str, source: Template, templates_folder: Path) -> Path:
    """Copy ``source`` to ``templates_folder / name``; return the folder.

    Nothing is overwritten, links are not followed, and the copy appears whole or not at all.

    Raises:
        ConfigError: E_CONFIG.
    """
    if not NAME.fullmatch(name) or DEVICES.fullmatch(name):
        raise ConfigError("E_CONFIG", f"{name!r} cannot be a template's name", "use letters, digits, - and _")
    target = templates_folder / name
    if target.exists() or target.is_symlink():
        raise ConfigError("E_CONFIG", f"{target} already exists", "choose another name, or remove it first")
    try:
        templates_folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=templates_folder, prefix=".new-") as scratch:
            copy = Path(scratch) / name
            copy.mkdir()
            _copy(source.folder, copy)
            copy.rename(target)
    except OSError as error:
        raise ConfigError("E_CONFIG", f"{target} cannot be written: {error.strerror}") from None
    return target


def _copy(source: Path, target: Path) -> None:
    for path in sorted(source.rglob("*")):
        relative = path.relative_to(source)
        if path.is_symlink() or not path.is_file() or any(part.startswith(".") for part in relative.parts):
            continue
        copy = target / relative
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)


def next_steps(name: str, folder: Path) -> tuple[str, ...]:
    """Return what to tell the owner of a new template."""
    return (
        f"1. change colors and boxes in {folder / 'template.toml'} (docs/templates.md has every key)",
        f"2. look at it: ogp template show {name} -o {name}.png",
        f"3. see that it holds any post: ogp template check {name}",
        f'4. use it: template = "{name}" in ogp.toml, or in [categories]: "…" = {{ template = "{name}" }}',
    )
