"""The theme's files as values: templates, interface words, static files under the names they are published by."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from .content import wording
from .content.library import INTERFACE, PartialLanguage, SiteLanguages
from .content.load import SourceFile
from .content.meant import Nameable, filled_in
from .content.model import LABELS, NETWORK, Choice, SpokenLanguage
from .content.problems import Place, Problem
from .content.search_keys import SearchKeys
from .files import tree
from .files.portable_names import is_portable
from .render import word_files
from .render.map import Outline, outline
from .render.word_files import Reference
from .render.words import Words
from .settings import CONFIG_FILE, THEME, Settings

ROOT: Final = "theme/root"
"""Where a site keeps what is published as it is."""
STRINGS: Final = "theme/strings"
"""Where a site keeps the words of further languages."""
REFERENCES: Final = ("en", "el")
"""Languages that come with the theme: what the first says, and what only the second does, every other must say."""
TEMPLATES: Final = ("pages", "site", "print", "email", "epub", "feeds")
"""Folders of the theme whose files say interface words."""
HASHED: Final = (".css", ".js", ".svg", ".woff2")
"""Files that are published under a name that changes with their content, so that browsers may keep them."""

_COMMENT: Final = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_INDENT: Final = re.compile(r"\n\s+")
_LINE_END: Final = re.compile(r"(?<=[{},;])\n")
FONTS: Final = "fonts/"
"""Where in static/ the fonts of all pages are."""
LETTERS: Final = "letters"
"""Fonts of further scripts, and a style sheet for each, which only pages in such letters have."""
PAPER_FONTS: Final = "print/fonts"
PRESS_PROFILE: Final = "print/colours/fogra39.icc"
KEY_TABLES: Final = "search/key.json"
ALIKE: Final = "search/alike.txt"
"""Words of one meaning, a line for each meaning; `#` begins a line of explanation."""
SHEETS: Final = {
    "site.css": ("tokens", "fonts", "styles/base", "styles/shell", "styles/pieces", "styles/lost"),
    "home.css": (
        "styles/cards", "styles/first", "styles/agenda", "styles/covers", "styles/subscribe", "styles/prose",
        "styles/numbers", "styles/home",
    ),
    "item.css": ("styles/cards", "styles/ways", "styles/prose", "styles/heads", "styles/item", "styles/practice"),
    "member.css": ("styles/cards", "styles/ways", "styles/prose", "styles/heads", "styles/item", "styles/hub"),
    "page.css": (
        "styles/cards", "styles/numbers", "styles/timeline", "styles/prose", "styles/heads", "styles/item",
        "styles/press",
    ),
    "document.css": ("styles/cards", "styles/prose", "styles/heads", "styles/item", "styles/documents"),
    "partner.css": ("styles/cards", "styles/prose", "styles/heads", "styles/item", "styles/logos"),
    "issue.css": (
        "styles/cards", "styles/covers", "styles/subscribe", "styles/ways", "styles/prose", "styles/heads",
        "styles/item",
    ),
    "list.css": (
        "styles/cards", "styles/first", "styles/agenda", "styles/ways", "styles/prose", "styles/practice",
        "styles/heads", "styles/facets", "styles/glossary", "styles/documents", "styles/logos", "styles/work",
    ),
    "members.css": ("styles/cards", "styles/numbers", "styles/ways", "map/map"),
    "search.css": ("styles/cards", "search/search"),
}  # fmt: skip
"""Style sheet → the parts that it is put together from. Every page has the first and the one for its kind."""
SEARCH_PARTS: Final = ("search/key.js", "search/near.js", "search/find.js", "search/parts.js", "search/page.js")
"""Put together, behind the tables, as one module: one request."""
CITY_PARTS: Final = ("search/key.js", "cities/cities.js")
"""Files of the script by which the home page finds a city, put together behind the tables as one module."""
CITY_TABLES: Final = (
    "marks", "dates", "digit-joiners", "joiners", "ordinal", "plain", "numbers", "rules", "endings", "spoken", "whole",
)  # fmt: skip
"""The tables of key.json that key.js reads."""


class ThemeError(Exception):
    """The theme cannot be used; the text says why and how to mend it."""


@dataclass(frozen=True, slots=True)
class SiteTheme:
    """`templates`: name → source. `static`: name → bytes. `assets`: name → path below the site's root."""

    folder: Path
    templates: Mapping[str, str]
    static: Mapping[str, bytes]
    assets: Mapping[str, str]
    words: Mapping[str, Words]
    key_tables: Mapping[str, Any]
    """How words become search keys."""
    map: Outline
    digest: str
    shell: Mapping[str, str]
    """Templates of what stands around every page, for the host."""
    print_templates: Mapping[str, str]
    tokens: str
    """The text of tokens.css: the colours are declared there."""
    paper_fonts: Mapping[str, bytes]
    """Font files that paper alone needs, by name."""
    press_profile: bytes
    """The colour profile of a print shop's press."""
    print_digest: str
    """Changes with whatever paper editions take from the theme."""
    feed_templates: Mapping[str, str]
    mail_templates: Mapping[str, str]
    elsewhere: Mapping[str, Words]
    """Words of languages that the site does not have, as far as there are any: what search says to who asks in them."""
    root: Mapping[str, bytes]
    """Files of the site's own that are published as they are, at its very top: `CNAME`, `.well-known/…`."""

    def texts(self, medium: str) -> dict[str, str]:
        """The texts of a medium's folder, such as its templates: name → text."""
        return _texts(self.folder / medium)

    @property
    def fonts(self) -> dict[str, bytes]:
        """Font files by name, without their folder: those of the site, and those that paper alone needs."""
        ours = {name.removeprefix(FONTS): raw for name, raw in self.static.items() if name.startswith(FONTS)}
        ours = {name: raw for name, raw in ours.items() if name.endswith(".woff2")}
        return ours | dict(self.paper_fonts)


