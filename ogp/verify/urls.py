"""Resolves the URLs that pages name to paths of files below the built site. No I/O."""

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

LOCAL_HOSTS = ("localhost", "127.0.0.1", "0.0.0.0", "[::1]")  # noqa: S104 - nothing is bound to it
"""What a development server writes into its pages; to a crawler it is the crawler itself."""
_INDEX = "index.html"


class Base(NamedTuple):
    """Where a site is served: the host, with its port if it has one, and the path before every file's, ``/blog``."""

    host: str
    prefix: str

    def __str__(self) -> str:
        return f"https://{self.host}{self.prefix}"


class Target(NamedTuple):
    """Where a URL leads: to ``path`` below the site, to another server (``remote``), or nowhere (``fault``).

    outside: the host is the site's, but the path does not begin with the site's.
    """

    path: str = ""
    remote: bool = False
    outside: bool = False
    fault: str = ""


def from_option(text: str) -> Base:
    """Parse the value of ``--base``: ``https://host/folder``. Raises ConfigError."""
    parts = _split(text)
    if parts is None or parts.scheme not in ("http", "https") or not parts.netloc:
        raise ConfigError("E_CONFIG", f"--base {text} is not a URL", "give it whole: --base https://example.jp/blog")
    return Base(_host(parts), unquote(parts.path).rstrip("/"))


def guess_base(pages: Iterable[tuple[str, PageHead]]) -> Base | None:
    """The base that most pages agree on, by their paths and the URLs they say they have; None if none says one."""
    votes: Counter[Base] = Counter()
    for path, head in pages:
        parts = _split(head.own_url)
        if parts is None or not parts.netloc or _is_local(_host(parts)):
            continue
        url_path = unquote(parts.path)
        for ending in _possible_endings(path):
            if url_path.endswith(ending):
                votes[Base(_host(parts), url_path.removesuffix(ending).rstrip("/"))] += 1
                break
    return min(votes, key=lambda base: (-votes[base], base)) if votes else None


def _possible_endings(path: str) -> tuple[str, ...]:
    """How the URL of the page at ``path`` may end, the longest first."""
    stem = "/" + path.rpartition(".")[0]
    if posixpath.basename(path) == _INDEX:
        folder = stem.removesuffix("index")
        return "/" + path, folder, folder.rstrip("/")
    return "/" + path, stem + "/", stem


def resolve(url: str, base: Base | None) -> Target:
    """The target of ``url``. Without a base every host is taken for the site's own."""
    parts = _split(url)
    if parts is None:
        return Target(fault="is not a URL")
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        return Target(fault="is not an absolute URL")
    host = _host(parts)
    if base is None or host != base.host:
        if _is_local(host):
            return Target(fault="is the URL of a development server")
        if base is not None:
            return Target(remote=True)
    path = posixpath.normpath("/" + os.fsdecode(unquote_to_bytes(parts.path)).lstrip("/"))
    prefix = base.prefix if base is not None else ""
    slash = "/" if parts.path.endswith("/") else ""  # a folder's URL: no file has it
    if not (path + "/").startswith(prefix + "/"):
        return Target(path.lstrip("/") + slash, outside=True)
    return Target(path.removeprefix(prefix).lstrip("/") + slash)


def are_equal(a: str, b: str) -> bool:
    """Whether two URLs are equivalent: host without case, path decoded, no fragment."""
    return _normalized(a) == _normalized(b)


def _normalized(url: str) -> tuple[str, ...]:
    parts = _split(url)
    return (url,) if parts is None else (parts.scheme, _host(parts), unquote(parts.path) or "/", unquote(parts.query))


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:  # brackets without an IPv6 address, characters that NFKC turns into separators
        return None


def _is_local(host: str) -> bool:
    return host in LOCAL_HOSTS or host.rpartition(":")[0] in LOCAL_HOSTS


def _host(parts: SplitResult) -> str:
    """The host in the form that requests carry (IDNA), with its port unless it is the default one."""
    host = parts.netloc.rpartition("@")[2].lower()
    if host.isascii():
        return host.removesuffix(":443" if parts.scheme == "https" else ":80")
    try:
        return host[:253].encode("idna").decode()  # longer names do not exist, and IDNA takes quadratic time
    except UnicodeError:
        return host
