// Which blocks of an article changed, told from its text alone: to parse and compare all
// of a long one takes longer than its author should wait.
import { patchRun } from "./patch.js";

const TAG = /<(\/?)([a-z][\w:-]*)(?:"[^"]*"|[^">])*>/gi;
const EMPTY = /^(?:br|hr|img|input|wbr|col|source)$/i;

// Makes `content`, which shows `before`, show `html`, if blocks are all that changed; says
// whether it did. Elements that a parser would move are for `patch` to put right.
export function patchBlocks(content, before, html) {
  const root = content.firstElementChild;
  const { head, blocks, tail } = blocksOf(before) ?? { blocks: [] };
  if (!blocks.length || root?.childNodes.length !== blocks.length) return false;
  if (!html.startsWith(head) || !html.endsWith(tail)) return false;
  let [first, from] = [0, head.length];
  while (first < blocks.length && html.startsWith(blocks[first], from)) from += blocks[first++].length;
  let [last, to] = [blocks.length, html.length - tail.length];
  while (last > first && to - blocks[last - 1].length >= from && html.endsWith(blocks[last - 1], to)) to -= blocks[--last].length;
  const fresh = content.ownerDocument.createElement("template");
  fresh.innerHTML = html.slice(from, to);
  const nodes = [...root.childNodes];
  patchRun(root, nodes.slice(first, last), [...fresh.content.childNodes], nodes[last] ?? null);
  return true;
}

// The blocks of a fragment that is one element around elements, and what stands before
// and behind them, as text; null for any other fragment.
function blocksOf(html) {
  const ends = [];
  let depth = 0;
  for (const { 0: tag, 1: slash, 2: name, index } of html.matchAll(TAG)) {
    const isBetween = slash ? depth === 1 : depth < 2;
    const isSecond = depth === 0 && ends.length > 0;
    if (isSecond || (isBetween && index !== (ends.at(-1) ?? 0))) return null;
    depth += slash ? -1 : 1;
    if (!slash && (EMPTY.test(name) || tag.endsWith("/>"))) depth -= 1;
    if (depth < 2) ends.push(index + tag.length);
  }
  if (depth || ends.length < 2 || ends.pop() !== html.length) return null;
  const blocks = ends.slice(1).map((end, at) => html.slice(ends[at], end));
  return { head: html.slice(0, ends[0]), blocks, tail: html.slice(ends.at(-1)) };
}
