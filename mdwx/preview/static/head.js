// The bar's name and light, and what is wrong on top of the article.
import { make, write } from "./dom.js";
import { opening } from "./opening.js";
import { said, say } from "./words.js";

export default function install(desk) {
  const title = document.getElementById("dk-title");
  const light = document.getElementById("dk-live");
  const alert = document.getElementById("dk-alert");

  desk.on("connection", (connected) => {
    light.dataset.state = connected ? "on" : "off";
    write(light, connected ? say("保存即更新", "updates as you save") : say("连接断开，正在重连", "disconnected, trying again"));
  });
  desk.on("state", ({ state }) => {
    document.body.dataset.ready = "";
    write(title, state.title || state.slug);
    document.title = state.title || state.slug;
    show(desk, alert, state);
  });
}

function show(desk, alert, { problem, html }) {
  alert.hidden = !problem;
  if (!problem) return alert.replaceChildren();
  const href = opening(desk, problem);
  const open = href && make("a", { class: "dk-open", href }, say("在编辑器中打开", "open in editor"));
  const stale = html !== null && make("p", { class: "dk-soft" }, say("下面是上一次的样子", "below is how it last looked"));
  alert.replaceChildren(
    make("p", {}, make("strong", {}, said(problem.title)), " ", open || ""),
    ...(said(problem.text) ? [make("p", { class: "dk-said" }, said(problem.text))] : []),
    ...(stale ? [stale] : []),
  );
}
