"""What is taken back leaves a gap that the plan must close: each item of the real issue in turn, not printed."""

from dataclasses import replace
from functools import cache

import pytest

from gazette.content.dates import PartialDate
from gazette.content.library import Item, Library
from gazette.content.model import Kind
from gazette.engines.booklet import count_pages
from gazette.outputs import pdf
from gazette.outputs.pdf import SCREEN, paper_renderer
from gazette.render.issue import IssueView, whole_issue
from gazette.render.lookup import Lookup
from tests.support.contexts import context

pytestmark = pytest.mark.usefixtures("without_collector")


@cache
def contents() -> tuple[Item, ...]:
    library = context("real").library
    issue = library.get(Kind.ISSUE, "2")
    assert issue
    return library.contents(issue)


def without(slug: str) -> Library:
    """The real library after that item was taken back."""
    whole = context("real").library
    day = PartialDate(2026, 11, 22)
    items = [*whole.everything(), *whole.all_kept()]
    return Library(
        [
            replace(item, data=item.data.model_copy(update={"withdrawn": day}))
            if (item.slug, item.kept_by) == (slug, "")
            else item
            for item in items
        ],
        whole.languages,
        whole.today,
    )


@pytest.mark.parametrize("slug", [item.slug for item in contents()])
def test_an_issue_without_any_one_item_is_laid_out(slug: str) -> None:
    renderer = paper_renderer(context("real"))
    library = without(slug)
    issue = library.get(Kind.ISSUE, "2")
    assert issue
    assert len(library.contents(issue)) == len(contents()) - 1
    for language in ("el", "en"):
        view = whole_issue(Lookup(library, context("real").theme.words[language]), issue)
        made = renderer.document(view, SCREEN)
        assert view.data["withdrawn"]
        assert not [name for name in made.files if name.startswith("qr/") and name.endswith(f"-{slug}.svg")]
        assert (1 + sum(leaf.span for leaf in made.plan)) % 4 == 0, "whole sheets, with the cover"


def without_the_masks() -> IssueView:
    """The issue in which a page has three items then, by the plan, since others stand where they stood on record."""
    library = without("ioannina-masks-and-council")
    issue = library.get(Kind.ISSUE, "2")
    assert issue
    return whole_issue(Lookup(library, context("real").theme.words["en"]), issue)


def test_where_items_do_not_fit_into_a_page_together_others_share_one() -> None:
    renderer, view = paper_renderer(context("real")), without_the_masks()
    assert {6, 7, 8} in [set(leaf.key) for leaf in renderer.document(view, SCREEN).plan]
    assert count_pages(pdf.make_pdf(renderer, view, SCREEN)) == 16


def test_what_is_folded_becomes_whole_sheets_though_no_plan_was_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "corrected", lambda document, fits, pages: None)
    assert count_pages(pdf.make_pdf(paper_renderer(context("real")), without_the_masks(), SCREEN)) == 20
