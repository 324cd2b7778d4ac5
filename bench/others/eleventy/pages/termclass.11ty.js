import { page, plot } from "../../marks.js";

export const data = {
  pagination: { data: "collections.made_termclasses", size: 1, alias: "one" },
  permalink: ({ one }) => `${one.url}index.html`,
};
export const render = ({ one }) => page({ title: `${one.name} 本学期用时`, type: "termclass", main: plot(one) });
