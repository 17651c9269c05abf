"""Layouts, drawn with a font of squares: where a card's texts, plates and pictures stand, to the pixel.

Every letter of a drawing is a cell of 25 px, half an em of the type of 50 px that most of these cards have: a kanji is
four letters, in two rows. `T` is a title, `C` and `O` other texts, `P` and `E` a plate and its edge, `F` a fill, which
often shows a layer's box, `1` to `4` the colors of a picture, `_` the ground. See drawing.py and square_font.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from drawing import Studio

if TYPE_CHECKING:
    from collections.abc import Callable

    Draws = Callable[..., None]


@pytest.fixture(scope="module")
def draws(tmp_path_factory: pytest.TempPathFactory) -> Draws:
    """Fails unless a template's layers, with the fields of a card, give a drawing."""
    return Studio(tmp_path_factory.mktemp("square")).check


def test_align_is_where_a_line_stands_in_its_box(draws: Draws):
    draws(
        """
        [[layers]]
        type = "fill"
        color = "fill"
        box = { left = 50, right = 50, top = 25, bottom = 25 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        box = { left = 50, right = 50, top = 25 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        align = "center"
        color = "second"
        box = { left = 50, right = 50, top = 75 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        align = "end"
        color = "outline"
        box = { left = 50, right = 50, top = 125 }
        """,
        """
        ______________
        __TTTTTTFFFF__
        __TTTTTTFFFF__
        __FFCCCCCCFF__
        __FFCCCCCCFF__
        __FFFFOOOOOO__
        __FFFFOOOOOO__
        ______________
        """,
        title="木の家",
    )


def test_valign_shares_out_what_is_free_above_and_below(draws: Draws):
    draws(
        """
        [[layers]]
        type = "fill"
        color = "fill"
        box = { left = 25, right = 25, top = 25, bottom = 25 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        box = { left = 25, width = 50, top = 25, bottom = 25 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        valign = "middle"
        box = { left = 75, width = 50, top = 25, bottom = 25 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        valign = "bottom"
        box = { left = 125, width = 50, top = 25, bottom = 25 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        valign = 0.25
        box = { left = 175, width = 50, top = 25, bottom = 25 }
        """,
        """
        __________
        _TTFFFFFF_
        _TTFFFFTT_
        _FFTTFFTT_
        _FFTTFFFF_
        _FFFFTTFF_
        _FFFFTTFF_
        __________
        """,
        title="木",
    )


def test_leading_is_the_distance_of_lines_and_none_lies_outside_the_block(draws: Draws):
    draws(
        """
        [[layers]]
        type = "fill"
        color = "fill"
        box = { left = 25, right = 25, top = 25, bottom = 25 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        lines = 3
        leading = 1.5
        box = { left = 25, width = 100, top = 25, bottom = 25 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        lines = 3
        leading = 2
        valign = "bottom"
        box = { left = 175, width = 100, top = 25, bottom = 25 }
        """,
        """
        ____________
        _TTTTFFFFFF_
        _TTTTFFTTTT_
        _FFFFFFTTTT_
        _TTFFFFFFFF_
        _TTFFFFFFFF_
        _FFFFFFTTFF_
        _TTTTFFTTFF_
        _TTTTFFFFFF_
        _FFFFFFFFFF_
        _FFFFFFTTTT_
        _FFFFFFTTTT_
        ____________
        """,
        title="石橋\n木\n家屋",
    )


def test_a_long_title_is_broken_between_words_where_the_box_ends(draws: Draws):
    """木の家と｜石の橋と｜水の音: each line has room for five characters, and words stay whole."""
    draws(
        """
        [[layers]]
        type = "fill"
        color = "fill"
        box = { left = 50, width = 250, top = 25, bottom = 25 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        lines = 3
        leading = 1
        align = "center"
        box = { left = 50, width = 250, top = 25, bottom = 25 }
        """,
        """
        ______________
        __FTTTTTTTTF__
        __FTTTTTTTTF__
        __FTTTTTTTTF__
        __FTTTTTTTTF__
        __FFTTTTTTFF__
        __FFTTTTTTFF__
        ______________
        """,
        title="木の家と石の橋と水の音",
    )


