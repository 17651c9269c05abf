"""The reference pages name every key that is read, with the default that is used, and every rule and template."""

from __future__ import annotations

import re
import runpy
from typing import TYPE_CHECKING

import pytest
from conftest import REPOSITORY

from ogp.cli import error_codes
from ogp.posts.generators.table import GENERATORS
from ogp.project import config
from ogp.template import SIZES, load_folder, names
from ogp.template.fields import CARD_FIELDS, DATE_FORMS
from ogp.template_tools.rules import RULES
from ogp.toml_tables import Table

if TYPE_CHECKING:
    from pathlib import Path

DOCS = REPOSITORY / "docs"
EVERYTHING = """\
sizes = ["og"]
[colors]
ink = "#fff"
[palettes]
a = {}
[[layers]]
type = "fill"
id = "f"
[[layers]]
type = "picture"
emoji = "{emoji}"
after = { layer = "f" }
[[layers]]
type = "picture"
file = "a.svg"
[[layers]]
type = "text"
text = "{title}"
plate = { radius = 1 }
stroke = { width = 1 }
shadow = { blur = 1 }
"""
SECTIONS = {
    "plate": "| key of `plate` |",
    "stroke": "| key of `stroke` |",
    "shadow": "| key of `shadow` |",
    "after": "**Neighbours**",
    "box": "**Box**",
    "fill": "### Fills",
    "picture": "### Pictures",
    "text": "### Texts",
    "palettes": "### Palettes",
    "": "### The file",
}
COMMON = {"type", "id", "box", "after", "before", "below", "above", "needs", "unless"}
ELSEWHERE = {"file", "field", "emoji", "qr"}  # one of them, without a default

Taken = set[tuple[tuple[str | int, ...], str, str, object]]


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Taken:
    """Every key that is asked for: the table's path, its type if it is a layer, the key and the default."""
    seen: Taken = set()
    take = Table._take  # noqa: SLF001 - every reader of a key goes through it

    def spy(table: Table, key: str, kinds: tuple[type, ...], what: str, default: object) -> object:
        kind = str(table.data.get("type", ""))
        shown = default if isinstance(default, (str, int, float, bool, tuple)) else None
        seen.add((table.path, kind, key, shown))
        return take(table, key, kinds, what, default)

    monkeypatch.setattr(Table, "_take", spy)
    return seen


