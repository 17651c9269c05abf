"""Checks that an SVG is safe to draw: resvg reads any local file named in ``href`` and aborts on giant sizes.

What is refused here is refused with a reason and a cure. What is merely too expensive (filters, patterns in patterns,
a million points) no list of rules can tell from art: `ogp.images.svg` draws strangers' files in a process of its own,
with little memory and little time.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

MAX_BYTES = 4 * 1024 * 1024
MAX_ELEMENTS = 5000
MAX_DEPTH = 40
MAX_USES = 100
MAX_NUMBER = 20_000.0
"""No coordinate or size beyond this many user units: far outside any card, and what makes renderers abort."""

_NUMBERS = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_FRAGMENTS = re.compile(r"#[\w-]+")
"""Colors and references within the file: ``#123456`` is no number."""
_URL = re.compile(r"url\(\s*(?!['\"]?\s*#)", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|webp);base64,")
_FREE_TEXT = frozenset({"id", "class", "href", "src", "d", "points", "lang", "role", "title", "version"})
_REPEATED = frozenset({"defs", "symbol", "pattern", "mask", "clipPath", "marker"})
_REFUSED = {
    "text": "convert it to paths, or use a text layer",
    **dict.fromkeys(("script", "foreignObject", "iframe", "tref", "feImage"), "remove it"),
    **dict.fromkeys(("animate", "animateTransform", "animateMotion", "set"), "a card does not move"),
}


def check(data: bytes) -> str:
    """Check an SVG file; return it as text.

    Raises:
        ValueError: with the reason, for document types and entities, references outside the file, scripts and foreign
            content, more elements, deeper nesting or larger numbers than a card's art can need, and ``use`` inside what
            ``use`` repeats.
    """
    if len(data) > MAX_BYTES:
        raise ValueError(f"it is larger than {MAX_BYTES // 2**20} MiB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("not UTF-8") from None
    if re.search(r"<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST)", text, re.IGNORECASE):
        raise ValueError("it has a document type or entities; remove the <!DOCTYPE …> line")
    if re.search(r"<\?(?!xml\s)", text):
        raise ValueError("it has a processing instruction")
    walk = _Walk()
    parser: XMLPullParser[Element] = XMLPullParser(["start", "end"])
    try:
        for start in range(0, len(text), 65536):
            parser.feed(text[start : start + 65536])
            for event, element in parser.read_events():  # type: ignore[misc]  # typeshed has no types for start and end
                assert isinstance(element, Element)  # start and end events carry one
                walk.enter(element) if event == "start" else walk.leave(element)
        parser.close()
    except ParseError as error:
        raise ValueError(f"not well-formed XML: {error}") from None
    return text


class _Walk:
    """A walk through the elements: those that are open, and what was counted so far."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.count = self.uses = 0

    def enter(self, element: Element) -> None:
        name = _local(element.tag)
        if not self.open and name != "svg":
            raise ValueError(f"its root is <{name}>, not <svg>")
        self.count += 1
        self.uses += name == "use"
        if name == "use" and not _REPEATED.isdisjoint(self.open):
            raise ValueError("<use> inside <defs> can repeat itself without end")
        self.open.append(name)
        if self.count > MAX_ELEMENTS or len(self.open) > MAX_DEPTH or self.uses > MAX_USES:
            raise ValueError("it has too many elements, or too deeply nested ones")
        if name in _REFUSED:
            raise ValueError(f"<{name}> is not allowed in art: {_REFUSED[name]}")
        for key, value in element.attrib.items():
            _attribute(name, key, value)

    def leave(self, element: Element) -> None:
        name = self.open.pop()
        if name == "style":  # only now is its text complete
            _css("its style sheet", "".join(element.itertext()))


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _attribute(element: str, key: str, value: str) -> None:
    name = _local(key)
    shown = f"{name}={value[:60]!r}"
    if (
        name in ("href", "src", "base")
        and not value.startswith("#")
        and not (element == "image" and _PICTURE.match(value))
    ):
        raise ValueError(f"{shown} refers outside the file")
    if name == "style":
        _css(shown, value)
    elif _URL.search(value):
        raise ValueError(f"{shown} refers outside the file")
    if "}" in key or name in _FREE_TEXT or name.startswith(("aria-", "data-", "on")):
        return
    if any(abs(float(number)) > MAX_NUMBER for number in _NUMBERS.findall(_FRAGMENTS.sub("", value))):
        raise ValueError(f"{shown} is beyond {MAX_NUMBER:g}")


def _css(shown: str, text: str) -> None:
    r"""Refuse CSS that may name a file: ``url(x)``, ``@import``, and escapes, with which either can be hidden."""
    if _URL.search(text):
        raise ValueError(f"{shown} refers outside the file")
    if "@" in text or "\\" in text:
        raise ValueError(f"{shown} has an @-rule or an escape; only plain rules are read")
