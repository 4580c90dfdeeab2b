"""Strings made to keep a regular expression busy, and how long they do.

    python -m tests.backtracking

tries every pattern of the package with strings made from what it repeats, and
prints those whose work grows faster than the string: one JSON object a line.
What is measured is the process's own work (CPU), not the time that passes.
"""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
import sys
import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

# What re itself reads a pattern with: public in fact, though not by name.
from re import _constants as codes
from re import _parser as parser

import mdwx
from mdwx.patterns import Uncompiled

HERE = Path(mdwx.__path__[0])
REPOSITORY = Path(__file__).parent.parent
STAGES_CHARS = (200, 2_000, 20_000)
"""What is cubic shows with few characters; with many it would never end."""
SCAN_S = 0.000_000_25
"""For a character: a scan takes a tenth of it. What takes more is tried longer."""
TOO_LONG_S = 0.2
"""A scan of the longest string takes a hundredth of it, what is quadratic ten times."""
ENDS = ("", "\0", "!\n")
"""What comes last, so that most patterns fail there."""
ANYTHING = "a0 -\n\t<>[](){}\"'*_=#:./\\|&;一"
OF_CATEGORY = {
    codes.CATEGORY_DIGIT: "0",
    codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_WORD: "a",
    codes.CATEGORY_NOT_DIGIT: "a",
    codes.CATEGORY_NOT_SPACE: "a",
    codes.CATEGORY_NOT_WORD: "-",
}
REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
ANCHORED = {"match", "fullmatch"}
ANYWHERE = {"search", "finditer", "findall", "sub", "subn", "split"}
IN_TABLES = {"mdwx.transforms.stations.STATIONS": {"match"}}
"""How patterns of a table are used, where that is not everywhere in a text."""


class Strings:
    """What a pattern takes, and what in it may be repeated after what."""

    def __init__(self, pattern):
        self.repeated = []
        flags = pattern.flags & ~re.DEBUG
        self.whole = self.taken(parser.parse(pattern.pattern, flags), "")

    def taken(self, tree, before):
        """One string that a part of the pattern takes, after another."""
        said = ""
        for kind, value in tree:
            said += self.taken_by(kind, value, before + said)
        return said

    def taken_by(self, kind, value, before):
        if kind in REPEATS:
            return self.repeat(value, before)
        if kind is codes.BRANCH:
            ways = [self.taken(way, before) for way in value[1]]
            return next(filter(None, ways), "")
        if kind is codes.SUBPATTERN:
            return self.taken(value[3], before)
        if kind is codes.ATOMIC_GROUP:
            return self.taken(value, before)
        if kind in (codes.ASSERT, codes.ASSERT_NOT):
            self.taken(value[1], before)
            return ""
        return next(iter(characters(kind, value)), "")

    def repeat(self, value, before):
        least, most, inside = value
        once = self.taken(inside, before)
        if most > 8:
            self.repeated += [(before, it) for it in [once, *choices(inside)]]
        return once * max(least, 1)

    def attacks(self):
        """What is put first, what is repeated, what comes last."""
        pumps = [*self.repeated, ("", self.whole)]
        # Beginnings over and over, as a search meets them at each place anew.
        pumps += [("", once) for before, once in pumps]
        pumps += [("", before) for before, once in pumps]
        pumps += [("", before + once) for before, once in pumps]
        for before, once in dict.fromkeys(pumps):
            for end in ENDS if once else ():
                yield before, once, end


def choices(tree):
    """The characters of what is repeated."""
    for kind, value in tree:
        if kind in REPEATS:
            yield from choices(value[2])
        elif kind is codes.SUBPATTERN:
            yield from choices(value[3])
        elif kind is codes.BRANCH:
            for way in value[1]:
                yield from choices(way)
        else:
            yield from characters(kind, value)


def characters(kind, value):
    """Some of the characters that a single step of a pattern takes."""
    if kind is codes.LITERAL:
        return [chr(value)]
    if kind is codes.NOT_LITERAL:
        return [it for it in ANYTHING if it != chr(value)][:4]
    if kind is codes.ANY:
        return ["a", " ", "<"]
    if kind is not codes.IN:
        return []
    if value[0][0] is codes.NEGATE:
        refused = re.compile(f"[{''.join(map(re.escape, members(value[1:])))}]")
        return [it for it in ANYTHING if not refused.match(it)][:4]
    return list(members(value))[:6]


