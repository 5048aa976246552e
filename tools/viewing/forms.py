"""The browser editor in a real Chromium: each item opened, one word added, saved, and what its files say compared.

`python -m tools.viewing.forms` does it with all the content, on a copy (`make roundtrip`); the tests with one of each
kind.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from gazette.content import load
from gazette.content.items import content_type_of
from gazette.content.model import CONTENT_TYPES, ContentType
from gazette.editorial import cms, cms_config
from tools.viewing import browse

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

ADDED: Final = " Ω"
PATIENCE: Final = 60_000
"""Milliseconds for the form to open or to save."""


@dataclass(frozen=True)
class Editor:
    """A running editor: its page's address, the folder whose files it writes, and the address with the key."""

    url: str
    root: Path
    opened: str


def free_port() -> int:
    """A port of this machine that no one uses."""
    with socket.socket() as test:
        test.bind(("127.0.0.1", 0))
        return int(test.getsockname()[1])


@contextmanager
def edited(root: Path, language: str = "el", drafts: bool = False, port: int = 0) -> Iterator[Editor]:
    """Starts the editor, as `make edit` does, on a port that is free or on the one that is named."""
    with ExitStack() as stack:
        wish = cms.CmsRequest(root.resolve(), language, date(2026, 11, 22))
        opened, _ = cms.start(stack, wish, port or free_port(), drafts)
        yield Editor(opened.partition("#")[0], root, opened)


def copy_of(project: Path, to: Path) -> Path:
    """A site of its own with the content of `project`, committed."""
    for name in ("content", "members", "newsletters", "consent"):
        if (project / name).is_dir():
            shutil.copytree(project / name, to / name)
    for name in ("mkdocs.yml", "addresses.txt", "redirects.yml"):
        if (project / name).is_file():
            shutil.copy(project / name, to / name)
    (to / ".gitignore").write_text(".build/\nsite/\n", "utf-8")
    for command in (
        ["init", "--quiet", "--initial-branch", "main"], ["config", "user.name", "Editor"],
        ["config", "user.email", "editor@example.org"], ["add", "."], ["commit", "--quiet", "--message", "Content"],
    ):  # fmt: skip
        subprocess.run(["git", "-C", str(to), *command], check=True)
    return to


def login(page: Page, editor: Editor) -> None:
    """Opens the editor; here there is no account."""
    page.goto(editor.opened)
    page.locator("nav, section button").first.wait_for(timeout=PATIENCE)
    if not page.locator("a[href^='#/collections/']").count():
        page.locator("section button").first.click()
    page.locator("a[href^='#/collections/']").first.wait_for(timeout=PATIENCE)


def folders(root: Path) -> list[str]:
    """Every item's folder below `root`."""
    found = {path.parent.relative_to(root).as_posix() for content in CONTENT_TYPES for path in _files(root, content)}
    return sorted(found)


def _files(root: Path, content: ContentType) -> Iterable[Path]:
    return root.glob(f"{content.folder}/{content.data_file}")


def one_of_each(root: Path) -> list[str]:
    """Of each collection of the form the item with most to lose: the one with the longest files."""
    by_name: dict[str, list[str]] = {}
    for folder in folders(root):
        by_name.setdefault(cms_config.collection_name(_type_of(folder)), []).append(folder)
    return [max(found, key=lambda folder: _size(root / folder)) for found in by_name.values()]


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in texts(folder))


def _type_of(folder: str) -> ContentType:
    content = content_type_of(folder)
    assert content
    return content


def open_entry(page: Page, editor: Editor, folder: str) -> None:
    """Shows an item in the form."""
    content = _type_of(folder)
    inside = f"{folder.removeprefix(content.collection + '/')}/{content.data_file.removesuffix('.yml')}"
    shelf = f"#/collections/{cms_config.collection_name(content)}"
    _open_shelf(page, editor, shelf)
    page.goto(f"{editor.url}{shelf}/entries/{inside}")
    page.locator("input[id^='text_']").first.wait_for(timeout=PATIENCE)
    slug = folder.rpartition("/")[2]
    page.wait_for_function("slug => document.querySelector('[id^=slug-field]')?.value === slug", arg=slug)


