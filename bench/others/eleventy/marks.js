// Models and marks of a board. Knows nothing of Eleventy but its Markdown library.
import fs from "node:fs";
import MarkdownIt from "markdown-it";

const markdown = new MarkdownIt();
const settings = JSON.parse(fs.readFileSync(new URL("./settings.json", import.meta.url), "utf8"));
const sprite = fs.readFileSync(new URL("./sprite.html", import.meta.url), "utf8");
const numerals = "零一二三四五六七八九";
const limitOf = (grade) => (grade < 3 ? 0 : 60);
const ruleOf = (grade) => (grade < 3 ? "不布置书面家庭作业" : `书面作业每天不超过${limitOf(grade)}分钟`);
const icon = (kind) =>
  kind === "书面" ? "i-written" : ["口头", "朗读", "背诵"].includes(kind) ? "i-oral" : "i-practice";
const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");

function model(week, grade, entries) {
  let sum = 0;
  let most = 0;
  const limit = limitOf(grade);
  const days = week.days.map((day) => {
    let written = 0;
    let other = 0;
    let optional = 0;
    const groups = [];
    for (const entry of entries) {
      const items = entry.days?.[day.key];
      if (!items) continue;
      for (const item of items) {
        if (item.optional) optional += item.minutes;
        else if (item.kind === "书面") written += item.minutes;
        else other += item.minutes;
      }
      groups.push({
        id: entry.subject,
        name: entry.name,
        items: items.map((item) => ({ ...item, icon: icon(item.kind), html: markdown.renderInline(item.text) })),
      });
    }
    if (day.key !== "weekend") sum += written;
    most = Math.max(most, written);
    return { day, groups, written, other, optional, limit };
  });
  return { days, mean: Math.floor(sum / 5), most, limit };
}

export function board(entries, weekFiles) {
  const weeks = weekFiles.map((file) => ({ ...file.data.week, grades: [] }));
  weeks.sort((a, b) => (a.days[0].first < b.days[0].first ? -1 : 1));
  const held = new Map();
  for (const { data } of entries) {
    const key = `${data.term} ${data.week} ${data.grade} ${data.class}`;
    if (!held.has(key)) held.set(key, []);
    held.get(key).push(data);
  }
  const classes = [];
  const grades = [];
  for (const week of weeks) {
    for (const { grade, count } of settings.grades) {
      const own = { week, grade, name: `${numerals[grade]}年级`, rule: ruleOf(grade), limit: limitOf(grade), classes: [] };
      for (let number = 1; number <= count; number++) {
        const given = held.get(`${week.term} ${week.number} ${grade} ${number}`) ?? [];
        given.sort((a, b) => a.weight - b.weight);
        const one = { week, grade, number, id: `${grade}-${number}`, parent: own, name: `${own.name}(${number})班` };
        one.model = model(week, grade, given);
        one.url = `${week.key}/g${grade}/c${number}/`;
        own.classes.push(one);
        classes.push(one);
      }
      own.url = `${week.key}/g${grade}/`;
      week.grades.push(own);
      grades.push(own);
    }
    week.url = `${week.key}/`;
  }
  const terms = [...new Set(weeks.map((week) => week.term))].map((id) => ({
    id, weeks: weeks.filter((week) => week.term === id), url: `${id}/`,
  }));
  const termgrades = terms.flatMap((term) => settings.grades.map(({ grade }) => ({
    term, grade, name: `${numerals[grade]}年级`, limit: limitOf(grade), url: `${term.id}/g${grade}/`,
    rows: term.weeks.map((week) => {
      const own = week.grades.find((one) => one.grade === grade);
      const means = own.classes.map((one) => one.model.mean);
      return {
        number: week.number, url: own.url, days: own.classes.at(-1).model.days,
        mean: Math.floor(means.reduce((a, b) => a + b, 0) / means.length),
        most: Math.max(...own.classes.map((one) => one.model.most)),
      };
    }),
  })));
  const last = weeks.at(-1);
  const newest = last.grades.flatMap((own) => own.classes);
  const termclasses = terms.flatMap((term) => newest.map(({ grade, number, name }) => ({
    term, grade, number, name, limit: limitOf(grade), url: `${term.id}/g${grade}/c${number}/`,
    rows: term.weeks.map((week) => {
      const one = week.grades.find((own) => own.grade === grade).classes[number - 1];
      return { number: week.number, url: one.url, days: one.model.days, mean: one.model.mean, most: one.model.most };
    }),
  })));
  return { classes, grades, weeks, terms, termgrades, termclasses, newest };
}

