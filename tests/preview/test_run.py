"""`ogp preview` as a process: its port, its stream of changes, its end."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest
from conftest import REPOSITORY, posix
from served import served

from ogp.errors import ConfigError
from ogp.preview.run_server import bind

if TYPE_CHECKING:
    from conftest import Blog


def test_a_port_that_is_taken_is_passed_over_or_told():
    with bind(None) as first, bind(None) as second:
        taken = first.getsockname()[1]
        assert first.getsockname()[0] == second.getsockname()[0] == "127.0.0.1"
        assert second.getsockname()[1] > taken
        with pytest.raises(ConfigError, match=rf"--port {taken} cannot be had") as caught:
            bind(taken)
        assert "\n" not in str(caught.value)


def test_a_named_port_that_is_taken_is_one_line_and_exit_2(blog: Blog):
    blog.own_process = True
    with bind(None) as other:
        ran = blog.ogp("preview", "--port", str(other.getsockname()[1]))
    assert ran.code == 2
    assert ran.err.startswith("error: E_CONFIG --port")
    assert ran.err.count("\n") == 1


def test_without_the_extra_there_is_one_line_with_the_cure(blog: Blog):
    (blog.root / "sitecustomize.py").write_text("import sys\nsys.modules['starlette'] = None\n")
    blog.own_process = True
    blog.env["PYTHONPATH"] = os.pathsep.join((str(blog.root), str(REPOSITORY)))
    ran = blog.ogp("preview")
    assert ran.code == 2
    assert ran.err == "error: E_CONFIG ogp preview needs starlette — pip install 'ogp-cards[preview]'\n"


@posix
def test_a_change_is_told_and_ctrl_c_ends_it_at_once(blog: Blog):
    blog.post("2026-01-01-a", "title: 庭")
    with served(blog.root) as server, urlopen(server.address + "events", timeout=20) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert [stream.readline() for _ in range(4)] == [b"retry: 1000\n", b"\n", b"data: 0\n", b"\n"]
        time.sleep(0.5)  # the system tells of changes from then on that it is asked
        (blog.root / "notes.html").write_text("nobody's business")
        blog.post("2026-01-01-a", "title: 森")
        assert stream.readline() == b"data: 1\n"
        assert server.stop() == (0, "")  # while the stream is open
