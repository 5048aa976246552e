"""What the rules between items find in folders of which no item could be made: every problem is told in one check."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Kind
from .links import leads_to_page
from .site import WholeSite
from .violations import Violation, is_named


def names_and_links_lead(site: WholeSite) -> Iterator[Violation]:
    """Whatever data name is there, and links within the site lead to pages that are there."""
    known = site.surroundings
    for unread in filter(None, site.unreadable.values()):
        if unread.content.kind is not Kind.ISSUE:  # what an issue names is judged by what is in it
            for named in unread.named:
                yield from is_named(unread, named, known)
        for path, findings in unread.findings.items():
            for found in findings:
                broken = leads_to_page(found, path, unread.address, known)
                yield from (one for one in broken if one.rule != "link-scheduled")  # its own day may be later