def test_type_is_as_large_as_the_box_allows(draws: Draws):
    """At its largest size; smaller, since its box is narrow; smaller, since its box is low."""
    draws(
        """
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = [100, 50]
        box = { left = 25, width = 200, top = 25, height = 100 }
        [[layers]]
        type = "text"
        text = "{category}"
        font = "Square"
        size = [100, 50]
        color = "second"
        box = { left = 25, width = 200, top = 150, height = 100 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = [100, 50]
        color = "outline"
        box = { left = 25, width = 200, top = 225, height = 50 }
        """,
        """
        __________
        _TTTTTTTT_
        _TTTTTTTT_
        _TTTTTTTT_
        _TTTTTTTT_
        __________
        _CCCCCCCC_
        _CCCCCCCC_
        __________
        _OOOO_____
        _OOOO_____
        __________
        """,
        title="石橋",
        category="読みもの",
    )


def test_a_title_that_does_not_fit_ends_in_an_ellipsis(draws: Draws):
    """木の家… in one line, 木の家と｜石の橋… in two: the ellipsis is the half of an em box that is inked below."""
    draws(
        """
        [[layers]]
        type = "fill"
        color = "fill"
        box = { left = 25, width = 200, top = 25, bottom = 25 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        box = { left = 25, width = 200, top = 25 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        lines = 2
        leading = 1
        color = "second"
        box = { left = 25, width = 200, top = 100, bottom = 25 }
        """,
        """
        __________
        _TTTTTTFF_
        _TTTTTTTT_
        _FFFFFFFF_
        _CCCCCCCC_
        _CCCCCCCC_
        _CCCCCCFF_
        _CCCCCCCC_
        __________
        """,
        title="木の家と石の橋のある町",
    )


def test_a_plate_is_as_large_as_its_text_and_padding_with_the_edge_inside(draws: Draws):
    draws(
        """
        [[layers]]
        type = "text"
        text = "{category}"
        font = "Square"
        size = 50
        color = "second"
        box = { left = 25, right = 0, top = 25, bottom = 0 }
        plate = { color = "plate", edge = "edge", edge_width = 25, padding = [75, 50] }
        """,
        """
        ____________
        _EEEEEEEEEE_
        _EPPPPPPPPE_
        _EPPCCCCPPE_
        _EPPCCCCPPE_
        _EPPPPPPPPE_
        _EEEEEEEEEE_
        ____________
        """,
        category="日記",
    )


def test_a_plate_hugs_its_text_wherever_that_stands_in_its_box(draws: Draws):
    """The plates keep inside the box, `F`: padding counts. One is as wide as the wider of its text's two lines."""
    draws(
        """
        [[layers]]
        type = "fill"
        color = "fill"
        box = { left = 25, right = 25, top = 25, bottom = 25 }
        [[layers]]
        type = "text"
        text = "{category}"
        font = "Square"
        size = 50
        align = "end"
        color = "second"
        box = { left = 25, right = 25, top = 25, bottom = 25 }
        plate = { color = "plate", padding = 25 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        lines = 2
        leading = 1.5
        align = "center"
        valign = "bottom"
        box = { left = 25, right = 25, top = 25, bottom = 25 }
        plate = { color = "plate", padding = [50, 25] }
        """,
        """
        ________________
        _FFFFFFFFPPPPPP_
        _FFFFFFFFPCCCCP_
        _FFFFFFFFPCCCCP_
        _FFFFFFFFPPPPPP_
        _FFFFFFFFFFFFFF_
        _FFPPPPPPPPPPFF_
        _FFPPPPTTPPPPFF_
        _FFPPPPTTPPPPFF_
        _FFPPPPPPPPPPFF_
        _FFPPTTTTTTPPFF_
        _FFPPTTTTTTPPFF_
        _FFPPPPPPPPPPFF_
        ________________
        """,
        category="日記",
        title="橋\n木の家",
    )


def test_corners_are_round(draws: Draws):
    """They share their cells with the ground. Two plates; a fill; a picture that is a disc.

    A radius of more than half the height makes no more of a pill than half of it does.
    """
    draws(
        """
        [[layers]]
        type = "text"
        text = "{category}"
        font = "Square"
        size = 50
        color = "second"
        box = { left = 25, right = 0, top = 25, bottom = 0 }
        plate = { color = "plate", radius = 25, padding = [50, 25] }
        [[layers]]
        type = "text"
        text = "{category}"
        font = "Square"
        size = 50
        color = "second"
        box = { left = 250, right = 0, top = 25, bottom = 0 }
        plate = { color = "plate", radius = 400, padding = [50, 25] }
        [[layers]]
        type = "fill"
        color = "fill"
        radius = 400
        box = { left = 25, width = 200, top = 150, height = 100 }
        [[layers]]
        type = "picture"
        field = "{cover}"
        radius = 50
        box = { left = 300, width = 100, top = 150, height = 100 }
        """,
        """
        ___________________
        _?PPPPPP?_??PPPP??_
        _PPCCCCPP_?PCCCCP?_
        _PPCCCCPP_?PCCCCP?_
        _?PPPPPP?_??PPPP??_
        ___________________
        _??FFFF??___????___
        _?FFFFFF?___?11?___
        _?FFFFFF?___?11?___
        _??FFFF??___????___
        ___________________
        """,
        category="日記",
        cover="cover.png",
        pictures={"cover.png": "1"},
    )


