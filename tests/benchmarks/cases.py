"""What is measured, against what, and the target: one function a row of the table."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median, quantiles

from tests.benchmarks.corpus import make_prose, make_site, photograph
from tests.benchmarks.pairs import Command, measure
from tests.benchmarks.peers import Peers

__all__ = ["ASIDE", "CASES", "Bench", "Row"]

MDWX = Path(sys.executable).with_name("mdwx")
PYTHON = [sys.executable, "-c", "pass"]
OFFLINE = ("build", "--offline", "--quiet")
ASIDE = "aside"
"""What was measured before lies there, until all is."""


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    case: str
    a: str
    b: str
    ratio: float
    target: str
    is_met: bool
    peak: str = ""


@dataclass(frozen=True)
class Bench:
    """Where everything lies, and how often it runs."""

    folder: Path
    peers: Peers
    runs: int

    def site(self, name: str, *, count: int, first: int = 0) -> Path:
        """A site made anew, with nothing kept from before."""
        folder = self.folder / name
        put_aside(folder, self.folder)
        make_site(folder, count=count, first=first)
        return folder

    @cached_property
    def hundred(self) -> list[Path]:
        """A hundred articles that the peers render."""
        folder = self.folder / "hundred"
        files = sorted((folder / "content").glob("*.md"))
        if len(files) == 100:
            return files
        return make_site(folder, count=100)

    def pair(
        self, case: str, a: Command, b: Command, *, most: float, runs: int | None = None
    ) -> Row:
        """One row: A against B, and whether the ratio keeps its target."""
        found = measure(a, b, runs=runs or self.runs)
        first, second = found.medians
        return Row(
            case,
            shown(first),
            shown(second),
            found.ratio,
            f"≤ {most:g}",
            found.ratio <= most,
            f"{found.peak_mib[0]:.0f} MiB",
        )


def shown(seconds: float) -> str:
    """Milliseconds below ten seconds."""
    return f"{seconds * 1000:.0f} ms" if seconds < 10 else f"{seconds:.1f} s"


def forget(folder: Path) -> None:
    """Leave nothing of an earlier run."""
    for name in (".mdwx", "dist"):
        put_aside(folder / name, folder.parent)


def put_aside(folder: Path, place: Path) -> None:
    """Move a folder out of the way, until all is measured.

    To delete it would be paid for by what is measured next: ext4 passes over each
    inode that was deleted within a minute, up to 1 ms for each file that is made.
    """
    aside = place / ASIDE
    aside.mkdir(exist_ok=True)
    with suppress(FileNotFoundError):
        folder.rename(aside / str(time.time_ns()))


def run_mdwx(folder: Path, *words: str | Path) -> None:
    """Run the command once, outside the measurement."""
    subprocess.run([MDWX, *words], cwd=folder, check=True, capture_output=True)


def settle(folder: Path) -> None:
    """Build until all is remembered: what is younger than two seconds is not."""
    for _ in range(2):
        time.sleep(2.5)
        run_mdwx(folder, *OFFLINE)


def edit(file: Path) -> None:
    """Another paragraph at the end, as an author saves it."""
    with file.open("a", encoding="utf-8") as text:
        text.write(f"\n这一段写于 {time.time_ns()}。\n")


def one_changed(bench: Bench) -> Row:
    """One changed article in a new process; what is kept of the rest is there."""
    site = bench.site("one-changed", count=30)
    post = site / "content/post-0001.md"
    settle(site)
    ours = Command([MDWX, *OFFLINE], site, before=lambda: edit(post))
    return bench.pair(
        "one changed article, new process, rest of the site kept | wenyan's process",
        ours,
        Command(bench.peers.wenyan(post), site),
        most=0.15,
    )


def one_new(bench: Bench) -> Row:
    """One article in a new process, nothing kept by an earlier run."""
    site = bench.site("one-new", count=1, first=1)
    post = site / "content/post-0001.md"
    ours = Command([MDWX, *OFFLINE], site, before=lambda: forget(site))
    return bench.pair(
        "one article, new process, nothing kept | wenyan's process",
        ours,
        Command(bench.peers.wenyan(post), site),
        most=0.40,
    )


def hundred_new(bench: Bench) -> Row:
    """A hundred new articles in one call."""
    files = bench.hundred
    site = files[0].parents[1]
    ours = Command([MDWX, *OFFLINE], site, before=lambda: forget(site))
    return bench.pair(
        "100 new articles, one call | wenyan's loop",
        ours,
        Command(bench.peers.wenyan(*files), site),
        most=0.20,
        runs=min(3, bench.runs),
    )


def hundred_beside(bench: Bench) -> Iterator[Row]:
    """The other peers over the same hundred, for comparison: no target."""
    files = bench.hundred
    site = files[0].parents[1]
    others = {
        "wechat-formatter (no code colours)": ("formatter",),
        "wechat-md": ("wechatmd",),
        "premailer with its defaults": ("premailed",),
        "juice + marked + highlight.js": None,
    }
    for name, script in others.items():
        words = (
            bench.peers.python_peer(*script, *files)
            if script
            else bench.peers.juice(*files)
        )
        ours = Command([MDWX, *OFFLINE], site, before=lambda: forget(site))
        found = measure(ours, Command(words, site), runs=1)
        first, second = map(shown, found.medians)
        peaks = f"{found.peak_mib[0]:.0f}, {found.peak_mib[1]:.0f} MiB"
        case = f"100 new articles, one call | {name}"
        yield Row(case, first, second, found.ratio, "", True, peaks)


def unchanged(bench: Bench) -> Row:
    """A thousand posts, nothing changed."""
    site = bench.site("thousand", count=1000)
    settle(site)
    return bench.pair(
        "1,000 posts, nothing changed | python -c pass",
        Command([MDWX, *OFFLINE], site),
        Command(PYTHON),
        most=5,
    )


def one_of_thousand(bench: Bench) -> Row:
    """A thousand posts, one changed: no more than nothing changed and one article."""
    site = bench.folder / "thousand"
    if not (site / "dist").is_dir():
        site = bench.site("thousand", count=1000)
    alone = bench.site("alone", count=1, first=1)
    settle(site)
    settle(alone)
    post, single = site / "content/post-0001.md", alone / "content/post-0001.md"
    still = measure(
        Command([MDWX, *OFFLINE], site, before=lambda: time.sleep(2.5)),
        Command(PYTHON),
        runs=3,
    ).medians[0]
    found = measure(
        Command([MDWX, *OFFLINE], site, before=lambda: edit(post)),
        Command([MDWX, *OFFLINE], alone, before=lambda: edit(single)),
        runs=bench.runs,
    )
    ours, article = found.medians
    ratio = ours / (still + article)
    return Row(
        "1,000 posts, one changed | the line above + one article",
        shown(ours),
        shown(still + article),
        ratio,
        "≤ 1",
        ratio <= 1,
        f"{found.peak_mib[0]:.0f} MiB",
    )


def thousand_new(bench: Bench) -> Row:
    """A thousand new posts: ten times a hundred, and the peak of one process."""
    many = bench.site("thousand-new", count=1000)
    few = bench.site("hundred-new", count=100)
    found = measure(
        Command([MDWX, *OFFLINE], many, before=lambda: forget(many)),
        Command([MDWX, *OFFLINE], few, before=lambda: forget(few)),
        runs=1,
    )
    ours, hundred = found.medians
    is_met = found.ratio <= 11 and found.peak_mib[0] <= 60
    return Row(
        "1,000 new posts | 100 new posts",
        shown(ours),
        shown(hundred),
        found.ratio,
        "linear, ≤ 60 MiB",
        is_met,
        f"{found.peak_mib[0]:.0f} MiB",
    )


def start(words: str, most: float) -> Callable[[Bench], Row]:
    """How long the command takes to say something about itself."""

    def case(bench: Bench) -> Row:
        runs = max(9, bench.runs)
        ours = Command([MDWX, words], bench.folder)
        name = f"mdwx {words} | python -c pass"
        return bench.pair(name, ours, Command(PYTHON), most=most, runs=runs)

    return case


def watched(bench: Bench) -> Row:
    """From the save to the rebuilt article, in the process that watches."""
    site = bench.site("watched", count=3)
    script = Path(__file__).with_name("scripts") / "watched.py"
    done = subprocess.run(
        [sys.executable, script, site], capture_output=True, text=True, check=True
    )
    pairs = [tuple(map(float, line.split())) for line in done.stdout.splitlines()]
    rebuilt, parsed = (median(side) for side in zip(*pairs, strict=True))
    ratio = median(a / b for a, b in pairs)
    return Row(
        "save to rebuilt article in watch | parsing it alone",
        shown(rebuilt),
        shown(parsed),
        ratio,
        "≤ 1.2",
        ratio <= 1.2,
    )


def seen(bench: Bench) -> Iterator[Row]:
    """From the save to the frame that shows it, in a Chromium, beside the rebuild."""
    sites = [bench.site(name, count=1, first=11) for name in ("shown", "bare")]
    script = Path(__file__).with_name("scripts") / "seen.py"
    done = subprocess.run(
        [sys.executable, script, *sites], capture_output=True, text=True, check=True
    )
    pairs = [tuple(map(float, line.split())) for line in done.stdout.splitlines()]
    ours, rebuilt = zip(*pairs, strict=True)
    for name, share in (("median", 10), ("95th percentile", 19)):
        first, second = (quantiles(side, n=20)[share - 1] for side in (ours, rebuilt))
        yield Row(
            f"save to changed pixels, 12,353 characters, {name} | the bare rebuild",
            shown(first),
            shown(second),
            first / second,
            "≤ rebuild + 20 ms",
            first <= second + 0.02,
        )


def pictures(bench: Bench) -> Row:
    """Fifty pictures of twelve megapixels, in threads and in one."""
    folder = bench.folder / "photographs"
    folder.mkdir(exist_ok=True)
    for number in range(50):
        if not (file := folder / f"{number:02}.jpg").exists():
            photograph(file, number)
    script = Path(__file__).with_name("scripts") / "pictures.py"

    def prepared(workers: int) -> Command:
        return Command([sys.executable, script, folder, str(workers)])

    found = measure(prepared(1), prepared(os.cpu_count() or 1), runs=1)
    one, many = found.medians
    return Row(
        "50 twelve-megapixel pictures in one thread | in threads",
        shown(one),
        shown(many),
        found.ratio,
        "≥ 1.8, ≤ 250 MiB",
        found.ratio >= 1.8 and found.peak_mib[1] <= 250,
        f"{found.peak_mib[1]:.0f} MiB",
    )


def bytes_of_prose(bench: Bench) -> Row:
    """UTF-8 bytes of articles of prose, headings, lists, quotes and a table."""
    site = bench.folder / "prose"
    shutil.rmtree(site, ignore_errors=True)
    (site / "content").mkdir(parents=True)
    (site / "mdwx.toml").touch()
    ours = theirs = 0
    for number in range(1, 6):
        file = site / f"content/post-{number:04}.md"
        file.write_text(make_prose(number), encoding="utf-8")
    make_site(site, count=0)
    run_mdwx(site, *OFFLINE)
    for file in sorted((site / "content").glob("*.md")):
        ours += (site / "dist" / file.stem / "article.html").stat().st_size
        rendered = subprocess.run(
            bench.peers.wenyan(file), capture_output=True, check=True
        )
        theirs += len(rendered.stdout)
    ratio = ours / theirs
    return Row(
        "bytes of prose, headings, lists, quotes, a table | wenyan's default theme",
        f"{ours:,}",
        f"{theirs:,}",
        ratio,
        "≤ 0.8",
        ratio <= 0.8,
    )


CASES = {
    "one-changed": one_changed,
    "one-new": one_new,
    "hundred": hundred_new,
    "beside": hundred_beside,
    "unchanged": unchanged,
    "one-of-thousand": one_of_thousand,
    "thousand": thousand_new,
    "watch": watched,
    "seen": seen,
    "version": start("--version", 2.5),
    "help": start("--help", 8),
    "pictures": pictures,
    "bytes": bytes_of_prose,
}
