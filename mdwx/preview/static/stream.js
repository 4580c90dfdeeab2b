// Hears from the server: at once when the post changed, and again after a restart.
const AGAIN_MS = 1000;

export default function install(desk) {
  let source = null;
  let late = null;

  function open() {
    clearTimeout(late);
    source?.close();
    const asked = new URLSearchParams({ slug: desk.slug, have: desk.state?.version ?? "" });
    if (desk.choice("scene", "day") !== "day") asked.set("night", "1");
    const mine = new EventSource(`/_events?${asked}`);
    source = mine;
    mine.onopen = () => desk.tell("connection", true);
    mine.onerror = () => {
      desk.tell("connection", false);
      // A browser tries again by itself, unless the answer was no stream at all.
      if (mine === source && mine.readyState === EventSource.CLOSED) late = setTimeout(open, AGAIN_MS);
    };
    mine.addEventListener("hello", (event) => greet(JSON.parse(event.data)));
    mine.addEventListener("state", (event) => desk.receive(JSON.parse(event.data)));
    mine.addEventListener("night", (event) => desk.tell("night", JSON.parse(event.data)));
  }

  function greet({ boot, edition, token, editor }) {
    // Another mdwx may serve another page; one restart of the same is nothing.
    if (edition !== desk.edition || editor !== desk.editor) location.reload();
    desk.boot = boot;
    desk.token = token;
    document.body.dataset.token = token;
    desk.tell("hello", { token });
  }

  // A browser has six connections for all tabs of a host, so a tab nobody looks at
  // gives its own back, and catches up when it is looked at.
  function follow() {
    if (!document.hidden) return open();
    clearTimeout(late);
    source?.close();
    source = null;
  }

  // The file has another name: the page goes on with it, where it is.
  desk.on("moved", (slug) => {
    desk.slug = slug;
    history.replaceState(null, "", `/posts/${encodeURIComponent(slug)}${location.search}${location.hash}`);
    open();
  });
  desk.on("choice", ({ name }) => { if (name === "scene" && source) open(); });
  document.addEventListener("visibilitychange", follow);
  window.addEventListener("pagehide", () => source?.close());
  window.addEventListener("pageshow", (event) => { if (event.persisted) follow(); });
  follow();
}
