"""What the form's server answers: the real checker and build on a copy, and saves that are whole or not at all."""

import base64
import hashlib
import re
import shutil
import threading
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from gazette import theme
from gazette.content.model import LONGEST_SLUG
from gazette.content.search_keys import SearchKeys
from gazette.editorial import form_check
from gazette.editorial.form_preview import PAGES
from gazette.editorial.form_server import FormServer
from gazette.editorial.form_site import SiteOverview
from gazette.editorial.form_storage import Folder
from gazette.files import NotWritten, writing
from gazette.pipeline.read import read_site
from gazette.settings import THEME
from gazette.theme import key_tables
from tests.support.docx import docx, p, photo, t
from tests.support.form_server import picture, saving, server_on
from tests.support.sites import PROJECT
from tools.viewing import forms

FOLDER = "content/stories/garden"
DATA, GREEK = f"{FOLDER}/story.yml", f"{FOLDER}/el.md"
NEW = "content/stories/new-one"
FORMS: dict[str, str] = yaml.safe_load((PROJECT / "tests/content/names.yml").read_text("utf-8"))
"""Member → the forms of its name."""


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that a server was asked about once, so that each test finds the copy made."""
    root = tmp_path_factory.mktemp("origin") / "site"
    shutil.copytree(PROJECT / "tests/sites/good", root, ignore=shutil.ignore_patterns(".build"))
    server_on(Folder(root), root).checked.base()
    return root


@pytest.fixture
def site(origin: Path, tmp_path: Path) -> tuple[Path, FormServer]:
    root = Path(shutil.copytree(origin, tmp_path / "site"))
    return root, server_on(Folder(root), root)


@pytest.fixture(scope="module")
def asked(origin: Path) -> FormServer:
    """A server for tests that write nothing."""
    return server_on(Folder(origin), origin)


def ask(server: FormServer, action: str, **params: Any) -> Any:
    status, said = server.answer({"action": action, "params": params})
    assert status == 200, said
    return said


def changes(files: Mapping[str, str | None], photos: Mapping[str, Any] = {}) -> dict[str, Any]:
    return {"files": dict(files), "pictures": dict(photos)}


def told(server: FormServer, files: Mapping[str, str | None], photos: Mapping[str, Any] = {}, **more: Any) -> list[Any]:
    found: list[Any] = ask(server, "check", changes=changes(files, photos), **more)["problems"]
    return found


# ---- site, open


def test_the_site_lists_every_item_with_what_one_types_to_find_it(asked: FormServer) -> None:
    found = ask(asked, "site")
    folders = {item["folder"] for item in found["items"]}
    assert {FOLDER, "members/north", "newsletters/1", "content/pages/about"} <= folders
    story = next(item for item in found["items"] if item["folder"] == FOLDER)
    assert story["path"] == DATA
    assert story["state"] in ("published", "draft")
    assert set(story["titles"]) >= {"el", "en"}
    north = next(choice for choice in found["choices"]["members"] if choice["value"] == "north")
    assert north["label"]
    assert {"network", "north", "helper", "bridge"} <= {choice["value"] for choice in found["choices"]["organisers"]}
    assert {"bridge", "helper"} <= {choice["value"] for choice in found["choices"]["partners+programmes"]}
    assert {"address": "/stories/garden/", "value": "stories/garden"}.items() <= next(
        choice.items() for choice in found["choices"]["references"] if choice["value"] == "stories/garden"
    )
    assert found["drafting"] is False


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("θεσσαλονικη", "thessaloniki"),
        ("Thessaloniki", "thessaloniki"),
        ("8essaloniki", "thessaloniki"),
        ("karditsa", "karditsa"),
        ("xania", "chania"),
        ("ΑΘΗΝΑ", "athens"),
        ("athens", "athens"),
        ("Ιωάννιν", "ioannina"),
    ],
)
def test_a_city_is_found_in_any_spelling(real: dict[str, list[str]], typed: str, slug: str) -> None:
    """On the real content: by the lookup of the home page's own field."""
    sound = SearchKeys(key_tables(THEME)).sound(typed)
    assert any(key.startswith(sound) for key in real[slug]), (sound, real[slug])
    others = [name for name, keys in real.items() if name != slug and any(key.startswith(sound) for key in keys)]
    assert others == []


