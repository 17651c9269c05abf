"""Sites that nobody builds on purpose: odd bytes, odd files, links out. One line at most, no traceback, no waiting."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import any_name, pipes, posix
from pictures import picture, write

from ogp.verify import page_head
from ogp.verify.check_site import check

if TYPE_CHECKING:
    from ogp.verify.check_site import Outcome

TITLE = "庭の木を眺める"
CARD = '<meta property="og:image" content="https://niwa.example.jp/card.png">'
TAGS = f"""<meta property="og:title" content="{TITLE}">
<meta property="og:type" content="article"><meta property="og:url" content="https://niwa.example.jp/ki.html">
<meta property="og:image:alt" content="{TITLE}"><meta name="twitter:card" content="summary_large_image">
{CARD}"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "_site"
    write(folder)
    return folder


def found(site: Path) -> Outcome:
    return check(site, None, require_card=False, ignored=frozenset())


def codes(site: Path) -> list[str]:
    return [finding.code for page in found(site).pages for finding in page.findings]


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("Shift_JIS", "cp932"),
        ("x-sjis", "cp932"),
        ("EUC-JP", "euc_jp"),
        ("ISO-2022-JP", "iso2022_jp"),
        ("utf-8", "utf-8"),
        ("UTF-8", "utf-8-sig"),
        ("", "utf-16"),
        ("", "utf-8"),
        ("zlib", "utf-8"),
        ("unicode_escape", "utf-8"),
    ],
)
def test_pages_in_any_encoding_that_browsers_read(label: str, codec: str):
    page = f'<html><head><meta charset="{label}">\n{TAGS}</head>'.encode(codec)
    read = page_head.parse(page)
    assert read.first("og:title") == TITLE
    assert read.lines["og:title"] == 2


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 5000,
        b"\xff\xfe",
        b"\xff\xfe\xd8",
        random.Random(7).randbytes(5000),
        b"<" * 100_000,
        b"<meta " * 100_000,
        b"<meta name=og:image content=" * 30_000,
        b"<div>" * 200_000,
        b"<div>" * 200_000 + b"</head>",
        b"<!--" * 200_000,
        b"<!-- " + b"</head>" * 100_000,
        b"<head><title>" + b"og:" * 300_000,
        b"name    =    " * 80_000 + b"og:x",
        b"<svg><title>" * 50_000,
        b"<link rel=" + b"canonical " * 100_000,
        '<meta property="og:image" content="\ud800">'.encode("utf-8", "surrogatepass"),
        b'<meta property="og:image" content="https://\xff\xff/">',
        b'<meta property="og:image" content="https://xn--\xe3\x81\x82/a">',
        b'<meta property="og:image" content="https://' + b"\xe3\x81\x82" * 100_000 + b'/a.png">',
        b'<meta property="og:image" content="https://h/' + b"../" * 100_000 + b'a.png">',
        b'<meta property="og:image" content="https://h/' + b"%2F" * 100_000 + b'a.png">',
        b'<meta property="og:image" content="https://h:99999999/a.png">',
        b'<meta property="og:title" content="' + b"| - " * 200_000 + b'"><meta property=og:image content=card.png>',
        b'<link rel=canonical href="https://[/"><meta name=og:url content="https://]/"><meta name=og:title content=x>',
    ],
    ids=lambda data: repr(data[:24]),
)
def test_bytes_that_are_hardly_a_page(site: Path, data: bytes):
    (site / "x.html").write_bytes(data)
    started = time.process_time()
    assert len(found(site).pages) == 1
    assert time.process_time() - started < 2


def test_a_large_page_costs_what_its_head_costs(site: Path):
    page = f"<html><head>\n{TAGS}\n</head><body>".encode() + b"<p>x</p>" * 1_300_000
    (site / "ki.html").write_bytes(page)
    started = time.process_time()
    assert found(site).pages[0].findings == ()
    assert time.process_time() - started < 0.5


