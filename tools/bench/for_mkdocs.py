"""The invented site for a stock `mkdocs build` with Material: its pages and lists as Markdown."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from os.path import relpath
from pathlib import Path
from typing import Final

from tools.bench.files import fields, text_file, write
from tools.bench.invent import THEMES, Named, Piece, Site

CONFIG: Final = Path(__file__).parent / "mkdocs"
PAGE_SIZE: Final = 48
"""Entries on one page of a list: as many as on ours."""


def write_mkdocs(site: Site, root: Path) -> None:
    """Writes docs/; the two configurations, with an index for the search and without, are copied."""
    shutil.copytree(CONFIG, root, dirs_exist_ok=True)
    writer = _Writer(site, root / "docs")
    writer.items()
    writer.lists()


class _Writer:
    """Knows the names of everything, for links."""

    def __init__(self, site: Site, docs: Path) -> None:
        self.site, self.docs = site, docs
        shutil.rmtree(docs, ignore_errors=True)
        self.stories: Final = tuple(sorted(site.stories, key=lambda story: story.day, reverse=True))
        self.names: Final = {item.slug: item.name for item in (*site.members, *site.programmes)}

    def items(self) -> None:
        """A page for each item."""
        site = self.site
        pieces = (("stories", site.stories), ("events", site.events), ("statements", site.statements))
        for folder, found in pieces:
            for piece in found:
                self._page(f"{folder}/{piece.slug}.md", piece.title, piece.summary, self._piece(piece))
        for partner in site.partners:
            self._page(f"partners/{partner.slug}.md", partner.name, partner.summary, _as_it_is(partner))
        for page in site.pages:
            name = {"home": "index.md", "about": "about/index.md"}.get(page.slug, f"about/{page.slug}.md")
            self._page(name, page.name, page.summary, _as_it_is(page))
        issue = site.issue
        self._page("newsletters/1.md", issue.name, issue.summary, lambda here: self._cards(here, site.stories[:12]))

    def lists(self) -> None:
        """The lists of each kind, and the stories of each city, theme, programme and year."""
        site = self.site
        self._list("stories", "Ιστορίες", self.stories)
        self._list("events", "Δράσεις", site.events)
        self._list("statements", "Μηνύματα", site.statements)
        named = {"members": site.members, "partners": site.partners, "about/glossary": site.programmes}
        for name, entries in named.items():
            self._page(f"{name}/index.md", name, name, self._entries(entries))
        self._page("newsletters/index.md", "Δελτία", "Δελτία", lambda here: self._link(here, "newsletters/1.md", "1"))
        for member in site.members:
            self._hub(member)
        for name, title, stories in self._facets():
            self._list(f"stories/{name}", title, stories)

    def _facets(self) -> Iterator[tuple[str, str, Sequence[Piece]]]:
        for member in self.site.members:
            yield f"city/{member.slug}", member.name, [s for s in self.stories if member.slug in s.members]
        for theme in THEMES:
            yield f"theme/{theme}", theme, [s for s in self.stories if theme in s.themes]
        for programme in self.site.programmes:
            stories = [s for s in self.stories if programme.slug in s.programmes]
            yield f"programme/{programme.slug}", programme.name, stories
        for year in sorted({story.day.year for story in self.stories}):
            yield f"year/{year}", str(year), [s for s in self.stories if s.day.year == year]

    def _hub(self, member: Named) -> None:
        pieces = (*self.site.statements, *self.stories, *self.site.events)
        mine = [piece for piece in pieces if member.slug in piece.members]

        def body(here: str) -> str:
            return f"{member.body}\n{self._cards(here, mine)}"

        self._page(f"members/{member.slug}.md", member.name, member.summary, body)

    def _page(self, path: str, title: str, summary: str, body: Callable[[str], str]) -> None:
        """Writes a page; links to pages of the site become the relative ones that MkDocs checks."""
        text = re.sub(r"\]\(/([\w/-]+)/\)", lambda m: f"]({self._relative(path, self._file(m[1]))})", body(path))
        write(self.docs / path, text_file(fields(title=title, description=summary), f"# {title}\n\n{text}"))

    @staticmethod
    def _file(address: str) -> str:
        return "about/index.md" if address == "about" else f"{address}.md"

    @staticmethod
    def _relative(here: str, target: str) -> str:
        return relpath(target, here.rpartition("/")[0] or ".")

    def _link(self, here: str, target: str, words: str) -> str:
        return f"[{words}]({self._relative(here, target)})"

    def _piece(self, piece: Piece) -> Callable[[str], str]:
        def body(here: str) -> str:
            return f"{self._about(here, piece)}\n\n{piece.summary}\n\n{piece.body}"

        return body

    def _about(self, here: str, piece: Piece) -> str:
        """Date, cities, themes, programmes."""
        links = [self._link(here, f"stories/city/{slug}/index.md", self.names[slug]) for slug in piece.members]
        links += [self._link(here, f"stories/theme/{slug}/index.md", slug) for slug in piece.themes]
        links += [self._link(here, f"stories/programme/{slug}/index.md", self.names[slug]) for slug in piece.programmes]
        return " · ".join([piece.day.isoformat(), *links])

    def _cards(self, here: str, pieces: Sequence[Piece]) -> str:
        folders = {"i": "stories", "d": "events", "m": "statements"}
        return "\n".join(
            f"- {self._link(here, f'{folders[piece.slug[0]]}/{piece.slug}.md', piece.title)}\n  {piece.summary}\n"
            f"  {piece.day.isoformat()}, {', '.join(self.names[slug] for slug in piece.members)}, "
            f"{', '.join(piece.themes)}"
            for piece in pieces
        )

    def _entries(self, entries: Sequence[Named]) -> Callable[[str], str]:
        folders = {"p": "members", "f": "partners"}

        def target(entry: Named) -> str:
            if entry.slug.startswith("programma"):
                return f"stories/programme/{entry.slug}/index.md"
            return f"{folders[entry.slug[0]]}/{entry.slug}.md"

        return lambda here: "\n".join(f"- {self._link(here, target(e), e.name)}: {e.summary}" for e in entries) + "\n"

    def _list(self, folder: str, title: str, pieces: Sequence[Piece]) -> None:
        """A list over as many pages as it needs."""
        pages = max(1, -(-len(pieces) // PAGE_SIZE))
        paths = [f"{folder}/index.md", *(f"{folder}/page/{number}.md" for number in range(2, pages + 1))]
        for number, path in enumerate(paths):
            shown = pieces[number * PAGE_SIZE : (number + 1) * PAGE_SIZE]
            self._page(path, title, title, self._list_body(shown, paths, number))

    def _list_body(self, shown: Sequence[Piece], paths: Sequence[str], number: int) -> Callable[[str], str]:
        def body(here: str) -> str:
            near = [place for place in (number - 1, number + 1) if 0 <= place < len(paths)]
            links = " · ".join(self._link(here, paths[place], str(place + 1)) for place in near)
            return f"{self._cards(here, shown)}\n\n{links}\n"

        return body


def _as_it_is(named: Named) -> Callable[[str], str]:
    """A body that is the same wherever its page stands."""
    return lambda _: named.body