export function page({ title, type, line = "", back = null, main }) {
  return `<!doctype html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no">
<meta name="theme-color" content="#0d5c5a">
<meta name="description" content="${settings.school}的作业公示：每班每天的作业、用时和上限。">
<title>${escape(title)} · ${settings.school}</title>
<link rel="icon" href="/board/assets/icon.svg">
<link rel="stylesheet" href="/board/assets/board.css">
<script src="/board/assets/board.js" defer></script>
</head>
<body class="is-${type}">
<a class="skip" href="#main">跳到正文</a>
${sprite}
<header class="band">
<div class="wrap">
<p class="band-top"><a class="school" href="/board/">${settings.school}</a><a class="find" href="/board/search/"><svg class="icon" aria-hidden="true"><use href="#i-find"/></svg><span class="hide">搜索作业</span></a>${back ? `<a class="pill" href="/board/${back.url}">${back.name}</a>` : ""}</p>
<div class="band-main">
<div class="band-text">
<h1>${escape(title)}</h1>
<p class="band-line"><span class="print-only">${settings.school}</span>${line}</p>
</div>
</div>
</div>
</header>
<main id="main" class="wrap" tabindex="-1">
${main}
</main>
<footer class="foot wrap">
<p>“选做”不计入书面合计，做不做由孩子自己定。</p><p>对作业量有意见，请联系${settings.office}，电话 ${settings.phone}。</p>
<p><a href="/board/rules/">现行作业规定与出处</a> <a href="/board/search/">搜索作业</a></p>
</footer>
</body>
</html>
`;
}

function bar(written, limit) {
  const width = limit ? Math.floor((written * 750) / limit) : 0;
  return `<span class="bar-box" role="img" aria-label="书面 ${written} 分钟${limit ? `，上限 ${limit} 分钟` : ""}"><svg class="bar-fill" viewBox="0 0 1000 10" preserveAspectRatio="none"><rect class="track" width="1000" height="10"/><rect class="solid" width="${width}" height="10"/></svg>${limit ? `<svg class="bar-tick" viewBox="0 0 1000 10" preserveAspectRatio="none"><path d="M750 0v10"/></svg>` : ""}</span>`;
}

const items = (given, who = "") => given.map((item) => `<li class="item">
${who ? `<p class="for-classes">${who}</p>` : ""}<div class="text"><p>${item.html}</p></div>
<p class="meta"><span class="kind"><svg class="icon" aria-hidden="true"><use href="#${item.icon}"/></svg>${item.kind}</span>
${item.optional ? `<span class="chip t-optional">选做</span>` : ""}<span class="min"><b>${item.minutes}</b> 分</span></p>
</li>`).join("\n");

const day = (one, total, drawn, groups, foot = "") => `<section class="card day" id="d${one.first}" data-first="${one.first}" data-last="${one.last}" aria-labelledby="h${one.first}">
<div class="day-head">
<div class="day-line">
<h2 id="h${one.first}"><span class="day-name">${one.name}</span> <small>${one.date}</small> <span class="chip-today" hidden>今天</span></h2>
<p class="total">书面 <b>${total}</b> 分</p>
</div>
<div class="bar">${drawn}</div>
</div>
<div class="groups">
${groups}
</div>
${foot}</section>`;

const group = (id, name, within) => `<div class="group">
<h3 class="tag s-${id}">${name}</h3>
<ul class="items">
${within}
</ul>
</div>`;

