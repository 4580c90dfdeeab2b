// What the person chose last, kept in this browser; a private window forgets it.
const PREFIX = "mdwx.";
// In the next tab one may mean another account.
const OF_THE_TAB = new Set(["account"]);

export function recall(name, fallback) {
  try {
    return JSON.parse(store(name).getItem(PREFIX + name)) ?? fallback;
  } catch {
    return fallback;
  }
}

export function remember(name, value) {
  try {
    store(name).setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Nothing may be kept here; the choice holds for this page.
  }
}

function store(name) {
  return OF_THE_TAB.has(name) ? sessionStorage : localStorage;
}
