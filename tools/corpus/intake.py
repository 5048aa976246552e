"""From a file of any folder to a story that can be tried: text below fields of our own, drafts from Word, photos."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from gazette.content.problems import Misuse
from gazette.content.wording import misuse
from gazette.editorial.word_import import ImportedDraft, draft

from . import pictures, structure, words
from .trial import DAY, Trial, Verdict, told

KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "Markdown": (".md", ".markdown", ".mkd"),
    "Word": (".docx",),
    "pictures": (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".avif", ".gif", ".tif", ".tiff", ".bmp"),
}
"""Kind of file → how the names of such files end."""
LANGUAGES: Final = ("el", "en")
_FOREIGN: Final = re.compile(
    rb"\A(\xef\xbb\xbf)?(---[ \t]*\r?\n.*?^(?:---|\.\.\.)|\+\+\+[ \t]*\r?\n.*?^\+\+\+)[ \t]*(?:\r?\n|\Z)",
    re.DOTALL | re.MULTILINE,
)
"""The fields of another program at the top of a text, as YAML or TOML."""


def kind_of(path: Path) -> str:
    """Which kind of file it is; nothing for all others."""
    return next((kind for kind, ends in KINDS.items() if path.suffix.lower() in ends), "")


def trial_of(path: Path, slug: str) -> Trial | Verdict:
    """The story that a file becomes; the verdict where it becomes none."""
    raw = path.read_bytes()
    if kind_of(path) == "Markdown":
        return _of_markdown(raw, slug)
    try:
        return _of_word(raw, path.name, slug) if kind_of(path) == "Word" else _of_picture(raw, slug)
    except Misuse as refused:
        return Verdict("refused in words", misuse(refused, "en"))
    except Exception as error:
        return Verdict("crashed", told(error))


def _language(text: str) -> str:
    greek = len(re.findall("[\u0370-\u03ff\u1f00-\u1fff]", text))
    return "el" if greek * 2 > len(re.findall(r"[^\W\d_]", text)) else "en"


def _story(slug: str, language: str, body: bytes, photos: Mapping[str, bytes], mark: bytes = b"") -> dict[str, bytes]:
    """The files of a story whose text is `body`. `mark` stands before all else in it."""
    listed = "".join(f"  - file: {name}\n    credit: The tests\n    people: none\n" for name in photos)
    data = "date: 2026-03\nmembers: [athens]\nthemes: [city-life]\n" + (f"photos:\n{listed}" if photos else "")
    told = "".join(
        f"  - file: {name}\n    alt: {'Ό,τι έδειχνε το αρχείο' if language == 'el' else 'What the file showed'}\n"
        for name in photos
    )
    words = (
        ("Ένας κήπος στη γειτονιά", "Κάτοικοι φύτεψαν μαζί δέντρα.")
        if language == "el"
        else ("A garden in the town", "Residents planted trees together.")
    )
    front = f"---\ntitle: {words[0]} {slug}\nsummary: {words[1]}\n" + (f"captions:\n{told}" if photos else "") + "---\n"
    return {"story.yml": data.encode(), f"{language}.md": mark + front.encode() + body, **photos}


def _trial(slug: str, raw: bytes, photos: Mapping[str, bytes], skipped: int = 0, mark: bytes = b"") -> Trial:
    text = unicodedata.normalize("NFC", raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n"))
    language = _language(text)
    files = _story(slug, language, raw, photos, mark)
    above = files[f"{language}.md"].removesuffix(raw).count(b"\n") if raw else files[f"{language}.md"].count(b"\n")
    return Trial(slug, files, f"{language}.md", text, above + 1, skipped - above)


def _of_markdown(raw: bytes, slug: str) -> Trial:
    match = _FOREIGN.match(raw)
    body, mark = (raw[match.end() :], match.group(1) or b"") if match else (raw, b"")
    if not match and raw.startswith(b"\xef\xbb\xbf"):
        body, mark = raw[3:], raw[:3]
    skipped = len(re.findall(rb"\r\n?|\n", raw[: match.end()])) if match else 0
    return _trial(slug, body, {}, skipped, mark)


def _of_word(raw: bytes, name: str, slug: str) -> Trial | Verdict:
    made = draft(raw, name, slug, LANGUAGES, "en", DAY)
    text = next(str(content) for path, content in made.files.items() if path.endswith(".md"))
    head, _, body = text.partition("\n---\n")
    carried = f"{head} {structure.plain_of(structure.github_html(body))}"
    fault = _of_words(raw, made, carried)
    photos = {path.rpartition("/")[2]: content for path, content in made.files.items() if isinstance(content, bytes)}
    return fault or _trial(slug, body.lstrip("\n").encode(), photos)


def _of_words(raw: bytes, made: ImportedDraft, carried: str) -> Verdict | None:
    """The verdict on a draft that lacks words of its document without saying so, or holds words that no one sees."""
    shown, hidden = words.of_document(raw)
    have = words.counted(carried)
    leaked = [word for word in words.counted(hidden) if word in have and word not in words.counted(shown)]
    lost = list((words.counted(shown) - have).elements())
    if leaked:
        return Verdict("differs", f"hidden in the document, and in the draft: {' '.join(leaked[:8])}")
    if lost and not _tells_of_loss(made):
        return Verdict("differs", f"in the document, and neither in the draft nor in the list: {' '.join(lost[:8])}")
    return None


def _tells_of_loss(made: ImportedDraft) -> bool:
    return bool(set(made.left) - {"language", "lists-numbered", "bold-headings", "tables"})


def _of_picture(raw: bytes, slug: str) -> Trial:
    """A photo as it is where it can stay so, else as `photos --shrink` makes it, which is what the checker advises."""
    name, own = pictures.as_advised(raw)
    return replace(_trial(slug, b"A photo.\n", {name: own}), compare=partial(pictures.compared, raw, slug))
