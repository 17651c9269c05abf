"""Shell completion of values: names of templates, sizes and error codes."""

from __future__ import annotations

from pathlib import Path


def templates(incomplete: str) -> list[str]:
    """The templates at hand, a site's own ones among them where it keeps them in ``templates/``."""
    from ogp.project.config import find_root
    from ogp.template import names

    return [name for name in names(find_root(Path.cwd()) / "templates") if name.startswith(incomplete)]


def sizes(incomplete: str) -> list[str]:
    """The sizes that a template may have."""
    from ogp.template import SIZES

    return [name for name in SIZES if name.startswith(incomplete)]


def codes(incomplete: str) -> list[str]:
    """The codes that there is an explanation of."""
    from ogp.cli.error_codes import CODES

    return [code for code in CODES if code.startswith(incomplete.upper())]
