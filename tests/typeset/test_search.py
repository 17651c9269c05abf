"""The fit: the reviewed titles, sizes, cutting, and proof by exhaustion that the search finds the cheapest."""

from __future__ import annotations

from itertools import combinations
from math import inf, log
from pathlib import Path

import pytest
from stub import StubMeasure, fit, shown

from ogp.typeset.line_search import RAGGED, WIDOW, WIDOW_CHARS, WIDOW_FRACTION
from ogp.typeset.penalties import breaks
from ogp.typeset.penalty_scale import PROTECTED
from ogp.typeset.size_search import LINE, SIZE, SIZE_SQUARED, Fit, search, size_choices
from ogp.typeset.style import SizeRange

CASES = Path(__file__).with_name("cases")


def rows(name: str) -> list[tuple[str, ...]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("# ")]


@pytest.mark.parametrize(("width", "text", "expected"), rows("titles.tsv"))
def test_titles(width: str, text: str, expected: str):
    assert shown(text, fit(text, float(width))) == expected


@pytest.mark.parametrize(("lang", "width", "text", "expected"), rows("languages.tsv"))
def test_other_languages(lang: str, width: str, text: str, expected: str):
    assert shown(text, fit(text, float(width), lang=lang)) == expected


def card(text: str, **box: object) -> Fit:
    """A title on a 1200 px card."""
    return fit(text, 10.56, **({"height": 340, "sizes": SizeRange(92, 52), "leading": 1.35, "max_lines": 4} | box))


SEED = "GPT-4o超え？オープンソースLLMの進化とその実力とは"


@pytest.mark.parametrize("box", [{"sizes": (84,), "height": 330, "leading": 1.3}, {"height": 330, "leading": 1.3}, {}])
def test_the_seed(box: dict[str, object]):
    fitted = card(SEED, **box)
    assert shown(SEED, fitted) == "GPT-4o超え？ / オープンソースLLMの / 進化とその実力とは"
    assert fitted.size >= 80


def test_one_small_line_loses_to_two_large_ones():
    text = "量子コンピューターについて調べてみた"
    fitted = card(text)
    assert shown(text, fitted) == "量子コンピューターについて / 調べてみた"
    assert fitted.size >= 76


def test_short_titles_are_set_as_large_as_can_be():
    for text in ("猫", "タグ", "はじめに", "Hello"):
        assert card(text).size == 92
        assert len(card(text).lines) == 1


def test_balance_never_beats_a_phrase():
    text = "全文検索エンジンを作る"
    assert shown(text, fit(text, 9)) == "全文検索エンジンを / 作る" or "エン / ジン" not in shown(text, fit(text, 9))


def test_a_forced_break_is_kept_though_all_fits_on_a_line():
    text = "前編\n後編と付録"
    fitted = fit(text, 30)
    assert [text[a:b] for a, b in fitted.lines] == ["前編", "後編と付録"]


def test_more_forced_breaks_than_lines():
    text = "一\n二\n三\n四\n五"
    fitted = card(text)
    assert fitted.truncated
    assert [text[a:b] for a, b in fitted.lines] == ["一", "二", "三", "四"]


def test_a_site_phrase_is_kept():
    text = "静かな夜の図書館だより"
    assert shown(text, fit(text, 7)) == "静かな夜の / 図書館だより"
    assert shown(text, fit(text, 7, nobreak=("夜の図書館",))) == "静かな / 夜の図書館 / だより"


LONG = "生成AIを社内に導入した100社の調査からわかった、"
LONG += "成功する会社と失敗する会社の決定的な違いと、その先にある静かな組織の作り方を考える、"
LONG += "もうすこしだけ長い長い話の続き"


def test_too_long_is_cut_at_a_word():
    fitted = card(LONG)
    assert fitted.truncated
    assert fitted.size == 52
    start, end = fitted.lines[-1]
    assert LONG[end - 1] not in "、をはがにのとで「（"
    assert (StubMeasure(LONG).advance(start, end) + 1) * fitted.size <= 1056
    kept = StubMeasure(LONG).advance(0, end)
    assert kept > 4 * 1056 / 52 * 0.85, "no more is cut than must be"


