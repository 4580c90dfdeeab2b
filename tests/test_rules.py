"""Every rule of WeChat is in the code under its own name, and acts."""

import re
import tomllib
from pathlib import Path

import pytest
from building import built, codes, content

import mdwx

HERE = Path(__file__).parent
RULES = tomllib.loads((HERE / "rules.toml").read_text("utf-8"))
CODE = "\n".join(
    file.read_text("utf-8")
    for suffix in ("py", "toml")
    for file in sorted(Path(mdwx.__file__).parent.rglob(f"*.{suffix}"))
)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_named_where_it_is_carried_out(rule):
    """
    In a docstring or a comment, by itself and not as part of a range.
    """
    named = re.findall(rf"\b{rule}\b(?! to )", CODE)
    ends = re.findall(rf" to {rule}\b", CODE)
    assert len(named) > len(ends)


@pytest.mark.parametrize("rule", [it for it in RULES if "given" in RULES[it]])
def test_a_rule_acts(rule):
    """
    It rewrites, takes away, or tells the author.
    """
    row = RULES[rule]
    article = built(row["given"] + "\n", title="题")
    sent = content(article)
    assert row.get("sent", "") in sent
    assert "gone" not in row or row["gone"] not in sent
    assert "told" not in row or row["told"] in codes(article.findings)
    assert {"sent", "gone", "told"} & set(row)


@pytest.mark.parametrize("rule", [it for it in RULES if "given" not in RULES[it]])
def test_a_rule_is_tested(rule):
    """
    Where Markdown alone does not show it, a test does.
    """
    file, _, name = RULES[rule]["seen"].partition("::")
    assert f"def {name}(" in (HERE / file).read_text("utf-8") or not name
