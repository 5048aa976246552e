"""What someone does on the site, step by step."""

from typing import Any

MOST: int = 4
"""Steps from the home page to what someone came for."""


class Steps:
    """What someone does on a page, counted; what cannot be seen cannot be used."""

    def __init__(self, page: Any) -> None:
        self.page, self.count = page, 0

    def write(self, label: str, words: str) -> None:
        """Writes into the field of that label."""
        self.count += 1
        self.page.get_by_label(label).locator("visible=true").fill(words)

    def press(self, role: str, name: str, exact: bool = False) -> None:
        """Presses the first link or button whose name has these words, or is just that where `exact`."""
        self.count += 1
        self.page.get_by_role(role, name=name, exact=exact).locator("visible=true").first.click()

    def unfold(self, words: str) -> None:
        """Opens what is folded away below these words."""
        self.count += 1
        self.page.locator("summary", has_text=words).locator("visible=true").first.click()
