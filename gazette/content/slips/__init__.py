"""Slips in what people write: signs that readers would see where something else was meant, each with the mended text.

What the page shows otherwise than it was meant is a problem; what only looks careless is a warning (`messages.yml`).
"""

from .found import Slip, without_twice
from .languages import greek_in_latin, is_greek_in_latin, is_other_body, is_other_language, other_passages
from .layout import in_layout
from .letters import in_letters
from .signs import in_body, in_field
from .wordless import is_wordless_alt, is_wordless_link

__all__ = [
    "Slip", "greek_in_latin", "in_body", "in_field", "in_layout", "in_letters", "is_greek_in_latin", "is_other_body",
    "is_other_language", "is_wordless_alt", "is_wordless_link", "other_passages", "without_twice",
]  # fmt: skip
