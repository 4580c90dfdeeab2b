"""What the preview shows is what readers see: compared pixel by pixel.

On one side the article of ``mdwx watch``; on the other the page that the sandbox has
published after its filter, reached by ``draft/add`` and ``freepublish/submit`` as an
account is.
"""

from __future__ import annotations

import base64
import io
import json
import shutil
from contextlib import ExitStack
from urllib.parse import quote, urlsplit

import pytest
from browser import chromium
from building import ROOT
from PIL import Image, ImageChops
from serving import serving
from support import run_mdwx

from mdwx.clock import SystemClock
from mdwx.config import read_config
from mdwx.preview.loopback import Door
from mdwx.preview.server import watching
from mdwx.sandbox.host import Host
from mdwx.sandbox.server import create_app
from mdwx.sandbox.shelves import Shelves
from mdwx.sandbox.wire import CuttingProtocol
from mdwx.wechat.transport import Request

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

THEMES = sorted(folder.name for folder in (ROOT / "themes").iterdir())
SAMPLE = ("16-galleries", "17-code", "23-showcase")
WIDTH, STRIP = 375, 4000
PATIENCE_S = 120
LOOKS = 4
STILL = """
(async () => {
  for (const image of document.images) image.loading = "eager";
  await Promise.all([...document.images].map(image => image.decode().catch(() => 0)));
  await document.fonts.ready;
  const content = document.getElementById("js_content");
  const place = () => content.getBoundingClientRect();
  // What stands above differs (author, date): begin at the same pixel on both sides.
  content.style.marginTop = `${400 - place().y - scrollY}px`;
  const {x, y, width, height} = place();
  return {x: x + scrollX, y: Math.round(y + scrollY), width, height};
})()
"""


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


class Guide:
    """The guide in one theme: drafted, published raw, and watched."""

    def __init__(self, folder, theme, names):
        if not (folder / "content").exists():
            shutil.copytree(ROOT / "content", folder / "content")
        # Pictures made ready for another theme serve again; nothing else is kept.
        for name in ("sandbox", "ledger.sqlite", "ledger.sqlite-wal"):
            gone = folder / ".mdwx" / name
            shutil.rmtree(gone) if gone.is_dir() else gone.unlink(missing_ok=True)
        settings = f'[site]\nauthor = "mdwx"\ntheme = "{theme}"\n'
        (folder / "mdwx.toml").write_text(settings)
        # Drafts, so that links between posts have no address on either side.
        paths = [f"content/{name}.md" for name in names]
        drafted = run_mdwx("draft", *paths, "--json", cwd=folder).json
        self.drafts = {
            post["slug"]: post["draft"]["media_id"]
            for post in drafted["posts"]
            if post["draft"]
        }
        assert drafted["ok"], drafted
        self.host = Host.open(folder / ".mdwx/sandbox", clock=SystemClock())
        self.host.change(publish_looks=0, publish_seconds=0.0)
        self.config = read_config(folder, env={})

    def ask(self, path, body, **query):
        """One call of the API."""
        data = json.dumps(body).encode()
        request = Request("POST", f"/cgi-bin/{path}", query, {}, data)
        return json.loads(self.host.send(request, timeout_s=PATIENCE_S).body)

    def publish(self):
        """Submit every draft; the path of each published page, by slug."""
        keys = {"appid": self.host.appid, "secret": self.host.secret.reveal()}
        grant = {"grant_type": "client_credential", **keys}
        token = self.ask("stable_token", grant)["access_token"]
        jobs = {}
        for slug, media_id in self.drafts.items():
            given = {"media_id": media_id}
            told = self.ask("freepublish/submit", given, access_token=token)
            jobs[str(told["publish_id"])] = slug
        self.host.catch_up()
        return {
            jobs[row.publish_id]: urlsplit(row.articles[0]["url"]).path
            for row in Shelves(self.host.store).publications()
        }


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("guide")


@pytest.fixture
def shown(request, folder):
    """Both addresses of each post: where it is previewed, where it is published."""
    theme, names = request.param
    guide = Guide(folder, theme, names)
    paths = guide.publish()
    with ExitStack() as stack:
        app, channel = stack.enter_context(watching(guide.config, door=Door(), env={}))
        preview = stack.enter_context(serving(app, on_exit=channel.close))
        sandbox = create_app(guide.host)
        account = stack.enter_context(
            serving(sandbox, on_exit=sandbox.close, http=CuttingProtocol)
        )
        yield {
            slug: (f"{preview}/_frame/{quote(slug)}", account + path)
            for slug, path in paths.items()
        }


def pictures(tab, address):
    """The article at an address, from top to bottom."""
    tab.open(address)
    box = tab.evaluate(STILL)
    for top in range(0, int(box["height"]), STRIP):
        height = min(STRIP, box["height"] - top)
        clip = {**box, "y": box["y"] + top, "height": height, "scale": 1}
        shot = tab.command(
            "Page.captureScreenshot",
            format="png",
            captureBeyondViewport=True,
            clip=clip,
        )
        yield Image.open(io.BytesIO(base64.b64decode(shot["data"]))).convert("RGB")


def differences(tab, preview, published):
    """Where two pages differ, however often one looks.

    A browser with much to do paints the inside of a box that scrolls a moment late.
    """
    for _ in range(LOOKS):
        found = differing(tab, preview, published)
        if not found:
            break
    return found


def differing(tab, preview, published):
    """Where two pages differ at one look: the strip, the box in it, by how much."""
    both = [list(pictures(tab, address)) for address in (preview, published)]
    sizes = [[strip.size for strip in strips] for strips in both]
    if sizes[0] != sizes[1]:
        return [("size", *sizes)]
    pairs = enumerate(zip(*both, strict=True))
    found = ((at, ImageChops.difference(*pair)) for at, pair in pairs)
    return [(at, it.getbbox(), it.getextrema()) for at, it in found if it.getbbox()]


def compare(browser, shown):
    tab = browser.open("about:blank", width=WIDTH, height=812)
    tab.show()
    found = {slug: differences(tab, *pair) for slug, pair in shown.items()}
    tab.close()
    assert {slug: it for slug, it in found.items() if it} == {}


@pytest.mark.parametrize("shown", [("default", SAMPLE)], indirect=True, ids=["default"])
def test_the_preview_is_the_published_page(browser, shown):
    """
    Posts with pictures, code and nearly every element of the syntax.
    """
    assert len(shown) == len(SAMPLE)
    compare(browser, shown)


@pytest.mark.whole
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(
    "shown", [(theme, ("*", "rules/*")) for theme in THEMES], indirect=True, ids=THEMES
)
def test_every_post_of_the_guide_is_as_published(browser, shown):
    """
    In every theme.
    """
    assert len(shown) > 30
    compare(browser, shown)
