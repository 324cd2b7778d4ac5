import { page, sheet } from "../../marks.js";

export const data = {
  pagination: { data: "collections.made_weeks", size: 1, alias: "one" },
  permalink: ({ one }) => `${one.url}notice.html`,
};
export const render = ({ one }) => page({
  title: one.title, type: "notices", main: one.grades.flatMap((own) => own.classes.map(sheet)).join("\n"),
});
