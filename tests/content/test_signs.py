"""Signs that the fonts for print lack: each is named at its line, in every text and field that can reach paper."""

from collections.abc import Callable
from pathlib import Path

import pytest

from gazette import cli
from gazette.content import characters, load
from gazette.content.items import content_type_of
from gazette.content.items.texts import unprinted
from gazette.content.load import SourceFile, strings_of
from tests.support.sites import PROJECT, TODAY

GOOD = PROJECT / "tests/sites/good"
PRINTED = {
    "emoji": "😀 🎉 ❤️ ☎︎ 🫩 🪾", "families": "👨‍👩‍👧‍👦 👩🏽‍🚒 🏳️‍🌈 🏴‍☠️ ❤️‍🔥", "flags": "🇬🇷 🇺🇦 🇪🇺 🇬",
    "keycaps": "1️⃣ #️⃣ *️⃣ 0⃣ 🔟",
    "Amharic": "አማርኛ ሰላም", "Bengali": "বাংলা কথা", "Arabic": "مرحبا ﷺ ۱۲۳ پاکستان", "Ukrainian": "Україна їжа ґ",
    "Georgian": "საქართველო", "mathematics": "∀x∈ℝ: x²≥0 ∑∫√∞ ⊕", "arrows": "←↑→↓↔⇒➔➤⟶⤴️", "marks": "ᾱ̔́ ε̄́ ο̈͂ α̃ ρ̥ ẍ̧",
}  # fmt: skip
LACKING = {
    "Chinese": "北京", "Japanese": "日本", "Korean": "한국", "Thai": "ไทย", "Tibetan": "བོད", "Tamil": "தமிழ்",
    "cuneiform": "𒀀",
    "unassigned": "\u0378", "an emoji of the next years": "\U0001faff", "newly assigned": "\U00010d50", "an arrow": "🡒",
    "letters of mathematics": "𝔸", "a unit": "㎡", "a Roman number": "Ⅻ",
}  # fmt: skip


@pytest.mark.parametrize("name", PRINTED)
def test_what_is_printed_is_not_warned_of(name: str) -> None:
    assert list(characters.unprinted(PRINTED[name])) == []


@pytest.mark.parametrize("name", LACKING)
def test_what_is_not_printed_is_named(name: str) -> None:
    body = f"One line.\n\nAnother with {LACKING[name]} in it.\n"
    (found,) = unprinted(SourceFile("a/el.md", body=body, body_line=4))
    assert (found.rule, found.place.line, found.place.column) == ("sign-not-printed", 6, 14)
    assert found.facts["value"] == LACKING[name]
    assert f"U+{ord(LACKING[name][0]):04X}" in found.facts["code"]


@pytest.mark.parametrize("written", ["&#20013;", "&#x4e2d;", "&#X04E2D;", "&#00000020013;", "&#x0000000004E2D;"])
def test_so_is_what_stands_for_it(written: str) -> None:
    (found,) = unprinted(SourceFile("a/el.md", body=f"A {written}.\n"))
    assert found.facts["value"] == "中"


def test_no_run_is_left_out_however_many_there_are() -> None:
    body = "".join(f"{chr(sign)} word\n" for sign in range(0x4E00, 0x4E00 + 60))
    assert [problem.place.line for problem in unprinted(SourceFile("a/el.md", body=body))] == list(range(1, 61))


def _files() -> list[str]:
    """A text and a data file of each kind of item that an issue may print."""
    found: dict[tuple[str, str], str] = {}
    for path in sorted(path for ending in ("yml", "md") for path in GOOD.rglob(f"*.{ending}")):
        content = content_type_of(path.parent.relative_to(GOOD).as_posix())
        if content and content.kind != "page":
            found.setdefault((content.folder, path.suffix), path.relative_to(GOOD).as_posix())
    return sorted(found.values())


@pytest.mark.parametrize("path", _files())
def test_every_field_of_every_kind_is_looked_through(path: str) -> None:
    source = load.read(GOOD, path)
    routes = [route for route, text in strings_of(source.data) if route[0] != "aliases"]
    for number, route in enumerate(routes):
        *above, last = route
        place = source.data
        for part in above:
            place = place[part]  # type: ignore[index] # the way to the field, as strings_of gives it
        place[last] = chr(0x4E00 + number)  # type: ignore[index] # likewise
    said = {problem.facts["value"] for problem in unprinted(source)}
    assert {chr(0x4E00 + number) for number in range(len(routes))} <= said


def _in_title(text: str, sign: str) -> str:
    return text.replace("title: ", f"title: {sign} ", 1)


def _in_words(text: str, sign: str) -> str:
    return f"{text}\nA sign: {sign}\n"


@pytest.mark.parametrize("put", [_in_title, _in_words])
@pytest.mark.parametrize("path", ["newsletters/1/en.md", "content/stories/garden/en.md"])
def test_a_check_names_file_line_and_sign(
    root: Path, capsys: pytest.CaptureFixture[str], path: str, put: Callable[[str, str], str]
) -> None:
    text = put((root / path).read_text("utf-8"), "北")
    (root / path).write_text(text, "utf-8")
    line = text[: text.index("北")].count("\n") + 1
    assert cli.main(["check", "--root", str(root), "--as-of", TODAY, "--quiet"]) == cli.DONE
    said = capsys.readouterr().out
    assert said.startswith(f"{path}:{line}:")
    assert "The fonts for print have no '北' (U+5317)." in said
