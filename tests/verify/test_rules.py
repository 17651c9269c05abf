"""One page, and the codes that it gets: a table. Each row tells what is other than in a page without fault."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pictures import write

from ogp.verify import urls
from ogp.verify.check_site import check

if TYPE_CHECKING:
    from pathlib import Path

GOOD = {
    "title": "<title>庭の木を眺める | 庭の図書室</title>",
    "canonical": '<link rel="canonical" href="https://niwa.example.jp/blog/ki.html">',
    "og:url": "https://niwa.example.jp/blog/ki.html",
    "og:type": "article",
    "og:title": "庭の木を眺める",
    "og:image": "https://niwa.example.jp/blog/card.png",
    "og:image:alt": "庭の木を眺める — 庭の図書室",
    "twitter:card": "summary_large_image",
}
AT = "https://niwa.example.jp/blog/"

# `name: content` in place of the good tag or beside the good ones, `-name` without it, `<…>` as it stands, with ` ; `
# between them; AT is the site's address | the codes, or nothing.
TABLE = """
                                                        |
og:image: AT/card.jpg                                                            |
og:image: AT/card.webp                                                           |
og:image: AT/photo.gif                                                           |
og:image: AT/card.png?v=3#x                                                      |
og:image: https://NIWA.example.jp:443/blog/card.png                              |
og:image: AT/a/../card.png                                                       |
og:image: AT/wide.png                                                            |
og:image: AT/x.png                                                               |

-og:image                                                                        | E_OG_IMAGE
og:image:                                                                        | E_OG_IMAGE
-og:image ; -og:type                                                             | E_OG_IMAGE
-og:image ; -og:type ; -og:title                                                 |
-og:image ; og:type: website                                                     |
og:image: ; og:type: website                                                     | E_OG_IMAGE
-og:image ; <meta name="og:image" content="AT/card.png">                         |
-og:image ; <meta property="og:image:url" content="AT/card.png">                 |
-og:image ; <meta property="OG:Image" content=" AT/card.png ">                   |
-og:image ; <meta property=og:image content=AT/card.png>                         |
-og:image ; <!-- <meta property="og:image" content="AT/card.png"> -->            | E_OG_IMAGE
-og:image ; twitter:image: AT/card.png                                           | E_OG_IMAGE

<meta property="og:image" content="AT/photo.jpg">                                | W_OG_TWICE
<meta property="og:image" content="AT/card.png">                                 |
<meta property="og:image" content="AT/photo.jpg"><meta property="og:image:width" content="9"> | W_OG_TWICE

og:image: /blog/card.png                                                         | E_OG_ADDRESS
og:image: card.png                                                               | E_OG_ADDRESS
og:image: //niwa.example.jp/blog/card.png                                        | E_OG_ADDRESS
og:image: data:image/png;base64,AAAA                                             | E_OG_ADDRESS
og:image: https:///blog/card.png                                                 | E_OG_ADDRESS
og:image: https://[niwa/card.png                                                 | E_OG_ADDRESS
og:image: ftp://niwa.example.jp/blog/card.png                                    | E_OG_ADDRESS
og:image: https://niwa.example.jp/card.png                                       | E_OG_ADDRESS
og:image: http://localhost:4000/blog/card.png                                    | E_OG_ADDRESS
og:image: http://127.0.0.1/blog/card.png                                         | E_OG_ADDRESS
og:image: http://niwa.example.jp/blog/card.png                                   | W_OG_HTTP
og:image: AT/名前%201.png                                                          | W_OG_ENCODING
og:image: AT/名前 1.png                                                            | W_OG_ENCODING
og:image: AT/%E5%90%8D%E5%89%8D%201.png                                          |

og:image: https://cdn.example.com/x.png                                          |
og:image: http://cdn.example.com/x y.png                                         | W_OG_ENCODING W_OG_HTTP
og:image: https://niwa.example.jp/other/x.png                                    |

og:image: AT/none.png                                                            | E_CARD_MISSING
og:image: AT/blog/card.png                                                       | E_CARD_MISSING
og:image: AT/Card.png                                                            | E_CARD_MISSING
og:image: AT/                                                                    | E_CARD_MISSING
og:image: AT/card.png/                                                           | E_CARD_MISSING
og:image: AT/card.png/x.png                                                      | E_CARD_MISSING
og:image: AT/%00.png                                                             | E_CARD_MISSING
og:image: AT/..%2f..%2f..%2fetc/passwd                                           |

og:image: AT/empty.png                                                           | E_CARD_BROKEN
og:image: AT/noise.png                                                           | E_CARD_BROKEN
og:image: AT/torn.png                                                            | E_CARD_BROKEN
og:image: AT/cut.png                                                             | E_CARD_BROKEN
og:image: AT/cut.jpg                                                             | E_CARD_BROKEN
og:image: AT/cut.webp                                                            | E_CARD_BROKEN
og:image: AT/svg.svg                                                             | E_CARD_BROKEN
og:image: AT/html.png                                                            | E_CARD_BROKEN
og:image: AT/lfs.png                                                             | E_CARD_BROKEN
og:image: AT/bomb.png                                                            | E_CARD_BROKEN
og:image: AT/large.png                                                           | E_CARD_LARGE W_CARD_ASPECT
og:image: AT/poster.png                                                          | E_CARD_LARGE
og:image: AT/heavy.png                                                           | E_CARD_LARGE
og:image: AT/jpeg.png                                                            | W_CARD_TYPE
og:image: AT/noname                                                              | W_CARD_TYPE
og:image: AT/card.avif                                                           | W_CARD_TYPE
og:image: AT/edited.png                                                          | W_CARD_CHANGED
og:image: AT/edited.jpg                                                          | W_CARD_CHANGED

