"""Reading posts: from the bytes of a post and its site to a Card and the path of the card's file.

    generators.site.detect(root) -> Site         the site, as its generator's own files say
    discover.iter_posts(site, paths) -> str…     the posts of the site, in a fixed order
    reader.read(raw, file, site) -> Post | Skip  split -> parse -> map the fields -> Card
    writeback.with_image(raw, …) -> bytes        the post with its image: one line inserted or replaced

Nothing here writes a file, runs code of the site or uses the network.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ogp.posts.discover import iter_posts
    from ogp.posts.generators.site import Site, detect
    from ogp.posts.reader import Post, Skip, read
    from ogp.posts.writeback import with_image

_HOMES = {
    "Post": "reader",
    "Site": "generators.site",
    "Skip": "reader",
    "detect": "generators.site",
    "iter_posts": "discover",
    "read": "reader",
    "with_image": "writeback",
}
__all__ = ["Post", "Site", "Skip", "detect", "iter_posts", "read", "with_image"]


def __getattr__(name: str) -> object:
    """Import a name at its first use (PEP 562): a build with nothing to do reads no post and loads no parser."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