HEADER = """
    [[layers]]
    id = "category"
    type = "text"
    text = "{category}"
    font = "Square"
    size = 50
    color = "second"
    box = { left = 25, right = 25, top = 25 }
    plate = { color = "plate", padding = 25 }
    [[layers]]
    type = "text"
    text = "{author}"
    font = "Square"
    size = 50
    color = "outline"
    box = { left = 25, right = 25, top = 50 }
    after = { layer = "category", gap = 25 }
    [[layers]]
    type = "fill"
    color = "fill"
    box = { left = 25, right = 25, top = 25, height = 25 }
    after = { layer = "category", gap = 25 }
    [[layers]]
    type = "text"
    text = "{title}"
    font = "Square"
    size = 50
    box = { left = 25, right = 25, top = 25, bottom = 25 }
    below = { layer = "category", gap = 50 }
    [[layers]]
    type = "fill"
    color = "edge"
    box = { right = 25, width = 25, top = 25, bottom = 25 }
    below = { layer = "category", gap = 50 }
    """
"""A category on a plate; the author and a rule after it, the title and another rule below it."""


def test_after_and_below_keep_clear_of_what_a_neighbor_drew_plate_and_all(draws: Draws):
    draws(
        HEADER,
        """
        ______________
        _PPPPPP_FFFFF_
        _PCCCCP_OOOO__
        _PCCCCP_OOOO__
        _PPPPPP_______
        ______________
        ______________
        _TTTTTT_____E_
        _TTTTTT_____E_
        ____________E_
        ______________
        """,
        title="木の家",
        category="日記",
        author="花子",
    )


def test_a_neighbor_that_drew_nothing_leaves_no_hole(draws: Draws):
    draws(
        HEADER,
        """
        ______________
        _TTTTTTFFFFFE_
        _TTTTTT_____E_
        ____________E_
        ______________
        """,
        title="木の家",
    )


FOOTER = """
    [[layers]]
    type = "fill"
    color = "fill"
    box = { left = 25, right = 25, top = 25, bottom = 25 }
    [[layers]]
    id = "site"
    type = "text"
    text = "{site}"
    font = "Square"
    size = 50
    color = "second"
    align = "end"
    valign = "bottom"
    box = { left = 25, right = 25, top = 25, bottom = 25 }
    [[layers]]
    type = "text"
    text = "{author}"
    font = "Square"
    size = 50
    color = "outline"
    align = "end"
    valign = "bottom"
    box = { left = 25, right = 25, top = 25, bottom = 25 }
    before = { layer = "site", gap = 75 }
    [[layers]]
    type = "text"
    text = "{title}"
    font = "Square"
    size = 50
    align = "center"
    valign = "bottom"
    box = { left = 25, right = 25, top = 25, bottom = 25 }
    above = { layer = "site", gap = 25 }
    """
"""The site, which is the same on all cards, at the bottom right; the author before it, and the title above it."""


def test_before_and_above_end_where_the_neighbor_begins(draws: Draws):
    draws(
        FOOTER,
        """
        ________________
        _FFFFFFFFFFFFFF_
        _FFFFTTTTTTFFFF_
        _FFFFTTTTTTFFFF_
        _FFFFFFFFFFFFFF_
        _FFFOOOOFFFCCCC_
        _FFFOOOOFFFCCCC_
        ________________
        """,
        title="木の家",
        author="花子",
        site="庭園",
    )


def test_before_and_above_nothing_reach_to_the_edge_of_the_box(draws: Draws):
    draws(
        FOOTER,
        """
        ________________
        _FFFFFFFFFFFFFF_
        _FFFFFFFFFFFFFF_
        _FFFFTTTTTTOOOO_
        _FFFFTTTTTTOOOO_
        ________________
        """,
        title="木の家",
        author="花子",
    )


CONDITIONS = """
    [[layers]]
    id = "rule"
    type = "fill"
    color = "fill"
    needs = "{category}"
    box = { left = 0, width = 25, top = 25, bottom = 25 }
    [[layers]]
    type = "fill"
    color = "edge"
    unless = "{category}"
    box = { right = 0, width = 25, top = 25, bottom = 25 }
    [[layers]]
    type = "text"
    text = "{title}"
    font = "Square"
    size = 50
    box = { left = 25, right = 25, top = 25 }
    after = { layer = "rule", gap = 50 }
    """
