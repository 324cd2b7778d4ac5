import { page, ledger } from "../../marks.js";

export const data = {
  pagination: { data: "collections.made_terms", size: 1, alias: "one" },
  permalink: ({ one }) => `${one.url}index.html`,
};
export const render = ({ one }) => page({ title: one.id, type: "term", main: ledger(one) });
