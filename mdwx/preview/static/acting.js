// Build, save as a draft, publish: what the command line does, told as it goes.
import { make, write } from "./dom.js";
import { said, say } from "./words.js";

const COMMANDS = [
  { command: "build", label: say("生成", "Build"), about: say("排版、检查、上传账号里没有的图片，写 dist/", "style, check, upload the pictures that the account lacks, write dist/") },
  { command: "draft", label: say("存为草稿", "Save as draft"), about: say("放进账号的草稿箱，已有的就更新", "add it to the account's draft box, or update it there") },
  { command: "publish", label: say("发布", "Publish"), about: say("放进草稿箱、提交发布，跟到有结果", "draft it, submit it, and follow it to its end") },
];

export default function install(desk) {
  // Not every server can, and none does it for a device that may only look.
  if (!("acts" in document.body.dataset)) return;
  const open = make("button", { type: "button", class: "dk-button dk-primary", id: "dk-act", "aria-haspopup": "dialog" }, say("发布…", "Publish…"));
  const view = new Dialog(desk);
  open.addEventListener("click", () => view.open());
  desk.addAction(open, { order: 20 });
  desk.addShortcut("p", say("生成、存草稿、发布", "build, draft, publish"), () => { if (!open.hidden) view.open(); });
  desk.on("hello", ({ token }) => {
    open.hidden = !token;
    view.resume();
  });
}

class Dialog {
  constructor(desk) {
    this.desk = desk;
    this.running = false;
    this.account = "";
    this.title = make("h2", { id: "dk-send-title" });
    this.stand = make("p", { class: "dk-stand" });
    this.tried = make("p", { class: "dk-tried" }, say("正在试的样子还没有写进文件；发出去的是文件里写的", "the look you are trying is not in the file yet; what is sent is what the file says"));
    this.again = make("input", { type: "checkbox" });
    this.overwrite = make("input", { type: "checkbox" });
    this.options = make("details", { class: "dk-options" }, make("summary", {}, say("更多", "More")),
      make("label", {}, this.again, say(" 发布过、或草稿不见了的，也再发一次", " send again what was published, or whose draft is gone")),
      make("label", {}, this.overwrite, say(" 覆盖在网页后台改过的草稿", " replace a draft that was edited by hand")));
    this.buttons = COMMANDS.map(({ command, label, about }) => make("button", { type: "button", class: command === "publish" ? "dk-button dk-primary" : "dk-button", "data-command": command, title: about, onclick: () => this.start(command) }, label));
    this.log = make("ol", { class: "dk-log", "aria-live": "polite" });
    this.bars = make("div", { class: "dk-bars" });
    this.question = make("div", { class: "dk-question", role: "group", hidden: true });
    this.stop = make("button", { type: "button", class: "dk-button", hidden: true, onclick: () => this.desk.post("/_do/stop").catch(() => {}) }, say("停下", "Stop"));
    this.close = make("button", { type: "button", class: "dk-button", onclick: () => this.dialog.close() }, say("关闭", "Close"));
    this.dialog = make("dialog", { class: "dk-dialog dk-send", "aria-labelledby": "dk-send-title" },
      this.title, this.stand, this.tried, make("div", { class: "dk-row" }, ...this.buttons), this.options,
      this.bars, this.log, this.question, make("div", { class: "dk-row dk-end" }, this.stop, this.close));
    document.body.append(this.dialog);
  }

  open() {
    write(this.title, this.desk.state?.title || this.desk.slug);
    this.tried.hidden = ![...this.desk.look()].length;
    this.standing();
    if (!this.dialog.open) this.dialog.showModal();
  }

  async standing() {
    try {
      const reply = await fetch(this.address("_standing", this.desk.account()), { cache: "no-store" });
      if (!reply.ok) throw new Error(await reply.text());
      const told = await reply.json();
      const account = told.is_sandbox ? say("沙箱", "the sandbox") : told.account;
      const link = told.url && make("a", { class: "dk-open", href: told.url, target: "_blank", rel: "noreferrer" }, say("看一看", "look at it"));
      const marks = told.words.map((mark) => make("span", { class: "dk-pill", "data-tone": mark.tone }, said(mark)));
      this.stand.replaceChildren(say("账号：", "account: "), make("strong", {}, account), " ", ...marks, " ", link || "");
    } catch (error) {
      write(this.stand, error.message);
    }
  }

  start(command) {
    const { slug } = this.desk;
    const wish = { slug, again: this.again.checked, overwrite: this.overwrite.checked, account: this.desk.account() };
    this.follow(`/_do/${command}`, wish);
  }

