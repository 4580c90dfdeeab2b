// Renews the page in place when the server says that something changed:
// no blink, and the reader stays where they were.
"use strict";
(() => {
  const light = document.getElementById("live");
  const show = (state) => {
    if (!light) return;
    light.dataset.state = state;
    light.textContent = state === "on" ? light.dataset.on : light.dataset.off;
  };
  let shown = null;
  let busy = false;
  let again = false;
  async function renew() {
    if (busy) { again = true; return; }
    busy = true;
    try {
      const reply = await fetch(location.href, { cache: "no-store" });
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      const main = page.getElementById("main");
      const old = document.getElementById("main");
      if (main && main.innerHTML !== old.dataset.served) {
        const { scrollX, scrollY } = window;
        main.dataset.served = main.innerHTML;
        old.replaceWith(document.adoptNode(main));
        document.title = page.title;
        window.scrollTo(scrollX, scrollY);
        document.dispatchEvent(new Event("mdwx:renewed"));
      }
    } catch { /* the server went away; the event stream says so and comes back */ }
    busy = false;
    if (again) { again = false; renew(); }
  }
  const events = new EventSource("/_events");
  events.onopen = () => show("on");
  events.onerror = () => show("off");
  events.onmessage = (event) => {
    if (shown !== null && shown !== event.data) renew();
    shown = event.data;
  };
})();
