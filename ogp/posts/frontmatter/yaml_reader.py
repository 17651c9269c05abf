"""A YAML reader on parser events: it makes no Python objects, obeys no tags and copies nothing for an alias.

Events and not nodes, since composing nodes recurses into nested collections; with libyaml they cost 30 µs a post.
"""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

from ogp.errors import Location, OgpError
from ogp.posts.frontmatter.fields import MAX_DEPTH, NO_FIELDS, Fields, Value, lone_surrogate, too_deep
from ogp.posts.frontmatter.split import count_lines
from ogp.posts.frontmatter.yaml_errors import not_mapping_error, tag_error, unquoted_error, yaml_error

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_STR_TAGS = frozenset({"!", "tag:yaml.org,2002:str"})  # both mean "text", as which everything is read here
_YAML_LINE_ENDS = "\x85\u2028\u2029"  # YAML counts lines by these too; editors do not, nor do error messages
_DASHES = re.compile(r"[\r\n][ \t]+(-{3,})[ \t]*(?=[\r\n]|\Z)")
_MAX_VALUES = 10_000
"""Values that a front matter may hold once its aliases are followed."""


def parse(text: str, line: int, *, lenient: bool = False) -> Fields:
    """Parse the YAML mapping ``text``, whose first line is ``line`` of its file.

    Raises E_YAML, E_YAML_LIMIT and E_NOT_MAPPING, with the line in the file. ``lenient`` is for the configuration
    files of generators: tags are passed over (``!ENV``, ``!!python/name:`` in mkdocs.yml), merge keys too.
    """
    try:
        root = _ValueBuilder(text, line, lenient=lenient).build()
    except yaml.YAMLError as error:
        raise yaml_error(text, line, error) from None
    except UnicodeEncodeError:
        raise lone_surrogate(line) from None
    if root is None or root.kind == "null":
        return NO_FIELDS
    if root.kind != "map":
        raise not_mapping_error(text, line)
    top: dict[str, Value] = {}
    repeats: list[tuple[str, int, int]] = []
    for key, value in zip(root.keys, root.items, strict=True):
        if key in top:
            repeats.append((key, value.line, top[key].line))
        top[key] = value
    if "<<" in top and not lenient:
        raise OgpError(
            "E_YAML", "merge keys (<<) are not read", "write the keys out", Location(line=top["<<"].line, key="<<")
        )
    return Fields(top, tuple(repeats))


class _OpenCollection:
    """A list or map whose end event has not come yet."""

    __slots__ = ("anchor", "items", "key", "keys", "line", "plain", "size", "start")

    def __init__(self, event: Any, line: int) -> None:  # noqa: ANN401 - PyYAML's events have no common type with stubs
        self.line = line
        self.start: int = event.start_mark.index
        self.anchor: str | None = event.anchor
        self.plain = not event.flow_style
        self.items: list[Value] = []
        self.keys: list[str] | None = [] if event.__class__ is yaml.MappingStartEvent else None
        self.key: str | None = None
        self.size = 1

    def add(self, value: Value) -> None:
        """Append the next key or item. Raises E_YAML_LIMIT."""
        self.size += value.size
        if self.size > _MAX_VALUES:
            message = f"more than {_MAX_VALUES:,} values once aliases are followed"
            raise OgpError("E_YAML_LIMIT", message, "use fewer aliases", Location(line=self.line))
        if self.keys is not None:
            if self.key is None:
                # A list or a mapping as a key is legal YAML; no key that we look for is "\0".
                self.key = "\0" if value.kind in ("list", "map") else value.text
                return
            self.keys.append(self.key)
            self.key = None
        self.items.append(value)

    def close(self, event: Any) -> Value:  # noqa: ANN401
        """Return the finished list or map."""
        items, start, end = tuple(self.items), self.start, event.end_mark.index
        if self.keys is None:
            return Value("list", "", self.line, self.plain, items, (), start, end, self.size)
        return Value("map", "", self.line, self.plain, items, tuple(self.keys), start, end, self.size)


