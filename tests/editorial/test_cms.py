"""The editor in a real browser: what it opens comes back, what it writes passes, and no photo tells a place."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from gazette import cli
from gazette.content import load
from gazette.content.items import MAX_PICTURE_BYTES
from gazette.content.model import PUBLICATION_FILE, TRANSLATES, Consent
from gazette.content.translit import latin_name, latin_slug
from tests.support.cms_session import EditorTab, beside, fill_story, git, sat_at, told, wait_for
from tests.support.sites import build
from tools.viewing import browse, forms

STORY = replace(
    forms.EXAMPLE,
    title="Μια βιβλιοθήκη για την Πάτρα",
    body="Δύο απογεύματα την εβδομάδα τα ράφια είναι ανοιχτά σε όλους.\n\nΤα βιβλία είναι σε «πέντε» γλώσσες.",
    photo=Path("Φωτό Εργαστήρι 1.JPG"),
)
SLUG = "mia-vivliothiki-gia-tin-patra"
MARKS = (b"Exif\0\0", b"http://ns.adobe.com/xap", b"GPS")


@pytest.fixture(scope="module")
def editor(equipment: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[forms.Editor]:
    """Writes into the files of a copy of the real content."""
    root = forms.copy_of(browse.PROJECT, tmp_path_factory.mktemp("edited"))
    with forms.edited(root) as running:
        yield running


@pytest.fixture(scope="module")
def drafts(equipment: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[forms.Editor]:
    """Writes branches of a copy of the real content."""
    root = forms.copy_of(browse.PROJECT, tmp_path_factory.mktemp("drafts"))
    with forms.edited(root, drafts=True) as running:
        yield running


@pytest.fixture(scope="module")
def tab(chromium: Any, editor: forms.Editor) -> Iterator[EditorTab]:
    """One tab for all tests that write files: the editor takes seconds to start."""
    tab = sat_at(chromium, editor)
    yield tab
    tab.page.context.close()


@pytest.fixture(scope="module")
def drafting(chromium: Any, drafts: forms.Editor) -> Iterator[EditorTab]:
    tab = sat_at(chromium, drafts)
    yield tab
    tab.page.context.close()


def phone_photo(path: Path) -> Path:
    """What a phone makes: lying on its side, and telling the place."""
    image = Image.linear_gradient("L").resize((3000, 2000)).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (39.0, 21.0, 50.0), "E", (21.0, 55.0, 20.0)
    image.save(path, "JPEG", exif=exif)
    assert b"Exif\0\0" in path.read_bytes()
    return path


def test_one_item_of_each_kind_comes_back_as_it_was(tab: EditorTab) -> None:
    """All items: `make roundtrip`."""
    root = tab.at.root
    assert [forms.saved_again(tab.page, tab.at, folder) for folder in forms.one_of_each(root)] == [""] * 10


def test_a_story_from_the_form_to_the_page(
    drafting: EditorTab, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A Greek story with a phone's photo: a branch, which the checker passes, and a page without a word of metadata."""
    page, root = drafting.page, drafting.at.root
    forms.write_story(page, drafting.at, replace(STORY, photo=phone_photo(tmp_path / STORY.photo)))
    forms.press_save(page)
    branch, folder = f"cms/stories/{SLUG}/story", f"content/stories/{SLUG}"
    wait_for(lambda: branch in git(root, "branch", "--format", "%(refname:short)").split(), page)
    wait_for(lambda: git(root, "diff", "--name-only", "main", branch) != "", page)
    changed = git(root, "diff", "--name-only", "main", branch).split()
    assert changed == [f"{folder}/el.md", f"{folder}/foto-ergastiri-1.jpg", f"{folder}/story.yml"]
    assert git(root, "status", "--porcelain") == "", "what lies in the folder itself is left alone"
    tree = tmp_path / "tree"
    git(root, "worktree", "add", "--quiet", str(tree), branch)
    assert not any(mark in (tree / folder / "foto-ergastiri-1.jpg").read_bytes() for mark in MARKS)
    with Image.open(tree / folder / "foto-ergastiri-1.jpg") as image:
        assert image.size == (1600, 2400), "upright, and no larger than what is kept"
    assert cli.main(["check", "--root", str(tree), "--as-of", "2026-11-22"]) == 0, capsys.readouterr().out
    assert build(tree, tmp_path / "site", "--no-search") == 0
    look_at_the_site(tmp_path / "site")

    page.goto(f"{drafting.at.url}#/workflow")  # the third trap: a server that fails on what it wrote itself
    page.get_by_text(STORY.title).first.click()
    forms.field(page, "text_body").wait_for(timeout=forms.PATIENCE)
    assert forms.field(page, "text_body").input_value() == STORY.body
    assert drafting.failed == []


