"""SVG -> PNG, by resvg, after everything that reaches outside is taken out.

An SVG is a program as much as a picture: it may name files and addresses, hold
scripts and nest entities. resvg runs no script and fetches nothing, but reads
local files that an ``image`` names, so those references go before it looks.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import re
from importlib.util import find_spec
from typing import Final
from urllib.parse import unquote_to_bytes

from lxml import etree
from PIL import Image

from mdwx.media import fonts
from mdwx.media.bounds import SOURCE_PIXELS
from mdwx.media.decode import PILLOW_ERRORS
from mdwx.media.drawer import drawn_apart
from mdwx.media.source import Source, refuse
from mdwx.model import Text
from mdwx.patterns import pattern
from mdwx.versions import version

__all__ = ["draw", "engine", "is_installed"]

WIDTH: Final = 1600
SCALE: Final = 2
PIXELS: Final = 16_000_000
MARKUP_BYTES: Final = 16 * 1024 * 1024

DROPPED: Final = frozenset({"script", "foreignObject", "iframe", "handler", "listener"})
XLINK_HREF: Final = "{http://www.w3.org/1999/xlink}href"
RASTER_DATA: Final = pattern(r"\s*data:image/(png|jpe?g|gif|webp)\s*[;,]", re.I)
OUTSIDE_URL: Final = pattern(
    r"url\(\s*+(['\"]?+)(?!#|['\"])[^)]*+(?:\)|\Z)|@import[^;]*+;?", re.I
)
CSS_DPI: Final = 96.0
UNITS: Final = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "em": 16.0,
    "ex": 8.0,
}
UNSIGNED: Final = r"(?:[0-9]++\.?[0-9]*+|\.[0-9]++)"
NUMBER: Final = pattern(f"-?{UNSIGNED}")
LENGTH: Final = pattern(rf"\s*+({UNSIGNED}(?:e[+-]?\d++)?)\s*+([a-z]*+)\s*$", re.I)


def engine() -> str:
    """What decides how an SVG looks, for the key of the cache."""
    renderer = version("resvg-py") or "none"
    face = fonts.chinese()
    return f"resvg {renderer}, {face.name if face else 'no font'}"


def draw(source: Source, *, widest_px: int = WIDTH) -> bytes:
    """Render at twice its size, at most ``widest_px`` wide."""
    if not is_installed():
        raise refuse(
            source.ref,
            zh="是 SVG 格式，需要另装渲染器",
            en="is SVG, which needs a renderer",
            hint=Text(zh="pip install 'mdwx[svg]'", en="pip install 'mdwx[svg]'"),
        )
    try:
        root = parse(source.data)
        clean(root)
        # Fonts are loaded only for a picture that holds words: it takes a while.
        wordless = next(root.iter("{*}text"), None) is None
        face = None if wordless else fonts.chinese()
        family = face.family if face else None
        options = {
            "svg_string": etree.tostring(root, encoding="unicode"),
            "width": width_px(root, widest_px),
            "dpi": CSS_DPI,
            "languages": ["zh", "en"],
            "skip_system_fonts": wordless,
            "font_files": [str(face.file)] if face else None,
            "font_family": family,
            "sans_serif_family": family,
            "serif_family": family,
        }
        return drawn_apart(options)
    # OSError and EOFError come from gzip, ValueError from resvg.
    except (etree.XMLSyntaxError, OSError, EOFError, ValueError) as error:
        reason = str(error).splitlines()[0][:120] if str(error) else "?"
        raise refuse(
            source.ref,
            zh=f"不是有效的 SVG({reason})",
            en=f"is not valid SVG ({reason})",
        ) from error


def is_installed() -> bool:
    """Whether the engine is there; it is loaded in a process of its own."""
    return find_spec("resvg_py") is not None


def parse(data: bytes) -> etree._Element:
    """Parse without network, files or outside entities."""
    if data[:2] == b"\x1f\x8b":
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            data = packed.read(MARKUP_BYTES + 1)
    if len(data) > MARKUP_BYTES:
        raise ValueError(f"more than {MARKUP_BYTES // 1024 // 1024} MB of markup")
    parser = etree.XMLParser(
        resolve_entities="internal",  # type: ignore[arg-type]  # lxml's stubs know no word
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(data, parser)
    if etree.QName(root).localname != "svg":
        raise ValueError("its root is not svg")
    return root


def clean(root: etree._Element) -> None:
    """Take out scripts, and every reference that is not inside the picture."""
    for element in list(root.iter(etree.Element)):
        if etree.QName(element).localname in DROPPED:
            remove(element)
            continue
        if etree.QName(element).localname == "style":
            element.text = OUTSIDE_URL.sub("none", element.text or "")
        for name, value in element.attrib.items():
            is_link = name in {"href", XLINK_HREF}
            if is_link and not is_inside(str(value)):
                del element.attrib[name]
            elif not is_link and "(" in value:
                element.set(name, OUTSIDE_URL.sub("none", str(value)))


def remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def is_inside(address: str) -> bool:
    """Whether a reference is to the SVG itself, or carries a small picture."""
    if address.strip().startswith("#"):
        return True
    if not RASTER_DATA.match(address):
        return False
    head, _, body = address.partition(",")
    data = unquote_to_bytes(body)
    try:
        raw = base64.b64decode(data) if head.strip().endswith("base64") else data
        with Image.open(io.BytesIO(raw), formats=("PNG", "JPEG", "GIF", "WEBP")) as it:
            return it.width * it.height <= SOURCE_PIXELS // 5
    except (binascii.Error, *PILLOW_ERRORS):
        return False


def width_px(root: etree._Element, widest_px: int = WIDTH) -> int:
    """The width to render at, from the SVG's own size or its viewBox."""
    numbers = NUMBER.findall(root.get("viewBox", ""))
    box = [float(number) for number in numbers[:4]]
    width = length_px(root.get("width", "")) or (box[2] if len(box) == 4 else 0)
    height = length_px(root.get("height", "")) or (box[3] if len(box) == 4 else 0)
    if len(box) == 4 and box[2] > 0 and not length_px(root.get("width", "")):
        width = height * box[2] / box[3] if box[3] > 0 and height else width
    if width <= 0 or height <= 0:
        return WIDTH // 2
    drawn = min(width * SCALE, widest_px)
    # A very tall one is drawn narrower rather than filling the memory.
    return max(1, int(min(drawn, (PIXELS * width / height) ** 0.5)))


def length_px(text: str) -> float:
    """A length of SVG in pixels; 0 for a percentage or none."""
    found = LENGTH.match(text)
    if found is None or found[2].lower() not in UNITS:
        return 0.0
    return float(found[1]) * UNITS[found[2].lower()]
