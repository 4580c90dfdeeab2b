// One article in its frame: WeChat's page, in which nothing runs. All of this looks in
// from outside.
import { afterPaint } from "./bench.js";
import { patchBlocks } from "./blocks.js";
import { make } from "./dom.js";
import { patch } from "./patch.js";

const AGAIN_MS = 1000;

export class Article {
  constructor(desk, { night, label }) {
    this.desk = desk;
    this.night = night;
    this.scale = 1;
    this.html = null;
    this.shown = null;
    // The fragment that the frame shows as it is.
    this.known = null;
    this.frame = make("iframe", { class: "dk-frame", sandbox: "allow-same-origin", title: label, src: this.address });
    this.frame.addEventListener("load", () => this.loaded());
    this.hears = [];
  }

  get address() {
    return `/_frame/${encodeURIComponent(this.desk.slug)}${this.night ? "?night=1" : ""}`;
  }

  get document() {
    return this.frame.contentDocument;
  }

  get content() {
    return this.document?.getElementById("js_content") ?? null;
  }

  // Calls back with each event of this kind inside the frame.
  hear(kind, listen) {
    this.hears.push([kind, listen]);
    this.document?.addEventListener(kind, listen, { passive: false });
  }

  loaded() {
    if (!this.document) {
      // A link led away, where the browser lets none of our clicks through.
      setTimeout(() => { this.frame.src = this.address; }, AGAIN_MS);
      return;
    }
    for (const [kind, listen] of this.hears) {
      this.document.addEventListener(kind, listen, { passive: false });
    }
    this.shown = null;
    this.known = null;
    this.show(this.desk.state);
    this.desk.tell("frame", this);
  }

  resize(scale) {
    this.scale = scale;
    this.show(this.desk.state);
  }

  // Shows the post as `state` tells it; by night with the fragment that came for it.
  show(state, html = this.night ? this.html : state?.html) {
    if (!state || typeof html !== "string") return;
    this.html = html;
    if (!this.document || this.document.readyState === "loading") return;
    if (!this.content) {
      // There was no good page yet, and now there is.
      if (state.html !== null) this.frame.src = this.address;
      return;
    }
    const key = `${this.scale} ${html}`;
    if (this.shown !== key) {
      this.shown = key;
      this.renew(state, html);
    }
    this.renewHead(state);
  }

  renew(state, html) {
    const { content, known } = this;
    this.known = this.scale === 1 && state.kind !== "newspic" ? html : null;
    content.classList.toggle("share_media_text", state.kind === "newspic");
    if (state.kind === "newspic") {
      if (content.textContent !== html) content.textContent = html;
      return;
    }
    const isQuick = known && this.known && patchBlocks(content, known, html);
    if (!isQuick) return this.renewAll(content, html);
    // The eye has its change; whatever way led there, what stays is the very fragment.
    afterPaint(() => {
      if (this.known === html && this.content === content) this.renewAll(content, html);
    });
  }

  renewAll(content, html) {
    const fresh = content.ownerDocument.createElement("template");
    fresh.innerHTML = html;
    const scaled = this.scale === 1 ? "" : `${17 * this.scale}px`;
    if (content.style.fontSize !== scaled) content.style.fontSize = scaled;
    if (this.scale !== 1) enlarge(fresh.content, this.scale);
    patch(content, fresh.content);
  }

  renewHead(state) {
    const page = this.document;
    for (const [id, text] of [["mx-title", state.title], ["mx-author", state.author], ["mx-date", state.date]]) {
      const element = page.getElementById(id);
      if (element.textContent !== text) element.textContent = text;
      element.hidden = !text;
    }
    const source = page.getElementById("mx-source");
    source.hidden = !state.source_url;
    source.firstElementChild.setAttribute("href", state.source_url || "#");
    this.renewGallery(state.gallery ?? []);
  }

  renewGallery(addresses) {
    const gallery = this.document.getElementById("mx-gallery");
    const fresh = this.document.createElement("div");
    for (const src of addresses) {
      const picture = this.document.createElement("img");
      picture.alt = "";
      picture.setAttribute("src", src);
      fresh.append(picture);
    }
    gallery.hidden = !addresses.length;
    patch(gallery, fresh);
  }
}

// Text as a phone shows it whose owner chose another size: letters grow, boxes do not.
function enlarge(root, scale) {
  for (const element of root.querySelectorAll("[style]")) {
    const size = /^([\d.]+)px$/.exec(element.style.fontSize);
    if (size) element.style.fontSize = `${Number(size[1]) * scale}px`;
  }
}
