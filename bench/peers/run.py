#!/usr/bin/env python3
"""Runs the peers in turn, round by round, and prints a markdown table of medians (the best round in brackets).

Each run is one process that renders every post of the JSON list to PNG files. `whole` is from its start to its exit;
`card` is the median time of one card inside it, the first five left out (it includes writing the file). `x Pillow` is
the median of the per-round ratio of whole-process throughput to pillow_naive's: above 1 is faster than it; `x CPU` is
the same ratio of user + system seconds, which moves less when something else is using the machine.
Only the standard library is used here; each peer's runner needs what setup.sh installs.
"""
import argparse
import json
import os
import pathlib
import shutil
import statistics as st
import struct
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
FONT = HERE / "node_modules/@expo-google-fonts/noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf"
WORK = HERE / "work"
BASE = "pillow_naive"
FC = {"FONTCONFIG_FILE": str(WORK / "fonts.conf")}
# name -> (runner, extra environment, sum memory over child processes too)
PEERS = {
    BASE: ("pillow_naive.py", {}, False),
    "ogp": ("ogp_.py", {}, False),
    "ogp@2": ("ogp_.py", {"PROCS": "2"}, True),
    "ogp_cold@2": ("ogp_.py", {"PROCS": "2", "COLD": "1"}, True),
    "ogcards": ("ogcards_.py", {}, False),
    "mkdocs_material": ("mkdocs_material.py", {}, False),
    "mkdocs_material_nocards": ("mkdocs_material.py", {"NOCARDS": "1"}, False),
    "sphinxext_opengraph": ("sphinxext_opengraph.py", {}, False),
    "sphinxext_opengraph_nocards": ("sphinxext_opengraph.py", {"NOCARDS": "1"}, False),
    "pictex": ("pictex_.py", {}, False),
    "takumi_py": ("takumi_py_.py", {}, False),
    "takumi": ("takumi.mjs", {}, False),
    "takumi_cache64": ("takumi.mjs", {"GLYPH_CACHE_MB": "64"}, False),
    "satori_resvg": ("satori_resvg.mjs", {}, False),
    "satori_sharp": ("satori_sharp.mjs", {}, False),
    "vercel_og": ("vercel_og.mjs", {}, False),
    "canvaskit": ("canvaskit.mjs", {}, False),
    "astro_og_canvas": ("astro_og_canvas.mjs", {}, False),
    "napi_canvas": ("napi_canvas.mjs", {}, False),
    "sharp_pango": ("sharp_pango.mjs", FC, False),
    "sharp_svg": ("sharp_svg.mjs", FC, False),
    "chromium": ("chromium.mjs", {}, True),
}
for n in ("takumi", "takumi_cache64", "satori_resvg", "napi_canvas", "sharp_pango", "sharp_svg", "chromium"):  # two cards in flight
    r, env, tree = PEERS[n]
    PEERS[n + "@2"] = (r, {**env, "CONC": "2"}, tree)


def descendants(pid):
    todo, seen = [pid], []
    while todo:
        p = todo.pop()
        seen.append(p)
        try:
            todo += [int(c) for t in os.listdir(f"/proc/{p}/task") for c in open(f"/proc/{p}/task/{t}/children").read().split()]
        except OSError:
            pass
    return seen


def tree_pss_kb(pid):
    total = 0
    for p in descendants(pid):
        try:
            with open(f"/proc/{p}/smaps_rollup") as f:
                total += next(int(x.split()[1]) for x in f if x.startswith("Pss:"))
        except (OSError, StopIteration):
            pass
    return total


