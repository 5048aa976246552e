"""The settings in the site's mkdocs.yml: its languages, its address. Read without importing MkDocs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import yaml

from .files import tree
from .files.portable_names import is_portable
from .languages import LanguagesError, SiteLanguages, read_languages
from .subscribe_forms import EMAIL_PATTERN, FormError, SubscribeForm, subscribe_form

PROJECT: Final = Path(__file__).resolve().parent.parent
PACKAGE: Final = Path(__file__).resolve().parent
THEME: Final = PROJECT / "theme"
CONFIG_FILE: Final = "mkdocs.yml"
WORDS: Final = PACKAGE / "settings.yml"
"""The sentences of what is wrong there."""
MOST_BYTES: Final = 64 * 1024
ADDRESS_VARIABLE: Final = "SITE_URL"
"""By this variable of the environment a test or a preview is given another address."""
_PLAIN_ADDRESS: Final = re.compile(r"https?://[!$-;=@-Z_a-z~%]+")
"""An address that goes on with `#` and what stands behind it."""
_MENU_ENTRY: Final = re.compile(r"((?:[a-z0-9_-]+/)*)([a-z0-9_-]+)\.md")
UNSUBSCRIBE_PATTERN: Final = r"(https://[!-;=?-~]+)?"


HOSTS: Final[Mapping[str, Mapping[str, str]]] = {
    "mkdocs": {"mkdocs": "mkdocs", "material": "mkdocs-material"},
    "properdocs": {"properdocs": "properdocs", "material": "mkdocs-material"},
    "jinja2": {},
}
"""What can put the theme's shell around pages → the packages that it imports beside Jinja2, and the library of each."""


class SettingsError(Exception):
    """The configuration cannot be used; `settings.yml` says why, and how to mend it. `told` are further lines."""

    def __init__(self, rule: str, told: str = "", **facts: str) -> None:
        super().__init__(rule)
        self.rule, self.told, self.facts = rule, told, facts

    def __str__(self) -> str:
        return self.said("en")

    def said(self, language: str) -> str:
        """Why it cannot be used, in a language of the messages."""
        said = yaml.safe_load(WORDS.read_text("utf-8"))[self.rule][language].format(**self.facts)
        return "\n".join(filter(None, (said, self.told)))


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends the newsletter by mail."""

    address: str
    unsubscribe: str = ""
    """The page where readers leave the list, or nothing."""
    postal: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Language → the lines of the publisher's address; of the sender's, where none is given."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the publisher says of the newsletter as a whole; each is empty where it is not said."""

    issn: str = ""
    editor: Mapping[str, str] = field(default_factory=dict)
    """Language → who is responsible for it, in words."""
    licence: Mapping[str, str] = field(default_factory=dict)
    """Language → on what terms its texts may be used."""


@dataclass(frozen=True, slots=True)
class FirstAddress:
    """Where the site first stood, and a day on which it did. Lasting identifiers are made of it, after a move too.

    `url` ends in a slash.
    """

    url: str
    since: date

    def tag(self, path: str) -> str:
        """The tag URI (RFC 4151) for something that is called `path` in this site."""
        parts = urlsplit(self.url)
        host = (parts.hostname or "").encode("idna").decode()
        return f"tag:{host},{self.since.isoformat()}:{parts.path}{path}"


@dataclass(frozen=True, slots=True)
class Settings:
    """`offered` are the languages; the first one's pages stand at the root. `site_url` ends in a slash.

    `data_licence` is empty where the terms of the open data are not stated.
    """

    root: Path
    offered: SiteLanguages
    site_url: str
    menu: tuple[str, ...] = ()
    """The addresses that the menu leads to."""
    data_licence: str = ""
    config: bytes = b""
    """The configuration as it was read: whoever needs more of it takes it from here."""
    sender: Sender | None = None
    """Nothing where the newsletter is not sent by mail."""
    subscribe: Mapping[str, SubscribeForm] = field(default_factory=dict)
    """Language → how its readers subscribe; empty where they can't."""
    imprint: Imprint = field(default_factory=Imprint)
    first_address: FirstAddress | None = None
    """Nothing where it is not said: what is named after the site's address then changes its name with it."""
    editor_url: str = ""
    """Where the browser form stands on the web; nothing where it does not."""
    submissions_url: str = ""
    """Where the submissions server stands on the web, with a slash at the end; nothing where it does not."""
    worklist: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Whose worklist → the addresses that it is sent to, in place of the contact on record."""
    host: str = "mkdocs"
    """What puts the theme's shell around pages: one of HOSTS."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of all languages, whole or partial."""
        return self.offered.codes

    def lasting_name(self, path: str, is_recent: bool = False) -> str:
        """What something is known by for good that was first published at `path`: its first full address.

        For what `is_recent` it is a tag URI, as far as the site's first address is said: where it is not, the name
        changes with the address of the site.
        """
        if self.first_address is None:
            return self.site_url + path
        return self.first_address.tag(path) if is_recent else self.first_address.url + path

    def language_root(self, language: str) -> str:
        """Where the pages of a language stand: nothing for the first, `en/` for English."""
        return "" if language == self.languages[0] else f"{language}/"


