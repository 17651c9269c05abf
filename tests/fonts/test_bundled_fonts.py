"""What the bundled faces promise: which characters they draw, and what HarfBuzz makes of them.

The character sets come from Python's own codecs, the emoji from Unicode's emoji-test.txt. Jōyō and jinmeiyō
kanji need no list here: all of them are in JIS X 0213, which was made to have them.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import uharfbuzz as hb

FONTS = Path(__file__).resolve().parents[2] / "fonts"
MANIFEST: list[dict[str, Any]] = tomllib.loads((FONTS / "fonts.toml").read_text("utf-8"))["face"]
FILES = [face["file"] for face in MANIFEST]
EMOJI_TEST = Path("/usr/share/unicode/emoji/emoji-test.txt")
TWEMOJI_KNOWS = 15.0  # the version of Emoji up to which the art is complete; a newer Debian lists newer ones

NOTO_JP = ["NotoSansJP-Regular.ttf", "NotoSansJP-Bold.ttf", "NotoSerifJP-Bold.ttf"]
SQUEEZING = [*NOTO_JP, "ZenMaruGothic-Bold.ttf", "NotoSansSC-Bold.ttf", "NotoSansTC-Bold.ttf"]


@cache
def font(file: str) -> hb.Font:
    return hb.Font(hb.Face(hb.Blob.from_file_path(FONTS / file)))


@cache
def coverage(file: str) -> frozenset[int]:
    return frozenset(font(file).face.unicodes)


def shape(file: str, text: str, direction: str = "ltr", feature: str = "") -> hb.Buffer:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    if direction == "ttb":
        buffer.direction = direction
    hb.shape(font(file), buffer, {feature: True} if feature else {})
    return buffer


def glyphs(file: str, text: str, direction: str = "ltr") -> list[int]:
    return [info.codepoint for info in shape(file, text, direction).glyph_infos]


def length(file: str, text: str, direction: str = "ltr", feature: str = "") -> float:
    """The text's advance in em, along its direction."""
    positions = shape(file, text, direction, feature).glyph_positions
    units: int = sum(abs(p.x_advance + p.y_advance) for p in positions)
    return units / int(font(file).face.upem)


def picture(file: str, text: str) -> bytes:
    raster = hb.RasterDraw()
    raster.transform = (0.064, 0, 0, 0.064, 0, 16)
    for glyph in glyphs(file, text):
        raster.draw_glyph(font(file), glyph)
    return bytes(raster.render().buffer)


def charset(codec: str, *lengths: int) -> set[int]:
    """What a legacy encoding writes in so many bytes."""
    every = (*range(0xA0, 0xD800), *range(0xF900, 0x30000))
    return {code for code in every if len(chr(code).encode(codec, "ignore")) in lengths}


def assigned(first: int, last: int) -> set[int]:
    return {code for code in range(first, last + 1) if unicodedata.category(chr(code)) not in {"Cn", "Cc"}}


def kanji(characters: set[int]) -> set[int]:
    return {code for code in characters if unicodedata.name(chr(code), "").startswith("CJK ")}


def named(missing: set[int]) -> str:
    """The first of the missing characters, as a person can look them up."""
    lines = [f"U+{code:04X} {chr(code)} {unicodedata.name(chr(code), '')}" for code in sorted(missing)[:30]]
    return "\n".join([f"{len(missing)} characters without a glyph", *lines])


# --- The folder ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("face", MANIFEST, ids=FILES)
def test_every_face_is_the_one_that_manifest_and_readme_describe(face: dict[str, Any]) -> None:
    data = (FONTS / face["file"]).read_bytes()

    assert hashlib.sha256(data).hexdigest() == face["sha256"]
    assert len(data) == face["bytes"]
    readme = (FONTS / "README.md").read_text("utf-8")
    assert re.search(rf"{re.escape(face['file'])} .*{face['sha256']}", readme)


def test_the_folder_has_no_face_beside_those_of_the_manifest() -> None:
    assert sorted(path.name for path in FONTS.glob("*.[ot]t[fc]")) == sorted(FILES)


@pytest.mark.parametrize("face", MANIFEST, ids=FILES)
def test_every_face_comes_with_its_licence_and_copyright(face: dict[str, Any]) -> None:
    notice = font(face["file"]).face.get_name(hb.OTNameIdPredefined.COPYRIGHT)
    (licence,) = FONTS.glob(f"*-{face['family'].replace(' ', '')}.txt")

    assert notice
    assert notice in licence.read_text("utf-8")
    assert "SIL OPEN FONT LICENSE" in licence.read_text("utf-8")


# --- Which characters ---------------------------------------------------------------------------------------

