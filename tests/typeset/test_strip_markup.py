"""What a reader sees of a title that holds HTML or Markdown."""

from __future__ import annotations

import pytest

from ogp.typeset.strip_markup import strip_markup


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R&amp;D と &lt;T&gt; &#12354; &#x3042;", "R&D と <T> あ あ"),
        ("<code>use</code>の<b class='x'>話</b>", "useの話"),
        ("前編<br>後編<br />完", "前編\n後編\n完"),
        ("**太字**と`code`と*斜体*", "太字とcodeと斜体"),
        ("これは**大事**です", "これは大事です"),
        ("~~旧~~新", "旧新"),
        ("`<br>` と `**x**` の違い", "<br> と **x** の違い"),
        ("`` a`b ``", "a`b"),
    ],
)
def test_markup_is_shown_as_the_site_shows_it(text: str, expected: str):
    assert strip_markup(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a < b > c",
        "Vec<T>",
        "List<String>",
        "Map<K, V>",
        "std::vector<int>",
        "__init__",
        "snake_case_name",
        "*args と **kwargs",
        "2*3*4",
        "2 * 3 * 4",
        "AT&T",
        "R&D; x",
        "&unknown;",
        "`が一つだけ",
        "~/.ssh",
        "5 < 6 で 7 > 6",
        "<T>",
        "<B>",
    ],
)
def test_what_only_looks_like_markup_stays(text: str):
    assert strip_markup(text) == text
