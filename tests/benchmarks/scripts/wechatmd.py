"""wechat-md; it reads no front matter."""

import re
import sys
from pathlib import Path

from wechat_md import markdown_to_html

for name in sys.argv[1:]:
    text = Path(name).read_text(encoding="utf-8")
    sys.stdout.write(
        markdown_to_html(re.sub(r"^---\n.*?\n---\n", "", text, flags=re.S))
    )
