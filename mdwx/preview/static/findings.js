// What the check found, beside the article: a click leads to the place.
import { make, write } from "./dom.js";
import { opener } from "./opening.js";
import { said, say } from "./words.js";

const WORDS = {
  error: say("错误", "error"),
  warning: say("警告", "warning"),
  note: say("说明", "note"),
};

export default function install(desk) {
  const panel = desk.addPanel({ id: "dk-findings", title: say("检查", "Check"), order: 10 });
  let shown = "";
  let names = [];
  // The finding that was gone to: what it says, and where it stood in the list.
  let last = { name: "", at: -1 };
  desk.on("state", ({ state }) => {
    const found = state.findings ?? [];
    const key = JSON.stringify(found);
    if (key === shown) return;
    shown = key;
    names = found.map(({ code, path, line, message }) => JSON.stringify([code, path, line, message]));
    write(panel.count, found.length ? String(found.length) : "");
    panel.body.replaceChildren(found.length ? list(desk, found, go) : fine());
    desk.tell("findings", found);
  });
  desk.addShortcut("f", say("下一条检查结果", "next finding"), () => {
    const buttons = [...panel.body.querySelectorAll(".dk-finding-go")];
    const button = buttons[(at(buttons) + 1) % buttons.length];
    button?.focus();
    button?.click();
  });

  function go({ path, line }, number) {
    last = { name: names[number], at: number };
    desk.tell("place", { path, line, from: "finding" });
  }

  // Where one is: at the one that has the focus, or that was gone to. A phone hides the
  // list meanwhile, and a save makes it anew; where one was mended, the next moved up.
  function at(buttons) {
    const here = buttons.indexOf(document.activeElement);
    if (here >= 0) return here;
    if (names[last.at] === last.name) return last.at;
    const same = names.indexOf(last.name);
    return same < 0 ? Math.max(last.at - 1, -1) : same;
  }
}

function fine() {
  return make("p", { class: "dk-fine" }, say("没有问题", "nothing to mend"));
}

function list(desk, found, go) {
  const entries = found.map((each, number) => entry(desk, each, () => go(each, number)));
  return make("ul", { class: "dk-findings" }, ...entries);
}

function entry(desk, finding, go) {
  const { code, severity, message, hint, path, line, column } = finding;
  const place = [path, line, column].filter(Boolean).join(":");
  const words = make(
    "button",
    { type: "button", class: "dk-finding-go", onclick: go },
    make("span", { class: "dk-finding-code" }, `${WORDS[severity]} ${code}`),
    make("span", { class: "dk-finding-words" }, said(message)),
    hint ? make("span", { class: "dk-finding-hint" }, said(hint)) : "",
  );
  const open = place ? opener(desk, { path, line, column }, place) : "";
  return make("li", { class: "dk-finding", "data-severity": severity }, words, open);
}