@pytest.mark.parametrize("slug", FORMS)
@pytest.mark.parametrize("choices", ["members", "organisers"])
def test_a_list_knows_a_city_by_each_form_of_its_name(cities: FormServer, slug: str, choices: str) -> None:
    for form in (form.strip() for form in FORMS[slug].split("|")):
        assert ask(cities, "find", choices=choices, text=form) == {"values": [slug], "near": []}, form


@pytest.mark.parametrize(
    "choices", ["members", "organisers", "events", "references", "newsletters", "consents", "none"]
)
def test_a_list_knows_nothing_by_a_name_of_nothing(cities: FormServer, choices: str) -> None:
    assert ask(cities, "find", choices=choices, text="zzz") == {"values": [], "near": []}


@pytest.mark.parametrize("typed", ["Καρδίτα", "Kardita", "του Δήμου Καρδίτας"])
def test_a_list_knows_what_is_written_nearly_so(cities: FormServer, typed: str) -> None:
    assert ask(cities, "find", choices="members", text=typed) == {"values": [], "near": ["karditsa"]}


def test_a_list_knows_names_as_they_are_stored_and_not_as_they_are_tried(site: tuple[Path, FormServer]) -> None:
    root, server = site
    path = "members/north/el.md"
    raw = (root / path).read_text("utf-8")
    other = re.sub(r"(?m)^(name|official_name): .*", r"\1: Ζαγορά", raw)
    told(server, {path: other})
    assert ask(server, "find", choices="members", text="Δήμου Ζαγοράς")["values"] == []
    (root / path).write_text(other, "utf-8")
    assert ask(server, "find", choices="members", text="Δήμου Ζαγοράς")["values"] == ["north"]


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> FormServer:
    """A server for a copy of the real content that writes nothing."""
    root = forms.copy_of(PROJECT, tmp_path_factory.mktemp("cities"))
    return server_on(Folder(root), root)


@pytest.fixture(scope="module")
def real() -> dict[str, list[str]]:
    """What each member of the real content is found by."""
    reading = read_site(PROJECT, date(2026, 11, 22), lambda _: None)
    found = SiteOverview(reading, Folder(PROJECT).stamps(), (), "el").told()
    return {choice["value"]: choice["keys"].split() for choice in found["choices"]["members"]}


def test_a_partner_that_has_its_place_on_another_page_is_no_draft(cities: FormServer) -> None:
    partners = [item for item in ask(cities, "site")["items"] if item["kind"] == "partner"]
    assert len(partners) > 10
    assert {item["state"] for item in partners} == {"published"}


def test_a_new_member_can_be_chosen_without_a_restart(site: tuple[Path, FormServer]) -> None:
    root, server = site
    before = {choice["value"] for choice in ask(server, "site")["choices"]["members"]}
    shutil.copytree(root / "members/north", root / "members/east", ignore=shutil.ignore_patterns("statements"))
    after = {choice["value"] for choice in ask(server, "site")["choices"]["members"]}
    assert after - before == {"east"}


def test_what_cannot_be_read_is_listed_by_its_title(site: tuple[Path, FormServer]) -> None:
    root, server = site
    (root / DATA).write_text("date: sometime\n", "utf-8")
    story = next(item for item in ask(server, "site")["items"] if item["folder"] == FOLDER)
    assert story["state"] == "broken"
    assert story["title"] != "garden"


def test_an_item_dated_ahead_is_listed_as_scheduled_and_told(site: tuple[Path, FormServer]) -> None:
    root, server = site
    text = (root / GREEK).read_text("utf-8").replace("title:", "title: Αύριο", 1)
    files = {f"{NEW}/story.yml": "date: 2026-12-24\nmembers: [north]\nthemes: [city-life]\n", f"{NEW}/el.md": text}
    photos = {f"{NEW}/garden.png": picture()} if "garden.png" in text else {}
    said = told(server, files, photos)
    assert [problem["route"] for problem in said if problem["rule"] == "scheduled"] == [["date"]]
    assert all("24 Δεκεμβρίου 2026" in problem["message"] for problem in said if problem["rule"] == "scheduled")
    for path, raw in files.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(raw, "utf-8")
    states = {item["folder"]: item["state"] for item in ask(server, "site")["items"]}
    assert states.get(NEW) in ("scheduled", "broken")