def test_the_comma_before_an_ellipsis_goes():
    text = "あいうえお、かきくけこ"
    fitted = fit(text, 7, max_lines=1)
    assert shown(text, fitted) == "あいうえお…"


def test_a_long_word_breaks_at_its_punctuation_and_then_anywhere():
    url = "https://example.com/articles/2026/02/hello-world"
    lines = shown(url, fit(url, 12)).split(" / ")
    assert len(lines) > 1
    assert all(line[-1] in "/-.:" for line in lines[:-1])
    letters = "a" * 300
    assert "".join(shown(letters, fit(letters, 12, max_lines=99)).split(" / ")) == letters


def test_what_kinsoku_would_never_break_is_cut_between_clusters():
    text = "「" * 30
    fitted = fit(text, 10, max_lines=99)
    assert "".join(text[a:b] for a, b in fitted.lines) == text
    assert all(b - a <= 10 for a, b in fitted.lines)


@pytest.mark.parametrize(
    "text", ["「" * 200, "」" * 200, "。" * 200, "a\u00a0" * 100, "ア" * 1000, "漢" * 1000, "a" * 1000]
)
def test_whatever_does_not_fit_is_cut_somewhere(text: str):
    fitted = card(text)
    assert fitted.truncated
    assert len(fitted.lines) == 4
    assert fitted.lines[0][1] > 8


def test_a_box_narrower_than_a_character_holds_nothing():
    assert fit("あいう", 0.5).lines == ()


def test_a_range_has_steps_and_both_of_its_ends():
    assert size_choices(SizeRange(60, 52)) == (60, 58, 56, 54, 52)
    assert size_choices(SizeRange(59, 52)) == (59, 57, 55, 53, 52)
    assert size_choices(SizeRange(84, 84)) == (84,)
    with pytest.raises(ValueError, match="empty"):
        SizeRange(52, 60)


def test_sizes_in_a_list_are_the_only_ones_however_many_they_are():
    assert size_choices((84,)) == (84,)
    assert size_choices((52, 92)) == (92, 52)
    assert size_choices([72, 92, 52, 72]) == (92, 72, 52)
    assert card(LONG, sizes=(92, 40)).size == 40


def exhaustive(text: str, width: float, sizes: tuple[float, ...], max_lines: int) -> float:
    """The least cost by trying everything."""
    candidates = [b for b in breaks(text) if b.penalty < PROTECTED]
    measure, best = StubMeasure(text), inf
    for count in range(1, max_lines + 1):
        for chosen in combinations(candidates, count - 1):
            starts = [0, *(b.offset for b in chosen)]
            ends = [*(b.end for b in chosen), len(text)]
            widths = [measure.advance(s, e) for s, e in zip(starts, ends, strict=True)]
            mean = measure.advance(0, len(text)) / count
            cost = sum(b.penalty for b in chosen) + RAGGED / count * sum((w / mean - 1) ** 2 for w in widths)
            if count > 1 and (len(text) - starts[-1] <= WIDOW_CHARS or widths[-1] < WIDOW_FRACTION * mean):
                cost += WIDOW
            for size in sizes:
                if max(widths) * size <= width:
                    shrunk = log(sizes[0] / size)
                    best = min(best, cost + SIZE * shrunk + SIZE_SQUARED * shrunk**2 + LINE * (count - 1))
    return best


@pytest.mark.parametrize(
    "text",
    [
        SEED,
        "量子コンピューターについて調べてみた",
        "設計は誰のもの？現場で考えた話",
        "Node.js と Deno の違い",
        "自然言語処理研究の最前線",
    ],
)
@pytest.mark.parametrize("width", [500, 800, 1056])
def test_the_search_finds_the_cheapest(text: str, width: float):
    sizes = (92.0, 84.0, 76.0, 68.0, 60.0, 52.0)
    options = {"height": 1e9, "leading": 1.3, "max_lines": 4}
    fitted = search(text, breaks(text), StubMeasure(text), width=width, sizes=sizes, **options)  # type: ignore[arg-type]
    assert fitted.cost == pytest.approx(exhaustive(text, width, sizes, 4))