def members(listed):
    for kind, value in listed:
        if kind is codes.LITERAL:
            yield chr(value)
        elif kind is codes.RANGE:
            yield chr(value[0])
        elif kind is codes.CATEGORY:
            yield OF_CATEGORY[value]


def slowest(pattern, run, announce):
    """The attack that keeps the pattern busy for too long, if there is one."""
    for attack in Strings(pattern).attacks():
        announce(attack)
        for chars in STAGES_CHARS:
            took_s = seconds(pattern, run, text_of(attack, chars))
            if took_s > TOO_LONG_S:
                return {"attack": attack, "chars": chars, "seconds": round(took_s, 2)}
            if chars > STAGES_CHARS[0] and took_s < chars * SCAN_S:
                break
    return None


def text_of(attack, chars):
    before, once, end = attack
    return before + once * (chars // len(once)) + end


def seconds(pattern, run, text):
    """How long the pattern is at work."""
    begun = time.process_time()
    if run in ANCHORED:
        getattr(pattern, run)(text)
    else:
        for _ in pattern.finditer(text):
            pass
    return time.process_time() - begun


def patterns():
    """Every pattern of the package, each way it is used, and where it stands."""
    used, found = uses()
    for told in pkgutil.walk_packages(mdwx.__path__, "mdwx."):
        if told.name == "mdwx.__main__":
            continue
        for name, value in vars(importlib.import_module(told.name)).items():
            place = f"{told.name}.{name}"
            methods = IN_TABLES.get(place) or used[place] & (ANCHORED | ANYWHERE)
            for pattern in held(value):
                for run in sorted(methods) or ["finditer"]:
                    run = run if run in ANCHORED else "finditer"
                    found.setdefault((pattern, run), place)
    return found


def held(value, depth=0):
    """The patterns in a value of a module, also those of a table."""
    if isinstance(value, (re.Pattern, Uncompiled)):
        if isinstance(value.pattern, str):
            yield value
    elif isinstance(value, Mapping):
        yield from held([*value.keys(), *value.values()], depth)
    elif isinstance(value, (tuple, list, set, frozenset)) and depth < 3:
        for one in value:
            yield from held(one, depth + 1)


def uses():
    """How each name is used, and the patterns that are written where they are used."""
    used, inline = defaultdict(set), {}
    for file in sorted(HERE.rglob("*.py")):
        parts = ["mdwx", *file.relative_to(HERE).with_suffix("").parts]
        module = ".".join(parts).removesuffix(".__init__")
        tree = ast.parse(file.read_text("utf-8"))
        homes = {
            name.asname or name.name: f"{it.module}.{name.name}"
            for it in ast.walk(tree)
            if isinstance(it, ast.ImportFrom)
            for name in it.names
        }
        for it in ast.walk(tree):
            if isinstance(it, ast.Attribute):
                used[named(it.value, module, homes)].add(it.attr)
            if isinstance(it, ast.Call) and is_of_re(it.func) and it.args:
                told, run = it.args[0], it.func.attr
                if isinstance(told, ast.Constant) and run in ANCHORED | ANYWHERE:
                    pattern = re.compile(told.value, flags_of(it))
                    run = run if run in ANCHORED else "finditer"
                    inline[pattern, run] = f"{module}, line {it.lineno}"
    return used, inline


def named(node, module, homes):
    """Which name of which module an expression is."""
    if isinstance(node, ast.Name):
        return homes.get(node.id, f"{module}.{node.id}")
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{homes.get(node.value.id, node.value.id)}.{node.attr}"
    return ""


def flags_of(call):
    """The flags of a call of ``re``, wherever they stand in it."""
    told = [*call.args[1:], *(keyword.value for keyword in call.keywords)]
    names = {it.attr for one in told for it in ast.walk(one) if is_of_re(it)}
    return sum(re.RegexFlag[it] for it in names & set(re.RegexFlag.__members__))


def is_of_re(node):
    is_attribute = isinstance(node, ast.Attribute)
    return is_attribute and isinstance(node.value, ast.Name) and node.value.id == "re"


def main():
    every = patterns()
    for (pattern, run), place in every.items():

        def announce(attack, place=place):
            # The last one said is the culprit, should this never end.
            print(json.dumps({"trying": place, "attack": attack}), file=sys.stderr)

        if found := slowest(pattern, run, announce):
            told = {"place": place, "run": run} | found
            print(json.dumps(told | {"pattern": pattern.pattern}), flush=True)
    print(json.dumps({"patterns": len(every)}))


if __name__ == "__main__":
    main()