def test_a_head_that_is_longer_than_the_first_read_and_one_that_never_ends(site: Path):
    (site / "ki.html").write_text(f"<head><style>{'a{}' * 60_000}</style>{TAGS}</head>", "utf-8")
    assert codes(site) == []
    (site / "ki.html").write_text(f"<title>x</title>{TAGS}<p>{'x' * 3_000_000}", "utf-8")
    assert codes(site) == []


@pytest.mark.parametrize("decoy", ["<!-- </head> -->", "<script>'</head>'</script>", "<!--[if IE]><body><![endif]-->"])
def test_an_end_of_the_head_that_is_none(site: Path, decoy: str):
    (site / "ki.html").write_text(f"<head>{decoy}{TAGS}</head>", "utf-8")
    assert codes(site) == []


@posix
def test_links_are_followed_inside_the_site_only(site: Path, tmp_path: Path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.html").write_text(TAGS, "utf-8")
    (outside / "secret.png").write_bytes(picture())
    (site / "ki.html").write_text(TAGS.replace("card.png", "linked.png"), "utf-8")
    (site / "linked.png").symlink_to("card.png")
    (site / "loop").symlink_to(site)
    (site / "loop.html").symlink_to("loop.html")
    (site / "out.html").symlink_to(outside / "secret.html")
    (site / "outside").symlink_to(outside)
    outcome = found(site)
    assert [page.path for page in outcome.pages] == ["ki.html"]
    assert outcome.pages[0].findings == ()
    for name in ("out.png", "outside/secret.png", "loop.png"):
        if not (site / name).parent.is_symlink():
            (site / name).symlink_to(name if name == "loop.png" else outside / "secret.png")
        (site / "ki.html").write_text(TAGS.replace("card.png", name), "utf-8")
        assert codes(site) == ["E_CARD_BROKEN" if name == "loop.png" else "E_CARD_MISSING"], name


@pipes
def test_pipes_and_folders_in_the_place_of_files(site: Path):
    os.mkfifo(site / "pipe.html")
    os.mkfifo(site / "pipe.png")
    (site / "folder.html").mkdir()
    (site / "folder.png").mkdir()
    for name in ("pipe.png", "folder.png"):
        (site / "ki.html").write_text(TAGS.replace("card.png", name), "utf-8")
        assert codes(site) == ["E_CARD_MISSING"]


def test_what_cannot_be_read_is_told(site: Path, monkeypatch: pytest.MonkeyPatch):
    (site / "ki.html").write_text(TAGS, "utf-8")
    (site / "shut.html").write_text(TAGS, "utf-8")
    (site / "shut").mkdir()
    true_open, true_scandir = Path.open, os.scandir

    def refuse(path: Path) -> None:
        if path.name.startswith("shut"):
            raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", lambda path, *rest: refuse(path) or true_open(path, *rest))
    monkeypatch.setattr(os, "scandir", lambda path: refuse(Path(path)) or true_scandir(path))
    findings = {page.path: [finding.code for finding in page.findings] for page in found(site).pages}
    assert findings == {"ki.html": [], "shut.html": ["E_PAGE"], "shut": ["E_PAGE"]}


@any_name
def test_names_that_are_not_utf_8(site: Path):
    name = os.fsdecode(b"\xff.html")
    (site / name).write_text(TAGS.replace("card.png", "%FE.png"), "utf-8")
    (site / os.fsdecode(b"\xfe.png")).write_bytes(picture())
    page = found(site).pages[0]
    assert page.findings == ()
    assert page.images[0].card is not None
    assert page.images[0].card.file == "\\xfe.png"


def test_each_picture_is_opened_once(site: Path, monkeypatch: pytest.MonkeyPatch):
    for number in range(20):
        (site / f"{number}.html").write_text(TAGS, "utf-8")
    opened: list[str] = []
    true_open = os.open
    monkeypatch.setattr(os, "open", lambda path, *rest: opened.append(str(path)) or true_open(path, *rest))
    assert len(found(site).pages) == 20
    assert [Path(path).name for path in opened].count("card.png") == 1
