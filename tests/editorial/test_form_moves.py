"""An item that gets another address, or goes, by the form: whoever names it is led along, or told."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from gazette import cli
from gazette.editorial.form_moves import ItemMoves, MovePlan
from gazette.editorial.form_server import FormServer
from gazette.editorial.form_storage import Branches, Folder
from gazette.engines.git import Repository
from tests.support.form_server import saving, server_on
from tests.support.sites import PROJECT, TODAY
from tools.viewing import forms


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site with its addresses listed, and a copy of it made."""
    root = tmp_path_factory.mktemp("origin") / "site"
    shutil.copytree(PROJECT / "tests/sites/good", root, ignore=shutil.ignore_patterns(".build"))
    assert cli.main(["ledger", "--root", str(root), "--as-of", TODAY, "--quiet"]) == 0
    server_on(Folder(root), root).checked.base()
    return root


@pytest.fixture
def site(origin: Path, tmp_path: Path) -> tuple[Path, FormServer]:
    root = Path(shutil.copytree(origin, tmp_path / "site"))
    return root, server_on(Folder(root), root)


def asked(server: FormServer, action: str, folder: str, **params: Any) -> tuple[int, Any]:
    return server.answer({"action": action, "params": {"folder": folder, **params}})


def is_sound(root: Path) -> bool:
    return cli.main(["check", "--root", str(root), "--as-of", TODAY, "--quiet"]) == 0


@pytest.mark.parametrize(
    ("folder", "slug", "address"),
    [
        ("content/stories/garden", "kipos", "stories/garden/"),
        ("content/programmes/bridge", "gefyra", "stories/programme/bridge/"),
        ("content/partners/helper", "voithos", "partners/helper/"),
        ("members/south", "notos", "members/south/"),
        ("content/events/past", "gone-by", "events/past/"),
    ],
)
def test_an_item_under_another_name_leaves_a_sound_site(
    site: tuple[Path, FormServer], folder: str, slug: str, address: str
) -> None:
    """Fields that name it, links to it, the redirect: what is told first is what is done then."""
    root, server = site
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and ".build" not in path.parts}
    status, told = asked(server, "rename", folder, slug=slug, apply=False)
    assert (status, told["can"], told["done"]) == (200, True, False), told
    assert all(path.read_bytes() == raw for path, raw in before.items()), "nothing is written before it is asked for"
    status, done = asked(server, "rename", folder, slug=slug, apply=True)
    assert (status, done["done"], done["sentences"]) == (200, True, told["sentences"])
    target = f"{folder.rpartition('/')[0]}/{slug}"
    assert done["folder"] == target
    assert not (root / folder).exists() and (root / target).is_dir()
    new = address.replace(f"/{folder.rpartition('/')[2]}/", f"/{slug}/")
    assert f"/{address}: /{new}" in (root / "redirects.yml").read_text("utf-8")
    assert is_sound(root)


def test_a_redirect_that_led_there_leads_on_to_the_new_address(site: tuple[Path, FormServer]) -> None:
    root, server = site
    (root / "redirects.yml").write_text("# kept\nmoved:\n  /stories/older/: /stories/garden/\n", "utf-8")
    assert asked(server, "rename", "content/stories/garden", slug="kipos", apply=True)[1]["done"]
    written = (root / "redirects.yml").read_text("utf-8")
    assert written.startswith("# kept\nmoved:\n")
    assert "  /stories/older/: /stories/kipos/\n" in written
    assert is_sound(root)


@pytest.mark.parametrize(
    ("folder", "slug", "word"),
    [
        ("content/stories/garden", "first-steps", "taken-plain"),
        ("content/stories/garden", "only-greek", "taken-plain"),
        ("newsletters/1", "7", "issue-not-renamed"),
        ("content/stories/nowhere", "x", "not-shown"),
        ("consent/c-0001", "c-0002", "not-moved"),
        ("content/stories/garden", "aux", "name-of-device"),
    ],
)
def test_a_name_that_cannot_be_is_refused(site: tuple[Path, FormServer], folder: str, slug: str, word: str) -> None:
    root, server = site
    status, said = asked(server, "rename", folder, slug=slug, apply=True)
    assert (status >= 400, said["error"]) == (True, word)
    assert is_sound(root)


