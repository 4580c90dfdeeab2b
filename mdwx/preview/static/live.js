// Renews the page in place when the server says that something changed:
// no blink, and the reader stays where they were.
"use strict";
(() => {
  const light = document.getElementById("live");
  let shown = document.body.dataset.version;
  let events = null;
  let busy = false;
  let again = false;

  function show(state) {
    light.dataset.state = state;
    light.textContent = state === "on" ? light.dataset.on : light.dataset.off;
  }

  // What a person has chosen or typed, and not sent yet, stays.
  function keep(old, fresh) {
    for (const control of old.querySelectorAll("input[id], select[id], textarea[id]")) {
      const same = fresh.querySelector(`#${CSS.escape(control.id)}`);
      if (same) same.value = control.value;
      if (same && control === document.activeElement) queueMicrotask(() => same.focus());
    }
  }

  async function renew() {
    if (busy) { again = true; return; }
    busy = true;
    try {
      const reply = await fetch(location.href, { cache: "no-store" });
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      const fresh = page.getElementById("main");
      const old = document.getElementById("main");
      if (fresh && fresh.innerHTML !== old.dataset.served) {
        fresh.dataset.served = fresh.innerHTML;
        const { scrollX, scrollY } = window;
        keep(old, fresh);
        const open = [...old.querySelectorAll("details")].map((each) => each.open);
        fresh.querySelectorAll("details").forEach((each, at) => { each.open = open[at]; });
        old.replaceWith(document.adoptNode(fresh));
        document.title = page.title;
        window.scrollTo(scrollX, scrollY);
      }
    } catch {
      // The server went away: the event stream says so, and comes back.
    }
    busy = false;
    if (again) { again = false; renew(); }
  }

  // A browser has six connections for all tabs of a host, so a tab nobody looks
  // at gives its own back.
  function listen() {
    if (document.hidden) {
      events?.close();
      events = null;
    } else if (!events) {
      events = new EventSource("/_events");
      events.onopen = () => show("on");
      events.onerror = () => show("off");
      events.onmessage = (event) => {
        if (event.data !== shown) renew();
        shown = event.data;
      };
    }
  }
  document.addEventListener("visibilitychange", listen);
  listen();
})();
