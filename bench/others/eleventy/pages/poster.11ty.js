import { page, gradeDays } from "../../marks.js";

export const data = {
  pagination: { data: "collections.made_grades", size: 1, alias: "one" },
  permalink: ({ one }) => `${one.url}notice.html`,
};
export const render = ({ one }) => page({
  title: `${one.name} ${one.week.title}表`, type: "poster",
  main: `<p class="how-to-print">用 A3 纸横向打印，贴在年级公示栏。</p>\n${gradeDays(one)}`,
});