CHARSETS = {
    "JIS X 0208": charset("euc_jp", 2),
    "JIS X 0213": charset("euc_jis_2004", 2, 3),
    "JIS X 0212": charset("euc_jp", 3),
    "KS X 1001": charset("euc_kr", 2) - {0x3164},  # the filler is invisible
    "all hangul": assigned(0xAC00, 0xD7A3),
    "GB 2312": charset("gb2312", 2),
    "Big5": charset("big5", 2),
    "Latin-1": assigned(0xA0, 0xFF),
    "Latin Extended-A": assigned(0x100, 0x17F),
    # The block also has fourteen letters of Coptic, another script.
    "Greek": {code for code in assigned(0x370, 0x3FF) if "COPTIC" not in unicodedata.name(chr(code))},
    "Cyrillic": assigned(0x400, 0x4FF),
    "Vietnamese": assigned(0x1EA0, 0x1EF9),
    "arrows": assigned(0x2190, 0x21FF),
    "mathematics": assigned(0x2200, 0x22FF),
    "dingbats": assigned(0x2701, 0x27BF),
}


@pytest.mark.parametrize("name", CHARSETS)
def test_every_character_of_a_standard_has_a_glyph_in_some_face(name: str) -> None:
    chain = [face["file"] for face in MANIFEST if "order" in face or face["role"] == "emoji"]

    missing = CHARSETS[name].difference(*map(coverage, chain))

    assert not missing, named(missing)


@pytest.mark.parametrize("file", NOTO_JP)
def test_one_face_has_all_the_kanji_and_kana_of_a_japanese_title(file: str) -> None:
    kana = assigned(0x3041, 0x3096) | assigned(0x30A0, 0x30FF)
    joyo_outside_jis_x_0208 = set(map(ord, "剝塡頰𠮟"))
    wanted = kana | kanji(CHARSETS["JIS X 0213"]) | joyo_outside_jis_x_0208

    missing = wanted - coverage(file)

    assert not missing, named(missing)


BIG5_LEVEL_1 = {code for code in kanji(CHARSETS["Big5"]) if chr(code).encode("big5") < b"\xc6\xa1"}
CHINESE = {"zh-Hans": kanji(CHARSETS["GB 2312"]), "zh-Hant": BIG5_LEVEL_1}


@pytest.mark.parametrize("lang", CHINESE)
def test_a_chinese_title_is_set_in_one_face(lang: str) -> None:
    (file,) = (face["file"] for face in MANIFEST if face.get("lang") == lang)
    wanted = CHINESE[lang] | set(map(ord, "，。、；：？！「」（）《》“”…—· Python 3"))

    missing = wanted - coverage(file)

    assert not missing, named(missing)


@pytest.mark.parametrize(("lang", "text"), [("zh-Hans", "骨直令角"), ("zh-Hant", "骨令，。")])
def test_shared_characters_have_their_chinese_forms(lang: str, text: str) -> None:
    (file,) = (face["file"] for face in MANIFEST if face.get("lang") == lang)

    for char in text:
        assert picture(file, char) != picture("NotoSansJP-Bold.ttf", char), char


@pytest.mark.parametrize(
    ("script", "block"),
    [("Thai", (0xE01, 0xE5B)), ("Arab", (0x600, 0x6FF)), ("Hebr", (0x591, 0x5F4)), ("Deva", (0x900, 0x97F))],
)
def test_a_script_is_whole(script: str, block: tuple[int, int]) -> None:
    (file,) = (face["file"] for face in MANIFEST if face.get("scripts") == [script])

    missing = assigned(*block) - coverage(file)

    assert not missing, named(missing)


@pytest.mark.parametrize("cluster", ["x̂", "ɔ̃", "Э́", "ᾧ̣"])
def test_a_letter_and_its_accent_come_from_one_face(cluster: str) -> None:
    assert any(coverage(face["file"]) >= set(map(ord, cluster)) for face in MANIFEST)


# --- What HarfBuzz makes of them ----------------------------------------------------------------------------


@pytest.mark.parametrize("direction", ["ltr", "ttb"])
@pytest.mark.parametrize(
    ("file", "pair"),
    [
        *((file, pair) for file in SQUEEZING for pair in ("」「", "））", "「『")),
        *((file, "。」") for file in SQUEEZING if "TC" not in file),  # there the stop stands in the middle
    ],
)
def test_adjacent_punctuation_closes_up_by_half_an_em(file: str, direction: str, pair: str) -> None:
    feature = {"ltr": "chws", "ttb": "vchw"}[direction]

    loose = length(file, pair, direction)
    squeezed = length(file, pair, direction, feature)

    assert (loose, squeezed) == (2, 1.5)