  // Another page, or this one before it was loaded again, may have something under way.
  async resume() {
    if (this.running || !this.desk.token) return;
    const reply = await this.send("/_do/follow", {});
    if (reply.status === 200) this.read(reply);
  }

  send(path, body) {
    return fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Mdwx-Token": this.desk.token },
      body: JSON.stringify(body),
    });
  }

  async follow(path, body) {
    this.clear();
    try {
      const reply = await this.send(path, body);
      if (!reply.ok) throw new Error(await reply.text());
      await this.read(reply);
    } catch (error) {
      this.add("error", error.message || say("连接断开了", "disconnected"));
      this.rest();
    }
  }

  async read(reply) {
    this.clear();
    this.running = true;
    this.stop.hidden = false;
    for (const button of this.buttons) button.disabled = true;
    const lines = reply.body.pipeThrough(new TextDecoderStream()).getReader();
    let left = "";
    for (;;) {
      const { value, done } = await lines.read();
      if (done) break;
      const parts = (left + value).split("\n");
      left = parts.pop();
      for (const part of parts) if (part) this.hear(JSON.parse(part));
    }
    this.rest();
  }

  clear() {
    this.log.replaceChildren();
    this.bars.replaceChildren();
    this.question.hidden = true;
  }

  rest() {
    this.running = false;
    this.stop.hidden = true;
    this.question.hidden = true;
    this.bars.replaceChildren();
    for (const button of this.buttons) button.disabled = false;
    this.standing();
  }

  hear(line) {
    const { kind, text } = line;
    if (kind === "begun") this.begun(line);
    if (kind === "bar") this.bar(line);
    // No page may open what lies on the disk; there is a link for it at the end.
    if (kind === "note" || kind === "say") this.add(kind, text.replace(/\s*file:\/\/\S+/g, ""));
    if (kind === "error") this.add("error", [line.where, text].filter(Boolean).join(": "), line.hint);
    if (kind === "finding") this.add(line.severity, `${[line.where, text].filter(Boolean).join(": ")} [${line.code}]`, line.hint);
    if (kind === "ask") this.ask(line);
    if (kind === "answered") this.question.hidden = true;
    if (kind === "done") this.done(line);
  }

  begun({ command, slug, account }) {
    const { label } = COMMANDS.find((each) => each.command === command);
    this.account = account;
    this.add("note", slug === this.desk.slug ? label : `${label}: ${slug}`);
  }

  // Of this post with an account; empty for its own.
  address(name, account) {
    const query = account && `?${new URLSearchParams({ account })}`;
    return `/${name}/${encodeURIComponent(this.desk.slug)}${query}`;
  }

  add(kind, text, hint = "") {
    const words = make("span", {}, text);
    const item = make("li", { "data-kind": kind }, words, hint ? make("small", {}, hint) : "");
    this.log.append(item);
    item.scrollIntoView({ block: "nearest" });
  }

  bar({ what, done, total }) {
    let row = [...this.bars.children].find((each) => each.dataset.what === what);
    if (!row) {
      row = make("label", { "data-what": what }, make("span", {}, what), make("progress", {}));
      this.bars.append(row);
    }
    Object.assign(row.querySelector("progress"), { max: total, value: done });
  }

  ask({ question, text }) {
    const give = (answer) => {
      this.question.hidden = true;
      this.desk.post("/_do/answer", { question, answer }).catch((error) => this.add("error", error.message));
    };
    const yes = make("button", { type: "button", class: "dk-button dk-primary", onclick: () => give("y") }, say("是", "Yes"));
    const no = make("button", { type: "button", class: "dk-button", onclick: () => give("n") }, say("不", "No"));
    this.question.replaceChildren(make("strong", {}, text), yes, no);
    this.question.hidden = false;
    if (!this.dialog.open) this.open();
    no.focus();
  }

  done({ code, reply }) {
    const [post] = reply?.posts?.filter((each) => each.slug === this.desk.slug) ?? [];
    const url = post?.publication?.urls?.[0] ?? post?.draft?.preview_url;
    const href = url?.startsWith("file:") ? this.address("_published", this.account) : url;
    const words = code === 0 ? say("完成", "done") : say(`没有做完（${code}）`, `not done (${code})`);
    this.add(code === 0 ? "good" : "error", words);
    if (href?.startsWith("http") || href?.startsWith("/")) {
      const link = make("a", { class: "dk-open", href, target: "_blank", rel: "noreferrer" }, say("看一看", "look at it"));
      this.log.lastElementChild.append(" ", link);
    }
    this.desk.announce(words);
  }
}
