"""What each error and warning code means, why it is one, and what to do: the source of docs/errors.md."""

from __future__ import annotations

from typing import NamedTuple

from ogp.errors import ConfigError
from ogp.message_text import did_you_mean


class Explanation(NamedTuple):
    """A code's meaning in a few words, what causes it, and what mends it."""

    meaning: str
    cause: str
    cure: str


CODES: dict[str, Explanation] = {
    "E_ENCODING": Explanation(
        "The post is not UTF-8, or cannot be read.",
        "It was saved as Shift_JIS, EUC-JP or UTF-16. ogp does not guess: a wrong guess is a wrong card.",
        "Save the file as UTF-8.",
    ),
    "E_UNCLOSED": Explanation(
        "The front matter has a beginning and no end.",
        "The closing `---`, `+++` or `}` is missing, indented, or has something after it.",
        "Close the block on a line of its own.",
    ),
    "E_YAML": Explanation(
        "The front matter does not parse.",
        "Most often a value that needs quotes: it has `: ` in it, or begins with a backtick, `[`, `@`, `%` or `*`.",
        'Put the value in quotes: `title: "…"`.',
    ),
    "E_YAML_LIMIT": Explanation(
        "The front matter is larger or deeper than any post needs.",
        "More than 64 KiB, very deep nesting, or aliases that multiply.",
        "Move data that is not about the post out of its front matter.",
    ),
    "E_NOT_MAPPING": Explanation(
        "The front matter is not a list of keys.",
        "It holds a lone text or a list.",
        "Write `key: value` lines.",
    ),
    "E_DUP_KEY": Explanation(
        "A key that decides the card is written twice.",
        "Generators silently take the first or the last; either may be the outdated one.",
        "Remove one of the two lines.",
    ),
    "E_KEY_TYPE": Explanation(
        "A key has a value of a kind that cannot be shown, or that no line can be added to.",
        "It is a list or a table and not a text, or the image's key is inside a table or in one-line JSON.",
        "Write a text; write the image by hand, or set `write_back = false`.",
    ),
    "E_TITLE": Explanation(
        "The post has no title to show.",
        "The key is missing, empty, or has nothing visible in it, and the generator has no fallback.",
        "Give the post a title.",
    ),
    "E_DATE": Explanation(
        "The date cannot be read.",
        "The day or time does not exist, or no generator reads dates of this form.",
        "Write it as `2026-02-19` or `2026-02-19 22:15:05 +0900`.",
    ),
    "E_IMAGE_PATH": Explanation(
        "The image's path leads out of the site, or through something that ogp will not follow.",
        "`..`, a symbolic or hard link, a drive, or a character that some file systems refuse.",
        "Name a plain path inside the site.",
    ),
    "E_IMAGE_TYPE": Explanation(
        "ogp does not write images of this kind.",
        "The name does not end in .png, .jpg, .jpeg, .webp or .avif, or the value is not a path.",
        "Use one of these endings.",
    ),
    "E_IMAGE_COLLISION": Explanation(
        "Two posts name one image.",
        "The paths are equal, at least where upper and lower case are one. None of the cards is written.",
        "Give each post its own image.",
    ),
    "E_IMAGE_FOREIGN": Explanation(
        "An image that ogp did not make is in the card's place.",
        "Somebody drew or edited it. ogp never overwrites such a file.",
        "Name another image, or let ogp take it over: `--adopt`, or `adopt` in the configuration.",
    ),
    "E_IMAGE_IO": Explanation(
        "The image or the post could not be written.",
        "No space, no permission, or the post changed meanwhile. What was there before is intact.",
        "Mend the cause and run ogp again.",
    ),
    "E_ASSET": Explanation(
        "A picture that the card shows cannot be used.",
        "Missing, broken, too large, outside its folder, or an SVG that refers to other files.",
        "Check the file that the message names.",
    ),
    "E_FONT": Explanation(
        "A font cannot be used.",
        "The file is missing or broken.",
        "Check `[[fonts]]` in the configuration.",
    ),
    "E_TOO_LARGE": Explanation(
        "The file is too large to be a post.",
        "More than 64 MiB.",
        "Exclude it: `exclude` in the configuration.",
    ),
    "E_GLYPH": Explanation(
        "No face draws a character of the card.",
        'The site asked for this to be an error: `missing_glyph = "error"`.',
        "Add a font that has it under `[[fonts]]`, or change the text.",
    ),
    "E_TEMPLATE": Explanation(
        "The template is wrong, or there is none of that name.",
        "The message names file, line, column and key.",
        "Mend the template; `ogp template check` tells more.",
    ),
    "E_CONFIG": Explanation(
        "The configuration or the call is wrong.",
        "The message names file, line, column and key.",
        "Mend ogp.toml; docs/configuration.md lists every key.",
    ),
    "E_PAGE": Explanation(
        "`ogp check`: a page or a folder of the built site cannot be read.",
        "Its permissions, or the disk.",
        "Mend the cause and check again.",
    ),
    "E_OG_IMAGE": Explanation(
        "`ogp check`: a page that is shared names no card.",
        "There is no `og:image`, or an empty one, though the page has a title for cards or calls itself an article.",
        "Have the layout write `og:image`; in Jekyll `{% seo %}` does.",
    ),
    "E_OG_ADDRESS": Explanation(
        "`ogp check`: the card's address leads a crawler nowhere.",
        "It is relative, has no `https:`, names a development server, or leaves out the folder that the site is in.",
        "Write it whole: `https://host/folder/card.png`; in Jekyll `{{ page.image | absolute_url }}`, built with "
        "`JEKYLL_ENV=production`.",
    ),
    "E_OG_SIZE": Explanation(
        "`ogp check`: `og:image:width` or `og:image:height` is not the picture's.",
        "The numbers stand in the layout, or are an older picture's. Facebook lays the card out by them.",
        "Write the real size, or leave the two tags out.",
    ),
    "E_CARD_MISSING": Explanation(
        "`ogp check`: the card is not in the built site.",
        "It was made after the site was built, is left out of it, or its name differs, if only in case.",
        "Run `ogp build` first. If the site is served elsewhere than its pages say: `--base https://host/folder`.",
    ),
    "E_CARD_BROKEN": Explanation(
        "`ogp check`: the card's file is no picture that crawlers show.",
        "It is empty, cut off, damaged, an SVG, an HTML page, or a pointer of Git LFS.",
        "Make it again as PNG, JPEG or WebP; fetch what Git LFS keeps.",
    ),
    "E_CARD_LARGE": Explanation(
        "`ogp check`: the card is larger than X shows.",
        "More than 5 MB, or than 4096 px a side.",
        "Make it smaller: 1200×630 px, and well below 1 MB.",
    ),
    "E_CARD_SHARED": Explanation(
        "`ogp check`: articles with different titles have the same card of ogp's.",
        "A card says one title. Two posts name one image, or the layout names one for all.",
        "Give each post an image of its own, or none, and `ogp build` does. Where one card is meant for all: "
        "`--ignore E_CARD_SHARED`.",
    ),
    "E_INTERNAL": Explanation(
        "ogp has a bug.",
        "Something happened that nobody thought of. No other post is affected, and nothing was written for this one.",
        "Please report the post's front matter and what `OGP_DEBUG=1 ogp build` prints.",
    ),
    "W_GLYPH": Explanation(
        "No face draws a character; a box stands in its place.",
        "None of the bundled or configured fonts has it.",
        "Add a font that has it under `[[fonts]]`.",
    ),
    "W_TRUNCATED": Explanation(
        "A text was too long for its box and ends in `…`.",
        "At the smallest size the template allows it does not fit.",
        "Shorten it, or choose a template with more room.",
    ),
    "W_SIZE": Explanation(
        "The card is larger than `max_kb`, or lost quality to stay within.",
        "Photographs and large glows make large PNGs; some messengers show no card over 300 KB.",
        "Name the image .jpg or .webp, or choose a calmer template.",
    ),
    "W_OG_TWICE": Explanation(
        "`ogp check`: a page names several pictures.",
        "A layout and a plugin both write `og:image`. Most crawlers show the first, some another one.",
        "Keep one of them, or make sure that the first is the card.",
    ),
    "W_OG_HTTP": Explanation(
        "`ogp check`: the card's address begins with `http:`.",
        "Clients that block what is not encrypted show no card, and crawlers have to follow a redirect.",
        "Write `https:`; in Jekyll it is `url` in _config.yml.",
    ),
    "W_OG_ENCODING": Explanation(
        "`ogp check`: the card's address has spaces or letters that are not ASCII.",
        "Addresses have no such characters (RFC 3986). Browsers encode them, and not every crawler does.",
        "Percent-encode the address, or name the file in ASCII.",
    ),
    "W_OG_ALT": Explanation(
        "`ogp check`: the card has no text that stands for it.",
        "Neither `og:image:alt` nor `twitter:image:alt` is there: whoever cannot see the card is told nothing.",
        "Write what the card says; the report of `ogp build` has it as `alt`.",
    ),
    "W_OG_TAGS": Explanation(
        "`ogp check`: `og:title`, `og:url` or `og:type` is missing beside the card.",
        "The four belong to every page (ogp.me). Without them crawlers guess.",
        "Have the layout write them; in Jekyll `{% seo %}` does.",
    ),
    "W_OG_URL": Explanation(
        "`ogp check`: `og:url` and the canonical address differ.",
        "Facebook takes the card from `og:url`, and counts shares there.",
        "Make them equal.",
    ),
    "W_TWITTER_CARD": Explanation(
        "`ogp check`: X is not told to show the card large.",
        "`twitter:card` is missing, or is `summary` beside a wide card.",
        'Write `<meta name="twitter:card" content="summary_large_image">`.',
    ),
    "W_ALT_STALE": Explanation(
        "`ogp check`: the text of a card of ogp's does not have the page's title in it.",
        "The title was changed after the card was made, and the card may be old as well; or the text is your own.",
        "Run `ogp build`, and build the site again. `ogp build --check` tells for certain whether the card is old.",
    ),
    "W_CARD_TYPE": Explanation(
        "`ogp check`: the picture's type may be refused.",
        "Its name says another one than its content, or it is an AVIF, which X does not list.",
        "Name it by what it is: .png, .jpg or .webp.",
    ),
    "W_CARD_SMALL": Explanation(
        "`ogp check`: the picture is shown small, or not at all.",
        "Facebook shows less than 600×315 px as a small square, and nothing below 200×200.",
        "1200×630 px are right everywhere.",
    ),
    "W_CARD_ASPECT": Explanation(
        "`ogp check`: edges of the picture will be cut off.",
        "Large cards are about 1.91 times as wide as high.",
        "1200×630 px are right everywhere; for a square, say `twitter:card` is `summary`.",
    ),
    "W_CARD_CHANGED": Explanation(
        "`ogp check`: a card of ogp's was changed after it was made.",
        "Something optimises the pictures of the site, or somebody edited it. ogp will not overwrite it any more.",
        "Leave cards out of what optimises; to have the old one back: `ogp build --adopt`.",
    ),
}


def overview() -> str:
    """Return every code with what it says, a line each."""
    return "\n".join(f"{code:<18} {text.meaning}" for code, text in CODES.items())


def explanation(code: str) -> str:
    """Return the explanation of a code as text. Raises ConfigError for an unknown one."""
    found = CODES.get(code.upper())
    if found is None:
        raise ConfigError("E_CONFIG", f"there is no code {code!r}", did_you_mean(code.upper(), tuple(CODES)))
    return f"{code.upper()}: {found.meaning}\n\n  cause  {found.cause}\n  cure   {found.cure}"


def markdown() -> str:
    """Return docs/errors.md."""
    source = "Written by `python -m ogp.cli.error_codes`; `ogp explain CODE` prints the same."
    parts = [f"# Error and warning codes\n\n{source}\n"]
    parts.extend(
        f"## {code}\n\n{item.meaning}\n\n- Cause: {item.cause}\n- Cure: {item.cure}\n" for code, item in CODES.items()
    )
    return "\n".join(parts)


if __name__ == "__main__":
    print(markdown(), end="")  # noqa: T201 - prints the page
