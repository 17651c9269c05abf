"""ogp, as a site's build calls it: a manifest of all cards, one template over the same background, PROCS processes.

The template is the peers' card in ogp's own format. `.ogp/` (the compiled template) lies in work/ogp and is kept from
round to round, as it is in a site, unless COLD=1.
"""

import json
import os
import shutil
import sys
import time

from common import BOX, PAD, bg_file, card, out, posts, report

sys.path.insert(0, os.environ.get("OGP", str(out.parents[4])))
from ogp.project import config
from ogp.building import render_manifest
from ogp.building.build import BuildOptions
from ogp.project.project import Project

site = out.parents[1] / "ogp-site" / bg_file.stem
place = site / "templates" / "bench"
if os.environ.get("COLD"):
    shutil.rmtree(site / ".ogp", ignore_errors=True)
place.mkdir(parents=True, exist_ok=True)
text = ['summary = "the peers\' card"', '[[layers]]\ntype = "picture"\nfile = "bg.png"']
for key in ("category", "title", "date"):
    s = card[key]
    lines = s.get("lines", 1)
    pitch = s.get("lineHeight", s["size"])
    text.append(
        f'[[layers]]\nid = "{key}"\ntype = "text"\ntext = "{{{key}}}"\ncolor = "{s["color"]}"\nweight = 700\n'
        f'size = [{s["size"]}, {s["size"] * 0.7}]\nlines = {lines}\nleading = {pitch / s["size"]}\n'
        f'box = {{ left = {PAD}, width = {BOX}, top = {s["y"]}, height = {pitch * lines} }}'
    )
template = "\n".join(text) + "\n"
if not (place / "bg.png").exists() or (place / "template.toml").read_text(encoding="utf-8") != template:
    (place / "template.toml").write_text(template, encoding="utf-8")
    shutil.copyfile(bg_file, place / "bg.png")
(site / "ogp.toml").write_text('template = "bench"\npalette = "default"\nmax_kb = 5000\n', encoding="utf-8")
rows = [{**post, "id": str(n), "output": f"{n:03d}.png"} for n, post in enumerate(posts)]

ms, last = [], time.perf_counter()
start = last


def progress(row, done, total):
    global last
    assert row["status"] == "written", row
    now = time.perf_counter()
    ms.append((now - last) * 1e3)
    last = now


project = Project.open(config.load(site))
options = BuildOptions(write_back=False, jobs=int(os.environ.get("PROCS", "1")))
render_manifest.render(project, json.dumps(rows).encode(), out, options, progress)
report(time.perf_counter() - start, ms)
