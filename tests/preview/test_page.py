"""The page of `ogp preview` in a real browser: what a writer and a designer do with it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from integrations.sites import missing, module, program
from served import served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Blog
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow
OPTIONS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run", "--disable-quic"),
)
SECONDS = 15
"""Within which what shall happen does, on a slow machine; usually it takes less than one."""
NAMES = ("庭の話", "森の話", "海の話")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = program("chromium", "apt-get install chromium")
    module("playwright", "pip install -e '.[sites]'")
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=chromium, args=OPTIONS)
        except Error as error:
            missing("a chromium that starts", str(error).partition("\n")[0])
        yield started
        started.close()


@dataclass
class Tab:
    """A tab that shows the page, and whatever its console complained of."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def titles(self) -> list[str]:
        return self.page.locator(".item .title").all_text_contents()

    def pictures(self) -> list[str]:
        """The addresses of the cards that are drawn."""
        return self.page.evaluate(
            "[...document.querySelectorAll('.item img')].filter(one => one.naturalWidth).map(one => one.src)"
        )

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so. Not playwright's own way of waiting: that is ``eval``, which the page forbids."""
        end = time.monotonic() + SECONDS
        while not condition():
            assert time.monotonic() < end, self.page.locator("body").inner_text()
            self.page.wait_for_timeout(50)

    def focused(self) -> str:
        return self.page.evaluate("document.activeElement.getAttribute('href') ?? ''")


@pytest.fixture
def tab(blog: Blog, browser: Browser) -> Iterator[Tab]:
    for number, title in enumerate(NAMES):
        blog.post(f"2026-01-0{number + 1}-p", f"title: {title}\ncategory: {'日記' if number else '読みもの'}")
    with served(blog.root) as server:
        context = browser.new_context(locale="ja-JP", viewport={"width": 1280, "height": 900})
        tab = Tab(context.new_page())
        tab.page.on("console", lambda message: tab.complaints.append(message.text))
        tab.page.on("pageerror", lambda error: tab.complaints.append(str(error)))
        tab.page.goto(server.address)
        tab.until(lambda: len(tab.titles()) == len(NAMES))
        yield tab
        context.close()


def test_every_post_shows_its_card_in_the_readers_language(tab: Tab, browser: Browser):
    tab.until(lambda: len(tab.pictures()) == 3)
    assert tab.titles() == ["海の話", "森の話", "庭の話"]  # the newest first
    assert tab.page.locator("h1").inner_text() == "庭の図書室"
    assert tab.page.locator(".item .kind").all_text_contents() == ["未作成"] * 3
    assert tab.page.locator("html").get_attribute("lang") == "ja"
    english = browser.new_context(locale="fr-FR").new_page()
    english.goto(tab.page.url)
    english.locator(".kind.missing").first.wait_for()
    assert english.locator(".item .kind").all_text_contents() == ["missing"] * 3
    english.context.close()
    assert tab.complaints == []


def test_filters_narrow_what_is_shown(tab: Tab, blog: Blog):
    tab.page.get_by_role("searchbox").fill("日記 森")
    assert tab.titles() == ["森の話"]
    tab.page.get_by_role("searchbox").fill("")
    blog.post("2026-01-04-p", "title: 話\ndate: 2026-02-30")
    tab.until(lambda: tab.page.locator(".item").count() == 4)
    tab.page.get_by_role("button", name="エラー").click()
    assert tab.page.locator(".item").count() == 1
    panel = tab.page.locator(".item .panel")
    error = blog.ogp("build", "--check", "--json").row("04-p.md")
    place = f"_posts/2026-01-04-p.md:{error['line']} [date]"
    assert panel.locator("p").all_text_contents() == ["E_DATE", error["message"], place]


