"""The image that a post names, in every form that generators and themes have for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ogp.errors import Location, OgpError

if TYPE_CHECKING:
    from ogp.posts.frontmatter.fields import Fields, Value
    from ogp.posts.generators.site import Site

IMAGE_LIST_KEYS = ("images", "photos")
"""Keys that hold a list of images, the first of which counts: Hugo's and Hexo's."""
_PATH_KEYS = ("path", "src", "url", "feature")  # jekyll-seo-tag, themes of Astro and Hexo, old themes of Jekyll


def named_image(fields: Fields, site: Site) -> tuple[str, str, int | None]:
    """Return (image as written, its key, its line); of a post without one, ``""`` and the key that would hold it.

    Raises E_IMAGE_TYPE for a list or mapping that no generator reads as an image.
    """
    paths = site.fields["image"]
    for path in paths:
        value = fields.get(path)
        if value is not None:
            text = _text(value, path)
            if text:
                return text, path, value.line or None
    return "", paths[0] if paths else "", None


def _text(value: Value, path: str) -> str:
    if value.kind == "str":
        return value.text
    name = path.rpartition(".")[2]
    if value.kind == "list" and (name in IMAGE_LIST_KEYS or not value.items):
        return _text(value.items[0], f"{path}[0].{name}") if value.items and value.items[0].kind != "list" else ""
    if value.kind == "map":
        for key in _PATH_KEYS:
            child = value.child(key)
            if child is not None and child.kind == "str":
                return child.text
    what = "a list, not a path" if value.kind == "list" else "a mapping without path, src or url"
    cure = "write the path as one text, or as path: inside the mapping"
    raise OgpError("E_IMAGE_TYPE", f"{path} is {what}", cure, Location(line=value.line or None, key=path))
