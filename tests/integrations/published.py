"""What people fetch, as if this checkout were released: the wheels, the gem, and the repository with its tag.

Only where things come from is another place than for a user, and the tools' own settings say so (pip's
``PIP_FIND_LINKS``, RubyGems' ``GEMRC``, git's ``url.….insteadOf``): the commands that a page tells run as they stand.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from sites import REPOSITORY, program

if TYPE_CHECKING:
    from pathlib import Path

HUB = "https://github.com/ogp-cards/ogp"
VERSION = re.findall(r'^version = "(.+)"$', (REPOSITORY / "pyproject.toml").read_text("utf-8"), re.MULTILINE)[0]


def git(folder: Path, *words: str) -> str:
    """Run git as a person would."""
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, **configured(A_PERSON)}
    done = subprocess.run(["git", *words], cwd=folder, env=env, capture_output=True, check=True)
    return done.stdout.decode().strip()


A_PERSON = {"user.name": "花", "user.email": "hana@example.jp", "protocol.file.allow": "always"}


def configured(settings: dict[str, str]) -> dict[str, str]:
    """Git settings as the environment takes them: no file of the home folder is touched, and pre-commit keeps them."""
    env = {"GIT_CONFIG_COUNT": str(len(settings))}
    for number, (key, value) in enumerate(settings.items()):
        env |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return env


def wheels(folder: Path) -> dict[str, str]:
    """The wheels, where pip looks first."""
    for project in (REPOSITORY, REPOSITORY / "integrations" / "pelican"):
        command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(folder), str(project)]
        subprocess.run(command, check=True, capture_output=True)
    return {"PIP_FIND_LINKS": str(folder)}


def gem(folder: Path) -> dict[str, str]:
    """A gem registry that has only the gem: what it needs is Debian's, which RubyGems is told to be content with."""
    tool = program("gem", "apt-get install jekyll")
    registry, source = folder / "registry", folder / "source"
    (registry / "gems").mkdir(parents=True)
    shutil.copytree(REPOSITORY / "integrations" / "jekyll", source)

    def run(*words: str) -> str:
        return subprocess.run([tool, *words], cwd=source, check=True, capture_output=True).stdout.decode().strip()

    name = f"jekyll-ogp-cards-{VERSION}.gem"
    run("build", "jekyll-ogp-cards.gemspec", "--strict", "--output", str(registry / "gems" / name))
    run("generate_index", "--directory", str(registry))
    settings = folder / "gemrc"
    settings.write_text(
        f"---\n:sources:\n- {registry.as_uri()}/\ninstall: --conservative --ignore-dependencies --no-document\n",
        "utf-8",
    )
    home = str(folder / "home")
    path = os.pathsep.join((home, run("environment", "gempath")))
    return {"GEMRC": str(settings), "GEM_HOME": home, "GEM_PATH": path}


def repository(folder: Path) -> dict[str, str]:
    """The repository with this version's tag, where git looks for it: the files as they are here, committed or not."""
    copy = folder / "ogp"
    copy.mkdir()
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY, capture_output=True, check=True,
    ).stdout.decode().split("\0")  # fmt: skip
    for name in filter(None, names):
        if (REPOSITORY / name).is_file() and not name.startswith(("tests/", "bench/", "docs/")):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / name, copy / name)
    git(copy, "init", "-q", "-b", "main")
    git(copy, "add", "-A")
    git(copy, "commit", "-q", "-m", "…")
    git(copy, "tag", f"v{VERSION}")
    return configured({**A_PERSON, f"url.{copy.as_uri()}.insteadOf": HUB})
