"""Reading posts: bytes and a site in, a Card and the place of its picture out.

    detect(root) -> Site                what kind of site this is, from its own files
    iter_posts(site, paths) -> str…     the posts of the site, in a fixed order
    read(raw, file, site) -> Post|Skip  split -> parse -> map the fields -> Card
    with_image(raw, …) -> bytes         one line inserted or replaced, nothing else

Nothing here writes a file, runs code of the site or touches the network.
"""

from ogp.posts.discover import iter_posts
from ogp.posts.reader import Post, Skip, read
from ogp.posts.site import Site, detect
from ogp.posts.writeback import with_image

__all__ = ["Post", "Site", "Skip", "detect", "iter_posts", "read", "with_image"]
