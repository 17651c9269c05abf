"""Rules: what is wrong with a page's card, from what its head says and its picture's file tells. Pure.

An error is what keeps a card from being shown or makes it say something false; a warning is what makes it worse.
Sources of the numbers: X, "Summary card with large image"; Meta, "Images in link shares".
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from ogp.image_formats import BY_NAME
from ogp.messages import brief
from ogp.verify import titles as words
from ogp.verify import urls
from ogp.verify.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ogp.verify.model import CardFile, ImageReference, Page, PageHead

LARGE: Final = (600, 315)
"""Facebook shows what is smaller, in px, as a small picture beside the text."""
SMALL: Final = (200, 200)
"""Facebook shows nothing of what is smaller."""
MOST_SIDE: Final = 4096
MOST_BYTES: Final = 5_000_000
"""X shows nothing of what is larger."""
ASPECT: Final = 1.91
"""Width by height as Facebook crops; X crops to 2."""
TOLERANCE: Final = 0.15
"""This much more or less is cut off without harm: 16:9 and 2:1 are within, 3:2 is not."""

_ENCODED = re.compile(r"[!-~]*")


def judge(head: PageHead, named: Sequence[ImageReference], *, demanded: bool) -> list[Finding]:
    """What is wrong with one page. ``demanded``: it must have a card even if it does not look like an article."""
    if not head.first("og:image"):
        is_wanted = demanded or head.is_article or "og:image" in head.tags
        findings = list(_no_card(head)) if is_wanted else []
    else:
        findings = [*_tags(head), *_alt(head, named)]
    for picture in named:
        findings += _address(picture)
        if picture.card is not None:
            findings += _file(head, picture.key, picture.card)
    findings += _kind(head, named)
    return [_placed(finding, head) for finding in findings]


def shared(pages: Iterable[Page]) -> Iterator[tuple[Page, Finding]]:
    """Cards of ogp's that pages with different titles show: each page of them with its finding.

    A page that calls itself something else than an article, a list of posts say, may well show the site's card.
    """
    users: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        if page.head.is_article:
            for picture in page.named:
                if picture.card is not None and picture.card.mark:
                    users[picture.card.file].append(page)
    for file, found in users.items():
        titles = {words.key(words.title(page.head)): page for page in found}
        if len(titles) < 2:  # noqa: PLR2004 - two that differ
            continue
        for page in found:
            mine = words.key(words.title(page.head))
            other = next(page for name, page in titles.items() if name != mine)
            message = f"{brief(file)} is the card of {brief(other.path)} too, which has another title"
            cure = "a card says one title: give each page an image of its own"
            yield page, _placed(Finding("E_CARD_SHARED", "og:image", message, cure), page.head)


def _placed(finding: Finding, head: PageHead) -> Finding:
    line = head.lines.get(finding.key)
    return Finding(finding.code, finding.key, finding.message, finding.cure, line)


def _no_card(head: PageHead) -> Iterator[Finding]:
    message = "og:image is empty" if "og:image" in head.tags else "the page names no card"
    yield Finding("E_OG_IMAGE", "og:image", message, "have the layout write it; in Jekyll {% seo %} does")


def _tags(head: PageHead) -> Iterator[Finding]:
    """What else the head must say."""
    images = head.tags["og:image"]
    if len(images) > 1:
        message = f"{len(images)} pictures are named; most crawlers show the first, {brief(images[0])}"
        yield Finding("W_OG_TWICE", "og:image", message, "find out which plugin or layout writes the others")
    for name in ("og:title", "og:url", "og:type"):
        if not head.first(name):
            yield Finding(
                "W_OG_TAGS", name, f"{name} is missing", "og:title, og:type, og:image and og:url belong together"
            )
    url = head.first("og:url")
    if url and head.canonical and not urls.same(url, head.canonical):
        message = f"og:url {brief(url)} is not the canonical address {brief(head.canonical)}"
        yield Finding("W_OG_URL", "og:url", message, "shares of one page are counted as two: make them equal")


def _alt(head: PageHead, named: Sequence[ImageReference]) -> Iterator[Finding]:
    """What readers who do not see the card are told."""
    alt = head.about.get("og:image:alt") or head.first("twitter:image:alt")
    if not alt:
        cure = "whoever cannot see the card is told nothing: write what it says, the title at least"
        yield Finding("W_OG_ALT", "og:image:alt", "the card has no text", cure)
    elif any(picture.card is not None and picture.card.mark for picture in named) and not words.names_page(alt, head):
        message = f"the card's text is {brief(alt)}, the page's title {brief(words.title(head))}"
        yield Finding("W_ALT_STALE", "og:image:alt", message, "the card may be old as well: ogp build --check tells")


def _address(picture: ImageReference) -> Iterator[Finding]:
    key, url = picture.key, brief(picture.url)
    if not _ENCODED.fullmatch(picture.url):
        cure = "addresses have no other characters, and not every crawler mends that: percent-encode it"
        yield Finding("W_OG_ENCODING", key, f"{url} is not plain ASCII", cure)
    if picture.fault:
        cure = "crawlers need it whole: https://, the host, the path; in Jekyll: | absolute_url"
        yield Finding("E_OG_ADDRESS", key, f"{url} {picture.fault}", cure)
        return
    if picture.url.lower().startswith("http:"):
        yield Finding("W_OG_HTTP", key, f"{url} is not encrypted", "write https:, as for all that pages embed")
    if not picture.remote and picture.card is None:
        cure = "make the cards before the site is built; if it is served elsewhere, tell: --base https://host/folder"
        yield Finding("E_CARD_MISSING", key, f"{url} is not in the built site", cure)


def _file(head: PageHead, key: str, card: CardFile) -> Iterator[Finding]:
    """What the file tells, whoever made it."""
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
        cure = "leave cards out of whatever optimises pictures, or make it again: ogp build --adopt"
        yield Finding("W_CARD_CHANGED", key, message, cure)


def _size(head: PageHead, key: str, card: CardFile) -> Iterator[Finding]:
    real = f"{card.width}×{card.height} px"
    if key == "og:image":
        for name, side in (("og:image:width", card.width), ("og:image:height", card.height)):
            said = head.about.get(name)
            if said and card.width and said.removesuffix("px").strip() != str(side):
                message = f"{name} is {brief(said)}, and the picture has {real}"
                yield Finding("E_OG_SIZE", name, message, "Facebook lays the card out by it: write the real size")
    if max(card.width, card.height) > MOST_SIDE or card.size > MOST_BYTES:
        message = f"{brief(card.file)} has {real} and {card.size:,} bytes"
        cure = f"X shows no picture of more than {MOST_SIDE} px a side or {MOST_BYTES // 1_000_000} MB: make it smaller"
        yield Finding("E_CARD_LARGE", key, message, cure)
    is_thumbnail = head.first("twitter:card") == "summary"
    least = SMALL if is_thumbnail else LARGE
    if 0 < card.width < least[0] or 0 < card.height < least[1]:
        message = f"{brief(card.file)} has {real}, fewer than {least[0]}×{least[1]}"
        yield Finding("W_CARD_SMALL", key, message, "1200×630 px are shown large, and sharp, everywhere")
    elif card.height and not is_thumbnail and abs(card.width / card.height / ASPECT - 1) > TOLERANCE:
        message = f"{brief(card.file)} is {card.width / card.height:.2f} times as wide as high ({real})"
        yield Finding("W_CARD_ASPECT", key, message, f"edges will be cut off: {ASPECT} is what crawlers crop to")


def _kind(head: PageHead, named: Sequence[ImageReference]) -> Iterator[Finding]:
    """Whether X is told to show the picture large."""
    kind = head.first("twitter:card")
    cards = [picture.card for picture in named if picture.card is not None and picture.card.height]
    is_large = any(card.width >= LARGE[0] and card.width / card.height > 1.5 for card in cards)  # noqa: PLR2004 - a wide one
    if named and not kind:
        message = "twitter:card is missing: X shows a small square at best"
        yield Finding("W_TWITTER_CARD", "twitter:card", message, "write summary_large_image")
    elif kind == "summary" and is_large:
        message = "twitter:card is summary: X shows a wide card as a small square, its sides cut off"
        yield Finding("W_TWITTER_CARD", "twitter:card", message, "write summary_large_image")
