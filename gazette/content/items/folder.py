"""The reading of one folder: its files, put together to an item, with all that is wrong in them.

A pure function of the folder's files and the languages, so its result can be kept until one of them changes.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple, cast

from .. import fields, load, revisions
from ..library import ABOUT, IdentifyingWords, Item, PdfFacts, Text, UnreadItem, withdrawn
from ..listing import FileEntry
from ..load import SourceFile
from ..markup import Finding, convert
from ..model import (
    PUBLICATION_FILE,
    AnyData,
    AnyText,
    ContentType,
    Event,
    Kind,
    Publication,
    Story,
    references_in,
)
from ..problems import Problem
from . import digesting
from .checked import Checked
from .data import (
    offices_of,
    offices_of_text,
    official_of,
    personal_of_fields,
    personal_of_names,
    prose_of_fields,
    without_models,
)
from .folders import name_problems, origin_of
from .identifying_words import identifying_words
from .pdfs import PDF, LookAtPdf, check_pdf, pdf_problems
from .pictures import CONVERTED_PICTURES, OTHER_PICTURES, PHONE_PICTURES, PICTURES, Look, check_picture, item_problems
from .slipped import with_slips
from .texts import body_problems, personal_of_body, text_of, unprinted, with_cells_apart

WORD_FILES: Final = ("docx", "doc", "odt", "rtf", "pages")
"""Endings of documents that word processors save."""
_MISTAKEN_CODES: Final = {"gr": "el", "gre": "el", "ell": "el", "eng": "en", "uk": "en"}
"""Codes of countries, and longer codes, that people take for a language's."""


class Looks(NamedTuple):
    """Who looks into files that are no text."""

    picture: Look
    pdf: LookAtPdf


