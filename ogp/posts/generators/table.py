"""Table of site generators: where each has its posts, and which keys it reads. Review a generator by its row.

A path such as ``ogp.image`` or ``images[0]`` walks into a value. Of several paths the first that has a value counts.
The first image path is also the one that write-back fills.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

SUFFIXES = (".md", ".markdown", ".mkdown", ".mkdn", ".mkd", ".mdx", ".html", ".htm", ".rst", ".org", ".txt", ".textile")

COMMON_FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "title": ("title",),
        "category": ("categories", "category"),
        "date": ("date",),
        "author": ("author", "authors"),
        "tags": ("tags", "tag"),
        "lang": ("lang", "language", "locale"),
        "excerpt": ("excerpt", "description", "summary"),
        "emoji": ("emoji",),
        "cover": ("cover", "cover.image", "cover_image", "coverImage", "heroImage", "thumbnail", "featured_image"),
        "avatar": ("avatar",),
        "logo": ("logo",),
        "reading_time": ("reading_time", "readingTime"),
        "image": ("image", "ogp.image"),
        "slug": ("slug",),
    }
)


@dataclass(frozen=True, slots=True)
class Generator:
    """The rules of one generator.

    sources:   globs of its posts, relative to the site's root.
    static:    the folder that a leading ``/`` of an image means.
    pattern:   the image of a post that names none.
    fields:    what differs from COMMON_FIELDS.
    title_from: where a missing title comes from: ``heading`` (the body's first), ``slug`` (Jekyll's way), ``name``
               (MkDocs').
    date_from_name: whether ``2026-02-19-x.md`` says the date.
    unpublished: conditions under which a post is not published: ``key=word``; ``=no`` and ``=yes`` match every plain
               spelling of a boolean.
    future:    whether posts dated in the future are published.
    ignores_case: whether ``Title`` and ``title`` are the same key.
    separators: of each field, the characters at which a *string* is split into several words.
    beside_post: whether a relative image lies beside the post: always (Astro), or in a page bundle (``index.md``: Hugo,
               Zola).
    reads_image: whether the generator reads an image key, so that it makes sense to write one into the post.
    """

    name: str
    sources: tuple[str, ...] = ("**/*",)
    static: str = ""
    pattern: str = "/ogp/{stem}.png"
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    title_from: tuple[str, ...] = ()
    date_from_name: bool = False
    unpublished: tuple[str, ...] = ("draft=yes",)
    future: bool = True
    ignores_case: bool = False
    separators: tuple[tuple[str, str], ...] = ()
    beside_post: Literal["never", "bundle", "always"] = "never"
    reads_image: bool = True


_ALL = (
    Generator(
        "jekyll",
        sources=("**/_posts/**/*",),
        pattern="/assets/images/posts/{stem}-ogp.png",
        title_from=("slug",),
        date_from_name=True,
        unpublished=("published=no",),
        future=False,
        separators=(("tags", " "),),  # categories: ogp/posts/generators/jekyll.py
    ),
    Generator(
        "hugo",
        sources=("content/**/*",),
        static="static",
        pattern="images/ogp/{stem}.png",  # without a slash: Hugo drops the path of baseURL before one
        fields={
            "image": ("images", "image", "ogp.image"),
            "date": ("date", "publishdate", "pubdate", "published"),
        },
        title_from=("heading",),
        future=False,
        ignores_case=True,
        beside_post="bundle",
    ),
    Generator(
        "hexo",
        sources=("source/_posts/**/*",),
        static="source",
        pattern="/images/ogp/{stem}.png",
        fields={"image": ("photos", "image", "og_image", "ogp.image")},
        date_from_name=True,
        unpublished=("published=no", "draft=yes"),
    ),
    Generator(
        "pelican",
        sources=("content/**/*",),
        static="content",
        pattern="/images/ogp/{stem}.png",
        fields={"image": ("image", "og_image", "ogp.image"), "category": ("category",)},
        title_from=("heading",),
        date_from_name=True,
        unpublished=("status=draft", "status=hidden", "status=skip"),
        ignores_case=True,
        separators=(("tags", ",;"), ("author", ",;")),
    ),
    Generator(
        "mkdocs",
        sources=("docs/**/*",),
        static="docs",
        pattern="/assets/ogp/{path}.png",
        fields={"date": ("date.created", "date")},
        title_from=("heading", "name"),
        separators=(("tags", ","),),
    ),
    Generator(
        "sphinx",
        sources=("**/*",),
        pattern="/_static/ogp/{path}.png",
        fields={"image": ("image", "og_image", "og:image", "ogp.image")},
        title_from=("heading",),
        unpublished=(),
        separators=(("tags", ","), ("category", ",")),
    ),
    Generator(
        "nikola",
        sources=("posts/**/*", "pages/**/*"),
        static="files",
        pattern="/ogp/{stem}.png",  # in files/, which is copied as it is; Nikola encodes what lies in images/ again
        fields={"image": ("previewimage",), "category": ("category",)},
        title_from=("heading", "slug"),
        unpublished=("status=draft", "status=private", "draft=yes"),
        future=False,
        ignores_case=True,
        separators=(("tags", ","),),
    ),
    Generator(
        "eleventy",
        fields={"image": ("image", "ogImage", "ogp.image"), "category": ("category", "categories", "tags")},
        date_from_name=True,
    ),
    Generator(
        "astro",
        sources=("src/content/**/*", "src/pages/**/*"),
        static="public",
        pattern="/ogp/{path}.png",
        fields={
            "image": ("ogImage", "image", "heroImage", "ogp.image"),
            "date": ("pubDate", "pubDatetime", "publishDate", "publishedAt", "date"),
        },
        beside_post="always",
    ),
    Generator(
        "zola",
        sources=("content/**/*",),
        static="static",
        pattern="/ogp/{stem}.png",
        fields={
            "image": ("extra.image", "extra.og_image", "extra.ogp.image"),
            "category": ("taxonomies.categories", "extra.category"),
            "tags": ("taxonomies.tags",),
            "author": ("authors", "extra.author"),
            "emoji": ("extra.emoji",),
            "lang": ("extra.lang",),
        },
        date_from_name=True,
        beside_post="bundle",
    ),
    Generator(
        "zenn",
        sources=("articles/*.md",),
        pattern="/images/ogp/{stem}.png",
        fields={
            "category": ("type", "category"),
            "tags": ("topics", "tags"),
            "date": ("published_at", "date"),
            "image": ("ogp.image",),
        },
        unpublished=("published=no",),
        reads_image=False,
    ),
    Generator(
        "qiita",
        sources=("public/*.md",),
        pattern="/images/ogp/{stem}.png",
        fields={"date": ("created_at", "date", "updated_at"), "image": ("ogp.image",)},
        unpublished=("ignorePublish=yes",),
        separators=(("tags", ", "),),
        reads_image=False,
    ),
    Generator(
        "plain",
        title_from=("heading",),
        date_from_name=True,
        unpublished=("draft=yes", "published=no"),
        fields={"image": ("image", "ogp.image", "images[0]")},
    ),
)
GENERATORS: Mapping[str, Generator] = MappingProxyType({generator.name: generator for generator in _ALL})
