import { page, classMain } from "../../marks.js";

export const data = {
  pagination: { data: "collections.made_classes", size: 1, alias: "one" },
  permalink: ({ one }) => `${one.url}index.html`,
};
export const render = ({ one }) => page({
  title: `${one.name} ${one.week.title}`, type: "class", back: one.parent, main: classMain(one),
  line: ` <span>${one.week.span}</span> <span>${one.parent.rule}</span>`,
});