class _Loader(yaml.SafeLoader):
    """Reads MkDocs' `!ENV`, of one variable alone, and no alias: a few lines of those can unfold to gigabytes."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Called by PyYAML for each node. Raises ComposerError at an alias."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "write the value out instead of `*` and a name", mark)
        return super().compose_node(parent, index)


def _environment(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
    """`!ENV SITE_URL` or `!ENV [SITE_URL, default]` (mkdocs.org, "Environment variables").

    Any other variable might be a secret of the machine that builds, and the pages would show it.
    """
    sequence = isinstance(node, yaml.SequenceNode)
    given = loader.construct_sequence(node) if sequence else [loader.construct_scalar(node)]  # type: ignore[arg-type]
    if given[:1] != [ADDRESS_VARIABLE] or len(given) > 2:
        words = f"only the variable {ADDRESS_VARIABLE} can be read, as !ENV [{ADDRESS_VARIABLE}, a default]"
        raise yaml.constructor.ConstructorError(None, None, words, node.start_mark)
    return os.environ.get(ADDRESS_VARIABLE, given[-1] if len(given) > 1 else None)


_Loader.add_constructor("!ENV", _environment)


def _refuse_tag(_: yaml.SafeLoader, tag: str, node: yaml.Node) -> None:
    """MkDocs would make of some tags whatever Python can make."""
    raise yaml.constructor.ConstructorError(None, None, f"the tag {tag} is not possible here", node.start_mark)


_Loader.add_multi_constructor("", _refuse_tag)
KNOWN: Final[Mapping[str, frozenset[str]]] = {
    "": frozenset("site_name site_url site_description docs_dir theme plugins nav extra".split()),
    "theme": frozenset("name font language".split()),
    "extra": frozenset(
        "languages data_licence newsletter generator first_address editor_url submissions_url worklist host".split()
    ),
}
"""Part of the file → what can stand in it. By others MkDocs would read further files, or run code."""
UNSENT: Final = frozenset("subscribe issn editor licence".split())
"""What can be said of a newsletter that is not sent."""
NEWSLETTER: Final = UNSENT | frozenset("sender unsubscribe address".split())
"""What can stand below `newsletter:`."""


def read_settings(root: Path) -> Settings:
    """Raises SettingsError where `root` holds no usable mkdocs.yml, Irregular where that is no plain file."""
    path = root / CONFIG_FILE
    try:
        raw = tree.read(root, CONFIG_FILE, MOST_BYTES)
        config = yaml.load(raw.decode("utf-8"), Loader=_Loader)
    except FileNotFoundError:
        raise SettingsError("missing", path=str(root), file=CONFIG_FILE) from None
    except tree.Irregular:
        raise
    except (OSError, ValueError, TypeError, yaml.YAMLError, RecursionError) as error:  # dates and numbers that are none
        raise _unreadable(path, error) from None
    if not isinstance(config, dict):
        raise SettingsError("empty", path=str(path))
    _refuse_unknown(path, config)
    languages = _languages(path, config.get("extra"), raw)
    address = config.get("site_url")
    if not isinstance(address, str) or not _is_address(address):
        raise SettingsError("address", path=str(path))
    licence = config["extra"].get("data_licence") or ""
    if not isinstance(licence, str):
        raise SettingsError("data-licence", path=str(path))
    menu, newsletter = tuple(_menu(path, config.get("nav"))), _newsletter(path, config["extra"].get("newsletter"))
    sender, forms = _sender(path, newsletter, languages), _forms(path, newsletter.get("subscribe"), languages)
    first = _first_address(path, config["extra"].get("first_address"))
    imprint = _imprint(path, newsletter, languages)
    editor = _web_address(path, config["extra"], "editor_url")
    server = _web_address(path, config["extra"], "submissions_url")
    readers = _worklist(path, config["extra"].get("worklist"))
    return Settings(
        root, languages, address.rstrip("/") + "/", menu, licence, raw, sender, forms, imprint, first, editor,
        server.rstrip("/") + "/" if server else "", readers, _host(path, config["extra"].get("host", "mkdocs")),
    )  # fmt: skip


def _unreadable(path: Path, error: Exception) -> SettingsError:
    """Why the file is no YAML, or none that is read here, with the line where that shows."""
    mark = getattr(error, "problem_mark", None)
    reason = " ".join(str(getattr(error, "problem", None) or error).split())
    if mark is None:
        return SettingsError("unreadable", path=str(path), reason=reason)
    return SettingsError("unreadable-at", path=str(path), line=str(mark.line + 1), reason=reason)


def _web_address(path: Path, extra: Mapping[str, Any], name: str) -> str:
    """Raises SettingsError."""
    given = extra.get(name) or ""
    if not isinstance(given, str) or (given and not (_is_address(given) and _PLAIN_ADDRESS.fullmatch(given))):
        raise SettingsError("editor" if name == "editor_url" else "submissions", path=str(path))
    return given


def _worklist(path: Path, given: Any) -> Mapping[str, tuple[str, ...]]:
    """Who receives which worklist. Raises SettingsError."""
    if given is not None and not isinstance(given, dict):
        raise SettingsError("worklist", path=str(path))
    found: dict[str, tuple[str, ...]] = {}
    for name, value in (given or {}).items():
        addresses = value if isinstance(value, list) else [value]
        if not addresses or not all(isinstance(one, str) and is_mail_address(one) for one in addresses):
            raise SettingsError("worklist-address", path=str(path), name=str(name))
        found[str(name)] = tuple(addresses)
    return found


def _languages(path: Path, extra: Any, raw: bytes) -> SiteLanguages:
    """The languages of the site, in order. Raises SettingsError."""
    entries = extra.get("languages") if isinstance(extra, dict) else None
    if not isinstance(entries, list) or not entries:
        raise SettingsError("no-languages", path=str(path))
    try:
        return read_languages(entries, partial(_line, raw.decode("utf-8"), "extra", "languages"), is_portable)
    except LanguagesError as error:
        told = "\n".join(f"{path}{line}" for line in str(error).splitlines())
        raise SettingsError("languages", told, path=str(path)) from None


def _line(text: str, *route: str | int) -> int:
    """The line in which a value stands; of one that is not there, that of what would hold it."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    line = 0
    for step in route:
        entries = node.value if isinstance(node, yaml.CollectionNode) else []
        if isinstance(node, yaml.MappingNode):
            entries = [(key, value) for key, value in entries if key.value == step]
            key, node = entries[0] if entries else (None, None)
        else:
            key = node = entries[step] if isinstance(step, int) and step < len(entries) else None
        if key is None:
            break
        line = key.start_mark.line + 1
    return line


