"""Every case page under ``tests/cases/transforms``, one test an example."""

import dataclasses
import re

import pytest
from building import around, bare, picture, rewritten
from casefiles import CASES, BrokenCaseFile, load_cases, read_cases, rewrite_case

from mdwx import style, transforms
from mdwx.config import Markdown
from mdwx.model import PostType
from mdwx.transforms.pictures import place_pictures

SWITCHES = {field.name: field.type for field in dataclasses.fields(Markdown)}


def markdown_options(options):
    """The switches of ``[markdown]`` that a case sets."""
    found = {}
    for name, value in options.items():
        if name in SWITCHES:
            is_switch = SWITCHES[name] == "bool"
            found[name] = value == "true" if is_switch else value.replace("_", " ")
    return Markdown(**found)


def outcome(case):
    """The page a case ends as, and what was found on the way."""
    options = dict(case.options)
    fields = {"title": options.get("title")}
    if "type" in options:
        fields["type"] = PostType(options["type"])
    if options.get("part") == "before":
        page = around(case.given, title=options["title"])
    else:
        page = rewritten(case.given, options=markdown_options(options), **fields)
    if options.get("stage") == "article":
        width = int(options.get("width", "800"))
        place_pictures(page, {src: picture(width=width) for src in srcs(page)})
        style.apply(page.root, css=options.get("css", "").replace("_", " "))
        page.code_style = options.get("code", "mdwx-light")
        transforms.reshape(page)
    lines = [spread(bare(page.root))]
    if page.title:
        lines.insert(0, f"title: {page.title}")
    lines += [
        f"{finding.code} {finding.where.line}: {finding.message.en}"
        for finding in page.report.findings
    ]
    return "\n".join(line for line in lines if line)


def srcs(page):
    """The addresses of the pictures as the author wrote them."""
    return [image.get("src") for image in page.root.iter("img")]


def spread(markup):
    """Markup with a line for each block, for people; the root left out."""
    inner = re.sub(r"^<section[^>]*>|</section>$", "", markup)
    blocks = r"(?:section|p|h\d|ul|ol|li|table|thead|tbody|tr|td|th|pre|hr|blockquote)"
    return re.sub(rf"(?<!^)(<{blocks}(?=[ >]))", r"\n\1", inner).replace("\xa0", "·")


@pytest.mark.parametrize("case", load_cases("transforms"), ids=lambda case: case.name)
def test_transforms(case, request):
    """
    What a page says a piece of Markdown becomes.
    """
    actual = outcome(case)
    if request.config.getoption("--update-cases"):
        rewrite_case(case, actual)
        return
    assert actual == case.expected


@pytest.mark.parametrize(
    "text",
    [
        "# no case\n",
        "``````` example\na\n```````\n",
        "``` example\na\n.\nb\n```\n",
        "``````` example switch\na\n.\nb\n```````\n",
    ],
)
def test_a_page_that_would_not_run_as_it_reads_is_refused(tmp_path, text):
    """
    A page without cases, or with a fence that is nearly one, is an error.
    """
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    with pytest.raises(BrokenCaseFile):
        read_cases(page)


def test_an_empty_family_is_refused():
    """
    A family without pages is an error.
    """
    with pytest.raises(BrokenCaseFile):
        load_cases("nothing")


def test_rewriting_a_case_changes_only_what_comes_out(tmp_path):
    """
    The prose and what goes in stay, byte for byte.
    """
    page = tmp_path / "page.md"
    page.write_text(
        "# T\n\n``````` example\na\n\nb\n.\nold\n```````\nend\n", encoding="utf-8"
    )
    rewrite_case(read_cases(page)[0], "new\nlines")
    assert page.read_text(encoding="utf-8") == (
        "# T\n\n``````` example\na\n\nb\n.\nnew\nlines\n```````\nend\n"
    )


def test_every_page_is_read():
    """
    Each page of the family is found by its pattern, and no file is left over.
    """
    pages = {path.name for path in (CASES / "transforms").iterdir()}
    assert pages == {case.file.name for case in load_cases("transforms")}


NO_CONSTRUCTS = {"pasted.md": "pieces of real articles, of many constructs at once"}
"""Pages that show no construct of their own, with the reason."""


@pytest.mark.parametrize(
    "file", sorted((CASES / "transforms").glob("*.md")), ids=lambda file: file.name
)
def test_refusals_are_as_many_as_conversions(file):
    """
    What a construct must leave alone is shown at least as often as what it does.
    """
    cases = read_cases(file)
    stays = sum(len(case.items) for case in cases if case.is_refusal)
    changes = sum(len(case.items) for case in cases if not case.is_refusal)
    assert stays >= changes or file.name in NO_CONSTRUCTS
