"""The promises of the house style, held by machine."""

from __future__ import annotations

import ast
import importlib
import re
import tomllib
from pathlib import Path

import pytest
from support import REPOSITORY

from mdwx.cli.commands import COMMANDS, load
from mdwx.config.ignoring import CHECK_RULES
from mdwx.config.rules import (
    ACCOUNT_RULES,
    FOLDER_RULES,
    MARKDOWN_RULES,
    SITE_RULES,
)
from mdwx.post.keys import ALIASES, KEYS
from mdwx.rules import all_rules

PACKAGE = REPOSITORY / "mdwx"
MODULES = sorted(PACKAGE.rglob("*.py"))

LINES, STATEMENT_LINES, PARAMETERS, NESTING = 300, 40, 5, 3

EXEMPT = {"model.py": "the nouns of all rooms, read as one page"}
"""``module`` or ``module:function``, with the reason."""

PURE = (
    "post",
    "spelling.py",
    "visible.py",
    "decoding.py",
    "toml_lines.py",
    "css_bounds.py",
    "model.py",
    "rules",
    "errors.py",
    "outcome.py",
    "pipeline.py",
    "markdown",
    "page",
    "transforms",
    "checks",
    "layout",
)
OUTSIDE = (
    "os io socket subprocess shutil tempfile glob time random secrets requests urllib3"
    " sqlalchemy PIL watchdog starlette uvicorn click rich threading asyncio"
)
WORLD = frozenset(OUTSIDE.split())
LATER = re.compile(r"\b(TODO|FIXME|XXX|raise NotImplementedError)\b")
LIMITS_READER = "checks/limits.py"
"""Reads its own table of numbers, once, from the package."""

LAYERS = (
    ("patterns", "records"),
    ("model", "errors"),
    (
        *("clock", "spelling", "visible", "outcome", "toml_lines", "decoding"),
        *("css_bounds", "redaction", "plugins"),
    ),
    ("rules",),
    ("confined", "stand", "versions", "whole"),
    ("config",),
    ("post",),
    ("page", "markdown"),
    ("style", "checks", "transforms"),
    ("pipeline", "layout", "rulebook"),
    ("files", "forking", "ahead"),
    ("site", "looks", "media"),
    (
        *("wechat", "preview", "sandbox", "ledger", "make", "neighbours", "output"),
        *("publish", "browser", "clipboard", "kept", "made", "index"),
    ),
    ("dispatch",),
    ("cli",),
)
"""From the bottom up; a room imports its own layer and what lies below."""


def name_of(module):
    return module.relative_to(PACKAGE).as_posix()


def room_of(module):
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def tree_of(module):
    return ast.parse(module.read_text("utf-8"))


def functions(tree):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def imports(tree):
    """The modules that are imported when this one is, with their names."""
    hidden = {
        id(inner)
        for node in ast.walk(tree)
        if is_type_checking(node)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_type_checking(node):
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_module_keeps_the_budgets(module):
    """Lines, parameters, nesting; and the habits of every module."""
    text = module.read_text("utf-8")
    tree = tree_of(module)
    name = name_of(module)
    problems = []
    if text.count("\n") > LINES and name not in EXEMPT:
        problems.append(f"{text.count(chr(10))} lines")
    for function in functions(tree):
        if f"{name}:{function.name}" in EXEMPT:
            continue
        problems += faults(function)
    assert not problems, problems


def faults(function):
    """What of a function is over its budget."""
    lines = function.end_lineno - function.lineno + 1
    if lines > STATEMENT_LINES:
        yield f"{function.name} has {lines} lines"
    given = function.args
    named = [it.arg for it in (*given.posonlyargs, *given.args)]
    count = len([it for it in named if it not in ("self", "cls")]) + len(
        given.kwonlyargs
    )
    if count > PARAMETERS and not is_command(function) and not is_init(function):
        yield f"{function.name} has {count} parameters"
    deep = depth(function.body)
    if deep > NESTING:
        yield f"{function.name} nests {deep} deep"


def is_command(function):
    """Whether the command line calls it: its parameters are the command's options."""
    return any("command" in ast.dump(it) for it in function.decorator_list)


def is_init(function):
    """Whether its parameters are the fields of what is made."""
    return function.name in ("__init__", "__init_subclass__")


CODE = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match)


def depth(body):
    """How deep the blocks of a body are nested; ``elif`` counts once."""
    deepest = 0
    for node in body:
        if not isinstance(node, BLOCKS):
            continue
        inner = [node.body, *(it.body for it in getattr(node, "handlers", []))]
        inner += [getattr(node, "finalbody", [])]
        deepest = max(deepest, 1 + max(map(depth, inner)))
        rest = getattr(node, "orelse", [])
        is_elif = len(rest) == 1 and isinstance(rest[0], ast.If)
        deepest = max(deepest, depth(rest) + (0 if is_elif else 1 if rest else 0))
    return deepest


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_module_says_what_it_is_for(module):
    """A docstring, deferred annotations, an ``__all__`` that is true."""
    tree = tree_of(module)
    assert ast.get_docstring(tree), "no docstring"
    has_code = any(isinstance(node, CODE) for node in tree.body)
    deferred = "from __future__ import annotations" in module.read_text("utf-8")
    assert deferred or not has_code


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_all_is_true(module):
    """What ``__all__`` names is there, once, in order."""
    if module.name == "__main__.py":
        return
    dotted = ".".join(module.relative_to(REPOSITORY).with_suffix("").parts)
    loaded = importlib.import_module(dotted.removesuffix(".__init__"))
    if len(tree_of(module).body) == 1:
        return
    names = loaded.__all__
    assert len(names) == len(set(names))
    missing = [name for name in names if not hasattr(loaded, name)]
    assert not missing


