"""The public API, as somebody calls it who has only read that it exists."""

from __future__ import annotations

import pytest

import ogp
import ogp.typeset
from ogp import Card, ConfigError, load_template, render
from ogp.fonts import FontSet


def test_a_card_is_rendered_and_once_more():
    """The second call finds every module loaded that the first one imports."""
    card, template = Card(title="木"), load_template("compass")
    first, second = (ogp.render(card, template, size="square", palette="plum") for _ in range(2))
    assert first.size == (1200, 1200)
    assert first.mode == "RGB"
    assert first.tobytes() == second.tobytes()
    assert render(card, template).size == (1200, 630)


def test_a_template_that_is_not_there_is_told():
    with pytest.raises(ConfigError, match="E_TEMPLATE"):
        load_template("compas")


def test_where_a_line_may_break_and_where_it_does():
    fonts, box = FontSet.bundled(), {"width": 500, "height": 300, "sizes": (100, 50), "leading": 1.4, "max_lines": 2}
    for _ in range(2):
        assert ogp.typeset.break_opportunities("木、石。") == [2]
        paragraph = ogp.typeset.fit("庭の木を眺める", ogp.typeset.Style(), fonts, **box)
        assert (paragraph.size, len(paragraph.lines)) == (100, 2)


def test_whatever_is_listed_is_there():
    for package in (ogp, ogp.typeset):
        assert all(callable(getattr(package, name)) for name in package.__all__)
