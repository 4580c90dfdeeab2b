"""wechat-formatter; it colours no code and reads no front matter."""

import re
import sys
from pathlib import Path

from wechat_formatter import FormatTweaks, get_template, render_article

template = get_template("极简风", "经典")
for name in sys.argv[1:]:
    text = Path(name).read_text(encoding="utf-8")
    body = re.sub(r"^---\n.*?\n---\n", "", text, flags=re.S)
    sys.stdout.write(render_article(body, template, FormatTweaks()))
