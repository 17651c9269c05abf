"""Address: from the address that a page names to the path of a file below the site, or a reason why not. Pure."""

from __future__ import annotations

import os
import posixpath
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from ogp.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from urllib.parse import SplitResult

    from ogp.verify.model import PageHead

LOCAL = ("localhost", "127.0.0.1", "0.0.0.0", "[::1]")  # noqa: S104 - nothing is bound to it
"""What a development server writes into its pages; to a crawler it is the crawler itself."""
INDEX = "index.html"


class Base(NamedTuple):
    """Where the site is served: the host, with its port if it has one, and the path before every file's, ``/blog``."""

    host: str
    prefix: str

    def __str__(self) -> str:
        return f"https://{self.host}{self.prefix}"


class Target(NamedTuple):
    """Where an address leads: to ``path`` below the site, elsewhere (``remote``), or nowhere (``fault``).

    outside: the host is the site's, but the path does not begin as the site's does.
    """

    path: str = ""
    remote: bool = False
    outside: bool = False
    fault: str = ""


def from_option(text: str) -> Base:
    """The base that a user gave: ``https://host/folder``. Raises ConfigError."""
    parts = _split(text)
    if parts is None or parts.scheme not in ("http", "https") or not parts.netloc:
        raise ConfigError("E_CONFIG", f"--base {text} is no address", "give it whole: --base https://example.jp/blog")
    return Base(_host(parts), unquote(parts.path).rstrip("/"))


def guess(pages: Iterable[tuple[str, PageHead]]) -> Base | None:
    """The base that most pages agree on, by their paths and what they say their addresses are; None if none says."""
    votes: Counter[Base] = Counter()
    for path, head in pages:
        parts = _split(head.address)
        if parts is None or not parts.netloc or _is_local(_host(parts)):
            continue
        address = unquote(parts.path)
        for ending in _endings(path):
            if address.endswith(ending):
                votes[Base(_host(parts), address[: len(address) - len(ending)].rstrip("/"))] += 1
                break
    return min(votes, key=lambda base: (-votes[base], base)) if votes else None


def _endings(path: str) -> tuple[str, ...]:
    """How the address of the page at ``path`` may end, the longest first."""
    plain = "/" + path.rpartition(".")[0]
    if posixpath.basename(path) == INDEX:
        folder = plain.removesuffix("index")
        return "/" + path, folder, folder.rstrip("/")
    return "/" + path, plain + "/", plain


def locate(url: str, base: Base | None) -> Target:
    """Where ``url`` leads. Without a base every host is taken for the site's own."""
    parts = _split(url)
    if parts is None:
        return Target(fault="is no address")
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        return Target(fault="is no absolute address")
    host = _host(parts)
    if base is None or host != base.host:
        if _is_local(host):
            return Target(fault="is the address of a development server")
        if base is not None:
            return Target(remote=True)
    path = posixpath.normpath("/" + os.fsdecode(unquote_to_bytes(parts.path)).lstrip("/"))
    prefix = base.prefix if base is not None else ""
    slash = "/" if parts.path.endswith("/") else ""  # a folder's address: no file has it
    if not (path + "/").startswith(prefix + "/"):
        return Target(path.lstrip("/") + slash, outside=True)
    return Target(path.removeprefix(prefix).lstrip("/") + slash)


def same(one: str, other: str) -> bool:
    """Whether two addresses are one: host without case, path decoded, no fragment."""
    return _plain(one) == _plain(other)


def _plain(url: str) -> tuple[str, ...]:
    parts = _split(url)
    return (url,) if parts is None else (parts.scheme, _host(parts), unquote(parts.path) or "/", unquote(parts.query))


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:  # brackets without an IPv6 address, characters that NFKC turns into separators
        return None


def _is_local(host: str) -> bool:
    return host in LOCAL or host.rpartition(":")[0] in LOCAL


def _host(parts: SplitResult) -> str:
    """The host in the form that requests carry, with its port; a user's name and password are no part of it."""
    host = parts.netloc.rpartition("@")[2].lower()
    if host.isascii():
        return host.removesuffix(":443" if parts.scheme == "https" else ":80")
    try:
        return host[:253].encode("idna").decode()  # longer names do not exist, and IDNA takes quadratic time
    except UnicodeError:
        return host
