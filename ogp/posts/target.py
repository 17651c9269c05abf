"""The path of a card: the image that a post names, as a safe path below the site's root.

Only the text is looked at, not the disk: links are the writer's matter, which walks from the root with O_NOFOLLOW.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from ogp.errors import OgpError
from ogp.image_formats import SUFFIXES, WRITTEN_SUFFIXES
from ogp.message_text import brief

if TYPE_CHECKING:
    from ogp.posts.generators.site import Site

MAX_NAME_BYTES = 240
"""Of a file name: the file system's 255, less what the name of a temporary file beside it adds."""
MAX_PATH_BYTES = 1024

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
    """Whether the image is on another server, or is data in the text itself: ogp does not write such a one."""
    return _REMOTE.match(text) is not None


def can_be_shown(text: str) -> bool:
    """Whether a card can show the image: it is a file of the site, in a format that ogp reads."""
    return not is_remote(text) and PurePosixPath(text).suffix.lower() in SUFFIXES


def image_path(text: str, site: Site, file: str) -> PurePosixPath:
    """Return the path of the image ``text`` of the post ``file``, relative to the site's root.

    Raises E_IMAGE_PATH and E_IMAGE_TYPE.
    """
    path = _unescaped(_without_liquid(text), text)
    folder, path = _base_folder(path, site, file)
    return _validated(folder, path, text)


def relative_path(text: str) -> PurePosixPath:
    """Return a path below some root, as it is written: nothing is decoded, ``/`` at its start is refused.

    Raises E_IMAGE_PATH and E_IMAGE_TYPE.
    """
    return _validated(PurePosixPath(), text, text)


def _validated(folder: PurePosixPath, path: str, text: str) -> PurePosixPath:
    parts = _components(path, text)
    suffix = PurePosixPath(parts[-1]).suffix.lower()
    if suffix not in WRITTEN_SUFFIXES:
        message = f"{brief(text)} is not an image that ogp writes"
        raise OgpError("E_IMAGE_TYPE", message, f"use {', '.join(WRITTEN_SUFFIXES)}")
    target = folder.joinpath(*parts)
    if len(str(target).encode("utf-8", "surrogatepass")) > MAX_PATH_BYTES:
        raise _refused(text, f"the path is longer than {MAX_PATH_BYTES} bytes")
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
        raise _refused(text, "it has a template in it, which ogp does not evaluate", "write the path itself")
    return text


def _unescaped(path: str, text: str) -> str:
    if _ESCAPE.search(path):
        try:
            path = unquote_to_bytes(path).decode("utf-8")
        except UnicodeDecodeError:
            raise _refused(text, "its percent escapes are not UTF-8") from None
    if "?" in path or "#" in path:
        raise _refused(text, "a file name cannot contain ? or #", "write the path without what follows it")
    return path


def _base_folder(path: str, site: Site, file: str) -> tuple[PurePosixPath, str]:
    """Return the folder that the path is relative to, and the rest of the path."""
    static = PurePosixPath(site.static)
    post = PurePosixPath(file)
    beside_post = site.rules.beside_post
    if site.generator == "pelican" and (match := _PELICAN.match(path)):
        rest = path[match.end() :]
        return (static if rest.startswith("/") else post.parent), rest.lstrip("/")
    if path.startswith("/"):
        base = site.baseurl.strip("/")
        rest = path[1:]
        if base and rest.startswith(base + "/"):
            rest = rest[len(base) + 1 :]
        return _absolute(static, rest, site), rest
    in_bundle = beside_post == "bundle" and post.stem.split(".")[0] == "index"
    if beside_post != "never" and path.startswith("./"):
        return post.parent, path[2:]
    if beside_post == "always" or in_bundle:
        return post.parent, path
    return _absolute(static, path, site), path


def _absolute(static: PurePosixPath, rest: str, site: Site) -> PurePosixPath:
    # Nikola copies two folders to the top of the site: images/ under its own name, files/ without it.
    if site.generator == "nikola" and rest.startswith("images/"):
        return PurePosixPath()
    return static


def _components(path: str, text: str) -> list[str]:
    if "\\" in path:
        raise _refused(text, "a backslash does not separate folders", "write /")
    if _CONTROL.search(path):
        raise _refused(text, "it contains a control character")
    forbidden = re.search(r'[<>:"|?*]', path)
    if forbidden:
        raise _refused(text, f"a file name cannot contain {forbidden[0]} on every system")
    if path.startswith("/"):
        raise _refused(text, "it begins with /, but must be relative")
    parts = [part for part in path.split("/") if part]
    if not parts or path.endswith("/"):
        raise _refused(text, "it does not name a file")
    for part in parts:
        _check(part, text)
    return parts


def _check(part: str, text: str) -> None:
    if part == "..":
        raise _refused(text, "it leads out of its folder with ..", "begin at the site's root: /assets/…")
    if part.startswith("."):
        raise _refused(text, f"{part!r} is a hidden file" if part != "." else "it contains a . component")
    if part != part.strip() or part.endswith(".") or part == "~":
        raise _refused(text, f"{part!r} begins or ends with a space or ends with a dot")
    if _RESERVED.match(part):
        raise _refused(text, f"{part!r} is the name of a device on Windows")
    if len(part.encode("utf-8")) > MAX_NAME_BYTES:
        raise _refused(text, f"a name in it is longer than {MAX_NAME_BYTES} bytes", "name a shorter one in image:")


def _refused(text: str, reason: str, cure: str = "") -> OgpError:
    return OgpError("E_IMAGE_PATH", f"{brief(text)}: {reason}", cure)


def safe_name(text: str) -> str:
    """Return ``text`` as one component of a path: characters that some file system refuses become a hyphen."""
    return _UNSAFE.sub("-", text).strip("-. ")
