"""`ogp preview`, asked as strangers ask: who is answered, and what a browser may do with the answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from ogp.preview.app import Preview
from ogp.preview.session import PreviewSession

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Blog


@pytest.fixture
def page(blog: Blog) -> Iterator[TestClient]:
    blog.post("2026-01-01-a", "title: 庭")
    with TestClient(Preview(PreviewSession(blog.root), print).app, base_url="http://127.0.0.1:8765") as client:
        yield client


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "127.0.0.1", "localhost:8765", "LOCALHOST", "[::1]:8765", "[::1]"])
def test_this_machine_is_answered(page: TestClient, host: str):
    assert page.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "evil.example:8765", "127.0.0.1.evil.example", "localhost.evil.example:8765", "0.0.0.0:8765"),
        *("", "127.0.0.1:8765@evil.example", "127.0.0.1:", "127.0.0.1:８７６５", "localhost:8765 ", "192.168.0.1:8765"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/list", "/events", "/preview.js", "/nowhere"])
def test_a_name_that_somebody_points_here_is_not(page: TestClient, host: str, path: str):
    answer = page.get(path, headers={"host": host.encode()})
    assert answer.status_code == 421
    assert "posts" not in answer.text


def test_another_site_gets_nothing_to_read(page: TestClient):
    foreign = {"sec-fetch-site": "cross-site", "origin": "https://evil.example"}
    assert page.get("/list", headers={**foreign, "sec-fetch-mode": "no-cors"}).status_code == 403
    answer = page.get("/", headers={**foreign, "sec-fetch-mode": "navigate"})  # a link in a chat
    assert answer.status_code == 200
    assert not any(name.startswith("access-control") for name in answer.headers)


def test_only_so_many_may_wait(page: TestClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ogp.preview.app.WAITING", 0)
    answer = page.get("/list")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert page.get("/preview.js").status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["/", "/list", "/cards/00", "/nowhere"])
def test_only_looking_is_allowed(page: TestClient, method: str, path: str):
    answer = page.request(method, path)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"


def test_every_answer_keeps_the_browser_on_a_short_lead(page: TestClient):
    card = page.get("/list").json()["posts"][0]["picture"]
    for path in ("/", "/preview.css", "/preview.js", "/list", f"/cards/{card}", "/cards/nothing", "/nowhere"):
        headers = page.get(path).headers
        assert headers["content-security-policy"] == (
            "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["cache-control"] == (
            "private, max-age=31536000, immutable" if path.endswith(card) else "no-store"
        ), path
    assert page.head(f"/cards/{card}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/_config.yml",
            "/../_config.yml",
            "/cards/../_config.yml",
            "/cards/..%2f_config.yml",
            "/cards/%2fetc%2fpasswd",
        ),
        *("/cards/_posts%2f2026-01-01-a.md", "/page/index.html", "/index.html", "/preview.js/", "/cards/x/row/"),
    ],
)
def test_no_file_is_served_by_its_path(page: TestClient, path: str):
    page.get("/list")
    assert page.get(path).status_code == 404


def test_the_page_is_three_files_that_need_nothing_else(page: TestClient):
    kinds = {"/": "text/html", "/preview.css": "text/css", "/preview.js": "text/javascript"}
    for path, kind in kinds.items():
        answer = page.get(path)
        assert answer.headers["content-type"] == f"{kind}; charset=utf-8"
        assert not re.search(r"https?://|//[a-z]+\.|@import|url\(", answer.text), path
    html, script = page.get("/").text, page.get("/preview.js").text
    assert not re.search(r"\son\w+=|\sstyle=|<script>|<style", html)  # the policy would refuse them
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", script)