def test_what_no_one_ever_saw_is_deleted(site: tuple[Path, FormServer]) -> None:
    root, server = site
    folder = root / "content/stories/never-out"
    folder.mkdir()
    (folder / "story.yml").write_text("date: 2022\nmembers: [north]\nthemes: [city-life]\n", "utf-8")
    (folder / "el.md").write_text("---\ntitle: Α\nsummary: Μία πρόταση εδώ.\n---\n\nΛόγια.\n", "utf-8")
    assert asked(server, "remove", "content/stories/never-out", apply=False)[1]["done"] is False
    assert folder.is_dir()
    assert asked(server, "remove", "content/stories/never-out", apply=True)[1]["done"] is True
    assert not folder.exists()
    assert is_sound(root)


def test_what_others_name_stays_until_they_do_not(site: tuple[Path, FormServer]) -> None:
    """Each place is told; and nothing is written, though it was asked for."""
    root, server = site
    _, told = asked(server, "remove", "content/programmes/bridge", apply=True)
    assert (told["can"], told["done"]) == (False, False)
    assert any("(ιστορία), στο πεδίο «Προγράμματα και φορείς»" in line for line in told["warnings"]), told["warnings"]
    assert (root / "content/programmes/bridge/programme.yml").is_file()
    assert is_sound(root)


@pytest.mark.parametrize(("language", "field"), [("el", "στο πεδίο «"), ("en", "in the field “")])
def test_who_names_what_would_go_is_told_by_title_kind_and_field(origin: Path, language: str, field: str) -> None:
    server = server_on(Folder(origin), origin, language)
    _, told = asked(server, "remove", "content/partners/helper", apply=False)
    assert told["can"] is False
    assert len(told["warnings"]) >= 3
    for line in told["warnings"]:
        assert field in line, line
        assert line.startswith(("Αναφέρεται ακόμη εδώ: «", "Still named here: “")), line
        assert ".yml" not in line and "content/" not in line, line


@pytest.mark.parametrize("folder", ["members/south", "newsletters/1", "content/pages/about"])
def test_what_is_published_and_not_withdrawn_says_so_before_anything_is_done(
    site: tuple[Path, FormServer], folder: str
) -> None:
    root, server = site
    for params in ({"withdraw": True}, {}):
        for apply in (False, True):
            status, told = asked(server, "remove", folder, apply=apply, **params)
            assert (status, told["can"], told["done"]) == (200, False, False), told
            assert len(told["sentences"]) == 1 and "συντονιστή" in told["sentences"][0]
            assert told["warnings"] == []
    assert (root / folder).is_dir()


RECORD = "given: 2022-01\nscope: [web, print, email]\nshows: [face]\nminor: false\nreviewer: Υπηρεσία\n"


def test_a_consent_is_never_published_and_one_that_nothing_names_is_deleted(site: tuple[Path, FormServer]) -> None:
    root, server = site
    path = root / "consent/c-0042.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(RECORD, "utf-8")
    [item] = [one for one in server.answer({"action": "site"})[1]["items"] if one["collection"] == "consent"]
    assert item["state"] == ""
    _, told = asked(server, "remove", "consent/c-0042", apply=False)
    assert (told["can"], told["warnings"]) == (True, [])
    assert "c-0042" in told["sentences"][0]
    status, done = asked(server, "remove", "consent/c-0042", apply=True)
    assert (status, done["done"], done["sentences"]) == (200, True, ["Η συγκατάθεση c-0042 διαγράφηκε."])
    assert not path.exists()
    assert is_sound(root)


def test_a_consent_that_an_item_names_is_not_deleted(site: tuple[Path, FormServer]) -> None:
    """A text that no one saw yet is told; where something published rests on it, it is taken back instead."""
    root, server = site
    path = root / "consent/c-0042.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(RECORD, "utf-8")
    folder = Path(shutil.copytree(root / "content/stories/garden", root / "content/stories/never-out"))
    data = (folder / "story.yml").read_text("utf-8")
    (folder / "story.yml").write_text(data.replace("people: none", "people: [c-0042]"), "utf-8")
    _, told = asked(server, "remove", "consent/c-0042", apply=True)
    assert (told["can"], told["done"]) == (False, False)
    assert any("(ιστορία), στο πεδίο «Φωτογραφίες → " in line for line in told["warnings"]), told["warnings"]
    shutil.copy(folder / "story.yml", root / "content/stories/garden/story.yml")
    assert asked(server, "remove", "consent/c-0042", apply=True) == (409, {"error": "published-not-removed"})
    _, told = asked(server, "remove", "consent/c-0042", withdraw=True, apply=False)
    assert told["can"] is True
    assert path.exists()