def _refuse_unknown(path: Path, config: Mapping[str, Any]) -> None:
    """Nothing stands in the file but what this project knows the meaning of. Raises SettingsError."""
    for part, known in KNOWN.items():
        inside = config.get(part) if part else config
        for name in inside if isinstance(inside, dict) else ():
            if name not in known:
                facts = {"path": str(path), "name": str(name), "choices": ", ".join(sorted(known))}
                if part:
                    raise SettingsError("unknown-below", **facts, part=part)
                raise SettingsError("unknown", **facts)
    theme = config.get("theme", "material")
    if (theme.get("name") if isinstance(theme, dict) else theme) != "material":
        raise SettingsError("theme", path=str(path))
    if config.get("plugins"):
        raise SettingsError("plugins", path=str(path))


def _is_address(text: str) -> bool:
    """Whether it is the address of a site: with a host, and without a name or a password before it."""
    try:
        parts = urlsplit(text)
        return (
            parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and "@" not in parts.netloc
        )
    except ValueError:
        return False


def _newsletter(path: Path, given: Any) -> Mapping[str, Any]:
    """What stands below `newsletter:`, which can be the sender alone. Raises SettingsError."""
    known = given if isinstance(given, dict) else {"sender": given} if given else {}
    if set(known) - NEWSLETTER:
        raise SettingsError("newsletter", path=str(path), choices=", ".join(sorted(NEWSLETTER)))
    return known