def press_save(page: Page) -> None:
    """Saves what is open: by a button where each text is a draft, else from the menu that stands there."""
    from playwright.sync_api import TimeoutError as TookTooLong

    toolbar = page.get_by_role("button", name="Αποθήκευση", exact=True)
    now = page.get_by_role("menuitem", name="Αποθήκευση τώρα")
    for _ in range(5):
        toolbar.first.click()
        if not now.count():
            return
        with suppress(TookTooLong):  # the toolbar may be drawn anew meanwhile, which closes its menu
            now.first.click(timeout=PATIENCE / 5)
            return


@dataclass(frozen=True)
class Draft:
    """A story as someone types it in; `photo` is a file on their machine."""

    title: str
    summary: str
    body: str
    date: str
    member: str
    theme: str
    photo: Path
    credit: str
    alt: str


def write_story(page: Page, editor: Editor, draft: Draft) -> None:
    """Fills the form of a new story, in Greek, as far as its photo and what is said of it; saves nothing."""
    open_new(page, editor, "stories")
    field(page, "text_title").fill(draft.title)
    field(page, "text_summary").fill(draft.summary)
    field(page, "text_body").fill(draft.body)
    field(page, "date").fill(draft.date)
    choose(page, "members", draft.member)
    choose(page, "themes", draft.theme)
    page.get_by_role("button", name="Προσθήκη: φωτογραφίες").first.click()
    add_photo(page, draft.photo)
    field(page, "credit").fill(draft.credit)
    page.locator("label[for^='people-field']").first.locator("xpath=following::input").first.fill("none")
    page.get_by_role("button", name="Προσθήκη: περιγραφές φωτογραφιών").first.click()
    named = page.locator("select[id^='file-field']").first
    named.focus()
    named.select_option(index=1)
    field(page, "alt").fill(draft.alt)


def open_new(page: Page, editor: Editor, shelf: str) -> None:
    """Shows the empty form of a kind of item."""
    _open_shelf(page, editor, f"#/collections/{shelf}")
    page.goto(f"{editor.url}#/collections/{shelf}/new")
    page.locator("input[id^='slug-field']").first.wait_for(timeout=PATIENCE)


def _open_shelf(page: Page, editor: Editor, shelf: str) -> None:
    """By way of the list, as people go: the form keeps what it showed before."""
    page.goto(f"{editor.url}{shelf}")
    page.locator("input[id^='slug-field']").first.wait_for(state="detached", timeout=PATIENCE)
    page.locator(f"a[href='{shelf}/new'], a[href^='{shelf}/entries/']").first.wait_for(timeout=PATIENCE)


def field(page: Page, name: str) -> Locator:
    """The first field of a name: the left pane's, of the first language."""
    return page.locator(f"[id^='{name}-field']:is(input, textarea, select)").first


def retype(field: Locator, words: str) -> None:
    """Puts other words into a field as a hand would: the form moves the cursor of whoever is quicker."""
    field.click()
    field.press("Control+A")
    field.page.keyboard.insert_text(words)


def choose(page: Page, name: str, words: str) -> None:
    """Picks from a list that opens as one types."""
    inside = page.locator(f"input[id^='{name}-field']").first
    inside.click()
    inside.fill(words)
    page.get_by_role("option", name=words).or_(page.locator("[id*='-option-']", has_text=words)).or_(
        page.locator("[class*='menu'] >> text=" + words)
    ).first.click()


def add_photo(page: Page, photo: Path) -> None:
    """Uploads a photo for the field that is open, and takes it."""
    page.get_by_role("button", name="Επιλέξτε φωτογραφία").first.click()
    page.locator("input[type=file]").last.set_input_files(photo)
    page.get_by_text("Νέα", exact=True).first.wait_for(timeout=PATIENCE)
    page.get_by_role("button", name="Επιλογή", exact=True).click()


def texts(folder: Path) -> list[Path]:
    """The files of an item that hold words."""
    return sorted(path for path in folder.iterdir() if path.suffix in (".md", ".yml"))


def _said(root: Path, folder: str) -> dict[str, Any]:
    """The contents of an item's files: name → data, and the body of a text."""
    found = {}
    for path in texts(root / folder):
        source = load.read(root, path.relative_to(root).as_posix())
        found[path.name] = (source.data, source.body.strip())
    return found


def _bytes(root: Path, folder: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / folder).iterdir() if path.is_file()}


