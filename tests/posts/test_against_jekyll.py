"""Our reading of a Jekyll site against the real Jekyll's, post by post."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import jekyll_sites
import pytest

from ogp.posts.discover import iter_posts
from ogp.posts.frontmatter.formats import parse
from ogp.posts.frontmatter.split import split
from ogp.posts.generators.jekyll import categories
from ogp.posts.generators.site import detect
from ogp.posts.reader import Skip, read

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

DUMP = r"""
require "json"
Jekyll::Hooks.register :site, :post_read do |site|
  docs = site.collections.values.select(&:write?).flat_map(&:docs)
  rows = docs.map do |doc|
    image = doc.data["image"]
    [doc.path.delete_prefix(site.source + "/"),
     { "title" => doc.data["title"].to_s, "categories" => doc.data["categories"].map(&:to_s).uniq,
       "date" => (doc.data["date"] && doc.date.strftime("%Y-%m-%d")),
       "image" => image.is_a?(Hash) ? image["path"] : image }]
  end
  File.write(ENV.fetch("OGP_DUMP"), JSON.generate(rows.to_h))
end
"""
NOW = dt.datetime.now(dt.UTC)


@pytest.fixture(scope="session")
def jekyll() -> str:
    program = shutil.which("jekyll")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("jekyll is not installed: this comparison may not be skipped in CI")
        pytest.skip("jekyll is not installed (Debian: apt-get install jekyll)")
    return program


def write(folder: Path, files: dict[str, str]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")


def ask(jekyll: str, folder: Path) -> dict[str, dict[str, object]]:
    """What Jekyll itself reads from the site."""
    write(folder, {"_plugins/dump.rb": DUMP})
    dump = folder.parent / f"{folder.name}.json"
    run = subprocess.run(
        [jekyll, "build", "--quiet", "--source", str(folder), "--destination", str(folder.parent / "out")],
        env={**os.environ, "OGP_DUMP": str(dump), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "could not read" not in run.stderr, run.stderr
    return json.loads(dump.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", jekyll_sites.SITES)
def test_every_post_reads_as_jekyll_reads_it(name: str, jekyll: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    write(folder, jekyll_sites.files(jekyll_sites.SITES[name]))
    theirs = ask(jekyll, folder)
    site = detect(folder)
    ours = {}
    for file in iter_posts(site):
        raw = (folder / file).read_bytes()
        post = read(raw, file, site, now=NOW)
        if isinstance(post, Skip):
            if post.reason == "its image is on another server":
                theirs.pop(file)
            continue
        defaults = site.jekyll.defaults_for(file)
        relative = site.jekyll.relative(file)
        found = categories(parse(raw, split(raw)), defaults, relative, site.jekyll.collection(file))
        ours[file] = {
            "title": post.card.title,
            "categories": found,
            "date": post.card.date and post.card.date.isoformat(),
            "image": post.image or None,
        }
        assert post.card.category == (found[0] if found else "")
    assert ours.keys() == theirs.keys()
    assert {file: row for file, row in ours.items() if row != theirs[file]} == {}


def test_the_day_is_as_written_where_jekyll_shifts_it(jekyll: str, tmp_path: Path) -> None:
    rows = [[cell.strip() for cell in line.split("|")] for line in jekyll_sites.DIFFERS.strip().splitlines()]
    folder = tmp_path / "zones"
    posts = {path: f"---\ntitle: 時差\ndate: {date}\n---\n" for path, date, _ in rows}
    write(folder, {"_config.yml": "timezone: Asia/Tokyo\n", **posts})
    theirs = ask(jekyll, folder)
    site = detect(folder)
    for path, date, shifted in rows:
        post = read((folder / path).read_bytes(), path, site, now=NOW)
        assert not isinstance(post, Skip)
        assert (post.card.date.isoformat(), theirs[path]["date"]) == (date[:10], shifted), path
