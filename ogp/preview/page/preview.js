// The page of `ogp preview`. All that comes from posts is put in as text, never as HTML.

const JA = navigator.language.toLowerCase().startsWith("ja");
const WORDS = {
  template: ["Template", "テンプレート"], palette: ["Palette", "配色"], size: ["Size", "サイズ"],
  configured: ["as configured", "設定どおり"],
  find: ["Filter by title, file or category", "題名・ファイル・カテゴリで絞り込む"],
  all: ["All", "すべて"], fresh: ["fresh", "最新"], stale: ["stale", "古い"], missing: ["missing", "未作成"],
  failed: ["failed", "エラー"], foreign: ["not ours", "他の画像"], skipped: ["skipped", "対象外"],
  warned: ["warnings", "警告"], statuses: ["Filter by status", "状態で絞り込む"],
  live: ["live", "自動更新中"], off: ["ogp preview has stopped", "ogp preview は止まっています"],
  none: ["No post matches.", "あてはまる記事はありません。"], empty: ["No posts found.", "記事が見つかりません。"],
  before: ["Previous post", "前の記事"], after: ["Next post", "次の記事"], close: ["Close", "閉じる"],
  lines: ["line", "行"], look: ["Look", "見た目"], image: ["Image", "画像"], alt: ["Alt text", "代替テキスト"],
  post: ["Post", "記事"], status: ["Status", "状態"], warnings: ["Warnings", "警告"],
};
const t = (key) => WORDS[key][JA ? 1 : 0];
const KINDS = ["fresh", "stale", "missing", "failed", "foreign", "skipped"];
const LOOKS = ["template", "palette", "size"];
const $ = (id) => document.getElementById(id);
const grid = $("grid"), detail = $("detail"), find = $("find");

const STEP = 60; // so many posts more are put on the grid when its end comes near: thousands would take seconds
const items = new Map(); // every post by its file: its row, what rendering told, its node once it was on the grid
const asked = new Map(); // what the server told of a picture, by its id
let page = { posts: [], choices: {}, site: {} };
let chosen = ""; // the kind that the chips filter by
let opened = null; // the file of the post in the dialog
let found = []; // the posts that the filters let through, in order
let limit = STEP;
let heard = ""; // the last change that the stream told of
const look = Object.fromEntries(LOOKS.map((key) => [key, new URLSearchParams(location.search).get(key) ?? ""]));

function make(tag, text = "", name = "") {
  const node = document.createElement(tag);
  node.textContent = text;
  if (name) node.className = name;
  return node;
}

// -- asking the server

let busy = false, again = false;

async function refresh() {
  again = true;
  if (busy) return;
  busy = true;
  try {
    while (again) {
      again = false;
      const answer = await fetch(`/list?${new URLSearchParams(look)}`);
      if (answer.ok) show(await answer.json());
      else setTimeout(refresh, 1000);
      if (answer.ok && heard && heard !== String(page.change)) again = true;
    }
  } catch { /* the stream says that the server is gone, and tells when it is back */ }
  busy = false;
}

/** What rendering a picture told: how it was set, warnings, an error. Null where the picture is outdated. */
function ask(picture) {
  if (!asked.has(picture)) {
    const told = fetch(`/cards/${picture}/row`).then(async (answer) => {
      if (answer.ok) return answer.json();
      asked.delete(picture);
      if (answer.status !== 503) return null;
      await new Promise((done) => setTimeout(done, 1000)); // busy
      return ask(picture);
    }, () => (asked.delete(picture), null));
    asked.set(picture, told);
  }
  return asked.get(picture);
}

function listen() {
  const stream = new EventSource("/events");
  const live = (on) => {
    $("live").textContent = t(on ? "live" : "off");
    $("live").classList.toggle("off", !on);
  };
  stream.onmessage = (event) => {
    live(true);
    heard = event.data;
    if (!busy && heard !== String(page.change)) refresh();
  };
  stream.onerror = () => live(false);
  // a browser keeps six connections to a server: a tab that nobody sees shall not hold one
  document.addEventListener("visibilitychange", () => { stream.close(); listen(); }, { once: true });
  if (document.hidden) stream.close();
}