def test_a_new_text_that_is_a_draft_is_listed_by_its_title(tmp_path: Path) -> None:
    root = forms.copy_of(PROJECT / "tests/sites/good", tmp_path / "site")
    store = Branches(Repository(root), "main")
    files = {
        "content/stories/brand-new/story.yml": "date: 2022\nmembers: [north]\nthemes: [city-life]\n",
        "content/stories/brand-new/en.md": "---\ntitle: Brand new\nsummary: One sentence.\n---\n\nText.\n",
        "content/stories/brand-new/el.md": "---\ntitle: Ολοκαίνουργιο\nsummary: Μία πρόταση.\n---\n\nΚείμενο.\n",
    }
    for language, title in (("el", "Ολοκαίνουργιο"), ("en", "Brand new")):
        server = server_on(store, root, language)
        if language == "el":
            assert server.answer(saving(root, files))[0] == 200
        [draft] = server.answer({"action": "site"})[1]["drafts"]
        assert (draft["title"], draft["folders"]) == (title, ["content/stories/brand-new"])
        assert draft["updated"]
        params = {"folder": draft["folders"][0], "draft": draft["name"]}
        status, opened = server.answer({"action": "open", "params": params})
        assert (status, set(opened["raws"])) == (200, set(files))


def test_what_is_published_is_withdrawn_and_not_deleted(site: tuple[Path, FormServer]) -> None:
    root, server = site
    folder = "content/stories/garden"
    assert asked(server, "remove", folder, apply=True) == (409, {"error": "published-not-removed"})
    _, told = asked(server, "remove", folder, withdraw=True, apply=False)
    assert not told["done"] and (root / folder / "el.md").is_file()
    _, done = asked(server, "remove", folder, withdraw=True, apply=True)
    assert done["done"]
    assert [path.name for path in (root / folder).iterdir()] == ["story.yml"]
    assert f"withdrawn: {TODAY}" in (root / folder / "story.yml").read_text("utf-8")
    assert is_sound(root)
    states = {item["folder"]: item["state"] for item in server.answer({"action": "site"})[1]["items"]}
    assert states[folder] == "withdrawn"


def test_a_rename_is_a_draft_of_its_own_and_a_withdrawal_waits_for_none(tmp_path: Path) -> None:
    root = forms.copy_of(PROJECT / "tests/sites/good", tmp_path / "site")
    server = server_on(Branches(Repository(root), "main"), root)
    _, done = asked(server, "rename", "content/stories/garden", slug="kipos", apply=True)
    assert done["done"]
    status = subprocess.run(["git", "-C", str(root), "status", "--porcelain"], capture_output=True, check=True)
    assert status.stdout == b"", "the folder itself is left alone"
    [draft] = server.answer({"action": "site"})[1]["drafts"]
    assert {"content/stories/garden", "content/stories/kipos"} <= set(draft["folders"])
    assert draft["folders"][0] != "content/stories/garden", "what is opened first is there"
    assert (root / "content/stories/garden").is_dir()
    refused = asked(server, "remove", "content/stories/garden", withdraw=True, apply=True)
    assert refused == (409, {"error": "not-in-drafts"})


def test_what_someone_saves_while_a_move_is_planned_is_not_undone(
    site: tuple[Path, FormServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    root, server = site
    text = root / "content/stories/first-steps/el.md"
    planned = ItemMoves.renamed

    def slowly(moves: ItemMoves, *asked: str) -> MovePlan:
        plan = planned(moves, *asked)
        text.write_text("theirs, longer than it was before\n", "utf-8")
        return plan

    monkeypatch.setattr(ItemMoves, "renamed", slowly)
    refused = asked(server, "rename", "content/programmes/bridge", slug="gefyra", apply=True)
    assert refused == (409, {"error": "changed", "paths": []})
    assert text.read_text("utf-8") == "theirs, longer than it was before\n"
    assert (root / "content/programmes/bridge").is_dir()
