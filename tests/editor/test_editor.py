"""The editor in a real browser: what it opens comes back, what it writes passes, and no photo tells a place."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import build
from PIL import Image

from gazette import cli
from gazette.content.translit import latin_slug
from viewing import browse, forms

STORY = forms.Draft(
    title="Μια βιβλιοθήκη για την Πάτρα",
    summary="Η δημοτική βιβλιοθήκη ανοίγει δύο απογεύματα την εβδομάδα για όλους.",
    body="Δύο απογεύματα την εβδομάδα τα ράφια είναι ανοιχτά σε όλους.\n\nΤα βιβλία είναι σε «πέντε» γλώσσες.",
    date="2026-11-20",
    member="Καρδίτσα",
    theme="Ένταξη στη ζωή της πόλης",
    photo=Path("Φωτό Εργαστήρι 1.JPG"),
    credit="Δήμος Καρδίτσας",
    alt="Δύο ράφια με βιβλία",
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


Open = Callable[..., Any]


@pytest.fixture
def opened(tab: Callable[..., Any]) -> Open:
    """A tab with the editor; `said` collects what it asks, every question answered with yes."""

    def open_editor(running: forms.Editor) -> Any:
        page = tab()
        page.said = []
        page.on("dialog", lambda dialog: (page.said.append(dialog.message), dialog.accept()))
        forms.login(page, running)
        return page

    return open_editor


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True)
    return done.stdout


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


def wait_for(done: Callable[[], bool], page: Any) -> None:
    deadline = time.monotonic() + forms.PATIENCE / 1000
    while not done():
        assert time.monotonic() < deadline, "it did not happen"
        page.wait_for_timeout(50)


def test_one_item_of_each_kind_comes_back_as_it_was(editor: forms.Editor, opened: Open) -> None:
    """All items: `make roundtrip`."""
    page = opened(editor)
    assert [forms.saved_again(page, editor, folder) for folder in forms.one_of_each(editor.root)] == [""] * 9


def test_a_story_from_the_form_to_the_page(
    drafts: forms.Editor, opened: Open, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A Greek story with a phone's photo: a branch, which the checker passes, and a page without a word of metadata."""
    page = opened(drafts)
    failed = []
    page.on("response", lambda response: failed.append(response) if response.status >= 500 else None)
    forms.write_story(page, drafts, STORY.with_photo(phone_photo(tmp_path / STORY.photo)))
    forms.press_save(page)
    branch = f"cms/stories/{SLUG}/story"
    wait_for(lambda: branch in git(drafts.root, "branch", "--format", "%(refname:short)").split(), page)

    changed = git(drafts.root, "diff", "--name-only", "main", branch).split()
    folder = f"content/stories/{SLUG}"
    assert changed == [f"{folder}/el.md", f"{folder}/foto-ergastiri-1.jpg", f"{folder}/story.yml"]
    assert git(drafts.root, "status", "--porcelain") == "", "what lies in the folder itself is left alone"
    git(drafts.root, "worktree", "add", "--quiet", str(tmp_path / "tree"), branch)
    photo = (tmp_path / "tree" / folder / "foto-ergastiri-1.jpg").read_bytes()
    assert not any(mark in photo for mark in MARKS)
    with Image.open(tmp_path / "tree" / folder / "foto-ergastiri-1.jpg") as image:
        assert image.size == (1600, 2400), "upright, and no larger than what is kept"
    assert cli.main(["check", "--root", str(tmp_path / "tree"), "--as-of", "2026-11-22"]) == 0, capsys.readouterr().out

    assert build(tmp_path / "tree", tmp_path / "site", "--no-search") == 0
    html = (tmp_path / "site" / "stories" / SLUG / "index.html").read_text("utf-8")
    assert STORY.title in html and STORY.alt in html and STORY.credit in html
    shown = [path for path in (tmp_path / "site").rglob("*") if path.suffix in (".jpg", ".webp", ".avif")]
    assert len(shown) > 3
    assert not (tmp_path / "site" / "admin").exists()
    assert not list((tmp_path / "site").rglob("*decap*"))
    assert not [path for path in shown if any(mark in path.read_bytes() for mark in MARKS)]

    page.goto(f"{drafts.url}#/workflow")  # the third trap: a server that fails on what it wrote itself
    page.get_by_text(STORY.title).first.click()
    forms.field(page, "text_body").wait_for(timeout=forms.PATIENCE)
    assert forms.field(page, "text_body").input_value() == STORY.body
    assert failed == []


def test_a_draft_of_an_item_changes_what_was_changed(drafts: forms.Editor, opened: Open) -> None:
    """Opened again, the other language is there, though its file is not part of the draft; saved again, it is kept."""
    page = opened(drafts)
    folder = "content/stories/athens-city-together"
    forms.open_entry(page, drafts, folder)
    branch = "cms/stories/athens-city-together/story"

    def drafted() -> str:
        known = branch in git(drafts.root, "branch", "--format", "%(refname:short)").split()
        return git(drafts.root, "show", f"{branch}:{folder}/el.md") if known else ""

    english = page.locator("input[id^='text_title']").nth(1).input_value()
    for title in ("Μαζί", "Μαζί στην πόλη"):
        forms.retype(forms.field(page, "text_title"), title)
        forms.press_save(page)
        wait_for(lambda title=title: f"title: {title}\n" in drafted(), page)
        assert git(drafts.root, "diff", "--name-only", "main", branch).split() == [f"{folder}/el.md"]
        page.goto("about:blank")
        forms.login(page, drafts)
        forms.open_entry(page, drafts, folder)
        assert forms.field(page, "text_title").input_value() == title
        assert page.locator("input[id^='text_title']").nth(1).input_value() == english