def read_theme(
    folder: Path, site_root: Path, languages: tuple[str, ...], partial: Mapping[str, PartialLanguage] | None = None
) -> SiteTheme:
    """Reads the theme in `folder`; a site may bring the words of further languages in its own theme/strings/.

    `partial` says what those of the languages offer that are not whole. Raises ThemeError where a language's words are
    not as `judge_words` wants them, Irregular where something in the theme is a link.
    """
    for error in tree.irregular(folder.parent, folder.name):
        raise error
    templates, on_paper, feeds, mail, shell = (
        _texts(folder / name) for name in ("pages", "print", "feeds", "email", "site")
    )
    tokens, tables = _text(folder / "tokens.css"), key_tables(folder)
    static = _static(folder, tables)
    strings, words = _words(folder, site_root, SiteLanguages(languages, partial or {}))
    spoken = {code: words[code] for code in languages}
    elsewhere = {code: word for code, word in words.items() if code not in languages}
    seen = hashlib.blake2b(digest_size=16)
    for name, text in (templates | feeds | mail).items():
        seen.update(f"{name}\0{text}\0".encode())
    around = {name: text.encode() for name, text in shell.items()} | {path.name: raw for path, raw in strings.items()}
    for name, raw in around.items():
        seen.update(name.encode() + b"\0" + raw)
    assets = {name: published(name, raw) for name, raw in static.items()}
    coast = outline((folder / "map" / "greece.json").read_text("utf-8"))
    seen.update(repr(sorted(assets.items())).encode())
    for_paper = {path.name: path.read_bytes() for path in sorted((folder / PAPER_FONTS).glob("*.woff2"))}
    profile = (folder / PRESS_PROFILE).read_bytes()
    paper = _paper_digest(on_paper, tokens, static, [*strings.values(), *for_paper.values(), profile])
    return SiteTheme(
        folder, templates, static, assets, spoken, tables, coast, seen.hexdigest(), shell, on_paper, tokens,
        for_paper, profile, paper, feeds, mail, elsewhere, _as_they_are(site_root),
    )  # fmt: skip


def _texts(folder: Path) -> dict[str, str]:
    return {path.name: _text(path) for path in sorted(folder.iterdir()) if path.is_file()}


def _text(path: Path) -> str:
    return path.read_text("utf-8")


def _paper_digest(
    templates: Mapping[str, str], tokens: str, static: Mapping[str, bytes], further: Iterable[bytes]
) -> str:
    seen = hashlib.blake2b(repr(sorted(templates.items())).encode() + tokens.encode(), digest_size=16)
    for raw in further:
        seen.update(raw)
    for name, raw in sorted(static.items()):
        if name.startswith(FONTS) and name.endswith(".woff2"):
            seen.update(name.encode() + raw)
    return seen.hexdigest()


def _as_they_are(site_root: Path) -> dict[str, bytes]:
    found = sorted(path for path, _ in tree.below(site_root, ROOT))
    for path in found:
        if (site_root / path).is_symlink():
            raise ThemeError(f"{site_root / path} is a link: put a copy of the file itself there.")
        if not all(map(is_portable, path.split("/"))):
            raise ThemeError(f"{site_root / path}: Windows can have no file of this name: give it another one.")
        if not (site_root / path).is_dir() and not (site_root / path).is_file():
            raise ThemeError(f"{site_root / path} is neither a file nor a folder: take it out.")
    files = [path for path in found if (site_root / path).is_file()]
    return {path.removeprefix(f"{ROOT}/"): (site_root / path).read_bytes() for path in files}


def key_tables(folder: Path) -> dict[str, Any]:
    """How words become search keys, and which words mean the same, as the theme in `folder` says."""
    lines = (line.strip() for line in _text(folder / ALIKE).splitlines())
    tables: dict[str, Any] = json.loads(_text(folder / KEY_TABLES))
    return tables | {"alike": [line for line in lines if line and not line.startswith("#")]}


