"""``make bench``: prepares corpus and peers, measures, prints one table."""

from __future__ import annotations

import argparse
import json
import platform
import shutil
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks.cases import ASIDE, CASES, Bench, Row
from tests.benchmarks.corpus import article
from tests.benchmarks.peers import install, prove

FOLDER = Path(__file__).parents[2] / ".bench"


def main() -> None:
    """Measure every case, or those that are named."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("cases", nargs="*", choices=[[], *CASES], metavar="CASE")
    parser.add_argument("--runs", type=int, default=9, help="counted pairs of a case")
    asked = parser.parse_args()
    FOLDER.mkdir(exist_ok=True)
    peers = install(FOLDER)
    sample = FOLDER / "sample.md"
    sample.write_text(article(1), encoding="utf-8")
    for name, size in prove(peers, sample, "一位老工程师").items():
        print(f"{name}: rendered, {size:,} bytes")
    bench = Bench(FOLDER, peers, asked.runs)
    rows: list[Row] = []
    for name in asked.cases or CASES:
        made = CASES[name](bench)
        rows += [made] if isinstance(made, Row) else made
        print(line(rows[-1]), flush=True)
    shutil.rmtree(FOLDER / ASIDE, ignore_errors=True)
    print(table(rows))
    told = json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1)
    (FOLDER / "results.json").write_text(told, encoding="utf-8")


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table, below what they were measured on."""
    machine = f"{platform.machine()}, Python {platform.python_version()}"
    head = "| case (A, B) | A | B | A / B | target | met | peak of A |\n"
    head += "|:--|--:|--:|--:|:--|:--|--:|"
    return "\n".join(
        [f"\nMedians of pairs A B A B; {machine}.\n", head, *map(line, rows)]
    )


def line(row: Row) -> str:
    """One row of the table."""
    met = ("yes" if row.is_met else "**no**") if row.target else ""
    case = row.case.replace(" | ", ", ")
    cells = (case, row.a, row.b, f"{row.ratio:.2f}", row.target, met, row.peak)
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
