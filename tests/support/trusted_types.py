"""What a page makes of strings: markup and scripts, or, under Trusted Types, nothing but an error."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page

TAKEN: Final = """() => {
    const made = name => document.createElement(name), taken = [];
    const ways = {
        "innerHTML": () => { made("p").innerHTML = "<b>x</b>"; },
        "insertAdjacentHTML": () => made("p").insertAdjacentHTML("beforeend", "<b>x</b>"),
        "DOMParser": () => new DOMParser().parseFromString("<b>x</b>", "text/html"),
        "srcdoc": () => { made("iframe").srcdoc = "x"; },
        "an event's attribute": () => made("p").setAttribute("onclick", "x()"),
        "the text of a script": () => { made("script").text = "x()"; },
        "the address of a script": () => { made("script").src = "/x.js"; },
        "Worker": () => new Worker("/x.js"),
        "a policy of one's own": () => trustedTypes.createPolicy("own", {createHTML: words => words}),
        "write": () => document.write("x"),
    };
    for (const [name, way] of Object.entries(ways))
        try { way(); taken.push(name); } catch (error) { if (!(error instanceof TypeError)) taken.push(`${error}`); }
    return taken;
}"""
"""The ways by which the page took a string for markup, a script, or the address of one."""
_REFUSAL: Final = re.compile("Content Security Policy|requires 'Trusted", re.IGNORECASE)


def strings_taken(page: Page) -> list[str]:
    """By which ways a script in this page could make a string into markup or code; none where all are shut."""
    taken: Any = page.evaluate(TAKEN)
    return [str(name) for name in taken]


def is_refusal(said: ConsoleMessage) -> bool:
    """Whether the browser tells of something that the page's policy refused."""
    return _REFUSAL.search(said.text) is not None