"""A rule on the left where there is a category, with the title clear of it; one on the right where there is not."""


def test_needs_is_drawn_where_the_field_has_a_value(draws: Draws):
    draws(
        CONDITIONS,
        """
        ____________
        F__TTTTTT___
        F__TTTTTT___
        ____________
        """,
        title="木の家",
        category="日記",
    )


def test_unless_is_drawn_where_it_has_none(draws: Draws):
    draws(
        CONDITIONS,
        """
        ____________
        _TTTTTT____E
        _TTTTTT____E
        ____________
        """,
        title="木の家",
    )


def test_a_box_is_anchored_to_the_edges_of_the_card(draws: Draws):
    """Left and top, right and bottom, the middle; from edge to edge, and from one edge to the far one."""
    draws(
        """
        [[layers]]
        type = "fill"
        color = "one"
        box = { left = 25, width = 50, top = 50, height = 25 }
        [[layers]]
        type = "fill"
        color = "two"
        box = { right = 25, width = 50, bottom = 50, height = 25 }
        [[layers]]
        type = "fill"
        color = "three"
        box = { width = 50, height = 50 }
        [[layers]]
        type = "fill"
        color = "four"
        box = { left = 100, right = 25, top = 25, height = 25 }
        [[layers]]
        type = "fill"
        color = "fill"
        box = { right = 225, bottom = 25, height = 25 }
        [[layers]]
        type = "fill"
        color = "edge"
        box = { left = 225, top = 200 }
        """,
        """
        ____________
        ____4444444_
        _11_________
        ____________
        _____33_____
        _____33_____
        ____________
        _________22_
        FFF______EEE
        _________EEE
        """,
    )


def test_a_fill_has_its_edge_inside(draws: Draws):
    """And one without a color of its own is a frame only."""
    draws(
        """
        [[layers]]
        type = "fill"
        color = "fill"
        edge = "edge"
        edge_width = 25
        box = { left = 25, width = 100, top = 25, bottom = 25 }
        [[layers]]
        type = "fill"
        edge = "edge"
        edge_width = 50
        box = { right = 25, width = 150, top = 25, bottom = 25 }
        """,
        """
        _____________
        _EEEE_EEEEEE_
        _EFFE_EEEEEE_
        _EFFE_EE__EE_
        _EFFE_EEEEEE_
        _EEEE_EEEEEE_
        _____________
        """,
    )


def test_a_gradient_runs_the_way_of_its_angle(draws: Draws):
    """Two stops at one place are a hard edge. To the right; and down, which nothing has to say."""
    draws(
        """
        [[layers]]
        type = "fill"
        gradient = { angle = 90, stops = ["one", "one 25%", "two 25%", "two"] }
        box = { left = 25, width = 100, top = 25, bottom = 25 }
        [[layers]]
        type = "fill"
        gradient = { stops = ["three", "three 25%", "four 25%", "four"] }
        box = { right = 25, width = 100, top = 25, bottom = 25 }
        """,
        """
        ___________
        _1222_3333_
        _1222_4444_
        _1222_4444_
        _1222_4444_
        ___________
        """,
    )


def test_layers_are_painted_in_their_order(draws: Draws):
    """A fill under the title and one over it. That both are the same on all cards must not draw them first."""
    draws(
        """
        [[layers]]
        type = "fill"
        color = "fill"
        box = { left = 25, right = 25, top = 25, height = 50 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        box = { left = 50, right = 0, top = 50 }
        [[layers]]
        type = "fill"
        color = "edge"
        box = { left = 100, width = 25, top = 0, bottom = 0 }
        """,
        """
        ____E_____
        _FFFEFFFF_
        _FTTETTTF_
        __TTETTT__
        ____E_____
        """,
        title="木の家",
    )


