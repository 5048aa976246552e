"""Only what an item names is ever written: a face that was uploaded by mistake stays in the browser."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.support.cms_session import BACKED_UP, EditorTab, fill_story, git, sat_at, told, wait_for
from tools.viewing import browse, forms

FOLDER = "content/stories/athens-city-together"


@pytest.fixture(scope="module")
def tab(chromium: Any, equipment: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EditorTab]:
    """Writes files."""
    root = forms.copy_of(browse.PROJECT, tmp_path_factory.mktemp("uploads"))
    with forms.edited(root) as running:
        tab = sat_at(chromium, running)
        yield tab
        tab.page.context.close()


@pytest.fixture(scope="module")
def drafting(chromium: Any, equipment: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EditorTab]:
    """Writes branches."""
    root = forms.copy_of(browse.PROJECT, tmp_path_factory.mktemp("uploads-drafts"))
    with forms.edited(root, drafts=True) as running:
        tab = sat_at(chromium, running)
        yield tab
        tab.page.context.close()


def painted(folder: Path, name: str, colour: str) -> Path:
    Image.new("RGB", (40, 30), colour).save(folder / name)
    return folder / name


def upload(page: Any, photo: Path, shown: str = "") -> None:
    """Into the window that is open; takes nothing."""
    page.locator("input[type=file]").last.set_input_files(photo)
    page.get_by_text(shown or photo.name, exact=True).first.wait_for()


def take(page: Any, name: str) -> None:
    """Chooses a photo in the window that is open."""
    card = page.locator("[class*='CardText']", has_text=name).first
    card.click()
    button = page.get_by_role("button", name="Επιλογή", exact=True)
    if button.is_disabled():  # what was uploaded last is chosen by itself, and a second click takes that back
        card.click()
    button.click()


def described(page: Any) -> None:
    page.locator("[id^='credit-field']").first.fill("Δήμος")
    page.locator("label[for^='people-field']").first.locator("xpath=following::input").first.fill("none")
    page.get_by_role("button", name="Προσθήκη: περιγραφές φωτογραφιών").first.click()
    named = page.locator("select[id^='file-field']").first
    named.focus()
    named.select_option(index=1)
    forms.field(page, "alt").fill("Ένα χρώμα")


def window(page: Any, button: str = "Επιλέξτε φωτογραφία") -> None:
    page.get_by_role("button", name=button).first.click()
    page.locator("input[type=file]").last.wait_for(state="attached")


def begun(tab: EditorTab, slug: str) -> None:
    fill_story(tab, "Μια ιστορία με φωτογραφία", slug)
    tab.page.get_by_role("button", name="Προσθήκη: φωτογραφίες").first.click()
    window(tab.page)


def save(tab: EditorTab, slug: str, is_draft: bool = False) -> list[str]:
    """Saves a new story; gives its files."""
    forms.press_save(tab.page)
    wait_for(lambda: "story.yml" in written(tab, slug, is_draft), tab.page)
    tab.page.wait_for_url("**/entries/**")
    tab.page.get_by_text("Δεν έχει αποθηκευτεί").wait_for(state="detached")
    return written(tab, slug, is_draft)


def written(tab: EditorTab, slug: str, is_draft: bool) -> list[str]:
    """The files of a new story, once there are any."""
    root, folder = tab.at.root, f"content/stories/{slug}"
    if not is_draft:
        return sorted(path.name for path in (root / folder).glob("*"))
    branch = f"cms/stories/{slug}/story"
    if branch not in git(root, "branch", "--format", "%(refname:short)").split():
        return []
    changed = git(root, "log", "--format=", "--name-only", f"main..{branch}").split()
    return sorted({path.removeprefix(f"{folder}/") for path in changed})


@pytest.mark.parametrize("kind", ["tab", "drafting"])
def test_of_five_uploads_one_is_chosen_and_one_is_written(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    tab = request.getfixturevalue(kind)
    page, is_draft = tab.page, kind == "drafting"
    begun(tab, "five")
    for colour in ("red", "green", "blue", "black", "white"):
        upload(page, painted(tmp_path, f"{colour}.png", colour))
    take(page, "blue.png")
    described(page)
    assert save(tab, "five", is_draft) == ["blue.png", "el.md", "story.yml"]
    if is_draft:
        assert git(tab.at.root, "status", "--porcelain") == ""
        stored = git(tab.at.root, "cat-file", "--batch-all-objects", "--batch-check=%(objectname)").split()
        named = git(tab.at.root, "rev-list", "--objects", "--all", "--no-object-names").split()
        assert set(stored) == set(named), "nor is a face anywhere else in the repository"
    else:
        git(tab.at.root, "clean", "--quiet", "-fd", "--exclude", ".build")


def test_a_photo_that_was_chosen_and_let_go_is_not_written(tab: EditorTab, tmp_path: Path) -> None:
    page = tab.page
    begun(tab, "let-go")
    upload(page, painted(tmp_path, "face.png", "red"))
    take(page, "face.png")
    window(page, "Άλλη φωτογραφία")
    upload(page, painted(tmp_path, "tree.png", "green"))
    take(page, "tree.png")
    described(page)
    assert save(tab, "let-go") == ["el.md", "story.yml", "tree.png"]
    git(tab.at.root, "clean", "--quiet", "-fd", "--exclude", ".build")


def test_nothing_is_stored_before_the_item_is_saved(tab: EditorTab, tmp_path: Path) -> None:
    page = tab.page
    was = git(tab.at.root, "status", "--porcelain", "--untracked-files=all")
    asked = len(tab.asked)
    begun(tab, "never-saved")
    upload(page, painted(tmp_path, "face.png", "red"))
    take(page, "face.png")
    page.goto(f"{tab.at.url}#/collections/stories")
    page.locator("input[id^='slug-field']").first.wait_for(state="detached")
    assert git(tab.at.root, "status", "--porcelain", "--untracked-files=all") == was
    assert page.get_by_role("button", name="Φωτογραφίες").count() == 0, "there is no window for photos of no item"
    assert len(tab.asked) > asked


def test_another_photo_of_the_same_name_replaces_none(tab: EditorTab, tmp_path: Path) -> None:
    """The engine deleted the stored one, before anything was saved."""
    page, folder = tab.page, tab.at.root / FOLDER
    stored = painted(folder, "plateia.png", "black").read_bytes()
    (folder / "story.yml").write_text(
        (folder / "story.yml").read_text("utf-8") + "photos:\n- {file: plateia.png, credit: Δήμος, people: none}\n",
        "utf-8",
    )
    try:
        forms.open_entry(page, tab.at, FOLDER)
        window(page, "Άλλη φωτογραφία")
        for colour, name in (("red", "plateia-2.png"), ("green", "plateia-3.png")):
            upload(page, painted(tmp_path, "plateia.png", colour), name)
        assert (folder / "plateia.png").read_bytes() == stored
        assert not any("replace" in said for said in tab.said)
        page.keyboard.press("Escape")
    finally:
        leave(tab)


def leave(tab: EditorTab) -> None:
    tab.page.goto("about:blank")
    forms.login(tab.page, tab.at)
    git(tab.at.root, "checkout", "--quiet", "--", ".")
    git(tab.at.root, "clean", "--quiet", "-fd", "--exclude", ".build")


def delete(page: Any, name: str) -> None:
    card = page.locator("[class*='CardText']", has_text=name).first
    card.click()
    button = page.get_by_role("button", name="Διαγραφή", exact=True).first
    if button.is_disabled():
        card.click()
    button.click()


def test_delete_takes_no_photo_that_the_item_names(tab: EditorTab, tmp_path: Path) -> None:
    """Neither one that is stored nor one that was uploaded; what no one names goes."""
    page, folder = tab.page, tab.at.root / FOLDER
    for name in ("plateia.png", "spare.png"):
        painted(folder, name, "black" if name == "spare.png" else "navy")
    (folder / "story.yml").write_text(
        (folder / "story.yml").read_text("utf-8") + "photos:\n- {file: plateia.png, credit: Δήμος, people: none}\n",
        "utf-8",
    )
    try:
        forms.open_entry(page, tab.at, FOLDER)
        window(page, "Άλλη φωτογραφία")
        delete(page, "plateia.png")
        assert "Error" not in told(page, "Η φωτογραφία plateia.png δεν διαγράφηκε, γιατί τη δείχνει ακόμη το κείμενο.")
        assert (folder / "plateia.png").is_file()
        delete(page, "spare.png")
        wait_for(lambda: not (folder / "spare.png").exists(), page)
        upload(page, painted(tmp_path, "new.png", "teal"))
        take(page, "new.png")
        window(page, "Άλλη φωτογραφία")
        delete(page, "new.png")
        told(page, "Η φωτογραφία new.png δεν διαγράφηκε")
        delete(page, "plateia.png")  # the form names it no more, and what is stored still does
        told(page, "Η φωτογραφία plateia.png δεν διαγράφηκε")
        assert (folder / "plateia.png").is_file()
        page.keyboard.press("Escape")
    finally:
        leave(tab)


def test_in_drafts_nothing_published_is_deleted(drafting: EditorTab) -> None:
    page, root = drafting.page, drafting.at.root
    painted(root / FOLDER, "spare.png", "black")
    git(root, "add", FOLDER)
    git(root, "commit", "--quiet", "--message", "A photo too many")
    forms.open_entry(page, drafting.at, FOLDER)
    page.get_by_role("button", name="Προσθήκη: φωτογραφίες").first.click()
    window(page)
    head = git(root, "rev-parse", "main")
    delete(page, "spare.png")
    told(page, "Η φωτογραφία spare.png δεν διαγράφεται από εδώ.")
    assert git(root, "rev-parse", "main") == head
    page.keyboard.press("Escape")


def test_a_photo_that_only_a_text_shows_is_told(tab: EditorTab, tmp_path: Path) -> None:
    page = tab.page
    begun(tab, "only-text")
    upload(page, painted(tmp_path, "face.png", "red"))
    upload(page, painted(tmp_path, "tree.png", "green"))
    take(page, "tree.png")
    described(page)
    forms.field(page, "text_body").fill("Ένα κείμενο.\n\n![Ένα χρώμα](face.png)")
    forms.press_save(page)
    said = told(page, "Το κείμενο δείχνει τη φωτογραφία face.png, που λείπει από τις «Φωτογραφίες».")
    assert "Error" not in said
    assert written(tab, "only-text", False) == []


def test_what_is_recovered_is_written_as_it_was_chosen(tab: EditorTab, tmp_path: Path) -> None:
    page = tab.page
    begun(tab, "recovered")
    upload(page, painted(tmp_path, "face.png", "red"))
    upload(page, painted(tmp_path, "tree.png", "green"))
    take(page, "tree.png")
    described(page)
    wait_for(lambda: "Ένα χρώμα" in page.evaluate(BACKED_UP), page)
    page.goto("about:blank")
    forms.login(page, tab.at)
    forms.open_new(page, tab.at, "stories")
    wait_for(lambda: forms.field(page, "slug").input_value() == "recovered", page)
    assert save(tab, "recovered") == ["el.md", "story.yml", "tree.png"]
    git(tab.at.root, "clean", "--quiet", "-fd", "--exclude", ".build")


PASSED_ON = """async () => {
    const [{ backendFor }, plan] = [await import('./backend.js'), await (await fetch('plan.json')).json()];
    const given = [];
    const inner = {
        init: () => inner,
        entriesByFiles: async () => [],
        getMedia: async () => [],
        unpublishedEntry: async () => { throw Object.assign(new Error('none'), { notUnderEditorialWorkflow: true }); },
        persistEntry: async (entry) => given.push(entry.assets.map(({ path }) => path)),
        persistMedia: async () => given.push('alone'),
        deleteFiles: async () => given.push('deleted'),
    };
    const ItemFiles = backendFor({ getBackend: () => inner }, plan, new Map());
    const backend = new ItemFiles({ backend: { through: 'github' } }, { useWorkflow: true });
    const folder = 'content/stories/one';
    const bytes = async () => btoa('\\x89PNG');
    const assets = ['face.png', 'tree.png'].map((name) => ({ path: `${folder}/${name}`, toBase64: bytes }));
    const facts = { slug: 'one', date: '2026', members: ['karditsa'], themes: ['city-life'] };
    const words = { text_title: 'Α', text_summary: 'Β', text_body: 'Γ' };
    const photo = { photos: [{ file: 'tree.png', credit: 'Δ', people: 'none' }] };
    const entry = { el: { ...facts, ...words, ...photo, text_captions: [{ file: 'tree.png', alt: 'Ένα δέντρο' }] } };
    const file = { path: `${folder}/story.yml`, slug: 'one/story', raw: JSON.stringify(entry) };
    const options = { newEntry: true, useWorkflow: true, collectionName: 'stories' };
    await backend.persistEntry({ dataFiles: [file], assets }, options);
    for (const order of [() => backend.persistMedia(assets[0], {}), () => backend.deleteFiles([assets[1].path], '')]) {
        try { await order(); } catch (fault) { given.push(String(fault)); }
    }
    return given;
}"""


def test_the_page_passes_on_to_any_host_what_is_named_and_no_more(tab: EditorTab) -> None:
    """GitHub's side of the form is the same class around another backend: here one that only notes what it is given."""
    chosen, alone, deleted = tab.page.evaluate(PASSED_ON)
    assert chosen == ["content/stories/one/tree.png"]
    assert "αποθηκεύεται μόνο μαζί με το κείμενο" in alone
    assert "δεν διαγράφεται από εδώ" in deleted
