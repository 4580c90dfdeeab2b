// Links that open a file of the site in the author's editor, at a line.
import { make } from "./dom.js";
import { say } from "./words.js";

// The address of a place; null where there is no place, or no editor to open it in:
// another device than the author's has none.
export function opening(desk, { path, line, column }) {
  if (!desk.editor || !path) return null;
  const values = {
    path: path.split("/").map(encodeURIComponent).join("/"),
    line: line || 1,
    column: column || 1,
  };
  return desk.editor.replace(/\{(path|line|column)\}/g, (whole, name) => values[name]);
}

// A link with these words; the words alone where there is nothing to open.
export function opener(desk, place, words) {
  const href = opening(desk, place);
  if (!href) return make("span", { class: "dk-place" }, words);
  return make("a", { class: "dk-open", href, title: say("在编辑器中打开", "open in editor") }, words);
}
