"""Where a card goes: the image a post names, as a path below the site's root, or a reason why not.

Nothing here looks at the disk. Links and the like are for the writer, which walks from the root with O_NOFOLLOW.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from ogp.errors import OgpError
from ogp.image_formats import SUFFIXES, WRITTEN_SUFFIXES

if TYPE_CHECKING:
    from ogp.posts.generators.site import Site

COMPONENT_CAP = 240
"""Bytes of a file name: the file system's 255, less the name of a temporary file beside it."""
PATH_CAP = 1024

_REMOTE = re.compile(r"(?i)\s*(?:https?:|data:|ftp:|blob:|//)")
_LIQUID_BASE = re.compile(
    r"\{\{-?\s*(?:site\.(?:baseurl|url)|(?:'/?'|\"/?\")\s*\|\s*(?:relative|absolute)_url)\s*-?\}\}"
)
_LIQUID_URL = re.compile(
    r"\{\{-?\s*(['\"])(?P<path>[^'\"{}]+)\1\s*\|\s*(?:relative_url|absolute_url|prepend:\s*site\.baseurl)\s*-?\}\}"
)
_PELICAN = re.compile(r"[{|](?P<where>static|attach|filename)[}|]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|$)")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\\/<>:\"|?*#%\s]+")


def is_remote(text: str) -> bool:
    """Whether the image lies on another server (or in the text itself): not ours to write."""
    return _REMOTE.match(text) is not None


def is_picture(text: str) -> bool:
    """Whether a card can show the image: a file of the site, of a kind that we read."""
    return not is_remote(text) and PurePosixPath(text).suffix.lower() in SUFFIXES


def locate(text: str, site: Site, file: str) -> PurePosixPath:
    """Return where the image ``text`` of the post ``file`` lies, relative to the site's root.

    Raises E_IMAGE_PATH and E_IMAGE_TYPE.
    """
    path = _path(_without_liquid(text), text)
    folder, path = _folder(path, site, file)
    return _checked(folder, path, text)


def confined(text: str) -> PurePosixPath:
    """Return a path relative to some root, as it is written: nothing is decoded, ``/`` at its start is refused.

    Raises E_IMAGE_PATH and E_IMAGE_TYPE.
    """
    return _checked(PurePosixPath(), text, text)


def _checked(folder: PurePosixPath, path: str, text: str) -> PurePosixPath:
    parts = _parts(path, text)
    suffix = PurePosixPath(parts[-1]).suffix.lower()
    if suffix not in WRITTEN_SUFFIXES:
        raise OgpError("E_IMAGE_TYPE", f"{_shown(text)} is no picture we write", "name a " + " ".join(WRITTEN_SUFFIXES))
    target = folder.joinpath(*parts)
    if len(str(target).encode("utf-8", "surrogatepass")) > PATH_CAP:
        raise _refused(text, f"the path is longer than {PATH_CAP} bytes")
    return target


def _without_liquid(text: str) -> str:
    if "{" not in text:
        return text
    whole = _LIQUID_URL.fullmatch(text.strip())
    if whole:
        return "/" + whole["path"].lstrip("/")
    bare = _LIQUID_BASE.sub("", text)
    if bare != text:
        return "/" + bare.lstrip("/")
    if "{{" in text or "{%" in text:
        raise _refused(text, "templates inside it are not run", "write the path itself")
    return text


def _path(path: str, text: str) -> str:
    if _ESCAPE.search(path):
        try:
            path = unquote_to_bytes(path).decode("utf-8")
        except UnicodeDecodeError:
            raise _refused(text, "its percent escapes are not UTF-8") from None
    if "?" in path or "#" in path:
        raise _refused(text, "a file name cannot hold ? or #", "write the path without what follows it")
    return path


def _folder(path: str, site: Site, file: str) -> tuple[PurePosixPath, str]:
    """Return the folder that the path starts from, and the rest of the path."""
    static = PurePosixPath(site.static)
    post = PurePosixPath(file)
    beside = site.rules.beside
    if site.generator == "pelican" and (match := _PELICAN.match(path)):
        rest = path[match.end() :]
        return (static if rest.startswith("/") else post.parent), rest.lstrip("/")
    if path.startswith("/"):
        base = site.baseurl.strip("/")
        rest = path[1:]
        if base and rest.startswith(base + "/"):
            rest = rest[len(base) + 1 :]
        return _absolute(static, rest, site), rest
    in_bundle = beside == "bundle" and post.stem.split(".")[0] == "index"
    if beside != "never" and path.startswith("./"):
        return post.parent, path[2:]
    if beside == "always" or in_bundle:
        return post.parent, path
    return _absolute(static, path, site), path


def _absolute(static: PurePosixPath, rest: str, site: Site) -> PurePosixPath:
    # Nikola copies two folders to the top of the site: images/ under its own name, files/ without it.
    if site.generator == "nikola" and rest.startswith("images/"):
        return PurePosixPath()
    return static


def _parts(path: str, text: str) -> list[str]:
    if "\\" in path:
        raise _refused(text, "a backslash is no separator here", "separate folders with /")
    if _CONTROL.search(path):
        raise _refused(text, "it holds a control character")
    forbidden = re.search(r'[<>:"|?*]', path)
    if forbidden:
        raise _refused(text, f"a file name cannot hold {forbidden[0]} on every system")
    if path.startswith("/"):
        raise _refused(text, "it begins with / where a relative path belongs")
    parts = [part for part in path.split("/") if part]
    if not parts or path.endswith("/"):
        raise _refused(text, "it names no file")
    for part in parts:
        _check(part, text)
    return parts


def _check(part: str, text: str) -> None:
    if part == "..":
        raise _refused(text, "it climbs out with ..", "begin at the site's root: /assets/…")
    if part.startswith("."):
        raise _refused(text, f"{part!r} is a hidden name" if part != "." else "it holds a . component")
    if part != part.strip() or part.endswith(".") or part == "~":
        raise _refused(text, f"{part!r} begins or ends with a space or ends with a dot")
    if _RESERVED.match(part):
        raise _refused(text, f"{part!r} is a device on Windows")
    if len(part.encode("utf-8")) > COMPONENT_CAP:
        raise _refused(text, f"a name in it is longer than {COMPONENT_CAP} bytes", "name a shorter one in image:")


def _refused(text: str, why: str, cure: str = "") -> OgpError:
    return OgpError("E_IMAGE_PATH", f"{_shown(text)}: {why}", cure)


def _shown(text: str) -> str:
    return repr(text if len(text) <= 100 else text[:100] + "…")  # noqa: PLR2004 - what fits a terminal's line


def safe_name(text: str) -> str:
    """Return ``text`` as one path component: what no file system takes becomes a hyphen."""
    return _UNSAFE.sub("-", text).strip("-. ")
