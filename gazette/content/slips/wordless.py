"""Words that say nothing to whoever does not see what stands beside them: of photos, and of links."""

from __future__ import annotations

import re
from typing import Final

from ..readable import as_read, one_sigma

_NOTHING: Final = frozenset(
    "photo photos photograph picture pictures image images img pic foto alt caption untitled screenshot graphic logo "
    "icon φωτογραφια φωτογραφιεσ φωτο εικονα εικονεσ στιγμιοτυπο λεζαντα γραφημα λογοτυπο χωρισ τιτλο dsc dscn pxl "
    "whatsapp viber at the a of our μασ τησ του απο τη την το η ο no αρ ενα μια "
    "jpg jpeg png webp heic gif".split()
)
"""Words that any photo could be described by."""
_HERE: Final = frozenset(
    "εδω εκει here there link links λινκ συνδεσμοσ συνδεσμο this κλικ πατηστε πατα click press read διαβαστε δειτε "
    "περισσοτερα περισσοτερεσ more info details λεπτομερειεσ συνεχεια see αυτο αυτον αυτη αυτην download "
    "κατεβαστε".split()
)
"""Words that any link could have."""
_BESIDE: Final = frozenset(
    "τον την το τη στο στη στην στον the at a and και για page σελιδα website site ιστοτοπο ιστοσελιδα πληροφοριεσ "
    "pdf".split()
)
"""Words that tell no more beside these."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+\Z", re.IGNORECASE)
LONGEST_ADDRESS: Final = 40
"""Letters of an address that can be read out; a longer one is noise."""


def is_wordless_alt(alt: str, file: str) -> bool:
    """Whether a description of a photo tells nothing of it: a sign, the name of its file, `Φωτογραφία 1`."""
    words = _words(alt)
    if len("".join(words)) < 3:
        return True
    bare, name = _joined(alt), _joined(file.rpartition(".")[0])
    return bare in (name, _joined(file)) or all(word in _NOTHING or len(word) < 3 for word in words)


def is_wordless_link(words: str) -> bool:
    """Whether the words of a link do not tell where it leads: `εδώ`, `click here`, a long address."""
    said = words.strip()
    if _ADDRESS.match(said):
        return len(said) > LONGEST_ADDRESS
    found = _words(said)
    return any(word in _HERE for word in found) and all(word in _HERE | _BESIDE for word in found)


def _words(text: str) -> list[str]:
    return _WORD.findall(_folded(text))


def _joined(text: str) -> str:
    return re.sub(r"[\W_]", "", _folded(text))


def _folded(text: str) -> str:
    return one_sigma(as_read(text, markdown=False).folded)