class _ValueBuilder:
    """Builds the Value of one document from its parser events."""

    def __init__(self, text: str, first: int, *, lenient: bool) -> None:
        self.text = text
        self.first = first
        self.lenient = lenient
        self.counts_lines = any(mark in text for mark in _YAML_LINE_ENDS)
        self.anchors: dict[str, Value | None] = {}
        self.open: list[_OpenCollection] = []
        self.root: Value | None = None

    def build(self) -> Value | None:
        """Return the value of the document, None if it is empty."""
        loader = _LOADER(self.text)
        try:
            while (event := loader.get_event()).__class__ is not yaml.StreamEndEvent:
                value = self.take(event)
                if value is None:
                    continue
                if self.open:
                    self.open[-1].add(value)
                else:
                    self.root = value
        finally:
            loader.dispose()
        return self.root

    def take(self, event: Any) -> Value | None:  # noqa: ANN401
        """Return the value that this event completes."""
        kind = event.__class__
        if kind is yaml.ScalarEvent:
            return self.scalar(event)
        if kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self.begin(event)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            collection = self.open.pop()
            value = collection.close(event)
            if collection.anchor:
                self.anchors[collection.anchor] = value
            return value
        elif kind is yaml.AliasEvent:
            return self.alias(event)
        elif kind is yaml.DocumentStartEvent and self.root is not None:
            message = "a second YAML document begins here"
            raise OgpError("E_YAML", message, "remove the ---", Location(line=self.line(event)))
        return None

    def line(self, event: Any) -> int:  # noqa: ANN401
        """Return the line in the file where the event begins."""
        mark = event.start_mark
        if self.counts_lines:
            return self.first + count_lines(self.text[: mark.index])
        return self.first + int(mark.line)

    def scalar(self, event: Any) -> Value:  # noqa: ANN401
        text: str = event.value
        line = self.line(event)
        if event.tag is not None and event.tag not in _STR_TAGS and not self.lenient:
            raise tag_error(self.text, self.first, line, event.tag)
        plain = not event.style and event.tag is None
        null = plain and text in _NULLS
        mark = event.start_mark.index
        if plain and event.end_mark.line != event.start_mark.line:
            self.refuse_dashes(mark, event.end_mark.index)
        value = Value("null" if null else "str", "" if null else text, line, plain, (), (), mark, event.end_mark.index)
        if event.anchor:
            self.anchors[event.anchor] = value
        return value

    def refuse_dashes(self, start: int, end: int) -> None:
        """Refuse a text over several lines that has an indented ``---`` in it, which to YAML is a word of the text."""
        match = _DASHES.search(self.text, start, end)
        if match:
            line = self.first + count_lines(self.text[: match.start(1)])
            cure = "close the front matter with --- at the very beginning of its line"
            message = f"the indented {match[1]!r} does not close the front matter"
            raise OgpError("E_UNCLOSED", message, cure, Location(line=line))

    def begin(self, event: Any) -> None:  # noqa: ANN401
        line = self.line(event)
        if event.tag is not None and not self.lenient:
            raise tag_error(self.text, self.first, line, event.tag)
        if len(self.open) >= MAX_DEPTH:
            raise too_deep(line)
        if event.anchor:
            self.anchors[event.anchor] = None  # an alias inside its own anchor would never end
        self.open.append(_OpenCollection(event, line))

    def alias(self, event: Any) -> Value:  # noqa: ANN401
        """Return the anchored value itself: shared and not copied, so that a bomb costs nothing until it is counted."""
        line = self.line(event)
        if event.anchor not in self.anchors:
            raise unquoted_error(self.text, self.first, line) or OgpError(
                "E_YAML", f"the alias *{event.anchor} has no anchor", "put a text in quotes", Location(line=line)
            )
        value = self.anchors[event.anchor]
        if value is None:
            message = f"the alias *{event.anchor} is inside its own anchor"
            raise OgpError("E_YAML_LIMIT", message, "write the value out", Location(line=line))
        return value._replace(line=line, start=event.start_mark.index, end=-1)
