"""Where a site begins that is configured in pyproject.toml, and that what is found there is what is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ogp.errors import ConfigError
from ogp.project.config import Appearance, find_root, load

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "docs" / "deep").mkdir(parents=True)
    return tmp_path


def written(site: Path, text: str) -> Path:
    (site / "pyproject.toml").write_text(text, encoding="utf-8")
    return find_root(site / "docs" / "deep")


@pytest.mark.parametrize(
    "text",
    [
        '[tool.ogp]\nsite = "庭"\n',
        '[project]\nname = "x"\n\n  [ tool . ogp ]\nsite = "庭"\n',
        '[tool.ogp.categories]\n"お知らせ" = "ember"\n',
        '[[tool.ogp.fonts]]\nfile = "a.ttf"\nfamily = "A"\n',
        '[tool.ogp.fields]\ntitle = ["name"]\r\n',
    ],
)
def test_any_table_of_ours_makes_a_site(site: Path, text: str):
    assert written(site, text) == site
    assert load(site).file == "pyproject.toml"


@pytest.mark.parametrize("text", ["[tool.ogpx]\n", "# [tool.ogp]\n", '[tool.other]\nogp = "[tool.ogp]"\n', ""])
def test_what_only_looks_like_one_does_not(site: Path, text: str):
    assert written(site, text) == site / "docs" / "deep"
    assert load(site).file == ""


def test_a_table_alone_is_read(site: Path):
    written(site, '[tool.ogp.categories]\n"お知らせ" = "ember"\n')
    assert load(site).categories == {"お知らせ": Appearance(palette="ember")}


def test_a_mistake_is_told_with_its_line(site: Path):
    written(site, '[project]\nname = "x"\n\n[tool.ogp]\nsite = "庭"\nsize = 3\n')
    with pytest.raises(ConfigError) as told:
        load(site)
    assert (told.value.place.file, told.value.place.line) == ("pyproject.toml", 6)


def test_another_programs_mistake_is_not_ours(site: Path):
    written(site, "[tool.black\n")
    assert load(site).file == ""
