"""A photo is kept, and shown, only as it looked: of every way in which a file holds its colours, judged by pixels."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image, ImageCms, ImageFile

from gazette import cli
from gazette.editorial import photos
from gazette.engines import pictures
from gazette.engines.pictures import opening
from gazette.outputs import images
from tools.bench.pathological_files import animated, chunk, flat_jpeg, png

pytestmark = pytest.mark.whole_build

FOLDER = "content/stories/garden"
SIDE = 64
Colour = tuple[int, int, int]
LEFT, RIGHT = (SIDE // 4, SIDE // 2), (SIDE * 3 // 4, SIDE // 2)
"""A pixel within each half; the two halves have one colour each."""
NEAR = 4


def halves(mode: str, left: object, right: object) -> Image.Image:
    picture = Image.new(mode, (SIDE, SIDE), left)  # type: ignore[arg-type]
    picture.paste(Image.new(mode, (SIDE // 2, SIDE), right), (SIDE // 2, 0))  # type: ignore[arg-type]
    return picture


def saved(picture: Image.Image, kind: str, **more: object) -> bytes:
    target = BytesIO()
    picture.save(target, kind, **more)
    return target.getvalue()


def deep_png(colour: int, left: tuple[int, ...], right: tuple[int, ...], extra: bytes = b"") -> bytes:
    """A PNG of sixteen bits, which Pillow writes of grey alone."""
    line = b"\0" + b"".join(struct.pack(">H", v) * 1 for pixel in (left, right) for v in pixel * (SIDE // 2))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", SIDE, SIDE, 16, colour, 0, 0, 0))
    about = chunk(b"tEXt", b"Comment\0made fit")  # so that there is something to do
    data = chunk(b"IDAT", zlib.compress(line * SIDE))
    return b"\x89PNG\r\n\x1a\n" + head + about + extra + data + chunk(b"IEND", b"")


MAKER = Image.Exif()
MAKER[0x010F] = "Phone maker"
"""So that there is something to do."""


def profile(space: bytes, tags: dict[bytes, bytes]) -> bytes:
    """A profile of the International Color Consortium (ICC.1:2001-04), for a screen."""
    table, data, start = b"", b"", 128 + 4 + 12 * len(tags)
    for name, value in tags.items():
        table += name + struct.pack(">II", start + len(data), len(value))
        data += value + b"\0" * (-len(value) % 4)
    size = start + len(data)
    head = struct.pack(">I4sI4s4s4s", size, b"lcms", 0x02400000, b"mntr", space, b"XYZ ") + struct.pack(
        ">6H4s4sI4s4sQI3I", 2026, 1, 1, 0, 0, 0, b"acsp", b"APPL", 0, b"none", b"none", 0, 0, 0xF6D6, 0x10000, 0xD32D
    )
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + data


def xyz(*values: float) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def curve(gamma: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))


def words(kind: bytes, text: bytes) -> bytes:
    return b"desc\0\0\0\0" + struct.pack(">I", len(text) + 1) + text + b"\0" + b"\0" * 78 if kind == b"desc" else text


COMMON = {b"desc": words(b"desc", b"made for a test"), b"wtpt": xyz(0.9642, 1, 0.8249)}
LINEAR_GREY = profile(b"GRAY", {**COMMON, b"kTRC": curve(1)})
WIDE = profile(
    b"RGB ",
    {
        **COMMON,
        b"rXYZ": xyz(0.5151, 0.2412, -0.0011), b"gXYZ": xyz(0.2920, 0.6922, 0.0419),
        b"bXYZ": xyz(0.1571, 0.0666, 0.7841),
        b"rTRC": curve(2.2), b"gTRC": curve(2.2), b"bTRC": curve(2.2),
    },
)  # fmt: skip
"""Display P3, but for its curve: primaries from Apple's profile, adapted to D50."""
LINEAR_COLOURS = WIDE.replace(curve(2.2), curve(1))
PALETTE = halves("RGB", (200, 40, 40), (20, 120, 220)).quantize(8)
CLEAR_LEFT = halves("RGBA", (9, 9, 9, 0), (20, 120, 220, 255))


