// Makes a tree look like another by changing only what differs: what stays keeps its
// place, its scroll position and its loaded picture.

export function patch(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  const before = [...old.childNodes];
  const after = [...fresh.childNodes];
  let start = 0;
  while (start < before.length && start < after.length && before[start].isEqualNode(after[start])) start += 1;
  let end = 0;
  while (
    end < before.length - start && end < after.length - start &&
    before[before.length - 1 - end].isEqualNode(after[after.length - 1 - end])
  ) end += 1;
  const behind = before[before.length - end] ?? null;
  patchRun(old, before.slice(start, before.length - end), after.slice(start, after.length - end), behind);
}

// Makes a run of a parent's nodes, in front of `behind`, look like another run; what is
// the same in both, in the same order, stays.
export function patchRun(parent, before, after, behind) {
  // Of two single nodes one knows that they differ.
  const same = before.length * after.length > 1 ? common(before, after) : [];
  let from = 0;
  let to = 0;
  for (const [at, its] of [...same, [before.length, after.length]]) {
    settle(parent, before.slice(from, at), after.slice(to, its), before[at] ?? behind);
    from = at + 1;
    to = its + 1;
  }
}

// Pairs of equal nodes in ascending order of both lists, as many as there can be.
function common(before, after) {
  const places = new Map();
  after.forEach((node, at) => {
    const name = nameOf(node);
    if (!places.has(name)) places.set(name, []);
    places.get(name).push(at);
  });
  const pairs = [];
  before.forEach((node, at) => {
    const its = places.get(nameOf(node))?.shift();
    if (its !== undefined) pairs.push([at, its]);
  });
  return ascending(pairs);
}

// The longest run of pairs whose second number ascends, too.
function ascending(pairs) {
  const ends = [];
  const chain = pairs.map(([, its], at) => {
    let place = ends.findIndex((end) => pairs[end][1] > its);
    if (place < 0) place = ends.length;
    ends[place] = at;
    return place ? ends[place - 1] : -1;
  });
  const found = [];
  for (let at = ends.at(-1) ?? -1; at >= 0; at = chain[at]) found.unshift(pairs[at]);
  return found;
}

function nameOf(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node.outerHTML : `#${node.nodeType}${node.data}`;
}

// Turns a run of nodes into another one; the first ones of the same kind are kept.
function settle(parent, before, after, behind) {
  after.forEach((fresh, at) => {
    const old = before[at];
    if (!old) parent.insertBefore(adopted(parent, fresh), behind);
    else if (!alike(old, fresh)) parent.replaceChild(adopted(parent, fresh), old);
    else if (old.nodeType === Node.ELEMENT_NODE) renew(old, fresh);
    else old.data = fresh.data;
  });
  before.slice(after.length).forEach((old) => old.remove());
}

function adopted(parent, fresh) {
  return parent.ownerDocument.importNode(fresh, true);
}

function alike(old, fresh) {
  return old.nodeType === fresh.nodeType && old.nodeName === fresh.nodeName;
}

function renew(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) renewAttribute(old, name, value);
  }
  patch(old, fresh);
}

// A picture gives way to the next one only once that can be shown.
function renewAttribute(old, name, value) {
  if (old.nodeName !== "IMG" || name !== "src") {
    old.setAttribute(name, value);
    return;
  }
  const next = new Image();
  next.src = value;
  old.mdwxNext = next;
  const show = () => { if (old.mdwxNext === next) old.setAttribute("src", value); };
  next.decode().then(show, show);
}