def look_at_the_site(site: Path) -> None:
    html = (site / "stories" / SLUG / "index.html").read_text("utf-8")
    assert STORY.title in html
    assert STORY.alt in html
    assert STORY.credit in html
    shown = [path for path in site.rglob("*") if path.suffix in (".jpg", ".webp", ".avif")]
    assert len(shown) > 3
    assert not [path for path in shown if any(mark in path.read_bytes() for mark in MARKS)]
    assert not (site / "admin").exists()
    assert not list(site.rglob("*decap*"))


def test_a_draft_of_an_item_changes_what_was_changed(drafting: EditorTab) -> None:
    """Opened again, the other language is there, though its file is not part of the draft; saved again, it is kept."""
    page, root = drafting.page, drafting.at.root
    folder, branch = "content/stories/athens-city-together", "cms/stories/athens-city-together/story"

    def drafted() -> str:
        known = branch in git(root, "branch", "--format", "%(refname:short)").split()
        return git(root, "show", f"{branch}:{folder}/el.md") if known else ""

    def save(title: str) -> None:
        forms.retype(forms.field(page, "text_title"), title)
        forms.press_save(page)
        wait_for(lambda: f"title: {title}\n" in drafted(), page)
        page.get_by_text("Δεν έχει αποθηκευτεί").wait_for(state="detached")
        assert git(root, "diff", "--name-only", "main", branch).split() == [f"{folder}/el.md"]

    forms.open_entry(page, drafting.at, folder)
    english = page.locator("input[id^='text_title']").nth(1).input_value()
    save("Μαζί")
    page.goto("about:blank")
    forms.login(page, drafting.at)
    forms.open_entry(page, drafting.at, folder)
    assert forms.field(page, "text_title").input_value() == "Μαζί"
    assert page.locator("input[id^='text_title']").nth(1).input_value() == english
    save("Μαζί στην πόλη")


def test_two_tabs_with_one_draft_both_keep_theirs(drafting: EditorTab) -> None:
    """The second wrote the old text over the first's; and a draft's name could be taken again."""
    page, root, other = drafting.page, drafting.at.root, beside(drafting)
    folder, branch = "content/stories/heraklion-holiday-recipes", "cms/stories/heraklion-holiday-recipes/story"

    def drafted() -> str:
        known = branch in git(root, "branch", "--format", "%(refname:short)").split()
        return git(root, "show", f"{branch}:{folder}/el.md") if known else ""

    for tab in (page, other.page):
        forms.open_entry(tab, drafting.at, folder)
    body = forms.field(other.page, "text_body")
    body.fill(f"{body.input_value()}\n\nΗ πρώτη καρτέλα.")
    forms.press_save(other.page)
    wait_for(lambda: "Η πρώτη καρτέλα." in drafted(), page)
    forms.retype(forms.field(page, "text_summary"), "Μόνο η περίληψη")
    forms.press_save(page)
    wait_for(lambda: "summary: Μόνο η περίληψη\n" in drafted(), page)
    assert "Η πρώτη καρτέλα." in drafted()
    page.get_by_text("Κατάσταση: Πρόχειρο").first.wait_for()  # the form's engine reads a new draft once more
    other.page.close()
    fill_story(drafting, "Άλλη ιστορία", folder.rpartition("/")[2])
    forms.press_save(page)
    assert "Error" not in told(page, "το έχει ήδη το πρόχειρο")


def test_addresses_are_latin_whatever_the_title(tab: EditorTab) -> None:
    """The probe's traps: letters that vanish, a Latin p for a Greek ρ. The page's table is that of the checker."""
    page, editor = tab.page, tab.at
    forms.open_new(page, editor, "stories")
    for title in ("Πάτρα: «γειτονιά» 2026", "Ρόδος"):
        forms.retype(forms.field(page, "text_title"), title)
        forms.field(page, "text_summary").focus()
        page.wait_for_function(
            "slug => document.querySelector('[id^=slug-field]').value === slug", arg=latin_slug(title)
        )
    forms.retype(forms.field(page, "slug"), "odos-mou")
    forms.retype(forms.field(page, "text_title"), "Άλλος τίτλος")
    forms.field(page, "text_summary").focus()
    assert forms.field(page, "slug").input_value() == "odos-mou", "what someone wrote is theirs"

    texts = [line for path in editor.root.rglob("el.md") for line in path.read_text("utf-8").splitlines()]
    texts += [
        "Μπαλάφας και ΜΠΑΛΑ, αμπέλι",
        "ΕΥΒΟΙΑ Εύβοια αυτό αύριο ηύρα",
        "άγγελος ελέγχω σφίγξ",
        "ΟΔΟΣ Οδός",
        "ϊ ΰ ΐ",
        "naïve Ł",
        "Aux",
        "Κον, con",
        "LPT9",
    ]
    there = page.evaluate(
        "async (texts) => { const { latinSlug, shortName } = await import('./latin.js');"
        "const { latin } = await (await fetch('plan.json')).json();"
        "return texts.map((text) => [latinSlug(text, latin), shortName(text, latin, 9999)]); }",
        texts,
    )
    assert there == [[latin_slug(text), latin_name(text)] for text in texts]


