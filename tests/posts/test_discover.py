"""The walk over a site: which files, in which order."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import any_name, posix

from ogp.errors import ConfigError
from ogp.posts.discover import iter_posts
from ogp.posts.generators.site import detect

FILES = """
_posts/2026-02-02-b.md
_posts/2026-02-01-a.md
_posts/2026-02-03-c.txt
_posts/2026-02-03-picture.png
_posts/sub/2026-02-04-d.markdown
tech/_posts/2026-02-05-e.md
_site/_posts/2026-02-06-f.md
node_modules/x/_posts/2026-02-07-g.md
vendor/x/_posts/2026-02-08-h.md
.git/_posts/2026-02-09-i.md
_drafts/j.md
README.md
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in FILES.split():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("---\ntitle: x\n---\n", encoding="utf-8")
    (tmp_path / "_config.yml").write_text("title: x\n", encoding="utf-8")
    return tmp_path


def test_the_posts_in_order(root: Path) -> None:
    assert list(iter_posts(detect(root))) == [
        "_posts/2026-02-01-a.md",
        "_posts/2026-02-02-b.md",
        "_posts/2026-02-03-c.txt",
        "_posts/sub/2026-02-04-d.markdown",
        "tech/_posts/2026-02-05-e.md",
    ]


def test_drafts_when_asked(root: Path) -> None:
    assert "_drafts/j.md" in list(iter_posts(detect(root, drafts=True)))


def test_paths_limit_the_walk_and_named_files_come_whatever_they_are(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = detect(root)
    assert list(iter_posts(site, [root / "tech"])) == ["tech/_posts/2026-02-05-e.md"]
    assert list(iter_posts(site, [root / "_posts/sub", root / "_posts/sub/2026-02-04-d.markdown"])) == [
        "_posts/sub/2026-02-04-d.markdown"
    ]
    assert list(iter_posts(site, [root / "README.md"])) == ["README.md"]
    assert len(list(iter_posts(site, [root]))) == 5
    monkeypatch.chdir(root / "tech")
    from pathlib import Path

    assert list(iter_posts(site, [Path("_posts/2026-02-05-e.md")])) == ["tech/_posts/2026-02-05-e.md"]
    assert list(iter_posts(site, [Path("..")])) == list(iter_posts(site))


def test_paths_that_are_missing_or_outside(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    site = detect(root)
    for path in (root / "nope.md", tmp_path_factory.mktemp("other"), root / ".." / root.name / ".."):
        with pytest.raises(ConfigError) as caught:
            list(iter_posts(site, [path]))
        assert caught.value.code == "E_CONFIG"


def test_sources_and_ignores(root: Path) -> None:
    site = detect(root, generator="plain", sources=["**/*.md"], ignores=["_posts/2026-*", "tech"])
    assert list(iter_posts(site)) == ["README.md", "_drafts/j.md"]
    for source in ("tech/_posts/*.md", "te[b-d]h/_posts/*.md", "tec?/_posts/*.md", "{a,tech}/_posts/*.md"):
        site = detect(root, generator="plain", sources=[source])
        assert list(iter_posts(site)) == ["tech/_posts/2026-02-05-e.md"]


@any_name
def test_names_that_are_not_utf8(root: Path) -> None:
    folder = os.fsencode(root / "_posts")
    Path(os.fsdecode(folder + b"/2026-03-01-\x93\xfa.md")).write_bytes(b"---\ntitle: x\n---\n")
    assert "_posts/2026-03-01-\udc93\udcfa.md" in list(iter_posts(detect(root)))


@posix
def test_links_to_folders_are_not_followed(root: Path) -> None:
    (root / "_posts/loop").symlink_to(root, target_is_directory=True)
    assert len(list(iter_posts(detect(root)))) == 5