// -- the grid

function show(next) {
  page = next;
  const name = page.site.title;
  document.title = `${name} — ogp preview`;
  $("site").textContent = name;
  $("error").textContent = page.error;
  $("error").hidden = !page.error;
  for (const select of $("looks").querySelectorAll("select")) choose(select, page.choices[select.name] ?? []);
  const files = new Set(page.posts.map((row) => row.file));
  for (const file of items.keys()) if (!files.has(file)) items.delete(file);
  for (const row of page.posts) {
    if (!items.has(row.file)) items.set(row.file, { row, told: null, node: null });
    update(items.get(row.file), row);
  }
  filter();
  follow();
}

function choose(select, names) {
  const all = look[select.name] && !names.includes(look[select.name]) ? [...names, look[select.name]] : names;
  select.replaceChildren(new Option(t("configured"), ""), ...all.map((name) => new Option(name, name)));
  select.value = look[select.name];
  select.classList.toggle("set", Boolean(look[select.name]));
}

function update(item, row) {
  const failed = item.told?.kind === "failed"; // whatever was wrong may be mended
  if (failed) asked.delete(item.row.picture);
  if (failed || item.row.picture !== row.picture) item.told = null;
  item.row = row;
  if (item.node) paint(item, failed);
}

const part = (item, name) => item.node.querySelector(`.${name}`);

/** The item's node, made at its first use. */
function node(item) {
  if (!item.node) {
    item.node = $("item").content.firstElementChild.cloneNode(true);
    const image = item.node.querySelector("img");
    for (const event of ["load", "error"]) image.addEventListener(event, () => learn(item, image));
    paint(item, false);
  }
  return item.node;
}

function paint(item, anew) {
  const { row } = item, image = item.node.querySelector("img"), source = `/cards/${row.picture}`;
  part(item, "card").href = `#${encodeURIComponent(row.file)}`;
  if (row.picture) {
    Object.assign(image, { width: row.width, height: row.height, alt: row.alt });
    if (anew || image.getAttribute("src") !== source) image.src = source;
  } else {
    image.removeAttribute("src");
  }
  for (const name of ["title", "date", "category", "file"]) part(item, name).textContent = row[name] ?? "";
  part(item, "title").lang = row.lang ?? "";
  mark(item);
}

/** Take in what rendering told, once the picture is there or has failed. */
async function learn(item, image) {
  const { picture } = item.row;
  const told = picture && await ask(picture);
  if (!told || item.row.picture !== picture) return;
  item.told = told;
  if (!image.naturalWidth && told.kind !== "failed" && item.retried !== picture) {
    item.retried = picture; // the server was busy, or away
    image.src = `/cards/${picture}`;
  }
  mark(item);
  later(filter);
}

const waiting = new Set();

function later(task) {
  if (waiting.has(task)) return;
  waiting.add(task);
  requestAnimationFrame(() => { waiting.delete(task); task(); });
}

/** A changed fingerprint may give the same picture, and a card may fail only when it is drawn. */
function kind({ row, told }) {
  if (told?.kind === "failed") return "failed";
  return row.kind === "stale" && told?.kind === "fresh" ? "fresh" : row.kind;
}

function mark(item) {
  if (!item.node) return;
  const now = kind(item), badge = part(item, "kind");
  badge.textContent = t(now);
  badge.className = `kind ${now}`;
  item.node.classList.toggle("skipped", now === "skipped");
  const warnings = item.told?.warnings ?? [];
  part(item, "warning").textContent = warnings.map((one) => one.code).join(" ");
  part(item, "warning").title = warnings.map((one) => one.message).join("\n");
  const broken = !item.row.picture || now === "failed";
  item.node.querySelector("img").hidden = broken;
  part(item, "panel").hidden = !broken;
  if (broken) complain(part(item, "panel"), item);
}

