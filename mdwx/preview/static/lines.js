// Which line of the source a part of the article came from, and the other way round.
import { make, write } from "./dom.js";
import { opening } from "./opening.js";
import { say } from "./words.js";

const BLOCK = /^(P|SECTION|H[1-6]|LI|UL|OL|PRE|IMG|TABLE|TR|TD|TH|BLOCKQUOTE|HR|SVG)$/i;
const SHOWN_MS = 1800;
const TOLD_MS = 8000;

export default function install(desk) {
  const mark = make("div", { class: "dk-mark", "aria-hidden": "true", hidden: true });
  const words = make("span", {});
  const open = make("a", { class: "dk-open" }, say("在编辑器中打开", "open in editor"));
  const chip = make("p", { class: "dk-chip", role: "status", hidden: true }, words, " ", open);
  const stage = document.getElementById("dk-stage");
  stage.append(mark);
  stage.after(chip);
  let asked = lineAsked();
  let timer = null;
  let leaving = null;
  let drawn = 0;

  function go({ path, line }) {
    const article = desk.articles()[0];
    if (!line || !article?.content) return;
    const found = elementAt(article, desk.state, path ?? desk.state.path, line);
    if (found) {
      found.scrollIntoView({ block: "center", behavior: smooth() });
      point(article, found);
    } else {
      article.document.scrollingElement.scrollTo({ top: 0, behavior: smooth() });
    }
    tellLine(path ?? desk.state.path, line);
  }

  function tellLine(path, line) {
    const href = opening(desk, { path, line });
    write(words, say(`${path} 第 ${line} 行`, `${path}, line ${line}`));
    open.hidden = !href;
    if (href) open.href = href;
    chip.hidden = false;
    clearTimeout(leaving);
    leaving = setTimeout(leave, TOLD_MS);
  }

  function leave() {
    if (chip.matches(":hover, :focus-within")) leaving = setTimeout(leave, TOLD_MS);
    else chip.hidden = true;
  }

  // Drawn on the stage, not in the article: nothing of ours is in there.
  function point(article, element) {
    clearTimeout(timer);
    const mine = ++drawn;
    const until = performance.now() + SHOWN_MS;
    mark.hidden = false;
    const draw = () => {
      const inside = element.getBoundingClientRect();
      const frame = article.frame.getBoundingClientRect();
      const outside = stage.getBoundingClientRect();
      const top = Math.max(inside.top, 0);
      const bottom = Math.min(inside.bottom, frame.height);
      const isSeen = element.isConnected && bottom > top;
      mark.style.display = isSeen ? "" : "none";
      mark.style.left = `${frame.left - outside.left + stage.scrollLeft + inside.left - 6}px`;
      mark.style.top = `${frame.top - outside.top + stage.scrollTop + top - 4}px`;
      mark.style.width = `${inside.width + 12}px`;
      mark.style.height = `${bottom - top + 8}px`;
      if (mine === drawn && performance.now() < until) requestAnimationFrame(draw);
    };
    draw();
    timer = setTimeout(() => { mark.hidden = true; }, SHOWN_MS);
  }

  function clicked({ article, event }) {
    const link = event.target.closest?.("a[href]");
    if (link) return follow(event, link);
    const place = placeOf(article, desk.state, event.target);
    if (!place) return;
    point(article, place.element);
    tellLine(place.path, place.line);
    desk.tell("line", place);
  }

  desk.on("click", clicked);
  desk.on("place", go);
  desk.on("frame", () => {
    if (!asked || !desk.state) return;
    go({ line: asked });
    asked = null;
  });
  desk.on("state", () => {
    if (!asked || !desk.articles()[0]?.content) return;
    go({ line: asked });
    asked = null;
  });
  window.addEventListener("hashchange", () => go({ line: lineAsked() }));
}

// ?line=12, or #line=12 for an editor that changes only the end of the address.
function lineAsked() {
  const named = new URLSearchParams(location.search).get("line") ?? /^#line=(\d+)$/.exec(location.hash)?.[1];
  const hash = /^#line=(\d+)$/.exec(location.hash)?.[1];
  return Number.parseInt(hash ?? named, 10) || null;
}

function smooth() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
}

// A link leads out of the frame, or nowhere: the article stays.
function follow(event, link) {
  event.preventDefault();
  if (/^https?:$/.test(link.protocol)) window.open(link.href, "_blank", "noopener,noreferrer");
}

// The place of each element of the article, in document order.
function placesOf(article, state) {
  const elements = article.content.querySelectorAll("*");
  const places = (state.lines ?? []).flatMap(([times, file, line]) => Array(times).fill([file, line]));
  return elements.length === places.length ? { elements: [...elements], places } : null;
}

function placeOf(article, state, target) {
  const known = placesOf(article, state);
  for (let element = target; known && element; element = element.parentElement) {
    const [file, line] = known.places[known.elements.indexOf(element)] ?? [];
    if (line) return { element: blockOf(element), path: state.files[file], line };
  }
  return null;
}

function blockOf(element) {
  while (!BLOCK.test(element.nodeName) && element.parentElement) element = element.parentElement;
  return element;
}

// The last block that begins at this line, or at the nearest one above.
function elementAt(article, state, path, wanted) {
  const known = placesOf(article, state);
  const file = state.files?.indexOf(path) ?? -1;
  if (!known || file < 0) return null;
  let best = 0;
  let found = null;
  known.elements.forEach((element, at) => {
    const [its, line] = known.places[at];
    if (its !== file || !line || line > wanted || line < best || !BLOCK.test(element.nodeName)) return;
    if (element.closest("svg") && element.nodeName.toLowerCase() !== "svg") return;
    if (line === best && found?.contains(element) === false) return;
    best = line;
    found = element;
  });
  return found;
}
