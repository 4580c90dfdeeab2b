// Every theme and code style live on this post; the chosen one goes into its file.
import { make, write } from "./dom.js";
import { said, say } from "./words.js";

const SETTLE_MS = 120;

export default function install(desk) {
  const panel = desk.addPanel({ id: "dk-themes", title: say("主题", "Theme"), order: 15 });
  const receive = desk.receive.bind(desk);
  const tell = desk.tell.bind(desk);
  const view = new View(panel.body, { choose, wear, back });
  let wish = {};
  let real = null;
  let asked = 0;
  let late = null;

  // While a look is tried, what is saved is shown in that look.
  desk.receive = (state) => {
    real = state;
    if (isTrying()) again();
    else receive(state);
    // The article comes first.
    view.renew(real, wish, desk.token);
  };
  desk.tell = (kind, detail) => {
    if (kind === "night" && isTrying() && !detail.tried) return;
    tell(kind, detail);
  };
  // What is asked of the server for what is seen now.
  desk.look = () => new URLSearchParams(wish);
  desk.addShortcut("t", say("换主题", "themes"), () => {
    tell("view", "side");
    panel.section.scrollIntoView({ block: "start" });
    panel.body.querySelector("input:checked")?.focus();
  });
  load();

  function isTrying() {
    return Object.keys(wish).length > 0;
  }

  async function load() {
    try {
      const reply = await fetch("/_themes", { cache: "no-store" });
      if (!reply.ok) throw new Error(await reply.text());
      view.fill(await reply.json());
      view.renew(real, wish, desk.token);
    } catch (error) {
      panel.body.replaceChildren(make("p", { class: "dk-soft" }, error.message));
    }
  }

  function choose(change) {
    wish = Object.fromEntries(Object.entries({ ...wish, ...change }).filter(([name, value]) => value && value !== own(name)));
    view.renew(real, wish, desk.token);
    clearTimeout(late);
    late = setTimeout(() => (isTrying() ? again() : back()), SETTLE_MS);
  }

  function own(name) {
    return { theme: real?.theme ?? view.site, code_theme: real?.code_theme }[name];
  }

  // Asks for the post in the look that is wished for; only the latest answer counts.
  async function again() {
    const mine = ++asked;
    const query = new URLSearchParams(wish);
    if (desk.choice("scene", "day") !== "day") query.set("night", "1");
    try {
      const reply = await fetch(`/_try/${encodeURIComponent(desk.slug)}?${query}`, { cache: "no-store" });
      if (!reply.ok) throw new Error(await reply.text());
      const state = await reply.json();
      if (mine !== asked || !isTrying()) return;
      receive(state);
      if (state.night) tell("night", { version: state.version, html: state.night, tried: true });
    } catch (error) {
      if (mine === asked) desk.announce(error.message);
    }
  }

  function back() {
    wish = {};
    asked += 1;
    view.renew(real, wish, desk.token);
    if (!real) return;
    receive({ ...real });
    if (desk.choice("scene", "day") !== "day") refreshNight();
  }

  async function refreshNight() {
    const reply = await fetch(`/_state/${encodeURIComponent(desk.slug)}?night=1`, { cache: "no-store" });
    if (!reply.ok || isTrying()) return;
    const { version, night } = await reply.json();
    tell("night", { version, html: night });
  }

  async function wear() {
    try {
      await desk.post("/_do/theme", { slug: desk.slug, ...wish });
      desk.announce(say("已写进文件", "written into the file"));
      back();
    } catch (error) {
      desk.announce(error.message);
    }
  }
}

class View {
  constructor(body, { choose, wear, back }) {
    this.choose = choose;
    this.site = "default";
    this.themes = new Map();
    this.list = make("fieldset", { class: "dk-themes" }, make("legend", { class: "dk-hidden" }, say("主题", "theme")));
    this.about = make("p", { class: "dk-soft" });
    this.code = make("select", { id: "dk-code-theme", onchange: () => choose({ code_theme: this.code.value }) });
    this.accent = make("input", { id: "dk-accent", type: "color", oninput: () => choose({ accent: this.accent.value }) });
    this.wear = make("button", { type: "button", class: "dk-button dk-primary", onclick: wear }, say("用这个主题", "Use this theme"));
    this.back = make("button", { type: "button", class: "dk-button", onclick: back }, say("还原", "Undo"));
    this.foot = make("div", { class: "dk-row dk-wear" }, this.wear, this.back);
    const rows = make("div", { class: "dk-fields" },
      make("label", { for: "dk-code-theme" }, say("代码配色", "code style")), make("span", { class: "dk-select" }, this.code),
      make("label", { for: "dk-accent" }, say("强调色", "accent")), this.accent);
    body.append(this.list, this.about, rows, this.foot);
  }

  fill({ themes, code_styles, site }) {
    this.site = site;
    for (const theme of themes) {
      this.themes.set(theme.name, theme);
      const input = make("input", { type: "radio", name: "dk-theme", value: theme.name });
      input.addEventListener("change", () => this.choose({ theme: theme.name }));
      const swatch = make("i", {});
      swatch.style.backgroundColor = accentOf(theme);
      const label = make("span", {}, swatch, said(theme.title) || theme.name);
      this.list.append(make("label", { title: said(theme.description) || theme.name }, input, label));
    }
    this.code.replaceChildren(make("option", { value: "" }, say("主题自带", "the theme's own")), ...code_styles.map(codeOption));
  }

  renew(real, wish, token) {
    const name = wish.theme ?? real?.theme ?? this.site;
    const theme = this.themes.get(name);
    for (const input of this.list.querySelectorAll("input")) input.checked = input.value === name;
    write(this.about, said(theme?.description));
    this.code.value = wish.code_theme ?? real?.code_theme ?? "";
    const accent = wish.accent ?? accentOf(theme);
    if (/^#[0-9a-f]{6}$/i.test(accent)) this.accent.value = accent;
    this.accent.disabled = !accent;
    const tries = Object.keys(wish).length > 0;
    this.foot.hidden = !tries;
    this.wear.hidden = !token;
  }
}

function accentOf(theme) {
  return theme?.options.find(({ name }) => name === "accent")?.value ?? "";
}

function codeOption({ name, lasts }) {
  return make("option", { value: name }, lasts ? name : say(`${name}（有时看不清）`, `${name} (hard to read)`));
}