def test_cover_fills_the_box_and_keeps_the_focus_in_sight(draws: Draws):
    """A wide picture cropped to its left, its middle and its right; a high one to its top and its bottom."""
    draws(
        """
        [[layers]]
        type = "picture"
        field = "{cover}"
        focus = [0, 0.5]
        box = { left = 25, width = 50, top = 25, height = 50 }
        [[layers]]
        type = "picture"
        field = "{cover}"
        box = { left = 100, width = 50, top = 25, height = 50 }
        [[layers]]
        type = "picture"
        field = "{cover}"
        focus = [1, 0.5]
        box = { left = 175, width = 50, top = 25, height = 50 }
        [[layers]]
        type = "picture"
        file = "high.png"
        focus = [0.5, 0]
        box = { left = 250, width = 50, top = 25, height = 50 }
        [[layers]]
        type = "picture"
        file = "high.png"
        focus = [0.5, 1]
        box = { left = 325, width = 50, top = 25, height = 50 }
        """,
        """
        ________________
        _12_23_34_11_33_
        _12_23_34_22_44_
        ________________
        """,
        cover="wide.png",
        pictures={
            "wide.png": """
                1234
                1234
                """,
            "high.png": """
                11
                22
                33
                44
                """,
        },
    )


def test_contain_shows_all_and_stands_at_the_focus(draws: Draws):
    """At the top, in the middle and at the bottom of a high box, `F`; at the right of a wide one."""
    draws(
        """
        [[layers]]
        type = "fill"
        color = "fill"
        box = { left = 25, right = 25, top = 25, bottom = 25 }
        [[layers]]
        type = "picture"
        field = "{cover}"
        fit = "contain"
        focus = [0.5, 0]
        box = { left = 25, width = 75, top = 25, bottom = 25 }
        [[layers]]
        type = "picture"
        field = "{cover}"
        fit = "contain"
        box = { left = 100, width = 75, top = 25, bottom = 25 }
        [[layers]]
        type = "picture"
        field = "{cover}"
        fit = "contain"
        focus = [0.5, 1]
        box = { left = 175, width = 75, top = 25, bottom = 25 }
        [[layers]]
        type = "picture"
        field = "{cover}"
        fit = "contain"
        focus = [1, 0]
        box = { left = 250, width = 150, top = 100, height = 50 }
        """,
        """
        _________________
        _123FFFFFFFFFFFF_
        _432FFFFFFFFFFFF_
        _FFF123FFFFFFFFF_
        _FFF432FFFFFF123_
        _FFFFFF123FFF432_
        _FFFFFF432FFFFFF_
        _________________
        """,
        cover="cover.png",
        pictures={
            "cover.png": """
                123
                432
                """,
        },
    )


def test_a_picture_is_scaled_to_its_box(draws: Draws):
    """Up to cover it, and down to be contained in it; what comes after a contained one keeps clear of what it drew."""
    draws(
        """
        [[layers]]
        type = "picture"
        field = "{cover}"
        box = { left = 25, width = 150, top = 25, height = 100 }
        [[layers]]
        id = "small"
        type = "picture"
        field = "{cover}"
        fit = "contain"
        focus = [0, 0]
        box = { left = 200, width = 150, top = 25, height = 25 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        box = { left = 200, right = 0, top = 75 }
        after = { layer = "small", gap = 25 }
        """,
        """
        __________________
        _111111_11________
        _111111___________
        _111111____TTTTTT_
        _111111____TTTTTT_
        __________________
        """,
        title="木の家",
        cover="cover.png",
        pictures={
            "cover.png": """
                1111
                1111
                """,
        },
    )


def test_scrim_and_opacity_mix_colors(draws: Draws):
    """Red under black at 128 of 255, and red at half its opacity on white."""
    draws(
        """
        [[layers]]
        type = "picture"
        field = "{cover}"
        box = { left = 25, width = 50, top = 25, height = 25 }
        [[layers]]
        type = "picture"
        field = "{cover}"
        scrim = "#00000080"
        box = { left = 100, width = 50, top = 25, height = 25 }
        [[layers]]
        type = "picture"
        field = "{cover}"
        opacity = 0.5
        box = { left = 175, width = 50, top = 25, height = 25 }
        [[layers]]
        type = "picture"
        field = "{cover}"
        opacity = 0
        box = { left = 250, width = 50, top = 25, height = 25 }
        """,
        """
        _____________
        _11_dd_ll____
        _____________
        """,
        cover="cover.png",
        pictures={"cover.png": "11"},
        mixed={"d": (127, 0, 0), "l": (255, 127, 127)},
    )


def test_a_right_to_left_title_starts_at_the_right(draws: Draws):
    """Three letters, a space, one letter: read from the right at the start, in the middle and at the end of the line.

    At the start there are two lines: 木 is the end of the second.
    """
    draws(
        """
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        lines = 2
        leading = 1.5
        box = { left = 25, right = 25, top = 25 }
        [[layers]]
        type = "text"
        text = "{category}"
        font = "Square"
        size = 50
        align = "center"
        color = "second"
        box = { left = 25, right = 25, top = 175 }
        [[layers]]
        type = "text"
        text = "{category}"
        font = "Square"
        size = 50
        align = "end"
        color = "outline"
        box = { left = 25, right = 25, top = 250 }
        """,
        """
        _____________
        _______T_TTT_
        _______T_TTT_
        _____________
        ______TT_TTT_
        ______TT_TTT_
        _____________
        ____C_CCC____
        ____C_CCC____
        _____________
        _O_OOO_______
        _O_OOO_______
        _____________
        """,
        title="אבג ד\nהוז 木",
        category="אבג ד",
    )


