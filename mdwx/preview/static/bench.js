// The desk: what every module of the page is given, and how they hear of each other.
import { recall, remember } from "./choices.js";
import { make } from "./dom.js";
import { say } from "./words.js";

export class Desk extends EventTarget {
  constructor(body) {
    super();
    this.slug = body.dataset.slug;
    this.boot = body.dataset.boot;
    this.edition = body.dataset.edition;
    this.token = body.dataset.token;
    this.editor = body.dataset.editor;
    this.state = null;
    this.shortcuts = [];
  }

  // Calls back with the event's detail. Events: "state" ({ state, before }), "fresh"
  // (the same, before the article is on the screen: only for what shows it),
  // "connection" (true or false), "hello" ({ token }: what lets the page act, if it may),
  // "choice" ({ name, value }), "place" (a source line that was asked for or clicked).
  on(kind, hear) {
    this.addEventListener(kind, (event) => hear(event.detail));
  }

  tell(kind, detail) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }

  receive(state) {
    const before = this.state;
    if (before?.version === state.version) return;
    if (state.moved) return this.tell("moved", state.moved);
    this.state = state;
    this.tell("fresh", { state, before });
    afterPaint(() => this.tell("state", { state, before }));
  }

  choice(name, fallback) {
    return recall(name, fallback);
  }

  choose(name, value) {
    remember(name, value);
    this.tell("choice", { name, value });
  }

  // Asks the server to do something: JSON in, JSON out. Throws an Error with a
  // sentence for the person.
  async post(path, body = {}) {
    let reply;
    try {
      reply = await fetch(path, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Mdwx-Token": this.token },
        body: JSON.stringify(body),
      });
    } catch {
      throw new Error(say("连接断开了：mdwx watch 还在运行吗？", "disconnected: is mdwx watch still running?"));
    }
    const told = await reply.text();
    if (!reply.ok) throw new Error(told.slice(0, 500) || `HTTP ${reply.status}`);
    return told ? JSON.parse(told) : null;
  }

  // A section beside the article. `order` says where: findings 10, card 20,
  // counts 30, facts 40.
  addPanel({ id, title, order = 50 }) {
    const count = make("span", { class: "dk-count" });
    const heading = make("h2", { id: `${id}-title` }, title, " ", count);
    const body = make("div", { class: "dk-panel-body" });
    const section = make("section", { class: "dk-panel", id, "aria-labelledby": `${id}-title` }, heading, body);
    place(document.getElementById("dk-side"), section, order);
    return { section, body, count };
  }

  // A control of the toolbar: widths 10, scene 20, size 30, themes 40 and so on.
  addTool(element, { order = 50 } = {}) {
    place(document.getElementById("dk-tools"), element, order);
  }

  // A button at the right end of the bar.
  addAction(element, { order = 50 } = {}) {
    place(document.getElementById("dk-actions"), element, order);
  }

  // A key without modifiers, outside of fields: the list is shown by "?".
  addShortcut(key, about, run) {
    this.shortcuts.push({ key, about, run });
  }

  // Says something to whoever hears the page, and shows it for a moment.
  announce(words) {
    this.tell("announcement", words);
  }
}

// The article comes first; in a page that paints nothing, a moment is waited.
export function afterPaint(run) {
  let waits = true;
  const once = () => {
    if (waits) run();
    waits = false;
  };
  requestAnimationFrame(() => setTimeout(once));
  setTimeout(once, 150);
}

function place(parent, element, order) {
  element.dataset.order = order;
  const next = [...parent.children].find((each) => Number(each.dataset.order) > order);
  parent.insertBefore(element, next ?? null);
}
