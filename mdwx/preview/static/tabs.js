// On a phone the desk is one thing at a time: the article, or what is said about it.
import { make, write } from "./dom.js";
import { say } from "./words.js";

export default function install(desk) {
  const nav = document.getElementById("dk-tabs");
  const badge = make("span", { class: "dk-count" });
  const buttons = [
    tab("article", say("文章", "Article")),
    tab("side", say("检查与封面", "Check"), badge),
  ];
  nav.append(...buttons);
  choose("article");

  function tab(view, label, extra = "") {
    return make("button", { type: "button", "data-view": view, onclick: () => choose(view) }, label, extra);
  }

  function choose(view) {
    document.body.dataset.view = view;
    for (const button of nav.children) button.setAttribute("aria-pressed", button.dataset.view === view);
  }

  desk.on("findings", (found) => write(badge, found.length ? String(found.length) : ""));
  desk.on("place", () => choose("article"));
  desk.on("view", choose);
}
