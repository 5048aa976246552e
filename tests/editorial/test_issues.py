"""An issue from its draft to long after it is out: queries, lists, what is kept, corrections, what is taken back."""

from __future__ import annotations

import email
import html
import re
import shutil
from dataclasses import replace
from email import policy
from pathlib import Path

import pytest

from gazette import cli
from gazette.content.model import Section
from gazette.editorial import issues as issues_editorial
from gazette.outputs import email as email_output
from gazette.settings import Sender
from tests.support import made_up, pdf_audit
from tests.support.contexts import made_by
from tests.support.sites import TODAY, build, printed_as

BASE = Path(__file__).resolve().parents[1] / "sites" / "base"
ISSUE = Path("newsletters/1/issue.yml")
GARDEN = Path("content/stories/garden")
STATEMENT = Path("members/athens/statements/athens-2026")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    shutil.copytree(BASE, tmp_path / "site", ignore=shutil.ignore_patterns(".build"))
    return tmp_path / "site"


def run(site: Path, *arguments: str) -> int:
    return cli.main([*arguments, "--root", str(site), "--as-of", TODAY])


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


# ---- queries and lists


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_freezing_touches_the_query_alone(site: Path, line_end: str) -> None:
    before = line_end.join([
        "# the second issue", "number: 1   ", "date:   '2026-04'", "sections:",
        "    -   kind: cities   ", "        # newest first", "        query:", "            gather: stories",
        "            limit: 3", "", "        # end of cities", "    - {kind: messages, query: {gather: mayors}}",
        "", "",
    ])  # fmt: skip
    (site / ISSUE).write_bytes(before.encode())
    assert run(site, "newsletter", "1", "--freeze") == cli.DONE
    after = (site / ISSUE).read_bytes().decode()
    listed = line_end.join(["items:", "          - stories/garden"])
    query = line_end.join(["query:", "            gather: stories", "            limit: 3"])
    assert after == before.replace(query, listed).replace("query: {gather: mayors}", "items: [statements/athens-2026]")
    assert run(site, "newsletter", "1", "--freeze") == cli.DONE
    assert (site / ISSUE).read_bytes().decode() == after
    assert {path.name for path in (site / ISSUE).parent.iterdir()} == {"issue.yml", "en.md"}


def test_lists_that_cannot_be_put_in_for_certain_are_left_to_people() -> None:
    text = "sections:\n  - kind: cities\n    ? query\n    : gather: stories\n"
    with pytest.raises(issues_editorial.Misuse):
        issues_editorial.with_lists(text, [Section.model_validate({"kind": "cities", "items": ["stories/garden"]})])


def story(site: Path, slug: str, date: str, more: str = "members: [athens]\nthemes: [city-life]") -> None:
    folder = site / "content/stories" / slug
    folder.mkdir()
    (folder / "story.yml").write_text(f"date: {date}\n{more}\n", "utf-8")
    (folder / "en.md").write_text(
        f"---\ntitle: The {slug}\nsummary: About the {slug}.\n---\n\nThere it was.\n", "utf-8"
    )


