"""Slips in what people write: signs that readers would see where something else was meant, each with the mended text.

What the page shows otherwise than it was meant is a problem; what only looks careless is a warning (`messages.yml`).
"""

from .found import Slip, without_twice
from .languages import greek_in_latin, is_greek_in_latin, is_other_body, is_other_language, other_passages
from .layout import in_layout
from .left_signs import in_print, without_told
from .letters import in_letters
from .signs import in_body, in_field
from .titles import full_stop, is_address, is_empty, is_file, label_in, same
from .wordless import is_automatic_alt, is_wordless_alt, is_wordless_link, shows_other_address

__all__ = [
    "Slip", "full_stop", "greek_in_latin", "in_body", "in_field", "in_layout", "in_letters", "in_print",
    "is_address", "is_automatic_alt", "is_empty", "is_file", "is_greek_in_latin", "is_other_body",
    "is_other_language", "is_wordless_alt", "is_wordless_link", "label_in", "other_passages", "same",
    "shows_other_address", "without_told", "without_twice",
]  # fmt: skip
