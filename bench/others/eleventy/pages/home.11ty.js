import { chooser, page, weekMain } from "../../marks.js";

export const data = { permalink: "index.html" };
export const render = ({ collections }) => {
  const week = collections.made_weeks.at(-1);
  return page({ title: week.title, type: "home", main: `${chooser(week)}\n${weekMain(week)}` });
};
