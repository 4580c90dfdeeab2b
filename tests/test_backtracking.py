"""Regular expressions read each letter a few times, whatever a post is made of."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from tests.backtracking import REPOSITORY, slowest

# The work is what counts, not how long a busy machine takes for it.
pytestmark = pytest.mark.timeout(900)


def test_no_pattern_of_ours_is_slower_than_a_scan():
    """
    Each one meets strings made from what it repeats; none takes the square of them.
    """
    command = [sys.executable, "-m", "tests.backtracking"]
    told = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
    *slow, count = map(json.loads, told.stdout.splitlines())
    assert slow == []
    assert count["patterns"] > 300


@pytest.mark.parametrize(
    ("pattern", "run"),
    [
        (r"\s+$", "finditer"),
        (r"\d*\.?\d+px", "fullmatch"),
        (r"<!--.*?-->", "finditer"),
    ],
)
def test_slow_one_would_be_seen(pattern, run):
    """
    The squares that stood in the package once.
    """
    assert slowest(re.compile(pattern, re.DOTALL), run, lambda _: None)


@pytest.mark.parametrize("pattern", [r"(?<!\w)(\w++)=", r"\[([^\[\]]*+)\]", r"\s++"])
def test_fast_one_is_left_alone(pattern):
    """
    A scan is no offence, however long the string.
    """
    assert slowest(re.compile(pattern), "finditer", lambda _: None) is None
