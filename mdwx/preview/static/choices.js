// What the person chose last, kept in this browser; a private window forgets it.
const PREFIX = "mdwx.";

export function recall(name, fallback) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name)) ?? fallback;
  } catch {
    return fallback;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Nothing may be kept here; the choice holds for this page.
  }
}