def once(name, posts, bg, font, log):
    runner, env, tree = PEERS[name]
    out = WORK / "out" / name
    shutil.rmtree(out, ignore_errors=True)
    cmd = [sys.executable] if runner.endswith(".py") else [os.environ.get("NODE", "node")]
    cmd += [str(HERE / "runners" / runner), str(posts), str(out), str(font), str(bg)]
    t0 = time.perf_counter()
    p = subprocess.Popen(cmd, stdout=subprocess.PIPE, stderr=log, env={**os.environ, **env}, cwd=WORK)
    peak = [0]
    stop = threading.Event()

    def watch():
        while not stop.wait(0.1):
            peak[0] = max(peak[0], tree_pss_kb(p.pid))

    if tree:
        threading.Thread(target=watch, daemon=True).start()
    text = p.stdout.read().decode()
    _, status, ru = os.wait4(p.pid, 0)
    wall = time.perf_counter() - t0
    p.returncode = os.waitstatus_to_exitcode(status)
    stop.set()
    if p.returncode:
        raise RuntimeError(f"{name}: exit {p.returncode}, see {log.name}")
    res = json.loads(text.strip().splitlines()[-1])
    pngs = sorted(out.glob("[0-9]*.png"))
    if not name.endswith("_nocards") and len(pngs) != res["n"]:
        raise RuntimeError(f"{name}: {len(pngs)} PNGs of {res['n']}")
    size = struct.unpack(">II", pngs[0].read_bytes()[16:24]) if pngs else ()
    conc = int(env.get("CONC", 1))
    return {
        "n": res["n"], "wall": wall, "cpu": ru.ru_utime + ru.ru_stime, "rss_mb": max(ru.ru_maxrss, peak[0]) / 1024,
        "card_ms": st.median(res["card_ms"][5:] or res["card_ms"]) / conc, "first_ms": res["card_ms"][0],
        "start_s": wall - res["loop_ms"] / 1e3, "kb": sum(f.stat().st_size for f in pngs) / max(len(pngs), 1) / 1e3,
        "size": "x".join(map(str, size)),
    }


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--peers", help="comma-separated names (default: all)")
    ap.add_argument("--rounds", type=int, default=5, help="counted rounds, after one warm-up round (default 5)")
    ap.add_argument("--posts", type=pathlib.Path, default=HERE / "posts.json")
    ap.add_argument("--cards", type=int, help="as many cards: the posts, repeated with a number")
    ap.add_argument("--font", type=pathlib.Path, default=FONT)
    ap.add_argument("--bg", type=pathlib.Path, default=WORK / "bg.png")
    ap.add_argument("--json", type=pathlib.Path, help="also write every run here")
    ap.add_argument("--list", action="store_true")
    a = ap.parse_args()
    if a.list:
        return print("\n".join(PEERS))
    WORK.mkdir(exist_ok=True)
    (WORK / "fonts.conf").write_text(
        f'<?xml version="1.0"?><fontconfig><dir>{a.font.resolve().parent}</dir><cachedir>{WORK / "fccache"}</cachedir></fontconfig>')
    if a.cards:
        rows = json.loads(a.posts.read_text(encoding="utf-8"))
        many = [{**rows[n % len(rows)], "title": f"{rows[n % len(rows)]['title']}{n // len(rows) or ''}"} for n in range(a.cards)]
        a.posts = WORK / "many.json"
        a.posts.write_text(json.dumps(many, ensure_ascii=False), encoding="utf-8")
    names = a.peers.split(",") if a.peers else list(PEERS)
    order = [BASE] + [n for n in names if n != BASE]
    runs, failed = {n: [] for n in order}, {}
    with open(WORK / "log.txt", "wb") as log:
        for rnd in range(a.rounds + 1):
            for n in order:
                if n in failed:
                    continue
                try:
                    r = once(n, a.posts.resolve(), a.bg.resolve(), a.font.resolve(), log)
                except (RuntimeError, OSError, ValueError, IndexError) as e:
                    failed[n] = str(e)
                    continue
                if rnd:
                    runs[n].append(r)
            print(f"round {rnd} of {a.rounds} done", file=sys.stderr)
    if a.json:
        a.json.write_text(json.dumps(runs, indent=1))
    print("| peer | x Pillow | x CPU | whole s | cards/s whole | start s | card ms | cards/s steady | CPU s | peak MB | KB/PNG | size |")
    print("|---" * 12 + "|")
    rows = []
    for n in order:
        if not runs[n] or n in failed:
            continue
        m = {k: st.median(r[k] for r in runs[n]) for k in ("n", "wall", "cpu", "rss_mb", "card_ms", "start_s", "kb")}
        x = st.median(b["wall"] / r["wall"] for b, r in zip(runs[BASE], runs[n]))
        xc = st.median(b["cpu"] / r["cpu"] for b, r in zip(runs[BASE], runs[n]))
        rows.append((-x, f"| {n} | {x:.2f} | {xc:.2f} | {m['wall']:.2f} ({min(r['wall'] for r in runs[n]):.2f}) | {m['n'] / m['wall']:.1f} | {m['start_s']:.2f} | {m['card_ms']:.1f} ({min(r['card_ms'] for r in runs[n]):.1f}) | "
                     f"{1e3 / m['card_ms'] if m['card_ms'] else 0:.0f} | {m['cpu']:.2f} | {m['rss_mb']:.0f} | {m['kb']:.0f} | {runs[n][0]['size']} |"))
    print("\n".join(r for _, r in sorted(rows)))
    for n, why in failed.items():
        print(f"\nfailed: {why}")


if __name__ == "__main__":
    main()