def test_columns_go_from_right_to_left(draws: Draws):
    """The first one stands at the right edge of its box, `F`; the lines are three, two and one characters long."""
    draws(
        """
        [[layers]]
        type = "fill"
        color = "fill"
        box = { left = 25, width = 250, top = 25, bottom = 25 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        direction = "vertical"
        lines = 3
        leading = 1.5
        box = { left = 25, width = 250, top = 25, bottom = 25 }
        """,
        """
        ____________
        _FFTTFTTFTT_
        _FFTTFTTFTT_
        _FFFFFTTFTT_
        _FFFFFTTFTT_
        _FFFFFFFFTT_
        _FFFFFFFFTT_
        _FFFFFFFFFF_
        ____________
        """,
        title="木の家\n石橋\n水",
    )


def test_align_runs_down_a_column_and_valign_to_the_left(draws: Draws):
    """In one box: at its start, top right; in its middle; at its end, bottom left; a plate hugs that one's columns."""
    draws(
        """
        [[layers]]
        type = "fill"
        color = "fill"
        box = { left = 25, right = 25, top = 25, bottom = 25 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        direction = "vertical"
        box = { left = 25, right = 25, top = 25, bottom = 25 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        direction = "vertical"
        align = "center"
        valign = "middle"
        color = "second"
        box = { left = 25, right = 25, top = 25, bottom = 25 }
        [[layers]]
        type = "text"
        text = "{category}"
        font = "Square"
        size = 50
        direction = "vertical"
        lines = 2
        leading = 1.5
        align = "end"
        valign = "bottom"
        color = "outline"
        plate = { color = "plate", padding = 25 }
        box = { left = 25, right = 25, top = 25, bottom = 25 }
        """,
        """
        ____________________
        _FFFFFFFFFFFFFFFFTT_
        _FFFFFFFFFFFFFFFFTT_
        _FFFFFFFFFFFFFFFFTT_
        _FFFFFFFFCCFFFFFFTT_
        _PPPPPPPFCCFFFFFFFF_
        _POOPPPPFCCFFFFFFFF_
        _POOPPPPFCCFFFFFFFF_
        _POOPOOPFFFFFFFFFFF_
        _POOPOOPFFFFFFFFFFF_
        _PPPPPPPFFFFFFFFFFF_
        ____________________
        """,
        title="石橋",
        category="水\n木立",
    )


def test_what_stands_in_a_column_stands_upright_or_on_its_side(draws: Draws):
    """From the right: 12 side by side, 日 and a stop that is trimmed; AI on its side, with the space around Latin.

    Then brackets, whose blank halves are trimmed at both ends of the column.
    """
    draws(
        """
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        direction = "vertical"
        autospace = 0.5
        lines = 3
        leading = 1.5
        box = { left = 25, width = 250, top = 25, bottom = 0 }
        plate = { color = "plate", padding = 25 }
        """,
        """
        ____________
        _PPPPPPPPPP_
        _PTTPTTPTTP_
        _PTTPTTPTTP_
        _PTTPPPPTTP_
        _PTTPTTPTTP_
        _PPPPTTPPTP_
        _PPPPPPPPPP_
        _PPPPTTPPPP_
        _PPPPTTPPPP_
        _PPPPPPPPPP_
        ____________
        """,
        title="12日、\n木AI家\n「木」",
    )


def test_a_reading_stands_over_its_word_and_pushes_the_first_line_down(draws: Draws):
    """Type of 100 px: four letters a character, two a kana of the readings.

    The first reading, of two kana, is spread over its word of two characters; the second is as long as its word. The
    block begins with the first line's readings. The box, `F`, has room for it and one row more.
    """
    draws(
        """
        [[layers]]
        type = "fill"
        color = "fill"
        box = { left = 25, width = 300, top = 25, bottom = 25 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 100
        lines = 2
        leading = 1.75
        box = { left = 25, width = 300, top = 25, bottom = 25 }
        """,
        """
        ______________
        _FTTFFTTFFFFF_
        _FTTFFTTFFFFF_
        _TTTTTTTTTTTT_
        _TTTTTTTTTTTT_
        _TTTTTTTTTTTT_
        _TTTTTTTTTTTT_
        _FFFFFFFFFFFF_
        _FFFFTTTTFFFF_
        _FFFFTTTTFFFF_
        _TTTTTTTTFFFF_
        _TTTTTTTTFFFF_
        _TTTTTTTTFFFF_
        _TTTTTTTTFFFF_
        _FFFFFFFFFFFF_
        ______________
        """,
        title="{石橋|いし}と\nの{家|いえ}",
    )


