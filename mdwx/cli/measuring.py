"""``mdwx check --browser``: what only a laid-out article shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mdwx.cli.language import both
from mdwx.cli.progress import Progress
from mdwx.cli.run import Run
from mdwx.errors import BrowserError
from mdwx.model import PostType

if TYPE_CHECKING:
    from mdwx.made import Made

__all__ = ["measure_all"]

MEASURING = both("测量版面", "measuring")


def measure_all(run: Run, made: list[Made]) -> BrowserError | None:
    """Add what a browser finds to the findings of each post; or say why it could not.

    Asked for and not done is no success: the command ends with the error's code,
    after all it did find.
    """
    from mdwx.browser import Bench, chromium, find_browser
    from mdwx.layout import judge
    from mdwx.make import ignores_of, in_order
    from mdwx.rules import Stage, settle

    articles = [
        (one.outcome, one.built.article)
        for one in made
        if one.built and one.built.article.post.type is PostType.NEWS
    ]
    try:
        with (
            chromium(find_browser(run.env), env=run.env) as browser,
            Progress(run.terminal, MEASURING, total=len(articles)) as progress,
        ):
            bench = Bench(browser)
            for outcome, article in articles:
                found = judge(bench.measure(article), article.places)
                ignores = ignores_of(run.config, article)
                found = settle(found, ignores, stage=Stage.BROWSER)
                told = in_order(article.post, *outcome.findings, *found)
                outcome.findings = list(told)
                progress.seen(outcome)
    except BrowserError as error:
        return error
    return None
