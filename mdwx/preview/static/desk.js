// The desk of one post. Each concern is a module that is given the desk.
import accounts from "./accounts.js";
import acting from "./acting.js";
import { Desk } from "./bench.js";
import card from "./card.js";
import copying from "./copying.js";
import counts from "./counts.js";
import dressing from "./dressing.js";
import findings from "./findings.js";
import head from "./head.js";
import keys from "./keys.js";
import lines from "./lines.js";
import phone from "./phone.js";
import stream from "./stream.js";
import tabs from "./tabs.js";
import views from "./views.js";

const desk = new Desk(document.body);
const modules = [
  ...[head, tabs, views, phone, lines, findings, card, counts],
  ...[dressing, accounts, copying, acting, keys, stream],
];
for (const install of modules) {
  install(desk);
}
