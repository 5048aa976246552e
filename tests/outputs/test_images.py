"""Photos as phones make them, and what becomes of them."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random

import pillow_heif
import pytest
from PIL import Image, ImageCms, ImageFile

from gazette import cli
from gazette.content.digests import digest_of_bytes
from gazette.engines import pictures
from gazette.outputs import images
from gazette.pipeline.build import context_of
from gazette.pipeline.read import read_site
from tests.support.sites import PROJECT, build, printed_as

FOLDER = "content/stories/garden"


def phone_photo(size: tuple[int, int] = (3200, 2400), place: bool = True, turned: int = 6) -> bytes:
    """A JPEG with all that a phone writes: orientation, place, maker, a comment, a colour profile."""
    picture = Image.effect_noise((size[0] // 8, size[1] // 8), 90).resize(size).convert("RGB")
    about = Image.Exif()
    about[0x0112], about[0x010F] = turned, "Phone maker"
    if place:
        about[0x8825] = {1: "N", 2: (37.0, 58.0, 46.0), 3: "E", 4: (23.0, 43.0, 0.0)}
    target = BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture.save(target, "JPEG", quality=97, exif=about, comment=b"My street", icc_profile=profile)
    return target.getvalue()


def shrink(root: Path, *more: str) -> int:
    return cli.main(["photos", "--root", str(root), "--shrink", *more])


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / FOLDER).mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text("site_url: https://x.example/\nextra:\n  languages: [el, en]\n", "utf-8")
    return tmp_path


def test_a_phone_photo_becomes_fit(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = site / FOLDER / "street.jpg"
    path.write_bytes(phone_photo())
    assert pictures.look(path.read_bytes()).has_place
    assert cli.main(["photos", "--root", str(site)]) == cli.PROBLEMS, "only looked at"
    assert pictures.look(path.read_bytes()).has_place
    assert shrink(site, FOLDER) == cli.DONE
    assert "street.jpg" in capsys.readouterr().out
    made = path.read_bytes()
    assert pictures.look(made) == ("JPEG", 1800, 2400, "", False, ()), "upright, and no longer than wanted"
    for trace in (b"Exif", b"Phone maker", b"My street", b"ICC_PROFILE", b"GPS"):
        assert trace not in made
    assert shrink(site) == cli.DONE
    assert path.read_bytes() == made, "what is fit is not packed again"


def test_heic_becomes_jpeg_and_goes_only_then(site: Path) -> None:
    path = site / FOLDER / "IMG 2034.HEIC"
    pillow_heif.from_pillow(Image.new("RGB", (640, 480), "teal")).save(path)
    assert shrink(site, FOLDER) == cli.DONE
    assert [found.name for found in (site / FOLDER).iterdir()] == ["img-2034.jpg"]
    assert pictures.look((site / FOLDER / "img-2034.jpg").read_bytes())[:3] == ("JPEG", 640, 480)


def test_nothing_is_overwritten(site: Path) -> None:
    path, there = site / FOLDER / "a.heic", site / FOLDER / "a.jpg"
    pillow_heif.from_pillow(Image.new("RGB", (64, 64), "teal")).save(path)
    there.write_bytes(fit := pictures.fitted(phone_photo((320, 240)), "JPEG", 10**6))
    assert shrink(site) == cli.PROBLEMS
    assert path.exists()
    assert there.read_bytes() == fit


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_of_each_kind_nothing_is_left_but_the_picture(kind: str) -> None:
    made = pictures.fitted(phone_photo((800, 600)), kind, 4_000_000)
    assert pictures.is_fit(made, kind, 4_000_000)
    assert pictures.look(made) == (kind, 600, 800, "", False, ())


@pytest.mark.parametrize("lenient", [False, True], ids=["alone", "beside-weasyprint"])
def test_damaged_files_stay_as_they_are(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *, lenient: bool
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)  # as WeasyPrint's import leaves it
    raw = phone_photo((640, 480))
    (site / FOLDER / "half.jpg").write_bytes(raw[: len(raw) // 2])
    (site / FOLDER / "none.jpg").write_bytes(b"<html>")
    assert shrink(site) == cli.PROBLEMS
    said = capsys.readouterr().out
    assert "damaged or cut off" in said
    assert "is not a picture" in said
    assert (site / FOLDER / "half.jpg").read_bytes() == raw[: len(raw) // 2]
    assert lenient is ImageFile.LOAD_TRUNCATED_IMAGES


def test_a_look_never_raises() -> None:
    dice, whole = Random(1), phone_photo((160, 120))
    for _ in range(150):
        raw = bytearray(whole)
        for _ in range(8):
            raw[dice.randrange(len(raw))] = dice.randrange(256)
        pictures.look(bytes(raw[: dice.randrange(len(raw))]))


def test_what_a_place_outside_the_site_is(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert shrink(site, "../elsewhere") == cli.MISUSED
    assert "There is no ../elsewhere" in capsys.readouterr().err


# ---- as they are published


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site with a large photo that says where its camera came from, built."""
    root = tmp_path_factory.mktemp("photos") / "site"
    shutil.copytree(PROJECT / "tests/sites/base", root, ignore=shutil.ignore_patterns(".build"))
    (root / FOLDER / "garden.png").unlink()
    (root / FOLDER / "garden.jpg").write_bytes(phone_photo((2400, 1800), place=False, turned=1))
    for path in (root / FOLDER).iterdir():
        if path.suffix in (".yml", ".md"):
            path.write_text(path.read_text("utf-8").replace("garden.png", "garden.jpg"), "utf-8")
    with printed_as("screen", "print"):
        assert build(root, root / "out", paper=True) == cli.DONE
    return root


