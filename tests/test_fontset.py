"""FontSet: which face draws what, in which order, and what happens to files that are no fonts."""

from __future__ import annotations

import pickle
import shutil
from typing import TYPE_CHECKING

import pytest
from conftest import python

from ogp.errors import OgpError
from ogp.fonts import FaceSource, FallbackChain, FontSet, language
from ogp.resources import folder

if TYPE_CHECKING:
    from pathlib import Path

BOLD = "NotoSansJP-Bold.ttf"
FONTS = FontSet.bundled()


def chain(family: str = "Noto Sans JP", weight: int = 700, lang: str = "ja", fonts: FontSet = FONTS) -> FallbackChain:
    return fonts.chain(family, weight, lang)


def drawn_by(cluster: str, *, emoji: bool = False, **asked: object) -> str:
    match = chain(**asked).face_for(cluster, emoji=emoji)  # type: ignore[arg-type]
    assert not match.missing
    return match.face.name


@pytest.mark.parametrize(
    ("cluster", "asked", "face"),
    [
        ("漢", {}, "NotoSansJP-Bold"),
        ("漢", {"weight": 400}, "NotoSansJP-Regular"),
        ("漢", {"weight": 500}, "NotoSansJP-Regular"),
        ("漢", {"weight": 900}, "NotoSansJP-Black"),
        ("漢", {"family": "Noto Serif JP"}, "NotoSerifJP-Bold"),
        ("丸", {"family": "Zen Maru Gothic"}, "ZenMaruGothic-Bold"),
        ("𠮟", {"family": "Zen Maru Gothic"}, "NotoSansJP-Bold"),  # 叱 of the Jōyō table, which Zen Maru lacks
        ("≒", {}, "BIZUDPGothic-Bold"),
        ("č", {}, "NotoSans-Bold"),
        ("č", {"weight": 400}, "NotoSans-Regular"),
        ("삼", {}, "NotoSansKR-Bold"),
        ("仑", {}, "NotoSansSC-Bold"),
        ("直", {"lang": "zh-Hans"}, "NotoSansSC-Bold"),
        ("直", {"lang": "zh-CN"}, "NotoSansSC-Bold"),
        ("直", {"lang": "zh-TW"}, "NotoSansTC-Bold"),
        ("直", {"lang": "ja-JP"}, "NotoSansJP-Bold"),
        ("ก", {}, "NotoSansThai-Bold"),
        ("ש", {}, "NotoSansHebrew-Bold"),
    ],
)
def test_the_face_that_draws_a_character(cluster: str, asked: dict[str, object], face: str):
    assert drawn_by(cluster, **asked) == face


@pytest.mark.parametrize("sequence", ["葛\U000e0100", "辻\U000e0100", "祇\U000e0100", "神\ufe00"])
@pytest.mark.parametrize("family", ["Noto Sans JP", "Zen Maru Gothic"])
def test_variation_sequences_reach_the_face_that_has_them(sequence: str, family: str):
    match = chain(family).face_for(sequence)
    assert match.face.variant(ord(sequence[0]), ord(sequence[1]))


def test_an_unknown_variation_falls_to_the_plain_character():
    match = chain().face_for("あ\U000e01ef")
    assert (match.face.name, match.missing) == ("NotoSansJP-Bold", False)


def test_what_no_face_has_is_missing_and_falls_to_the_family_s_own_face():
    match = chain("Noto Serif JP").face_for("\U00013000")
    assert (match.face.name, match.missing) == ("NotoSerifJP-Bold", True)


def test_emoji_ask_the_color_face_first_and_text_asks_it_last():
    assert drawn_by("☀", emoji=True) == "Twemoji"
    assert drawn_by("☀") == "NotoSansJP-Bold"
    assert drawn_by("\U0001f9d1") == "Twemoji"


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("ja", "ja"),
        ("zh", "zh-Hans"),
        ("zh-HK", "zh-Hant"),
        ("zh_TW", "zh-Hant"),
        ("zh-Hans-TW", "zh-Hans"),
        ("en-GB", "en"),
    ],
)
def test_language_tags(tag: str, expected: str):
    assert language(tag) == expected


