"""A preview that runs as a user runs it: its own process, until Ctrl-C."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conftest import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass
class Served:
    """A server that answers at ``address``."""

    address: str
    process: subprocess.Popen[Any]

    def stop(self) -> tuple[int, str]:
        """Press Ctrl-C; return the exit code and what was printed after the first line. Fails if it takes long."""
        self.process.send_signal(signal.SIGINT)
        _, err = self.process.communicate(timeout=5)
        return self.process.returncode, err


@contextlib.contextmanager
def served(root: Path) -> Iterator[Served]:
    """Serve the site at ``root`` on a port that is free."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ogp", "preview", "--port", "0"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUTF8": "1"},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        assert "stop with Ctrl-C" in line, line + process.stderr.read()
        yield Served(line.split(" at ")[1].split(";")[0], process)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
