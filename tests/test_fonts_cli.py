"""`ogp font`: the faces, what they lack, and a site's own fonts."""

from __future__ import annotations

import shutil

import pytest
from conftest import REPOSITORY, Blog

HEAD = "title: {title}\ndate: 2026-03-05\nimage: /{name}.png"


def test_list_names_every_face_of_the_manifest(blog: Blog):
    out = blog.ogp("font", "list").out
    for path in (REPOSITORY / "fonts").glob("*.ttf"):
        assert path.name in out


def test_audit_names_the_characters_and_the_posts(blog: Blog):
    blog.post("2026-03-05-plain", HEAD.format(title="庭の木", name="a"))
    assert blog.ogp("font", "audit").code == 0
    blog.post("2026-03-06-odd", HEAD.format(title="文字 𒀀 と 𓀀", name="b"))
    ran = blog.ogp("font", "audit")
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert len(lines) == 2
    assert "U+12000" in lines[0]
    assert "CUNEIFORM SIGN A" in lines[0]
    assert "2026-03-06-odd.md" in lines[0]
    assert "U+13000" in lines[1]


@pytest.mark.parametrize(
    ("policy", "code", "status"), [("warn", 0, "written"), ("error", 1, "error"), ("notdef", 0, "written")]
)
def test_a_missing_glyph_is_never_silent_unless_asked(blog: Blog, policy: str, code: int, status: str):
    (blog.root / "ogp.toml").write_text(f'missing_glyph = "{policy}"\n')
    blog.post("2026-03-06-odd", HEAD.format(title="文字 𒀀", name="b"))
    ran = blog.build()
    row = ran.row("odd.md")
    assert (ran.code, row["status"]) == (code, status)
    said = row.get("message", "") + "".join(item["message"] for item in row.get("warnings", ()))
    assert ("U+12000" in said) == (policy != "notdef")
    if policy == "error":
        assert row["code"] == "E_GLYPH"
        assert not (blog.root / "b.png").exists()


def test_a_sites_own_font_by_path(blog: Blog):
    shutil.copy(REPOSITORY / "fonts" / "ZenMaruGothic-Bold.ttf", blog.root / "mine.ttf")
    place = blog.root / "templates" / "mine"
    shutil.copytree(REPOSITORY / "templates" / "compass", place)
    path = place / "template.toml"
    path.write_text(path.read_text("utf-8").replace('id = "title"', 'id = "title"\nfont = "Mine"'), "utf-8")
    blog.post("2026-03-05-tree", HEAD.format(title="庭の木を眺める", name="a"))
    (blog.root / "ogp.toml").write_text(
        'template = "mine"\n[[fonts]]\nfile = "mine.ttf"\nfamily = "Mine"\nweight = 700\n'
    )
    assert blog.build().code == 0
    first = (blog.root / "a.png").read_bytes()
    shutil.copy(REPOSITORY / "fonts" / "NotoSerifJP-Bold.ttf", blog.root / "mine.ttf")
    assert blog.build("--check").code == 1  # another font, another card
    assert blog.build().code == 0
    assert (blog.root / "a.png").read_bytes() != first


@pytest.mark.parametrize("data", [b"", b"not a font", b"\0\1\0\0" + b"\xff" * 200])
def test_a_broken_font_is_told_in_one_line(blog: Blog, data: bytes):
    (blog.root / "mine.ttf").write_bytes(data)
    blog.post("2026-03-05-tree", HEAD.format(title="庭の木", name="a"))
    (blog.root / "ogp.toml").write_text('[[fonts]]\nfile = "mine.ttf"\nfamily = "Noto Sans JP"\nweight = 700\n')
    ran = blog.ogp("build")
    assert ran.code != 0
    assert "E_FONT" in ran.err
    assert "mine.ttf" in ran.err
    assert "Traceback" not in ran.err
