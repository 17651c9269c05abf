"""Is this SVG safe to hand to the renderer? resvg reads any local file named in ``href`` and aborts on giant sizes."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

MAX_ELEMENTS = 5000
MAX_DEPTH = 40
MAX_USES = 100
MAX_NUMBER = 20_000.0
"""No coordinate or size beyond this many user units: far outside any card, and what makes renderers abort."""

_NUMBERS = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_URL = re.compile(r"url\(\s*(?!['\"]?\s*#)", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|webp);base64,")
_FREE_TEXT = frozenset({"id", "class", "style", "href", "src", "d", "points"})


def check(data: bytes) -> str:
    """Return the SVG as text. Raises ValueError with the reason where it is refused.

    Refused: document types and entities, references outside the file, scripts and foreign content, more elements,
    deeper nesting or larger numbers than a card's art can need, and ``use`` inside what ``use`` repeats.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("not UTF-8") from None
    if re.search(r"<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST)", text, re.IGNORECASE):
        raise ValueError("it has a document type or entities; remove the <!DOCTYPE …> line")
    if re.search(r"<\?(?!xml\s)", text):
        raise ValueError("it has a processing instruction")
    depth = count = uses = 0
    root = ""
    nested: list[str] = []
    parser: XMLPullParser[Element] = XMLPullParser(["start", "end"])
    try:
        for start in range(0, len(text), 65536):
            parser.feed(text[start : start + 65536])
            for event, element in parser.read_events():  # type: ignore[misc]  # typeshed has no types for start and end
                assert isinstance(element, Element)  # start and end events carry one
                name = element.tag.rpartition("}")[2]
                if event == "end":
                    depth -= 1
                    nested.pop()
                    continue
                depth += 1
                count += 1
                uses += name == "use"
                root = root or name
                if name == "use" and any(part in ("defs", "symbol", "pattern", "mask", "clipPath") for part in nested):
                    raise ValueError("<use> inside <defs> can repeat itself without end")
                nested.append(name)
                if count > MAX_ELEMENTS or depth > MAX_DEPTH or uses > MAX_USES:
                    raise ValueError("it has too many elements, or too deeply nested ones")
                _element(name, element)
        parser.close()
    except ParseError as error:
        raise ValueError(f"not well-formed XML: {error}") from None
    if root != "svg":
        raise ValueError(f"its root is <{root}>, not <svg>")
    return text


def _element(name: str, element: Element) -> None:
    if name in ("script", "foreignObject", "iframe", "text", "tref", "feImage"):
        hint = ": convert it to paths, or use a text layer" if name == "text" else ""
        raise ValueError(f"<{name}> is not allowed in art{hint}")
    for key, value in element.attrib.items():
        attribute = key.rpartition("}")[2]
        if (
            attribute in ("href", "src")
            and not value.startswith("#")
            and not (name == "image" and _PICTURE.match(value))
        ):
            raise ValueError(f"{attribute}={value[:60]!r} refers outside the file")
        if _URL.search(value) or "@import" in value:
            raise ValueError(f"{attribute}={value[:60]!r} refers outside the file")
        if attribute not in _FREE_TEXT and any(abs(float(number)) > MAX_NUMBER for number in _NUMBERS.findall(value)):
            raise ValueError(f"{attribute}={value[:60]!r} is beyond {MAX_NUMBER:g}")
    if name == "style" and (_URL.search(element.text or "") or "@import" in (element.text or "")):
        raise ValueError("its style sheet refers outside the file")
