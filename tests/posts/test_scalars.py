"""Our reading of YAML against PyYAML's own, with libyaml and without."""

from __future__ import annotations

import time
import timeit
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ogp.errors import OgpError
from ogp.posts.frontmatter import yaml_reader

if TYPE_CHECKING:
    from ogp.posts.frontmatter.fields import Fields, Value

ORDINARY = """layout: post
title: "はじめての東京散歩：春の一日"
date: 2026-02-19 22:15:05 +0900
categories: [tech, life]
tags:
  - ruby
  - jekyll
image: /assets/images/posts/x-ogp.png
published: true
author: 著者
"""


def plain(value: Value) -> object:
    if value.kind == "list":
        return [plain(item) for item in value.items]
    if value.kind == "map":
        return {key: plain(item) for key, item in zip(value.keys, value.items, strict=True)}
    return None if value.kind == "null" else value.text


def top(fields: Fields) -> dict[str, object]:
    return {key: plain(value) for key, value in fields.top.items()}


NULLS = {"", "~", "null", "Null", "NULL"}
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20)
TREES = st.recursive(
    st.none() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(TEXTS.filter(lambda key: key != "<<"), TREES, min_size=1, max_size=5),
    st.booleans(),
    st.sampled_from([None, '"', "'", "|", ">"]),
)
def test_what_pyyaml_writes_reads_the_same(data: dict[str, object], flow: bool, style: str | None) -> None:  # noqa: FBT001
    text = yaml.dump(data, allow_unicode=True, default_flow_style=flow, default_style=style, sort_keys=False)
    if "!!" in text:  # with a style, nulls are written with a tag
        return
    assert top(yaml_reader.parse(text, 1)) == data


@given(st.text(st.sampled_from("ab: \n-[]{},'\"#|>&*?!%@`~日　：\t"), max_size=30))
def test_both_loaders_agree(text: str) -> None:
    results = []
    for loader in (getattr(yaml, "CSafeLoader", yaml.SafeLoader), yaml.SafeLoader):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(yaml_reader, "_LOADER", loader)
            try:
                results.append(top(yaml_reader.parse(text, 1)))
            except OgpError as error:
                results.append(error.code[:6])
    # Where both read the text they read the same; they differ a little in what they refuse.
    if all(isinstance(item, dict) for item in results):
        assert results[0] == results[1]


def test_lines_count_every_line_end_of_the_file() -> None:
    for end in ("\n", "\r\n", "\r"):
        fields = yaml_reader.parse(f"a: 1{end}{end}title: x{end}b: |{end}  y{end}{end}date: z{end}", 2)
        assert {key: value.line for key, value in fields.top.items()} == {"a": 2, "title": 4, "b": 5, "date": 8}


@pytest.mark.slow
@pytest.mark.skipif(not yaml.__with_libyaml__, reason="without libyaml it takes 2 ms")
def test_an_ordinary_front_matter_is_read_in_time() -> None:
    runs = timeit.repeat(lambda: yaml_reader.parse(ORDINARY, 2), timer=time.process_time, number=200, repeat=9)
    assert min(runs) / 200 < 0.000_45  # 0.07 ms where it was measured; a busy machine may be three times as slow
