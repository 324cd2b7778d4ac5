// The same board for Eleventy: entries are Markdown files that make no page of their own; the pages are paginated
// over collections and written by JavaScript templates, the quickest kind that it has. What several pages show
// is put together once.
import { board } from "./marks.js";

export default function (config) {
  config.addPassthroughCopy({ assets: "assets" });
  config.setUseGitIgnore(false);
  let made = null;
  const once = (api) => (made ??= board(api.getFilteredByTag("entry"), api.getFilteredByTag("week")));
  config.on("eleventy.before", () => { made = null; });
  for (const name of ["classes", "grades", "weeks", "terms", "termgrades", "termclasses", "newest"]) {
    config.addCollection(`made_${name}`, (api) => once(api)[name]);
  }
  return { dir: { input: "content", output: "site" }, markdownTemplateEngine: false };
}
