// What the article is looked at with: width, day or night, the client's text size.
import { make } from "./dom.js";
import { say } from "./words.js";

// The viewport's width; an article has 20 px less on each side. 585 and 677 are the
// widths of the text itself that the official checker looks at.
export const WIDTHS = [
  { value: 375, label: "375", about: say("小屏手机", "small phone") },
  { value: 390, label: "390", about: say("手机", "phone") },
  { value: 414, label: "414", about: say("大屏手机", "large phone") },
  { value: 625, label: "585", about: say("平板", "tablet") },
  { value: 717, label: "677", about: say("桌面", "desktop") },
];
export const SCENES = [
  { value: "day", label: say("浅色", "Light"), about: say("浅色模式", "light mode") },
  { value: "night", label: say("深色", "Dark"), about: say("深色模式", "dark mode") },
  { value: "both", label: say("并排", "Both"), about: say("浅色与深色并排", "light and dark side by side") },
];
export const SIZES = [0.85, 1, 1.15, 1.3, 1.45];

export default function install(desk) {
  desk.addTool(segments(desk, { name: "width", legend: say("宽度", "width"), entries: WIDTHS, fallback: 390 }), { order: 10 });
  desk.addTool(segments(desk, { name: "scene", legend: say("明暗", "light or dark"), entries: SCENES, fallback: "day" }), { order: 20 });
  desk.addTool(sizes(desk), { order: 30 });
  desk.addShortcut("w", say("换一个宽度", "next width"), () => next(desk, "width", WIDTHS, 390));
  desk.addShortcut("d", say("浅色、深色、并排", "light, dark, both"), () => next(desk, "scene", SCENES, "day"));
}

// A row of which one is chosen: radio buttons, so arrow keys and screen readers work.
export function segments(desk, { name, legend, entries, fallback }) {
  const chosen = desk.choice(name, fallback);
  const row = make("fieldset", { class: `dk-segments dk-${name}` }, make("legend", { class: "dk-hidden" }, legend));
  for (const { value, label, about } of entries) {
    const input = make("input", { type: "radio", name: `dk-${name}`, value, "aria-label": `${label} ${about}` });
    input.checked = value === chosen;
    input.addEventListener("change", () => desk.choose(name, value));
    row.append(make("label", { title: about }, input, make("span", {}, label)));
  }
  desk.on("choice", (choice) => {
    if (choice.name !== name) return;
    for (const input of row.querySelectorAll("input")) input.checked = input.value === String(choice.value);
  });
  return row;
}

function sizes(desk) {
  const chosen = desk.choice("size", 1);
  const select = make("select", { "aria-label": say("微信里的字体大小", "text size in WeChat"), title: say("微信里的字体大小", "text size in WeChat") });
  for (const size of SIZES) {
    const label = size === 1 ? say("标准字号", "Normal text") : say(`字号 ${Math.round(size * 100)}%`, `Text ${Math.round(size * 100)}%`);
    select.append(make("option", { value: size, selected: size === chosen }, label));
  }
  select.addEventListener("change", () => desk.choose("size", Number(select.value)));
  return make("label", { class: "dk-select" }, select);
}

function next(desk, name, entries, fallback) {
  const at = entries.findIndex((each) => each.value === desk.choice(name, fallback));
  const entry = entries[(at + 1) % entries.length];
  desk.choose(name, entry.value);
  desk.announce(`${entry.label} ${entry.about}`);
}
