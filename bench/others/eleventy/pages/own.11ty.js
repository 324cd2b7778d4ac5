import { page, classMain } from "../../marks.js";

export const data = {
  pagination: { data: "collections.made_newest", size: 1, alias: "one" },
  permalink: ({ one }) => `classes/g${one.grade}c${one.number}/index.html`,
};
export const render = ({ one }) => page({
  title: `${one.name} 作业公示`, type: "newest", back: one.parent, main: classMain(one),
});