def page(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def rows(text: str, start: str = "") -> dict[str, str]:
    """The rows of the first table after ``start``, by the keys that their first cell names."""
    text = text[text.index(start) :] if start else text
    table = re.search(r"(?:^\|.*\n)+", text, re.MULTILINE)
    assert table is not None
    return {key: row for row in table[0].splitlines()[2:] for key in re.findall(r"`([^`]+)`", row.split(" | ")[0])}


def written(default: object) -> str:
    """A default as the page writes it."""
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    if isinstance(default, str):
        return f'`"{default}"`'
    if isinstance(default, tuple):
        inner = ", ".join(f'"{item}"' if isinstance(item, str) else f"{item:g}" for item in default)
        return f"`[{inner}]`" if len(default) != 1 or isinstance(default[0], str) else f"`{default[0]:g}`"
    return f"`{default:g}`"


def test_every_key_of_a_template_is_documented_with_its_default(tmp_path: Path, taken: Taken):
    (tmp_path / "template.toml").write_text(EVERYTHING)
    (tmp_path / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    load_folder(tmp_path)
    text = page("templates.md")
    common = rows(text, "### Every layer")
    for path, kind, key, default in taken:
        last = path[-1] if path and isinstance(path[-1], str) else ""
        section = kind or ("palettes" if path[:1] == ("palettes",) else str(last))
        if section in ("before", "below", "above"):
            section = "after"
        if kind and key in COMMON:
            assert key in common, key
            continue
        found = rows(text, SECTIONS[section])
        assert key in found, f"docs/templates.md: {key} is missing under {SECTIONS[section]}"
        if default not in (None, "", ()) and key not in ELSEWHERE | {"valign"}:
            assert written(default) in found[key], f"docs/templates.md: {key} has the default {written(default)}"


def test_every_key_of_the_configuration_is_documented_with_its_default(tmp_path: Path, taken: Taken):
    (tmp_path / "ogp.toml").write_text('[[fonts]]\nfile = "a.ttf"\nfamily = "A"\naxes = { wght = 1 }\n')
    config.load(tmp_path)
    text = page("configuration.md")
    tables = {
        (): {**rows(text, "## The site"), **rows(text, "## The cards"), **rows(text, "## Posts and images")},
        ("fields",): rows(text, "| key of `[fields]` |"),
        ("fonts", 0): rows(text, "| key of `[[fonts]]` |"),
    }
    optional = {"drafts", "future", "static"}  # asked for only where they are there
    for path, _, key, default in taken | {((), "", key, None) for key in optional}:
        if key in ("categories", "fields", "fonts"):
            assert f"`[{key}]`" in text or f"`[[{key}]]`" in text
        elif path in tables:
            assert key in tables[path], f"docs/configuration.md: {key} is missing"
            if default not in (None, "", (), "default"):
                assert written(default) in tables[path][key], f"docs/configuration.md: default of {key}"
    for generator in GENERATORS:
        assert f"`{generator}`" in tables[()]["generator"]


def test_every_field_size_and_rule_is_documented():
    text = page("templates.md")
    for field in CARD_FIELDS:
        assert field in re.findall(r"\w+", text[text.index("### Fields") :]), field
    for form in DATE_FORMS:
        assert f"`{form}`" in text or f"|{form}}}`" in text, form
    for size in SIZES.values():
        assert f"`{size.name}` {size.width}×{size.height}" in text
    assert set(rows(text, "| rule |")) == set(RULES)


def test_every_code_is_explained_and_the_page_of_codes_is_what_the_command_writes():
    source = "".join(path.read_text("utf-8") for path in (REPOSITORY / "ogp").rglob("*.py"))
    assert set(re.findall(r'"([EW]_[A-Z_]+)"', source)) <= set(error_codes.CODES)
    assert page("errors.md") == error_codes.markdown(), "run: python -m ogp.cli.error_codes > docs/errors.md"


def test_everything_that_the_check_finds_is_in_its_page():
    source = "".join(path.read_text("utf-8") for path in (REPOSITORY / "ogp" / "verify").glob("*.py"))
    found = set(re.findall(r'Finding\(\s*"([EW]_[A-Z_]+)"', source))
    assert found == set(rows(page("check.md"), "## What it finds"))
    assert found == {code for code, item in error_codes.CODES.items() if item.meaning.startswith("`ogp check`")}


def test_the_gallery_shows_every_template_and_is_what_the_script_writes():
    gallery = runpy.run_path(str(REPOSITORY / "bench" / "gallery.py"))
    text = page("gallery.md")
    assert text == gallery["page"](), "run: python bench/gallery.py"
    assert re.findall(r"^## (\S+)$", text, re.MULTILINE) == names()
    for picture in re.findall(r"\]\((gallery/[^)]+)\)", text):
        assert (DOCS / picture).is_file(), picture
    assert {path.stem for path in (DOCS / "gallery").iterdir()} == set(names())
    assert sum(path.stat().st_size for path in (DOCS / "gallery").iterdir()) < 1_500_000
    assert (DOCS / "cards.png").stat().st_size < 400_000


@pytest.mark.parametrize(
    ("file", "pattern"),
    [
        ("integrations/pelican/pyproject.toml", r'^version = "(.+)"'),
        ("integrations/jekyll/lib/jekyll/ogp_cards/version.rb", r'VERSION = "(.+)"'),
        ("docs/integrations/github-actions.md", r"ogp-cards/ogp@v(\S+)"),
        ("docs/integrations/pre-commit.md", r"rev: v(\S+)"),
    ],
)
def test_whatever_names_a_version_names_this_one(file: str, pattern: str):
    own = re.findall(r'^version = "(.+)"', (REPOSITORY / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    named = re.findall(pattern, (REPOSITORY / file).read_text("utf-8"), re.MULTILINE)
    assert set(named) == set(own)
