// Social cards for Eleventy: one call of `ogp render` after each build, cards straight into the output.
// Layouts get `ogpImage`, the card's path; pages with `ogp: false` have none.
import { spawn } from "node:child_process";
import { once } from "node:events";

const TEXTS = ["category", "author", "lang", "description", "emoji", "template", "palette", "size"];

export default function ogp(config, { command = "ogp", folder = "assets/ogp", site = "", timeZone = "UTC", strict = !!process.env.CI } = {}) {
  let rows = [];

  // The same name that the card will have, known before it is made.
  const output = (url) => `${folder}/${url.replace(/^\/|\/$|\.html$/g, "") || "index"}.png`.replace(/[\s:?#%*<>|"\\]+/g, "-");

  config.addGlobalData("eleventyComputed.ogpImage", () => (data) =>
    data.ogp === false || !data.title || !data.page?.url ? undefined : encodeURI(`/${output(data.page.url)}`));

  // Eleventy keeps moments, in UTC; the day of one depends on where the site is at home.
  const day = new Intl.DateTimeFormat("sv-SE", { timeZone });

  // Eleventy's own data: what it says of titles, dates and drafts is what the cards say.
  config.addCollection("ogpCards", (api) => {
    rows = api.getAll().filter((item) => item.url && item.data.title && item.data.ogp !== false && item.outputPath?.endsWith(".html"));
    return rows;
  });

  config.on("eleventy.after", async ({ directories, dir }) => {
    const manifest = rows.map(({ data, page, url, inputPath }) => JSON.stringify({
      ...Object.fromEntries(TEXTS.filter((key) => typeof data[key] === "string").map((key) => [key, data[key]])),
      id: inputPath, output: output(url), title: String(data.title), site,
      date: data.date ? day.format(page.date) : "",
    })).join("\n");
    const out = directories?.output ?? dir.output;
    const child = spawn(command, ["render", "-", "-o", out, "-C", "."], { stdio: ["pipe", "pipe", "inherit"] });
    child.stdin.on("error", () => {}).end(manifest);
    child.stdout.resume();
    const [code] = await once(child, "close").catch((error) => [error.message]);
    if (code !== 0 && strict) throw new Error(`ogp: cards could not be made (${code})`);
    if (code !== 0) console.warn(`[ogp] cards could not be made (${code}); is it installed? pip install ogp-cards`);
  });
}
