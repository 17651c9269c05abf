"""Record how wide Chromium sets each title of chromium_titles.txt: the reference of test_shape_chromium.py.

    python tests/typeset/record_chromium.py [/usr/bin/chromium]

Writes chromium_widths.json: for each title px at 100 px an em with ``palt`` and kerning, with and without
``text-autospace``, and the height of the same as a column (``vpal``). Run it when a bundled face or the titles change.
"""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
FONTS = HERE.parents[1] / "fonts"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--virtual-time-budget=10000",
    "--dump-dom",
)


PAGE = """<!doctype html><html lang=ja><meta charset=utf-8><style>
@font-face {{ font-family: f; src: url({font}); }}
span {{ font: 100px f; white-space: pre; font-kerning: normal; text-rendering: geometricPrecision;
        text-spacing-trim: space-all; display: inline-block; }}
.h {{ font-feature-settings: "palt"; text-autospace: no-autospace; }}
.a {{ font-feature-settings: "palt"; text-autospace: normal; }}
.v {{ font-feature-settings: "vpal", "vkrn"; text-autospace: no-autospace; writing-mode: vertical-rl; }}
</style><body>{spans}<script>
document.fonts.load("100px f", "あ").then(() => document.fonts.ready).then(() => {{
  const sizes = [...document.querySelectorAll("span")].map(s => {{
    const r = s.getBoundingClientRect(); return s.className == "v" ? r.height : r.width; }});
  document.body.innerHTML = "<pre>" + JSON.stringify(sizes) + "</pre>"; }});
</script>"""


def main() -> None:
    chromium = sys.argv[1] if len(sys.argv) > 1 else "/usr/bin/chromium"
    titles = (HERE / "chromium_titles.txt").read_text("utf-8").splitlines()
    version = subprocess.run([chromium, "--version"], check=True, capture_output=True, text=True).stdout.split()[1]
    sizes = measure(chromium, FONTS / "NotoSansJP-Bold.ttf", titles)
    rows = {
        title: dict(zip(("palt", "autospace", "column"), sizes[at * 3 :], strict=False))
        for at, title in enumerate(titles)
    }
    text = json.dumps({"chromium": version, "face": "NotoSansJP-Bold", "titles": rows}, ensure_ascii=False, indent=1)
    (HERE / "chromium_widths.json").write_text(text + "\n", encoding="utf-8")


def measure(chromium: str, font: Path, titles: list[str]) -> list[float]:
    """Three sizes a title, px."""
    spans = "".join(f"<p><span class={c}>{html.escape(title)}</span></p>" for title in titles for c in "hav")
    with tempfile.TemporaryDirectory() as scratch:
        page = Path(scratch, "page.html")
        page.write_text(PAGE.format(font=font.as_uri(), spans=spans), encoding="utf-8")
        command = [
            chromium,
            *FLAGS,
            "--allow-file-access-from-files",
            f"--user-data-dir={scratch}/profile",
            page.as_uri(),
        ]
        dom = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout
    found = re.search(r"<pre>(\[.*?\])</pre>", dom)
    if not found:
        sys.exit("Chromium did not measure: " + dom[:500])
    return json.loads(found[1])


if __name__ == "__main__":
    main()
