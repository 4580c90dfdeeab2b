// Puts the text of an element on the clipboard.
"use strict";
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.textContent);
    button.textContent = button.dataset.copied;
  } catch {
    // Not allowed here: mark the text, so that the person can copy it.
    getSelection().selectAllChildren(source);
  }
});
