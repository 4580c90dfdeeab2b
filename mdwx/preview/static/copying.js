// The article on its way by hand: rich text for WeChat's editor, or one file.
import { make } from "./dom.js";
import { menu, menuItem } from "./menus.js";
import { say } from "./words.js";

const FILES = [
  { kind: "html", label: say("下载 HTML（一个文件）", "Download HTML (one file)") },
  { kind: "png", label: say("下载长图", "Download a long picture") },
  { kind: "pdf", label: say("下载 PDF", "Download a PDF") },
];
const WHERE = {
  account: say("已复制；图片在账号里，到公众号后台粘贴", "copied with the account's pictures: paste it into WeChat's editor"),
  inside: say("已复制；图片放在正文里，到公众号后台粘贴", "copied, pictures inside: paste it into WeChat's editor"),
  none: say("已复制，到公众号后台粘贴", "copied: paste it into WeChat's editor"),
};

const FRESH_MS = 3000;

export default function install(desk) {
  let ready = null;
  const button = make("button", { type: "button", class: "dk-button", id: "dk-copy", onclick: () => copy(), onpointerenter: prepare, onfocus: prepare }, say("复制", "Copy"));
  const more = menu(say("复制与下载", "copy and download"), [
    menuItem(say("复制，图片放在正文里", "Copy with the pictures inside"), () => copy([["pictures", "inside"]])),
    ...FILES.map(({ kind, label }) => menuItem(label, () => download(kind), { "data-kind": kind })),
  ]);
  desk.addAction(make("div", { class: "dk-split" }, button, more), { order: 10 });
  desk.addShortcut("c", say("复制到公众号后台", "copy for WeChat's editor"), () => copy());

  // The look and the account that are chosen now.
  function wanted() {
    const account = desk.account();
    return new URLSearchParams([...desk.look(), ...(account ? [["account", account]] : [])]);
  }

  // Whether what was got ready is what would be copied now: an answer may come after
  // another choice, and an account may have got the pictures meanwhile.
  function isReady() {
    return ready?.asked === now() && performance.now() - ready.at < FRESH_MS;
  }

  function now() {
    return `${desk.state?.version} ${wanted()}`;
  }

  async function ask(query) {
    const asked = new URLSearchParams([...wanted(), ...query]);
    const reply = await fetch(`/_copy/${encodeURIComponent(desk.slug)}?${asked}`, { cache: "no-store" });
    if (!reply.ok) throw new Error(await reply.text());
    return reply.json();
  }

  // A browser lets a page copy only while a click is fresh: have it before the click.
  async function prepare() {
    if (isReady()) return;
    const [asked, at] = [now(), performance.now()];
    try {
      ready = { asked, at, told: await ask([]) };
    } catch {
      ready = null;
    }
  }

  async function copy(query = []) {
    try {
      const told = !query.length && isReady() ? ready.told : await ask(query);
      if (!put(told)) throw new Error(say("浏览器不让复制：再点一次", "the browser did not let the page copy: click again"));
      desk.announce(told.html === null ? say("文字已复制；图片要在公众号后台里加", "the text is copied; add the pictures in WeChat's editor") : WHERE[told.pictures]);
    } catch (error) {
      desk.announce(error.message);
    }
  }

  async function download(kind) {
    desk.announce(say("正在准备…", "getting it ready…"));
    try {
      const reply = await fetch(`/_download/${kind}/${encodeURIComponent(desk.slug)}?${desk.look()}`, { cache: "no-store" });
      if (!reply.ok) throw new Error(await reply.text());
      const href = URL.createObjectURL(await reply.blob());
      make("a", { href, download: `${desk.slug.split("/").pop()}.${kind}` }).click();
      setTimeout(() => URL.revokeObjectURL(href), 60_000);
    } catch (error) {
      desk.announce(error.message);
    }
  }
}

// Sets the bytes themselves in the copy event: whatever a browser would make of a
// selection has other styles.
function put({ html, text }) {
  const held = make("span", { class: "dk-hidden" }, text || " ");
  let done = false;
  const once = (event) => {
    if (html !== null) event.clipboardData.setData("text/html", `<meta charset="utf-8"><!--StartFragment-->${html}<!--EndFragment-->`);
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
    event.stopImmediatePropagation();
    done = true;
  };
  const selection = getSelection();
  const before = selection.rangeCount ? selection.getRangeAt(0) : null;
  document.body.append(held);
  selection.selectAllChildren(held);
  document.addEventListener("copy", once, { once: true, capture: true });
  document.execCommand("copy");
  document.removeEventListener("copy", once, { capture: true });
  selection.removeAllRanges();
  if (before) selection.addRange(before);
  held.remove();
  return done;
}