def _sender(path: Path, given: Mapping[str, Any], languages: SiteLanguages) -> Sender | None:
    """Nothing where nothing is given that only mail needs. Raises SettingsError."""
    if not set(given) - UNSENT:
        return None
    address, unsubscribe = given.get("sender"), given.get("unsubscribe") or ""
    if not isinstance(address, str) or not is_mail_address(address):
        raise SettingsError("sender", path=str(path))
    if not isinstance(unsubscribe, str) or not re.fullmatch(UNSUBSCRIBE_PATTERN, unsubscribe):
        raise SettingsError("unsubscribe", path=str(path))
    postal = _in_each("address", given.get("address"), path, languages)
    if not all(isinstance(words, str) and words.strip() for words in postal.values()):
        raise SettingsError("postal", path=str(path))
    return Sender(address, unsubscribe, {code: tuple(words.strip().split("\n")) for code, words in postal.items()})


def _imprint(path: Path, given: Mapping[str, Any], languages: SiteLanguages) -> Imprint:
    """Raises SettingsError."""
    issn = given.get("issn") or ""
    if not isinstance(issn, str) or (issn and not is_issn(issn)):
        raise SettingsError("issn", path=str(path))
    said = {}
    for name in ("editor", "licence"):
        said[name] = _in_each(name, given.get(name), path, languages)
        if not all(isinstance(words, str) and words.strip() for words in said[name].values()):
            raise SettingsError("imprint", path=str(path), name=name)
    return Imprint(issn, said["editor"], said["licence"])


def is_issn(text: str) -> bool:
    """Whether it is an ISSN (ISO 3297): seven digits, and one that they give, or X for ten."""
    if not re.fullmatch(r"\d{4}-\d{3}[\dX]", text):
        return False
    digits = [10 if sign == "X" else int(sign) for sign in text if sign != "-"]
    return sum(digit * weight for digit, weight in zip(digits, range(8, 0, -1), strict=True)) % 11 == 0


def is_mail_address(text: str) -> bool:
    """Whether it is one mail address, and nothing beside it."""
    return re.fullmatch(EMAIL_PATTERN, text) is not None


def _forms(path: Path, given: Any, languages: SiteLanguages) -> Mapping[str, SubscribeForm]:
    """How the readers of each language subscribe. Raises SettingsError."""
    try:
        return {code: subscribe_form(one) for code, one in _in_each("subscribe", given, path, languages).items()}
    except FormError as error:
        raise SettingsError("subscribe", path=str(path), reason=str(error)) from None


def _in_each(name: str, given: Any, path: Path, languages: SiteLanguages) -> Mapping[str, Any]:
    """A value for each language: one for all, or one by its code; where a partial language has none, that of the first
    that stands in for it. Nothing where none is given. Raises SettingsError.
    """
    if not given:
        return {}
    if not isinstance(given, dict) or not set(given) & set(languages.codes):
        return dict.fromkeys(languages.codes, given)
    if not set(languages.whole) <= set(given) <= set(languages.codes):
        raise SettingsError("each", path=str(path), name=name, choices=", ".join(languages.whole))
    return {code: given[code] if code in given else given[languages.order(code)[0]] for code in languages.codes}


def _first_address(path: Path, given: Any) -> FirstAddress | None:
    """Raises SettingsError."""
    if not given:
        return None
    url, since = (given.get("url"), given.get("since")) if isinstance(given, dict) else (None, None)
    if not isinstance(url, str) or not _is_address(url) or type(since) is not date or set(given) != {"url", "since"}:
        raise SettingsError("first-address", path=str(path))
    return FirstAddress(url.rstrip("/") + "/", since)


def _menu(path: Path, nav: Any) -> Iterator[str]:
    """The addresses of the entries, as MkDocs makes them of files: `about/index.md` and `about.md` become `about/`.

    Raises SettingsError at any other entry, of which each host would make something else.
    """
    for entry in nav if isinstance(nav, list) else [nav] if nav else ():
        parts = _MENU_ENTRY.fullmatch(entry) if isinstance(entry, str) else None
        if not parts:
            raise SettingsError("menu", path=str(path), entry=str(entry))
        folder, name = parts.groups()
        yield folder if name == "index" else f"{folder}{name}/"


def _host(path: Path, given: Any) -> str:
    """Raises SettingsError where there is no such host, or where its libraries are not installed."""
    if not isinstance(given, str) or given not in HOSTS:
        raise SettingsError("host", path=str(path), choices=", ".join(HOSTS))
    for package, library in HOSTS[given].items():
        if find_spec(package) is None:
            raise SettingsError("host-missing", path=str(path), host=given, library=library)
    return given
