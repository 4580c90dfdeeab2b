// A button that opens a short list of things to do.
import { make } from "./dom.js";

export function menu(label, items) {
  const list = make("ul", { class: "dk-menu-list" }, ...items.map((item) => make("li", {}, item)));
  const summary = make("summary", { class: "dk-button dk-menu-open", "aria-label": label, title: label });
  const box = make("details", { class: "dk-menu" }, summary, list);
  const close = () => { box.open = false; };
  box.addEventListener("click", (event) => { if (event.target.closest("li")) close(); });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.open) return;
    event.stopPropagation();
    close();
    summary.focus();
  });
  box.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) close();
  });
  document.addEventListener("click", (event) => { if (!box.contains(event.target)) close(); });
  return box;
}

export function menuItem(label, run, attributes = {}) {
  return make("button", { type: "button", class: "dk-menu-item", onclick: run, ...attributes }, label);
}
