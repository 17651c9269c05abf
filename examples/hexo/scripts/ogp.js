"use strict";
// Social cards for Hexo: one call of `ogp render` before each generation. Cards are kept in .ogp/cards and served from
// there; pages get `photos`, which Hexo's open_graph helper reads. A post with pictures of its own keeps them.
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const FOLDER = "ogp";
const TEXTS = ["category", "author", "lang", "description", "emoji", "template", "palette", "size"];
const cache = path.join(hexo.base_dir, ".ogp", "cards");
const options = Object.assign({ command: "ogp", strict: !!process.env.CI }, hexo.config.ogp);
let made = new Map(); // the report's rows by the posts' sources

const output = (post) => `${FOLDER}/${post.path.replace(/(index)?\.html$/, "").replace(/\/$/, "")}.png`;

// Hexo keeps moments; the day of one depends on where the site is at home.
const day = new Intl.DateTimeFormat("sv-SE", { timeZone: hexo.config.timezone || undefined });

// Hexo files what has no category under a default one, which is not worth saying.
const category = (post) => {
  const first = post.categories.first();
  return first && first.name !== hexo.config.default_category ? first.name : "";
};

hexo.extend.filter.register("before_generate", () => {
  const posts = hexo.locals.get("posts").filter((post) => post.published && post.title && !(post.photos || []).length);
  const rows = posts.map((post) => ({
    ...Object.fromEntries(TEXTS.filter((key) => typeof post[key] === "string").map((key) => [key, post[key]])),
    id: post.source,
    output: output(post),
    title: post.title,
    category: category(post),
    date: day.format(post.date.toDate()),
    site: hexo.config.title,
    author: post.author || hexo.config.author || "",
    lang: post.lang || [].concat(hexo.config.language)[0] || "",
  }));
  const input = rows.map((row) => JSON.stringify(row)).join("\n");
  const ran = spawnSync(options.command, ["render", "-", "-C", hexo.base_dir, "-o", cache], {
    input, stdio: ["pipe", "pipe", "inherit"], maxBuffer: 1 << 30,
  });
  if (ran.status !== 0) {
    const message = `ogp: cards could not be made (${ran.error ? ran.error.message : `exit code ${ran.status}`})`;
    if (options.strict) throw new Error(message);
    hexo.log.warn(message);
  }
  const report = ran.stdout && ran.stdout.length ? JSON.parse(ran.stdout) : { posts: [] };
  made = new Map(report.posts.filter((row) => row.output).map((row) => [row.id, row]));
});

hexo.extend.filter.register("template_locals", (locals) => {
  const row = made.get(locals.page.source);
  if (row) locals.page.photos = [encodeURI(hexo.config.root + row.output)];
  return locals;
});

hexo.extend.generator.register("ogp", () =>
  [...made.values()].map((row) => ({ path: row.output, data: () => fs.createReadStream(path.join(cache, row.output)) })));