/** Say what is wrong as `ogp build` does: place, code, message and cure. */
function complain(panel, { row, told }) {
  const wrong = told?.kind === "failed" ? told : row;
  const [code, message, place] = panel.children;
  code.textContent = wrong.code ?? t(row.kind);
  message.textContent = wrong.message ?? "";
  place.textContent = row.file + (wrong.line ? `:${wrong.line}` : "") + (wrong.key ? ` [${wrong.key}]` : "");
}

const folded = (text) => text.normalize("NFKC").toLowerCase();

function filter() {
  const words = folded(find.value).split(/\s+/).filter(Boolean), counts = { all: 0, warned: 0 };
  found = [];
  for (const { file } of page.posts) {
    const item = items.get(file), now = kind(item), { row } = item, warned = Boolean(item.told?.warnings);
    const text = folded(`${row.title ?? ""} ${row.file} ${row.category ?? ""}`);
    counts[now] = (counts[now] ?? 0) + 1;
    counts.all += now !== "skipped";
    counts.warned += warned;
    const fits = chosen === "warned" ? warned : chosen ? now === chosen : now !== "skipped";
    if (fits && words.every((word) => text.includes(word))) found.push(item);
  }
  const chips = ["all", ...KINDS.filter((one) => counts[one] || KINDS.indexOf(one) < 4), ...(counts.warned ? ["warned"] : [])];
  const held = document.activeElement?.dataset?.kind;
  $("kinds").replaceChildren(...chips.map((one) => {
    const button = make("button", t(one));
    button.type = "button";
    button.dataset.kind = one;
    button.ariaPressed = String((chosen || "all") === one);
    button.append(make("b", String(counts[one] ?? 0)));
    return button;
  }));
  if (held) $("kinds").querySelector(`[data-kind="${held}"]`)?.focus();
  $("empty").hidden = found.length > 0;
  $("empty").textContent = t(page.posts.length ? "none" : "empty");
  lay();
}

/** Put the first of what was found on the grid; what is there already is not touched. */
function lay() {
  const nodes = found.slice(0, limit).map(node);
  nodes.forEach((one, place) => {
    if (grid.children[place] !== one) grid.insertBefore(one, grid.children[place] ?? null);
  });
  while (grid.children.length > nodes.length) grid.lastElementChild.remove();
}

const end = new IntersectionObserver(([near]) => {
  if (!near.isIntersecting || limit >= found.length) return;
  limit += STEP;
  lay();
  end.unobserve($("more")); // observed anew, it tells again if the end is still near
  end.observe($("more"));
}, { rootMargin: "2000px" });
end.observe($("more"));

// -- one post

/** Show the post that the address names, as it is now. */
function follow() {
  let file = null;
  try { file = decodeURIComponent(location.hash.slice(1)); } catch { /* no address of ours */ }
  if (!items.has(file)) { if (detail.open) detail.close(); return; }
  const moved = opened !== file;
  opened = file;
  fill(items.get(file));
  if (!detail.open) detail.showModal();
  if (moved) detail.querySelector(".sheet").scrollTop = 0;
}

function go(step) {
  const place = found.findIndex(({ row }) => row.file === opened) + step;
  if (!found[place]) return;
  if (place >= limit) { limit = place + STEP; lay(); }
  history.replaceState(null, "", `#${encodeURIComponent(found[place].row.file)}`);
  follow();
}

