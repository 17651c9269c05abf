"""Typesetter: what comes again is set once, and nothing outlives the typesetter."""

from __future__ import annotations

import gc
import weakref

from ogp.fonts import FontSet
from ogp.typeset import Style, Typesetter, fit

BOX = {"width": 400.0, "height": 200.0, "sizes": (40.0,), "leading": 1.3, "max_lines": 3}


def test_it_sets_a_text_as_fit_does():
    fonts = FontSet.bundled()
    assert Typesetter(fonts).fit("静かな夜の図書館", Style(), **BOX) == fit("静かな夜の図書館", Style(), fonts, **BOX)


def test_a_text_that_comes_again_is_set_once():
    typesetter = Typesetter(FontSet.bundled())
    first = typesetter.fit("技術", Style(), **BOX)
    assert typesetter.fit("技術", Style(), **BOX) is first
    assert typesetter.fit("技術", Style(weight=400), **BOX) is not first
    assert typesetter.fit("技術", Style(), **{**BOX, "nobreak": ["技術"]}).lines == first.lines


def test_fonts_and_texts_go_with_their_typesetter():
    fonts = FontSet.bundled()
    paragraph = Typesetter(fonts).fit("ここまではある侍の話" * 20, Style(), **BOX)
    assert paragraph.truncated
    fit("{侍|さむらい}の話", Style(direction="vertical"), fonts, **BOX)
    left = weakref.ref(fonts)
    del fonts, paragraph
    gc.collect()
    assert left() is None
