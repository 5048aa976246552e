"""Two ways to work in the form, the same actions counted: with a mouse, and with the keyboard alone.

An action is a click, the filling of one field, a paste, the choice of files, or a key that acts. To look for a field is
none: a mouse moves there, a keyboard has Tab and the arrows of a question.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

MOST_TABS = 400
STANDING = """element => {
    const at = document.activeElement;
    if (element === at || element.contains(at)) return "here";
    return at.type === "radio" && at.name === element.name ? "at another answer" : "";
}"""
COPY = """async ([html, plain]) => navigator.clipboard.write([new ClipboardItem({
    'text/html': new Blob([html], {type: 'text/html'}), 'text/plain': new Blob([plain], {type: 'text/plain'})})])"""


class Mouse:
    """Clicks what can be clicked, and types where it has clicked."""

    def __init__(self, page: Any) -> None:
        self.page, self.actions, self.saves = page, 0, 0

    def click(self, target: Any) -> None:
        """Presses a button or a link, or answers a question."""
        target.click()
        self.actions += 1

    def fill(self, target: Any, words: str) -> None:
        """Writes into a field."""
        target.click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(words)
        self.actions += 1

    def key(self, name: str) -> None:
        """A key that acts."""
        self.page.keyboard.press(name)
        self.actions += 1

    def pick(self, target: Any, words: str, option: str, is_new: bool = False) -> None:
        """Finds something in a list by words, and takes it; what is new stands at its end."""
        del is_new
        self.fill(target, words)
        self.click(self.page.get_by_role("option", name=option).first)

    def choose(self, target: Any, words: str) -> None:
        """Answers a question of a closed list."""
        self._go(target)
        target.select_option(label=words)
        self.actions += 1

    def files(self, button: Any, paths: Sequence[Path]) -> None:
        """Chooses files."""
        with self.page.expect_file_chooser() as chooser:
            self.click(button)
        chooser.value.set_files(list(paths))
        self.actions += 1

    def paste(self, target: Any, html: str, plain: str) -> None:
        """Pastes below what stands in a field, as from a word processor."""
        self.page.evaluate(COPY, [html, plain])
        self._go(target)
        self.page.keyboard.press("Control+End")
        self.key("Control+V")

    def _go(self, target: Any) -> None:
        target.click()

    def save(self) -> None:
        """Presses Save."""
        self.click(self.page.locator(".bar button.is-main"))
        self.saves += 1


class Keyboard(Mouse):
    """Never touches the mouse: goes from field to field as Tab does, and so finds only what Tab finds."""

    def _go(self, target: Any) -> None:
        target.wait_for()
        for _ in range(MOST_TABS):
            standing = target.evaluate(STANDING)
            if standing == "here":
                return
            self.page.keyboard.press("ArrowDown" if standing else "Tab")  # arrows lead on within a question
        raise AssertionError(f"Tab does not lead to {target}")

    def click(self, target: Any) -> None:
        self._go(target)
        if target.evaluate("element => element.type === 'radio' && element.checked"):  # the arrow has answered
            self.actions += 1
            return
        self.key("Space" if target.evaluate("element => ['radio', 'checkbox'].includes(element.type)") else "Enter")

    def fill(self, target: Any, words: str) -> None:
        self._go(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(words)
        self.actions += 1

    def pick(self, target: Any, words: str, option: str, is_new: bool = False) -> None:
        self.fill(target, words)
        self.page.get_by_role("option", name=option).first.wait_for()
        if is_new:
            self.page.keyboard.press("ArrowUp")
        self.key("Enter")

    def choose(self, target: Any, words: str) -> None:
        self._go(target)
        number = target.evaluate("(list, words) => [...list.options].findIndex(one => one.label === words)", words)
        for _ in range(number):
            self.page.keyboard.press("ArrowDown")
        self.actions += 1