def test_what_is_half_filled_is_not_saved(tab: EditorTab) -> None:
    """The form's engine looks at the first language alone; the page looks at the other one and at parts of parts."""
    page, editor = tab.page, tab.at
    was = git(editor.root, "status", "--porcelain")
    forms.open_entry(page, editor, "content/pages/structure")
    forms.retype(page.locator("input[id^='text_title']").nth(1), " ")
    forms.press_save(page)
    page.get_by_text("Αγγλικά · Τίτλος: λείπει.").first.wait_for(timeout=forms.PATIENCE)
    assert git(editor.root, "status", "--porcelain") == was


def test_what_is_no_photo_is_refused(tab: EditorTab, tmp_path: Path) -> None:
    page, editor = tab.page, tab.at
    forms.open_new(page, editor, "stories")
    page.get_by_role("button", name="Προσθήκη: φωτογραφίες").first.click()
    page.get_by_role("button", name="Επιλέξτε φωτογραφία").first.click()
    (tmp_path / "IMG_1.HEIC").write_bytes(b"\0\0\0\x18ftypheic" + bytes(100))
    page.locator("input[type=file]").last.set_input_files(tmp_path / "IMG_1.HEIC")
    wait_for(lambda: bool(tab.said) and "IMG_1.HEIC" in tab.said[-1], page)
    assert "δεν ανοίγει ως φωτογραφία" in tab.said[-1]
    page.keyboard.press("Escape")


def test_a_large_photo_as_png_becomes_one_that_is_kept(tab: EditorTab, tmp_path: Path) -> None:
    page = tab.page
    Image.effect_noise((2000, 2000), 90).convert("RGB").save(tmp_path / "Στιγμιότυπο.png")
    assert (tmp_path / "Στιγμιότυπο.png").stat().st_size > MAX_PICTURE_BYTES / 2
    forms.open_new(page, tab.at, "stories")
    page.get_by_role("button", name="Προσθήκη: φωτογραφίες").first.click()
    page.get_by_role("button", name="Επιλέξτε φωτογραφία").first.click()
    page.locator("input[type=file]").last.set_input_files(tmp_path / "Στιγμιότυπο.png")
    page.get_by_text("stigmiotypo.jpg").first.wait_for()
    page.keyboard.press("Escape")


def test_marked_pictures_are_told_from_clean_ones(tab: EditorTab, tmp_path: Path) -> None:
    """The last look before anything is stored: whichever way a photo came, it carries nothing."""
    page = tab.page
    exif = Image.Exif()
    exif[0x010F] = "Phone"
    found = {}
    for kind in ("jpg", "png", "webp"):
        for name, more in (("clean", {}), ("marked", {"exif": exif})):
            path = tmp_path / f"{name}.{kind}"
            Image.new("RGB", (8, 8)).save(path, **more)
            found[path.name] = page.evaluate(
                "async (bytes) => (await import('./photos.js')).isMarked(new Uint8Array(bytes))",
                list(path.read_bytes()),
            )
    assert {name for name, marked in found.items() if marked} == {"marked.jpg", "marked.png", "marked.webp"}