def packed_png(bits: int, left: int, right: int, clear: int) -> bytes:
    """A grey PNG of fewer than eight bits in which one value is transparent."""
    line = "".join(f"{value:0{bits}b}" for value in [left] * (SIDE // 2) + [right] * (SIDE // 2))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", SIDE, SIDE, bits, 0, 0, 0, 0))
    data = zlib.compress((b"\0" + int(line, 2).to_bytes(len(line) // 8, "big")) * SIDE)
    about = chunk(b"tRNS", struct.pack(">H", clear)) + chunk(b"tEXt", b"Comment\0made fit")
    return b"\x89PNG\r\n\x1a\n" + head + about + chunk(b"IDAT", data) + chunk(b"IEND", b"")


SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def changed(at: int, value: bytes) -> bytes:
    """The profile of sRGB with other bytes in its head (ICC.1:2022, 7.2)."""
    return SRGB[:at] + value + SRGB[at + len(value) :]


USELESS: dict[str, bytes] = {
    "none": b"none",
    "empty": b"",
    "cut off": SRGB[: len(SRGB) // 2],
    "its head alone": SRGB[:128],
    "too large for its tags": changed(128, b"\xff\xff\xff\xff"),
    "of CMYK": changed(16, b"CMYK"),
    "of grey": LINEAR_GREY,
    "of Lab": ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes(),
    "of HSV": changed(16, b"HSV "),
    "a device link": changed(12, b"link"),
    "of an abstract kind": changed(12, b"abst"),
    "of names": changed(12, b"nmcl"),
    "that makes white blue": WIDE.replace(xyz(0.5151, 0.2412, -0.0011), xyz(0, 0, 0)).replace(
        xyz(0.2920, 0.6922, 0.0419), xyz(0, 0, 0)
    ),
    "version 9": changed(8, b"\x09"),
}
"""Profiles that say nothing of a picture in RGB."""


def with_profile(icc: bytes, method: bytes = b"\0", broken: bool = False) -> bytes:
    """A PNG in colours, whose chunk of the profile may have a false sum or a compression that there is not."""
    there = chunk(b"iCCP", b"a\0" + method + zlib.compress(icc))
    return deep_png(2, (0xC800, 0x2800, 0x2800), (0x1400, 0x7800, 0xDC00), there[:-4] + b"\0" * 4 if broken else there)


def jpeg_with_profile(icc: bytes) -> bytes:
    """A JPEG in colours with such a profile, which Pillow would not write if it is empty."""
    raw = saved(halves("RGB", (200, 40, 40), (20, 120, 220)), "JPEG", subsampling=0)
    data = b"ICC_PROFILE\0\1\1" + icc
    return raw[:2] + b"\xff\xe2" + struct.pack(">H", len(data) + 2) + data + raw[2:]


LOOKS: dict[str, tuple[str, Callable[[], bytes], Colour, Colour]] = {
    "grey of 16 bits": ("png", lambda: deep_png(0, (0x2000,), (0xC000,)), (32,) * 3, (191,) * 3),
    "grey of 16 bits, nearly black": ("png", lambda: deep_png(0, (0x0100,), (0x0300,)), (1,) * 3, (3,) * 3),
    "grey of 16 bits, one value clear": (
        "png", lambda: deep_png(0, (0x2000,), (0xC000,), chunk(b"tRNS", b"\x20\x00")), (255,) * 3, (191,) * 3,
    ),
    "grey of 16 bits, opacity": ("png", lambda: deep_png(4, (0x2000, 0xFFFF), (0xC000, 0)), (32,) * 3, (255,) * 3),
    "colours of 16 bits": (
        "png", lambda: deep_png(2, (0xC800, 0x2800, 0x2800), (0x1400, 0x7800, 0xDC00)), (200, 40, 40), (20, 120, 220),
    ),
    "colours of 16 bits, opacity": (
        "png", lambda: deep_png(6, (0xC800, 0x2800, 0x2800, 0xFFFF), (0, 0, 0, 0)), (200, 40, 40), (255,) * 3,
    ),
    "one bit": ("png", lambda: saved(halves("1", 0, 1), "PNG", dpi=(72, 72), exif=MAKER), (0,) * 3, (255,) * 3),
    "palette": ("png", lambda: saved(PALETTE, "PNG", exif=MAKER), (200, 40, 40), (20, 120, 220)),
    "palette, one entry clear": (
        "png",
        lambda: saved(PALETTE, "PNG", exif=MAKER, transparency=PALETTE.getpixel(LEFT)),
        (255,) * 3, (20, 120, 220),
    ),
    "opacity": ("png", lambda: saved(CLEAR_LEFT, "PNG", exif=MAKER), (255,) * 3, (20, 120, 220)),
    "opacity, WebP": (
        "webp", lambda: saved(CLEAR_LEFT, "WEBP", lossless=True, exif=MAKER), (255,) * 3, (20, 120, 220),
    ),
    "grey and opacity": (
        "png", lambda: saved(halves("LA", (60, 255), (9, 0)), "PNG", exif=MAKER), (60,) * 3, (255,) * 3,
    ),
    "grey JPEG": ("jpg", lambda: saved(halves("L", 60, 200), "JPEG", comment=b"a"), (60,) * 3, (200,) * 3),
    "CMYK": (
        "jpg", lambda: saved(halves("CMYK", (0, 255, 255, 0), (255, 0, 0, 55)), "JPEG"), (255, 0, 0), (0, 200, 200),
    ),
    "grey profile": (
        "jpg", lambda: saved(halves("L", 55, 128), "JPEG", icc_profile=LINEAR_GREY), (128,) * 3, (188,) * 3,
    ),
    "grey profile, opacity": (
        "png", lambda: saved(halves("LA", (55, 255), (9, 0)), "PNG", icc_profile=LINEAR_GREY), (128,) * 3, (255,) * 3,
    ),
    "grey profile, 16 bits": (
        "png",
        lambda: deep_png(0, (55 * 257,), (128 * 257,), chunk(b"iCCP", b"a\0\0" + zlib.compress(LINEAR_GREY))),
        (128,) * 3, (188,) * 3,
    ),
    "grey profile, opacity, 16 bits": (
        "png",
        lambda: deep_png(
            4, (55 * 257, 0xFFFF), (128 * 257, 0), chunk(b"iCCP", b"a\0\0" + zlib.compress(LINEAR_GREY))
        ),
        (128,) * 3, (255,) * 3,
    ),
    "wide colours": (
        "jpg", lambda: saved(halves("RGB", (200, 100, 100), (100, 200, 100)), "JPEG", icc_profile=WIDE, subsampling=0),
        (216, 93, 97), (43, 204, 85),
    ),
    "broken profile": (
        "jpg", lambda: saved(halves("RGB", (200, 40, 40), (20, 120, 220)), "JPEG", icc_profile=b"none", subsampling=0),
        (200, 40, 40), (20, 120, 220),
    ),
    "profile of another kind": (
        "jpg",
        lambda: saved(halves("RGB", (200, 40, 40), (20, 120, 220)), "JPEG", icc_profile=LINEAR_GREY, subsampling=0),
        (200, 40, 40), (20, 120, 220),
    ),
    **{
        f"profile {name}": ("jpg", partial(jpeg_with_profile, icc), (200, 40, 40), (20, 120, 220))
        for name, icc in USELESS.items()
    },
    "profile with a false sum": ("png", lambda: with_profile(SRGB, broken=True), (200, 40, 40), (20, 120, 220)),
    "profile packed in no known way": ("png", lambda: with_profile(SRGB, b"\7"), (200, 40, 40), (20, 120, 220)),
    "profile of three megabytes": (
        "png", lambda: with_profile(SRGB + b"\0" * 3_000_000), (200, 40, 40), (20, 120, 220),
    ),
    "profile of 30 megabytes": ("png", lambda: with_profile(SRGB + b"\0" * 30_000_000), (200, 40, 40), (20, 120, 220)),
    "grey in a profile of colours": (
        "jpg", lambda: saved(halves("L", 55, 128), "JPEG", icc_profile=LINEAR_COLOURS), (128,) * 3, (188,) * 3,
    ),
    "grey of two bits, one value clear": ("png", lambda: packed_png(2, 1, 2, 1), (255,) * 3, (170,) * 3),
    "grey of four bits, one value clear": ("png", lambda: packed_png(4, 5, 9, 9), (85,) * 3, (255,) * 3),
    "one bit, one value clear": ("png", lambda: packed_png(1, 0, 1, 0), (255,) * 3, (255,) * 3),
    "colours of 16 bits, one clear": (
        "png",
        lambda: deep_png(
            2, (0xC800, 0x2800, 0x2800), (0x1400, 0x7800, 0xDC00), chunk(b"tRNS", b"\xc8\0\x28\0\x28\0")
        ),
        (255,) * 3, (20, 120, 220),
    ),
    "two pictures, as phones store depth": (
        "jpg",
        lambda: saved(
            halves("RGB", (200, 40, 40), (20, 120, 220)), "MPO", save_all=True, subsampling=0,
            append_images=[Image.new("RGB", (SIDE, SIDE))],
        ),
        (200, 40, 40), (20, 120, 220),
    ),
}  # fmt: skip
"""Ending, how the file is made, and the colours in sRGB, on white, of its left and of its right half."""


def shown(raw: bytes, place: tuple[int, int]) -> Colour:
    with Image.open(BytesIO(raw)) as picture:
        whole = picture.convert("RGBA")
        ground = Image.new("RGBA", whole.size, "white")
        red, green, blue, _ = Image.alpha_composite(ground, whole).getpixel(place)  # type: ignore[misc]
        return red, green, blue


def is_near(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) <= NEAR for a, b in zip(one, other, strict=True))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / FOLDER).mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text("site_url: https://x.example/\nextra:\n  languages: [el, en]\n", "utf-8")
    return tmp_path


def shrink(site: Path) -> int:
    return cli.main(["photos", "--root", str(site), "--shrink"])


@pytest.mark.parametrize("name", LOOKS)
def test_what_is_made_fit_looks_as_before(name: str, site: Path) -> None:
    ending, make, left, right = LOOKS[name]
    path = site / FOLDER / f"photo.{ending}"
    path.write_bytes(make())
    assert shrink(site) == cli.DONE
    kept = path.read_bytes()
    assert kept != make(), "there was something to do"
    assert is_near(shown(kept, LEFT), left)
    assert is_near(shown(kept, RIGHT), right)
    assert pictures.is_fit(kept, images.KINDS[ending], 10**6)
    with Image.open(BytesIO(kept)) as picture:
        assert picture.mode in ("L", "RGB", "RGBA", "P")


@pytest.mark.parametrize("name", LOOKS)
def test_what_is_shown_looks_as_it_was_given(name: str) -> None:
    _, make, left, right = LOOKS[name]
    for kind in ("PNG", "WEBP", "JPEG"):
        made = pictures.rendition(make(), kind, SIDE, SIDE)
        assert is_near(shown(made, LEFT), left), kind
        assert is_near(shown(made, RIGHT), right), kind


def test_grey_on_paper_is_of_eight_bits() -> None:
    assert is_near(shown(pictures.greyscale(deep_png(0, (0x2000,), (0xC000,))), RIGHT), (191,) * 3)


@pytest.mark.parametrize("turned", range(1, 9))
def test_each_way_of_lying_is_made_upright(turned: int, site: Path) -> None:
    """Of a picture whose upper left corner is red, and the one beside it blue, as a viewer shows them."""
    upright = Image.new("RGB", (96, 64), "white")
    upright.paste("red", (0, 0, 48, 32))
    upright.paste("blue", (48, 0, 96, 32))
    back = {2: [0], 3: [3], 4: [1], 5: [5], 6: [2], 7: [6], 8: [4]}.get(turned, [])
    for step in back:
        upright = upright.transpose(Image.Transpose(step))
    about = Image.Exif()
    about[0x0112] = turned
    path = site / FOLDER / "photo.png"
    path.write_bytes(saved(upright, "PNG", exif=about))
    assert shrink(site) == cli.DONE
    assert is_near(shown(path.read_bytes(), (10, 10)), (255, 0, 0))
    assert is_near(shown(path.read_bytes(), (86, 10)), (0, 0, 255))


def heic(*shades: str, **more: object) -> bytes:
    file = pillow_heif.from_pillow(Image.new("RGB", (SIDE, SIDE), shades[0]))
    for shade in shades[1:]:
        file.add_from_pillow(Image.new("RGB", (SIDE, SIDE), shade))
    target = BytesIO()
    file.save(target, **more)
    return target.getvalue()


def pages(kind: str) -> bytes:
    """A file with a red picture and a blue one."""
    target, first = BytesIO(), Image.new("RGB", (8, 8), "red")
    first.save(target, kind, save_all=True, append_images=[Image.new("RGB", (8, 8), "blue")])
    return target.getvalue()


def deep_heic() -> bytes:
    """Ten bits a colour."""
    raw = struct.pack("<3H", 200 << 8, 40 << 8, 40 << 8) * (SIDE * SIDE)
    target = BytesIO()
    pillow_heif.from_bytes("RGB;16", (SIDE, SIDE), raw).save(target, quality=95, chroma=444)
    return target.getvalue()


def test_heic_of_ten_bits(site: Path) -> None:
    (site / FOLDER / "photo.heic").write_bytes(deep_heic())
    assert shrink(site) == cli.DONE
    assert is_near(shown((site / FOLDER / "photo.jpg").read_bytes(), LEFT), (200, 40, 40))


def half_of_a_progressive_one() -> bytes:
    raw = saved(Image.linear_gradient("L").convert("RGB"), "JPEG", progressive=True, comment=b"a")
    return raw[: len(raw) // 2]


def heic_of(picture: Image.Image) -> bytes:
    target = BytesIO()
    pillow_heif.from_pillow(picture).save(target)
    return target.getvalue()


ADOBE = struct.pack(">8I", 31270, 32900, 64000, 33000, 21000, 71000, 15000, 6000)
"""The primaries of Adobe RGB (1998), as a PNG says them."""


def of_frame(marker: bytes, bits: int = 8) -> bytes:
    """A JPEG whose frame says that it is coded in another way (ITU-T T.81, table B.1)."""
    raw = saved(Image.new("L", (8, 8), 128), "JPEG")
    frame = raw.index(b"\xff\xc0")
    return raw[:frame] + marker + raw[frame + 2 : frame + 4] + bytes([bits]) + raw[frame + 5 :]


REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "PNG that moves": ("png", lambda: animated("PNG", 3), "is animated, and only its first"),
    "JPEG in name, clear in parts": ("jpg", lambda: saved(CLEAR_LEFT, "PNG"), "has transparent parts"),
    "JPEG in name, WebP that is half clear": (
        "jpg",
        lambda: saved(Image.new("RGBA", (SIDE, SIDE), (255, 255, 255, 128)), "WEBP"),
        "has transparent parts",
    ),
    "JPEG in name, palette that is clear in parts": (
        "jpeg",
        lambda: saved(PALETTE, "PNG", transparency=0),
        "has transparent parts",
    ),
    "HEIC that is clear in parts": ("jpg", lambda: heic_of(CLEAR_LEFT), "has transparent parts"),
    "primaries of Adobe RGB": ("png", lambda: png(8, 8, extra=chunk(b"cHRM", ADOBE)), "such as HDR"),
    "JPEG without loss": ("jpg", lambda: of_frame(b"\xff\xc3"), "is not a picture"),
    "JPEG of twelve bits": ("jpg", lambda: of_frame(b"\xff\xc1", bits=12), "is not a picture"),
    "too many pixels": ("jpg", lambda: flat_jpeg(16_000, 14_000), "220 million"),
    "too many pixels in two passes": ("jpg", lambda: flat_jpeg(9000, 6000, scans=2), "52 million"),
    "WebP that moves": ("webp", lambda: animated("WEBP", 3), "is animated, and only its first"),
    "several pictures": ("heic", lambda: heic("red", "blue"), "holds several pictures"),
    "curve of HDR": ("png", lambda: png(8, 8, extra=chunk(b"cICP", b"\x09\x10\x00\x01")), "such as HDR"),
    "HLG": ("png", lambda: png(8, 8, extra=chunk(b"cICP", b"\x01\x12\x00\x01")), "such as HDR"),
    "linear numbers": ("png", lambda: png(8, 8, extra=chunk(b"gAMA", struct.pack(">I", 100_000))), "such as HDR"),
    "cut off": ("jpg", half_of_a_progressive_one, "damaged or cut off"),
    "nothing": ("jpg", bytes, "is not a picture"),
    "no height": ("png", lambda: png(8, 0), "is not a picture"),
    "a line": ("png", lambda: png(30_000_000, 1, 1), "longer than 16,383 pixels"),
    "GIF that moves": ("png", lambda: pages("GIF"), "is animated"),
    "TIFF of pages": ("jpg", lambda: pages("TIFF"), "holds several pictures"),
    "TIFF of fractions": ("jpg", lambda: saved(Image.new("F", (8, 8)), "TIFF"), "such as HDR"),
    "half a TIFF": ("jpg", lambda: saved(Image.linear_gradient("L"), "TIFF")[:3000], "damaged or cut off"),
}
"""Ending, how the file is made, and what is said of it."""


@pytest.mark.parametrize("lenient", [False, True], ids=["alone", "beside-weasyprint"])
@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_kept_as_it_looks_stays(
    name: str, site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *, lenient: bool
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)
    ending, make, said = REFUSED[name]
    path = site / FOLDER / f"photo.{ending}"
    path.write_bytes(make())
    assert shrink(site) == cli.PROBLEMS
    assert said in capsys.readouterr().out
    assert path.read_bytes() == make()
    assert [found.name for found in path.parent.iterdir()] == [path.name]
    for language in ("el", "en"):
        assert cli.main(["photos", "--root", str(site), "--shrink", "--lang", language]) == cli.PROBLEMS


def _white(raw: bytes, kind: str, most: int) -> bytes:
    return saved(Image.new("RGB", (SIDE, SIDE), "white"), kind)


def _on_its_head(raw: bytes, kind: str, most: int) -> bytes:
    with Image.open(BytesIO(raw)) as picture:
        return saved(picture.convert("RGB").rotate(180), kind)


def _pale(raw: bytes, kind: str, most: int) -> bytes:
    with Image.open(BytesIO(raw)) as picture:
        return saved(picture.convert("RGB").point(lambda value: value * 0.9 + 25), kind)


def _cut(raw: bytes, kind: str, most: int) -> bytes:
    return half_of_a_progressive_one()


@pytest.mark.parametrize("ending", ["jpg", "png", "heic"])
@pytest.mark.parametrize("fault", [_white, _on_its_head, _pale, _cut])
def test_no_original_goes_for_another_picture(
    ending: str, fault: Callable[[bytes, str, int], bytes], site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever may go wrong where it is made fit: what was read back is judged, not what was meant."""
    monkeypatch.setattr(photos, "fitted", fault)
    picture = halves("RGB", (200, 40, 40), (20, 120, 220))
    raw = heic("teal") if ending == "heic" else saved(picture, {"jpg": "JPEG"}.get(ending, "PNG"), exif=MAKER)
    if ending == "heic" and fault is _on_its_head:
        pytest.skip("one colour lies as it lies")
    path = site / FOLDER / f"photo.{ending}"
    path.write_bytes(raw)
    assert shrink(site) == cli.PROBLEMS
    assert path.read_bytes() == raw
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_a_strip_stays_a_strip(site: Path) -> None:
    path = site / FOLDER / "strip.png"
    path.write_bytes(saved(Image.new("RGB", (9000, 2), "teal"), "PNG"))
    assert shrink(site) == cli.DONE
    with Image.open(path) as picture:
        assert picture.size == (2400, 1)


def test_a_profile_is_taken_for_what_it_is() -> None:
    """So that the tests above do not compare one fallback with another."""
    raw = saved(halves("RGB", (200, 100, 100), (100, 200, 100)), "JPEG", icc_profile=WIDE, subsampling=0)
    bare = saved(halves("RGB", (200, 100, 100), (100, 200, 100)), "JPEG", subsampling=0)
    assert not pictures.looks_same(raw, bare)
    assert pictures.looks_same(bare, bare)


# ---- what is told of a picture, and shown all the same


@pytest.mark.parametrize("name", USELESS)
def test_a_profile_that_says_nothing_of_the_picture_is_told(name: str) -> None:
    assert pictures.look(jpeg_with_profile(USELESS[name])).remarks == ("profile",)


@pytest.mark.parametrize("make", [partial(with_profile, SRGB, broken=True), partial(with_profile, SRGB, b"\7")])
def test_a_profile_whose_part_is_damaged_is_told(make: Callable[[], bytes]) -> None:
    assert pictures.look(make()) == ("PNG", SIDE, SIDE, "", False, ("profile",))


@pytest.mark.parametrize("name", ["wide colours", "grey profile", "grey in a profile of colours", "grey JPEG", "CMYK"])
def test_of_a_profile_that_fits_nothing_is_told(name: str) -> None:
    assert pictures.look(LOOKS[name][1]()).remarks == ()


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_a_picture_that_moves_the_first_frame_is_shown(kind: str) -> None:
    raw = animated(kind, 3)
    assert pictures.look(raw) == (kind, 64, 64, "", False, ("moves",))
    assert not pictures.is_fit(raw, kind, 10**6)
    for made in (pictures.rendition(raw, kind, 64, 64), pictures.fitted(raw, kind, 10**6, still=True)):
        with Image.open(BytesIO(made)) as picture:
            assert getattr(picture, "n_frames", 1) == 1
        assert is_near(shown(made, LEFT), (0, 0, 9))


@pytest.mark.parametrize("turned", [0, 9, 13, 255, 65_535])
def test_an_orientation_that_there_is_not_turns_nothing(turned: int) -> None:
    about = Image.Exif()
    about[0x0112] = turned
    raw = saved(Image.new("RGB", (96, 64), "teal"), "JPEG", exif=about)
    assert pictures.look(raw)[1:3] == pictures.size_of_bytes(raw) == (96, 64)


def test_a_phones_photo_under_another_name_is_told_as_such_and_made_fit(site: Path) -> None:
    raw = heic("teal")
    assert pictures.look(raw)[:4] == ("HEIC", 0, 0, "")
    path = site / FOLDER / "photo.jpg"
    path.write_bytes(raw)
    assert shrink(site) == cli.DONE
    assert pictures.look(path.read_bytes())[:4] == ("JPEG", SIDE, SIDE, "")


# ---- what is lost


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Image.new("RGBA", (SIDE, SIDE), (255, 255, 255, 0)), Image.new("RGB", (SIDE, SIDE), "white")),
        (halves("RGBA", (255, 255, 255, 0), (255, 255, 255, 255)), Image.new("RGB", (SIDE, SIDE), "white")),
        (CLEAR_LEFT, Image.alpha_composite(Image.new("RGBA", (SIDE, SIDE), "white"), CLEAR_LEFT)),
    ],
)
def test_what_was_clear_and_is_white_does_not_look_the_same(before: Image.Image, after: Image.Image) -> None:
    assert pictures.looks_same(saved(before, "PNG"), saved(before, "PNG"))
    assert not pictures.looks_same(saved(before, "PNG"), saved(after, "PNG"))


def test_colours_beyond_those_of_screens_may_come_nearer(site: Path) -> None:
    """A green that only Display P3 holds, and inks that lie pixel by pixel beside each other."""
    wide = halves("RGB", (0, 255, 0), (255, 0, 0))
    noise, even = Image.effect_noise((256, 256), 120), Image.new("L", (256, 256), 20)
    inks = Image.merge("CMYK", [noise, even, even, noise.rotate(90)])
    (site / FOLDER / "wide.png").write_bytes(saved(wide, "PNG", icc_profile=WIDE))
    (site / FOLDER / "inks.jpg").write_bytes(saved(inks, "JPEG", quality=95, subsampling=0))
    half = halves("RGBA", (0, 255, 0, 60), (255, 0, 0, 190))
    (site / FOLDER / "half.png").write_bytes(saved(half, "PNG", icc_profile=WIDE.replace(curve(2.2), curve(1))))
    assert shrink(site) == cli.DONE
    assert shown((site / FOLDER / "wide.png").read_bytes(), LEFT) == (0, 255, 0)


PLAIN_JPEG = saved(halves("RGB", (200, 40, 40), (20, 120, 220)), "JPEG")
PLAIN_PNG = saved(halves("RGB", (200, 40, 40), (20, 120, 220)), "PNG")
BESIDE: dict[str, tuple[str, bytes]] = {
    "arithmetic coding": ("JPEG", of_frame(b"\xff\xc9")),
    "arithmetic coding in passes": ("JPEG", of_frame(b"\xff\xca")),
    "a film behind the end": ("JPEG", PLAIN_JPEG + b"\0\0\0\x18ftypmp42" + b"\0" * 99),
    "a small picture in its head": ("JPEG", PLAIN_JPEG.replace(b"\0\x10JFIF", b"\0\x13JFIF").replace(
        b"\0\x01\0\x01\0\0", b"\0\x01\0\x01\x01\x01\xff\xff\xff", 1
    )),
    "words of no known kind": ("JPEG", PLAIN_JPEG[:2] + b"\xff\xeb\0\x06JUMB" + PLAIN_JPEG[2:]),
    "where the picture comes from": ("PNG", PLAIN_PNG[:-12] + chunk(b"caBX", b"who and where") + PLAIN_PNG[-12:]),
    "words behind the end": ("PNG", PLAIN_PNG + b"who"),
}  # fmt: skip
"""What stands beside the picture, or how it is stored, that not every reader shows or no one is to be given."""


@pytest.mark.parametrize("name", BESIDE)
def test_nothing_is_published_as_it_is_but_the_bare_picture(name: str) -> None:
    kind, raw = BESIDE[name]
    assert pictures.is_fit({"JPEG": PLAIN_JPEG, "PNG": PLAIN_PNG}[kind], kind, 10**6)
    assert not pictures.is_fit(raw, kind, 10**6)


# ---- the largest that phones take


def test_a_photo_of_200_million_pixels_is_checked_shown_and_made_smaller(site: Path) -> None:
    raw = flat_jpeg(16_320, 12_240)
    assert pictures.look(raw) == ("JPEG", 16_320, 12_240, "", False, ())
    assert is_near(shown(pictures.rendition(raw, "WEBP", 480, 360), (9, 9)), (128,) * 3)
    path = site / FOLDER / "photo.jpg"
    path.write_bytes(raw)
    assert shrink(site) == cli.DONE
    assert pictures.look(path.read_bytes())[:4] == ("JPEG", 2400, 1800, "")
    assert is_near(shown(path.read_bytes(), (2000, 1700)), (128,) * 3)


def test_a_panorama_is_made_smaller_while_it_is_read(site: Path) -> None:
    path = site / FOLDER / "photo.jpg"
    path.write_bytes(flat_jpeg(60_000, 3000))
    assert pictures.look(path.read_bytes()).fault == "side-too-long", "nothing can show it"
    with opening.opened(path.read_bytes(), opening.SHRUNK) as picture:
        assert max(opening.unpacked(picture, 2400).size) == 7500
    assert shrink(site) == cli.DONE
    assert pictures.look(path.read_bytes())[:4] == ("JPEG", 2400, 120, "")


def test_a_further_frame_without_a_size_is_no_error_of_ours() -> None:
    """Pillow reads the frames of a TIFF only where it is asked how many there are."""
    target = BytesIO()
    Image.new("RGB", (8, 8)).save(target, "TIFF")
    raw = bytearray(target.getvalue())
    [start] = struct.unpack_from("<I", raw, 4)
    [entries] = struct.unpack_from("<H", raw, start)
    struct.pack_into("<I", raw, start + 2 + 12 * entries, len(raw))
    raw += struct.pack("<HHHIII", 1, 0x10E, 4, 1, 1, 0)
    with pytest.raises(pictures.PictureError, match="not-one"):
        pictures.fitted(bytes(raw), "JPEG", 10**6, still=True)


@pytest.mark.parametrize("palette", [None, b"", b"abcd"])
@pytest.mark.parametrize("bits", [1, 2, 4, 8])
def test_a_picture_of_numbered_colours_without_the_colours_is_none(bits: int, palette: bytes | None) -> None:
    """It ended the build with a traceback, or was shown black."""
    made = Image.new("P", (40, 30), 1)
    made.putpalette([0, 0, 0, 255, 255, 255])
    raw = saved(made, "PNG", bits=bits)
    start = raw.index(b"PLTE") - 4
    whole = raw[start : start + 12 + int.from_bytes(raw[start : start + 4])]
    assert pictures.look(raw).fault == ""
    damaged = raw.replace(whole, b"" if palette is None else chunk(b"PLTE", palette))
    assert pictures.look(damaged).fault == "not-one"
    with pytest.raises(pictures.PictureError, match="not-one"):
        pictures.fitted(damaged, "JPEG", 10**6, still=True)
