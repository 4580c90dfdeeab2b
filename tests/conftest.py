"""What every test gets, and the options that rewrite what tests expect."""

from __future__ import annotations


def pytest_addoption(parser):
    """Add the two switches whose diff is reviewed like code."""
    parser.addoption(
        "--update-cases",
        action="store_true",
        help="write what comes out into the case pages",
    )
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what comes out into tests/golden",
    )
