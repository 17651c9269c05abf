"""Build the faces, fonts.toml, the licences and the table in README.md, from pinned npm packages.

    python fonts/build.py                          fetch the packages with npm and build everything
    python fonts/build.py --npm DIR                take the packages from DIR, a node_modules folder
    python fonts/build.py NotoSansKR-Bold.ttf ...  build only these faces

Beside Python and npm it needs these packages, in these versions because they decide bytes:

    pip install fonttools==4.68.0 brotli==1.2.1 chws_tool==1.4.5 east_asian_spacing==1.4.5 uharfbuzz==0.57.0

The same packages give the same bytes on every machine: `head.modified` stays as the source has it. A face
has nothing that its package has not, except three things added here: the features `chws` and `vchw`, emoji
ligatures that do without U+FE0F, and Twemoji's copyright notice.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chws_tool import add_chws  # type: ignore[import-untyped, import-not-found, unused-ignore]
from fontTools.otlLib.builder import LigatureSubstBuilder
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent

# --- Which characters a face keeps --------------------------------------------------------------------------

Keep = Callable[[set[int], set[int]], set[int]]
"""(code points the source has, code points the families before it in the fallback have) -> those that stay"""


def everything(source: set[int], _covered: set[int]) -> set[int]:
    """The whole face."""
    return source


def only(*wanted: Iterable[int]) -> Keep:
    """These characters, whoever else has them: for a face that must be able to set a text alone."""
    chosen = set(itertools.chain(*wanted))
    return lambda source, _covered: source & chosen


def holes(*wanted: Iterable[int]) -> Keep:
    """What no family before it has: of these characters or, without any, of all in the source."""
    chosen = set(itertools.chain(*wanted))
    return lambda source, covered: ((source & chosen if chosen else source) - covered) | source & RUN_GLUE


def charset(codec: str, lead: Iterable[int] = range(0x81, 0xFF)) -> set[int]:
    """Every character that a legacy encoding writes in two bytes (with EUC-JP's 0x8F before them: three)."""
    found = set()
    for prefix, first, second in itertools.product((b"", b"\x8f"), lead, range(0x40, 0xFF)):
        text = (prefix + bytes((first, second))).decode(codec, "replace")
        if len(text) == 1 and text != "\ufffd":
            found.add(ord(text))
    return found


LATIN_1 = range(0x20, 0x100)
CJK_PUNCTUATION = (*range(0x2010, 0x2028), 0x2E3A, *range(0x3000, 0x3040), *range(0xFF00, 0xFFF0))

# What belongs to a run of any script: spaces, joiners, marks of direction, the circle under a baseless mark.
RUN_GLUE = {0x20, 0xA0, *range(0x200B, 0x2010), 0x25CC}

LATIN_GREEK_CYRILLIC = (*range(0x20, 0x530), *range(0x1E00, 0x2190), *range(0xFB00, 0xFB07))

# All modern syllables, and the letters that compose them. KS X 1001 adds hanja that only Korean uses.
HANGUL = (*range(0xAC00, 0xD7A4), *range(0x1100, 0x1113), *range(0x1161, 0x1176), *range(0x11A8, 0x11C3))

# Level 1 is what people write; of level 2 (names, rare words) what no Japanese face has. Whole, it is 5.0 MB.
BIG5 = charset("big5", lead=range(0xA1, 0xC7)) | charset("big5") - charset("euc_jp") - charset("euc_jis_2004")

SYMBOLS = range(0x2190, 0x2C00)
MATHS = (0x2985, 0x2986, *range(0x1D400, 0x1D800))  # ⦅ and ⦆, which JIS X 0213 has; 𝕏 and its like

# --- The faces ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Face:
    """One bundled file and how it comes to be."""

    family: str
    weight: int
    role: str  # "text", "fallback" or "emoji"
    package: str  # npm name
    version: str  # of the npm package
    source: str  # path inside the package
    file: str
    licence: str  # file in this folder
    keep: Keep = everything
    squeeze: bool = False  # add chws and vchw
    scripts: tuple[str, ...] = ()  # ISO 15924
    lang: str = ""  # BCP 47
    note: str = "whole"  # what was changed, for the README


def google(
    family: str,
    weight: int,
    version: str,
    note: str = "whole",
    *,
    role: str = "fallback",
    keep: Keep = everything,
    squeeze: bool = False,
    scripts: tuple[str, ...] = (),
    lang: str = "",
) -> Face:
    """A face of Google Fonts: one npm package for each family, its folders and files all named alike."""
    joined = family.replace(" ", "")
    style = {400: "Regular", 700: "Bold", 900: "Black"}[weight]
    return Face(
        family=family,
        weight=weight,
        role=role,
        package="@expo-google-fonts/" + family.lower().replace(" ", "-"),
        version=version,
        source=f"{weight}{style}/{joined}_{weight}{style}.ttf",
        file=f"{joined}-{style}.ttf",
        licence=f"OFL-{joined}.txt",
        keep=keep,
        squeeze=squeeze,
        scripts=scripts,
        lang=lang,
        note=note,
    )


def noto_sans_jp(weight: int) -> Face:
    """The face of most cards, and the first to be asked for what another text face lacks."""
    return google("Noto Sans JP", weight, "0.4.3", "whole; chws, vchw added", role="text", squeeze=True)


def noto_sans(weight: int) -> Face:
    """Whole, not only the holes of Noto Sans JP, so that a letter and the accent on it come from one face."""
    note = "Latin, Greek, Cyrillic, punctuation, currency, number forms"
    scripts = ("Latn", "Grek", "Cyrl")
    return google("Noto Sans", weight, "0.4.2", note, keep=only(LATIN_GREEK_CYRILLIC), scripts=scripts)


def biz_ud(weight: int) -> Face:
    """The one character of JIS X 0208 that Noto Sans JP lacks."""
    return google("BIZ UDPGothic", weight, "0.4.2", "≒: what the families above lack", keep=holes())


def one_script(name: str, version: str, script: str) -> Face:
    """A face for a script that is rare on Japanese sites: bold only, without what Noto Sans JP has."""
    return google(f"Noto Sans {name}", 700, version, "without Latin", keep=holes(), scripts=(script,))


def symbols(name: str, weight: int, version: str, more: Iterable[int] = ()) -> Face:
    """A face for arrows, mathematics, technical signs, dingbats."""
    keep = holes(SYMBOLS, more)
    return google(f"Noto Sans {name}", weight, version, "symbols that the families above lack", keep=keep)


# The order is the order of fallback.
FACES = (
    noto_sans_jp(400),
    noto_sans_jp(700),
    noto_sans_jp(900),  # very large titles: the template bigtype
    google("Noto Serif JP", 700, "0.4.3", "whole; has chws, vchw", role="text"),
    google("Zen Maru Gothic", 700, "0.4.1", "whole; chws, vchw added", role="text", squeeze=True),
    noto_sans(400),
    noto_sans(700),
    biz_ud(400),
    biz_ud(700),
    google(
        "Noto Sans KR",
        700,
        "0.4.3",
        "hangul, and the hanja of KS X 1001 that the families above lack",
        keep=holes(HANGUL, charset("euc_kr")),
        scripts=("Hang",),
    ),
    google(
        "Noto Sans SC",
        700,
        "0.4.3",
        "GB 2312, Latin-1, CJK punctuation; chws, vchw added",
        keep=only(charset("gb2312"), LATIN_1, CJK_PUNCTUATION),
        squeeze=True,
        lang="zh-Hans",
    ),
    google(
        "Noto Sans TC",
        700,
        "0.4.3",
        "Big5 level 1, the rest where no JIS standard has it, Latin-1, CJK punctuation; chws, vchw added",
        keep=only(BIG5, LATIN_1, CJK_PUNCTUATION),
        squeeze=True,
        lang="zh-Hant",
    ),
    one_script("Thai", "0.4.2", "Thai"),
    one_script("Arabic", "0.4.3", "Arab"),
    one_script("Hebrew", "0.4.1", "Hebr"),
    one_script("Devanagari", "0.4.1", "Deva"),
    symbols("Symbols", 700, "0.4.1"),
    symbols("Symbols 2", 400, "0.4.1"),  # there is no bold
    symbols("Math", 400, "0.4.2", MATHS),  # nor here
    Face(
        family="Twemoji",
        weight=400,
        role="emoji",
        package="twemoji-colr-font",
        version="15.0.3",
        source="twemoji.woff2",
        file="Twemoji.ttf",
        licence="LICENSE-Twemoji.txt",
        note="WOFF2 unpacked; ligatures without U+FE0F added",
    ),
)

# The families that stand in for others, in order.
CHAIN = tuple(dict.fromkeys(f.family for f in FACES if f.role == "fallback" or f.family == "Noto Sans JP"))

# --- Building -----------------------------------------------------------------------------------------------

TWEMOJI_NOTICE = "Twemoji graphics (c) Twitter, Inc. and other contributors, licensed under CC-BY 4.0"
VARIATION_SELECTORS = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
VS16 = "ufe0f"  # Twemoji's glyph for U+FE0F


def main() -> None:
    """Fetch the packages, build the faces, describe them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--npm", type=Path, metavar="DIR", help="a node_modules folder that has the packages")
    parser.add_argument("files", nargs="*", metavar="FILE", help="the faces to build; without any, all")
    arguments = parser.parse_args()
    if unknown := set(arguments.files).difference(face.file for face in FACES):
        parser.error(f"not in the table: {', '.join(sorted(unknown))}")
    faces = [face for face in FACES if not arguments.files or face.file in arguments.files]
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        packages = arguments.npm or fetch(faces, scratch)
        for face in faces:
            make(face, packages / face.package, scratch)
    (FONTS / "fonts.toml").write_text(manifest(), encoding="utf-8")
    update_readme(FONTS / "README.md")


def fetch(faces: Iterable[Face], folder: Path) -> Path:
    """The node_modules folder with the packages of these faces, newly installed in `folder`."""
    wanted = sorted({f"{face.package}@{face.version}" for face in faces})
    quiet = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(["npm", "install", "--prefix", str(folder), *quiet, *wanted], check=True)
    return folder / "node_modules"


def make(face: Face, package: Path, scratch: Path) -> None:
    """Write one face and its licence."""
    found = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    if found != face.version:
        raise SystemExit(f"{face.package} has version {found}; {face.file} is made from {face.version}")
    font = build(face, package / face.source, scratch)
    font.save(FONTS / face.file)
    (FONTS / face.licence).write_text(licence(package, font), encoding="utf-8")
    print(f"{face.file:26} {(FONTS / face.file).stat().st_size:10,}")


def build(face: Face, source: Path, scratch: Path) -> TTFont:
    """One face: features added, then glyphs and hints dropped; not saved yet."""
    modified = read(source)["head"].modified
    font = read(squeezed(source, scratch) if face.squeeze else source)
    font["head"].modified = modified  # chws_tool writes the time of day there
    if face.role == "emoji":
        ligate_without_vs16(font)
        font["name"].setName(TWEMOJI_NOTICE, 0, 3, 1, 0x409)
    reduce(font, face.keep(set(font.getBestCmap()), covered_before(face)))
    return font


def covered_before(face: Face) -> set[int]:
    """The code points of the families that are asked before this one; they must have been built."""
    families = CHAIN[: CHAIN.index(face.family)] if face.family in CHAIN else ()
    files = [other.file for other in FACES if other.family in families]
    return set().union(*(TTFont(FONTS / file, lazy=True).getBestCmap() for file in files))


def read(path: Path) -> TTFont:
    """A font that saves as plain TTF, keeps its date, and is packed by fontTools alone."""
    font = TTFont(path, recalcTimestamp=False)
    font.flavor = None  # Twemoji comes as WOFF2
    # One program less that decides bytes.
    font.cfg["fontTools.ttLib.tables.otBase:USE_HARFBUZZ_REPACKER"] = False
    return font


def squeezed(source: Path, scratch: Path) -> Path:
    """A copy with `chws` and `vchw`: where full-width punctuation meets, half an em of the blank goes."""
    result = add_chws(source, scratch / source.name)
    if result is None:
        raise SystemExit(f"chws_tool found nothing to add to {source.name}")
    return Path(result)


def ligate_without_vs16(font: TTFont) -> None:
    """Let Twemoji's ligatures match as well where some or all U+FE0F are missing.

    They spell the fully-qualified sequences of UTS #51; people also type, and sites store, the
    minimally-qualified and unqualified ones.
    """
    (lookup,) = font["GSUB"].table.LookupList.Lookup
    builder = LigatureSubstBuilder(font, None)
    for table in lookup.SubTable:
        for first, ligatures in table.ligatures.items():
            for ligature, tail in with_shorter(ligatures):
                builder.ligatures.setdefault((first, *tail), ligature)
    lookup.SubTable = builder.build().SubTable
    lookup.SubTableCount = len(lookup.SubTable)


def with_shorter(ligatures: Iterable[Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every ligature's glyph and what follows its first glyph: as the font has it, then with fewer U+FE0F."""
    for ligature in ligatures:
        parts = [((part,), ()) if part == VS16 else ((part,),) for part in ligature.Component]
        for choice in itertools.product(*parts):
            if tail := tuple(itertools.chain.from_iterable(choice)):
                yield ligature.LigGlyph, tail


def reduce(font: TTFont, unicodes: set[int]) -> None:
    """Drop hints, glyph names and all glyphs that no code point here leads to; keep features and names."""
    options = Options(
        hinting=False,
        glyph_names=False,
        notdef_outline=True,
        layout_features=["*"],
        layout_scripts=["*"],
        name_IDs=["*"],
        name_languages=["*"],
        name_legacy=True,
        recalc_timestamp=False,
        harfbuzz_repacker=False,
    )
    # FontForge's dates; the axes of a variable font; Apple's list of languages; the layout of formulas.
    options.drop_tables += ["FFTM", "STAT", "meta", "MATH"]
    whole = unicodes == set(font.getBestCmap())
    subsetter = Subsetter(options)
    subsetter.populate(
        unicodes=unicodes | VARIATION_SELECTORS,
        glyphs=font.getGlyphOrder() if whole else (),  # also what no character and no feature leads to
    )
    subsetter.subset(font)


# --- Describing ---------------------------------------------------------------------------------------------

MANIFEST_HEADER = """\
# The faces in this folder. Written by fonts/build.py: do not edit.
#
# role     "text": of a family that templates may name. "fallback": draws what a text face lacks.
#          "emoji": draws emoji sequences in colour.
# order    the place in the fallback, lowest first; faces of one family share it. Text faces without one are
#          not part of it.
# scripts  the scripts (ISO 15924) that the face was added for; it may have other characters too
# lang     in a text of this language (BCP 47) this face comes before the text face: its forms of shared
#          characters are the right ones
# version  of the face, from its own name table
"""


def manifest() -> str:
    """fonts.toml."""
    tables = [MANIFEST_HEADER]
    for face in FACES:
        pairs = (f"{key} = {json.dumps(value)}" for key, value in entry(face).items())
        tables.append("\n".join(["[[face]]", *pairs, ""]))
    return "\n".join(tables)


def entry(face: Face) -> dict[str, object]:
    """One face as fonts.toml describes it. JSON writes these types as TOML does."""
    data = (FONTS / face.file).read_bytes()
    optional = {
        "order": CHAIN.index(face.family) if face.family in CHAIN else None,
        "scripts": face.scripts or None,
        "lang": face.lang or None,
    }
    return {
        "file": face.file,
        "family": face.family,
        "weight": face.weight,
        "role": face.role,
        **{key: value for key, value in optional.items() if value is not None},
        "version": font_version(FONTS / face.file),
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def font_version(path: Path) -> str:
    """`2.004` from `Version 2.004-H2;hotconv …`."""
    name = str(TTFont(path, lazy=True)["name"].getDebugName(5))
    return name.removeprefix("Version ").partition(";")[0].partition("-")[0]


def licence(package: Path, font: TTFont) -> str:
    """The font's own copyright notice, then the licence as the package has it.

    The packages' notices are not always the font's: that of Noto Serif JP says 2012 and Google, that of
    BIZ UDPGothic names another family.
    """
    font_only = package / "LICENSE_FONT"  # where the package's code has another licence
    text = (font_only if font_only.exists() else package / "LICENSE").read_text(encoding="utf-8")
    notice = str(font["name"].getDebugName(0))
    lines = [line.rstrip() for line in text.splitlines()]
    return "\n".join(lines if notice in lines else [notice, *lines]).rstrip() + "\n"


def update_readme(readme: Path) -> None:
    """Put the table of faces between the two marks in the README."""
    begin, end = "<!-- faces: written by build.py -->\n", "<!-- end of faces -->\n"
    before, _, rest = readme.read_text(encoding="utf-8").partition(begin)
    _, _, after = rest.partition(end)
    readme.write_text(before + begin + faces_table() + end + after, encoding="utf-8")


def faces_table() -> str:
    """The faces as a Markdown table."""
    rows = ["| face | from | licence | bytes | kept and changed | sha256 |", "|---|---|---|--:|---|---|"]
    for face in FACES:
        data = (FONTS / face.file).read_bytes()
        origin = f"`{face.package}` {face.version}"
        licence_link = f"[{face.licence}]({face.licence})"
        digest = hashlib.sha256(data).hexdigest()
        rows.append(f"| {face.file} | {origin} | {licence_link} | {len(data):,} | {face.note} | `{digest}` |")
    total = sum((FONTS / face.file).stat().st_size for face in FACES)
    rows.append(f"| all | | | {total:,} | | |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    main()
