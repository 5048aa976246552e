"""The theme's files as values: templates, interface words, static files under the names they are published by."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from . import tree
from .render.map import Outline, outline
from .render.words import Strings, Words

ROOT: Final = "theme/root"
"""Where a site keeps what is published as it is."""
STRINGS: Final = "theme/strings"
"""Where a site keeps the words of further languages."""
HASHED: Final = (".css", ".js", ".svg", ".woff2")
"""Files that are published under a name that changes with their content, so that browsers may keep them."""

_COMMENT: Final = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
PAPER_FONTS: Final = "print/fonts"
KEY_TABLES: Final = "search/key.json"
STYLES: Final = {"search.css": "search/search.css", "map.css": "map/map.css"}
"""Style sheets of one page each, beside the one of all pages."""
SEARCH_PARTS: Final = ("search/key.js", "search/find.js", "search/page.js")
"""Put together, behind the tables, as one module: one request."""


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
    print_digest: str
    """Changes with whatever paper editions take from the theme."""
    feed_templates: Mapping[str, str]
    mail_templates: Mapping[str, str]
    root: Mapping[str, bytes]
    """Files of the site's own that are published as they are, at its very top: `CNAME`, `.well-known/…`."""

    def texts(self, medium: str) -> dict[str, str]:
        """The texts of a medium's folder, such as its templates: name → text."""
        return _texts(self.folder / medium)

    @property
    def fonts(self) -> dict[str, bytes]:
        """Font files by name, without their folder: those of the site, and those that paper alone needs."""
        ours = {name.rpartition("/")[2]: raw for name, raw in self.static.items() if name.endswith(".woff2")}
        return ours | dict(self.paper_fonts)


def read_theme(folder: Path, site_root: Path, languages: tuple[str, ...]) -> SiteTheme:
    """Reads the theme in `folder`; a site may bring the words of further languages in its own theme/strings/.

    Raises ThemeError where a language has no words, Irregular where something in the theme is a link.
    """
    for error in tree.irregular(folder.parent, folder.name):
        raise error
    templates, on_paper, feeds, mail, shell = (
        _texts(folder / name) for name in ("pages", "print", "feeds", "email", "site")
    )
    tokens, tables = (_text(folder / name) for name in ("tokens.css", KEY_TABLES))
    static = _static(folder, tokens, tables)
    found = {language: _strings_file(folder, site_root, language) for language in languages}
    strings = {path: path.read_bytes() for path in found.values()}
    words = {language: Words(language, _strings(path, strings[path])) for language, path in found.items()}
    seen = hashlib.blake2b(digest_size=16)
    for name, text in (templates | feeds | mail).items():
        seen.update(f"{name}\0{text}\0".encode())
    for name, raw in [*((name, text.encode()) for name, text in shell.items()), *_named(strings)]:
        seen.update(name.encode() + b"\0" + raw)
    assets = {name: published(name, raw) for name, raw in static.items()}
    coast = outline((folder / "map" / "greece.json").read_text("utf-8"))
    seen.update(repr(sorted(assets.items())).encode())
    for_paper = {path.name: path.read_bytes() for path in sorted((folder / PAPER_FONTS).glob("*.woff2"))}
    paper = _paper_digest(on_paper, tokens, static, [*strings.values(), *for_paper.values()])
    return SiteTheme(
        folder, templates, static, assets, words, json.loads(tables), coast, seen.hexdigest(), shell, on_paper, tokens,
        for_paper, paper, feeds, mail, _as_they_are(site_root),
    )  # fmt: skip


def _named(strings: Mapping[Path, bytes]) -> Iterable[tuple[str, bytes]]:
    return ((path.name, raw) for path, raw in strings.items())


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
        if name.endswith(".woff2"):
            seen.update(name.encode() + raw)
    return seen.hexdigest()


def _as_they_are(site_root: Path) -> dict[str, bytes]:
    found = sorted(path for path, _ in tree.below(site_root, ROOT))
    for path in found:
        if (site_root / path).is_symlink():
            raise ThemeError(f"{site_root / path} is a link: put a copy of the file itself there.")
    files = [path for path in found if (site_root / path).is_file()]
    return {path.removeprefix(f"{ROOT}/"): (site_root / path).read_bytes() for path in files}


def _static(folder: Path, tokens: str, tables: str) -> dict[str, bytes]:
    root = folder / "static"
    found = {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
    styles = [tokens, _text(folder / "fonts.css"), found.get("site.css", b"").decode()]
    style = "".join(_without_comments(text) for text in styles)
    for name, raw in found.items():
        if name.endswith(".woff2"):  # under names that change with the font, so that a browser need never ask again
            style = style.replace(f'url("{name}")', f'url("{published(name, raw).removeprefix("assets/")}")')
    found["site.css"] = style.encode()
    found |= {name: _without_comments(_text(folder / path)).encode() for name, path in STYLES.items()}
    packed = json.dumps(json.loads(tables), ensure_ascii=False)
    parts = [_text(folder / name) for name in SEARCH_PARTS]
    found["search.js"] = "\n".join([f"const TABLES = {packed};", *parts]).encode()
    return found


def _without_comments(text: str) -> str:
    """A style sheet without its comments, which are of no use to a browser and a seventh of its size."""
    return _COMMENT.sub("", text)


def published(name: str, raw: bytes) -> str:
    """Where a file of the theme is published."""
    stem, dot, ending = name.rpartition(".")
    if dot + ending not in HASHED:
        return f"assets/{name}"
    return f"assets/{stem}.{hashlib.blake2b(raw, digest_size=4).hexdigest()}.{ending}"


def _strings_file(folder: Path, site_root: Path, language: str) -> Path:
    for place in (site_root / STRINGS, folder / "strings"):
        if (place / f"{language}.yml").is_file():
            return place / f"{language}.yml"
    raise ThemeError(f"There are no words for '{language}': write theme/strings/{language}.yml, beside en.yml.")


def _strings(path: Path, raw: bytes) -> Strings:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        strings: Strings = yaml.load(raw.decode("utf-8"), Loader=loader)
    except yaml.YAMLError as error:
        raise ThemeError(f"{path} cannot be read: {' '.join(str(error).split())}") from None
    return strings
