"""The browser form in a real Chromium: each item opened, one word added, saved, and what its files say compared.

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
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from gazette.content import load
from gazette.content.items import content_type_of
from gazette.content.model import CONTENT_TYPES, ContentType
from gazette.editorial import form, form_plan
from tools.viewing import browse

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

ADDED: Final = " Ω"
PATIENCE: Final = 40_000
"""Milliseconds for the form to open or to save."""


@dataclass(frozen=True)
class Editor:
    """A running form: its page's address, the folder whose files it writes, and the address with the key."""

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
    """Starts the form, as `make edit` does, on a port that is free or on the one that is named."""
    with ExitStack() as stack:
        wish = form.FormRequest(root.resolve(), language, date(2026, 11, 22))
        opened, _ = form.start(stack, wish, port or free_port(), drafts)
        yield Editor(opened.partition("#")[0], root, opened)


def copy_of(project: Path, to: Path) -> Path:
    """A site of its own with the content of `project`, committed."""
    for name in ("content", "members", "newsletters", "consent"):
        if (project / name).is_dir():
            shutil.copytree(project / name, to / name)
    for name in ("mkdocs.yml", "addresses.txt", "redirects.yml", "changes.txt"):
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
    """Opens the form; here there is no account."""
    page.goto(editor.opened)
    page.locator("nav .kinds").wait_for(timeout=PATIENCE)


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
        by_name.setdefault(form_plan.collection_name(_type_of(folder)), []).append(folder)
    return [max(found, key=lambda folder: _size(root / folder)) for found in by_name.values()]


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in texts(folder))


def _type_of(folder: str) -> ContentType:
    content = content_type_of(folder)
    assert content
    return content


def go(page: Page, where: str) -> None:
    """To another view of the form, as its links lead there."""
    page.evaluate("where => { location.hash = `#/${where}`; }", where)


def open_entry(page: Page, folder: str) -> None:
    """Shows an item in the form, whatever was open before."""
    go(page, "list/stories")
    page.locator("nav .kinds").wait_for(timeout=PATIENCE)
    go(page, f"edit/{folder}")
    page.locator("input[id^='root_text_']").first.wait_for(timeout=PATIENCE)


def open_new(page: Page, shelf: str, name: str = "new") -> None:
    """Shows the empty form of a kind of item."""
    go(page, f"list/{shelf}")
    page.locator("nav .kinds").wait_for(timeout=PATIENCE)
    go(page, f"new/{shelf}/{name}")
    page.locator(".form .field").first.wait_for(timeout=PATIENCE)


def field(page: Page, name: str, language: str = "") -> Locator:
    """A field of the item that is open, by its name, such as `text_title` in `el` or `date`."""
    return page.locator(f"#root_{name}_{language}" if language else f"#root_{name}")


def press_save(page: Page) -> None:
    """Saves what is open."""
    page.locator(".bar button.is-main").click()


def choose(page: Page, name: str, words: str) -> None:
    """Picks from a list that opens as one types."""
    inside = field(page, name)
    inside.fill(words)
    inside.press("Enter")


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
    open_entry(page, folder)
    first = page.locator("input[id^='root_text_'][id$='_el']").first
    name = (first.get_attribute("id") or "").removeprefix("root_text_").removesuffix("_el")
    old = first.input_value()
    first.fill(old + ADDED)
    press_save(page)
    text = editor.root / folder / "el.md"
    deadline = time.monotonic() + PATIENCE / 1000
    while text.read_bytes() == was["el.md"] and time.monotonic() < deadline:
        page.wait_for_timeout(50)
        anyway = page.locator(".notices [role=alert] button:not(.small)")
        if anyway.count():  # some content of today has problems, and is none the worse for a letter more
            anyway.first.click()
    page.locator(".notice.is-done").first.wait_for(timeout=PATIENCE)
    after, now = _said(editor.root, folder), _bytes(editor.root, folder)
    others = [file for file in {**was, **now} if file != "el.md" and was.get(file) != now.get(file)]
    if others:
        return f"{folder}: {', '.join(others)} changed"
    data, _ = before["el.md"]
    return "" if after == {**before, "el.md": ({**data, name: old + ADDED}, before["el.md"][1])} else f"{folder}/el.md"


