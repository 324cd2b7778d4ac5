import { page, weekMain } from "../../marks.js";

export const data = {
  pagination: { data: "collections.made_weeks", size: 1, alias: "one" },
  permalink: ({ one }) => `${one.url}index.html`,
};
export const render = ({ one }) => page({
  title: one.title, type: "week", line: ` <span>${one.span}</span> <span>${one.term}</span>`, main: weekMain(one),
});
