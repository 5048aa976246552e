"""The colours of theme/tokens.css, and how far apart two of them are."""

import re
from pathlib import Path

TOKENS = (Path(__file__).resolve().parents[2] / "theme" / "tokens.css").read_text("utf-8")
LIGHT_PART, DARK_PART = TOKENS.split("@media (prefers-color-scheme: dark)")


def colours(part: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part))


SCHEMES = {"light": colours(LIGHT_PART), "dark": colours(LIGHT_PART) | colours(DARK_PART)}


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
