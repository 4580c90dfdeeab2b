// Title, author, digest and size against WeChat's limits; words and reading time.
import { make, write } from "./dom.js";
import { opener } from "./opening.js";
import { said, say } from "./words.js";

const UNITS = {
  units: say("（汉字算 2）", " (a Chinese character is 2)"),
};

export default function install(desk) {
  const limits = desk.addPanel({ id: "dk-counts", title: say("字数与上限", "Limits"), order: 30 });
  const facts = desk.addPanel({ id: "dk-facts", title: say("这篇文章", "This article"), order: 40 });
  const rows = new Map();
  const table = make("dl", { class: "dk-facts" });
  facts.body.append(table);
  desk.on("state", ({ state }) => {
    for (const count of state.counts ?? []) renew(limits.body, rows, count);
    for (const [name, row] of rows) {
      row.box.hidden = !(state.counts ?? []).some((count) => count.name === name);
    }
    if (state.size) fill(desk, table, state);
  });
}

function renew(parent, rows, count) {
  if (!rows.has(count.name)) {
    rows.set(count.name, row(count));
    parent.append(rows.get(count.name).box);
  }
  const { box, number, bar } = rows.get(count.name);
  const most = count.warn ?? count.fail;
  const [now, limit] = [count.value, most].map((value) => shown(value, count.unit));
  write(number, `${now} / ${limit}`);
  box.dataset.severity = count.severity ?? "";
  bar.max = most;
  bar.value = Math.min(count.value, most);
}

function row(count) {
  const id = `dk-count-${count.name}`;
  const number = make("span", { class: "dk-number" });
  const label = make("label", { for: id, title: UNITS[count.unit] ?? false }, said(count.label));
  const bar = make("progress", { id, class: "dk-bar-fill" });
  return { box: make("div", { class: "dk-limit" }, label, number, bar), number, bar };
}

function shown(value, unit) {
  if (unit !== "bytes") return value.toLocaleString("en");
  return `${(value / 1000).toLocaleString("en", { maximumFractionDigits: 1 })} KB`;
}

function fill(desk, table, state) {
  const facts = [
    [say("字数", "words"), state.words.toLocaleString("en")],
    [say("阅读", "reading"), say(`约 ${state.minutes} 分钟`, `about ${state.minutes} min`)],
    [say("图片", "pictures"), String(state.size.images)],
    [say("文件", "file"), opener(desk, { path: state.path }, state.path)],
  ];
  const entries = facts.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]);
  table.replaceChildren(...entries);
}