def contents(site: Path, number: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    assert run(site, "newsletter", number, "--quiet") == cli.DONE
    return [line.strip() for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]


def test_a_query_finds_what_no_earlier_issue_has(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story(site, "bakery", "2026-05-02")
    story(site, "choir", "2026-06", "members: [thessaloniki]\nthemes: [employment, city-life]")
    story(site, "attic", "2026-04")
    story(site, "late", "2026-01-10")  # before the first issue, and in none
    story(site, "old", "2025-11")
    story(site, "later", "2026-09")
    second = site / "newsletters/2"
    second.mkdir()
    (second / "en.md").write_text("---\ntitle: Two\nsummary: The second.\n---\n\nHello.\n", "utf-8")
    data = "number: 2\ndate: 2026-07\nsections:\n  - kind: cities\n    query: {gather: stories"
    for more, wanted in {
        "": ["choir", "bakery", "attic", "late"],
        ", limit: 2": ["choir", "bakery"],
        ", theme: employment": ["choir"],
        ", member: athens": ["bakery", "attic", "late"],
        ", since: 2025": ["choir", "bakery", "attic", "garden", "late", "old"],
    }.items():
        (second / "issue.yml").write_text(f"{data}{more}}}\n", "utf-8")
        assert contents(site, "2", capsys) == [f"stories/{slug}" for slug in wanted], more


def test_the_next_issue_is_drafted_in_the_usual_order(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story(site, "bakery", "2026-05-02")
    assert run(site, "newsletter", "1", "--publish") == cli.DONE
    assert run(site, "new", "newsletter") == cli.DONE
    text = (site / "newsletters/2/issue.yml").read_text("utf-8")
    assert re.findall(r"- (?:kind: )?([a-z]+(?:/[a-z0-9-]+)?)$", text, re.MULTILINE) == [
        "jointly", "events/open-day", "cities", "stories/bakery",
    ]  # fmt: skip
    assert "      # The bakery\n" in text
    assert "\nmembers: 2\n" in text
    capsys.readouterr()
    assert run(site, "check", "--quiet") == cli.PROBLEMS
    lines = [line for line in capsys.readouterr().out.splitlines() if not line.startswith("    ")]
    said = [line for line in lines if "(warning) " not in line]  # the event has no Greek text, which stops nothing
    assert said
    assert all("The pencil marks a sample text" in line for line in said), said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("newsletter", "7"), "There is no issue 7: choose one of 1"),
        (("new", "newsletter", "spring"), "is not the number of an issue"),
        (("new", "newsletter", "--set", "number=3"), "leave --of and --set out"),
        (("new", "newsletter", "1"), "already exists"),
        (("new", "story"), "Say what its folder should be called"),
    ],
)
def test_what_makes_no_sense_is_said(
    site: Path, arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(site, *arguments) == cli.MISUSED
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("language", ["en", "el"])
def test_of_things_that_exclude_each_other_each_is_named(
    site: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(site, "newsletter", "1", "--press", "--publish", "--lang", language) == cli.MISUSED
    said = capsys.readouterr().err
    assert [name for name in ("freeze", "publish", "press", "push", "send-test") if f"--{name}" not in said] == []


@pytest.mark.parametrize("wish", ["--freeze", "--publish", "--press", "--quiet", "--format=json", "--lang=el"])
def test_an_issue_that_is_not_there_is_told_beside_warnings(
    site: Path, wish: str, capsys: pytest.CaptureFixture[str]
) -> None:
    change(site / GARDEN / "en.md", "plant a garden\n", "plant a garden.\n")
    assert run(site, "check", "--quiet", "--lang=en") == cli.DONE
    assert "(warning) " in capsys.readouterr().out
    assert run(site, "newsletter", "9", "--lang=en", wish) == cli.MISUSED
    said = capsys.readouterr()
    assert ("Δεν υπάρχει τεύχος 9: " if wish == "--lang=el" else "There is no issue 9: choose one of 1") in said.err
    assert said.out == ""


def test_where_something_stops_a_build_that_is_told_and_not_the_issue_it_hides(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(site / ISSUE, "number: 1", "number: 1\npencil: red")
    assert run(site, "newsletter", "1") == cli.PROBLEMS
    assert "newsletters/1/issue.yml:" in capsys.readouterr().out


def test_a_draft_waits_for_the_issue_before_it(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(site, "new", "newsletter") == cli.MISUSED
    assert "Issue 1 is not published yet" in capsys.readouterr().err
    assert run(site, "new", "newsletter", "2") == cli.DONE


def test_nothing_is_drafted_from_what_has_problems(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story(published, "bakery", "2026-05-02", "members: [nowhere]\nthemes: [city-life]")
    capsys.readouterr()
    assert run(published, "new", "newsletter") == cli.PROBLEMS
    assert "content/stories/bakery/story.yml:2:11: members[1]" in capsys.readouterr().out
    assert not (published / "newsletters/2").exists()


def test_what_is_no_number_is_said(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(site, "newsletter", "x")
    assert stopped.value.code == cli.MISUSED
    assert "'x' is not the number of an issue: write it in digits, such as 3" in capsys.readouterr().err


def test_nothing_new_makes_no_issue(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(site / ISSUE, "[stories/garden]", "[stories/garden, events/open-day]")
    assert run(site, "newsletter", "1", "--publish") == cli.DONE
    assert run(site, "new", "newsletter") == cli.MISUSED
    assert "Nothing has been published since the last issue" in capsys.readouterr().err
    assert not (site / "newsletters/2").exists()


# ---- what is out stays as it is


@pytest.fixture
def published(site: Path) -> Path:
    assert run(site, "newsletter", "1", "--publish") == cli.DONE
    return site


def page(site: Path, address: str) -> str:
    return (site / "out" / address / "index.html").read_text("utf-8")


def paper(site: Path, language: str = "en") -> str:
    """All words of the PDF."""
    made_up.context.cache_clear()
    with pdf_audit.opened(made_up.pdf_of(site, language)) as made:
        return re.sub(r"\s+", " ", " ".join(pdf_audit.tree(made).texts)).replace("\u00a0", " ")


MAIL = (".html", ".txt", "-listmonk.html", "-listmonk.txt", "-mailchimp.html", "-mailchimp.txt", ".eml")


def email_files(site: Path, language: str = "en") -> list[str]:
    """Each file of the email as words; of the message both parts. The base site sends none by itself."""
    made_up.context.cache_clear()
    found = made_up.context(site)
    settings = replace(found.settings, sender=Sender("news@base.example"))
    made = made_by(email_output.OUTPUT, replace(found, settings=settings))
    stem = f"{'' if language == 'el' else f'{language}/'}newsletters/1/newsletter-1-{language}"
    texts = []
    for ending in MAIL:
        raw = made[f"{stem}{ending}"]
        parts = email.message_from_bytes(raw, policy=policy.default).iter_parts() if ending == ".eml" else ()
        texts += [part.get_content() for part in parts] or [raw.decode()]
    assert len(texts) == len(MAIL) + 1
    return [re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", text))) for text in texts]


def test_a_published_issue_stays_as_it_was(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(published / GARDEN / "en.md", "planted a garden together.", "planted two gardens together.")
    change(published / GARDEN / "en.md", "Neighbours plant a garden", "Neighbours plant two gardens")
    (published / GARDEN / "garden.png").write_bytes((published / GARDEN / "garden.png").read_bytes() + b"more")
    capsys.readouterr()
    out = str(published / "out")
    assert run(published, "build", "--out", out, "--no-paper", "--no-search") == cli.DONE
    assert "Issue 1 stays as it was published; changed since: stories/garden." in capsys.readouterr().err
    assert "Neighbours plant two gardens" in page(published, "en/stories/garden")
    issue = page(published, "en/newsletters/1")
    assert "Neighbours plant a garden" in issue
    assert "two gardens" not in issue
    printed = paper(published)
    assert "planted a garden together." in printed
    assert "two gardens" not in printed
    for letter in email_files(published):
        assert "Neighbours plant a garden" in letter
        assert "two gardens" not in letter
    kept = (published / "newsletters/1/kept" / GARDEN / "garden.png").read_bytes()
    assert [path.read_bytes() for path in (published / "out/newsletters/1/stories/garden").glob("*.png")] == [kept]


def test_what_has_changed_since_is_marked(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(published / GARDEN / "en.md", "planted a garden together.", "planted two gardens together.")
    change(published / STATEMENT / "statement.yml", "date: 2026-04\n", "date: 2026-04\nwithdrawn: 2026-06-01\n")
    capsys.readouterr()
    assert run(published, "newsletter", "1", "--quiet") == cli.DONE
    said = capsys.readouterr().out
    assert "  statements/athens-2026  (withdrawn)\n" in said
    assert "  stories/garden  (changed since it was published)\n" in said
    assert run(published, "check") == cli.DONE
    assert "changed since: stories/garden." in capsys.readouterr().err


def test_a_published_issue_is_not_published_again(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = (published / "newsletters/1/record.yml").read_bytes()
    assert run(published, "newsletter", "1", "--publish") == cli.MISUSED
    assert "is already published" in capsys.readouterr().err
    assert (published / "newsletters/1/record.yml").read_bytes() == record


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("en.md", "title: The first issue", "title: Another issue", "en.md:2:8: title: This is no longer"),
        ("en.md", "Welcome to", "Goodbye to", "en.md:5:1: This is no longer"),
        ("issue.yml", "date: 2026-04", "date: 2026-05", "issue.yml:2:7: date: This is no longer"),
        ("issue.yml", "members: 2\n", "", "members: This is no longer"),
        ("issue.yml", "kind: cities", "kind: jointly", "sections: This is no longer"),
    ],
)
def test_no_part_of_a_published_issue_changes(
    published: Path, name: str, old: str, new: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    change(published / "newsletters/1" / name, old, new)
    capsys.readouterr()
    assert run(published, "check", "--quiet") == cli.PROBLEMS
    assert said in capsys.readouterr().out


def test_a_record_does_not_vanish_unseen(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (published / "newsletters/1/record.yml").unlink()
    assert run(published, "check", "--quiet") == cli.PROBLEMS
    assert "the record of it is gone" in capsys.readouterr().out


def test_a_query_made_a_list_by_publishing_is_sound(site: Path) -> None:
    change(site / ISSUE, "items: [stories/garden]", "query: {gather: stories}")
    assert run(site, "newsletter", "1", "--publish") == cli.DONE
    assert run(site, "check") == cli.DONE


def test_the_record_is_true_wherever_lines_end(published: Path) -> None:
    for path in (published / "newsletters/1").rglob("*"):
        if path.suffix in (".md", ".yml"):
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert run(published, "check") == cli.DONE


def test_corrections_stand_in_every_edition(published: Path) -> None:
    errata = "errata:\n  - date: 2026-05-02\n    item: stories/garden\n    text:\n      en: It was planted in May.\n"
    greek = "  - date: 2026-05-03\n    text:\n      el: Ο κήπος είναι στην Αθήνα.\n"
    path = published / ISSUE
    path.write_text(path.read_text("utf-8") + errata + greek, "utf-8")
    assert build(published, published / "out", "--no-search") == cli.DONE
    for language, address in (("en", "en/newsletters/1"), ("el", "newsletters/1")):
        for text in (page(published, address), paper(published, language), *email_files(published, language)):
            assert "It was planted in May." in text
            assert "Ο κήπος είναι στην Αθήνα." in text
            assert f"({'Greek' if language == 'en' else 'Αγγλικά'})" in text, "the language is named"
    assert 'lang="el" dir="auto">Ο κήπος' in page(published, "en/newsletters/1")


@pytest.mark.parametrize("is_out", [True, False])
def test_what_is_withdrawn_leaves_a_note_and_no_trace(site: Path, is_out: bool) -> None:
    if is_out:
        assert run(site, "newsletter", "1", "--publish") == cli.DONE
    assert build(site, site / "out") == cli.DONE
    change(site / STATEMENT / "statement.yml", "date: 2026-04\n", "date: 2026-04\nwithdrawn: 2026-06-01\n")
    (site / STATEMENT / "en.md").unlink()
    assert build(site, site / "out") == cli.DONE
    stub = (site / "out/statements/athens-2026/index.html").read_text("utf-8")
    assert '<meta name="robots" content="noindex">' in stub
    assert "αποσύρθηκε" in stub
    gone = ("Maria Ioannou", "Doors that stay open", "A city that listens", "What the mayor expects")
    for path in (site / "out").rglob("*"):
        if path.suffix in (".html", ".json", ".xml", ".txt"):
            text = path.read_text("utf-8")
            assert not [words for words in gone if words in text], path
    for language, note in (("en", "A text was withdrawn."), ("el", "Ένα κείμενο αποσύρθηκε.")):
        root = "" if language == "el" else f"{language}/"
        assert note in page(site, f"{root}newsletters/1")
        printed = paper(site, language)
        assert note in printed
        assert not [words for words in gone if words in printed]
        for letter in email_files(site, language):
            assert note in letter
            assert not [words for words in gone if words in letter]


# ---- how many pages


def test_too_few_pages_are_told_with_their_line(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(site)
    made_up.made_up(site, 4)
    path = site / ISSUE
    change(path, "members: 2\n", "members: 2\npages: 4\n")
    with printed_as("screen"):
        assert build(site, site / "out", "--no-search", paper=True) == cli.DONE
    said = capsys.readouterr().out
    assert "newsletters/1/issue.yml:4:8: (warning) pages: The issue asks for 4 pages, but its texts take 8." in said


# ---- how an item is shown


def test_an_issue_chooses_how_its_items_are_shown(site: Path) -> None:
    path = site / GARDEN / "en.md"
    long = "\n\n".join(f"Paragraph {number}. " + "They dug and planted and watered. " * 8 for number in range(9))
    change(path, ") planted a garden together.\n", f") planted a garden together.\n\n{long}\n")
    change(path, "captions:", "highlights:\n  - First large.\n  - Second large.\ncaptions:")
    change(site / GARDEN / "story.yml", "themes: [city-life]", "themes: [city-life, employment]")
    wish = "shown:\n  - item: stories/garden\n    theme: employment\n    pull: highlight-2\n    length: abridged\n"
    (site / ISSUE).write_text((site / ISSUE).read_text("utf-8") + wish, "utf-8")
    change(
        site / "newsletters/1/en.md", "summary:", "short_titles:\n  - {item: stories/garden, title: A garden}\nsummary:"
    )
    assert build(site, site / "out", "--no-search") == cli.DONE
    issue = page(site, "en/newsletters/1")
    assert ">A garden</a>" in issue
    assert "theme/employment" in issue
    assert "theme/city-life" not in issue
    assert ">Neighbours plant a garden</a>" in page(site, "en/stories")
    for letter in email_files(site):
        assert "A garden" in letter
        assert "Neighbours plant a garden" not in letter
        assert "Access to employment" in letter
        assert "Integration into city life" not in letter
    printed = paper(site)
    assert "Second large." in printed
    assert "First large." not in printed
    assert "Paragraph 0." in printed
    assert "Paragraph 8." not in printed
    assert "Read on: " in printed
    assert "Access to employment" in printed
    assert "Integration into city life" not in printed
    assert printed.count("Neighbours plant a garden") == printed.count("QR code of the web page: Neighbours")
