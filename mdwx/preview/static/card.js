// The article as followers see it before they open it: the list card, the share card.
import { make, write } from "./dom.js";
import { say } from "./words.js";

export default function install(desk) {
  const panel = desk.addPanel({ id: "dk-card", title: say("封面与摘要", "Card"), order: 20 });
  const wide = cover("dk-cover-wide");
  const square = cover("dk-cover-square");
  const title = make("p", { class: "dk-card-title" });
  const shared = make("p", { class: "dk-card-title" });
  const digest = make("p", { class: "dk-card-digest" });
  const sharedDigest = make("p", { class: "dk-card-digest" });
  const hint = make("p", { class: "dk-soft", hidden: true }, say("没有写摘要：微信取正文前 54 个字", "no digest given: WeChat takes the first 54 characters of the text"));
  panel.body.append(
    figure(say("消息列表", "message list"), make("div", { class: "dk-card", lang: "zh-CN" }, wide, make("div", { class: "dk-card-text" }, title, digest))),
    figure(say("转发给朋友", "shared with a friend"), make("div", { class: "dk-card dk-share", lang: "zh-CN" }, make("div", { class: "dk-card-text" }, shared, sharedDigest), square)),
    hint,
  );
  desk.on("state", ({ state }) => {
    for (const element of [title, shared]) write(element, state.title ?? "");
    for (const element of [digest, sharedDigest]) write(element, state.shown_digest ?? "");
    hint.hidden = Boolean(state.digest) || !state.shown_digest;
    show(wide, state.cover, "wide");
    show(square, state.cover, "square");
  });
}

function figure(caption, content) {
  return make("figure", { class: "dk-figure" }, content, make("figcaption", {}, caption));
}

function cover(kind) {
  return make("div", { class: `dk-cover ${kind}` }, make("img", { alt: "", hidden: true }), make("span", {}, say("没有封面", "no cover")));
}

// Shows just the part of the picture that WeChat crops to.
function show(box, found, name) {
  const picture = box.querySelector("img");
  picture.hidden = !found;
  box.querySelector("span").hidden = Boolean(found);
  if (!found) return;
  if (picture.getAttribute("src") !== found.src) picture.src = found.src;
  const crop = found[name] ?? { x1: 0, y1: 0, x2: 1, y2: 1 };
  const [width, height] = [crop.x2 - crop.x1, crop.y2 - crop.y1];
  picture.style.width = `${100 / width}%`;
  picture.style.height = `${100 / height}%`;
  picture.style.left = `${(-100 * crop.x1) / width}%`;
  picture.style.top = `${(-100 * crop.y1) / height}%`;
  picture.style.objectFit = found[name] ? "fill" : "cover";
}