def test_photos_come_in_fitting_widths(published: Path) -> None:
    folder = published / "out/stories/garden"
    found = {path.name for path in folder.iterdir()} - {"index.html"}
    widths = (480, 800, 1200, 1600)
    stem = digest_of_bytes((published / FOLDER / "garden.jpg").read_bytes())
    assert found == {f"{stem}.jpg", *(f"{stem}.{width}.{kind}" for width in widths for kind in ("avif", "webp"))}
    for path in folder.glob(f"{stem}.*"):
        with Image.open(path) as picture:
            assert picture.width == (1200 if path.suffix == ".jpg" else int(path.name.split(".")[1]))
            assert picture.height == picture.width * 3 // 4
            assert not picture.getexif()
        raw = path.read_bytes()
        for trace in (b"Exif\0\0II", b"Phone maker", b"My street", b"ICC_PROFILE", b"ICCP"):
            assert trace not in raw, path.name


def test_pages_say_how_large_a_photo_is(published: Path) -> None:
    page = (published / "out/en/stories/garden/index.html").read_text("utf-8")
    (image,) = re.findall(r'<img [^>]*src="[^"]*\.jpg"[^>]*>', page)
    assert 'width="1200" height="900"' in image
    assert "loading" not in image, "the first one is seen at once"
    assert page.index('type="image/avif"') < page.index('type="image/webp"')
    stem = digest_of_bytes((published / FOLDER / "garden.jpg").read_bytes())
    assert f"../../../stories/garden/{stem}.480.avif 480w" in page
    listed = (published / "out/en/stories/index.html").read_text("utf-8")
    assert f"../../stories/garden/{stem}.480.avif 480w, ../../stories/garden/{stem}.800.avif 800w" in listed
    for path in (published / "out").rglob("*.html"):
        for name in re.findall(r"([^\s\",]+\.\d+\.(?:avif|webp)) \d+w", path.read_text("utf-8")):
            assert (path.parent / name).resolve().is_file(), (path, name)


def test_no_metadata_reaches_paper(published: Path) -> None:
    papers = list((published / "out").rglob("newsletter-*.pdf"))
    assert len(papers) == 4
    assert not [path for path in papers if b"Phone maker" in path.read_bytes()]


def test_what_is_made_is_remembered_by_content(published: Path) -> None:
    made = {path: path.stat().st_mtime_ns for path in (published / ".build/pictures").iterdir()}
    assert len(made) == 9
    os.utime(published / FOLDER / "garden.jpg")
    assert build(published, published / "elsewhere") == cli.DONE
    assert {path: path.stat().st_mtime_ns for path in (published / ".build/pictures").iterdir()} == made


@pytest.mark.whole_build
def test_a_form_is_made_when_it_is_asked_for_and_not_while_it_is_planned(published: Path, tmp_path: Path) -> None:
    root = tmp_path / "site"
    shutil.copytree(published, root, ignore=shutil.ignore_patterns(".build", "out", "elsewhere"))
    context = context_of(read_site(root, date(2026, 11, 22), lambda _: None))
    planned = list(images.OUTPUT.files(context))
    assert len(planned) == 9
    assert not (context.work / "pictures").exists()
    smallest = next(file for file in planned if file.path.endswith(".480.webp"))
    made = smallest.make()
    assert [path.name for path in (context.work / "pictures").iterdir()] == [smallest.key]
    assert made == (published / "out" / smallest.path).read_bytes()
    (context.work / "pictures" / smallest.key).write_bytes(b"half of it")
    assert smallest.make() == made, "what is damaged is made again"


def test_a_picture_that_an_issue_keeps_as_well_is_one_file(published: Path, tmp_path: Path) -> None:
    root = tmp_path / "site"
    shutil.copytree(published, root, ignore=shutil.ignore_patterns(".build", "out", "elsewhere"))
    library = read_site(root, date(2026, 11, 22), lambda _: None).library
    named = list(images.published_pictures(library, root))
    copies = [replace(picture, path=f"newsletters/1/kept/{picture.path}") for picture in named]
    paths = [file.path for file in images.picture_files([*named, *copies], root / "pictures")]
    assert len(paths) == len(set(paths)) == 9