def test_an_item_is_opened_with_its_photos(asked: FormServer) -> None:
    found = ask(asked, "open", folder=FOLDER)
    assert set(found["raws"]) >= {DATA, GREEK}
    assert all(picture["width"] and picture["sha256"] for picture in found["pictures"])
    for shown in found["pictures"]:
        raw = base64.b64decode(ask(asked, "picture", path=shown["path"])["content"])
        assert hashlib.sha256(raw).hexdigest() == shown["sha256"]


# ---- check


def test_a_check_tells_what_make_check_tells_at_the_field(site: tuple[Path, FormServer]) -> None:
    """The same reading, on the same words, in both languages; and nothing of it is in the files."""
    root, server = site
    before = {path: path.read_bytes() for path in root.rglob("*.*") if path.is_file() and ".build" not in path.parts}
    body = (root / GREEK).read_text("utf-8") + "\nΤηλέφωνο 6971234567 και [εκεί](/stories/nowhere/).\n"
    wrong = (root / DATA).read_text("utf-8").replace("themes:", "themes: [nothing]\nother:")
    for language, words in (("el", "αριθμός τηλεφώνου"), ("en", "telephone")):
        said = told(server, {DATA: wrong, GREEK: body}, language=language)
        phone = next(problem for problem in said if problem["rule"] == "personal-phone")
        assert (phone["path"], phone["route"]) == (GREEK, ["body"])
        assert words in phone["message"].lower()
        assert phone["line"] == body.count("\n")
        assert {tuple(problem["route"]) for problem in said if problem["path"] == DATA} >= {("themes", 0), ("other",)}
    after = {path: path.read_bytes() for path in root.rglob("*.*") if path.is_file() and ".build" not in path.parts}
    assert before == after


def test_a_new_item_lacks_each_field_at_its_place(asked: FormServer) -> None:
    said = told(asked, {f"{NEW}/story.yml": "{}\n", f"{NEW}/el.md": "---\n{}\n---\n"})
    routes = {(problem["path"], *problem["route"]) for problem in said}
    assert {(f"{NEW}/story.yml", name) for name in ("date", "members", "themes")} <= routes
    assert {(f"{NEW}/el.md", name) for name in ("title", "summary", "body")} <= routes
    assert not any("γραμμή" in problem["message"] for problem in said if problem["route"] == ["body"])


def test_a_check_tells_how_hard_the_texts_are_to_read(asked: FormServer) -> None:
    """Lines are those of the text area: the front matter and the empty line below it are not counted."""
    long = "Οι δήμοι οργάνωσαν " + "και μαθήματα της γλώσσας για ενήλικες και για παιδιά " * 6 + "στην πόλη."
    changes = {"files": {GREEK: f"---\ntitle: Ο κήπος\nsummary: Μία πρόταση.\n---\n\nΜικρή πρόταση.\n\n{long}\n"}}
    _, said = asked.answer({"action": "check", "params": {"changes": {**changes, "pictures": {}}}})
    [greek] = [text for text in said["reading"] if text["path"] == GREEK]
    assert (greek["language"], greek["scale"]) == ("el", "LIX")
    assert [(one["line"], one["long"]) for one in greek["sentences"]] == [(3, True)]
    assert greek["sentences"][0]["text"].startswith("Οι δήμοι")


def test_an_event_that_ends_before_it_begins_is_told_at_its_end(asked: FormServer) -> None:
    event = "content/events/new-one"
    files = {
        f"{event}/event.yml": "kind: meeting\nstart: 2026-12-05 18:00\nend: 2026-12-05 17:00\norganisers: [network]\n",
        f"{event}/el.md": "---\ntitle: Συνάντηση\nsummary: Μία πρόταση για αυτήν.\n---\n\nΛόγια.\n",
    }
    found = {problem["rule"]: problem["route"] for problem in told(asked, files)}
    assert found["end-before-start"] == ["end"]