def test_addresses_are_latin_whatever_the_title(editor: forms.Editor, opened: Open) -> None:
    """The probe's traps: letters that vanish, a Latin p for a Greek ρ. The page's table is that of the checker."""
    page = opened(editor)
    page.goto(f"{editor.url}#/collections/stories/new")
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
    ]
    there = page.evaluate(
        "async (texts) => { const { latinSlug } = await import('./latin.js');"
        "const { latin } = await (await fetch('plan.json')).json();"
        "return texts.map((text) => latinSlug(text, latin)); }",
        texts,
    )
    assert there == [latin_slug(text) for text in texts]


def test_what_is_half_filled_is_not_saved(editor: forms.Editor, opened: Open) -> None:
    """The form's engine looks at the first language alone; the page looks at the other one and at parts of parts."""
    page = opened(editor)
    was = git(editor.root, "status", "--porcelain")
    forms.open_entry(page, editor, "content/pages/structure")
    forms.retype(page.locator("input[id^='text_title']").nth(1), " ")
    forms.press_save(page)
    page.get_by_text("Αγγλικά · Τίτλος: λείπει.").first.wait_for(timeout=forms.PATIENCE)
    assert git(editor.root, "status", "--porcelain") == was


def test_what_is_no_photo_is_refused(editor: forms.Editor, opened: Open, tmp_path: Path) -> None:
    page = opened(editor)
    page.goto(f"{editor.url}#/collections/stories/new")
    page.get_by_role("button", name="Προσθήκη: φωτογραφίες").first.click()
    page.get_by_role("button", name="Επιλέξτε φωτογραφία").first.click()
    (tmp_path / "IMG_1.HEIC").write_bytes(b"\0\0\0\x18ftypheic" + bytes(100))
    page.locator("input[type=file]").last.set_input_files(tmp_path / "IMG_1.HEIC")
    wait_for(lambda: bool(page.said), page)
    assert "IMG_1.HEIC δεν ανοίγει ως φωτογραφία" in page.said[0]


def test_marked_pictures_are_told_from_clean_ones(editor: forms.Editor, opened: Open, tmp_path: Path) -> None:
    """The last look before anything is stored: whichever way a photo came, it carries nothing."""
    page = opened(editor)
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


def test_hostile_words_stay_words(editor: forms.Editor, opened: Open) -> None:
    """Whoever reviews is signed in: nothing that a stranger proposed is rendered, in no pane."""
    text = editor.root / "content/pages/support/el.md"
    attack = '<img src=x onerror="window.hurt=1"><script>window.hurt=1</script>'
    attack += "<iframe srcdoc='<script>parent.hurt=1</script>'></iframe>"
    attack += '[a](javascript:window.hurt=1) ![b](x" onerror="window.hurt=1)'
    header = f"---\ntitle: '{attack.replace(chr(39), chr(39) * 2)}'\nsummary: '<svg onload=\"window.hurt=1\">'\n---\n\n"
    text.write_text(f"{header}{attack}\n", "utf-8")
    page = opened(editor)
    page.goto(f"{editor.url}#/collections/pages")
    page.locator("a[href*='/entries/support']").first.wait_for(timeout=forms.PATIENCE)
    forms.open_entry(page, editor, "content/pages/support")
    assert forms.field(page, "text_body").input_value() == attack
    page.wait_for_timeout(300)
    assert page.evaluate("window.hurt") is None
    assert page.locator("iframe").count() == 0
    assert page.said == []
    git(editor.root, "checkout", "--", "content/pages/support/el.md")


def test_the_page_asks_no_other_machine(editor: forms.Editor, opened: Open, tab: Callable[..., Any]) -> None:
    page = tab()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    forms.login(page, editor)
    forms.open_entry(page, editor, "members/karditsa")
    assert len(asked) > 5
    assert [url for url in asked if not url.startswith(("http://127.0.0.1:", "data:", "blob:"))] == []


def test_ctrl_c_ends_both(tmp_path: Path, equipment: None) -> None:
    root = forms.copy_of(browse.PROJECT, tmp_path)
    port = forms.free_port()
    command = [sys.executable, "build.py", "edit", "--root", str(root), "--port", str(port), "--lang", "en"]
    with subprocess.Popen(
        command, cwd=browse.PROJECT, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as running:
        assert running.stderr
        assert f"Open http://127.0.0.1:{port}/ in a browser." in running.stderr.readline()
        os.kill(running.pid, signal.SIGINT)
        assert running.wait(20) == 0
    assert forms.free_pair(port)


def test_the_form_speaks_english_too(equipment: None, tmp_path: Path, opened: Open) -> None:
    root = forms.copy_of(browse.PROJECT, tmp_path)
    with forms.edited(root, language="en") as running:
        page = opened(running)
        forms.open_entry(page, running, "members/karditsa")
        assert page.get_by_text("Official name", exact=True).first.is_visible()
