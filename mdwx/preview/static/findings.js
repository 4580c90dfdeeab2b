// What the check found, beside the article: a click leads to the place.
import { make, write } from "./dom.js";
import { said, say } from "./words.js";

const WORDS = {
  error: say("错误", "error"),
  warning: say("警告", "warning"),
  note: say("说明", "note"),
};

export default function install(desk) {
  const panel = desk.addPanel({ id: "dk-findings", title: say("检查", "Check"), order: 10 });
  let shown = "";
  desk.on("state", ({ state }) => {
    const found = state.findings ?? [];
    const key = JSON.stringify(found);
    if (key === shown) return;
    shown = key;
    write(panel.count, found.length ? String(found.length) : "");
    panel.body.replaceChildren(found.length ? list(desk, found) : fine());
    desk.tell("findings", found);
  });
  desk.addShortcut("f", say("下一条检查结果", "next finding"), () => next(panel.body));
}

function fine() {
  return make("p", { class: "dk-fine" }, say("没有问题", "nothing to mend"));
}

// Goes from one finding to the next, as a click on it would.
function next(body) {
  const buttons = [...body.querySelectorAll(".dk-finding-go")];
  const button = buttons[(buttons.indexOf(document.activeElement) + 1) % buttons.length];
  button?.focus();
  button?.click();
}

function list(desk, found) {
  return make("ul", { class: "dk-findings" }, ...found.map((each) => entry(desk, each)));
}

function entry(desk, finding) {
  const { code, severity, message, hint, path, line, column, editor } = finding;
  const place = [path, line, column].filter(Boolean).join(":");
  const words = make(
    "button",
    { type: "button", class: "dk-finding-go", onclick: () => desk.tell("place", { path, line, from: "finding" }) },
    make("span", { class: "dk-finding-code" }, `${WORDS[severity]} ${code}`),
    make("span", { class: "dk-finding-words" }, said(message)),
    hint ? make("span", { class: "dk-finding-hint" }, said(hint)) : "",
  );
  const open = editor && make("a", { class: "dk-open", href: editor, title: say("在编辑器中打开", "open in editor") }, place);
  return make("li", { class: "dk-finding", "data-severity": severity }, words, open || "");
}
