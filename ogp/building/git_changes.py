"""Lists the files that git reports as changed since a revision; works with any file name and shallow clones."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from ogp.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def changed_since(root: Path, revision: str, note: Callable[[str], None]) -> frozenset[str] | None:
    """Return the site's files that were added, modified or renamed since ``revision``, uncommitted ones included.

    None where git cannot tell (a zero ``before`` of a first push, a revision that a shallow clone lacks): then every
    post counts as changed, and ``note`` is told. Raises ConfigError where there is no git or no repository.
    """
    git = shutil.which("git")
    if git is None:
        raise ConfigError("E_CONFIG", "--changed-since needs git, which is not installed")
    if revision.startswith("-"):
        raise ConfigError("E_CONFIG", f"--changed-since {revision!r} is not a revision")
    if _run(git, root, "rev-parse", "--git-dir") is None:
        raise ConfigError("E_CONFIG", f"--changed-since: {root} is not in a git repository")
    commit = None
    if revision.strip("0"):
        commit = _run(git, root, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
    if commit is None:
        note(f"git knows no revision {revision!r} here (a first push, or a shallow clone): taking all posts")
        return None
    # The merge base is what a branch started from; without common history the revision itself is compared.
    base = _run(git, root, "merge-base", commit.decode().strip(), "HEAD") or commit
    diff = _run(
        git,
        root,
        "diff",
        "-z",
        "--name-only",
        "--no-ext-diff",
        "--diff-filter=AMR",
        "--relative",
        base.decode().strip(),
        "--",
        ".",
    )
    new = _run(git, root, "ls-files", "-z", "--others", "--exclude-standard", "--", ".")
    if diff is None or new is None:
        return None
    return frozenset(os.fsdecode(name) for name in (diff + new).split(b"\0") if name)


def _run(git: str, root: Path, *arguments: str) -> bytes | None:
    """Run git in ``root`` without its user's aliases, pagers or quoting; None if it fails."""
    command = [git, "-c", "core.quotePath=off", *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, check=False)  # noqa: S603 - no shell, fixed words
    return done.stdout if done.returncode == 0 else None
