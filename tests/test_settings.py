"""mkdocs.yml: what it may say, and that a proposal can neither run, read nor unfold anything by it."""

import sys
from pathlib import Path

import pytest

from gazette.cli import errors
from gazette.engines import pages
from gazette.settings import HOSTS, Settings, SettingsError, read_settings
from tests.support.sites import PROJECT

USUAL = (PROJECT / "tests" / "sites" / "base" / "mkdocs.yml").read_text("utf-8")
DEFAULT = "site_url: https://www.example.org/"


def settings(folder: Path, text: str) -> str:
    (folder / "mkdocs.yml").write_text(text, "utf-8")
    return read_settings(folder.resolve()).site_url


def test_our_own_files_are_read(tmp_path: Path) -> None:
    assert settings(tmp_path, USUAL) == "https://www.example.org/"
    assert settings(tmp_path, (PROJECT / "mkdocs.yml").read_text("utf-8")).startswith("https://")


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("hooks: [hook.py]", "hooks"),
        ("INHERIT: ../other.yml", "INHERIT"),
        ("markdown_extensions: [theme.root.evil]", "markdown_extensions"),
        ("markdown_extensions:\n  - pymdownx.snippets: {base_path: /etc}", "markdown_extensions"),
        ("extra_javascript: [https://elsewhere.example/a.js]", "extra_javascript"),
        ("watch: [/]", "watch"),
        ("validation: {}", "validation"),
    ],
)
def test_what_mkdocs_would_run_or_read_is_refused(tmp_path: Path, line: str, word: str) -> None:
    with pytest.raises(SettingsError, match=f"`{word}:` is not possible"):
        settings(tmp_path, f"{USUAL}{line}\n")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "  name: material",
            "  name: material\n  custom_dir: theme/root",
            "`custom_dir:` is not possible below `theme:`",
        ),
        (
            "  name: material",
            "  name: material\n  custom_dir: ../victim",
            "`custom_dir:` is not possible below `theme:`",
        ),
        ("  name: material", "  name: mkdocs", "no other is prepared"),
        ("theme:\n  name: material", "theme: readthedocs", "no other is prepared"),
        ("plugins: []", "plugins: [social, privacy]", "runs none"),
        ("plugins: []", "plugins:\n  - search", "runs none"),
        ("extra:\n", "extra:\n  analytics: {provider: x}\n", "`analytics:` is not possible below `extra:`"),
        (DEFAULT, "site_url: !ENV HOME", "only the variable SITE_URL"),
        (DEFAULT, "site_url: !ENV [SITE_URL, GITHUB_TOKEN, x]", "only the variable SITE_URL"),
        ("site_name: A small network", "site_name: !ENV [PATH, x]", "only the variable SITE_URL"),
        (DEFAULT, "site_url: !ENV []", "only the variable SITE_URL"),
        (DEFAULT, "site_url: !ENV [[1], 2]", "only the variable SITE_URL"),
        (DEFAULT, "site_url: http://[::1", "site_url"),
        (DEFAULT, "site_url: https://name:secret@example.org/", "site_url"),
        (DEFAULT, "site_url: https:///nowhere", "site_url"),
        (DEFAULT, "site_url: 2021-13-45", "cannot be read"),
        ("extra:\n", "extra:\n  newsletter: {issn: 2049-3631}\n", "`issn` must be the newsletter's number"),
        ("extra:\n", "extra:\n  newsletter: {issn: 20493630}\n", "`issn` must be the newsletter's number"),
        ("extra:\n", "extra:\n  newsletter: {editor: [a, b]}\n", "`editor` must be words"),
        ("extra:\n", "extra:\n  newsletter: {licence: {el: Ελεύθερα}}\n", "`licence` must have a line for each"),
        (DEFAULT, f"site_url: {'9' * 20_000}", "cannot be read"),
        ("extra:\n", "extra:\n  editor_url: https://e.example/?x\n", "`editor_url` must be the full address of the br"),
        ("extra:\n", "extra:\n  submissions_url: /x\n", "`submissions_url` must be the full address of the subm"),
        ("extra:\n", "extra:\n  submissions_url: [https://a.example/]\n", "`submissions_url` must be"),
        ("extra:\n", "extra:\n  submissions_url: 'https://a.example/\"x'\n", "`submissions_url` must be"),
        ("extra:\n", "extra:\n  host: zensical\n", "`host` must be one of mkdocs, properdocs, jinja2"),
        ("extra:\n", "extra:\n  host: [jinja2]\n", "`host` must be one of"),
        ("extra:\n", "extra:\n  host:\n", "`host` must be one of"),
        ("[index.md, ", "[Home: index.md, ", "'{'Home': 'index.md'}' is none"),
        ("[index.md, ", "['https://a.example/', ", "'https://a.example/' is none"),
        ("[index.md, ", "[../index.md, ", "'../index.md' is none"),
    ],
)
def test_a_setting_that_cannot_be_is_told_in_words(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in USUAL
    with pytest.raises(SettingsError, match=words):
        settings(tmp_path, USUAL.replace(old, new))


@pytest.mark.parametrize("merge", ["<<: [{}]", "a: [{}]"])
def test_aliases_that_unfold_are_refused_at_the_first(tmp_path: Path, merge: str) -> None:
    lines = ["a0: &a0 {k: v}"]
    lines += [f"a{n}: &a{n} {{{merge.format(', '.join([f'*a{n - 1}'] * 6))}}}" for n in range(1, 14)]
    with pytest.raises(SettingsError, match="write the value out"):
        settings(tmp_path, "\n".join([USUAL, *lines]))


def test_what_the_publisher_says_is_read_without_a_sender(tmp_path: Path) -> None:
    said = "extra:\n  newsletter: {issn: 2434-561X, editor: {el: Η ομάδα, en: The team}, licence: CC BY 4.0}\n"
    settings(tmp_path, USUAL.replace("extra:\n", said))
    found = read_settings(tmp_path.resolve())
    assert found.sender is None
    assert found.imprint.issn == "2434-561X"
    assert found.imprint.editor == {"el": "Η ομάδα", "en": "The team"}
    assert found.imprint.licence == {"el": "CC BY 4.0", "en": "CC BY 4.0"}


@pytest.mark.parametrize(
    ("old", "new", "greek"),
    [
        ("plugins: []", "plugins: [", "δεν διαβάζεται από τη γραμμή"),
        ("plugins: []", "plugins: [social]", "εδώ δεν εκτελείται κανένα"),
        ("extra:\n", "hooks: [x]\nextra:\n", "δεν γίνεται να υπάρχει `hooks:`"),
        ("extra:\n", "extra:\n  analytics: x\n", "κάτω από το `extra:` δεν γίνεται να υπάρχει `analytics:`"),
    ],
)
def test_a_setting_that_cannot_be_is_told_in_greek(tmp_path: Path, old: str, new: str, greek: str) -> None:
    with pytest.raises(SettingsError) as told:
        settings(tmp_path, USUAL.replace(old, new))
    assert greek in (errors.said(told.value, "el") or "")


@pytest.mark.parametrize(
    ("language", "words"), [("en", "needs the library properdocs, which is not"), ("el", "χρειάζεται τη βιβλιοθήκη")]
)
def test_a_host_that_is_not_installed_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    monkeypatch.setitem(sys.modules, "properdocs", None)
    with pytest.raises(SettingsError) as told:
        settings(tmp_path, USUAL.replace("extra:\n", "extra:\n  host: properdocs\n"))
    assert words in (errors.said(told.value, language) or "")
    settings(tmp_path, USUAL.replace("extra:\n", "extra:\n  host: jinja2\n"))


def test_each_host_of_the_settings_is_one_of_the_engine() -> None:
    assert tuple(HOSTS) == pages.HOSTS
    assert Settings.__dataclass_fields__["host"].default in HOSTS


def test_entries_of_the_menu_become_addresses(tmp_path: Path) -> None:
    settings(tmp_path, USUAL.replace("[index.md, ", "[index.md, myindex.md, about/index.md, about/team.md, "))
    assert read_settings(tmp_path.resolve()).menu[:4] == ("", "myindex/", "about/", "about/team/")