const of = (limit) => (limit ? `</b> / ${limit}<b>` : "");

export function days(one) {
  return (one.shown ??= `<div class="days n6">\n${one.model.days.map((d) => day(
    d.day, `${d.written}${of(d.limit)}`, bar(d.written, d.limit),
    d.groups.map((g) => group(g.id, g.name, items(g.items))).join("\n"),
    `<p class="day-foot">${d.other ? `另有口头、实践 ${d.other} 分钟` : ""}${d.optional ? `；选做 ${d.optional} 分钟` : ""}</p>`,
  )).join("\n")}\n</div>`);
}

export function gradeDays(own) {
  return (own.shown ??= `<div class="days n6">\n${own.week.days.map((d, at) => {
    const all = own.classes.map((one) => one.model.days[at]);
    const written = all.map((one) => one.written);
    const groups = settings.subjects.map(({ id, name }) => group(id, name, own.classes.map((one) => {
      const found = one.model.days[at].groups.find((g) => g.id === id);
      return found ? items(found.items, `${one.number}班`) : "";
    }).join("")));
    const most = Math.max(...written);
    return day(d, `${Math.min(...written)}–${most}${of(own.limit)}`, bar(most, own.limit), groups.join("\n"));
  }).join("\n")}\n</div>`);
}

export function sheet(one) {
  const { week, model: { days: shown } } = one;
  return (one.sheet ??= `<section class="sheet is-dense is-close" aria-labelledby="n${one.id}">
<header class="sheet-head">
<div><p class="sheet-school">${settings.school}</p>
<h2 class="sheet-title" id="n${one.id}"><span>${one.name}</span> ${week.title}</h2>
<p class="sheet-line"><span>${week.span}</span>
<span>${one.parent.rule}</span>
</p></div>
<p class="qr"><span>扫码看电子版与历次公示</span><img src="/board/assets/qr-${one.id}.svg" alt="${one.name}公示板的二维码" width="84" height="84"></p>
</header>
<p class="approval"><span class="approval-text"><span>${week.shown}公示</span></span></p>
<table class="formal">
<caption class="hide">${one.name} ${week.title}</caption>
<thead><tr><th scope="col">日期与书面合计</th>
${settings.columns.map((c) => `<th scope="col" class="s-${c.id}"><i></i>${c.name}</th>`).join("\n")}
</tr></thead>
<tbody>
${shown.map((d) => `<tr class="r3" data-first="${d.day.first}" data-last="${d.day.last}">
<th scope="row"><span class="day-name">${d.day.name}</span> <small>${d.day.date}</small> <span class="chip-today" hidden>今天</span>
<span class="total">书面 <b>${d.written}</b>${d.limit ? ` / ${d.limit}` : ""} 分</span>
<span class="bar">${bar(d.written, d.limit)}</span><span class="formal-more">${d.other ? `另有口头、实践 ${d.other} 分钟` : ""}</span></th>
${settings.columns.map((c) => `<td class="k-${c.id}" data-name="${c.name}">${d.groups.filter((g) => c.subjects.includes(g.id)).map((g) => g.items.map((item) => `<div class="formal-item"><div class="text"><b class="formal-subject print-only">${g.name}</b> <p>${item.html}</p></div>
<p class="meta"><span class="min"><b>${item.minutes}</b> 分</span> <span class="kind"><svg class="icon" aria-hidden="true"><use href="#${item.icon}"/></svg>${item.kind}</span>
${item.optional ? `<span class="tier t-optional">选做</span>` : ""}</p></div>`).join("")).join("")}</td>`).join("\n")}
</tr>`).join("\n")}
</tbody>
</table>
<div class="sheet-foot">
<p>作业由老师批改，无需家长批改、打印。小学生就寝时间不晚于 21:20，努力后仍未完成的可以按时睡觉，第二天向老师说明。</p>
<p>“选做”不计入书面合计，做不做由孩子自己定。</p>
<p>对作业量有意见，请联系${settings.office}，电话 ${settings.phone}。</p><div class="signing"><span>班主任：</span><span>教导处（盖章）：</span><span>公示日期：${week.shown}</span></div>
</div>
</section>`);
}

