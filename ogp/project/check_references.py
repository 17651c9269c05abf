"""Checks that every template, palette, size, font and logo that a configuration names exists.

An error names the line that names what is missing, and comes once, before any post is read.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ogp.errors import ConfigError, OgpError
from ogp.images.files import locate
from ogp.project import config

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ogp.project.project import Project


def validate(project: Project) -> None:
    """Raise ConfigError for the first template, palette, size, font or logo that is not what the configuration says."""
    settings = project.config
    try:
        project.validated(settings.appearance)
    except OgpError as error:
        key = next((key for key in ("palette", "size") if f"has no {key} " in error.message), "template")
        raise _placed(project, (key,), error) from None
    for category, appearance in settings.categories.items():
        _about(
            project, ("categories", category), partial(project.validated, appearance.with_fallback(settings.appearance))
        )
    for number, font in enumerate(settings.fonts):
        _about(project, ("fonts", number, "file"), partial(_font, settings.root / font.file))
    if settings.logo:
        _about(project, ("logo",), partial(locate, settings.logo, settings.root, project.site.static))


def _font(file: Path) -> None:
    from ogp.fonts.face import check_file

    check_file(file)


def _about(project: Project, path: tuple[str | int, ...], check: Callable[[], object]) -> None:
    """Run a check; what it raises is about the configuration's key at ``path``."""
    try:
        check()
    except OgpError as error:
        raise _placed(project, path, error) from None


def _placed(project: Project, path: tuple[str | int, ...], error: OgpError) -> ConfigError:
    """Return the error with the line of the key, unless it says where it is: in a template, say."""
    place = error.place if error.place.line is not None else config.place(project.config, path)
    return ConfigError(error.code, error.message, error.cure, place)
