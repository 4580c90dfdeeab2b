// Keyboard shortcuts, their list behind "?", and what is said to whoever hears the page.
import { make, write } from "./dom.js";
import { say } from "./words.js";

const FIELDS = "input:not([type=radio]):not([type=checkbox]), select, textarea, [contenteditable]";
const SHOWN_MS = 2500;

export default function install(desk) {
  const dialog = make("dialog", { class: "dk-dialog", "aria-label": say("快捷键", "Shortcuts") });
  const toast = make("p", { class: "dk-toast", role: "status", hidden: true });
  let timer = null;
  document.body.append(dialog, toast);

  function press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest?.(FIELDS) || dialog.open) return;
    const found = desk.shortcuts.find(({ key }) => key === event.key);
    if (!found) return;
    event.preventDefault();
    found.run();
  }

  function help() {
    const rows = desk.shortcuts.flatMap(({ key, about }) => [make("dt", {}, make("kbd", {}, key)), make("dd", {}, about)]);
    const close = make("button", { type: "button", class: "dk-button", onclick: () => dialog.close() }, say("关闭", "Close"));
    dialog.replaceChildren(make("h2", {}, say("快捷键", "Shortcuts")), make("dl", { class: "dk-keys" }, ...rows), close);
    dialog.showModal();
  }

  desk.addShortcut("?", say("这张表", "this list"), help);
  desk.addShortcut("g", say("全部文章", "all posts"), () => { location.href = "/"; });
  desk.on("announcement", (words) => {
    clearTimeout(timer);
    toast.hidden = false;
    write(toast, words);
    timer = setTimeout(() => { toast.hidden = true; }, SHOWN_MS);
  });
  desk.on("key", press);
  document.addEventListener("keydown", press);
}