export function matrix(own) {
  return (own.matrix ??= `<section class="card matrix-card" aria-labelledby="g${own.grade}">
<div class="matrix-head"><h2 id="g${own.grade}"><a href="/board/${own.url}">${own.name}</a></h2><p>${own.rule}</p></div>
<table class="matrix">
<caption class="hide">${own.name}各班每天的书面作业分钟数</caption>
<thead><tr><th scope="col">班级</th>
${own.week.days.map((d) => `<th scope="col" data-first="${d.first}" data-last="${d.last}">${d.name} <small>${d.date}</small></th>`).join("\n")}
</tr></thead>
<tbody>
${own.classes.map((one) => `<tr data-class="${one.id}"><th scope="row"><a class="matrix-class" href="/board/${one.url}"><span class="hide">${own.name}</span>${one.number}班</a></th>
${one.model.days.map((d) => `<td class="cell">${d.limit ? `<b>${d.written}</b><svg class="cell-bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="1000" height="10"/><rect class="solid" width="${Math.floor((d.written * 1000) / d.limit)}" height="10"/></svg>` : `<span class="cell-other">${d.other}<small>分</small></span>`}</td>`).join("\n")}
</tr>`).join("\n")}
</tbody>
</table>
</section>`);
}

export function classMain(one) {
  const { week, model: { days: shown, limit } } = one;
  const other = (number, way, name) => number
    ? `<a class="week-${way}" href="/board/${week.term}/w${String(number).padStart(2, "0")}/g${one.grade}/c${one.number}/">${name}第${number}周</a>` : "";
  return `<section class="card summary" aria-label="本周一览">
<nav class="weeks" aria-label="前后各周">
${other(week.before, "back", `<svg class="icon" aria-hidden="true"><use href="#i-back"/></svg>`)}
<b>第${week.number}周</b>
${other(week.after, "on", "")}
</nav>
<ul class="chart">
${shown.map((d) => `<li><a class="chart-day" href="#d${d.day.first}" data-first="${d.day.first}" data-last="${d.day.last}">
<span class="chart-plot"><b>${d.written}</b><svg class="chart-bar" viewBox="0 0 283 ${d.limit ? Math.floor((d.written * 750) / d.limit) : d.written}" aria-hidden="true"></svg><svg class="chart-cap" viewBox="0 0 1 1000" preserveAspectRatio="none" aria-hidden="true"><path d="M0 750h1"/></svg></span>
<span class="chart-name">${d.day.name}</span>
<span class="hide">分</span></a></li>`).join("\n")}
${limit ? `<li class="chart-limit" aria-hidden="true"><span>${limit}分上限</span><svg class="chart-bar" viewBox="0 0 283 750"></svg></li>` : ""}
</ul>
<p class="approval"><span class="approval-text"><span>${week.shown}公示</span></span></p>
</section>
${days(one)}
<div class="signing print-only"><span>班主任：</span><span>年级组长：</span><span>教导处（盖章）：</span><span>公示日期：${week.shown}</span></div>
<p class="buttons"><a class="button" href="/board/${one.url}notice.html"><svg class="icon" aria-hidden="true"><use href="#i-print"/></svg>打印版</a><a class="button" href="/board/${one.parent.url}">${one.parent.name}各班</a><a class="button" href="/board/classes/g${one.grade}c${one.number}/screen.html">教室大屏</a><a class="button" href="/board/${week.term}/g${one.grade}/c${one.number}/"><svg class="icon" aria-hidden="true"><use href="#i-chart"/></svg>本学期用时</a></p>
<section class="card take" aria-labelledby="take">
<h2 id="take">带走</h2>
<p>每天的作业会出现在手机日历里，更正以后自动更新。</p>
<p class="hide" role="status"></p>
</section>`;
}

export const weekMain = (week) => `<div class="card summary"><p class="approval"><span class="approval-text">${week.shown}公示</span></p></div>
<div class="matrices">
${week.grades.map(matrix).join("\n")}
</div>`;

export function plot({ rows, limit }) {
  const height = (minutes) => Math.min(100, (minutes * 75) / (limit || 60));
  const two = (number) => number.toFixed(2);
  return `<section class="card summary"><svg class="plot" role="img" aria-label="各周作业用时的柱形图，数字都在下面的“各周用时”表里">
<svg class="plot-area" height="100%" width="100%">
<line class="plot-cap" x1="0.00%" x2="100.00%" y1="25.00%" y2="25.00%"/>
${rows.map((row, at) => {
    const x = two((100 / rows.length) * at + 1);
    const [mean, most] = [height(row.mean), height(row.most)];
    return `<g><title>第${row.number}周：平均每天 ${row.mean} 分，最多一天 ${row.most} 分</title>
<rect class="solid" x="${x}%" width="3.00%" y="${two(100 - mean)}%" height="${two(mean)}%"/>
<svg class="plot-most" x="${x}%" width="3.00%" overflow="visible"><line x1="50%" x2="50%" y1="${two(100 - mean)}%" y2="${two(100 - most)}%"/><line class="plot-top" x1="0" x2="100%" y1="${two(100 - most)}%" y2="${two(100 - most)}%"/></svg></g>`;
  }).join("\n")}
</svg></svg>
<table class="ledger"><caption>各周用时</caption>
<thead><tr><th scope="col">周次</th>${rows[0].days.map((d) => `<th scope="col">${d.day.name}</th>`).join("")}<th scope="col">平均</th><th scope="col">最多</th></tr></thead>
<tbody>
${rows.map((row) => `<tr><th scope="row"><a href="/board/${row.url}">第${row.number}周</a></th>${row.days.map((d) => `<td class="cell"><b>${d.written}</b> <small>${d.other}</small></td>`).join("")}<td>${row.mean}</td><td>${row.most}</td></tr>`).join("\n")}
</tbody></table></section>`;
}

export const screen = (one) => `<h1 class="screen-class">${one.name}</h1>
${one.model.days.map((d) => `<section class="slide" data-spans="${d.day.first}/${d.day.last}">
<div class="slide-head"><h2>${d.day.name} <small>${d.day.date}</small></h2>
<p class="slide-total">书面 <b>${d.written}</b>${d.limit ? ` / ${d.limit}` : ""} 分</p></div>
<div class="slide-body"><div class="flow">
${d.groups.map((g) => g.items.map((item) => `<div class="piece"><b class="tag s-${g.id}">${g.name}</b><div class="text"><p>${item.html}</p></div>
<p class="piece-more">${item.kind} <b>${item.minutes}</b> 分</p></div>`).join("\n")).join("\n")}</div></div>
</section>`).join("\n")}`;

export const ledger = (term) => `<div class="card summary">
<table class="ledger">
<thead><tr><th scope="col">周次</th><th scope="col">日期</th><th scope="col" class="wide-only">公示日期</th><th scope="col">班级</th></tr></thead>
<tbody>
${term.weeks.toReversed().map((week) => `<tr><th scope="row"><a href="/board/${week.url}">第${week.number}周</a></th><td>${week.span}</td><td class="wide-only">${week.shown}</td><td><span class="whole">${week.classes}个班</span></td></tr>`).join("\n")}
</tbody></table></div>`;

export const chooser = (week) => `<section class="card summary home-summary" aria-labelledby="choose">
<h2 id="choose" class="choose" tabindex="-1">选班级</h2>
${week.grades.map((own) => `<div class="choose-row"><span class="choose-grade">${own.name}</span><span class="choose-classes">
${own.classes.map((one) => `<a class="choice" href="/board/classes/g${one.grade}c${one.number}/"><span class="hide">${own.name}</span>${one.number}班</a>`).join("\n")}
</span></div>`).join("\n")}
</section>`;