class FolderReading:
    """The reading of one folder: collects problems and parts until the item can be put together."""

    def __init__(self, root: Path, folder: str, content: ContentType, languages: tuple[str, ...], looks: Looks) -> None:
        self.root, self.folder, self.content, self.languages = root, folder, content, languages
        self.looks = looks
        self.problems: list[Problem] = []
        self.texts: dict[str, Text] = {}
        self.sources: dict[str, SourceFile] = {}
        self.files: dict[str, str] = {}
        self.sizes: dict[str, tuple[int, int]] = {}
        self.pdfs: dict[str, PdfFacts] = {}
        self.remarks: dict[str, tuple[str, ...]] = {}
        """Name of a picture → what is to be told where it is named."""
        self.fragments: dict[str, str] = {}
        self.plain: dict[str, tuple[str, tuple[str, ...]]] = {}
        """Language → what readers of a body read, and where its links lead."""
        self.findings: dict[str, tuple[Finding, ...]] = {}
        """Path of a text → what is to be judged in it beside other items."""
        self.names: set[str] = set()
        self.data: AnyData | None = None
        self.publication: Publication | None = None

    def check(self, entries: tuple[FileEntry, ...]) -> Checked:
        slug = self.folder.rsplit("/", 1)[1]
        self.problems += name_problems(self.folder)
        is_slug = all(problem.rule != "folder-name" for problem in self.problems)
        self.names = {entry.path.rsplit("/", 1)[1] for entry in entries}
        for entry in entries:
            self._file(entry, entry.path.rsplit("/", 1)[1])
        self._completeness(self.names | {name.lower() for name in self.names})  # `EL.md` has a problem of its own
        self.problems += self._personal()
        taken = len(self.texts) + len(self.files) + (self.data is not None) + (self.publication is not None)
        whole = (bool(self.texts) or self._is_taken_back) and taken == len(entries) and is_slug
        if self.data is None or (self.problems and not whole):
            return Checked(None, tuple(self.problems), unread=self._unread())
        item = self._item(slug)  # whatever is wrong in its words: so the rules between items are told at once too
        if not withdrawn(item):  # of one that was taken back, texts and pictures may be gone
            self.problems += [*item_problems(item, self.sources, self.remarks), *pdf_problems(item, self.sources)]
            recorded = {language: text.translates for language, text in self.texts.items()}
            self.problems += revisions.problems(self.sources, recorded, self.languages)
        return Checked(item, tuple(self.problems), self.fragments)

    def _unread(self) -> UnreadItem | None:
        """What rules between items can judge already; nothing of what was taken back, or is an issue's copy."""
        data = self.sources["data"].data if "data" in self.sources else {}
        if origin_of(self.folder)[1] or "withdrawn" in data:
            return None
        return UnreadItem(self.content, self.folder, tuple(references_in(self.content.data, data)), self.findings)

    def _item(self, slug: str) -> Item:
        assert self.data is not None
        owner = self.folder.split("/")[-3] if self.content.kind is Kind.STATEMENT else ""
        recorded = {language: text.translates for language, text in self.texts.items()}
        for language in revisions.stale(self.sources, recorded, self.languages):
            self.texts[language] = replace(self.texts[language], is_stale=True)
        summary_digest = digesting.summary_digest_of(self.folder, self.sources, self.texts.values(), self.files)
        digest, told = digesting.page_of(summary_digest, self.texts.values()), tuple(self._identifying_words())
        words = digesting.words_of(self.sources) if self._may_show_a_child else ""
        parts = digesting.issue_parts(self.sources) if self.content.kind is Kind.ISSUE else {}
        return Item(
            self.content, slug, self.folder, self.data, self.texts, self.files, owner, summary_digest, digest,
            digesting.seal_of(self.sources, self.files), origin_of(self.folder)[1], self.publication, self.sizes,
            told, words, parts, self.pdfs,
        )  # fmt: skip

    def _personal(self) -> Iterator[Problem]:
        """Numbers and addresses of persons, wherever they stand: names of files and folders are published as well."""
        official = official_of(self.data)
        yield from personal_of_names(self.folder, self.files)
        for language, source in self.sources.items():
            yield from personal_of_fields(source, official)
            yield from personal_of_body(source, official, *self.plain.get(language, ("", ())))
        if self.data is not None:
            yield from offices_of(self.data, self.sources["data"])
        for language, text in self.texts.items():
            yield from offices_of_text(text.front, self.sources[language])

    def _identifying_words(self) -> Iterator[IdentifyingWords]:
        """All that may tell who a child is, where one may be shown or told of; elsewhere names beside an age alone."""
        for language, source in self.sources.items():
            yield from identifying_words(source, self.plain.get(language, ("", ()))[0], self._may_show_a_child)

    @property
    def _may_show_a_child(self) -> bool:
        """An issue, by what it carries, and whatever names a record of consent."""
        return self.content.kind is Kind.ISSUE or (isinstance(self.data, Story | Event) and bool(self.data.shown))

    def _file(self, entry: FileEntry, name: str) -> None:
        stem, dot, ending = name.rpartition(".")
        if name == self.content.data_file:
            self._data(load.read(self.root, entry.path))
        elif name == PUBLICATION_FILE and self.content.kind is Kind.ISSUE:
            self._publication(load.read(self.root, entry.path))
        elif ending == "md" and stem in self.languages:
            self._text(load.read(self.root, entry.path), stem)
        elif dot + ending.lower() in PICTURES:
            self._picture(entry, name)
        elif dot + ending.lower() == PDF and self.content.kind is Kind.DOCUMENT:
            self._pdf(entry, name)
        else:
            self._unexpected(entry.path, stem, ending, name)

    def _unexpected(self, path: str, stem: str, ending: str, name: str) -> None:
        expected = [self.content.data_file, *(f"{language}.md" for language in self.languages)]
        suggestion = fields.closest(name, expected) or fields.closest(name.removesuffix(".txt"), expected)
        rule = "file-unexpected"
        if name.lower() in expected:
            rule, suggestion = "file-case", name.lower()
        elif ending.lower() in PHONE_PICTURES:
            rule = "picture-phone"
        elif ending.lower() in CONVERTED_PICTURES:
            rule = "picture-to-convert"
        elif ending.lower() in OTHER_PICTURES:
            rule = "picture-format"
        elif ending.lower() in WORD_FILES:
            rule = "file-of-word"
        elif ending.lower() == PDF[1:]:
            rule = "pdf-elsewhere"
        elif ending == "md" and len(stem) in (2, 3):
            rule, code = "language-unknown", _MISTAKEN_CODES.get(stem.lower(), stem.lower())
            suggestion = f"{code}.md" if code in self.languages else ""
        if suggestion in self.names:  # to rename it would overwrite the other one, as with a copy `el.md~`
            suggestion, rule = "", "file-unexpected" if rule == "file-case" else rule
        facts = {
            "name": name,
            "expected": ", ".join(expected),
            "suggestion": suggestion,
            "ending": ending,
            "path": shlex.quote(path),
        }
        self.problems.append(Problem(path, rule, facts=facts))

    @property
    def _is_taken_back(self) -> bool:
        return bool(getattr(self.data, "withdrawn", None))

    def _completeness(self, names: set[str]) -> None:
        if self.content.data_file not in names:
            facts = {"name": self.content.data_file}
            self.problems.append(Problem(self.folder, "data-file-missing", facts=facts))
        if not self._is_taken_back and not any(f"{language}.md" in names for language in self.languages):
            expected = ", ".join(f"{language}.md" for language in self.languages)
            self.problems.append(Problem(self.folder, "text-file-missing", facts={"expected": expected}))

    def _data(self, source: SourceFile) -> None:
        self.sources["data"] = source
        self.problems += source.problems
        if source.readable:
            record, problems = fields.parse(source, self.content.data)
            self.problems += without_models(problems)
            self.data = cast(AnyData, record) if record else None
            self.problems += prose_of_fields(source, is_kept=bool(origin_of(self.folder)[1]))
            self.problems += unprinted(source) if self._is_printed else ()

    @property
    def _is_printed(self) -> bool:
        """Whether an issue may print it; a copy that an issue keeps stays as it was."""
        may_be = self.content.kind is not Kind.PAGE or self.folder.endswith(f"/{ABOUT}")
        return may_be and not origin_of(self.folder)[1]

    def _publication(self, source: SourceFile) -> None:
        self.problems += source.problems
        if source.readable:
            self.publication, problems = fields.parse(source, Publication)
            self.problems += problems

    def _text(self, source: SourceFile, language: str) -> None:
        self.sources[language] = source
        self.problems += source.problems
        if not source.readable:
            return
        front, problems = fields.parse(source, self.content.text)
        fragment = convert(source.body, source.body_line)
        self.findings[source.path] = fragment.findings
        leads = tuple(found.value for found in fragment.findings if found.kind in ("link", "image"))
        self.plain[language] = (with_cells_apart(fragment), leads)
        self.problems += [*without_models(problems), *prose_of_fields(source, is_kept=bool(origin_of(self.folder)[1]))]
        self.problems += body_problems(source, fragment, self.content, language, self._is_printed)
        if not origin_of(self.folder)[1]:  # in what an issue keeps, nothing can be mended any more
            self.problems = with_slips(self.problems, source, fragment, front, language)
        if front:
            text = text_of(source, language, cast(AnyText, front), fragment)
            self.texts[language], self.fragments[text.digest] = text, fragment.html

    def _picture(self, entry: FileEntry, name: str) -> None:
        picture = check_picture(self.root, entry, self.looks.picture)
        self.problems += picture.problems
        self.remarks[name] = picture.remarks
        if picture.digest:
            self.files[name] = picture.digest
        if picture.size:
            self.sizes[name] = picture.size

    def _pdf(self, entry: FileEntry, name: str) -> None:
        pdf = check_pdf(self.root, entry, self.looks.pdf)
        self.problems += pdf.problems
        if pdf.digest:
            self.files[name] = pdf.digest
        if pdf.facts:
            self.pdfs[name] = pdf.facts
