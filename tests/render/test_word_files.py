"""Files of interface words: whatever one of them lacks is told, by key and with a mend, before a page is made of it."""

import re
import shutil
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gazette import cli
from gazette.content import wording
from gazette.content.load import SourceFile
from gazette.content.problems import Misuse, Problem
from gazette.render import word_files
from gazette.render.words import Words
from gazette.settings import THEME, read_settings
from gazette.theme import ThemeError, judge_words, read_theme
from tests.support.sites import PROJECT, TODAY

GOOD = PROJECT / "tests/sites/good"
FILES = {
    "el": THEME / "strings/el.yml",
    "en": THEME / "strings/en.yml",
    "ar": GOOD / "theme/strings/ar.yml",
}


def source(language: str) -> SourceFile:
    return word_files.read_words_file(f"theme/strings/{language}.yml", FILES[language].read_bytes())


REFERENCE = word_files.reference_of([source("en"), source("el")], "theme/strings/en.yml")


def judged(language: str, data: dict[str, Any], keys: Iterable[str] = ()) -> list[Problem]:
    """What is told of a file with this data, where pages use `keys`, or all that they do use."""
    strings = {key: REFERENCE.strings[key] for key in keys if key in REFERENCE.strings} or REFERENCE.strings
    return list(word_files.judge(replace(source(language), data=data), language, REFERENCE._replace(strings=strings)))


def told(language: str, key: str, words: Any) -> list[str]:
    """The rules that are told of a key, where a file has these words under it."""
    return [problem.rule for problem in judged(language, {key: words}, (key,)) if problem.rule != "interface-missing"]


def names(words: Any) -> Iterator[tuple[Any, str]]:
    """For each name in the words: the words without it, and the name."""
    for name in word_files.names_in(words):
        gone = re.compile(rf"\{{{name}\}}")
        yield (
            {form: gone.sub("", text) for form, text in words.items()}
            if isinstance(words, dict)
            else gone.sub("", words),
            name,
        )


@pytest.mark.parametrize("language", FILES)
def test_each_missing_entry_is_told_with_the_line_to_add(language: str) -> None:
    whole = source(language).data
    assert judged(language, whole) == []
    for key in whole:
        other = "menu.main" if key != "menu.main" else "menu.button"
        (problem,) = judged(language, {other: whole[other]}, (key, other))
        assert (problem.rule, problem.path, problem.field) == (
            "interface-missing",
            f"theme/strings/{language}.yml",
            key,
        )
        example = word_files.read_words_file("line", problem.facts["example"].encode())
        assert example.problems == []
        assert judged(language, example.data, [key]) == [], "the line that is proposed mends it"


@pytest.mark.parametrize("language", FILES)
def test_each_missing_form_of_a_plural_is_told(language: str) -> None:
    for key, words in source(language).data.items():
        for form in words if isinstance(words, dict) else ():
            rest = {other: text for other, text in words.items() if other != form}
            assert set(told(language, key, rest)) == {"interface-form-missing"}, (key, form)


@pytest.mark.parametrize("language", FILES)
def test_each_name_is_needed_as_it_is(language: str) -> None:
    counted = 0
    for key, words in source(language).data.items():
        for without, name in names(words):
            assert "interface-name-missing" in told(language, key, without), (key, name)
            text = words["other"] if isinstance(words, dict) else words
            other = text.replace(f"{{{name}}}", f"{{{name}s}}")
            rules = told(language, key, {**words, "other": other} if isinstance(words, dict) else other)
            assert {"interface-name-missing", "interface-name-unknown"} <= set(rules), (key, name)
            counted += 1
    assert counted > 50


@pytest.mark.parametrize("language", FILES)
@pytest.mark.parametrize("words", [None, [], ["a"], {}, "", " ", {"other": None}, {"other": ["a"]}], ids=repr)
def test_what_are_no_words_is_told_under_each_key(language: str, words: Any) -> None:
    for key in source(language).data:
        assert told(language, key, deepcopy(words)), key


@pytest.mark.parametrize(
    ("key", "words", "rule"),
    [
        ("menu.main", "Menu {", "interface-brace"),
        ("menu.main", "Menu }", "interface-brace"),
        ("menu.main", "Menu {{main}}", "interface-brace"),
        ("menu.main", "Menu {}", "interface-no-names"),
        ("menu.main", "Menu {n}", "interface-no-names"),
        ("member.left", "Until {date!r} {date}", "interface-name-unknown"),
        ("member.left", "Until {date:x} {date}", "interface-name-unknown"),
        ("member.left", "Until {date.day} {date}", "interface-name-unknown"),
        ("member.left", "Until {0} {date}", "interface-name-unknown"),
        ("no.such", "Word", "interface-unknown"),
        ("count.events", {"one": "1", "other": "{n}", "few": "{n}"}, "interface-form-unknown"),
    ],
)
def test_what_formatting_would_stumble_over_is_told(key: str, words: Any, rule: str) -> None:
    assert rule in told("en", key, words)


