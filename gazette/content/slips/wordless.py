"""Words that say nothing to whoever does not see what stands beside them: of photos, and of links."""

from __future__ import annotations

import re
from typing import Final

from ..readable import as_read, one_sigma

_NOTHING: Final = frozenset(
    "photo photos photograph picture pictures image images img pic foto alt caption untitled screenshot graphic logo "
    "icon φωτογραφια φωτογραφιεσ φωτο εικονα εικονεσ στιγμιοτυπο λεζαντα γραφημα λογοτυπο χωρισ τιτλο dsc dscn pxl "
    "whatsapp viber at the a of our μασ τησ του απο τη την το η ο no αρ ενα μια "
    "jpg jpeg png webp heic gif test testing τεστ δοκιμη todo tbd κειμενο text περιγραφη περιγραφησ description "
    "descriptions available διαθεσιμη διαθεσιμο without με with εναλλακτικο alternative τιτλοσ title νεα νεο new dcim "
    "camera καμερα scan σαρωση pexels unsplash shutterstock istock istockphoto pixabay freepik adobestock gettyimages "
    "stock signal telegram messenger facebook fb viber imagepng default placeholder decorative διακοσμητικη "
    "διακοσμητικο banner thumbnail featured cover εξωφυλλο αφισα poster δειτε see here εδω για for and και "
    "δραστηριοτητασ δρασησ εκδηλωσησ εκδηλωση δραση event activity activities xxx χχχ null none undefined".split()
)
"""Words that any photo could be described by."""
_HERE: Final = frozenset(
    "εδω εκει here there link links λινκ συνδεσμοσ συνδεσμο this κλικ πατηστε πατα click press read διαβαστε δειτε "
    "περισσοτερα περισσοτερεσ more info details λεπτομερειεσ συνεχεια see αυτο αυτον αυτη αυτην download "
    "κατεβαστε παρακατω παραπανω ακολουθο ακολουθη ακολουθοσ following below above αρχειο αρχεια file files εγγραφο "
    "document συνημμενο συνημμενα attachment attached δεσ πατωντασ κλικαροντασ μαθετε learn open ανοιξτε ανοιγμα "
    "website webpage site page ιστοσελιδα ιστοτοποσ σελιδα pdf word επομενο επομενη προηγουμενη next previous back "
    "πισω url address διευθυνση πηγη source συνδεση λινκσ continue go visit επισκεφθειτε επισκεφτειτε βρειτε "
    "ανακαλυψτε".split()
)
"""Words that any link could have."""
_STOCK: Final = re.compile(
    r"(?:pexels|unsplash|shutterstock|istock(?:photo)?|pixabay|freepik|adobestock|gettyimages|depositphotos|dreamstime)"
    r"[-_ ]|\S{4,}-(?:unsplash|pexels|pixabay)\Z|(?:[^\W_]+[-_]){3,}[^\W\d_]*\d[^\W_]*\Z",
    re.IGNORECASE,
)
"""How places that offer photos name their files."""
_AUTOMATIC: Final = re.compile(
    r"δημιουργηθηκε (?:αυτοματα|με .{0,20}επιπεδο)|δημιουργειται απο (?:ai|τεχνητη|την τεχνητη)|automatically generated"
    r"|generated (?:with|by) (?:very )?(?:high|low|medium|ai)|ai.generated (?:content|text|description)"
    r"|image may contain|may be an? (?:image|photo|illustration|graphic|black|doodle|twitter|meme)"
    r"|μπορει να ειναι (?:εικονα|φωτογραφια|γραφικο)|(?:η εικονα|η φωτογραφια) (?:ενδεχεται|μπορει) να περιεχει"
    r"|no (?:photo|image|alt|alternative)? ?(?:description|text|alt text) available|δεν υπαρχει διαθεσιμη περιγραφη"
    r"|^(?:a |ενα )?(?:picture|image|photo|graphic|diagram|screenshot|close-up|map|logo|text|table|εικονα) "
    r"(?:that contains|containing|που περιεχει) (?:\w+, |text|κειμενο|ατομ|person|outdoor|indoor|υπαιθρι|ρουχα|ουραν)"
)
"""What Word, PowerPoint and Facebook put in by themselves."""
_BESIDE: Final = frozenset(
    "τον την το τη η ο τα τουσ τισ στο στη στην στον στα σε με απο the at a an to via in on of by it and or και η για "
    "page σελιδα website site ιστοτοπο ιστοσελιδα πληροφοριεσ information pdf κανετε καντε ακολουθηστε follow μπορειτε "
    "να βρειτε can find you τησ του that these αυτα αυτεσ αυτοι ακολουθουν εξησ our μασ ενα ειναι is".split()
)
"""Words that tell no more beside these."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+\Z", re.IGNORECASE)
_HOST: Final = re.compile(r"(?:https?://)?((?:[a-z0-9-]{1,60}\.){1,5}[a-z]{2,10})(?=[/:?#]|\Z)", re.IGNORECASE)
LONGEST_ADDRESS: Final = 40
"""Letters of an address that can be read out; a longer one is noise."""


def is_wordless_alt(alt: str, file: str) -> bool:
    """Whether a description of a photo tells nothing of it: a sign, the name of its file, `Φωτογραφία 1`."""
    words = _words(alt)
    if len("".join(words)) < 3 or _STOCK.match(alt.strip()):
        return True
    bare, name = _joined(alt), _joined(file.rpartition(".")[0])
    return bare in (name, _joined(file)) or all(word in _NOTHING or len(word) < 3 for word in words)


def is_automatic_alt(alt: str) -> bool:
    """Whether a program described a photo: it names what it recognised, and not what matters here."""
    return _AUTOMATIC.search(_folded(alt)) is not None


def is_wordless_link(words: str) -> bool:
    """Whether the words of a link do not tell where it leads: `εδώ`, `click here`, a long address."""
    said = words.strip()
    if _ADDRESS.match(said):
        return len(said) > LONGEST_ADDRESS
    found = _words(said)
    if not found:
        return bool(said) and not re.search(r"\d{3}", said)
    return any(word in _HERE for word in found) and all(word in _HERE | _BESIDE for word in found)


def shows_other_address(words: str, address: str) -> bool:
    """Whether the words of a link are the address of another site than that to which it leads."""
    shown, real = _HOST.match(words.strip()), _HOST.match(address)
    if not shown or not real or "//" not in address:
        return False
    one, other = (match.group(1).lower().removeprefix("www.") for match in (shown, real))
    return not f".{one}".endswith(f".{other}") and not f".{other}".endswith(f".{one}")


def _words(text: str) -> list[str]:
    return _WORD.findall(_folded(text))


def _joined(text: str) -> str:
    return re.sub(r"[\W_]", "", _folded(text))


def _folded(text: str) -> str:
    return one_sigma(as_read(text, markdown=False).folded)
