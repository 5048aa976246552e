"""Nothing is lost in the form: not what was typed, nor what others wrote, nor a photo; nothing too much is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from PIL import Image

from gazette.content import load
from gazette.content.items import MAX_PICTURE_BYTES
from gazette.content.model import PUBLICATION_FILE
from gazette.content.translit import latin_name, latin_slug
from tests.support.form_session import (
    FormTab,
    beside,
    checked,
    fill_story,
    git,
    holds,
    left_at_the_lists,
    opened_in,
    outcome,
    sat_at,
    saved,
    told,
    wait_for,
)
from tools.viewing import browse, forms

FOLDER = "content/stories/athens-city-together"
MARKS = (b"Exif\0\0", b"http://ns.adobe.com/xap", b"Phone")
EMPTY = """async () => {
    const request = indexedDB.open('form-kept', 1);
    const base = await new Promise((done) => { request.onsuccess = () => done(request.result); });
    const change = base.transaction('kept', 'readwrite');
    change.objectStore('kept').clear();
    await new Promise((done) => { change.oncomplete = done; });
    base.close();
}"""


@pytest.fixture(scope="module")
def tab(chromium: Any, equipment: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FormTab]:
    """Writes into the files of a copy of the real content."""
    root = forms.copy_of(browse.PROJECT, tmp_path_factory.mktemp("kept"))
    with forms.edited(root) as running:
        tab = sat_at(chromium, running)
        yield tab
        tab.page.context.close()


@pytest.fixture(autouse=True)
def as_it_was(request: pytest.FixtureRequest, tab: FormTab) -> Iterator[None]:
    """After a test the content is as before it, and nothing that was not saved is kept."""
    with left_at_the_lists(request.session, tab):
        yield
    tab.page.evaluate(EMPTY)
    git(tab.at.root, "checkout", "--quiet", "--", ".")
    git(tab.at.root, "clean", "--quiet", "-fd", "--exclude", ".build")
    forms.go(tab.page, "list/members")  # the next list is read anew


def stored(tab: FormTab, folder: str = FOLDER) -> list[str]:
    return sorted(path.name for path in (tab.at.root / folder).glob("*"))


def greek(tab: FormTab) -> str:
    return (tab.at.root / FOLDER / "el.md").read_text("utf-8")


def painted(folder: Path, name: str, colour: str) -> Path:
    Image.new("RGB", (40, 30), colour).save(folder / name)
    return folder / name


# ---- what was typed


def test_what_was_not_saved_is_offered_again(tab: FormTab, tmp_path: Path) -> None:
    """A reload, a crash: the words, the photo and the record that was begun come back, and are saved as they were."""
    page = tab.page
    slug = fill_story(tab, "Ένα απόγευμα", "crash")
    page.locator(".drop input[type=file]").set_input_files(painted(tmp_path, "Πλατεία.png", "teal"))
    card = page.locator("#root_photos_0")
    page.locator("#root_photos_0_words_el_alt").fill("Μια πλατεία")
    page.locator("#root_photos_0_credit").fill("Δήμος")
    card.get_by_label("Όχι, κανείς").check()
    checked(page)
    wait_for(lambda: "Ένα απόγευμα" in page.evaluate(KEPT), page)
    page.goto("about:blank")
    forms.login(page, tab.at)
    page.locator(".unsaved").get_by_role("button", name="Συνέχεια").click()
    page.locator("#root_photos_0 img").wait_for()
    assert forms.field(page, "text_title", "el").input_value() == "Ένα απόγευμα"
    assert "νέο: ιστορία «Ένα απόγευμα»" in saved(tab)
    assert stored(tab, f"content/stories/{slug}") == ["el.md", "plateia.png", "story.yml"]
    assert page.evaluate(KEPT) == "[]"


KEPT = """async () => {
    const request = indexedDB.open('form-kept');
    const base = await new Promise((done) => { request.onsuccess = () => done(request.result); });
    const asked = base.transaction('kept').objectStore('kept').getAll();
    const found = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
    base.close();
    return JSON.stringify(found);
}"""


def test_a_reload_of_an_item_offers_what_was_typed(tab: FormTab) -> None:
    page = tab.page
    forms.open_entry(page, FOLDER)
    forms.field(page, "text_title", "el").fill("Πριν από το κλείσιμο")
    wait_for(lambda: "Πριν από το κλείσιμο" in page.evaluate(KEPT), page)
    page.reload()
    page.get_by_role("button", name="Συνέχεια").click()
    holds(page, "text_title", "Πριν από το κλείσιμο")
    saved(tab)
    assert "title: Πριν από το κλείσιμο\n" in greek(tab)


def test_whoever_goes_on_while_a_save_is_answered_stays_where_they_are(tab: FormTab) -> None:
    """The address of the item that was saved would else stand over the next one, and a reload would lose that."""
    page, held = tab.page, []
    first = fill_story(tab, "Η πρώτη ιστορία", "held")
    checked(page)
    page.route("**/api/v1", lambda route: held.append(route) if asks_for_the_list(route) else route.continue_())
    forms.press_save(page)
    wait_for(lambda: bool(held), page)
    forms.go(page, "new/stories/next")
    page.wait_for_function("() => !document.querySelector('#root_text_title_el').value")
    forms.field(page, "text_title", "el").fill("Η δεύτερη ιστορία")
    page.unroute("**/api/v1")  # and what was held goes on
    assert "Η πρώτη ιστορία" in outcome(page)
    assert page.url.endswith("#/new/stories/next")
    assert stored(tab, f"content/stories/{first}") == ["el.md", "story.yml"]
    wait_for(lambda: "Η δεύτερη ιστορία" in page.evaluate(KEPT), page)
    page.reload()
    page.get_by_role("button", name="Συνέχεια").click()
    holds(page, "text_title", "Η δεύτερη ιστορία")


def asks_for_the_list(route: Any) -> bool:
    return bool(route.request.post_data_json["action"] == "site")


def test_a_save_leaves_the_focus_and_the_next_view_takes_it(tab: FormTab) -> None:
    """Whoever writes on after a save goes on where they were; whoever goes elsewhere hears where they have come."""
    page = tab.page
    fill_story(tab, "Με το πληκτρολόγιο", "focus")
    for save in range(2):
        summary = forms.field(page, "text_summary", "el")
        summary.fill(f"Πρόταση {save}.")
        summary.press("Control+s")
        outcome(page)
        wait_for(lambda: not tab.waiting, page)
        assert page.evaluate("document.activeElement.id") == "root_text_summary_el"
        assert "Με το πληκτρολόγιο" in page.title()
    forms.field(page, "text_title", "el").fill("Ένας άλλος τίτλος")
    page.locator(".bar button.is-main").focus()
    page.keyboard.press("Enter")
    outcome(page)
    wait_for(lambda: page.title().startswith("Ένας άλλος τίτλος"), page)
    assert page.evaluate("document.activeElement.matches('.bar button.is-main')"), "what was pressed keeps the focus"
    forms.go(page, f"edit/{FOLDER}")
    page.wait_for_function("() => document.activeElement.matches('h1') && !document.title.includes('άλλος')")


def test_leaving_with_unsaved_work_is_asked(tab: FormTab) -> None:
    page = tab.page
    forms.open_entry(page, FOLDER)
    forms.field(page, "text_title", "el").fill("Μένω")
    forms.go(page, "list/stories")
    page.get_by_role("button", name="Μένω εδώ").click()
    assert forms.field(page, "text_title", "el").input_value() == "Μένω"
    assert f"#/edit/{FOLDER}" in page.url
    forms.go(page, "list/stories")
    page.get_by_role("button", name="Φεύγω").click()
    page.locator(".unsaved", has_text="Μένω").wait_for()
    assert "Μένω" not in greek(tab)


def test_without_a_connection_the_words_stay_and_are_saved_later(tab: FormTab) -> None:
    page = tab.page
    forms.open_entry(page, FOLDER)
    forms.field(page, "text_title", "el").fill("Χωρίς σύνδεση")
    page.context.set_offline(True)
    forms.press_save(page)
    said = told(page, "Δεν υπάρχει σύνδεση: δεν αποθηκεύτηκε τίποτα, και ό,τι γράψατε έμεινε στη φόρμα.")
    assert "make edit" in said
    key = page.evaluate("localStorage.getItem('editor:key')")
    page.evaluate("localStorage.removeItem('editor:key')")  # as on the server of proposals, where no one has a key
    page.locator(".notice.is-problem .sign").click()
    forms.press_save(page)
    assert "make edit" not in told(page, "ελέγξτε τη σύνδεσή σας")
    page.evaluate("key => localStorage.setItem('editor:key', key)", key)
    page.context.set_offline(False)
    assert "Error" not in said
    assert forms.field(page, "text_title", "el").input_value() == "Χωρίς σύνδεση"
    forms.press_save(page)
    page.locator(".notice.is-done").wait_for()
    assert "title: Χωρίς σύνδεση\n" in greek(tab)


def test_an_unexpected_fault_says_what_to_do(tab: FormTab) -> None:
    page = tab.page
    forms.open_entry(page, FOLDER)
    forms.field(page, "text_title", "el").fill("Χωρίς απάντηση")
    checked(page)
    page.route("**/api/v1", lambda route: route.fulfill(status=500, json={"error": "Disk quota exceeded"}))
    forms.press_save(page)
    said = told(page, "Κάτι πήγε στραβά με τρόπο που η φόρμα δεν περίμενε. Αντιγράψτε το κείμενό σας")
    page.unroute("**/api/v1")
    assert "Για τον τεχνικό: Disk quota exceeded" in said
    assert "Error" not in said


def test_an_open_tab_goes_on_after_a_restart(chromium: Any, equipment: None, tmp_path: Path) -> None:
    root, port, folder = forms.copy_of(browse.GOOD, tmp_path), forms.free_port(), "content/stories/garden"
    with forms.edited(root, port=port) as running:
        page = sat_at(chromium, running).page
        assert "key" not in page.url, "the key is taken out of the address"
        forms.open_entry(page, folder)
        forms.field(page, "text_title", "el").fill("Πριν και μετά")
    forms.press_save(page)
    told(page, "Δεν υπάρχει σύνδεση")
    assert "title: Πριν και μετά\n" not in (root / folder / "el.md").read_text("utf-8")
    with forms.edited(root, port=port):
        forms.press_save(page)
        wait_for(lambda: "title: Πριν και μετά\n" in (root / folder / "el.md").read_text("utf-8"), page)
    page.context.close()


def test_without_the_key_the_page_says_which_address_to_open(chromium: Any, tab: FormTab) -> None:
    page = chromium.new_context().new_page()
    page.goto(tab.at.url)
    page.get_by_text("χρειάζεται ολόκληρη η διεύθυνση που δείχνει το make edit").wait_for()
    assert page.get_by_text("The form opens with the whole address that make edit prints").count() == 1
    assert page.locator("button, input").count() == 0
    page.context.close()


def test_a_key_that_is_another_by_now_is_told_and_the_words_stay(tab: FormTab) -> None:
    page = tab.page
    forms.open_entry(page, FOLDER)
    forms.field(page, "text_summary", "el").fill("Με άλλο κλειδί")
    checked(page)
    key = page.evaluate("localStorage.getItem('editor:key')")
    page.evaluate("localStorage.setItem('editor:key', '00')")
    forms.press_save(page)
    assert "Error" not in told(page, "Αυτή η σελίδα δεν έχει το κλειδί για τα αρχεία: δεν αποθηκεύτηκε τίποτα")
    assert forms.field(page, "text_summary", "el").input_value() == "Με άλλο κλειδί"
    page.evaluate("key => localStorage.setItem('editor:key', key)", key)


# ---- what others wrote meanwhile


def test_two_tabs_both_keep_theirs(tab: FormTab) -> None:
    page, other = tab.page, beside(tab)
    for one in (page, other.page):
        forms.open_entry(one, FOLDER)
    body = forms.field(other.page, "text_body", "el")
    body.fill(f"{body.input_value()}\n\nΗ πρώτη καρτέλα.")
    saved(other)
    other.page.close()
    forms.field(page, "text_summary", "el").fill("Μόνο η περίληψη")
    forms.press_save(page)
    assert "Ελληνικά · Κείμενο" in told(page, "Όσο γράφατε, άλλαξε από αλλού")
    outcome(page)
    assert "summary: Μόνο η περίληψη\n" in greek(tab)
    assert "Η πρώτη καρτέλα." in greek(tab)
    assert "Η πρώτη καρτέλα." in forms.field(page, "text_body", "el").input_value()


@pytest.mark.parametrize("is_theirs", [True, False])
def test_who_change_one_field_are_told_at_the_field(tab: FormTab, is_theirs: bool) -> None:
    page, text = tab.page, tab.at.root / FOLDER / "el.md"
    forms.open_entry(page, FOLDER)
    was = text.read_text("utf-8")
    text.write_text(re.sub("(?m)^title: .*$", "title: Ο δικός τους τίτλος", was), "utf-8")
    forms.field(page, "text_title", "el").fill("Ο δικός μου τίτλος")
    forms.press_save(page)
    assert "Ελληνικά · Τίτλος" in told(page, "κάποιος άλλος άλλαξε και αυτό")
    said = page.locator("#root_text_title_el-told")
    assert "Ο δικός τους τίτλος" in said.inner_text()
    assert page.locator(".problems li").first.inner_text().endswith("Διαλέξτε εκεί ποιο μένει.")
    assert "title: Ο δικός τους τίτλος\n" in greek(tab), "nothing was written over theirs"
    assert forms.field(page, "text_title", "el").input_value() == "Ο δικός μου τίτλος"
    said.get_by_role("button", name="Να μείνει το δικό τ" if is_theirs else "Να μείνει το δικό μου").click()
    whose = "Ο δικός τους τίτλος" if is_theirs else "Ο δικός μου τίτλος"
    assert forms.field(page, "text_title", "el").input_value() == whose
    forms.press_save(page)
    page.locator(".notice.is-done").wait_for()
    assert f"title: {whose}\n" in greek(tab)


def test_an_address_that_is_taken_is_told(tab: FormTab) -> None:
    page = tab.page
    fill_story(tab, "Άλλη ιστορία")
    forms.field(page, "slug").fill("athens-city-together")
    page.locator("#root_slug-told", has_text="το έχει ήδη η σελίδα").wait_for()
    was = greek(tab)
    forms.press_save(page)
    told(page, "Δεν αποθηκεύτηκε")
    assert page.get_by_role("button", name="Αποθήκευση με τα προβλήματα").count() == 0
    assert greek(tab) == was


# ---- photos


def test_only_what_the_item_shows_is_written(tab: FormTab, tmp_path: Path) -> None:
    """A face that was chosen by mistake stays in the browser; one that is taken out of an item goes from its folder."""
    page, slug = tab.page, fill_story(tab, "Μια ιστορία με φωτογραφία")
    page.locator(".drop input[type=file]").set_input_files(
        [painted(tmp_path, f"{colour}.png", colour) for colour in ("red", "green", "blue")]
    )
    page.locator("#root_photos_2").wait_for()
    for _ in range(2):
        page.locator(".card").first.get_by_role("button", name="Αφαίρεση").click()
    page.locator("#root_photos_0_words_el_alt").fill("Ένα χρώμα")
    page.locator("#root_photos_0_credit").fill("Δήμος")
    page.locator("#root_photos_0").get_by_label("Όχι, κανείς").check()
    saved(tab)
    folder = f"content/stories/{slug}"
    assert stored(tab, folder) == ["blue.png", "el.md", "story.yml"]
    page.locator(".card").first.get_by_role("button", name="Αφαίρεση").click()
    saved(tab)
    assert stored(tab, folder) == ["el.md", "story.yml"]


def test_a_record_that_no_photo_refers_to_is_not_stored(tab: FormTab, tmp_path: Path) -> None:
    """Whoever said "a child" by mistake, began a record and then says "no one", leaves none behind."""
    page, slug = tab.page, fill_story(tab, "Χωρίς πρόσωπα")
    page.locator(".drop input[type=file]").set_input_files(painted(tmp_path, "plateia.png", "teal"))
    page.locator("#root_photos_0_words_el_alt").fill("Μια πλατεία")
    page.locator("#root_photos_0_credit").fill("Δήμος")
    card = page.locator("#root_photos_0")
    card.get_by_label("Ναι, και παιδί").check()
    card.get_by_role("button", name="Νέα συγκατάθεση παιδιού").click()
    card.locator(".extra [id$='_reviewer']").fill("Γραφείο ένταξης")
    card.get_by_label("Όχι, κανείς").check()
    saved(tab)
    assert stored(tab, f"content/stories/{slug}") == ["el.md", "plateia.png", "story.yml"]
    assert list((tab.at.root / "consent").glob("*.yml")) == []


def test_photos_come_small_and_without_a_word_of_where_they_were_taken(tab: FormTab, tmp_path: Path) -> None:
    page, slug = tab.page, fill_story(tab, "Φωτογραφίες")
    exif = Image.Exif()
    exif[0x010F] = "Phone"
    exif.get_ifd(0x8825)[1] = "N"
    for kind in ("jpg", "png", "webp"):
        Image.linear_gradient("L").resize((3000, 2000)).convert("RGB").save(tmp_path / f"Εδώ.{kind}", exif=exif)
    Image.effect_noise((2000, 2000), 90).convert("RGB").save(tmp_path / "Στιγμιότυπο.png")
    assert (tmp_path / "Στιγμιότυπο.png").stat().st_size > MAX_PICTURE_BYTES / 2
    page.locator(".drop input[type=file]").set_input_files(sorted(tmp_path.glob("*.*")))
    page.locator("#root_photos_3").wait_for()
    forms.press_save(page)
    page.get_by_role("button", name="Αποθήκευση με τα προβλήματα").click()
    outcome(page)
    found = [path for path in (tab.at.root / f"content/stories/{slug}").iterdir() if path.suffix not in (".yml", ".md")]
    assert sorted(path.name for path in found) == ["edo-2.png", "edo-3.webp", "edo.jpg", "stigmiotypo.jpg"] or sorted(
        path.name for path in found
    ) == ["edo.jpg", "edo.png", "edo.webp", "stigmiotypo.jpg"]
    for path in found:
        assert not any(mark in path.read_bytes() for mark in MARKS)
        with Image.open(path) as image:
            assert max(image.size) <= 2400


def test_what_is_no_photo_is_refused_in_words(tab: FormTab, tmp_path: Path) -> None:
    page = tab.page
    for kind in ("jpg", "png"):
        Image.linear_gradient("L").resize((600, 400)).save(tmp_path / f"whole.{kind}")
        whole = (tmp_path / f"whole.{kind}").read_bytes()
        (tmp_path / f"cut.{kind}").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "empty.jpg").write_bytes(b"")
    pillow_heif.from_pillow(Image.linear_gradient("L").convert("RGB")).save(tmp_path / "phone.HEIC")
    (tmp_path / "note.txt").write_text("Μια σημείωση.", "utf-8")
    Image.linear_gradient("L").save(tmp_path / "scan.jpg", "TIFF")
    (tmp_path / "drawn.jpg").write_bytes(b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>')
    (tmp_path / "flyer.jpg").write_bytes(b"%PDF-1.7\n" + bytes(100))
    (tmp_path / "layers.jpg").write_bytes(b"8BPS\0\1" + bytes(100))
    Image.new("1", (20_000, 20_000)).save(tmp_path / "huge.png")
    forms.open_new(page, "stories")
    for name, words in {
        "cut.jpg": "είναι κενό ή κομμένο. Αντιγράψτε το ξανά",
        "cut.png": "είναι κενό ή κομμένο",
        "empty.jpg": "είναι κενό ή κομμένο",
        "phone.HEIC": "«Πιο συμβατό»",
        "scan.jpg": "είναι TIFF. Ανοίξτε το σε ένα πρόγραμμα εικόνων, αποθηκεύστε το ως JPEG",
        "drawn.jpg": "είναι SVG",
        "flyer.jpg": "Αν είναι έγγραφο, στείλτε το στον συντονιστή",
        "layers.jpg": "είναι Photoshop (PSD)",
        "note.txt": "δεν είναι φωτογραφία",
        "huge.png": "πάνω από 220 εκατομμύρια εικονοστοιχεία",
    }.items():
        page.locator(".drop input[type=file]").set_input_files(tmp_path / name)
        assert words in told(page, name)
    page.locator(".drop input[type=file]").set_input_files([tmp_path / "flyer.jpg", tmp_path / "drawn.jpg"])
    told(page, "Δεν προστέθηκε κανένα αρχείο")
    assert page.locator(".card").count() == 0


# ---- files


def test_hostile_words_stay_words(tab: FormTab) -> None:
    """Nothing that a stranger proposed is rendered in the form, and no other machine is asked."""
    page = tab.page
    text = tab.at.root / "content/pages/support/el.md"
    attack = '<img src=x onerror="window.hurt=1"><script>window.hurt=1</script>'
    attack += '[a](javascript:window.hurt=1) ![b](x" onerror="window.hurt=1)'
    header = f"---\ntitle: '{attack.replace(chr(39), chr(39) * 2)}'\nsummary: '<svg onload=\"window.hurt=1\">'\n---\n\n"
    text.write_text(f"{header}{attack}\n", "utf-8")
    forms.go(page, "list/pages")
    page.get_by_role("link", name="<img src=x").wait_for()
    forms.open_entry(page, "content/pages/support")
    assert forms.field(page, "text_body", "el").input_value() == attack
    checked(page)
    assert page.evaluate("window.hurt") is None
    assert len(tab.asked) > 5
    assert [url for url in tab.asked if not url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:"))] == []


def test_addresses_are_latin_whatever_the_title(tab: FormTab) -> None:
    """The page's table is that of the checker; what someone wrote is theirs."""
    page = tab.page
    forms.open_new(page, "stories")
    for title in ("Πάτρα: «γειτονιά» 2026", "Ρόδος"):
        forms.field(page, "text_title", "el").fill(title)
        assert forms.field(page, "slug").input_value() == latin_slug(title)
    forms.field(page, "slug").fill("odos-mou")
    forms.field(page, "text_title", "el").fill("Άλλος τίτλος")
    assert forms.field(page, "slug").input_value() == "odos-mou"
    texts = [line for path in tab.at.root.rglob("el.md") for line in path.read_text("utf-8").splitlines()]
    texts += ["Μπαλάφας και ΜΠΑΛΑ, αμπέλι", "ΕΥΒΟΙΑ Εύβοια αυτό αύριο ηύρα", "άγγελος ελέγχω σφίγξ", "ΟΔΟΣ Οδός"]
    texts += ["ϊ ΰ ΐ", "naïve Ł", "Aux", "Κον, con", "LPT9"]
    there = page.evaluate(
        "async (texts) => { const { latinSlug, shortName } = await import('./latin.js');"
        f"const {{ latin }} = {PLAN};"
        "return texts.map((text) => [latinSlug(text, latin), shortName(text, latin, 9999)]); }",
        texts,
    )
    assert there == [[latin_slug(text), latin_name(text)] for text in texts]


