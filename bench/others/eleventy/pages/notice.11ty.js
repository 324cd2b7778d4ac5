import { page, sheet } from "../../marks.js";

export const data = {
  pagination: { data: "collections.made_classes", size: 1, alias: "one" },
  permalink: ({ one }) => `${one.url}notice.html`,
};
export const render = ({ one }) => page({
  title: `${one.name} ${one.week.title}单`, type: "notice", back: one.parent, main: sheet(one),
});
