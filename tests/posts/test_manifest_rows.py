"""A manifest's rows: what they say, and errors that name the row and the key."""

# ruff: noqa: E501 - a row of a table stays on its line
from __future__ import annotations

import datetime as dt
import json

import pytest

from ogp.errors import ConfigError, OgpError
from ogp.posts.manifest_rows import ManifestRow, rows

GOOD = {"id": "a", "title": "題", "category": "甲", "date": "2026-02-19 23:00:00 +0900", "author": "著者", "tags": ["t", "u"], "lang": "ja", "template": "compass", "size": "og", "output": "a/b.png", "series": "連載", "n": 1.10, "on": True}  # fmt: skip

# what is changed in GOOD | the error and its key
BAD = """
{"title": null} | E_TITLE title
{"title": ""} | E_TITLE title
{"title": "\\u200b"} | E_TITLE title
{"title": ["x"]} | E_TITLE title
{"title": {"x": 1}} | E_TITLE title
{"title": "\\ud800"} | E_ENCODING title
{"date": "2026-02-30"} | E_DATE date
{"date": ["2026-02-20"]} | E_KEY_TYPE date
{"category": ["x"]} | E_KEY_TYPE category
{"tags": {"a": 1}} | E_KEY_TYPE tags
{"template": 1} | ok
{"template": []} | E_KEY_TYPE template
{"output": null} | E_IMAGE_PATH output
{"output": ""} | E_IMAGE_PATH output
{"output": "/etc/x.png"} | E_IMAGE_PATH output
{"output": "../x.png"} | E_IMAGE_PATH output
{"output": "a/../../x.png"} | E_IMAGE_PATH output
{"output": "C:\\\\x.png"} | E_IMAGE_PATH output
{"output": "//h/x.png"} | E_IMAGE_PATH output
{"output": "a\\u0000.png"} | E_IMAGE_PATH output
{"output": ".git/x.png"} | E_IMAGE_PATH output
{"output": "CON.png"} | E_IMAGE_PATH output
{"output": "x.exe"} | E_IMAGE_TYPE output
{"output": "%2e%2e/x.png"} | ok
{"cover": "../secret.png"} | ok
{"cover": "https://example.com/x.png"} | ok
{"cover": "/assets/x.png"} | ok
{"date": null, "category": null, "tags": null, "author": null} | ok
{"nested": {"a": [1]}} | ok
"""


def one(data: object) -> ManifestRow | OgpError:
    ((_, item),) = rows(json.dumps([data], ensure_ascii=True).encode())
    return item


def test_a_row_reads() -> None:
    item = one(GOOD)
    assert isinstance(item, ManifestRow)
    assert (item.id, str(item.output), item.template, item.size) == ("a", "a/b.png", "compass", "og")
    card = item.card
    assert (card.title, card.category, card.date, card.author) == ("題", "甲", dt.date(2026, 2, 19), "著者")
    assert (card.tags, card.extra) == (("t", "u"), {"series": "連載", "n": "1.1", "on": "true"})


@pytest.mark.parametrize("line", BAD.strip().splitlines())
def test_errors_name_row_and_key(line: str) -> None:
    changed, _, expected = line.rpartition(" | ")
    item = one(GOOD | json.loads(changed))
    if expected == "ok":
        assert isinstance(item, ManifestRow), item
    else:
        assert isinstance(item, OgpError)
        assert f"{item.code} {item.place.key}" == expected
        assert item.place.file == "a"


def test_an_array_and_json_lines_read_the_same() -> None:
    two = [GOOD, GOOD | {"id": "b", "output": "b.png"}]
    array = list(rows(json.dumps(two, indent=2, ensure_ascii=False).encode("utf-8-sig")))
    lines = list(rows("\r\n".join(json.dumps(row) for row in two).encode() + b"\n\n"))
    assert array == lines
    assert [name for name, _ in array] == ["a", "b"]
    assert list(rows(json.dumps(GOOD, indent=2).encode())) == lines[:1]


def test_one_bad_row_does_not_take_the_others() -> None:
    results = list(rows(json.dumps([GOOD, 1, None, [], GOOD | {"id": 7, "title": ""}]).encode()))
    assert [name for name, _ in results] == ["a", "row 2", "row 3", "row 4", "7"]
    assert [row.code for _, row in results if isinstance(row, OgpError)] == ["E_NOT_MAPPING"] * 3 + ["E_TITLE"]


def test_a_key_written_twice() -> None:
    ((_, item),) = rows(b'[{"id": "a", "title": "x", "title": "y", "output": "a.png"}]')
    assert isinstance(item, OgpError)
    assert (item.code, item.place.key) == ("E_DUP_KEY", "title")


@pytest.mark.parametrize(
    ("manifest", "code", "line"),
    [(b"[", "E_CONFIG", 1), (b'[\n{"id": "a",}\n]', "E_CONFIG", 2), (b'{"id": "a"}\n{"id"}\n', "E_CONFIG", 2),
     (b"hello", "E_CONFIG", 1), (b"[" * 100_000, "E_CONFIG", 1), ('[{"title": "題"}]'.encode("shift_jis"), "E_ENCODING", 1)],
)  # fmt: skip
def test_what_is_no_manifest(manifest: bytes, code: str, line: int) -> None:
    with pytest.raises(ConfigError) as caught:
        list(rows(manifest))
    assert (caught.value.code, caught.value.place.line) == (code, line)


def test_an_empty_manifest_has_no_rows() -> None:
    assert list(rows(b"")) == list(rows(b"[]")) == list(rows(b" \n")) == []
