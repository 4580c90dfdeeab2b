// The phones on the stage: one by day, one by night, or both side by side.
import { Article } from "./article.js";
import { make } from "./dom.js";
import { say } from "./words.js";

export default function install(desk) {
  const stage = document.getElementById("dk-stage");
  const empty = make("p", { class: "dk-empty", hidden: true }, say("修好以后，文章会出现在这里", "the article appears here once that is mended"));
  const phones = new Map();
  stage.append(empty);
  desk.articles = () => [...phones.values()];

  function arrange() {
    const scene = desk.choice("scene", "day");
    const wanted = scene === "both" ? ["day", "night"] : [scene];
    const top = desk.articles()[0]?.document?.scrollingElement?.scrollTop ?? 0;
    for (const [name, article] of phones) {
      if (wanted.includes(name)) continue;
      article.frame.closest(".dk-phone").remove();
      phones.delete(name);
    }
    for (const name of wanted) if (!phones.has(name)) add(name, top);
    stage.dataset.scene = scene;
    fit();
  }

  function add(name, top) {
    const night = name === "night";
    const label = night ? say("文章，深色模式", "the article, in dark mode") : say("文章，浅色模式", "the article, in light mode");
    const article = new Article(desk, { night, label });
    article.scale = desk.choice("size", 1);
    phones.set(name, article);
    article.hear("scroll", () => follow(article));
    article.hear("click", (event) => desk.tell("click", { article, event }));
    article.hear("keydown", (event) => desk.tell("key", event));
    article.frame.addEventListener("load", () => {
      if (top) article.document.scrollingElement.scrollTop = top;
    }, { once: true });
    const phone = make("div", { class: "dk-phone", "data-scene": name }, make("div", { class: "dk-screen" }, article.frame));
    const second = stage.querySelector(".dk-phone");
    if (night || !second) stage.append(phone);
    else stage.insertBefore(phone, second);
  }

  // Side by side, both show the same place.
  function follow(article) {
    const from = article.document.scrollingElement;
    for (const other of desk.articles()) {
      const to = other === article ? null : other.document?.scrollingElement;
      if (to && Math.abs(to.scrollTop - from.scrollTop) > 1) to.scrollTop = from.scrollTop;
    }
  }

  function fit() {
    const width = desk.choice("width", 390);
    stage.dataset.width = width;
    stage.style.setProperty("--width", `${width}px`);
  }

  desk.on("choice", ({ name, value }) => {
    if (name === "scene") arrange();
    if (name === "width") fit();
    if (name === "size") desk.articles().forEach((article) => article.resize(value));
  });
  desk.on("fresh", ({ state }) => {
    empty.hidden = state.html !== null;
    stage.classList.toggle("dk-stale", Boolean(state.problem));
    for (const article of desk.articles()) if (!article.night) article.show(state);
  });
  desk.on("night", ({ html }) => {
    for (const article of desk.articles()) if (article.night) article.show(desk.state, html);
  });
  arrange();
}