def _static(folder: Path, tables: Mapping[str, Any]) -> dict[str, bytes]:
    root = folder / "static"
    found = {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
    letters = sorted((folder / LETTERS).iterdir())
    found |= {f"{LETTERS}/{path.name}": path.read_bytes() for path in letters if path.suffix != ".css"}
    fonts = {name: raw for name, raw in found.items() if name.endswith(".woff2")}
    scripts = (path for path in letters if path.suffix == ".css")
    sheets = SHEETS | {path.name: (f"{LETTERS}/{path.stem}", "styles/borrowed") for path in scripts}
    found |= {sheet: _sheet(folder, parts, fonts).encode() for sheet, parts in sheets.items()}
    told = {name: table for name, table in tables.items() if name != "about"}
    found["search.js"] = _module(folder, told, SEARCH_PARTS)
    found["cities.js"] = _module(folder, {name: tables[name] for name in CITY_TABLES}, CITY_PARTS)
    return found


def _sheet(folder: Path, parts: Iterable[str], fonts: Mapping[str, bytes]) -> str:
    """A style sheet as it is published: it names fonts as they are, so that a browser need never ask for one again."""
    sheet = "".join(_without_comments(_text(folder / f"{part}.css")) for part in parts)
    for name, raw in fonts.items():
        sheet = sheet.replace(f'url("{name}")', f'url("{published(name, raw).removeprefix("assets/")}")')
    return sheet


def _module(folder: Path, tables: Mapping[str, Any], parts: Iterable[str]) -> bytes:
    """A script of several files, behind the tables that they read."""
    packed = json.dumps(tables, ensure_ascii=False, separators=(",", ":"))
    return "\n".join([f"const TABLES = {packed};", *(_text(folder / name) for name in parts)]).encode()


def _without_comments(text: str) -> str:
    """A style sheet as it is sent: without its comments and layout, which are of no use to a browser."""
    return _LINE_END.sub("", _INDENT.sub("\n", _COMMENT.sub("", text)))


def published(name: str, raw: bytes) -> str:
    """Where a file of the theme is published."""
    stem, dot, ending = name.rpartition(".")
    if dot + ending not in HASHED:
        return f"assets/{name}"
    return f"assets/{stem}.{hashlib.blake2b(raw, digest_size=4).hexdigest()}.{ending}"


def _words(
    folder: Path, site_root: Path, languages: SiteLanguages
) -> tuple[dict[Path, bytes], dict[str, Words]]:  # fmt: skip
    """The files of words and what they hold; the words of each language, and of others that have a file."""
    judged = (*word_problems(folder, site_root, languages), *_further_problems(folder, site_root, languages))
    problems = [one for one in judged if wording.severity(one) == "error"]
    if problems:
        raise ThemeError(wording.report(problems, "text", wording.MESSAGE_LANGUAGES[0]).rstrip())
    codes = [*languages.whole, *languages.partial, *further(folder, site_root, languages)]
    paths = {language: _words_path(folder, site_root, language) for language in codes}
    words: dict[str, Words] = {}
    for language, path in paths.items():
        strings = word_files.words_in(_source(site_root, path)) if path.is_file() else {}
        fallback = None if language in languages.whole else words[languages.order(language)[0]]
        words[language] = Words(language, strings, fallback)
    return {path: path.read_bytes() for path in paths.values() if path.is_file()}, words


def further(folder: Path, site_root: Path, languages: SiteLanguages) -> list[str]:
    """Languages that have a file of words, with the theme in `folder` or the site's own, and are none of the site's."""
    found = {path.stem for place in (folder / "strings", site_root / STRINGS) for path in place.glob("*.yml")}
    return sorted(code for code in found - {*languages.codes, *REFERENCES} if word_files.is_known(code))


def judge_words(settings: Settings) -> list[Problem]:
    """What is wrong with the interface words of a site's languages, wherever their files lie, or with who asks for
    them. Words of other languages are judged as far as search says them.
    """
    unknown = [language for language in settings.languages if not word_files.is_known(language)]
    place = _place_of("languages:", settings.config.decode("utf-8", "replace"))
    known = tuple(code for code in settings.languages if code not in unknown)
    return [
        *(word_files.unknown_language(CONFIG_FILE, place, language) for language in unknown),
        *word_problems(THEME, settings.root, replace(settings.offered, codes=known)),
        *_further_problems(THEME, settings.root, settings.offered),
        *word_files.unused(_said(THEME, settings.root), _reference(THEME, settings.root)),
    ]


def judged_files() -> list[tuple[str, int, int]]:
    """Name, size and time of each file that comes with the theme and is judged along with every site."""
    folders = [THEME / "strings", *(THEME / name for name in TEMPLATES)]
    seen = ((path, path.stat()) for folder in folders for path in sorted(folder.iterdir()))
    return [(f"{path.parent.name}/{path.name}", info.st_size, info.st_mtime_ns) for path, info in seen]


def _said(folder: Path, site_root: Path) -> dict[str, tuple[str, Place]]:
    """Each key that a template says, with the template and the place where it does so first."""
    found: dict[str, tuple[str, Place]] = {}
    files = (path for name in TEMPLATES for path in sorted((folder / name).iterdir()))
    for path in (path for path in files if path.is_file() and path.suffix != ".css"):
        name = _named(site_root, path)
        for key, place in word_files.keys_of(_text(path)):
            found.setdefault(key, (name, place))
    return found


def _place_of(words: str, text: str) -> Place:
    """The first line of `text` that begins with these words; line 0 where none does."""
    lines = (number for number, line in enumerate(text.splitlines(), 1) if line.strip().startswith(words))
    return Place(next(lines, 0), 1)


def word_problems(folder: Path, site_root: Path, languages: SiteLanguages) -> Iterator[Problem]:
    """What is wrong with the words of these languages, beside those that come with the theme in `folder`."""
    reference = _reference(folder, site_root)
    for language in languages.codes:
        path, one = _words_path(folder, site_root, language), languages.partial.get(language)
        if path.is_file():
            may_lack = one is not None and not one.needs_every_word
            yield from word_files.judge(_source(site_root, path), language, reference, may_lack)
        elif one is None or INTERFACE in one.offers:
            yield word_files.no_file(_named(site_root, path), language, reference)


def _further_problems(folder: Path, site_root: Path, languages: SiteLanguages) -> Iterator[Problem]:
    """What is wrong with the site's own files of words in languages that it does not have: they can lack any."""
    reference = _reference(folder, site_root)
    for language in further(folder, site_root, languages):
        path = _words_path(folder, site_root, language)
        if not path.is_relative_to(site_root):
            continue
        source = _source(site_root, path)
        judged = word_files.judge(source, language, reference, may_lack=True)
        yield from (problem for problem in judged if problem.rule != "interface-part")


def _reference(folder: Path, site_root: Path) -> Reference:
    own = [folder / "strings" / f"{language}.yml" for language in REFERENCES]
    return word_files.reference_of(
        [_source(site_root, path) for path in own], own[0].relative_to(folder.parent).as_posix()
    )


def _words_path(folder: Path, site_root: Path, language: str) -> Path:
    """The file of a language's words: the site's own, else the theme's; with neither, where the site's own would be."""
    own, ours = site_root / STRINGS / f"{language}.yml", folder / "strings" / f"{language}.yml"
    return ours if ours.is_file() and not own.is_file() else own


def _source(site_root: Path, path: Path) -> SourceFile:
    return word_files.read_words_file(_named(site_root, path), path.read_bytes())


def _named(site_root: Path, path: Path) -> str:
    """A file as reports name it: from the site's root, or whole where it lies outside, as the theme's may."""
    return path.relative_to(site_root).as_posix() if path.is_relative_to(site_root) else path.as_posix()


def with_names(problems: Iterable[Problem], site_root: Path) -> list[Problem]:
    """The problems; those with a name in them say what is meant by it, or what there is."""
    return filled_in(problems, lambda: nameable(site_root))


def nameable(site_root: Path) -> Nameable:
    """What fields can name, with the names that people have for it. Raises Misuse where a file of words is broken."""
    strings = {code: wording.read_words(THEME / "strings" / f"{code}.yml") for code in REFERENCES}
    further = wording.read_words(wording.CHOICES)
    network = [*(words["network.name"] for words in strings.values()), *further["also"][NETWORK]]
    search_keys = SearchKeys(json.loads(_text(THEME / KEY_TABLES)))
    return Nameable(site_root, _labels(strings, further), search_keys, network)


def _labels(strings: Mapping[str, Mapping[str, Any]], further: Mapping[str, Any]) -> dict[str, dict[str, list[str]]]:
    """Name of a closed list → each of its words → what it is called, in the languages that come with the theme."""
    found = dict[str, dict[str, list[str]]]()
    for name, choice in [(choice.__name__, choice) for choice in Choice.__subclasses__()]:
        for code, words in strings.items():
            for value in choice:
                labels = found.setdefault(name, {}).setdefault(value.value, [])
                labels += [words[key]] if (key := f"{LABELS.get(choice)}.{value.value}") in words else []
                labels += [said] if (said := further[code].get(name, {}).get(value.value)) else []
                labels += [Words(code, {}).name_of(value.value)] if choice is SpokenLanguage else []
    for name, choices in further["also"].items():
        for value, more in choices.items() if name in found else ():
            found[name].setdefault(value, []).extend(more)
    return found
