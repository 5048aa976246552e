"""axe-core in a tab: what it finds against WCAG 2.0 to 2.2, A and AA, and what Deque holds for good practice."""

from collections.abc import Sequence

from playwright.sync_api import Page

from tools.viewing.browse import AXE

SCRIPT = AXE.read_text("utf-8") if AXE.is_file() else ""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
SIZES = ["target-size"]
LAYOUT = [*COLOURS, *SIZES, "scrollable-region-focusable"]
"""Rules that may find other faults where the same elements stand elsewhere."""
WORDS = [*SIZES, "html-has-lang", "html-lang-valid", "label", "button-name", "link-name", "input-button-name",
         "aria-input-field-name", "aria-toggle-field-name", "document-title", "summary-name"]  # fmt: skip
"""Rules that may find other faults where the same elements have words of another language."""
RUN = """async ([only, part, without]) => {
    const rules = Object.fromEntries(without.map(name => [name, {enabled: false}]));
    if (only.includes("wcag22aa") || only.includes("target-size")) rules["target-size"] = {enabled: true};
    const options = {runOnly: only, resultTypes: ["violations"], preload: false, rules};
    const found = await axe.run({include: [part]}, options);
    return found.violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(" ")).slice(0, 4).join(" | ")}`);
}"""


def violations(page: Page, only: Sequence[str] = TAGS, part: str = "html", without: Sequence[str] = ()) -> list[str]:
    """What is wrong with a page, or with a part of it, by these rules but for some of them."""
    found: list[str] = page.evaluate(RUN, [list(only), part, list(without)])
    return found
