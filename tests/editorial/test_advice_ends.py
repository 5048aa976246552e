"""Advice about a file that is not what its name says leads somewhere: whoever follows each sentence literally is done.

A command that a problem names is run as it stands there; a name that it suggests is given. Whatever only a person can
do, in a program of theirs, must say in which, and must not send them back to a command that refuses.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from gazette import cli
from tests.support import docx
from tests.support.made_pdf import pdf

STORY = Path("content/stories/garden")
MOST_STEPS = 4


def picture(kind: str, mode: str = "RGB", **how: object) -> bytes:
    target = BytesIO()
    made = Image.linear_gradient("L").resize((300, 200)).convert(mode)
    if mode == "RGBA":
        made.putalpha(Image.linear_gradient("L").resize((300, 200)))
    made.save(target, kind, **how)
    return target.getvalue()


def heic() -> bytes:
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False)
    return picture("HEIF")


def moving() -> bytes:
    frames = [Image.new("RGB", (300, 200), colour) for colour in ("red", "blue")]
    target = BytesIO()
    frames[0].save(target, "WEBP", save_all=True, append_images=frames[1:])
    return target.getvalue()


FITS = {
    ("TIFF", "garden.png"): lambda: picture("TIFF"),
    ("TIFF of the printers", "garden.jpg"): lambda: picture("TIFF", "CMYK"),
    ("TIFF packed", "garden.jpg"): lambda: picture("TIFF", compression="tiff_lzw"),
    ("GIF", "garden.jpg"): lambda: picture("GIF", "P"),
    ("BMP", "garden.png"): lambda: picture("BMP"),
    ("AVIF", "garden.jpg"): lambda: picture("AVIF"),
    ("HEIC", "garden.jpg"): heic,
    ("HEIC", "garden.png"): heic,
    ("HEIC", "garden.HEIC"): heic,
    ("WebP", "garden.png"): lambda: picture("WEBP"),
    ("PNG", "garden.jpg"): lambda: picture("PNG"),
    ("PNG see-through", "garden.jpg"): lambda: picture("PNG", "RGBA"),
    ("JPEG", "garden.webp"): lambda: picture("JPEG"),
    ("JPEG", "Κήπος (1).JPG"): lambda: picture("JPEG"),
    ("TIFF", "Κήπος 2.JPEG"): lambda: picture("TIFF"),
    ("TIFF", "garden.tif"): lambda: picture("TIFF"),
    ("TIFF see-through", "garden.tiff"): lambda: picture("TIFF", "RGBA"),
    ("GIF", "Garden.GIF"): lambda: picture("GIF", "P"),
    ("BMP", "garden.bmp"): lambda: picture("BMP"),
    ("AVIF", "garden.avif"): lambda: picture("AVIF"),
    ("too large", "garden.jpg"): lambda: picture("JPEG") + b"\0" * (5 * 1024 * 1024),
}


@pytest.mark.parametrize(("what", "name"), FITS)
def test_whoever_follows_the_commands_has_a_picture_that_passes(
    what: str, name: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place(root, name, FITS[what, name]())
    steps = 0
    while problems := about(root, capsys):
        steps += 1
        assert steps <= MOST_STEPS, problems
        follow(root, problems[0], capsys)
    assert steps
    [left] = [path for path in (root / STORY).iterdir() if path.suffix in (".jpg", ".jpeg", ".png", ".webp")]
    with Image.open(left) as kept:
        assert kept.format in {"JPEG", "PNG", "WEBP"}


ENDS: dict[tuple[str, str], Callable[[], bytes]] = {
    ("picture-is-pdf", "garden.jpg"): pdf,
    ("picture-is-pdf", "garden.png"): lambda: pdf() + b" " * (5 * 1024 * 1024),
    ("picture-is-document", "garden.jpg"): lambda: docx.docx(docx.p(docx.t("x"))),
    ("picture-is-document", "garden.png"): lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    ("picture-is-document", "garden.webp"): lambda: b"{\\rtf1 x}",
    ("picture-is-page", "garden.jpg"): lambda: b"\n<!DOCTYPE html><html><img src=x></html>",
    ("picture-is-drawing", "garden.png"): lambda: b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>',
    ("picture-is-drawing", "garden.jpg"): lambda: b"8BPS\0\1" + b"\0" * 100,
    ("picture-empty", "garden.jpg"): lambda: b"",
    ("picture-not-one", "garden.jpg"): lambda: b"words",
    ("picture-format", "garden.psd"): lambda: b"8BPS\0\1" + b"\0" * 100,
    ("picture-format", "garden.svg"): lambda: b"<svg/>",
    ("file-of-word", "text.docx"): lambda: docx.docx(docx.p(docx.t("x"))),
    ("file-of-word", "text.odt"): lambda: b"PK\x03\x04",
    ("not-a-text", "el.md"): lambda: docx.docx(docx.p(docx.t("x"))),
    ("not-a-text", "en.md"): pdf,
    ("pdf-elsewhere", "report.pdf"): pdf,
}


@pytest.mark.parametrize(("rule", "name"), ENDS)
def test_what_no_command_can_do_names_the_program(
    rule: str, name: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place(root, name, ENDS[rule, name]())
    [problem] = [one for one in about(root, capsys) if one["path"].endswith(f"/{name}")]
    assert problem["rule"] == rule
    assert "--shrink" not in problem["mend"]  # it would refuse


def test_a_picture_that_moves_is_told_so_by_the_command_too(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place(root, "garden.png", moving())
    [problem] = about(root, capsys)
    said = follow(root, problem, capsys)
    assert "save the frame that shows it best" in said


def place(root: Path, name: str, raw: bytes) -> None:
    if not name.endswith((".md", ".docx", ".odt", ".pdf")):
        (root / STORY / "garden.png").unlink()
    (root / STORY / name).write_bytes(raw)
    use(root, name)


def use(root: Path, name: str) -> None:
    """Writes a picture's name wherever it is mentioned."""
    if name.endswith((".md", ".docx", ".odt", ".pdf")):
        return
    for path in (root / STORY).glob("*.*"):
        if path.suffix == ".yml" or (path.suffix == ".md" and path.read_bytes()[:3] == b"---"):
            said = path.read_text("utf-8")
            path.write_text(re.sub(r"(?<=file: )\S.*|(?<=!\[\]\()[^)]+", f"{name}", said), "utf-8")


