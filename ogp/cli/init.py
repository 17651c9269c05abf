"""``ogp init``: a commented ogp.toml, with what can be guessed from the folder filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ogp.cli import console
from ogp.cli.open_site import site_folder
from ogp.cli.options import Root
from ogp.errors import ConfigError, Location

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """\
# ogp: social cards for this site. Every key is optional; what is commented out is the default, or an example.
# All keys: https://github.com/ogp-cards/ogp/blob/main/docs/configuration.md. All templates: `ogp template list`.

# Which generator builds the site. Guessed from its files: {generator}.
# generator = "{generator}"

# What the cards say of the site. Taken from the generator's configuration where it says so.
{site}
{url}
# lang = "{lang}"
# logo = "/assets/images/logo.svg"

# How the cards look.
template = "compass"
# palette = "auto"        # a palette's name, or auto: a colour for each category
# size = "og"             # og 1200×630, square 1200×1200, x 1200×600, story 1080×1920

# Where a post's card goes when its front matter names none, and whether the line is then added to the post.
# pattern = "{pattern}"
# write_back = true

# Words that no line may break, besides numbers, names and versions, which ogp keeps whole by itself.
# nobreak = ["量子コンピューター"]

# Images that ogp may replace although it did not make them (an example), and whether the other ones of that kind are a
# mistake or pictures that shall stay ("skip").
# adopt = ["assets/images/posts/*-ogp.png"]
# foreign = "error"

# Colours by category: a palette's name, or a table with template, palette and size.
[categories]
# "お知らせ" = "ember"
# "読みもの" = {{ template = "compass", palette = "plum" }}
"""


def init(
    root: Root = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an ogp.toml that is there.")] = False,
) -> None:
    """Write a commented ogp.toml for this site."""
    path = write(site_folder(root), force=force)
    console.note(f"wrote {path}: read it, then run `ogp build`")


def write(root: Path, *, force: bool) -> Path:
    """Write ogp.toml into ``root``; return its path. Raises ConfigError where one is there, unless ``force``."""
    from ogp.posts.generators.site import detect
    from ogp.project import config

    path = root / config.FILE
    if path.exists() and not force:
        raise ConfigError("E_CONFIG", "exists already", "edit it, or replace it with --force", Location(str(path)))
    site = detect(root)
    text = TEXT.format(
        generator=site.generator,
        site=_line("site", site.title, "サイトの名前"),
        url=_line("url", site.url, "https://example.jp"),
        lang=site.lang or "ja",
        pattern=site.pattern,
    )
    try:
        with path.open("w" if force else "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise ConfigError("E_CONFIG", f"cannot be written: {error.strerror}", place=Location(str(path))) from None
    return path


def _line(key: str, found: str, example: str) -> str:
    """Return the key as a comment with what was found: the generator's own configuration stays the one source."""
    value = (found or example).replace("\\", "\\\\").replace('"', '\\"')
    return f'# {key} = "{value}"'
