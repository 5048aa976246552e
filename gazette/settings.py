"""What the site's mkdocs.yml says that the stages need: its languages, its address. Read without importing MkDocs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from . import tree

PROJECT: Final = Path(__file__).resolve().parent.parent
THEME: Final = PROJECT / "theme"
CONFIG_FILE: Final = "mkdocs.yml"
MOST_BYTES: Final = 64 * 1024
LANGUAGE_PATTERN: Final = r"[a-z]{2,3}"
EMAIL_PATTERN: Final = r"[\w.+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+"
UNSUBSCRIBE_PATTERN: Final = r"(https://[!-;=?-~]+)?"


class SettingsError(Exception):
    """The configuration cannot be used; the text says why and how to mend it."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends the newsletter by mail. `unsubscribe` is where one click is enough, or nothing."""

    address: str
    unsubscribe: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """`languages` in order of preference; the first one's pages stand at the root. `site_url` ends in a slash.

    `data_licence` is empty where the terms of the open data are not stated.
    """

    root: Path
    languages: tuple[str, ...]
    site_url: str
    menu: tuple[str, ...] = ()
    """The addresses that the menu leads to."""
    data_licence: str = ""
    config: bytes = b""
    """The configuration as it was read: whoever needs more of it takes it from here."""
    sender: Sender | None = None
    """Nothing where the newsletter is not sent by mail."""

    def language_root(self, language: str) -> str:
        """Where the pages of a language stand: nothing for the first, `en/` for English."""
        return "" if language == self.languages[0] else f"{language}/"


class _Loader(yaml.SafeLoader):
    """Reads MkDocs' own tags far enough: `!ENV` as MkDocs does, others as nothing."""


def _environment(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
    """`!ENV NAME` or `!ENV [NAME, OTHER, default]` (mkdocs.org, "Environment variables")."""
    if isinstance(node, yaml.SequenceNode):
        *names, default = loader.construct_sequence(node)
    else:
        names, default = [loader.construct_scalar(node)], None  # type: ignore[arg-type] # a node of another kind is refused by the loader
    return next((os.environ[name] for name in names if name in os.environ), default)


_Loader.add_constructor("!ENV", _environment)


def _refuse_tag(_: yaml.SafeLoader, tag: str, node: yaml.Node) -> None:
    """MkDocs would make of some tags whatever Python can make."""
    raise yaml.constructor.ConstructorError(None, None, f"the tag {tag} is not possible here", node.start_mark)


_Loader.add_multi_constructor("", _refuse_tag)
FOREIGN: Final = ("INHERIT", "hooks")
"""Settings of MkDocs by which it reads another file as settings, or runs one."""


def read_settings(root: Path) -> Settings:
    """Raises SettingsError where `root` holds no usable mkdocs.yml, Irregular where that is no plain file."""
    path = root / CONFIG_FILE
    try:
        raw = tree.read(root, CONFIG_FILE, MOST_BYTES)
        config = yaml.load(raw.decode("utf-8"), Loader=_Loader)
    except FileNotFoundError:
        raise SettingsError(f"There is no {CONFIG_FILE} in {root}: name the site's folder with --root.") from None
    except tree.Irregular:
        raise
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise SettingsError(f"{path} cannot be read: {' '.join(str(error).split())}") from None
    if not isinstance(config, dict):
        raise SettingsError(f"{path} holds no settings.")
    for name in FOREIGN:
        if config.get(name):
            raise SettingsError(f"{path}: `{name}:` is not possible here: this project neither needs nor runs it.")
    extra = config.get("extra")
    languages = extra.get("languages") if isinstance(extra, dict) else None
    if not isinstance(languages, list) or not languages or not all(isinstance(code, str) for code in languages):
        raise SettingsError(f"{path} names no languages: write `extra:` with `languages: [el, en]` below it.")
    address = config.get("site_url")
    if not isinstance(address, str) or not address.startswith(("http://", "https://")):
        raise SettingsError(f"{path}: `site_url` must be the site's full address, such as https://www.example.org/")
    licence = config["extra"].get("data_licence") or ""
    if not isinstance(licence, str):
        raise SettingsError(f"{path}: `data_licence` must be words, such as CC-BY-4.0, or empty.")
    menu, sender = tuple(_menu(config.get("nav"))), _sender(path, config["extra"].get("newsletter"))
    return Settings(root, tuple(languages), address.rstrip("/") + "/", menu, licence, raw, sender)


def _sender(path: Path, given: Any) -> Sender | None:
    if not given:
        return None
    given = given if isinstance(given, dict) else {"sender": given}
    address, unsubscribe = given.get("sender"), given.get("unsubscribe") or ""
    if set(given) - {"sender", "unsubscribe"}:
        raise SettingsError(f"{path}: below `newsletter:` there can only be `sender:` and `unsubscribe:`.")
    if not isinstance(address, str) or not re.fullmatch(EMAIL_PATTERN, address):
        raise SettingsError(f"{path}: `sender` must be the newsletter's email address, such as news@example.org")
    if not isinstance(unsubscribe, str) or not re.fullmatch(UNSUBSCRIBE_PATTERN, unsubscribe):
        raise SettingsError(f"{path}: `unsubscribe` must be an address that starts with https://, or be left out.")
    return Sender(address, unsubscribe)


def _menu(nav: Any) -> Iterator[str]:
    """The addresses of the entries, as MkDocs makes them of files: `about/index.md` and `about.md` become `about/`."""
    for entry in nav if isinstance(nav, list) else ():
        if isinstance(entry, str) and entry.endswith(".md"):
            yield entry.removesuffix("index.md") if entry.endswith("index.md") else f"{entry.removesuffix('.md')}/"