@pytest.mark.parametrize(
    "module",
    [it for it in MODULES if name_of(it).split("/")[0] in PURE],
    ids=name_of,
)
def test_pure_modules_touch_no_world(module):
    """No files, clock, network, randomness or terminal in the chain."""
    if name_of(module) == LIMITS_READER:
        return
    roots = {name.split(".")[0] for name in imports(tree_of(module))}
    assert not roots & WORLD
    calls = {
        node.func.id
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not calls & {"open", "print", "input"}


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_imports_point_downwards(module):
    """cli -> dispatch -> publish, preview -> pipeline -> stages -> model."""
    level = {room: number for number, rooms in enumerate(LAYERS) for room in rooms}
    room = room_of(module)
    if room in ("__init__", "__main__"):
        return
    for name in imports(tree_of(module)):
        parts = name.split(".")
        if parts[0] != "mdwx" or len(parts) < 2 or parts[1] not in level:
            continue
        assert level[parts[1]] <= level[room], f"{room} imports {parts[1]}"


def test_every_room_has_its_layer():
    """A new module does not escape the rule above."""
    known = {room for rooms in LAYERS for room in rooms} | {"__init__", "__main__"}
    assert {room_of(module) for module in MODULES} <= known


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_only_the_command_line_prints(module):
    """And nothing catches everything but the preview loop, and what hands it on."""
    tree = tree_of(module)
    in_cli = room_of(module) == "cli"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert in_cli or node.func.id != "print"
        if isinstance(node, ast.ExceptHandler) and isinstance(node.type, ast.Name):
            catches_all = node.type.id == "Exception"
            assert not catches_all or room_of(module) in ("preview", "forking", "ahead")


def test_nothing_is_left_for_later():
    """No stub, no note to ourselves, no exemption without a reason."""
    for module in MODULES:
        text = module.read_text("utf-8")
        assert not LATER.search(text), module
        for line in re.findall(r"#\s*(?:type: ignore|noqa)[^\n]*", text):
            assert line.count("#") > 1, f"{module}: {line}"


def test_wechats_words_stay_in_their_rooms():
    """``thumb_media_id`` is said by nobody else."""
    for module in MODULES:
        if room_of(module) in ("wechat", "sandbox", "post"):
            continue
        text = module.read_text("utf-8")
        for word in ("thumb_media_id", "need_open_comment", "only_fans_can_comment"):
            assert word not in text, f"{module}: {word}"


def test_every_finding_code_has_one_meaning_and_one_form():
    """A letter and three digits, made in one file only."""
    homes = {}
    for module in MODULES:
        if room_of(module) == "rules":
            continue
        for code in set(re.findall(r'"([A-Z]\d{3})"', module.read_text("utf-8"))):
            homes.setdefault(code, set()).add(room_of(module))
    assert homes
    assert not {code: rooms for code, rooms in homes.items() if len(rooms) > 1}


def guide():
    pages = [*(REPOSITORY / "content").rglob("*.md"), *REPOSITORY.glob("README*.md")]
    return "\n".join(page.read_text("utf-8") for page in pages)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_in_the_guide(name):
    """What is not written down is not there."""
    text = guide()
    assert f"mdwx {name}" in text
    names = [it for param in load(name).params for it in param.names]
    options = [it for it in names if it.startswith("--")]
    assert [it for it in options if it not in text] == []


@pytest.mark.parametrize(
    "key",
    [
        *(*SITE_RULES, *MARKDOWN_RULES, *ACCOUNT_RULES, *FOLDER_RULES),
        *("theme_options", "folders", *CHECK_RULES, *KEYS, *ALIASES),
    ],
)
def test_every_key_is_in_the_guide(key):
    """Of the site file and of the front matter, aliases included."""
    assert re.search(rf"(?<!\w){re.escape(key)}(?!\w)", guide())


def test_every_finding_code_is_in_the_guide():
    """So that a person who meets one can look it up."""
    text = guide()
    assert sorted(code for code in all_rules() if code not in text) == []


def test_every_limit_has_a_source_and_a_date():
    """Numbers without an origin cannot be checked."""
    table = tomllib.loads((PACKAGE / "checks/limits.toml").read_text("utf-8"))
    assert table
    for name, limit in table.items():
        rows = limit if isinstance(limit, list) else [limit]
        for row in rows:
            assert row.get("source"), name
            assert row.get("date") or re.search(r"20\d\d-\d\d", str(row)), name


def test_every_case_folder_is_run():
    """A folder of cases that no test reads is worse than none."""
    tests = "\n".join(
        path.read_text("utf-8") for path in (REPOSITORY / "tests").glob("test_*.py")
    )
    for folder in Path(REPOSITORY / "tests/cases").iterdir():
        assert f'"{folder.name}"' in tests, folder.name