PICTURES: Final = browse.PROJECT / "docs" / "pictures"
PHOTO: Final = browse.GOOD / "content/stories/garden/garden.png"


def write_example(page: Page) -> None:
    """A story that tells of nothing and no one, for the guide's pictures; saves nothing."""
    open_new(page, "stories", "example")
    field(page, "text_title", "el").fill("Ένας τίτλος για παράδειγμα")
    field(page, "text_title", "en").fill("A title as an example")
    field(page, "text_summary", "el").fill("Μία ή δύο προτάσεις, που λένε τι έγινε και πού.")
    field(page, "text_summary", "en").fill("A sentence or two, which say what happened and where.")
    field(page, "text_body", "el").fill("Η πρώτη παράγραφος.\n\nΗ δεύτερη, μετά από μια κενή γραμμή.")
    field(page, "text_body", "en").fill("The first paragraph.\n\nThe second, after an empty line.")
    field(page, "date").fill("20/11/2026")
    choose(page, "members", "Καρδίτσα")
    page.get_by_label("Ένταξη στη ζωή της πόλης").check()


def add_example_photo(page: Page) -> None:
    """A photo with all that is said of it, but the consent of those who can be recognised."""
    page.locator(".drop input[type=file]").set_input_files(PHOTO)
    page.locator(".card img").wait_for(timeout=PATIENCE)
    page.locator("#root_photos_0_words_el_alt").fill("Ένας κήπος με δέντρα")
    page.locator("#root_photos_0_words_en_alt").fill("A garden with trees")
    page.locator("#root_photos_0_credit").fill("Δήμος Καρδίτσας")
    page.locator(".card").get_by_label("Ναι, μόνο ενήλικοι").check()


def take_pictures(page: Page, editor: Editor) -> None:
    """The pictures of the form in docs/editors.md: a list, a form, a photo's card, problems at their fields."""
    login(page, editor)
    go(page, "list/stories")
    page.locator(".items li").first.wait_for(timeout=PATIENCE)
    _picture(page, "editor-list", 560)
    write_example(page)
    _picture(page, "editor-form", 860)
    add_example_photo(page)
    _picture(page, "editor-photo", 1020, ".card")
    page.locator(".card").get_by_label("Όχι, κανείς").check()
    field(page, "text_body", "el").fill("Το πρόγραμμα:\n-ζωγραφική\n-μουσική")
    field(page, "text_body", "el").blur()
    page.locator(".problem button").first.wait_for(timeout=PATIENCE)
    _picture(page, "editor-problems", 800, ".pair:has(#root_text_body_el)")


def _picture(page: Page, name: str, height: int, part: str = "") -> None:
    """A picture of what is seen, from `part` on, in few colours: it is kept in git."""
    from PIL import Image

    page.set_viewport_size({"width": 1280, "height": height})
    page.evaluate("document.activeElement.blur()")
    page.evaluate("part => scrollTo(0, part && document.querySelector(part).offsetTop - 76)", part)
    if page.locator(".summary").count():
        page.locator(".summary[aria-busy=false]").wait_for(timeout=PATIENCE)
    with Image.open(BytesIO(page.screenshot())) as image:
        image.convert("RGB").quantize(64).save(PICTURES / f"{name}.png", optimize=True)


def main(arguments: list[str]) -> int:
    """Opens and saves all items of a copy of the content, or those named; says which came back otherwise.

    With `--pictures` it takes those of the editors' guide instead.
    """
    with (
        TemporaryDirectory(ignore_cleanup_errors=True) as place,
        browse.opened() as browser,
        edited(copy_of(browse.PROJECT, Path(place))) as at,
    ):
        page = browser.new_page(color_scheme="light", reduced_motion="reduce")
        if arguments == ["--pictures"]:
            take_pictures(page, at)
            return 0
        login(page, at)
        wanted = arguments or folders(at.root)
        wrong = [fault for folder in wanted if (fault := saved_again(page, at, folder))]
    print("\n".join([*wrong, f"{len(wanted)} items opened and saved; {len(wrong)} came back otherwise."]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