def test_a_language_may_say_it_without_a_plural() -> None:
    """ "Results: {n}" is right for every number, in any language."""
    assert told("ar", "count.events", "أنشطة: {n}") == []
    assert told("ar", "count.events", "أنشطة") == ["interface-name-missing"]
    assert Words("ar", {"count": "أنشطة: {n}"}).say("count", n=1234) == f"أنشطة: {Words('ar', {}).number(1234)}"


@pytest.mark.parametrize(
    ("language", "text", "rules"),
    [
        ("fr", {"one": "une", "other": "{n}"}, {"interface-name-missing"}),  # none is one too, in French
        ("ja", {"other": "{n}"}, set()),
        ("cs", {"one": "jedna", "few": "{n}", "other": "{n}"}, set()),  # `many` is for fractions alone
        ("ru", {"one": "{n}", "few": "{n}", "other": "{n}"}, {"interface-form-missing"}),
    ],
)
def test_each_language_has_its_own_forms(language: str, text: Any, rules: set[str]) -> None:
    data = {**source("en").data, "count.events": text}
    found = word_files.judge(replace(source("en"), data=data), language, REFERENCE)
    assert {problem.rule for problem in found if problem.field.startswith("count.events")} == rules


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOOD, tmp_path / "site", ignore=shutil.ignore_patterns(".build", "site")))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("member.region: الإقليم\n", "", "theme/strings/ar.yml: member.region: Λείπει"),
        ("member.region: الإقليم", "member.region: [a]", "theme/strings/ar.yml:{line}:16: member.region: "),
        ("member.region: الإقليم", "member.region: : x", "theme/strings/ar.yml:{line}:16: "),
        ("member.region: الإقليم", "nav.home: x", "theme/strings/ar.yml:{line}:1: nav.home: Αυτό το πεδίο"),
        ("member.region: الإقليم", "member.region: *x", "theme/strings/ar.yml:{line}:16: "),
        (None, "", "theme/strings/ar.yml: Το mkdocs.yml ορίζει τη γλώσσα «ar»"),
        (None, "[]", "theme/strings/ar.yml:1:1: "),
    ],
)
def test_a_faulty_file_is_told_in_greek_and_not_by_a_traceback(
    site: Path, old: str | None, new: str, said: str
) -> None:
    path = site / "theme/strings/ar.yml"
    text = path.read_text("utf-8")
    path.write_text(new if old is None else text.replace(old, new), "utf-8")
    settings = read_settings(site)
    report = wording.report(judge_words(settings), "text", "el")
    line = next((number for number, words in enumerate(text.splitlines(), 1) if words == old), 0)
    assert said.format(line=line) in report
    with pytest.raises(ThemeError, match=re.escape("theme/strings/ar.yml")):
        read_theme(THEME, site, settings.languages)