def about(root: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    """The problems of files, the names of which are not in order or which are not what they should be."""
    capsys.readouterr()
    cli.main(["check", "--root", str(root), "--as-of", "2026-11-22", "--format", "json", "--quiet"])
    found = json.loads(capsys.readouterr().out)
    files = ("picture-", "file-", "pdf-", "not-a-text", "name-")
    return [
        one for one in found if one["rule"].startswith(files) and one["rule"] not in ("picture-missing", "file-name")
    ]


def follow(root: Path, problem: dict[str, str], capsys: pytest.CaptureFixture[str]) -> str:
    """Does what a problem says: the command, or the renaming. Gives what the command said."""
    command = re.search(r'make photos ARGS="(.*?)"', problem["mend"])
    renamed = re.search(r"Rename it to '([^']+)'", problem["mend"])
    before = set((root / STORY).iterdir())
    if command:
        code = cli.main(["photos", "--root", str(root), *shlex.split(command.group(1))])
        said = capsys.readouterr().out
        new = set((root / STORY).iterdir()) - before
        if code == cli.PROBLEMS and "name that ends in .png" in said:  # its own advice, taken at its word
            old = root / problem["path"]
            new = {old.rename(old.with_suffix(".png"))}
        for path in new:
            use(root, path.name)
        return said
    assert renamed, problem
    (root / problem["path"]).rename(root / STORY / renamed.group(1))
    use(root, renamed.group(1))
    return ""
