"""The scale of penalties: every example of the table is what a break there costs, and the table is in order."""

from __future__ import annotations

import re
from math import inf
from pathlib import Path

import pytest

from ogp.typeset import penalty_scale
from ogp.typeset.penalties import breaks

SOURCE = Path(penalty_scale.__file__).read_text("utf-8")
ROWS = re.findall(r"^([A-Z_]+) = ([\d.]+)  # ([^:\n]*\|[^:\n]*)(?::|$)", SOURCE, re.MULTILINE)
ADDED_TO = {
    "INSIDE_BRACKETS": penalty_scale.AFTER_PARTICLE,
    "FRAGMENT": penalty_scale.AFTER_PARTICLE,
    "INSIDE_SHORT_BRACKETS": penalty_scale.AFTER_PARTICLE,
    "INSIDE_BOOK_TITLE": penalty_scale.AFTER_MODIFIER,
}
"""What the rows at the end are added to, in their examples."""


@pytest.mark.parametrize(("name", "penalty", "example"), [row for row in ROWS if row[0] != "LAST_RESORT"])
def test_an_example_costs_what_its_row_says(name: str, penalty: str, example: str):
    penalties = {b.offset: b.penalty for b in breaks(example.replace("|", ""))}
    assert penalties[example.index("|")] == pytest.approx(ADDED_TO.get(name, 0.0) + float(penalty))


def test_every_penalty_has_an_example_and_is_in_order():
    scale = {name: value for name, value in vars(penalty_scale).items() if name.isupper()}
    assert set(scale) - {name for name, _, _ in ROWS} == {"FORCED"}
    assert list(scale)[-len(ADDED_TO) :] == list(ADDED_TO)
    costs = list(scale.values())
    assert costs[0] == -inf
    assert costs[: -len(ADDED_TO)] == sorted(costs[: -len(ADDED_TO)])
    assert costs[-len(ADDED_TO) :] == sorted(costs[-len(ADDED_TO) :])
