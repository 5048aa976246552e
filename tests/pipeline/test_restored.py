"""A cache and a site that were brought from another machine: they count where they are signed, and only whole."""

from __future__ import annotations

import hashlib
import hmac
import os
import shutil
import sysconfig
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

import pytest

from gazette import cli
from gazette.files import code_version, tree
from gazette.pipeline import restored
from gazette.pipeline.read import REMEMBERED, list_site
from gazette.pipeline.restored import State, is_brought
from tests.support.sites import BASE, build

pytestmark = pytest.mark.whole_build
KEY = "0123456789abcdef" * 4
GARDEN = "content/stories/garden"
STORY = f"{GARDEN}/en.md"
PAGE = "site/en/stories/garden/index.html"
TAKEN = "signed and complete"


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CACHE_KEY", KEY)


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that was built and signed, with its index; not to be changed."""
    root = tmp_path_factory.mktemp("restored") / "signed"
    shutil.copytree(BASE, root, ignore=shutil.ignore_patterns(".build"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CACHE_KEY", KEY)
        assert build(root, root / "site") == 0
    return root


@pytest.fixture
def there(signed: Path) -> Iterator[Path]:
    """A signed site on another machine, below the same path: a fresh checkout, with the cache and the built site."""
    place = signed.parent / "machine" / "site"
    shutil.copytree(signed, place, ignore=shutil.ignore_patterns("clock", "publish", ".site.next"), symlinks=True)
    _renamed(signed, place)
    for path in place.rglob("*"):
        if ".build" not in path.parts and "site" not in path.relative_to(place).parts:
            os.utime(path)
    yield signed
    shutil.rmtree(signed)
    (signed.parent / "aside").rename(signed)


def _renamed(signed: Path, place: Path) -> None:
    """The site of the other machine in the place of ours, whose folder is put aside: both have one name."""
    signed.rename(signed.parent / "aside")
    place.rename(signed)


def told(capsys: pytest.CaptureFixture[str], root: Path, *more: str, code: int = 0) -> str:
    """What a build says."""
    capsys.readouterr()
    arguments = ["build", "--root", str(root), "--as-of", "2026-11-22", "--no-paper", "--lang", "en", *more]
    assert cli.main(arguments) == code
    said = capsys.readouterr()
    return said.out + said.err


def contents(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def is_as_from_nothing(root: Path, tmp_path: Path, *more: str) -> bool:
    """Whether the site is, byte for byte, what a machine makes of these sources that knows nothing."""
    clean = tmp_path / "clean"
    shutil.copytree(root, clean, ignore=shutil.ignore_patterns(".build", "site", ".site.*"))
    arguments = ["build", "--root", str(clean), "--as-of", "2026-11-22", "--no-paper", "--quiet", *more]
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CACHE_KEY")
        assert cli.main(arguments) == 0
    return contents(root / "site") == contents(clean / "site")


def test_where_nothing_changed_nothing_is_made(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (there / "site").stat().st_ino
    said = told(capsys, there)
    assert TAKEN in said and "(0 new, 0 files gone)" in said
    assert (there / "site").stat().st_ino == before, "the site was not published again"


def edit(path: str, text: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        old = (root / path).read_text("utf-8") if (root / path).exists() else ""
        (root / path).write_text(old + text, "utf-8")

    return change


def same_size(root: Path) -> None:
    text = (root / STORY).read_text("utf-8")
    (root / STORY).write_text(text[:-2] + "!\n", "utf-8")


def another_story(root: Path) -> None:
    shutil.copytree(root / GARDEN, root / "content/stories/second-garden")
    for text in (root / "content/stories/second-garden").glob("*.md"):
        text.write_text(text.read_text("utf-8").replace("title: ", "title: Second "), "utf-8")


EDITS: tuple[Callable[[Path], None], ...] = (
    same_size,
    another_story,
    edit("content/events/open-day/en.md", "\nMore.\n"),
    edit("theme/root/CNAME", "www.example.org\n"),
    edit("mkdocs.yml", "# A remark.\n"),
)


@pytest.mark.parametrize("more", [(), ("--as-of", "2027-11-22")], ids=["the same day", "another day"])
def test_what_changed_since_is_made(
    there: Path, more: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for change in () if more else EDITS:
        change(there)
    assert TAKEN in told(capsys, there, *more)
    assert is_as_from_nothing(there, tmp_path, *more)
    before = (there / "site").stat().st_ino
    assert TAKEN in told(capsys, there, *more), "what was made is signed again"
    assert (there / "site").stat().st_ino == before


def test_a_problem_spoils_nothing_that_was_brought(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, before = (there / STORY).read_text("utf-8"), contents(there / "site")
    (there / STORY).write_text(text.replace("title:", "titel:"), "utf-8")
    assert TAKEN in told(capsys, there, code=1)
    (there / STORY).write_text(text, "utf-8")
    said = told(capsys, there)
    assert TAKEN in said and "(0 new" in said
    assert contents(there / "site") == before


def spoil(path: str) -> Callable[[Path], None]:
    """One more byte at the end of each file that is meant."""

    def change(root: Path) -> None:
        found = list(root.glob(path))
        assert found
        for file in found:
            file.write_bytes(file.read_bytes() + b" ")

    return change


def take_away(path: str) -> Callable[[Path], None]:
    return lambda root: next(root.glob(path)).unlink()


def link_to_itself(path: str) -> Callable[[Path], None]:
    """The right bytes, but behind a link."""

    def change(root: Path) -> None:
        elsewhere = Path(mkdtemp(dir=root.parent)) / "elsewhere"
        (root / path).rename(elsewhere)
        (root / path).symlink_to(elsewhere)

    return change


def sign_with_another_key(root: Path) -> None:
    (root / PAGE).write_text("spoilt", "utf-8")
    restored.sign(root, root / "site", "another key")


def guess_the_list(root: Path) -> None:
    """The digests put right, and the signature left as it was."""
    page, raw = (root / PAGE).read_bytes(), (root / restored.LIST).read_bytes()
    (root / PAGE).write_bytes(page + b" ")
    was, now = (hashlib.sha256(one).hexdigest().encode() for one in (page, page + b" "))
    assert was in raw
    (root / restored.LIST).write_bytes(raw.replace(was, now))


SPOILT: dict[str, tuple[Callable[[Path], None], State]] = {
    "a page": (spoil(PAGE), State.CHANGED),
    "the record of the site": (spoil("site/build.json"), State.CHANGED),
    "a page that is gone": (take_away(PAGE), State.CHANGED),
    "a page that was added": (edit("site/added.html", "x"), State.CHANGED),
    "a folder that was added": (lambda root: (root / "site/added").mkdir(), State.CHANGED),
    "a link for a page": (link_to_itself(PAGE), State.CHANGED),
    "a link for a folder of the site": (link_to_itself("site/en/stories"), State.CHANGED),
    "no site": (lambda root: shutil.rmtree(root / "site"), State.CHANGED),
    "what was judged": (spoil(".build/memory/*.memory"), State.CHANGED),
    "what was told": (spoil(".build/memory/told"), State.CHANGED),
    "compiled templates": (spoil(".build/compiled/*"), State.CHANGED),
    "the records of the search": (spoil(".build/search/records.json"), State.CHANGED),
    "the index of the search": (spoil(".build/search/bundle/pagefind-entry.json"), State.CHANGED),
    "the digests of the site": (spoil(".build/digests/*"), State.CHANGED),
    "more to remember": (edit(".build/memory/99.memory", "x"), State.CHANGED),
    "a link for what is remembered": (link_to_itself(".build/memory"), State.CHANGED),
    "less to remember": (take_away(".build/memory/sound"), State.CHANGED),
    "no list": (take_away(restored.LIST), State.UNSIGNED),
    "another list": (spoil(restored.LIST), State.UNSIGNED),
    "an empty list": (lambda root: (root / restored.LIST).write_bytes(b""), State.UNSIGNED),
    "a list that was put right": (guess_the_list, State.UNSIGNED),
    "a list of another key": (sign_with_another_key, State.UNSIGNED),
}


@pytest.mark.parametrize("name", SPOILT)
def test_what_is_not_as_it_was_signed_is_forgotten(there: Path, name: str) -> None:
    """What is remembered or the site, whichever it is in; without a signature both."""
    change, state = SPOILT[name]
    change(there)
    found = restored.take_over(there, there / "site", KEY)
    assert found.state is state
    is_in_site = found.path.startswith("site")
    left = {path.name for path in (there / ".build").iterdir()}
    assert (left & set(restored.KEPT) == set()) == (not is_in_site)
    is_known = bool(list((there / ".build/publish").glob("*/*.tree")))
    assert is_known == (state is State.CHANGED and not is_in_site)
    if state is State.UNSIGNED and is_brought(there):
        assert not (there / "site").exists()


def test_what_is_forgotten_is_made_anew(
    there: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    spoil(PAGE)(there)
    said = told(capsys, there)
    assert f"is not as the last build with this key left it ({PAGE})" in said and "(0 new" not in said
    assert is_as_from_nothing(there, tmp_path)
    assert TAKEN in told(capsys, there), "what was made anew is signed"


def test_two_builds_at_once_leave_each_other_alone(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second one deletes nothing of what the first is at work with, whatever that looks like meanwhile."""
    spoil(".build/memory/told")(there)
    before = contents(there / ".build")
    with restored.turn(there, there / "site"):
        assert "Another build is running" in told(capsys, there, code=cli.MISUSED)
        after = contents(there / ".build")
    assert {path: after.get(path) for path in before} == before


