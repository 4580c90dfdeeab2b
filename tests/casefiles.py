"""Case files: Markdown pages with fenced examples, read and rewritten.

    ``````` example option=value
    what goes in
    .
    what comes out
    ```````

What must stay untouched stands under a heading with the word "stays" or "stay".

A page that holds no case, or a fence that looks like one and is none, fails:
cases that never run are worse than none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).parent / "cases"
FENCE = re.compile(
    r"^(?P<ticks>`{7,}) *example(?P<options>[^\n`]*)\n(?P<body>.*?)^(?P=ticks)[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
HEADING = re.compile(r"^## (.*)$", re.MULTILINE)
SUSPECT = re.compile(r"^[`~]{3,}.*\bexample\b", re.MULTILINE)
DOT = "\n.\n"


class BrokenCaseFile(AssertionError):
    """A case file that would not be run as it reads."""


@dataclass(frozen=True)
class Case:
    """One fenced example."""

    file: Path
    index: int
    line: int
    heading: str
    """The heading of second level it stands under, or nothing."""
    options: tuple[tuple[str, str], ...]
    given: str
    expected: str

    @property
    def is_refusal(self):
        """Whether it shows what must stay as it is."""
        return re.search(r"\bstays?\b", self.heading) is not None

    @property
    def items(self):
        """The pieces of what goes in, which empty lines set apart."""
        return [it for it in re.split(r"\n\s*\n", self.given) if it.strip()]

    @property
    def name(self):
        """Where a reader finds it."""
        return f"{self.file.name}:{self.line}"


def load_cases(family):
    """The cases of every page under ``cases/<family>``."""
    files = sorted((CASES / family).glob("*.md"))
    if not files:
        raise BrokenCaseFile(f"no case file in {family}")
    return [case for file in files for case in read_cases(file)]


def read_cases(file):
    """The cases of one page, in order."""
    text = file.read_text(encoding="utf-8")
    matches = list(FENCE.finditer(text))
    if not matches:
        raise BrokenCaseFile(f"{file.name} holds no case")
    for suspect in SUSPECT.finditer(text):
        if not any(it.start() <= suspect.start() < it.end() for it in matches):
            line = text.count("\n", 0, suspect.start()) + 1
            raise BrokenCaseFile(f"{file.name}:{line} looks like a case and is none")
    return [read_case(file, text, index, it) for index, it in enumerate(matches)]


def heading_above(text, start):
    """The heading of second level above a place, what examples hold left out."""
    prose = FENCE.sub("", text[:start])
    return (HEADING.findall(prose) or [""])[-1]


def read_case(file, text, index, match):
    """One case out of its fence."""
    line = text.count("\n", 0, match.start()) + 1
    body = "\n" + match["body"]
    if body.count(DOT) != 1:
        raise BrokenCaseFile(f"{file.name}:{line} needs one line with a lone dot")
    given, expected = body.split(DOT)
    options = tuple(tuple(word.split("=", 1)) for word in match["options"].split())
    if any(len(pair) != 2 for pair in options):
        raise BrokenCaseFile(f"{file.name}:{line} has an option without a value")
    heading = heading_above(text, match.start())
    given, expected = given[1:] + "\n", expected.rstrip("\n")
    return Case(file, index, line, heading, options, given, expected)


def rewrite_case(case, actual):
    """Put what came out in the place of what was expected."""
    text = case.file.read_text(encoding="utf-8")
    match = list(FENCE.finditer(text))[case.index]
    given = ("\n" + match["body"]).split(DOT)[0][1:]
    body = f"{given}{DOT}{actual}\n".removeprefix("\n") if given else f".\n{actual}\n"
    case.file.write_text(
        text[: match.start("body")] + body + text[match.end("body") :], encoding="utf-8"
    )
