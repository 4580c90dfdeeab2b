// The account that is meant: whose pictures a copy has, whose draft box is filled.
import { make } from "./dom.js";
import { say } from "./words.js";

export default function install(desk) {
  const about = say("复制、发布用的账号", "the account for copying and publishing");
  const select = make("select", { id: "dk-account", "aria-label": about, title: about });
  const box = make("label", { class: "dk-select", hidden: true }, select);
  let shown = "";
  select.addEventListener("change", () => desk.choose("account", select.value));
  desk.addTool(box, { order: 50 });
  // Empty for the post's own.
  desk.account = () => select.value;
  desk.on("state", ({ state: { account, accounts } }) => {
    const key = JSON.stringify([account, accounts]);
    if (!accounts || key === shown) return;
    shown = key;
    const others = accounts.filter((name) => name !== account);
    select.replaceChildren(own(account), ...others.map((name) => make("option", { value: name }, nameOf(name))));
    const chosen = desk.choice("account", "");
    select.value = others.includes(chosen) ? chosen : "";
    box.hidden = !accounts.length;
  });
}

function own(name) {
  const words = name ? say(`${nameOf(name)}（默认）`, `${nameOf(name)} (default)`) : say("默认账号", "default");
  return make("option", { value: "" }, words);
}

function nameOf(name) {
  return name === "sandbox" ? say("沙箱", "sandbox") : name;
}
