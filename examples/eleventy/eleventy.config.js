import ogp from "./ogp.js";

export default function (config) {
  config.addPlugin(ogp, { site: "庭の図書室" });
  config.addGlobalData("siteUrl", "https://niwa.example.jp");
  config.addGlobalData("layout", "page.njk");
}