def test_a_reading_in_a_column_stands_to_its_right(draws: Draws):
    draws(
        """
        [[layers]]
        type = "fill"
        color = "fill"
        box = { left = 25, right = 25, top = 25, bottom = 25 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        direction = "vertical"
        box = { left = 25, right = 25, top = 25, bottom = 25 }
        """,
        """
        _______
        _FFTTT_
        _FFTTT_
        _FFTTF_
        _FFTTF_
        _______
        """,
        title="{家|いえ}へ",
    )


def test_a_reading_wider_than_its_word_parts_the_line_but_for_what_kana_take_in(draws: Draws):
    """かみなり is as long as two characters, one more than 雷: half of that parts the line on either side.

    Kana take in half a kana of the reading, 25 px at 100: beside の the word stands 25 px off, beside 石 50 px. The
    readings are a part of the block that stands at the bottom of its box, and its plate lies under them.
    """
    draws(
        """
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 100
        valign = "bottom"
        box = { left = 25, right = 0, top = 25, bottom = 25 }
        plate = { color = "plate", padding = 25 }
        """,
        """
        ___________________
        ___________________
        _PPPPPPPPPPPPPPPPP_
        _PPPPPTTTTTTTTPPPP_
        _PPPPPTTTTTTTTPPPP_
        _PTTTTPPTTTTPTTTTP_
        _PTTTTPPTTTTPTTTTP_
        _PTTTTPPTTTTPTTTTP_
        _PTTTTPPTTTTPTTTTP_
        _PPPPPPPPPPPPPPPPP_
        ___________________
        """,
        title="石{雷|かみなり}の",
    )


def test_a_reading_needs_room(draws: Draws):
    """In a box of seven half ems, two lines 2 em apart and a reading over the first; in one of six, one line and …"""
    draws(
        """
        [[layers]]
        type = "fill"
        color = "fill"
        box = { left = 25, width = 200, top = 25, height = 175 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        lines = 2
        leading = 2
        box = { left = 25, width = 200, top = 25, height = 175 }
        [[layers]]
        type = "fill"
        color = "fill"
        box = { left = 250, width = 200, top = 25, height = 150 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        lines = 2
        leading = 2
        box = { left = 250, width = 200, top = 25, height = 150 }
        """,
        """
        ___________________
        _TTTTFFFF_TTTTFFFF_
        _TTTTFFFF_TTTTFFFF_
        _TTTTFFFF_TTTTTTFF_
        _FFFFFFFF_FFFFFFFF_
        _FFFFFFFF_FFFFFFFF_
        _TTTTFFFF_FFFFFFFF_
        _TTTTFFFF__________
        ___________________
        """,
        title="{石橋|いしばし}\n家屋",
    )


def test_tracking_stands_between_characters_and_not_at_the_end(draws: Draws):
    """At the end of its box, `F`, to show that nothing comes after the last."""
    draws(
        """
        [[layers]]
        type = "fill"
        color = "fill"
        box = { left = 25, right = 25, top = 25, bottom = 25 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        tracking = 0.5
        align = "end"
        box = { left = 25, right = 25, top = 25 }
        """,
        """
        ____________
        _FFTTFTTFTT_
        _FFTTFTTFTT_
        ____________
        """,
        title="木の家",
    )


def test_japanese_and_latin_are_parted(draws: Draws):
    """Letters and digits, each half an em wide, and half an em of space around them; none beside brackets."""
    draws(
        """
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        autospace = 0.5
        box = { left = 25, right = 0, top = 25 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        autospace = 0
        color = "second"
        box = { left = 25, right = 0, top = 100 }
        """,
        """
        ____________________
        _TT_TT_TT_T_TT_TTTT_
        _TT_TT_TT_T_TT_TTTT_
        ____________________
        _CCCCCCCCC_CCCC_____
        _CCCCCCCCC_CCCC_____
        ____________________
        """,
        title="木AI家5分「AI」",
    )


