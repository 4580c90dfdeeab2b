"""The table of hostile inputs is true: ``hostile.toml``, read as documentation too."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

HERE = Path(__file__).parent
TABLE = tomllib.loads((HERE / "hostile.toml").read_text("utf-8"))
ROWS = TABLE["row"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['kind']}: {row['then']}")
def test_each_row_names_a_test_that_is_run(row):
    """Its file and function are there, and nothing excuses it from passing."""
    file, _, name = row["test"].partition("::")
    tree = ast.parse((HERE / file).read_text("utf-8"))
    found = [it for it in tree.body if getattr(it, "name", "") == name]
    assert len(found) == 1
    assert not [it for it in found[0].decorator_list if "xfail" in ast.dump(it)]
    assert any(isinstance(it, ast.Assert | ast.With) for it in ast.walk(found[0]))


def test_every_kind_and_every_way_has_a_row():
    """What is listed is met; what is met is listed."""
    assert {row["kind"] for row in ROWS} == set(TABLE["kinds"])
    assert {way for row in ROWS for way in row["ways"]} == set(TABLE["ways"])