def test_an_unknown_family_names_the_known_ones():
    with pytest.raises(OgpError, match=r"E_FONT.*Nonesuch.*Noto Serif JP"):
        chain("Nonesuch")


def test_only_the_faces_that_are_used_are_opened():
    program = (
        "from ogp.fonts import FontSet; from ogp.typeset.style import Style; from ogp.typeset.shaping import shape\n"
        "fonts = FontSet.bundled(); shape('見出し ABC', Style(), fonts)\n"
        "print([face.name for face in fonts.faces if 'font' in vars(face)])"
    )
    assert python(program).strip() == "['NotoSansJP-Bold']"


def test_a_site_s_own_file_is_a_family_by_its_own_name_and_comes_first(tmp_path: Path):
    path = shutil.copy(folder("fonts") / "ZenMaruGothic-Bold.ttf", tmp_path / "mine.ttf")
    fonts = FONTS.with_files([FaceSource(tmp_path / "mine.ttf")])
    assert fonts.families[0] == "Zen Maru Gothic"
    face = chain("Zen Maru Gothic", fonts=fonts).faces[0]
    assert (face.name, face.weight, face.source.path) == ("mine", 700, path)


def test_a_site_s_own_file_may_be_given_another_name_and_weight(tmp_path: Path):
    shutil.copy(folder("fonts") / BOLD, tmp_path / "mine.ttf")
    fonts = FONTS.with_files([FaceSource(tmp_path / "mine.ttf", family="見出し", weight=900)])
    assert chain("見出し", 400, fonts=fonts).face_for("あ").face.name == "mine"


def test_an_axis_that_the_font_does_not_have_is_an_error():
    path = folder("fonts") / BOLD
    with pytest.raises(OgpError, match=r"E_FONT.*no axis 'wght'; it has none"):
        FontSet([FaceSource(path, variations=(("wght", 650.0),))]).faces[0].upem  # noqa: B018 opens the file


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (lambda whole: whole[: len(whole) // 2], "cut short"),
        (lambda whole: whole[:100], "cut short"),
        (lambda _: b"", "not a TrueType or OpenType font"),
        (lambda _: b"<!doctype html>" * 99, "not a TrueType or OpenType font"),
        (lambda whole: b"wOF2" + whole[4:999], "compressed web font"),
        (lambda whole: whole[:12] + whole[12:].replace(b"cmap", b"cmbp", 1), "no table that maps characters"),
    ],
)
def test_a_file_that_is_no_font_is_named(tmp_path: Path, content: object, problem: str):
    path = tmp_path / "broken.ttf"
    path.write_bytes(content((folder("fonts") / BOLD).read_bytes()))  # type: ignore[operator]
    fonts = FontSet([FaceSource(path, family="Broken", weight=400)])
    with pytest.raises(OgpError, match=f"broken.ttf.*E_FONT.*{problem}"):
        chain("Broken", fonts=fonts).face_for("あ")


def test_a_font_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(OgpError, match=r"nowhere.ttf.*E_FONT.*cannot be read"):
        FontSet([FaceSource(tmp_path / "nowhere.ttf")]).families  # noqa: B018 opens the file


def test_the_digest_changes_with_the_bytes_the_order_and_the_axes(tmp_path: Path):
    (tmp_path / "a.ttf").write_bytes(b"one")
    source = FaceSource(tmp_path / "a.ttf", family="A", weight=400)
    digests = [FontSet([source]).digest]
    (tmp_path / "a.ttf").write_bytes(b"two")
    digests += [
        FontSet([source]).digest,
        FontSet([FaceSource(source.path, family="A", weight=400, variations=(("wght", 650.0),))]).digest,
        FontSet([source, source]).digest,
        FONTS.digest,
    ]
    assert len(set(digests)) == len(digests)
    assert FontSet([source]).digest == digests[1]


def test_a_worker_gets_the_same_set():
    copy = pickle.loads(pickle.dumps(FONTS))
    assert copy.digest == FONTS.digest
    assert chain(fonts=copy).face_for("あ").face.name == "NotoSansJP-Bold"
