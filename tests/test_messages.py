"""What every message to the user has in common: one short, harmless line, and the place of the mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ogp.errors import ConfigError
from ogp.message_text import brief, decode_utf8, did_you_mean, display_name, printable
from ogp.posts.generators.site import detect
from ogp.posts.manifest_rows import rows
from ogp.project import config
from ogp.template.limits import read as read_template

if TYPE_CHECKING:
    from pathlib import Path

SHIFT_JIS = "title: ok\n\ntitle: 題\n".encode("shift_jis")


def test_whatever_is_read_says_in_which_line_it_is_not_utf8(tmp_path: Path) -> None:
    for name in ("_config.yml", "ogp.toml", "template.toml"):
        (tmp_path / name).write_bytes(SHIFT_JIS)
    readers = {
        "_config.yml": (lambda: detect(tmp_path), "E_CONFIG"),
        "ogp.toml": (lambda: config.load(tmp_path), "E_CONFIG"),
        "template.toml": (lambda: read_template(tmp_path / "template.toml"), "E_TEMPLATE"),
        "manifest": (lambda: rows(SHIFT_JIS), "E_ENCODING"),
    }
    for name, (read, code) in readers.items():
        with pytest.raises(ConfigError, match="the file is not UTF-8") as caught:
            read()
        place = caught.value.place
        assert (caught.value.code, str(place.file).endswith(name), place.line) == (code, True, 3)


def test_a_byte_order_mark_is_no_text_and_moves_no_line() -> None:
    assert decode_utf8(b"\xef\xbb\xbfx", "E_CONFIG", "x") == "x"
    with pytest.raises(ConfigError, match=r"^x:2: E_CONFIG"):
        decode_utf8(b"\xef\xbb\xbfa\n\xff\n\n", "E_CONFIG", "x")


def test_text_of_strangers_stays_one_harmless_line() -> None:
    assert printable("日本語\u3000ガ\u3099 👨\u200d👩") == "日本語\u3000ガ\u3099 👨\u200d👩"
    assert printable("a\nb\x1b[31m\u202e\ud800") == "a\\nb\\x1b[31m\\u202e\\ud800"
    assert display_name("a\udc93.md") == "a\\x93.md"


def test_values_are_shown_short() -> None:
    assert brief("title") == "'title'"
    assert len(brief("x" * 10_000)) < 100
    assert brief(10**5000) == "a giant number"


def test_the_nearest_known_word_is_named() -> None:
    assert did_you_mean("tilte", ("title", "date")) == "did you mean title?"
    assert did_you_mean("xyz", ("title", "date")) == "known: title, date"
    assert did_you_mean("xyz", ()) == ""
