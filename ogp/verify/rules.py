"""The rules of `ogp check`: what is wrong with a page's card, by the page's head and the card's file. No I/O.

An error keeps a card from being shown or makes it say something false; a warning makes it worse.
Sources of the numbers: X, "Summary card with large image"; Meta, "Images in link shares".
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ogp.image_formats import BY_NAME
from ogp.message_text import brief
from ogp.verify import titles, urls
from ogp.verify.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ogp.verify.model import CardFile, ImageReference, Page, PageHead

MIN_LARGE: Final = (600, 315)
"""Width and height in px. Facebook shows a smaller picture small, beside the text."""
MIN_SHOWN: Final = (200, 200)
"""Width and height in px. Facebook does not show a smaller picture."""
MAX_SIDE: Final = 4096
"""Width or height in px. X does not show a larger picture."""
MAX_BYTES: Final = 5_000_000
"""X does not show a larger file."""
ASPECT: Final = 1.91
"""Width by height to which Facebook crops; X crops to 2."""
ASPECT_TOLERANCE: Final = 0.15
"""So much more or less may be cropped without harm: 16:9 and 2:1 are within, 3:2 is not."""
WIDE: Final = 1.5
"""Width by height of a card that X should show large."""

_ENCODED = re.compile(r"[!-~]*")


def judge(head: PageHead, images: Sequence[ImageReference], *, require_card: bool) -> list[Finding]:
    """What is wrong with one page.

    images:       the pictures that it names.
    require_card: it must have a card even if it does not look like an article.
    """
    if not head.first("og:image"):
        needs_card = require_card or head.is_article or "og:image" in head.tags
        findings = list(_no_card(head)) if needs_card else []
    else:
        findings = [*_tags(head), *_alt(head, images)]
    for picture in images:
        findings += _url(picture)
        if picture.card is not None:
            findings += _file(head, picture.key, picture.card)
    findings += _twitter_card(head, images)
    return [_with_line(finding, head) for finding in findings]


def shared_cards(pages: Iterable[Page]) -> Iterator[tuple[Page, Finding]]:
    """The articles that show one card of ogp's though their titles differ, each with its finding.

    A page that is not an article, a list of posts for example, may well show the site's card.
    """
    users: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        if page.head.is_article:
            for picture in page.images:
                if picture.card is not None and picture.card.mark:
                    users[picture.card.file].append(page)
    for file, articles in users.items():
        by_title = {titles.comparable(titles.own_title(page.head)): page for page in articles}
        if len(by_title) < 2:  # noqa: PLR2004 - two that differ
            continue
        for page in articles:
            title = titles.comparable(titles.own_title(page.head))
            other = next(page for name, page in by_title.items() if name != title)
            message = f"{brief(file)} is the card of {brief(other.path)} too, which has another title"
            cure = "a card says one title: give each page an image of its own"
            yield page, _with_line(Finding("E_CARD_SHARED", "og:image", message, cure), page.head)


def _with_line(finding: Finding, head: PageHead) -> Finding:
    return replace(finding, line=head.lines.get(finding.key))


def _no_card(head: PageHead) -> Iterator[Finding]:
    message = "og:image is empty" if "og:image" in head.tags else "the page names no card"
    yield Finding("E_OG_IMAGE", "og:image", message, "have the layout write it; in Jekyll {% seo %} does")


def _tags(head: PageHead) -> Iterator[Finding]:
    """Whether the other tags are there."""
    contents = head.tags["og:image"]
    if len(contents) > 1:
        message = f"{len(contents)} pictures are named; most crawlers show the first, {brief(contents[0])}"
        yield Finding("W_OG_TWICE", "og:image", message, "find out which plugin or layout writes the others")
    for name in ("og:title", "og:url", "og:type"):
        if not head.first(name):
            cure = "og:title, og:type, og:image and og:url belong together"
            yield Finding("W_OG_TAGS", name, f"{name} is missing", cure)
    url = head.first("og:url")
    if url and head.canonical and not urls.are_equal(url, head.canonical):
        message = f"og:url {brief(url)} is not the canonical URL {brief(head.canonical)}"
        yield Finding("W_OG_URL", "og:url", message, "shares of one page are counted as two: make them equal")


def _alt(head: PageHead, images: Sequence[ImageReference]) -> Iterator[Finding]:
    """Whether the card has an alternative text, and that the page's title."""
    alt = head.image_tags.get("og:image:alt") or head.first("twitter:image:alt")
    if not alt:
        cure = "whoever cannot see the card is told nothing: write what it says, the title at least"
        yield Finding("W_OG_ALT", "og:image:alt", "the card has no alternative text", cure)
    elif any(picture.card is not None and picture.card.mark for picture in images) and not titles.names_page(alt, head):
        message = f"the card's alternative text is {brief(alt)}, the page's title {brief(titles.own_title(head))}"
        yield Finding("W_ALT_STALE", "og:image:alt", message, "the card may be old as well: ogp build --check tells")