PLAN = "await (await fetch('plan.json', {headers: {'X-Editor-Key': localStorage.getItem('editor:key')}})).json()"


def said(value: Any) -> Any:
    """Data with its fractions as numbers: 22.80 is 22.8."""
    if isinstance(value, dict):
        return {name: said(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [said(inner) for inner in value]
    return float(value) if re.fullmatch(r"\d+\.\d+", value) else value


def test_all_content_written_anew_says_the_same(tab: FormTab, tmp_path: Path) -> None:
    """Every file of every item, as the page would write it from nothing: our strict YAML reads it as it was."""
    root, entries = tab.at.root, []
    for folder in forms.folders(root):
        raws = {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in forms.texts(root / folder)}
        raws = {path: raw for path, raw in raws.items() if not path.endswith(PUBLICATION_FILE)}
        [data] = [path for path in raws if path.endswith(".yml")]
        entries.append({"path": data, "raws": raws})
    written = tab.page.evaluate(
        "async (entries) => { const { toEntry, toFiles } = await import('./files.js');"
        f"const plan = {PLAN};"
        "return entries.map(({ path, raws }) => toFiles(path, toEntry(path, raws, plan), {}, plan)); }",
        entries,
    )
    for files in written:
        for path, text in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, "utf-8")
            there, here = load.read(root, path), load.read(tmp_path, path)
            own = {name: value for name, value in there.data.items() if name not in ("translates", "withdrawn")}
            assert said(here.data) == said(own), path
            assert here.body.strip() == there.body.strip(), path


# ---- links that lead to a field, lists


def test_a_link_leads_to_a_field(tab: FormTab) -> None:
    page = tab.page
    for route in ("en/title", "el/body", "themes", "members", "practice/audiences"):
        forms.go(page, "list/stories")
        page.locator("nav .kinds").wait_for()
        forms.go(page, f"edit/{FOLDER}?at={route}")
        first, _, rest = route.partition("/")
        place = f"root_text_{rest}_{first}" if first in ("el", "en") else f"root_{route.replace('/', '_')}"
        page.wait_for_function(
            "place => document.activeElement.id === place || document.activeElement.closest(`[id='${place}']`)",
            arg=place,
        )


def test_a_link_to_nothing_opens_the_item(tab: FormTab) -> None:
    page = tab.page
    forms.go(page, f"edit/{FOLDER}?at=nothing/7/here")
    forms.field(page, "text_title", "el").wait_for()
    assert page.locator(".notice").count() == 0


def test_an_item_is_found_in_any_spelling(tab: FormTab) -> None:
    page = tab.page
    for sought, collection, title in (
        ("iraklio", "members", "Ηράκλειο"),
        ("irakleio", "members", "Ηράκλειο"),
        ("ΘΕΣΣΑΛΟΝΙΚΗ", "members", "Θεσσαλονίκη"),
        ("thessaloniki", "members", "Θεσσαλονίκη"),
    ):
        forms.go(page, f"list/{collection}")
        page.get_by_role("searchbox").fill(sought)
        page.locator(".items").first.get_by_role("link", name=title).wait_for()


def test_drafts_are_branches(chromium: Any, equipment: None, tmp_path: Path) -> None:
    """With --drafts a save is a branch: the folder stays as it is, and the draft is found again and changed."""
    root = forms.copy_of(browse.PROJECT, tmp_path)
    with forms.edited(root, drafts=True) as running:
        drafting = opened_in(chromium.new_context(), running)
        page = drafting.page
        for title in ("Μαζί", "Μαζί στην πόλη"):
            forms.open_entry(page, FOLDER)
            forms.field(page, "text_title", "el").fill(title)
            saved(drafting)
            [branch] = git(root, "branch", "--format", "%(refname:short)").replace("main", "").split()
            assert f"title: {title}\n" in git(root, "show", f"{branch}:{FOLDER}/el.md")
            assert git(root, "diff", "--name-only", "main", branch).split() == [f"{FOLDER}/el.md"]
            assert git(root, "status", "--porcelain") == ""
        fill_story(drafting, "Μια νέα ιστορία")
        saved(drafting)
        forms.go(page, "list/stories")
        page.locator(".unsaved a[href$='mia-nea-istoria']").click()
        forms.field(page, "text_summary", "el").wait_for()
        assert forms.field(page, "text_title", "el").input_value() == "Μια νέα ιστορία"
        assert drafting.faults == []
        page.context.close()
