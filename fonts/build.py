"""Build every face in this folder, fonts.toml and the table in README.md, from pinned npm packages.

    python fonts/build.py              fetch the packages with npm, then build
    python fonts/build.py --npm DIR    use the packages already in DIR (a node_modules folder)

Requirements beside Python and npm (exact versions, because they decide bytes):

    pip install fonttools==4.68.0 brotli chws_tool==1.4.5 east_asian_spacing==1.4.5

The same input gives the same bytes on every run: `head.modified` stays as the source has it and nothing depends
on the machine. What is in no package is not in a face, except four things that this script adds: the features
`chws` and `vchw`, emoji ligatures without U+FE0F, the Twemoji notice, and other names where a licence asks for it.
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

from chws_tool import add_chws
from fontTools.otlLib.builder import LigatureSubstBuilder
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent

Keep = Callable[[set[int], set[int]], set[int]]
"""Which code points stay: from (what the source has, what the faces before it in the table have)."""


def everything(source: set[int], _covered: set[int]) -> set[int]:
    """The whole face."""
    return source


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
    licence: str  # our copy of the font's licence
    keep: Keep = everything
    squeeze: bool = False  # add chws and vchw
    scripts: tuple[str, ...] = ()  # ISO 15924
    lang: str = ""  # BCP 47


def google(
    family: str,
    weight: int,
    version: str,
    role: str = "fallback",
    *,
    keep: Keep = everything,
    squeeze: bool = False,
    scripts: tuple[str, ...] = (),
    lang: str = "",
) -> Face:
    """A face of Google Fonts: one npm package a family, folders and files named alike."""
    joined = family.replace(" ", "")
    style = {400: "Regular", 700: "Bold"}[weight]
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
    )


# The order is the order of fallback.
FACES = (
    google("Noto Sans JP", 400, "0.4.3", "text", squeeze=True),
    google("Noto Sans JP", 700, "0.4.3", "text", squeeze=True),
    google("Noto Serif JP", 700, "0.4.3", "text"),  # has chws and vchw
    google("Zen Maru Gothic", 700, "0.4.1", "text", squeeze=True),
    Face(
        family="Twemoji",
        weight=400,
        role="emoji",
        package="twemoji-colr-font",
        version="15.0.3",
        source="twemoji.woff2",
        file="Twemoji.ttf",
        licence="LICENSE-Twemoji.txt",
    ),
)

MANIFEST_HEADER = """\
# The faces in this folder, in the order of fallback. Written by fonts/build.py: do not edit.
#
# role     "text": a family that a template may name. "fallback": draws what the text face lacks, lowest `order`
#          first. "emoji": draws emoji sequences in colour.
# scripts  ISO 15924 codes of the scripts a face was added for; absent: whatever it has a glyph for
# lang     a post in this language (BCP 47) prefers this face to the text face, for its forms of shared characters
# version  of the face, as its own name table says
"""

TWEMOJI_NOTICE = "Twemoji graphics (c) Twitter, Inc. and other contributors, licensed under CC-BY 4.0"
VARIATION_SELECTORS = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
VS16 = "ufe0f"  # Twemoji's name for the glyph of U+FE0F


def main() -> None:
    """Fetch the packages, build the faces, write the manifest."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--npm", type=Path, metavar="DIR", help="a node_modules folder that has the packages")
    packages = parser.parse_args().npm
    with tempfile.TemporaryDirectory() as scratch:
        build_all(packages or fetch(Path(scratch)), Path(scratch))