def test_what_was_wrong_elsewhere_before_is_not_told_but_what_the_change_causes_is(
    site: tuple[Path, FormServer],
) -> None:
    root, server = site
    (root / "content/stories/only-greek/story.yml").write_text("date: never\n", "utf-8")
    assert not [one for one in told(server, {GREEK: (root / GREEK).read_text("utf-8") + "\n"}) if not one["warning"]]
    caused = told(server, {"content/stories/first-steps/story.yml": "date: never\n"})
    assert {problem["path"] for problem in caused if not problem["warning"]} == {
        "content/stories/first-steps/story.yml"
    }
    listed = told(server, {}, folders=["content/stories/only-greek"])
    assert [problem["path"] for problem in listed if problem["rule"] == "date-format"] == [
        "content/stories/only-greek/story.yml"
    ]


def test_what_changes_in_the_theme_meanwhile_is_not_told_to_whoever_writes(
    asked: FormServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words of the interface were merged while the form was open: every item in it had problems, and none saved."""
    monkeypatch.setattr(theme, "THEME", Path(shutil.copytree(THEME, tmp_path / "theme")))
    assert told(asked, {}) == []
    words = tmp_path / "theme/strings/el.yml"
    words.write_text(words.read_text("utf-8") + "a.word.no.one.says: λέξη\n", "utf-8")
    assert told(asked, {}) == []


def test_a_photo_is_sent_once(asked: FormServer) -> None:
    path = f"{NEW}/new.png"
    files = {f"{NEW}/story.yml": "photos:\n  - file: new.png\n    credit: Δήμος\n    people: none\n"}
    digest = hashlib.sha256(base64.b64decode(picture("olive"))).hexdigest()
    known = {"action": "check", "params": {"changes": changes(files, {path: {"sha256": digest}})}}
    assert asked.answer(known) == (409, {"error": "picture-unknown", "paths": [path]})
    first = told(asked, files, {path: picture("olive")})
    assert told(asked, files, {path: {"sha256": digest}}) == first
    assert not any(problem["rule"] == "picture-missing" for problem in first)


@pytest.mark.parametrize(
    ("field", "route"),
    [
        ("title", ["title"]),
        ("photos[2].people[1]", ["photos", 1, "people", 0]),
        ("sections[1].items[12]", ["sections", 0, "items", 11]),
        ("practice.results[3].source.newsletter", ["practice", "results", 2, "source", "newsletter"]),
    ],
)
def test_the_way_to_a_field_is_read_from_its_name(field: str, route: list[str | int]) -> None:
    assert form_check.route_of(field) == route


# ---- preview


def test_a_preview_that_cannot_be_published_is_told_in_the_language_of_the_page(site: tuple[Path, FormServer]) -> None:
    _, server = site
    (server.previewed.site.root.parent / PAGES).write_text("in the way", "utf-8")
    order = {"action": "preview", "params": {"changes": changes({}), "folder": FOLDER, "language": "el"}}
    status, said = server.answer(order)
    assert (status, said["error"]) == (422, "publish-file")
    assert "ο ιστότοπος χρειάζεται δικό του φάκελο" in said["message"]


def test_a_preview_is_the_page_with_the_changes_and_changes_nothing(site: tuple[Path, FormServer]) -> None:
    root, server = site
    body = (root / GREEK).read_text("utf-8") + "\nΜια πρόταση που δεν είναι πουθενά αλλού.\n"
    shown = ask(server, "preview", changes=changes({GREEK: body}), folder=FOLDER, language="el")["url"]
    assert shown.startswith(f"/{server.prefix}")
    page = server.previewed.file(shown.removeprefix(f"/{server.prefix}"))
    assert page is not None
    assert "Μια πρόταση που δεν είναι πουθενά αλλού." in page.decode()
    assert "πουθενά αλλού" not in (root / GREEK).read_text("utf-8")
    assert not (root / "site").exists()
    for path in ("../../../../mkdocs.yml", "../checked/mkdocs.yml", "/etc/passwd", "..", "", "a/../../x"):
        assert server.previewed.file(path) is None
    (root / "members/south/profile.yml").write_text("nonsense: 1\n", "utf-8")
    shown = ask(server, "preview", changes=changes({GREEK: body}), folder=FOLDER, language="el")["url"]
    assert server.previewed.file(shown.removeprefix(f"/{server.prefix}")), "another item that is broken stops none"
    stored = (root / DATA).read_text("utf-8")
    later = {f"{NEW}/story.yml": "date: 2027-03\nmembers: [north]\nthemes: [city-life]\n",
             f"{NEW}/el.md": "---\ntitle: Τον Μάρτιο\nsummary: Μια ιστορία για αργότερα.\n---\n\nΛόγια.\n"}  # fmt: skip
    shown = ask(server, "preview", changes=changes(later), folder=NEW, language="el")["url"]
    page = server.previewed.file(shown.removeprefix(f"/{server.prefix}"))
    assert page and "Τον Μάρτιο" in page.decode(), "what is scheduled is shown as on its day"
    wrong = {DATA: stored.replace("date:", "date: never #")}
    status, said = server.answer({"action": "preview", "params": {"changes": changes(wrong), "folder": FOLDER}})
    assert (status, said) == (409, {"error": "not-shown"})


# ---- save


def test_several_items_are_saved_at_once(site: tuple[Path, FormServer]) -> None:
    root, server = site
    partner = "content/partners/made-here"
    files = {
        DATA: (root / DATA).read_text("utf-8") + "# seen\n",
        f"{partner}/partner.yml": "role: supporter\n",
        f"{partner}/el.md": "---\nname: Φορέας\n---\n",
    }
    status, said = server.answer(saving(root, files))
    assert (status, said["saved"], said["removed"]) == (200, sorted(files), [])
    assert {path: (root / path).read_text("utf-8") for path in files} == files


def test_a_new_item_has_a_name_as_long_as_the_model_allows(site: tuple[Path, FormServer]) -> None:
    root, server = site
    longest, longer = ("a" * LONGEST_SLUG, "a" * (LONGEST_SLUG + 1))
    for slug in (longer, longest):
        files = {f"content/stories/{slug}/story.yml": "date: 2026-01-01\n"}
        status, said = server.answer(saving(root, files))
        assert (status, said.get("error")) == ((200, None) if slug == longest else (422, "name-unfit"))
    status, said = server.answer({"action": "rename", "params": {"folder": FOLDER, "slug": longer}})
    assert (status, said["error"], said["most"]) == (422, "name-unfit", LONGEST_SLUG)


def test_where_one_file_changed_meanwhile_none_is_written(site: tuple[Path, FormServer]) -> None:
    root, server = site
    before = (root / DATA).read_bytes()
    order = saving(root, {DATA: "a: b\n", GREEK: "mine", f"{NEW}/story.yml": "{}\n"})
    (root / GREEK).write_text("theirs", "utf-8")
    assert server.answer(order) == (409, {"error": "changed", "paths": [GREEK], "draft": ""})
    assert ((root / DATA).read_bytes(), (root / GREEK).read_text("utf-8")) == (before, "theirs")
    assert not (root / NEW).exists()


def test_what_came_there_meanwhile_is_not_replaced(site: tuple[Path, FormServer]) -> None:
    root, server = site
    order = saving(root, {f"{NEW}/story.yml": "mine"}, {})
    (root / NEW).mkdir()
    (root / NEW / "story.yml").write_text("theirs", "utf-8")
    assert server.answer(order)[1]["error"] == "changed"
    assert (root / NEW / "story.yml").read_text("utf-8") == "theirs"


def test_a_full_disk_leaves_every_file_as_it_was(
    site: tuple[Path, FormServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    root, server = site
    before = {path: path.read_bytes() for path in (root / FOLDER).iterdir()}
    written = writing._write

    def full(path: Path, data: bytes, like: Any) -> None:
        if path.name.startswith(".el.md"):
            raise NotWritten(path, writing.FULL)
        written(path, data, like)

    monkeypatch.setattr(writing, "_write", full)
    status, said = server.answer(saving(root, {DATA: "a: b\n", GREEK: "mine"}))
    assert (status, said["error"]) == (409, "disk-full")
    assert {path: path.read_bytes() for path in (root / FOLDER).iterdir()} == before


def test_a_photo_comes_with_the_item_that_names_it_and_tells_no_place(site: tuple[Path, FormServer]) -> None:
    root, server = site
    named = (root / DATA).read_text("utf-8") + "# new.jpg\n"
    marked = base64.b64encode(photo()).decode()
    for files, photos, word in (
        ({DATA: named.replace("new.jpg", "other.jpg")}, {f"{FOLDER}/new.jpg": marked}, "unnamed"),
        ({DATA: named}, {f"{FOLDER}/new.jpg": base64.b64encode(photo()[:200]).decode()}, "cut-off"),
        ({DATA: named}, {f"{FOLDER}/new.jpg": picture()}, "still-marked"),
        ({GREEK: "x new.jpg"}, {f"{FOLDER}/new.jpg": marked}, "unnamed"),
        ({}, {f"{FOLDER}/garden.png": None}, "still-named"),
        ({DATA: None}, {}, "not-deleted"),
    ):  # fmt: skip
        status, said = server.answer(saving(root, files, photos))
        assert (status >= 400, said["error"]) == (True, word)
    assert not (root / FOLDER / "new.jpg").exists()


def test_a_language_is_taken_out_but_not_the_last(site: tuple[Path, FormServer]) -> None:
    root, server = site
    texts = sorted(path.relative_to(root).as_posix() for path in (root / FOLDER).glob("*.md"))
    status, said = server.answer(saving(root, dict.fromkeys(texts)))
    assert (status, said["error"]) == (409, "not-deleted")
    assert server.answer(saving(root, {texts[-1]: None}))[1]["removed"] == [texts[-1]]
    assert sorted(path.name for path in (root / FOLDER).glob("*.md")) == [Path(text).name for text in texts[:-1]]


def test_saves_wait_for_each_other(site: tuple[Path, FormServer]) -> None:
    """Of ten that began with the same file one is saved; the others learn that it changed."""
    root, server = site
    orders = [saving(root, {DATA: f"# {number}\n"}) for number in range(10)]
    answers: list[int] = []
    threads = [threading.Thread(target=lambda order=order: answers.append(server.answer(order)[0])) for order in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200] + [409] * 9


# ---- dates, clipboards, documents


def test_a_date_comes_back_in_words(asked: FormServer) -> None:
    assert ask(asked, "read_date", text="3/2/2026") == {"value": "2026-02-03", "text": "3 Φεβρουαρίου 2026"}
    found = ask(asked, "read_date", text="3 Φεβ 2026, 6 μ.μ.", precision="moment")
    assert found["value"] == "2026-02-03 18:00"
    status, said = asked.answer({"action": "read_date", "params": {"text": "30/2/2026"}})
    assert (status, said["error"]) == (422, "date-day-impossible")
    assert "28 ημέρες" in said["message"]


def test_a_clipboard_becomes_markdown_and_its_pictures_are_told(asked: FormServer) -> None:
    cell = "<table><tr><td>Πόλη</td><td>Θέσεις</td></tr><tr><td>Αθήνα</td><td>12</td></tr></table>"
    found = ask(asked, "read_html", html=f"<p>Πριν</p>{cell}<img src='file:///C:/clip_image001.png'><p>Μετά</p>")
    assert found["markdown"] == "Πριν\n\n| Πόλη | Θέσεις |\n| --- | --- |\n| Αθήνα | 12 |\n\nΜετά"
    assert [lost["kind"] for lost in found["lost"]] == ["pasted-pictures", "tables"]
    assert "1" in found["lost"][0]["words"] and "Φωτογραφίες" in found["lost"][0]["words"]


def test_a_word_document_becomes_fields(asked: FormServer) -> None:
    raw = docx(p(t("Τίτλος"), style="Title") + p(t("Πρώτα "), t("έντονα", "b"), t(".")))
    found = ask(asked, "read_word", name="Κείμενο.docx", content=base64.b64encode(raw).decode())
    assert (found["title"], found["body"], found["language"]) == ("Τίτλος", "Πρώτα **έντονα**.", "el")
    status, said = asked.answer({"action": "read_word", "params": {"name": "x.docx", "content": ""}})
    assert (status, said["error"]) == (422, "word-not-word")


@pytest.fixture(autouse=True)
def nothing_is_left(origin: Path) -> Iterator[None]:
    """Tests that share a site leave it as it was."""
    yield
    assert not (origin / NEW).exists()


def test_problems_of_photos_speak_of_the_form(asked: FormServer) -> None:
    """No name of a field as files have it; and what is filled into the checker's own words is filled in here too."""
    data = "date: 2022\nmembers: [north]\nthemes: [city-life]\n"
    data += "photos:\n  - file: a.png\n    credit: Δήμος\n    people: none\n"
    text = "---\ntitle: Α\nsummary: Μία πρόταση εδώ.\ncaptions:\n  - file: b.png\n    alt: Κάτι\n---\n\nΛόγια.\n"
    files = {f"{NEW}/story.yml": data, f"{NEW}/el.md": text}
    for language in ("el", "en"):
        said = told(asked, files, {f"{NEW}/a.png": picture()}, language=language)
        said += told(asked, {**files, f"{NEW}/el.md": text.replace("Λόγια.", "![](c.png)")}, language=language)
        rules = {problem["rule"] for problem in said}
        assert {"picture-missing", "caption-without-photo"} <= rules, rules
        for problem in said:
            words = problem["message"] + problem["advice"]
            assert not set("{}`") & set(words), words


def test_who_answers_for_a_childs_texts_is_asked_in_the_form(site: tuple[Path, FormServer]) -> None:
    root, server = site
    record = "given: 2026-01\nscope: [web]\nshows: [face]\nminor: true\nguardian: 2026-01\nchild: 2026-01\n"
    record += "reviewer: Υπηρεσία\n"
    data = (root / DATA).read_text("utf-8").replace("people: none", "people: [c-0042]")
    files = {"consent/c-0042.yml": record, DATA: data}
    [unread] = [problem for problem in told(server, files) if problem["rule"] == "child-unread"]
    assert (unread["path"], unread["route"]) == (DATA, ["checked_by"])
    assert unread["mend"] == {"old": None, "new": unread["mend"]["new"], "path": DATA, "route": ["checked_text"]}
    confirmed = f"{data}checked_by: Υπηρεσία ένταξης\nchecked_text: {unread['mend']['new']}\n"
    assert not [
        one
        for one in told(server, {**files, DATA: confirmed})
        if one["rule"].startswith("child-") and not one["warning"]
    ]


def test_problems_that_writers_meet_speak_of_no_field_as_files_have_it(asked: FormServer) -> None:
    """Telephone numbers, addresses, days to come, events without a day: in words of the form, and days in words."""
    text = "---\ntitle: Γιορτή\nsummary: Μία πρόταση εδώ.\n---\n\nΤηλέφωνο 2310 123456, email maria@example.gr.\n"
    story, event = "content/stories/new-one", "content/events/new-one"
    tries = [
        {f"{story}/story.yml": "date: 2030-12-05\nmembers: [north]\nthemes: [city-life]\n", f"{story}/el.md": text},
        *(
            {
                f"{event}/event.yml": f"kind: {kind}\nmembers: [north]\norganisers: [north]\n{more}",
                f"{event}/el.md": text,
            }
            for kind, more in (
                ("meeting", ""),
                ("call", "start: 2022-01-01\nend: 2022-02-01\n"),
                ("meeting", "deadline: 2022-01-01\nend: 2022-02-02\nparticipants: 9\n"),
            )
        ),
    ]
    met = set()
    for language, day in (("el", "5 Δεκεμβρίου 2030"), ("en", "5 December 2030")):
        said = [problem for files in tries for problem in told(asked, files, language=language)]
        met |= {problem["rule"] for problem in said}
        for problem in said:
            words = problem["message"] + problem["advice"]
            assert not set("{}`") & set(words), words
            assert "2030-12-05" not in words, words
        assert any(day in problem["message"] for problem in said)
    assert {"personal-phone", "personal-mail", "scheduled", "event-without-date", "call-without-deadline"} <= met, met
    lost = {
        **tries[0],
        f"{story}/story.yml": "date: 2022\nmembers: [north, zzzz]\nthemes: [city-life]\npartners: [yyyy]\n",
    }
    said = [problem for problem in told(asked, lost) if problem["rule"].endswith("-unknown")]
    assert {problem["rule"] for problem in said} == {"member-unknown", "partner-unknown"}
    assert not any("φάκελο" in problem["message"] + problem["advice"] for problem in said)
