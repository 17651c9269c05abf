"""Make docs/gallery.md, its pictures, and the README's docs/cards.png from the templates themselves.

    python bench/gallery.py

Run it after changing a template. A test compares the page with what this would write; the pictures take a minute.
"""

from __future__ import annotations

import argparse
import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ogp.fonts import FontSet
from ogp.posts.reader import Post, read
from ogp.project import config
from ogp.project.project import Project
from ogp.template import load_template, names
from ogp.template_tools import contact_sheet, describe

if TYPE_CHECKING:
    from ogp.card import Card
    from ogp.template import Template

REPOSITORY = Path(__file__).resolve().parent.parent
BLOG = REPOSITORY / "examples" / "blog"
DOCS = REPOSITORY / "docs"

PICKS = (
    ("2026-02-19-3-open-source-llm-evolution-beyo", "compass", "tide"),
    ("2026-03-27-brackets", "tategaki", "vermilion"),
    ("2026-03-14-node-cicd", "terminal", "phosphor"),
    ("2026-04-18-numbers", "ticker", "royal"),
    ("2026-03-20-hanami-emoji", "emoji", "sakura"),
    ("2026-04-03-no-image", "split", "vermilion"),
)
"""Posts of the example blog, each with a template and a palette, as the README shows them."""

HEAD = """\
# Gallery

Written by `python bench/gallery.py` from the templates themselves. `palette = "auto"` adds twelve hues to each;
`ogp template show NAME -o sheet.png` draws one of these sheets, [templates.md](templates.md) tells how to make one.
"""


def page() -> str:
    """Return docs/gallery.md."""
    return "\n".join([HEAD, *(_entry(load_template(name)) for name in names())])


def _entry(template: Template) -> str:
    sizes = ", ".join(f"{size.name} {size.width}×{size.height}" for size in template.sizes.values())
    shown = " ".join(f"`{name}`" for name in describe.shown_fields(template))
    promises = f" Promises: {', '.join(sorted(template.promises))}." if template.promises else ""
    return (
        f"## {template.name}\n\n{template.summary}.{promises}\n\n![{template.name}](gallery/{template.name}.webp)\n\n"
        f"Palettes: {', '.join(template.palettes)}. Sizes: {sizes}. Shows: {shown}.\n"
    )


def pictures(fonts: FontSet) -> None:
    """Draw a sheet of every template, and remove those of templates that are gone."""
    folder = DOCS / "gallery"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name in names():
        contact_sheet.write(contact_sheet.of_template(load_template(name), fonts, width=900), folder / f"{name}.webp")


def cards(fonts: FontSet) -> None:
    """Draw cards of the example blog for the README."""
    project = Project.open(config.load(BLOG))
    shown = [
        contact_sheet.Tile(contact_sheet.draw(_card(project, stem), load_template(name), palette, "og", fonts), "")
        for stem, name, palette in PICKS
    ]
    contact_sheet.write(contact_sheet.sheet(shown, fonts, width=1200, columns=2), DOCS / "cards.png")


def _card(project: Project, stem: str) -> Card:
    file = f"_posts/{stem}.md"
    post = read((BLOG / file).read_bytes(), file, project.site, now=dt.date(2026, 12, 31))
    assert isinstance(post, Post)
    return replace(post.card, author=post.card.author or project.config.author)


def main() -> None:
    """Write everything, or the page alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--page", action="store_true", help="write docs/gallery.md alone")
    only_page = parser.parse_args().page
    (DOCS / "gallery.md").write_text(page(), encoding="utf-8", newline="\n")
    if not only_page:
        fonts = FontSet.bundled()
        pictures(fonts)
        cards(fonts)


if __name__ == "__main__":
    main()
