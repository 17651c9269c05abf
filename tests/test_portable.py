"""The tests run where there is less than on Linux: what a system may lack is asked for before it is used."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from conftest import REPOSITORY


def test_every_test_is_collected_without_what_only_posix_has():
    command = [sys.executable, Path(__file__).with_name("no_posix.py")]
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