def _url(picture: ImageReference) -> Iterator[Finding]:
    key, url = picture.key, brief(picture.url)
    if not _ENCODED.fullmatch(picture.url):
        cure = "URLs have no other characters, and not every crawler mends that: percent-encode it"
        yield Finding("W_OG_ENCODING", key, f"{url} is not plain ASCII", cure)
    if picture.fault:
        cure = "crawlers need it whole: https://, the host, the path; in Jekyll: | absolute_url"
        yield Finding("E_OG_ADDRESS", key, f"{url} {picture.fault}", cure)
        return
    if picture.url.lower().startswith("http:"):
        yield Finding("W_OG_HTTP", key, f"{url} is not encrypted", "write https:, as for all that pages embed")
    if not picture.remote and picture.card is None:
        cure = (
            "make the cards before the site is built; if it is served elsewhere, say where: --base https://host/folder"
        )
        yield Finding("E_CARD_MISSING", key, f"{url} is not in the built site", cure)


def _file(head: PageHead, key: str, card: CardFile) -> Iterator[Finding]:
    """Whether crawlers show the file."""
    if card.fault:
        yield Finding("E_CARD_BROKEN", key, f"{brief(card.file)} {card.fault}", "make it again: PNG, JPEG or WebP")
        return
    suffixes = BY_NAME[card.format].suffixes
    if not card.file.lower().endswith(suffixes):
        message = f"{brief(card.file)} is {card.format} by its content"
        yield Finding("W_CARD_TYPE", key, message, f"servers go by the name: call it {suffixes[0]}")
    if card.format == "AVIF":
        message = f"{brief(card.file)} is an AVIF, which X does not list among what it shows"
        yield Finding("W_CARD_TYPE", key, message, "PNG, JPEG and WebP are shown everywhere")
    yield from _size(head, key, card)
    if card.mark == "changed":
        message = f"{brief(card.file)} was changed after ogp made it"
        cure = "leave cards out of whatever optimizes pictures, or make it again: ogp build --adopt"
        yield Finding("W_CARD_CHANGED", key, message, cure)


def _size(head: PageHead, key: str, card: CardFile) -> Iterator[Finding]:
    """Whether the picture's size is what the head says and what crawlers show."""
    real = f"{card.width}×{card.height} px"
    if key == "og:image":
        for name, side in (("og:image:width", card.width), ("og:image:height", card.height)):
            stated = head.image_tags.get(name)
            if stated and card.width and stated.removesuffix("px").strip() != str(side):
                message = f"{name} is {brief(stated)}, and the picture has {real}"
                yield Finding("E_OG_SIZE", name, message, "Facebook lays the card out by it: write the real size")
    if max(card.width, card.height) > MAX_SIDE or card.size > MAX_BYTES:
        message = f"{brief(card.file)} has {real} and {card.size:,} bytes"
        cure = f"X shows no picture of more than {MAX_SIDE} px a side or {MAX_BYTES // 1_000_000} MB: make it smaller"
        yield Finding("E_CARD_LARGE", key, message, cure)
    is_thumbnail = head.first("twitter:card") == "summary"
    min_width, min_height = MIN_SHOWN if is_thumbnail else MIN_LARGE
    if 0 < card.width < min_width or 0 < card.height < min_height:
        message = f"{brief(card.file)} has {real}, fewer than {min_width}×{min_height}"
        yield Finding("W_CARD_SMALL", key, message, "1200×630 px are shown large, and sharp, everywhere")
    elif card.height and not is_thumbnail and abs(card.width / card.height / ASPECT - 1) > ASPECT_TOLERANCE:
        message = f"{brief(card.file)} is {card.width / card.height:.2f} times as wide as it is high ({real})"
        yield Finding("W_CARD_ASPECT", key, message, f"edges will be cut off: {ASPECT} is what crawlers crop to")


def _twitter_card(head: PageHead, images: Sequence[ImageReference]) -> Iterator[Finding]:
    """Whether X is told to show the picture large."""
    kind = head.first("twitter:card")
    cards = [picture.card for picture in images if picture.card is not None and picture.card.height]
    is_large = any(card.width >= MIN_LARGE[0] and card.width / card.height > WIDE for card in cards)
    if images and not kind:
        message = "twitter:card is missing: X shows a small square at best"
        yield Finding("W_TWITTER_CARD", "twitter:card", message, "write summary_large_image")
    elif kind == "summary" and is_large:
        message = "twitter:card is summary: X shows a wide card as a small square, its sides cut off"
        yield Finding("W_TWITTER_CARD", "twitter:card", message, "write summary_large_image")