og:image:width: 1200 ; og:image:height: 630                                      |
og:image:width: 1200 ; og:image:height: 627                                      | E_OG_SIZE
og:image:width: 600 ; og:image:height: 315                                       | E_OG_SIZE E_OG_SIZE
og:image:width: 1200px                                                           |
og:image:width: wide                                                             | E_OG_SIZE
og:image:width:                                                                  |

og:image: AT/icon.png                                                            | W_CARD_SMALL
og:image: AT/icon.png ; twitter:card: summary                                    | W_CARD_SMALL
og:image: AT/square.png                                                          | W_CARD_SMALL
og:image: AT/square.png ; twitter:card: summary                                  |
og:image: AT/3by2.jpg                                                            | W_CARD_ASPECT
og:image: AT/tall.png                                                            | W_CARD_ASPECT

-twitter:card                                                                    | W_TWITTER_CARD
twitter:card: summary                                                            | W_TWITTER_CARD
twitter:card: player                                                             |
twitter:image: AT/card.png                                                       |
twitter:image: AT/x.png                                                          |
twitter:image: AT/none.png                                                       | E_CARD_MISSING
twitter:image: /blog/card.png                                                    | E_OG_ADDRESS
-og:title                                                                        | W_OG_TAGS
-og:url                                                                          | W_OG_TAGS
-og:type                                                                         | W_OG_TAGS
og:url: https://niwa.example.jp/blog/                                            | W_OG_URL
og:url: https://NIWA.example.jp/blog/ki.html#top                                 |

-og:image:alt                                                                    | W_OG_ALT
-og:image:alt ; twitter:image:alt: 庭の木を眺める                                       |
og:image:alt: 庭の石を眺める — 庭の図書室                                                    | W_ALT_STALE
og:image: AT/photo.jpg ; og:image:alt: 庭の石の写真                                    |
og:title: 庭の木を眺める - 庭の図書室                                                        |
og:title: 「庭の木」を、眺める!                                                            |
og:title: “庭の木”を眺める…                                                             |
og:title: 庭の木を眺める &amp; 待つ ; og:image:alt: 庭の木を眺める & 待つ — 庭の図書室                  |
og:title: 庭の石を眺める ; <title>庭の石を眺める</title>                                       | W_ALT_STALE
og:title: 庭の石を眺める                                                         | W_ALT_STALE
-og:title ; <title>庭の石を眺める</title>                                        | W_ALT_STALE W_OG_TAGS
og:site_name: 庭の図書室 ; og:title: 庭の図書室 – 庭の木を眺める                                  |
og:title: 🌳 ; og:image:alt: なにか ; <title>🌳</title>                               |
og:title: ギガ ; og:image:alt: ギガ                                                  |

<meta name="robots" content="noindex, nofollow"> ; -og:image                     |
<meta name="robots" content="NONE"> ; -og:image                                  |
<meta name="robots" content="index"> ; -og:image                                 | E_OG_IMAGE
<meta http-equiv="Refresh" content="0; url=/"> ; -og:image                       |
<noscript><meta http-equiv="refresh" content="0"></noscript> ; -og:image         | E_OG_IMAGE
"""


def rows() -> list[tuple[str, str]]:
    lines = [line.rpartition("|") for line in TABLE.splitlines() if line.strip()]
    return [(said.strip(), codes.strip()) for said, _, codes in lines]


def page(said: str) -> str:
    """The page of a row."""
    tags, more = dict(GOOD), ""
    for change in said.replace("AT/", AT).split(" ; "):
        if change.startswith("<"):
            more += change
            tags.pop("title") if change.startswith("<title>") else None
        elif change.startswith("-"):
            tags.pop(change[1:])
        elif change:
            name, content = re.fullmatch(r"((?:\w+:)*\w+): ?(.*)", change).groups()
            tags[name] = content
    lines = [
        text if text.startswith("<") else f'<meta property="{name}" content="{text}">' for name, text in tags.items()
    ]
    return "<!doctype html>\n<html lang=ja>\n<head>\n<meta charset=utf-8>\n" + "\n".join(lines) + more + "\n</head>"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "_site"
    write(folder)
    return folder


@pytest.mark.parametrize(("said", "codes"), rows())
def test_a_page_and_its_codes(site: Path, said: str, codes: str):
    if "Card.png" in said and (site / "Card.png").exists():
        pytest.skip("this file system does not tell upper from lower case")
    (site / "ki.html").write_text(page(said), "utf-8")
    base = urls.from_option("https://niwa.example.jp/blog")
    outcome = check(site, base, require_card=False, ignored=frozenset())
    found = [finding for page in outcome.pages for finding in page.findings]
    assert sorted(finding.code for finding in found) == codes.split(), found
