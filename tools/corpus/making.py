"""A corpus of varied files, always the same: Markdown of every construct, Word documents, pictures of every kind.

A few hundred files that no one has to keep: `make corpus FOLDER=../corpus ARGS=--make` writes and tries them.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import combinations, product
from pathlib import Path
from random import Random
from typing import Final

from PIL import Image, ImageCms

from tests.support import docx

MIXED: Final = 90
"""Texts that are put together from three constructs each."""
WORDS: Final = {
    "el": ("Οι κάτοικοι", "φύτεψαν έναν κήπο", "στην πλατεία", "της γειτονιάς"),
    "en": ("The residents", "planted a garden", "in the square", "of their neighbourhood"),
}
CONSTRUCTS: Final[Mapping[str, str]] = {
    "paragraphs": "{a} {b}.\n\n{c} {d}.",
    "soft-break": "{a}\n{b}\n{c}.",
    "hard-break-spaces": "{a}  \n{b}.",
    "hard-break-backslash": "{a}\\\n{b}.",
    "emphasis": "*{a}* **{b}** ***{c}*** _{d}_ __{a}__.",
    "emphasis-within": "{a}**b**{a} and snake_case_word and 2*3*4.",
    "emphasis-nested": "**{a} *{b}* {c}** and *{a} **{b}** {c}*.",
    "emphasis-spaced": "{a} * {b} * {c} and ** {d} **.",
    "emphasis-punctuation": "**{a}:** {b}, **«{c}»**, *({d})*.",
    "strikethrough": "{a} ~~16~~ 17, ~{b}~ {c}.",
    "heading": "## {a}\n\n{b}.\n\n### {c}\n\n{d}.",
    "heading-closed": "## {a} ##\n\n{b}.",
    "heading-tight": "{a}.\n## {b}\n{c}.",
    "heading-marks": "## {a} *{b}* `{c}`\n\n{d}.",
    "setext": "{a}\n------\n\n{b}.",
    "setext-two-lines": "{a}\n{b}\n---\n\n{c}.",
    "rule": "{a}.\n\n---\n\n{b}.\n\n***\n\n{c}.\n\n_ _ _\n\n{d}.",
    "list": "- {a}\n- {b}\n- {c}",
    "list-star-plus": "* {a}\n* {b}\n\n+ {c}\n+ {d}",
    "list-ordered": "1. {a}\n2. {b}\n3. {c}",
    "list-ordered-from": "4. {a}\n5. {b}",
    "list-ordered-paren": "1) {a}\n2) {b}",
    "list-nested-2": "- {a}\n  - {b}\n    - {c}\n- {d}",
    "list-nested-3": "1. {a}\n   - {b}\n   - {c}\n2. {d}",
    "list-nested-4": "- {a}\n    - {b}\n        - {c}\n- {d}",
    "list-nested-tab": "- {a}\n\t- {b}\n- {c}",
    "list-loose": "- {a}\n\n- {b}\n\n- {c}",
    "list-paragraphs": "- {a}\n\n  {b}\n\n- {c}",
    "list-paragraphs-3": "1. {a}\n\n   {b}\n\n2. {c}",
    "list-paragraphs-4": "1. {a}\n\n    {b}\n\n2. {c}",
    "list-lazy": "- {a}\n{b}\n- {c}",
    "list-code": "- {a}\n\n  ```\n  {b}\n  ```\n\n- {c}",
    "list-quote": "- {a}\n\n  > {b}\n\n- {c}",
    "list-below-paragraph": "{a}:\n- {b}\n- {c}",
    "list-then-paragraph": "- {a}\n- {b}\n\n{c}.",
    "list-mixed": "1. {a}\n   1. {b}\n   2. {c}\n2. {d}",
    "tasks": "- [x] {a}\n- [ ] {b}",
    "year-begins": "{a}\n2021. {b}.",
    "quote": "> {a}\n> {b}\n\n{c}.",
    "quote-lazy": "> {a}\n{b}\n\n{c}.",
    "quote-nested": "> {a}\n>\n> > {b}\n>\n> {c}",
    "quote-list": "> - {a}\n> - {b}",
    "quote-heading": "> ## {a}\n>\n> {b}",
    "code-span": "{a} `code` and ``a ` b`` and `{{% x %}}`, `<b>`.",
    "code-span-first": "`code` {a}.\n\n{b}.",
    "code-fence": "{a}:\n\n```\n{b}\n\n    {c}\n```\n\n{d}.",
    "code-fence-language": "```python\nx = 1\n```",
    "code-fence-tildes": "~~~\n{a}\n```\n{b}\n~~~",
    "code-fence-letter": "```\n                                                  {a},\n\n    {b}\n```",
    "code-fence-tight": "{a}\n```\n{b}\n```\n{c}",
    "code-fence-open": "{a}.\n\n```\n{b}",
    "code-indented": "{a}:\n\n    {b}\n\n{c}.",
    "link": "[{a}](https://www.elsewhere.example/) {b}.",
    "link-title": '[{a}](https://www.elsewhere.example/ "{b}").',
    "link-angle": "<https://www.elsewhere.example/a?b=c&d=e> {a}.",
    "link-bare": "{a} https://www.elsewhere.example/a_b_c and www.elsewhere.example.",
    "link-parentheses": "[{a}](https://www.elsewhere.example/a_(b)) {c}.",
    "link-greek": "[{a}](https://www.elsewhere.example/ένταξη?q=ά) {b}.",
    "link-reference": "[{a}][one] and [{b}] [two].\n\n[one]: https://www.elsewhere.example/1\n[two]: https://www.elsewhere.example/2",
    "link-references-side": "[{a}] [{b}]\n\n[{a}]: https://www.elsewhere.example/1\n[{b}]: https://www.elsewhere.example/2",
    "link-reference-code": "[`{a}`][]\n\n[`{a}`]: https://www.elsewhere.example/1",
    "link-marks": "[**{a}** and *{b}*](https://www.elsewhere.example/).",
    "link-page": "[{a}](/members/athens/) and [{b}](/about/).",
    "brackets": "{a} [sic] {b} [1] ({c}).",
    "footnote": "{a}[^1] {b}[^b].\n\n[^1]: {c}.\n[^b]: {d}.",
    "footnote-paragraphs": "{a}[^1].\n\n[^1]: {b}.\n\n    {c}.\n\n{d}.",
    "footnote-twice-named": "{a}[^1] {b}[^1].\n\n[^1]: {c}.",
    "table": "| {a} | {b} |\n| --- | --- |\n| {c} | {d} |",
    "table-aligned": "| {a} | {b} | c |\n|:---|:---:|---:|\n| {c} | **{d}** | 3 |",
    "table-bare": "{a} | {b}\n--- | ---\n{c} | {d}",
    "table-below-paragraph": "{a}:\n| {b} | {c} |\n| --- | --- |\n| 1 | 2 |",
    "table-escaped": "| {a} | {b} |\n| --- | --- |\n| a \\| b | `c \\| d` |",
    "table-short-row": "| {a} | {b} |\n| --- | --- |\n| {c} |\n| 1 | 2 | 3 |",
    "escapes": '\\*{a}\\* \\_{b}\\_ \\[{c}\\] \\# 1\\. \\` \\~ \\$ \\" \\< \\& \\\\ .',
    "entities": "{a} &amp; {b} &copy; &#169; &#x1F600; &nbsp;{c} &notanentity; AT&T.",
    "signs": "{a} – {b} — «{c}» “{d}” … ½ € № 5 < 6 > 4 & 3.",
    "emoji": "{a} 😀 👩🏽‍🚒 🇬🇷 1️⃣ {b}.",
    "letters": "{a} العربية Українська ქართული አማርኛ 中文 {b}.",
    "spaces": "{a}\u00a0{b}   {c}\t{d}.",
    "trailing": "{a}   \n\n   {b}\n\n{c}.   ",
    "blank-lines": "\n\n\n{a}.\n\n\n\n{b}.\n\n\n",
    "no-end": "{a}.\n\n{b}",
    "stars-row": "{a}.\n\n" + "*" * 120 + "\n\n{b}.",
    "long-line": "{a} {b} {c} {d} " * 40,
    "html-comment": "{a}.\n\n<!-- {b} -->\n\n{c}.",
    "html-inline": "{a} <br> {b} <b>{c}</b>.",
    "template": "{a} {{{{ site.url }}}} {b}.",
    "picture": "{a}.\n\n![{b}](garden.png)\n\n{c}.",
    "first-level": "# {a}\n\n{b}.",
    "aside": "> [!NOTE]\n> {a}",
    "dollar": "{a} $5 and $6, $x^2$.",
}
"""Construct → Markdown with places for four groups of words."""
_MACHINES: Final = ("windows", "mac", "notepad", "apart")


def write_corpus(folder: Path) -> None:
    """Writes the corpus. Raises FileExistsError where the folder is there already."""
    folder.mkdir(parents=True)
    for name, raw in (*_texts(), *_documents(), *_pictures()):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(raw)


def _filled(construct: str, language: str) -> str:
    return construct.format(**dict(zip("abcd", WORDS[language], strict=True))) + "\n"


def _texts() -> Iterator[tuple[str, bytes]]:
    for (name, construct), language in product(CONSTRUCTS.items(), WORDS):
        yield f"markdown/{name}-{language}.md", _filled(construct, language).encode()
    for number, (name, construct) in enumerate(CONSTRUCTS.items()):
        machine = _MACHINES[number % len(_MACHINES)]
        yield f"markdown/{name}-{machine}.md", _from(machine, _filled(construct, "el"))
    dice = Random(12)  # noqa: S311 - the same files each time
    trios = dice.sample(list(combinations(CONSTRUCTS, 3)), MIXED)
    for number, trio in enumerate(trios):
        language = "el" if number % 2 else "en"
        text = "\n".join(_filled(CONSTRUCTS[name], language) for name in dice.sample(trio, 3))
        front = "---\nlayout: post\ntitle: 'Another program''s: field'\n---\n" if number % 3 else ""
        yield f"markdown/mixed-{number:02}.md", (front + text).encode()


def _from(machine: str, text: str) -> bytes:
    """A text as another machine writes it."""
    if machine == "apart":  # letters and their accents by themselves, as macOS has them
        return unicodedata.normalize("NFD", text).encode()
    raw = text.replace("\n", "\r" if machine == "mac" else "\r\n").encode()
    return b"\xef\xbb\xbf" + raw if machine == "notepad" else raw


def _documents() -> Iterator[tuple[str, bytes]]:
    for language, (a, b, c, d) in WORDS.items():
        p, t = docx.p, docx.t
        head = p(t(f"{a} {b}"), style="Title")
        plain = p(t(f"{a} {b} {c} {d}."))
        bodies = {
            "plain": plain, "headings": p(t(a), style="10") + plain + p(t(c), style="20") + plain,
            "marks": p(t(f"{a} ", "b"), t(f"{b} ", "i"), t(f"{c} ", "b", "i"), t(d, "u"), t(" 16", "strike")),
            "split-word": p(t(a[:2], "b"), t(a[2:4]), t(a[4:], "i"), t(f" {b}.")),
            "bullets": docx.item(a, 1) + docx.item(b, 1, 1) + docx.item(c, 1),
            "numbers": docx.item(a, 2) + docx.item(b, 2) + plain + docx.item(c, 2),
            "table": plain + docx.table([a, b], [c, d]), "table-alone": docx.table([a]),
            "hidden": p(t(f"{a} "), t("secret ", "vanish"), t(b)), "text-box": p(docx.text_box(f"{a} {b}")) + plain,
            "quote": p(t(a), style="Quote") + plain, "tabs": p(t(a), docx.run("<w:tab/>"), t(b)),
            "breaks": p(t(a), docx.run("<w:br/>"), t(b)), "empty": p(), "spaces": p(t(f"  {a}   {b}  ")),
            "signs": p(t(f"{a} * {b} _ {c} # [x] <b> & \\ ` | ~")), "entry-like": p(t(f"1. {a}")) + p(t(f"- {b}")),
            "inserted": f'<w:p><w:ins w:id="1" w:author="x">{t(a)}</w:ins><w:del w:id="2" w:author="x">'
                        f"<w:r><w:delText>{b}</w:delText></w:r></w:del>{t(f' {c}')}</w:p>",
            "simple-field": f'<w:p><w:fldSimple w:instr=" DATE ">{t(f"{a} ")}</w:fldSimple>{t(b)}</w:p>',
            "control": f"<w:sdt><w:sdtContent>{p(t(a))}</w:sdtContent></w:sdt>{plain}",
            "control-inline": f"<w:p><w:sdt><w:sdtContent>{t(f'{a} ')}</w:sdtContent></w:sdt>{t(b)}</w:p>",
        }  # fmt: skip
        for name, body in bodies.items():
            yield f"word/{name}-{language}.docx", docx.docx(head + body)
        noted = p(t(a), docx.note(2), t(f" {b}."))
        yield f"word/notes-{language}.docx", docx.docx(head + noted, notes={"footnotes": {2: p(t(f"{c}."))}})
        linked = p(docx.link("rId9", t(a)), t(f" {b}."))
        yield f"word/link-{language}.docx", docx.docx(head + linked, links={"rId9": "https://www.elsewhere.example/"})
        shown = p(docx.picture("rId9", alt=a)) + plain
        media = {"rId9": ("image1.jpeg", docx.photo())}
        yield f"word/photo-{language}.docx", docx.docx(head + shown, media=media)
    whole = docx.docx(docx.p(docx.t("Words")))
    yield "word/cut-off.docx", whole[: len(whole) // 2]
    yield "word/no-document.docx", b"PK but no zip"


def _pictures() -> Iterator[tuple[str, bytes]]:
    ground = Image.linear_gradient("L").resize((640, 480))
    photo = Image.merge("RGB", (ground, ground.rotate(180), Image.new("L", ground.size, 90)))
    for mode, kind in product(("L", "RGB", "CMYK"), ("JPEG", "TIFF")):
        yield _picture(f"{mode}", photo.convert(mode), kind)
    for mode, kind in product(("1", "L", "LA", "P", "RGB", "RGBA"), ("PNG", "WEBP", "GIF", "BMP", "TIFF")):
        if not (mode == "LA" and kind == "BMP"):
            yield _picture(mode, photo.convert(mode), kind)
    yield from _special_pictures(ground, photo)
    yield from _broken_pictures(photo)


def _special_pictures(ground: Image.Image, photo: Image.Image) -> Iterator[tuple[str, bytes]]:
    """Of sixteen bits, clear, turned, with colour profiles, of odd sizes, and moving."""
    sixteen = ground.convert("I").point(lambda value: value * 257).convert("I;16")
    yield _picture("16-bit", sixteen, "PNG")
    yield _picture("16-bit", sixteen, "TIFF")
    clear = photo.convert("RGBA")
    clear.putalpha(ground)
    for kind in ("PNG", "WEBP"):
        yield _picture("clear", clear, kind)
    for turn in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = turn
        yield _picture(f"turned-{turn}", photo, "JPEG", exif=exif)
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes(12)  # when it was made (ICC.1, 7.2.1)
    for name, its in (
        ("profile", bytes(profile)),
        ("profile-broken", b"no"),
        ("profile-cut-off", bytes(profile[:200])),
    ):
        yield _picture(name, photo, "JPEG", icc_profile=its)
        yield _picture(name, photo, "PNG", icc_profile=its)
    yield _picture("large", photo.resize((5000, 3000)), "JPEG")
    yield _picture("long", photo.resize((3000, 40)), "PNG")
    yield _picture("dot", photo.resize((1, 1)), "PNG")
    frames = [photo.rotate(90 * turn) for turn in range(3)]
    for kind in ("GIF", "WEBP", "PNG"):
        yield _picture("moving", frames[0], kind, save_all=True, append_images=frames[1:])


def _broken_pictures(photo: Image.Image) -> Iterator[tuple[str, bytes]]:
    whole = _picture("", photo, "JPEG")[1]
    yield "pictures/cut-off.jpg", whole[: len(whole) // 2]
    yield "pictures/words.jpg", b"These are words."
    yield "pictures/nothing.png", b""
    yield "pictures/of-another-kind.png", whole


def _picture(name: str, picture: Image.Image, kind: str, **more: object) -> tuple[str, bytes]:
    target = io.BytesIO()
    picture.save(target, kind, **more)
    ending = {"JPEG": "jpg", "TIFF": "tif"}.get(kind, kind.lower())
    return f"pictures/{name.lower()}.{ending}", target.getvalue()