def test_before_anything_is_published_there_is_nothing_to_be_wrong(
    there: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (there / STORY).read_text("utf-8")
    (there / STORY).write_text(text.replace("title:", "titel:"), "utf-8")
    shutil.rmtree(there / "site")
    told(capsys, there, "--clean", code=1)
    (there / STORY).write_text(text, "utf-8")
    said = told(capsys, there)
    assert TAKEN in said and "(0 new" not in said


def test_without_a_key_nothing_that_was_brought_counts(
    there: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CACHE_KEY")
    said = told(capsys, there)
    assert "CACHE_KEY holds no key" in said and "(0 new" not in said
    assert (there / restored.LIST).exists()


def test_the_list_says_nothing_of_the_key(there: Path) -> None:
    raw = (there / restored.LIST).read_bytes()
    assert KEY.encode() not in raw
    assert raw[:32] == hmac.digest(KEY.encode(), b"signed 1\n" + raw[32:], "sha256")


def test_a_list_that_cannot_be_written_is_told(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (there / restored.LIST).unlink()
    (there / restored.LIST).mkdir()
    assert f"could not be signed ({restored.LIST}: " in told(capsys, there)


def test_a_name_does_not_become_a_command_of_the_log(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (there / "site/!a\n::error::x").write_text("x")
    said = told(capsys, there, "--format", "github")
    assert "(site/!a\ufffd::error::x)" in said
    assert not [line for line in said.splitlines() if line.startswith("::error")]
    assert TAKEN in told(capsys, there), "what is no part of the site was brought with it, and is gone with it"


def test_pages_can_be_read_by_all(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What packed them, or unpacked them, may have kept other modes."""
    (there / PAGE).chmod(0o600)
    (there / PAGE).parent.chmod(0o700)
    assert TAKEN in told(capsys, there)
    assert ((there / PAGE).stat().st_mode & 0o777, (there / PAGE).parent.stat().st_mode & 0o777) == (0o644, 0o755)


@pytest.mark.parametrize("other", [f"{KEY}\n", f"  {KEY}"])
def test_space_around_a_key_is_none_of_it(
    there: Path, other: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CACHE_KEY", other)
    assert TAKEN in told(capsys, there)


def test_a_check_between_two_builds_costs_what_is_remembered_and_no_page(
    there: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check", "--root", str(there), "--as-of", "2026-11-22", "--quiet"]) == 0
    said = told(capsys, there)
    assert "as the last build with this key left it (.build/memory/" in said and "(0 new" in said


@pytest.mark.parametrize("key", [b"secret", b"\xff" * 40, ("κλειδί" * 9).encode(), b"a\nb" * 20])
def test_what_is_no_good_key_is_refused(
    there: Path, key: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(os.environb, b"CACHE_KEY", key)
    assert "CACHE_KEY holds no key that can be used" in told(capsys, there, code=cli.MISUSED)


def test_what_cannot_be_deleted_keeps_nothing_else_from_being_forgotten(
    there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove = tree.remove

    def refusing(root: Path, path: str) -> None:
        if path == ".build/memory":
            raise PermissionError
        remove(root, path)

    monkeypatch.setattr(tree, "remove", refusing)
    list_site(there, date(2026, 11, 22), clean=True)
    left = {path.name for path in (there / ".build").iterdir()}
    assert left & set(REMEMBERED) == {"memory"}


def test_a_clean_build_asks_nobody(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = told(capsys, there, "--clean")
    assert TAKEN not in said and "(0 new" not in said
    assert TAKEN in told(capsys, there)


def test_another_version_of_a_library_makes_everything_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    code = tmp_path / "code.py"
    code.write_text("")
    monkeypatch.setattr(sysconfig, "get_path", lambda name: str(tmp_path))
    for by_content in (True, False):
        seen = {code_version.__wrapped__(code, by_content)}
        for name in ("jinja2-3.1.dist-info", "jinja2-3.2.dist-info"):
            (tmp_path / name).mkdir()
            seen.add(code_version.__wrapped__(code, by_content))
            (tmp_path / name).rmdir()
        assert len(seen) == 3


@pytest.mark.parametrize("by_content", [True, False])
def test_words_beside_the_code_count_as_the_code_does(tmp_path: Path, by_content: bool) -> None:
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "inner").mkdir()
    seen = {code_version.__wrapped__(tmp_path, by_content)}
    for name in ("code.py", "inner/words.yml", "fonts.conf"):
        (tmp_path / name).write_text("")
        seen.add(code_version.__wrapped__(tmp_path, by_content))
    assert len(seen) == 4
    (tmp_path / "__pycache__/code.pyc").write_text("")
    assert code_version.__wrapped__(tmp_path, by_content) in seen
