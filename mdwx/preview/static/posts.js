// All posts: renewed as they are saved or sent, searched as one types, walked by keys.
import { recall, remember } from "./choices.js";
import { make, write } from "./dom.js";
import { say } from "./words.js";

const FILTERS = [
  { value: "", label: say("全部", "All") },
  { value: "not-sent-yet", label: say("没发过", "New") },
  { value: "draft", label: say("草稿", "Drafts") },
  { value: "published", label: say("已发布", "Published") },
  { value: "changed-since", label: say("有改动", "Changed") },
  { value: "error", label: say("要修", "To mend") },
];
const KEYS = [
  ["/", say("搜索", "search")],
  ["j / k", say("下一篇、上一篇", "next, previous")],
  ["Enter", say("打开", "open")],
  ["Esc", say("清除搜索", "clear the search")],
  ["?", say("这张表", "this list")],
];
const AGAIN_MS = 1000;

const find = document.getElementById("find");
const told = document.getElementById("told");
const light = document.getElementById("dk-live");
const dialog = make("dialog", { class: "dk-dialog", "aria-label": say("快捷键", "Shortcuts") });
let filter = recall("posts", "");
let version = document.body.dataset.version;
document.body.append(dialog);
document.getElementById("dk-actions").append(filters());
find.value = new URLSearchParams(location.search).get("q") ?? "";

function filters() {
  const row = make("fieldset", { class: "dk-segments" }, make("legend", { class: "dk-hidden" }, say("只看", "only")));
  for (const { value, label } of FILTERS) {
    const input = make("input", { type: "radio", name: "dk-filter", value, "aria-label": label });
    input.checked = value === filter;
    input.addEventListener("change", () => { filter = value; remember("posts", value); show(); });
    row.append(make("label", {}, input, make("span", {}, label)));
  }
  return row;
}

// Every word that was typed must be somewhere in the tile.
function show() {
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  const posts = [...document.querySelectorAll(".dk-post")];
  for (const post of posts) {
    const text = post.textContent.toLowerCase();
    const marks = post.dataset.marks.split(" ");
    const fits = words.every((word) => text.includes(word)) && (!filter || marks.includes(filter));
    post.hidden = !fits;
    count += fits;
  }
  const all = posts.length;
  write(told, count === all ? say(`${all} 篇`, `${all} in all`) : say(`${all} 篇里的 ${count} 篇`, `${count} of ${all}`));
}

function links() {
  return [...document.querySelectorAll(".dk-post:not([hidden]) a")];
}

function step(by) {
  const every = links();
  const at = every.indexOf(document.activeElement);
  const next = every[at < 0 ? 0 : Math.min(Math.max(at + by, 0), every.length - 1)];
  next?.focus();
  next?.closest("li").scrollIntoView({ block: "nearest" });
}

function help() {
  const rows = KEYS.flatMap(([key, about]) => [make("dt", {}, make("kbd", {}, key)), make("dd", {}, about)]);
  const close = make("button", { type: "button", class: "dk-button", onclick: () => dialog.close() }, say("关闭", "Close"));
  dialog.replaceChildren(make("h2", {}, say("快捷键", "Shortcuts")), make("dl", { class: "dk-keys" }, ...rows), close);
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
  if (event.target === find) {
    if (event.key === "Escape") { find.value = ""; show(); find.blur(); }
    if (event.key === "ArrowDown") { event.preventDefault(); step(1); }
    if (event.key === "Enter") links()[0]?.click();
    return;
  }
  const run = { "/": () => find.focus(), j: () => step(1), k: () => step(-1), "?": help }[event.key];
  if (!run) return;
  event.preventDefault();
  run();
});
find.addEventListener("input", () => {
  show();
  const query = find.value ? `?q=${encodeURIComponent(find.value)}` : "";
  history.replaceState(null, "", `/${query}`);
});

async function renew() {
  const reply = await fetch("/", { cache: "no-store" });
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  if (page.body.dataset.edition !== document.body.dataset.edition) return location.reload();
  const path = document.activeElement?.closest?.(".dk-post")?.dataset.path;
  for (const id of ["posts", "dk-alert"]) {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    // Outside of the articles' frames all markup is the server's own.
    if (old.innerHTML !== fresh.innerHTML) old.replaceChildren(...fresh.childNodes);
    old.hidden = fresh.hidden;
  }
  document.querySelector(".dk-none")?.toggleAttribute("hidden", Boolean(document.querySelector(".dk-post")));
  show();
  if (path) document.querySelector(`.dk-post[data-path="${CSS.escape(path)}"] a`)?.focus();
}

let source = null;
function listen() {
  source?.close();
  source = null;
  // A browser has six connections for all tabs of a host.
  if (document.hidden) return;
  const mine = new EventSource("/_events");
  source = mine;
  mine.onopen = () => connected(true);
  mine.onerror = () => {
    connected(false);
    if (mine === source && mine.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN_MS);
  };
  mine.onmessage = (event) => {
    if (event.data === version) return;
    version = event.data;
    // A server that goes away meanwhile says so by its stream.
    renew().catch(() => {});
  };
}

function connected(on) {
  light.dataset.state = on ? "on" : "off";
  write(light, on ? say("保存即更新", "updates as you save") : say("连接断开，正在重连", "disconnected, trying again"));
}

document.addEventListener("visibilitychange", listen);
window.addEventListener("pagehide", () => source?.close());
window.addEventListener("pageshow", (event) => { if (event.persisted) listen(); });
show();
listen();