@pytest.mark.parametrize("command", ["check", "build", "preview"])
def test_no_command_goes_on_without_a_word(command: str, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = site / "theme/strings/ar.yml"
    path.write_text(path.read_text("utf-8").replace("member.region: الإقليم\n", ""), "utf-8")
    assert cli.main([command, "--root", str(site), "--as-of", TODAY, "--quiet"]) == cli.PROBLEMS
    assert "theme/strings/ar.yml: member.region: This entry is missing" in capsys.readouterr().out
    assert not (site / "site").exists() and not (site / "offline").exists()


def test_a_word_that_no_language_has_is_named() -> None:
    """Such as that of a new theme, which no file can be compared with."""
    with pytest.raises(Misuse) as raised:
        Words("el", {}).say("theme.sport")
    assert wording.misuse(raised.value, "el").startswith("Το theme/strings/el.yml δεν έχει τίποτα στο «theme.sport»")


def test_a_misspelt_key_is_told_with_the_one_that_was_meant() -> None:
    whole = source("en").data
    rest = {key: words for key, words in whole.items() if key != "search.none"}
    (missing, unknown) = judged("en", {**rest, "search.nonne": "Nothing."})
    assert (missing.rule, missing.field) == ("interface-missing", "search.none")
    assert (unknown.rule, unknown.facts["suggestion"]) == ("interface-unknown", "search.none")
    (double,) = judged("en", {**whole, "search.nonne": "Nothing."})
    assert (double.rule, double.facts["like"]) == ("interface-double", "search.none")
    (strange,) = judged("en", {**whole, "weather.tomorrow": "Rain."})
    assert (strange.rule, strange.facts["suggestion"]) == ("interface-unknown", "")


def test_a_slip_in_the_second_file_is_told_there_and_not_missed_in_the_first() -> None:
    files = {code: source(code) for code in ("en", "el")}
    slip = {("menu.skipp" if key == "menu.skip" else key): words for key, words in files["el"].data.items()}
    files["el"] = replace(files["el"], data=slip)
    reference = word_files.reference_of(list(files.values()), "theme/strings/en.yml")
    assert list(word_files.judge(files["en"], "en", reference)) == []
    missing, unknown = word_files.judge(files["el"], "el", reference)
    assert (missing.rule, missing.field) == ("interface-missing", "menu.skip")
    assert (unknown.rule, unknown.facts["suggestion"]) == ("interface-unknown", "menu.skip")


def test_a_partial_language_may_lack_words_and_says_how_many() -> None:
    data = {key: source("ar").data[key] for key in ("nav.home", "count.events", "search.none")}
    found = word_files.judge(replace(source("ar"), data=data), "ar", REFERENCE, may_lack=True)
    (problem,) = found
    assert (problem.rule, problem.facts) == ("interface-part", {"count": "3", "of": str(len(REFERENCE.strings))})
    broken = {**data, "count.events": {"other": "x"}, "nav.hom": "x"}
    rules = {one.rule for one in word_files.judge(replace(source("ar"), data=broken), "ar", REFERENCE, may_lack=True)}
    assert {"interface-form-missing", "interface-name-missing", "interface-double"} <= rules, "what is there is judged"


@pytest.mark.parametrize(
    ("said", "rules"), [("true", ["interface-unconfirmed"]), ("no", ["interface-unconfirmed-how"])]
)
def test_words_that_no_one_has_confirmed_are_told_once(said: str, rules: list[str]) -> None:
    raw = f"unconfirmed: {said}\n".encode() + FILES["en"].read_bytes()
    file = word_files.read_words_file("theme/strings/en.yml", raw)
    found = list(word_files.judge(file, "en", REFERENCE))
    assert [problem.rule for problem in found] == rules
    assert found[0].place.line == 1
    assert "unconfirmed" not in word_files.words_in(file)


@pytest.mark.parametrize("language", ["ar", "uk"])
def test_the_main_words_of_other_languages_are_sound(language: str) -> None:
    path = THEME / f"strings/{language}.yml"
    file = word_files.read_words_file(path.name, path.read_bytes())
    found = [problem.rule for problem in word_files.judge(file, language, REFERENCE, may_lack=True)]
    assert sorted(found) == ["interface-part", "interface-unconfirmed"]
    assert {"network.name", "search.none", "members.title", "nav.members", "footer.contact"} <= set(file.data)


@pytest.mark.parametrize(
    ("template", "line", "key", "meant"),
    [
        ("pages/member.html", '{{ t("member.nmes") }}', "member.nmes", "member.names"),
        ("site/main.html", "{{ view.t('no-such-thing', n=1) }}", "no-such-thing", ""),
        ("print/issue.html", '{{ t( "paper.nev", n=2) }}', "paper.nev", "paper.new"),
    ],
)
def test_check_tells_of_words_that_a_template_asks_for_and_no_language_has(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, template: str, line: str, key: str, meant: str
) -> None:
    theme = Path(shutil.copytree(THEME, tmp_path / "theme"))
    with (theme / template).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    number = (theme / template).read_text("utf-8").count("\n")
    monkeypatch.setattr("gazette.theme.THEME", theme)
    (problem,) = [one for one in judge_words(read_settings(site)) if one.rule == "interface-unsaid"]
    assert (problem.field, problem.facts["suggestion"]) == (key, meant)
    assert problem.path.endswith(template)
    assert (problem.place.line, problem.place.column) == (number, line.index(key) + 1)


def test_keys_that_a_template_puts_together_are_left_to_the_tests() -> None:
    said = list(word_files.keys_of('{{ t("a.b") }}{{ t("a." ~ x) }}{{ other.t("c") }}{{ at("d") }}{{ view.t("e") }}'))
    assert [key for key, _ in said] == ["a.b", "e"]
