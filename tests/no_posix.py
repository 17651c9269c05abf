"""Collects all tests as if the system were not POSIX, as Windows is not. Run by test_portable.py."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

MODULES = "fcntl grp pty pwd resource termios tty"
ATTRIBUTES = {
    os: "chown fork forkpty getegid geteuid getgid getpgid getuid kill killpg mkfifo mknod setgid setsid setuid",
    signal: "SIGALRM SIGCHLD SIGHUP SIGKILL SIGPIPE SIGUSR1 SIGUSR2 alarm setitimer",
    time: "tzset",
}


class NoPosix:
    """A plugin that takes away what only POSIX has, before pytest imports a test."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_load_initial_conftests(self) -> None:
        # These know what to do on either system, and ask ``sys.platform``.
        import multiprocessing.pool  # noqa: F401

        import uvicorn  # noqa: F401

        import ogp.store.lock  # noqa: F401

        for name in MODULES.split():
            sys.modules[name] = None  # type: ignore[assignment]
        for module, names in ATTRIBUTES.items():
            for name in names.split():
                delattr(module, name)


if __name__ == "__main__":
    options = ["--collect-only", "-qq", "-p", "no:cacheprovider", "-p", "no:randomly", "-p", "no:xdist"]
    code = pytest.main([*options, str(Path(__file__).parent)], plugins=[NoPosix()])
    sys.stdout.flush()
    os._exit(code)  # Python's own end needs what was taken away