def fetch(folder: Path) -> Path:
    """The node_modules folder with every package of the table, freshly installed in `folder`."""
    wanted = sorted({f"{face.package}@{face.version}" for face in FACES})
    npm = ["npm", "install", "--prefix", str(folder), "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run([*npm, *wanted], check=True)
    return folder / "node_modules"


def build_all(packages: Path, scratch: Path) -> None:
    """Make every file of the table."""
    covered: set[int] = set()
    for face in FACES:
        check_version(packages / face.package, face.version)
        font = build(face, packages / face.package / face.source, covered, scratch)
        font.save(FONTS / face.file)
        covered |= set(font.getBestCmap())
        (FONTS / face.licence).write_text(licence(packages / face.package), encoding="utf-8")
        print(f"{face.file:30} {(FONTS / face.file).stat().st_size:10,}")
    (FONTS / "fonts.toml").write_text(manifest(), encoding="utf-8")


def check_version(package: Path, version: str) -> None:
    """Refuse another version than the table's: its glyphs and its bytes would differ."""
    found = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    if found != version:
        raise SystemExit(f"{package} has version {found}; this script is written for {version}")


def build(face: Face, source: Path, covered: set[int], scratch: Path) -> TTFont:
    """One face: features added, glyphs and hints dropped, nothing saved yet."""
    modified = read(source)["head"].modified
    font = read(squeezed(source, scratch) if face.squeeze else source)
    font["head"].modified = modified  # chws_tool stamps the time of day
    if face.role == "emoji":
        ligate_without_vs16(font)
        font["name"].setName(TWEMOJI_NOTICE, 0, 3, 1, 0x409)
    reduce(font, face.keep(set(font.getBestCmap()), covered))
    return font


def read(path: Path) -> TTFont:
    """A font that will be saved as TTF with its own date, and packed by fontTools alone."""
    font = TTFont(path, recalcTimestamp=False)
    font.flavor = None  # Twemoji comes as WOFF2
    font.cfg["fontTools.ttLib.tables.otBase:USE_HARFBUZZ_REPACKER"] = False  # its bytes differ by version
    return font


def squeezed(source: Path, scratch: Path) -> Path:
    """A copy of the font with `chws` and `vchw`: pairs of full-width punctuation set half an em closer."""
    result = add_chws(source, scratch / source.name)
    if result is None:
        raise SystemExit(f"chws_tool found nothing to add to {source.name}")
    return Path(result)


def ligate_without_vs16(font: TTFont) -> None:
    """Let the ligatures of Twemoji also match text in which some or all U+FE0F are missing.

    The font's ligatures spell the fully-qualified sequences of UTS #51; people type, and sites store, the
    minimally-qualified and unqualified ones as well.
    """
    (lookup,) = font["GSUB"].table.LookupList.Lookup
    builder = LigatureSubstBuilder(font, None)
    for table in lookup.SubTable:
        for first, ligatures in table.ligatures.items():
            for ligature in ligatures:
                for tail in without_some(ligature.Component, VS16):
                    if tail:
                        builder.ligatures.setdefault((first, *tail), ligature.LigGlyph)
    lookup.SubTable = builder.build().SubTable
    lookup.SubTableCount = len(lookup.SubTable)


def without_some(parts: Iterable[str], optional: str) -> Iterator[tuple[str, ...]]:
    """Every way to leave out some of the `optional` parts, the complete one first."""
    choices = [((part,), ()) if part == optional else ((part,),) for part in parts]
    for chosen in itertools.product(*choices):
        yield tuple(itertools.chain.from_iterable(chosen))


def reduce(font: TTFont, unicodes: set[int]) -> None:
    """Drop hints, glyph names and all that no code point in `unicodes` reaches; keep every feature and name."""
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
    options.drop_tables += ["FFTM", "STAT", "meta"]  # an editor's date; axes of the variable parent; AAT languages
    subsetter = Subsetter(options)
    whole = unicodes == set(font.getBestCmap())
    glyphs = font.getGlyphOrder() if whole else ()  # also those that no feature reaches
    subsetter.populate(unicodes=unicodes | VARIATION_SELECTORS, glyphs=glyphs)
    subsetter.subset(font)


def licence(package: Path) -> str:
    """The licence of the font itself, where a package has another one for its code."""
    font_only = package / "LICENSE_FONT"
    text = (font_only if font_only.exists() else package / "LICENSE").read_text(encoding="utf-8")
    return "\n".join(line.rstrip() for line in text.splitlines()).strip() + "\n"


def manifest() -> str:
    """fonts.toml."""
    tables = [MANIFEST_HEADER]
    for order, face in enumerate(FACES):
        pairs = (f"{key} = {json.dumps(value)}" for key, value in entry(order, face).items())
        tables.append("\n".join(["[[face]]", *pairs, ""]))
    return "\n".join(tables)


def entry(order: int, face: Face) -> dict[str, object]:
    """One face as fonts.toml describes it; JSON's literals for these types are TOML's too."""
    data = (FONTS / face.file).read_bytes()
    return {
        "file": face.file,
        "family": face.family,
        "weight": face.weight,
        "role": face.role,
        **({"order": order} if face.role == "fallback" else {}),
        **({"scripts": face.scripts} if face.scripts else {}),
        **({"lang": face.lang} if face.lang else {}),
        "version": font_version(FONTS / face.file),
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def font_version(path: Path) -> str:
    """`2.004` from `Version 2.004-H2;hotconv …`."""
    name = TTFont(path, lazy=True)["name"].getDebugName(5)
    return str(name).removeprefix("Version ").partition(";")[0].partition("-")[0]


if __name__ == "__main__":
    main()
