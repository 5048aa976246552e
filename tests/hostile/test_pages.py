"""All pages of hostile proposals in a real Chromium: no script of theirs runs, and no one else is asked for anything.

The pages are opened without their policy, so that it is the escaping that is judged. With it, a few of each kind.
"""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.form_session import sat_at
from tests.support.hostile import MARKER, HostileSite, lay_out, proposals
from tools.viewing import browse, forms

AT_ONCE = 25
"""Pages in frames of one."""
SEARCHED = ("onerror", "script", "proto", "constructor", "marker.example", "city")
LOOK = """
async addresses => Promise.all(addresses.map(address => new Promise(done => {
    const frame = document.createElement("iframe");
    frame.style.display = "none";
    frame.onload = () => {
        const page = frame.contentDocument, faults = [];
        for (const element of page.querySelectorAll("*")) {
            for (const { name, value } of element.attributes) {
                const bare = value.replace(/[\\s\\u0000-\\u0020]/g, "").toLowerCase();
                const leads = /^(href|src|action|formaction|data|poster|srcdoc|xlink:href)$/.test(name);
                if (name.startsWith("on") || (leads && /^(javascript|data|vbscript|blob|file):/.test(bare)))
                    faults.push(`${address} ${element.tagName} ${name}=${value}`);
            }
            if (/^(IFRAME|OBJECT|EMBED|BASE|TEMPLATE|MATH|MARQUEE|VIDEO|AUDIO|STYLE)$/i.test(element.tagName))
                faults.push(`${address} ${element.outerHTML}`);
        }
        for (const name of ["location", "body", "forms", "cookie", "getElementById", "currentScript"])
            if (Object.hasOwn(page, name) && name !== "location") faults.push(`${address} clobbers ${name}`);
        const said = page.body?.textContent ?? "";
        frame.remove();
        done([faults, said.includes("alert(1)")]);
    };
    frame.src = address;
    document.body.append(frame);
})))
"""


class _Silent(http.server.SimpleHTTPRequestHandler):
    """Without the headers of the real host, which let no page be in a frame."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Silent, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


class Watched:
    """A tab, and whatever in it should not have happened."""

    def __init__(self, chromium: Any, url: str, **options: Any) -> None:
        self.faults: list[str] = []
        self.context = chromium.new_context(**options)
        self.page = self.context.new_page()
        self.page.set_default_timeout(120_000)
        self.context.on("request", lambda one: self._asked(one.url, url))
        self.context.on("page", lambda one: self.faults.append(f"opened {one.url}"))
        self.page.on("dialog", self._dialog)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda said: self._said(said.text))

    def _asked(self, address: str, url: str) -> None:
        if not address.startswith(url):
            self.faults.append(address)

    def _dialog(self, dialog: Any) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _said(self, text: str) -> None:
        if "Content Security Policy" in text or MARKER in text:
            self.faults.append(text)


def addresses_in(site: Path) -> list[str]:
    """Of all pages but letters, and of items without a Greek text their Greek pages, which hold the same words."""
    both = [one.name for one in proposals() if one.said.get("everywhere")]
    found = [
        path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html")) if "newsletter-" not in path.name
    ]
    shown = (
        path for path in found if path.startswith("en/") or path.count("/") < 3 or any(one in path for one in both)
    )
    return ["/" + path.removesuffix("index.html") for path in shown]


@pytest.fixture(scope="module")
def bare(chromium: Any, strangers: HostileSite) -> Iterator[tuple[Watched, str]]:
    """A tab that knows no policy, and where the site is served."""
    with served(strangers.built) as url:
        tab = Watched(chromium, url, bypass_csp=True)
        tab.page.goto(f"{url}/robots.txt" if (strangers.built / "robots.txt").exists() else f"{url}/build.json")
        yield tab, url
        tab.context.close()


def test_no_script_of_a_page_runs(bare: tuple[Watched, str], strangers: HostileSite) -> None:
    tab, _ = bare
    addresses = addresses_in(strangers.built)
    shown = 0
    for start in range(0, len(addresses), AT_ONCE):
        for faults, says in tab.page.evaluate(LOOK, addresses[start : start + AT_ONCE]):
            assert faults == []
            shown += says
    assert tab.faults == []
    assert len(addresses) > 400 and shown > 200


def test_the_look_finds_what_runs(chromium: Any, tmp_path: Path) -> None:
    """What the other tests here rely on."""
    (tmp_path / "build.json").write_text("{}")
    (tmp_path / "a.html").write_text(f"<body>a<script>alert(1)</script><img src=//{MARKER}/x onerror=alert(2)>")
    with served(tmp_path) as url:
        tab = Watched(chromium, url, bypass_csp=True)
        tab.page.goto(f"{url}/build.json")
        [(faults, _)] = tab.page.evaluate(LOOK, ["/a.html"])
        tab.page.wait_for_function("() => true")
        assert faults == ["/a.html IMG onerror=alert(2)"]
        assert "dialog: 1" in tab.faults and f"http://{MARKER}/x" in tab.faults
        tab.context.close()


def test_results_of_a_search_are_words(bare: tuple[Watched, str]) -> None:
    tab, url = bare
    results = 0
    for words in SEARCHED:
        tab.page.goto(f"{url}/en/search/?q={words}")
        tab.page.wait_for_selector(".search-live:not(.search-asking)")
        results += tab.page.locator("main li a").count()
        assert tab.page.locator("main :is(img[onerror], script, svg[onload], iframe)").count() == 0
    assert tab.faults == [] and results > 20


def test_under_its_policy_no_page_asks_for_what_it_may_not_have(chromium: Any, strangers: HostileSite) -> None:
    with browse.served(strangers.built) as [url]:
        tab = Watched(chromium, url)
        for address in addresses_in(strangers.built):
            if "/en/" in address and "quotes-in-fields" in address:
                tab.page.goto(url + address)
        assert tab.faults == [] and "quotes-in-fields" in tab.page.url
        tab.context.close()


def test_the_form_shows_words(chromium: Any, tmp_path: Path) -> None:
    """An item of each kind whose every field breaks out of whatever it is put into."""
    [sent] = [one for one in proposals() if one.name == "quotes-in-fields"]
    lay_out(tmp_path / "site", [sent])
    with forms.edited(tmp_path / "site", "en") as editor:
        tab = sat_at(chromium, editor, bypass_csp=True)
        tab.page.on("dialog", lambda one: tab.faults.append(one.message))
        shown = [folder for folder in forms.folders(tmp_path / "site") if sent.is_at(f"{folder}/")]
        for folder in shown:
            forms.open_entry(tab.page, folder)
            assert tab.page.locator("img[src='x'], [onerror], [onload], [onmouseover]").count() == 0
        assert len(shown) > 7 and tab.faults == []
        assert [address for address in tab.asked if not address.startswith((editor.url, "data:", "blob:"))] == []
        tab.page.context.close()
