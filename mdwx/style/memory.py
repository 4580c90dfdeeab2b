"""What premailer answered before, by the setting of an element.

premailer computes the style of an element from its rules and from the element's
setting: its own tag, class, style and marks, and those of all it stands in. The
settings of an article are few, a hundred or two of a thousand elements, and
those of the next article are mostly the same. So each setting gets a small number,
made of its parent's number and what is its own, and premailer's answer is kept
by it. Where every setting of an article was met before, its styles are read off
and premailer is not even imported; one new setting, and premailer styles the whole
article, as it would without any memory, and its answers are learned. There is no
second way to a style: to forget everything changes no byte, only the time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import field
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import Any, Final

from lxml import etree

from mdwx.page.styles import set_style
from mdwx.page.tree import tag_of
from mdwx.records import dataclass
from mdwx.versions import version
from mdwx.whole import FOR_ALL, replace_whole

__all__ = ["SHIPPED", "Memories", "Memory", "Telling"]

SHIPPED: Final = Path(__file__).with_name("learned")
"""The memories of our own themes, learned beforehand (``make learned``)."""

MOST_SETTINGS: Final = 5000
"""Of one stylesheet; one that has more gives each element a setting of its own."""
MOST_BYTES: Final = 8 << 20

Setting = tuple[int, str, str, str, str]
"""The parent's number; tag, class, own style, and the rules it was marked for."""

OUTERMOST: Final = -1
LIBRARIES: Final = ("premailer", "cssutils", "cssselect")
"""What decides an answer besides the stylesheet."""
FORM: Final = "2"
"""Of the answers: a new number forgets those that were written down before."""

Telling = Callable[[etree._Element], tuple[str, str]]
"""Those classes of an element that a selector may name, and the numbers of the
rules beyond tags and classes that it matches."""


@dataclass(slots=True)
class Memory:
    """The settings of one stylesheet, and the style that each was given."""

    numbers: dict[Setting, int] = field(default_factory=dict)
    answers: list[str | None] = field(default_factory=list)
    """By number; None until premailer has told."""
    has_grown: bool = False
    # Articles are built side by side.
    lock: Lock = field(default_factory=Lock, repr=False)

    def style(
        self, root: etree._Element, telling: Telling, ask: Callable[[], None]
    ) -> None:
        """Give each element its style; ``ask`` has premailer do it, and is learned."""
        if len(self.numbers) > MOST_SETTINGS:
            ask()
            return
        with self.lock:
            settings = list(self.settings(root, telling))
            known = [(element, self.answers[number]) for element, number in settings]
        if all(answer is not None for _, answer in known):
            for element, answer in known:
                set_style(element, answer or "")
            return
        ask()
        for element, number in settings:
            self.answers[number] = element.get("style", "")
        self.has_grown = True

    def settings(
        self, root: etree._Element, telling: Telling
    ) -> Iterator[tuple[etree._Element, int]]:
        """Each element with the number of its setting; new ones are numbered."""
        waiting = [(root, OUTERMOST)]
        while waiting:
            element, parent = waiting.pop()
            tag = tag_of(element)
            if not tag:
                continue
            classes, marks = telling(element)
            setting = (parent, tag, classes, element.get("style", ""), marks)
            number = self.numbers.setdefault(setting, len(self.answers))
            if number == len(self.answers):
                self.answers.append(None)
            yield element, number
            waiting += [(child, number) for child in element]

    def absorb(self, other: Memory) -> None:
        """Know what another knows, too."""
        ours = {OUTERMOST: OUTERMOST}
        for (parent, tag, own_class, style, marks), number in other.numbers.items():
            setting = (ours[parent], tag, own_class, style, marks)
            mine = self.numbers.setdefault(setting, len(self.answers))
            if mine == len(self.answers):
                self.answers.append(None)
            if self.answers[mine] is None:
                self.answers[mine] = other.answers[number]
            ours[number] = mine


class Memories:
    """The memories of several stylesheets, in a folder and as they ship.

    A file that is cut, edited or of another version is as good as none.
    """

    def __init__(self, *folders: Path) -> None:
        """The first folder is written to; the others are read where it has none."""
        self.folders = folders
        self.held: dict[str, Memory] = {}

    def of(self, css: str) -> Memory:
        """The memory of one stylesheet."""
        name = name_of(css)
        if name not in self.held:
            self.held[name] = next(filter(None, map(read, self.places(name))), Memory())
        return self.held[name]

    def places(self, name: str) -> list[Path]:
        """Where a memory may lie."""
        return [folder / f"{name}.json" for folder in self.folders]

    def save(self) -> None:
        """Write what was learned; a folder that takes nothing is no error."""
        for name, memory in self.held.items():
            if memory.has_grown and self.folders:
                place = self.places(name)[0]
                # Another process may have learned something else meanwhile.
                if (others := read(place)) is not None:
                    memory.absorb(others)
                with suppress(OSError):
                    replace_whole(place, written(memory), mode=FOR_ALL)
                memory.has_grown = False


def name_of(css: str) -> str:
    """A name for a stylesheet."""
    return digest(css)


def written(memory: Memory) -> bytes:
    """A memory as a file: its answers, then a row for each setting, by number."""
    answers = list(dict.fromkeys(memory.answers))
    places = {answer: place for place, answer in enumerate(answers)}
    rows = [
        [*setting, places[memory.answers[number]]]
        for setting, number in memory.numbers.items()
    ]
    lines = [json.dumps(it, ensure_ascii=False) for it in (answers, *rows)]
    text = "\n".join(lines)
    return f"{checksum(text)}\n{text}\n".encode()


def read(file: Path) -> Memory | None:
    """The memory in a file, if it is whole."""
    try:
        if file.stat().st_size > MOST_BYTES:
            return None
        head, _, text = file.read_text(encoding="utf-8").partition("\n")
        text = text.removesuffix("\n")
        if head != checksum(text):
            return None
        answers, *rows = json.loads(f"[{text.replace(chr(10), ',')}]")
        return remembered(answers, rows)
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None


def remembered(answers: Sequence[str | None], rows: Sequence[Sequence[Any]]) -> Memory:
    """A memory of rows; ValueError where they are none."""
    memory = Memory()
    for number, (parent, tag, own_class, style, marks, place) in enumerate(rows):
        if not OUTERMOST <= parent < number:
            raise ValueError(parent)
        memory.numbers[parent, tag, own_class, style, marks] = number
        memory.answers.append(answers[place])
    if len(memory.numbers) != len(rows):
        raise ValueError("two rows are one setting")
    return memory


def checksum(text: str) -> str:
    """Tells whether a file was cut or edited, or written with other libraries."""
    return digest("\n".join((FORM, *map(version, LIBRARIES), text)))


def digest(text: str) -> str:
    """A short name for a text."""
    return blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest()