@pytest.mark.parametrize("file", NOTO_JP)
def test_proportional_metrics_and_half_widths_are_kept(file: str) -> None:
    for direction, feature in (("ltr", "palt"), ("ltr", "halt"), ("ttb", "vpal"), ("ttb", "vhal")):
        assert length(file, "「", direction, feature) < 0.6, feature
    assert length(file, "トゥー", feature="palt") < length(file, "トゥー")


@pytest.mark.parametrize("file", [*NOTO_JP, "ZenMaruGothic-Bold.ttf"])
def test_vertical_text_has_vertical_forms(file: str) -> None:
    for char in "「ー、（…":
        assert glyphs(file, char, "ttb") != glyphs(file, char), char


@pytest.mark.parametrize("file", NOTO_JP)
@pytest.mark.parametrize("name", ["葛\U000e0100", "辻\U000e0100"])
def test_a_variation_sequence_selects_another_glyph(name: str, file: str) -> None:
    (variant,) = glyphs(file, name)
    (plain,) = glyphs(file, name[0])

    assert variant not in {0, plain}


@pytest.mark.parametrize(
    ("file", "text", "count"),
    [
        ("NotoSansDevanagari-Bold.ttf", "क्ष", 1),
        ("NotoSansDevanagari-Bold.ttf", "हिन्दी", 5),  # the vowel moves before its consonant, n loses its stem
        ("NotoSansThai-Bold.ttf", "น้ำ", 4),  # sara am comes apart to let the tone mark sit on its circle
        ("NotoSansHebrew-Bold.ttf", "שָׁלוֹם", 7),
        ("NotoSansKR-Bold.ttf", "\u1112\u1161\u11ab", 1),  # 한, decomposed
        ("NotoSans-Bold.ttf", "x̂", 2),
    ],
)
def test_letters_of_a_cluster_combine(file: str, text: str, count: int) -> None:
    found = glyphs(file, text)

    assert len(found) == count
    assert 0 not in found


def test_arabic_letters_join() -> None:
    final, medial, initial = glyphs("NotoSansArabic-Bold.ttf", "ححح")
    (isolated,) = glyphs("NotoSansArabic-Bold.ttf", "ح")

    assert len({final, medial, initial, isolated}) == 4


def test_accents_sit_on_their_letters() -> None:
    accent = shape("NotoSans-Bold.ttf", "x̂").glyph_positions[1]

    assert accent.x_advance == 0
    assert accent.x_offset < 0


# --- Emoji --------------------------------------------------------------------------------------------------


def emoji_sequences() -> dict[str, str]:
    """Every sequence of emoji-test.txt that Twemoji should know, and its status."""
    if not EMOJI_TEST.exists():
        reason = f"{EMOJI_TEST} is not here; Debian's package unicode-data has it"
        # Only the Linux jobs of the CI can install that package.
        (pytest.fail if "CI" in os.environ and sys.platform == "linux" else pytest.skip)(reason)
    text = EMOJI_TEST.read_text("utf-8")
    lines = re.findall(r"^([0-9A-F ]+?) *; ([a-z-]+) *# \S+ E([0-9.]+)", text, re.MULTILINE)
    return {
        "".join(chr(int(code, 16)) for code in codes.split()): status
        for codes, status, version in lines
        if float(version) <= TWEMOJI_KNOWS
    }


def test_every_emoji_sequence_is_one_picture() -> None:
    broken = []
    for sequence in emoji_sequences():
        found = glyphs("Twemoji.ttf", sequence)
        if len(found) != 1 or not font("Twemoji.ttf").face.get_glyph_color_layers(found[0]):
            broken.append(f"{sequence} {' '.join(f'{ord(char):04X}' for char in sequence)} -> {found}")

    assert not broken, "\n".join([f"{len(broken)} sequences", *broken[:30]])


def test_sequences_without_variation_selectors_draw_the_same_picture() -> None:
    for sequence, status in emoji_sequences().items():
        if status == "fully-qualified":
            short = sequence.replace("\ufe0f", "")
            assert glyphs("Twemoji.ttf", short) == glyphs("Twemoji.ttf", sequence), short


def test_different_emoji_are_different_glyphs() -> None:
    full = [sequence for sequence, status in emoji_sequences().items() if status == "fully-qualified"]
    found = {glyphs("Twemoji.ttf", sequence)[0] for sequence in full}

    assert len(found) == len(full) > 3000


@pytest.mark.parametrize("sequence", ["👨‍👩‍👧‍👦", "🇯🇵", "1️⃣", "🧔‍♂", "❤‍🔥", "👩🏽‍💻", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"])
def test_a_few_emoji_where_the_list_of_unicode_is_not_at_hand(sequence: str) -> None:
    (glyph,) = glyphs("Twemoji.ttf", sequence)

    assert font("Twemoji.ttf").face.get_glyph_color_layers(glyph)