def saved_again(page: Page, editor: Editor, folder: str) -> str:
    """Opens an item, adds a letter to its first field and saves. Gives what went wrong, or nothing.

    All else must be as it was: what the changed file says, and every other file byte for byte.
    """
    before, was = _said(editor.root, folder), _bytes(editor.root, folder)
    open_entry(page, editor, folder)
    first = page.locator("input[id^='text_']").first
    name = (first.get_attribute("id") or "").removeprefix("text_").partition("-field")[0]
    old = first.input_value()
    retype(first, old + ADDED)
    press_save(page)
    text = editor.root / folder / "el.md"
    deadline = time.monotonic() + PATIENCE / 1000
    while text.read_bytes() == was["el.md"] and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    page.get_by_text("Δεν έχει αποθηκευτεί").wait_for(state="detached", timeout=PATIENCE)
    after, now = _said(editor.root, folder), _bytes(editor.root, folder)
    others = [file for file in {**was, **now} if file != "el.md" and was.get(file) != now.get(file)]
    if others:
        return f"{folder}: {', '.join(others)} changed"
    data, _ = before["el.md"]
    return "" if after == {**before, "el.md": ({**data, name: old + ADDED}, before["el.md"][1])} else f"{folder}/el.md"


EXAMPLE: Final = Draft(
    title="Ένας τίτλος για παράδειγμα",
    summary="Μία ή δύο προτάσεις, που λένε τι έγινε και πού.",
    body="Η πρώτη παράγραφος του κειμένου.\n\nΗ δεύτερη, μετά από μια κενή γραμμή.",
    date="2026-11-20",
    member="Καρδίτσα",
    theme="Ένταξη στη ζωή της πόλης",
    photo=browse.GOOD / "content/stories/garden/garden.png",
    credit="Δήμος Καρδίτσας",
    alt="Ένας κήπος με δέντρα",
)
"""Tells of nothing and no one: the guide's pictures are not of a story."""
PICTURES: Final = browse.PROJECT / "docs" / "pictures"


def take_pictures(page: Page, editor: Editor) -> None:
    """The pictures of the form in docs/editors.md: the lists, the form, a photo with its description, the proposals."""
    page.set_viewport_size({"width": 1280, "height": 760})
    _open_shelf(page, editor, "#/collections/stories")
    _picture(page, "editor-list")
    write_story(page, editor, EXAMPLE)
    field(page, "text_title").scroll_into_view_if_needed()
    _picture(page, "editor-form")
    field(page, "credit").scroll_into_view_if_needed()
    _picture(page, "editor-photo")
    press_save(page)
    page.get_by_text("Κατάσταση: Πρόχειρο").first.wait_for(timeout=PATIENCE)
    page.goto(f"{editor.url}#/workflow")
    page.get_by_text(EXAMPLE.title).first.wait_for(timeout=PATIENCE)
    _picture(page, "editor-proposals")


def _picture(page: Page, name: str) -> None:
    """A picture of what is seen, in few colours: it is kept in git."""
    from PIL import Image

    page.wait_for_timeout(700)
    page.evaluate("document.activeElement.blur()")
    with Image.open(BytesIO(page.screenshot())) as image:
        image.convert("RGB").quantize(64).save(PICTURES / f"{name}.png", optimize=True)


def main(arguments: list[str]) -> int:
    """Opens and saves all items of a copy of the content, or those named; says which came back otherwise.

    With `--pictures` it takes those of the editors' guide instead.
    """
    if arguments == ["--pictures"]:
        with ExitStack() as stack:
            root = copy_of(browse.PROJECT, Path(stack.enter_context(TemporaryDirectory())))
            page = stack.enter_context(browse.opened()).new_page()
            editor = stack.enter_context(edited(root, drafts=True))
            login(page, editor)
            take_pictures(page, editor)
        return 0
    with TemporaryDirectory() as place, browse.opened() as browser:
        root = copy_of(browse.PROJECT, Path(place))
        with edited(root) as editor:
            page = browser.new_page()
            login(page, editor)
            wanted = arguments or folders(root)
            wrong = [fault for folder in wanted if (fault := saved_again(page, editor, folder))]
    print("\n".join([*wrong, f"{len(wanted)} items opened and saved; {len(wrong)} came back otherwise."]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