async function fill(item) {
  const { row } = item, { title, host } = page.site, source = `/cards/${row.picture}`;
  const told = item.told ?? (row.picture ? await ask(row.picture) : null);
  if (opened !== row.file || item.row !== row) return; // the reader has gone on
  item.told = told;
  mark(item);
  $("detail-title").textContent = row.title || row.file;
  $("count").textContent = found.includes(item) ? `${found.indexOf(item) + 1} / ${found.length}` : "";
  const broken = !row.picture || kind(item) === "failed";
  detail.querySelector(".wild").hidden = broken;
  for (const one of [$("detail-title"), ...detail.querySelectorAll("[data-title]")]) one.lang = row.lang ?? "";
  if (broken) {
    node(item);
    $("full").replaceChildren(part(item, "panel").cloneNode(true));
  } else {
    const image = $("full").querySelector("img") ?? new Image();
    Object.assign(image, { width: row.width, height: row.height, alt: row.alt });
    for (const one of [image, ...detail.querySelectorAll("[data-card]")]) if (one.getAttribute("src") !== source) one.src = source;
    $("full").replaceChildren(image);
    const words = { site: title, handle: `@${host.split(".")[0] || "site"}`, host: host || title, title: row.title };
    for (const [key, text] of Object.entries(words))
      for (const node of detail.querySelectorAll(`[data-${key}]`)) node.textContent = text;
  }
  $("facts").replaceChildren(...facts(item));
}

function* facts({ row, told }) {
  const fact = (name, note, ...nodes) => {
    const part = make("div"), head = make("h3", name);
    if (note) head.append(make("span", note));
    part.append(head, ...nodes);
    return part;
  };
  for (const text of (told?.text ?? []).toSorted((one, other) => other.size - one.size)) {
    const lines = make("ol");
    lines.lang = row.lang;
    lines.append(...text.lines.map((line) => make("li", line)));
    const count = JA ? `${text.lines.length}${t("lines")}` : `${text.lines.length} line${text.lines.length > 1 ? "s" : ""}`;
    yield fact(text.layer, `${text.size} px · ${count}`, lines);
  }
  const warnings = told?.warnings ?? [];
  if (warnings.length) yield fact(t("warnings"), "", ...warnings.map((one) => make("p", `${one.code} ${one.message}`, "warn")));
  if (row.picture) yield fact(t("look"), "", make("p", `${row.template} · ${row.palette} · ${row.size}`));
  if (told?.bytes) yield fact(t("image"), `${row.width} × ${row.height} · ${(told.bytes / 1000).toFixed(1)} kB`, make("code", row.output));
  if (row.alt) yield fact(t("alt"), "", make("p", row.alt));
  const state = make("span", t(kind({ row, told })), `kind ${kind({ row, told })}`);
  yield fact(t("status"), "", state);
  yield fact(t("post"), row.date ?? "", make("code", row.file));
}

// -- hands

detail.addEventListener("close", () => {
  history.replaceState(null, "", location.pathname + location.search);
  items.get(opened)?.node?.querySelector(".card").focus();
  opened = null;
});
detail.addEventListener("click", (event) => { if (event.target === detail) detail.close(); });
detail.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step && !event.altKey && !event.metaKey && !event.ctrlKey) { event.preventDefault(); go(step); }
});
for (const [id, act] of [["before", () => go(-1)], ["after", () => go(1)], ["close", () => detail.close()]]) {
  $(id).addEventListener("click", act);
  $(id).ariaLabel = $(id).title = t(id);
}
addEventListener("hashchange", follow);
find.addEventListener("input", () => { limit = STEP; filter(); });
$("kinds").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  chosen = button.dataset.kind === "all" ? "" : button.dataset.kind;
  limit = STEP;
  filter();
});
$("looks").addEventListener("change", (event) => {
  look[event.target.name] = event.target.value;
  if (event.target.name === "template") look.palette = look.size = "";
  const query = new URLSearchParams(Object.entries(look).filter(([, value]) => value)).toString();
  history.replaceState(null, "", location.pathname + (query && `?${query}`) + location.hash);
  refresh();
});

document.documentElement.lang = JA ? "ja" : "en";
for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
find.placeholder = find.ariaLabel = t("find");
$("kinds").ariaLabel = t("statuses");
refresh();
listen();
