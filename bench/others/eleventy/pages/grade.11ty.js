import { page, matrix, gradeDays } from "../../marks.js";

export const data = {
  pagination: { data: "collections.made_grades", size: 1, alias: "one" },
  permalink: ({ one }) => `${one.url}index.html`,
};
export const render = ({ one }) => page({
  title: `${one.name} ${one.week.title}`, type: "grade", line: ` <span>${one.week.span}</span> <span>${one.rule}</span>`,
  main: `<div class="matrices is-single">${matrix(one)}</div>\n<p class="key">表中的数字是当天必做书面作业的分钟数，横条表示用掉了上限的多少；“0”是有作业但不用写，“无”是不留作业，“未交”是还没有收到作业单。</p>\n${gradeDays(one)}`,
});