def test_the_keyboard_opens_leafs_and_closes(tab: Tab):
    dialog = tab.page.locator("dialog")
    tab.page.locator(".card").first.focus()
    tab.page.keyboard.press("Enter")
    tab.until(lambda: dialog.locator("li").count() > 0)
    assert dialog.locator("h2").inner_text() == "海の話"
    assert "海の話" in dialog.locator("li").all_text_contents()
    assert dialog.get_by_text("compass · auto · og").is_visible()
    assert dialog.locator("#full img").evaluate("one => one.naturalWidth") == 1200
    tab.page.keyboard.press("ArrowRight")
    tab.until(lambda: dialog.locator("h2").inner_text() == "森の話")
    tab.page.keyboard.press("ArrowLeft")
    tab.page.keyboard.press("ArrowLeft")  # there is none before the first
    tab.until(lambda: dialog.locator("h2").inner_text() == "海の話")
    tab.page.keyboard.press("ArrowRight")
    tab.page.reload()  # the address says which post is open
    tab.until(lambda: dialog.is_visible() and dialog.locator("h2").inner_text() == "森の話")
    tab.page.keyboard.press("Escape")
    tab.until(lambda: not dialog.is_visible())
    tab.until(lambda: "#" not in tab.page.url)
    assert "2026-01-02-p" in tab.focused()  # where the reader was
    assert tab.complaints == []


def test_a_title_that_is_edited_changes_picture_and_text_without_reload(tab: Tab, blog: Blog):
    tab.until(lambda: len(tab.pictures()) == 3)
    tab.page.evaluate("window.same = true")
    before = tab.pictures()
    tab.page.locator(".card").nth(1).click()
    dialog = tab.page.locator("dialog")
    tab.until(lambda: "森の話" in dialog.locator("li").all_text_contents())
    blog.post("2026-01-02-p", "title: 深い森の話\ncategory: 日記")
    tab.until(lambda: "深い森の話" in dialog.locator("li").all_text_contents())
    tab.until(lambda: tab.titles()[1] == "深い森の話" and len(tab.pictures()) == 3)
    after = tab.pictures()
    assert [old == new for old, new in zip(before, after, strict=True)] == [True, False, True]
    assert tab.page.evaluate("window.same")


def test_a_broken_configuration_is_told_at_the_top_until_it_is_mended(tab: Tab, blog: Blog):
    alarm = tab.page.locator("[role=alert]")
    (blog.root / "ogp.toml").write_text("templat = 1\n")
    tab.until(alarm.is_visible)
    assert alarm.inner_text() == blog.ogp("build").err.removeprefix("error: ").strip()
    assert tab.titles() == ["海の話", "森の話", "庭の話"]
    (blog.root / "ogp.toml").write_text('template = "mesh"\n')
    tab.until(lambda: not alarm.is_visible())


def test_a_look_is_tried_on_all_cards_and_stays_in_the_address(tab: Tab):
    tab.until(lambda: len(tab.pictures()) == 3)
    before = set(tab.pictures())
    tab.page.get_by_label("テンプレート").select_option("bigtype")
    tab.until(lambda: len(set(tab.pictures()) - before) == 3)
    tab.page.get_by_label("サイズ").select_option("square")
    tab.until(lambda: tab.page.evaluate("document.querySelector('.item img').naturalHeight") == 1200)
    tab.page.reload()
    tab.until(lambda: tab.page.get_by_label("テンプレート").input_value() == "bigtype")
    assert tab.page.url.endswith("?template=bigtype&size=square")


def test_thousands_of_posts_are_put_on_the_page_as_one_scrolls(tab: Tab, blog: Blog):
    for number in range(200):
        blog.post(f"2025-01-01-{number:03}", f"title: 第{number}回")
    tab.until(lambda: "203" in tab.page.get_by_role("button", name="すべて").inner_text())
    assert tab.page.locator(".item").count() == 60
    assert len(tab.pictures()) < 60  # only what is near is rendered
    for _ in range(4):
        tab.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        tab.page.wait_for_timeout(200)
    tab.until(lambda: tab.page.locator(".item").count() == 203)


def test_a_title_cannot_run(tab: Tab, blog: Blog):
    title = "</script><script>window.ran=1</script><img src=x onerror=window.ran=1>"
    blog.post("2026-01-09-p", f"title: '{title}'\ncategory: '<b onclick=window.ran=1>'")
    tab.until(lambda: title in tab.titles())
    tab.page.locator(".card").first.click()
    tab.until(lambda: tab.page.locator("dialog li").count() > 0)
    assert tab.page.locator("dialog h2").inner_text() == title
    tab.page.goto(tab.page.url.partition("#")[0] + "#<img src=x onerror=window.ran=1>")
    tab.page.wait_for_timeout(500)
    assert tab.page.evaluate("typeof window.ran") == "undefined"
    assert tab.page.locator("script").count() == 1
    assert tab.complaints == []
