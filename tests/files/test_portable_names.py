"""Names that Windows keeps for itself: known whole, refused wherever one could come from, and none in this tree."""

import ntpath
import re
import subprocess
import warnings
from collections.abc import Iterator
from itertools import product
from pathlib import Path, PureWindowsPath

import pytest

from gazette import cli
from gazette.content.translit import latin_name
from gazette.editorial import form_plan
from gazette.editorial.form_storage import Folder
from gazette.editorial.scaffold import slug_of
from gazette.files.portable_names import DEVICE_NAME, is_portable, made_portable
from gazette.settings import SettingsError, read_settings
from gazette.theme import ThemeError, read_theme
from tests.support import docx
from tests.support.form_server import saving, server_on
from tests.support.sites import PROJECT, TODAY

KEPT = ("aux", "CON", "Prn", "nul", "com1", "LPT9", "com¹", "lpt²", "COM³", "conin$", "CONOUT$")


def _names() -> Iterator[str]:
    words = (
        *KEPT,
        "con2",
        "com",
        "com0",
        "com10",
        "lpt",
        "auxiliary",
        "aux-1",
        "my-con",
        "garden",
        "c-0042",
        "2021",
        ".aux",
    )
    for word, ending in product(
        words, ("", ".jpg", ".tar.gz", " .jpg", ".", " ", "..", ": x", "\t", "?", '"', "|", "<")
    ):
        yield word + ending


def _as_python_says(name: str) -> bool:
    """By `os.path.isreserved` (Python 3.13), before that by what it was made from, and its rules for other signs."""
    if hasattr(ntpath, "isreserved"):
        return not ntpath.isreserved(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        is_device = PureWindowsPath(name).is_reserved()
    return not (is_device or name[-1:] in (".", " ") or set(name) & {*'*?"<>/\\:|', *map(chr, range(32))})


def test_the_names_are_those_that_python_knows() -> None:
    assert [name for name in _names() if is_portable(name) != _as_python_says(name)] == []
    assert not any(map(is_portable, KEPT))


@pytest.mark.parametrize(("title", "name"), [("Aux", "aux-1"), ("ΝΟΥΛ", "noul"), ("Κον", "kon"), ("CON!", "con-1")])
def test_no_title_makes_such_a_name(title: str, name: str) -> None:
    assert latin_name(title) == slug_of(title) == name
    assert is_portable(made_portable(name))


def test_a_title_cut_short_makes_none_either() -> None:
    assert slug_of(f"Con {'x' * 70}") == "con-1"


@pytest.mark.parametrize("kind", ["story", "member", "partner", "programme", "page", "event"])
def test_no_item_begins_with_such_a_name(root: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(root.rglob("*"))
    assert cli.main(["new", "--root", str(root), "--as-of", TODAY, kind, "lpt1"]) == cli.MISUSED
    assert "Windows reserves the name 'lpt1': choose another one, such as lpt1-1." in capsys.readouterr().err
    assert sorted(root.rglob("*")) == before


def test_no_draft_from_word_has_such_a_name(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = root.parent / "nul.docx"
    document.write_bytes(docx.docx(docx.p(docx.t("Aux"), style="Title") + docx.p(docx.t("Words of a document."))))
    order = ["import", "--root", str(root), "--as-of", TODAY, str(document)]
    assert cli.main([*order, "prn"]) == cli.MISUSED
    assert "'prn'" in capsys.readouterr().err
    assert cli.main(order) == cli.DONE
    assert "content/stories/aux-1/story.yml" in capsys.readouterr().out


@pytest.mark.parametrize("path", ["content/stories/aux/story.yml", "content/stories/garden/con.jpg"])
def test_the_form_writes_none(root: Path, path: str) -> None:
    raw = "photos:\n  - file: con.jpg\n"
    words = {path: raw} if path.endswith(".yml") else {"content/stories/garden/story.yml": raw}
    photos = {path: "/9j/"} if path.endswith(".jpg") else {}
    status, said = server_on(Folder(root), root).answer(saving(root, words, photos))
    assert (status, said["error"]) == (422, "name-of-device")
    assert said["name"] in path
    assert not (root / path).exists()
    for language in ("el", "en"):
        assert said["name"] in form_plan.words(language)["errors"]["name-of-device"].format(name=said["name"])


def test_the_form_says_so_before_it_sends_anything() -> None:
    pattern = re.compile(form_plan.slug_pattern())
    for name in ("aux", "con", "lpt9"):
        assert re.match(DEVICE_NAME, name)
        assert not pattern.search(name)
    for name in ("aux-1", "console", "com0", "2021"):
        assert pattern.search(name)


def test_no_language_and_no_file_of_the_site_s_own_has_such_a_name(root: Path) -> None:
    (root / "theme/root/.well-known").mkdir(parents=True)
    (root / "theme/root/.well-known/aux.txt").write_text("x")
    with pytest.raises(ThemeError, match=r"\.well-known/aux\.txt: Windows"):
        read_theme(PROJECT / "theme", root, ("el", "en"))
    config = root / "mkdocs.yml"
    config.write_text(re.sub(r"languages: .*", "languages: [el, aux]", config.read_text("utf-8")), "utf-8")
    with pytest.raises(SettingsError, match="`aux`"):
        read_settings(root)


def test_this_tree_holds_none() -> None:
    """So that whoever has Windows can fetch it."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=True).stdout.decode()
    parts = {part for path in listed.split("\0") if path for part in path.split("/")}
    assert {part for part in parts if not is_portable(part)} == set()