def test_brackets_lose_their_blank_halves_at_the_ends_of_a_line_only(draws: Draws):
    """At its start the first line, of seven characters, fits its box of six, `F`. The other ends in a stop."""
    draws(
        """
        [[layers]]
        type = "fill"
        color = "fill"
        box = { left = 25, right = 25, top = 25, bottom = 25 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        box = { left = 25, right = 25, top = 25 }
        [[layers]]
        type = "text"
        text = "{category}"
        font = "Square"
        size = 50
        align = "end"
        color = "second"
        box = { left = 25, right = 25, top = 100 }
        """,
        """
        ______________
        _TTTTFTTFTTTT_
        _TTTTFTTFTTTT_
        _FFFFFFFFFFFF_
        _FFFFFCCCCCCF_
        _FFFFFCCCCCCC_
        ______________
        """,
        title="「木」と「石」",
        category="木の家。",
    )


def test_stops_may_hang_outside_the_box(draws: Draws):
    """The lines are four characters, as is the box, `F`: the stops hang outside it."""
    draws(
        """
        [[layers]]
        type = "fill"
        color = "fill"
        box = { left = 25, width = 200, top = 25, bottom = 25 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        lines = 2
        leading = 1.5
        hanging = true
        box = { left = 25, width = 200, top = 25, bottom = 25 }
        """,
        """
        ___________
        _TTTTTTTT__
        _TTTTTTTTT_
        _FFFFFFFF__
        _TTTTTTTT__
        _TTTTTTTTT_
        ___________
        """,
        title="木の家へ、石の橋へ。",
    )


def test_the_ink_of_a_line_stands_flush_at_its_start(draws: Draws):
    """Cells of 5 px across. ト has 5 px of its own on its left: they go at the start, and nowhere else."""
    draws(
        """
        [[layers]]
        type = "fill"
        color = "fill"
        box = { left = 10, right = 10, top = 25, bottom = 25 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        box = { left = 10, right = 10, top = 25 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        align = "center"
        box = { left = 10, right = 10, top = 75 }
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        align = "end"
        box = { left = 10, right = 10, top = 125 }
        """,
        """
        ____________________________
        __TTTTTTTTTFTTTTTTTTTFFFFF__
        __TTTTTTTTTFTTTTTTTTTFFFFF__
        __FFFTTTTTTTTTFTTTTTTTTTFF__
        __FFFTTTTTTTTTFTTTTTTTTTFF__
        __FFFFFTTTTTTTTTFTTTTTTTTT__
        __FFFFFTTTTTTTTTFTTTTTTTTT__
        ____________________________
        """,
        cell=(5, 25),
        title="トト",
    )


SIZES = """
    [[layers]]
    type = "text"
    text = "{title}"
    font = "Square"
    size = 50
    box = { left = 25, right = 0, top = 25 }
    [layers.on.square]
    size = 100
    box = { left = 50, right = 0, bottom = 25, height = 100 }
    """
"""Larger and at the bottom on square cards."""


def test_what_a_size_does_not_say_is_as_on_the_others(draws: Draws):
    draws(
        SIZES,
        """
        ____________
        _TTTT_______
        _TTTT_______
        ____________
        """,
        title="石橋",
    )


def test_a_size_may_have_its_own(draws: Draws):
    draws(
        SIZES,
        """
        ____________
        ____________
        __TTTTTTTT__
        __TTTTTTTT__
        __TTTTTTTT__
        __TTTTTTTT__
        ____________
        """,
        on="square",
        title="石橋",
    )


def test_a_stroke_goes_around_its_letters(draws: Draws):
    """As far outwards on every side. Its corners are round, so that they share their cells with the ground."""
    draws(
        """
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        stroke = { width = 25, color = "outline" }
        box = { left = 50, right = 0, top = 50 }
        """,
        """
        __________
        _?OOOOOO?_
        _OTTTTTTO_
        _OTTTTTTO_
        _?OOOOOO?_
        __________
        """,
        title="木の家",
    )


def test_a_shadow_lies_under_the_letters_and_over_the_plate(draws: Draws):
    """To the left and down."""
    draws(
        """
        [[layers]]
        type = "text"
        text = "{title}"
        font = "Square"
        size = 50
        autospace = 0
        shadow = { offset = [-25, 50], color = "shadow" }
        plate = { color = "plate", padding = 25 }
        box = { left = 25, right = 0, top = 25 }
        """,
        """
        _________
        _PPPPPPP_
        _PTTTTTP_
        _PTTTTTP_
        _SSSSSPP_
        _SSSSS___
        _________
        """,
        title="木A家",
        holds=False,
    )