def test_hostile_words_stay_words(tab: EditorTab) -> None:
    """Whoever reviews is signed in: nothing that a stranger proposed is rendered, and no other machine is asked."""
    page, editor = tab.page, tab.at
    text = editor.root / "content/pages/support/el.md"
    attack = '<img src=x onerror="window.hurt=1"><script>window.hurt=1</script>'
    attack += "<iframe srcdoc='<script>parent.hurt=1</script>'></iframe>"
    attack += '[a](javascript:window.hurt=1) ![b](x" onerror="window.hurt=1)'
    header = f"---\ntitle: '{attack.replace(chr(39), chr(39) * 2)}'\nsummary: '<svg onload=\"window.hurt=1\">'\n---\n\n"
    text.write_text(f"{header}{attack}\n", "utf-8")
    page.goto(f"{editor.url}#/collections/pages")
    page.locator("a[href*='/entries/support']").first.wait_for(timeout=forms.PATIENCE)
    forms.open_entry(page, editor, "content/pages/support")
    assert forms.field(page, "text_body").input_value() == attack
    page.wait_for_timeout(300)
    assert page.evaluate("window.hurt") is None
    assert page.locator("iframe").count() == 0
    assert len(tab.asked) > 5
    assert [url for url in tab.asked if not url.startswith(("http://127.0.0.1:", "data:", "blob:"))] == []
    git(editor.root, "checkout", "--", "content/pages/support/el.md")


def written(tab: EditorTab, entries: list[dict[str, Any]]) -> list[dict[str, str]]:
    """What the page writes for entries whose files are not there yet. `raws` in place of `entry`: read by it first."""
    return tab.page.evaluate(
        "async (entries) => { const { toEntry, toFiles } = await import('./files.js');"
        "const plan = await (await fetch('plan.json')).json();"
        "return entries.map(({ path, raws, entry }) => toFiles(path, entry ?? toEntry(path, raws, plan), {}, plan)); }",
        entries,
    )


def said(value: Any) -> Any:
    """Data with its fractions as numbers: 22.80 is 22.8."""
    if isinstance(value, dict):
        return {name: said(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [said(inner) for inner in value]
    return float(value) if re.fullmatch(r"\d+\.\d+", value) else value


def test_all_content_written_anew_says_the_same(tab: EditorTab, tmp_path: Path) -> None:
    """Every file of every item, as the page would write it from nothing: our strict YAML reads it as it was."""
    root = tab.at.root
    entries = []
    for folder in forms.folders(root):
        raws = {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in forms.texts(root / folder)}
        raws = {path: raw for path, raw in raws.items() if not path.endswith(PUBLICATION_FILE)}
        [data] = [path for path in raws if path.endswith(".yml")]
        entries.append({"path": data, "raws": raws})
    for files in written(tab, entries):
        for path, text in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, "utf-8")
            now, was = load.read(tmp_path, path), load.read(root, path)
            assert not now.problems, path
            by_command = {TRANSLATES, "withdrawn"}
            before = {name: value for name, value in was.data.items() if name not in by_command}
            assert said(now.data) == said(before), path
            assert now.body.strip() == was.body.strip(), path
    assert len(list(tmp_path.rglob("*.md"))) == sum(len(entry["raws"]) - 1 for entry in entries)


def test_awkward_words_are_written_so_that_they_are_read(tab: EditorTab, tmp_path: Path) -> None:
    """Signs that mean something in YAML, what Word brings along unseen, and answers that look like others."""
    path = "content/programmes/odd/programme.yml"
    names = ["no", "# 1", "a: b", "- x", "[y]", "'q'", "@home", "2021", "«τόνος»", "a\u00adb\u200bc"]
    entry = {
        "el": {"slug": "odd", "kind": "body", "grant": False, "text_name": "no: #1", "text_aliases": names},
        "en": {},
    }
    entry["el"]["text_summary"] = "Πρώτη γραμμή\nκαι δεύτερη: «ναι»."
    [files] = written(tab, [{"path": path, "entry": entry}])
    for place, text in files.items():
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(text, "utf-8")
    text = load.read(tmp_path, "content/programmes/odd/el.md")
    assert not text.problems
    assert text.data["aliases"] == [*names[:-1], "abc"]
    assert text.data["summary"] == entry["el"]["text_summary"]
    assert load.read(tmp_path, path).data == {"kind": "body"}


def test_a_consent_is_written_with_its_answers(tab: EditorTab, tmp_path: Path) -> None:
    """That someone is no child is said, and not left out."""
    entry = {"slug": "c-0042", "given": "2026-11-22", "scope": ["web"], "shows": ["face"], "minor": False}
    [files] = written(tab, [{"path": "consent/c-0042.yml", "entry": {**entry, "reviewer": "Γραφείο ένταξης"}}])
    (tmp_path / "consent").mkdir()
    for place, text in files.items():
        (tmp_path / place).write_text(text, "utf-8")
    found = load.read(tmp_path, "consent/c-0042.yml").data
    assert found == {
        "given": "2026-11-22", "scope": ["web"], "shows": ["face"], "minor": "false", "reviewer": "Γραφείο ένταξης",
    }  # fmt: skip
    assert Consent.model_validate(found).minor is False
