"""Whoever takes something back finds nothing of it left, in any output."""

from __future__ import annotations

import re
import shutil
import subprocess
from email import message_from_bytes, policy
from html import unescape
from pathlib import Path
from zipfile import ZipFile

import pytest

from gazette import cli
from gazette.content.addresses import ADDRESS_FILE
from gazette.content.digests import digest_of_bytes
from tests.support.sites import PROJECT, build, printed_as

TODAY = "2026-11-22"
STORY = "content/stories/tripoli-quarantine-monologues"
REFERENCE = "stories/tripoli-quarantine-monologues"
CITY = "stories/city/tripoli"
"""The list of a city with few stories: it leads to the member's page, with a story or without."""


def git(root: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Tests", "-c", "user.email=tests@example.org"]
    subprocess.run(["git", "-C", str(root), *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The real content, with a history of its own."""
    root = tmp_path / "site"
    for name in ("content", "members", "newsletters"):
        shutil.copytree(PROJECT / name, root / name)
    for name in ("mkdocs.yml", "redirects.yml", ADDRESS_FILE):
        shutil.copy(PROJECT / name, root)
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "As published")
    return root


def withdraw(root: Path, reference: str, *more: str) -> int:
    return cli.main(["withdraw", "--root", str(root), "--as-of", TODAY, "--quiet", reference, *more])


def passages(root: Path, folder: str = STORY) -> set[str]:
    """Titles, summaries and every sentence of the story, as readers of either language had them."""
    found = set()
    for path in (root / folder).glob("*.md"):
        plain = re.sub(r"\[([^\]]+)\]\([^)]+\)|[*_#>]", r"\1", path.read_text("utf-8"))
        head, body = plain.split("---\n", 2)[1:]
        found |= set(re.findall(r"^(?:title|summary): (.+)$", head, re.MULTILINE))
        found |= {part.strip() for part in re.split(r"[.;·!\n]\s", body)}
    return {words for words in found if len(words) > 24}


def shown(path: Path) -> str:
    """What a file says to readers, without tags and breaks."""
    if path.suffix == ".pdf":
        done = subprocess.run(["pdftotext", "-q", str(path), "-"], capture_output=True, check=True)
        text = done.stdout.decode()
    elif path.suffix == ".eml":
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
        parts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
        text = "\n".join([str(message["Subject"]), *map(str, parts)])
    elif path.suffix in (".epub", ".xlsx"):
        with ZipFile(path) as book:
            text = "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    else:
        text = path.read_bytes().decode("utf-8", "replace")
    if "\\u0" in text:
        text += re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>|\u00ad", "", text)).replace("\u00a0", " "))


TEXTS = {".html", ".epub", ".json", ".xml", ".ics", ".txt", ".eml", ".pdf", ".csv", ".xlsx", ".md", ".svg"}


def found_in(folder: Path, words: set[str]) -> dict[Path, list[str]]:
    """Each file that says any of the words, and which."""
    texts = {path: shown(path) for path in folder.rglob("*") if path.suffix in TEXTS}
    found = {path: [one for one in words if one in text] for path, text in texts.items()}
    return {path: told for path, told in found.items() if told}


OTHERS = {
    "events/staff-training": "content/events/staff-training",
    "statements/chania-2021-02": "members/chania/statements/chania-2021-02",
    "statements/kmop-2021-02": "content/partners/kmop/statements/kmop-2021-02",
}
"""An event, a mayor's words and a partner's: all of the second issue, as the story is."""


def test_of_real_items_nothing_is_left(
    site: Path, real_site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A story, and with it one item of each other kind; the site and its issue are published."""
    out, words = (
        tmp_path / "out",
        {name: passages(site, folder) for name, folder in {REFERENCE: STORY, **OTHERS}.items()},
    )
    every = set().union(*words.values())
    assert len(words[REFERENCE]) > 10
    before = found_in(real_site, every)
    assert {path.suffix for path in before} >= {".html", ".pdf", ".eml", ".xml", ".json", ".epub"}
    printed = ["newsletters/2/newsletter-2-el.pdf", "en/newsletters/2/newsletter-2-en.pdf"]
    as_it_was = " ".join(shown(real_site / path) for path in printed)
    assert all([passage for passage in told if passage in as_it_was] for told in words.values())
    assert withdraw(site, REFERENCE) == cli.DONE
    said = capsys.readouterr().out
    assert "Issue 2 contained it and has been sent out" in said
    assert "commits: 1" in said
    assert f"--path {STORY}/el.md" in said
    assert f"--path newsletters/2/kept/{STORY}/en.md" in said
    assert not list(site.rglob("*quarantine*/*.md"))
    for reference in OTHERS:
        assert withdraw(site, reference) == cli.DONE
    with printed_as("screen"):
        assert build(site, out, paper=True) == cli.DONE
    assert found_in(out, every) == {}
    for path in printed:
        note = "A text was withdrawn." if path.startswith("en/") else "Ένα κείμενο αποσύρθηκε."
        assert shown(out / path).count(note) == len(words)
    _is_a_stub(out)
    for reference in OTHERS:
        assert 'content="noindex"' in (out / "en" / reference / "index.html").read_text("utf-8")
    assert withdraw(site, f"/{REFERENCE}/") == cli.DONE, "a second time does no harm"


def _is_a_stub(out: Path) -> None:
    """Whoever follows an old address of the story reads that it is gone; the list of its city leads to the member."""
    led_on = (out / CITY / "index.html").read_text("utf-8")
    assert 'http-equiv="refresh" content="0; url=../../../members/tripoli/"' in led_on, "an emptied list stops no build"
    assert CITY not in (out / "sitemap.xml").read_text("utf-8")
    assert f"/{CITY}/ /members/tripoli/ 302\n" in (out / "_redirects").read_text("utf-8")
    for root in ("", "en/"):
        stub = (out / root / REFERENCE / "index.html").read_text("utf-8")
        assert '<meta name="robots" content="noindex">' in stub
        assert "canonical" not in stub
        assert "og:title" not in stub
        assert "ld+json" not in stub
    assert REFERENCE not in (out / "sitemap.xml").read_text("utf-8")
    assert not [path for path in (out / REFERENCE).iterdir() if path.name != "index.html"]


def test_what_is_not_there_cannot_be_withdrawn(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for reference in ("stories/no-such", "members/athens", "x"):
        assert withdraw(site, reference) == cli.MISUSED
        assert f"There is no story, event or statement '{reference}'" in capsys.readouterr().err


def test_it_speaks_greek_and_changes_nothing_else(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (site / STORY / "story.yml").read_text("utf-8")
    assert withdraw(site, REFERENCE, "--lang", "el") == cli.DONE
    assert "σημειώθηκε ως αποσυρμένο" in capsys.readouterr().out
    assert (site / STORY / "story.yml").read_text("utf-8") == f"{before}withdrawn: {TODAY}\n"
    done = subprocess.run(
        ["git", "-C", str(site), "status", "--short", "content", "members", "newsletters"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert all("quarantine" in line for line in done.stdout.splitlines())


# ---- a person's consent

RECORD = (
    "given: 2026-03-01\nscope: [web, print, email]\nshows: [face, name]\nminor: false\nreviewer: Integration office\n"
)
PICTURE = "picture.png"
"""What is shown where a link to a page is shared: words and tiles, and no photo."""
GARDEN = "content/stories/garden"


@pytest.fixture
def agreed(tmp_path: Path) -> Path:
    """The small site, in which someone in a photo agreed to be shown."""
    root = tmp_path / "site"
    shutil.copytree(PROJECT / "tests/sites/base", root, ignore=shutil.ignore_patterns(".build"))
    (root / "consent").mkdir()
    (root / "consent/c-0042.yml").write_text(RECORD, "utf-8")
    story = root / GARDEN / "story.yml"
    story.write_text(story.read_text("utf-8").replace("people: none", "people: [c-0042]"), "utf-8")
    return root


def where(out: Path, words: str) -> list[Path]:
    return [path for path in out.rglob("*") if path.suffix in TEXTS and words in shown(path) + path.name]


def test_a_photo_goes_with_its_consent(agreed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["newsletter", "1", "--publish", "--root", str(agreed), "--as-of", TODAY]) == cli.DONE
    assert build(agreed, tmp_path / "out") == cli.DONE
    page = (tmp_path / "out/en/stories/garden/index.html").read_text("utf-8")
    name = digest_of_bytes((agreed / GARDEN / "garden.png").read_bytes())
    assert f"{name}.png" in page
    assert f'og:image" content="https://www.example.org/en/stories/garden/{PICTURE}"' in page
    assert not re.search(rf'og:image" content="[^"]*{name}', page), "the person did not agree to social media"
    assert len(list((tmp_path / "out").rglob(f"{name}.png"))) == 2, "the story's, and the issue's"
    assert withdraw(agreed, "c-0042") == cli.DONE
    said = capsys.readouterr().out
    assert "newsletters/1/kept/content/stories/garden/garden.png" in said
    assert "Issue 1 contained it" in said
    assert "withdrawn: 2026-11-22" in (agreed / "consent/c-0042.yml").read_text("utf-8")
    assert build(agreed, tmp_path / "out") == cli.DONE
    assert not list((tmp_path / "out").rglob(f"{name}*"))
    story = (tmp_path / "out/en/stories/garden/index.html").read_text("utf-8")
    assert "planted a garden" in story, "the text is no one's face"
    for path in (tmp_path / "out").rglob("*.html"):
        assert name not in path.read_text("utf-8"), path


def test_the_files_of_a_photo_go_by_the_command_that_is_told(
    agreed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Shown nowhere is not enough: whoever has the repository could still open the file."""
    assert cli.main(["newsletter", "1", "--publish", "--root", str(agreed), "--as-of", TODAY]) == cli.DONE
    (agreed / ".gitignore").write_text(".build/\n")
    git(agreed, "init", "-q")
    git(agreed, "add", "content", "members", "newsletters", "consent", "mkdocs.yml")
    git(agreed, "commit", "-qm", "As published")
    capsys.readouterr()
    assert withdraw(agreed, "c-0042") == cli.DONE
    own, kept = f"{GARDEN}/garden.png", f"newsletters/1/kept/{GARDEN}/garden.png"
    command = f"git rm -- {own} {kept}"
    assert (
        f"are still in the folders, where everyone who has the folders can open them: 2. Delete them:\n  {command}\n"
        in (said := capsys.readouterr().out)
    )
    assert said.index(command) < said.index("git filter-repo")
    git(agreed, *command.split()[1:])
    assert not list(agreed.rglob("garden.png"))
    assert cli.main(["check", "--root", str(agreed), "--as-of", TODAY, "--quiet"]) == cli.DONE
    assert "garden.png' is no longer shown anywhere" in capsys.readouterr().out
    assert build(agreed, tmp_path / "out") == cli.DONE
    assert withdraw(agreed, "c-0042", "--lang", "el") == cli.DONE
    assert "Διαγράψτε τα" not in capsys.readouterr().out, "nothing is left to delete"


def test_without_git_files_are_deleted_plainly(agreed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert withdraw(agreed, "c-0042", "--lang", "el") == cli.DONE
    assert f"Διαγράψτε τα:\n  rm -- {GARDEN}/garden.png\n" in capsys.readouterr().out


def test_a_photo_that_is_missing_for_no_such_reason_is_missed(agreed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (agreed / GARDEN / "garden.png").unlink()
    assert cli.main(["check", "--root", str(agreed), "--as-of", TODAY, "--quiet"]) == cli.PROBLEMS
    assert "There is no picture 'garden.png'" in capsys.readouterr().out


def test_a_consent_holds_to_its_last_day(agreed: Path, tmp_path: Path) -> None:
    (agreed / "consent/c-0042.yml").write_text(RECORD + "expires: 2026-11-22\n", "utf-8")
    for day, there in (("2026-11-22", True), ("2026-11-23", False)):
        command = ["build", "--root", str(agreed), "--out", str(tmp_path / "out"), "--as-of", day, "--quiet"]
        assert cli.main([*command, "--no-paper", "--no-search"]) == cli.DONE
        assert bool({path.name for path in (tmp_path / "out/stories/garden").glob("*.png")} - {PICTURE}) is there


def test_a_text_goes_as_a_whole(agreed: Path, tmp_path: Path) -> None:
    story = agreed / GARDEN / "story.yml"
    story.write_text(story.read_text("utf-8") + "people: [c-0042]\n", "utf-8")
    assert cli.main(["newsletter", "1", "--publish", "--root", str(agreed), "--as-of", TODAY]) == cli.DONE
    assert withdraw(agreed, "c-0042") == cli.DONE
    assert build(agreed, tmp_path / "out") == cli.DONE
    assert where(tmp_path / "out", "planted a garden") == []
    assert "noindex" in (tmp_path / "out/stories/garden/index.html").read_text("utf-8")


def test_a_consent_that_is_on_no_record(agreed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert withdraw(agreed, "c-9999") == cli.MISUSED
    assert "There is no consent/c-9999.yml" in capsys.readouterr().err


def test_what_an_issue_kept_before_a_consent_was_named_is_told_too(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Issue 2 kept this story before it named the person: git holds the whole text there as well."""
    data = site / STORY / "story.yml"
    data.write_text(data.read_text("utf-8") + "people: [c-0042]\n", "utf-8")
    (site / "consent").mkdir()
    (site / "consent/c-0042.yml").write_text(RECORD, "utf-8")
    assert withdraw(site, "c-0042") == cli.DONE
    assert f"--path newsletters/2/kept/{STORY}/el.md" in capsys.readouterr().out


# ---- what may still tell of it


def add(path: Path, text: str) -> None:
    path.write_text((path.read_text("utf-8") if path.exists() else "") + text, "utf-8")


def withdrawn(root: Path, reference: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What the command says about places, a line each."""
    capsys.readouterr()
    assert withdraw(root, reference) == cli.DONE
    return capsys.readouterr().out.partition("These places may still mention")[2]


def test_every_place_that_may_tell_of_an_item_is_named(agreed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (agreed / "consent/c-0042.yml").unlink()
    replace(agreed / GARDEN / "story.yml", "people: [c-0042]", "people: none")
    replace(
        agreed / "newsletters/1/en.md", "\n---\n", "\nshort_titles:\n  - {item: stories/garden, title: Green}\n---\n"
    )
    assert cli.main(["newsletter", "1", "--publish", "--root", str(agreed), "--as-of", TODAY]) == cli.DONE
    shutil.copytree(
        agreed / "newsletters/1", agreed / "newsletters/2", ignore=shutil.ignore_patterns("kept", "record.yml")
    )
    replace(agreed / "newsletters/2/issue.yml", "number: 1", "number: 2")
    add(agreed / "newsletters/1/issue.yml", "errata:\n  - {date: 2026-11-01, text: {en: It was May., el: Μάιος.}}\n")
    add(
        agreed / "members/athens/en.md",
        "\nSee [what grew](/stories/garden/).\n\nNeighbours **plant** a garden: a photo.\n",
    )
    add(agreed / "members/thessaloniki/profile.yml", "# as in stories/garden\n")
    add(
        agreed / "content/events/open-day/en.md",
        "\nΓείτονες φυτεύουν έναν ΚΉΠΟ.\n\nFour people kneel by a bed of young plants.\n",
    )
    add(agreed / "redirects.yml", "moved:\n  /stories/old/: /stories/garden/\n")
    add(agreed / ADDRESS_FILE, "/stories/garden/\n")
    said = withdrawn(agreed, "stories/garden", capsys)
    for place in (
        *("newsletters/1/en.md:2: title", "newsletters/1/en.md:3: summary", "errata[1]", "short_titles[1].item"),
        *("newsletters/1/issue.yml", "newsletters/2/en.md:2: title", "newsletters/2/issue.yml"),
        *("members/athens/en.md", "members/thessaloniki/profile.yml", "content/events/open-day/en.md"),
        *("redirects.yml:2", f"{ADDRESS_FILE}:", f"{GARDEN}/story.yml:8: photos[1].credit"),
    ):
        assert place in said, place
    assert said.count("members/athens/en.md") == 2, "a link, and words that were its title"
    assert said.count("content/events/open-day/en.md") == 2, "a title in the other language, in capitals; a description"


def test_every_place_that_may_tell_of_a_person_is_named(agreed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace(
        agreed / GARDEN / "en.md", "alt: Four people kneel", "caption: Nina Paper at work\n    alt: Four people kneel"
    )
    replace(agreed / GARDEN / "el.md", "alt: Τέσσερις", "caption: Η Νίνα Χάρτινη\n    alt: Τέσσερις")
    assert cli.main(["newsletter", "1", "--publish", "--root", str(agreed), "--as-of", TODAY]) == cli.DONE
    add(agreed / "members/athens/el.md", "\nΈργα της ΝΊΝΑΣ Χάρτινης.\n")
    add(agreed / "content/events/open-day/en.md", "\nThanks to Nina\nPaper.\n")
    said = withdrawn(agreed, "c-0042", capsys)
    for place in (
        *(f"{GARDEN}/{name}:2: title" for name in ("el.md", "en.md")),
        *(f"{GARDEN}/en.md:{line}" for line in ("3: summary", "5: captions[1]")),
        *("newsletters/1/en.md:2: title", "members/athens/el.md", "content/events/open-day/en.md"),
        f"newsletters/1/kept/{GARDEN}/en.md:5: captions[1]",
    ):
        assert place in said, place


@pytest.mark.parametrize("reference", ["c-0042", "stories/garden"])
def test_names_of_the_title_and_the_body_are_looked_for(
    agreed: Path, capsys: pytest.CaptureFixture[str], reference: str
) -> None:
    replace(agreed / GARDEN / "en.md", "title: Neighbours", "title: Amina and neighbours")
    add(agreed / GARDEN / "el.md", "\nΜαζί τους η Νίνα Χάρτινη.\n")
    add(agreed / "members/athens/el.md", "\nΈργα της ΝΊΝΑΣ Χάρτινης.\n")
    add(agreed / "content/events/open-day/en.md", "\nThanks to Amina.\n")
    said = withdrawn(agreed, reference, capsys)
    assert "members/athens/el.md" in said
    assert "content/events/open-day/en.md" in said


def test_what_was_withdrawn_before_its_consent_is_told(agreed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace(agreed / "newsletters/1/issue.yml", "stories/garden", "events/open-day")
    withdrawn(agreed, "stories/garden", capsys)
    assert withdraw(agreed, "c-0042") == cli.DONE
    assert "stories/garden names this consent and was withdrawn earlier" in capsys.readouterr().out


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_that_the_whole_page_goes_is_said(agreed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(agreed / GARDEN / "en.md", "\n![The garden](garden.png)\n")
    capsys.readouterr()
    assert withdraw(agreed, "c-0042") == cli.DONE
    assert f"  {GARDEN}/garden.png (the whole page)\n" in capsys.readouterr().out


def test_the_words_of_an_issue_may_go_with_a_photo(agreed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the command names must be able to be taken out."""
    assert cli.main(["newsletter", "1", "--publish", "--root", str(agreed), "--as-of", TODAY]) == cli.DONE
    replace(agreed / "newsletters/1/en.md", "summary: ", "summary: Other than ")
    command = ["check", "--root", str(agreed), "--as-of", TODAY, "--quiet"]
    assert cli.main(command) == cli.PROBLEMS, "without a withdrawal nothing may change"
    assert withdraw(agreed, "c-0042") == cli.DONE
    assert cli.main(command) == cli.DONE
    assert "may be gone" in capsys.readouterr().out
