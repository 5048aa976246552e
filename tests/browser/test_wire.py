"""What goes over the wire, what the policy refuses, how words are marked with their language; the Nu checker."""

import json
import re
import subprocess
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request

from tests.support.browser import Site, Sites, address_of
from tests.support.sites import is_email
from tests.support.trusted_types import strings_taken
from tools.viewing.browse import KINDS, NU, page_of, pages_of

Tab = Callable[..., Page]
MOST, MOST_FONTS = 50 * 1024, 60 * 1024
MOST_OF_A_STORY, MOST_REQUESTS = 45_000, 6
"""A first view of a story without its photos: bytes, fonts and all, and requests."""
LISTEN = """window.refused = [];
document.addEventListener("securitypolicyviolation", e => refused.push(`${e.violatedDirective}: ${e.blockedURI}`));"""
STRINGS = "; require-trusted-types-for 'script'; trusted-types 'none'"
SAYS_SO = re.compile(f'<meta http-equiv="Content-Security-Policy" content="[^"]*{STRINGS}[;"]')
FOREIGN = """source => {
    const page = new DOMParser().parseFromString(source, "text/html");
    const scripts = {el: /[\\u0370-\\u03ff\\u1f00-\\u1fff]/, ar: /[\\u0600-\\u06ff]/};
    const found = [];
    // A name in the middle of the interface's words ("Stories: Νότος") is not told apart.
    const own = scripts[page.documentElement.lang] || /[a-z]/i;
    const judge = (text, element) => {
        const marked = element.closest("[lang]"), lang = marked ? marked.getAttribute("lang") : "";
        for (const [name, letters] of Object.entries(scripts))
            if (letters.test(text) && lang !== name && !own.test(text))
                found.push(`${lang}: ${text.trim().slice(0, 40)}`);
    };
    const walk = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode())
        if (walk.currentNode.parentElement.localName !== "script")
            judge(walk.currentNode.data, walk.currentNode.parentElement);
    for (const e of page.querySelectorAll("[alt], [aria-label], [title], [placeholder]"))
        for (const name of ["alt", "aria-label", "title", "placeholder"]) judge(e.getAttribute(name) || "", e);
    return found;
}"""


FETCHES = re.compile(
    r"""<(?:link rel="(?:stylesheet|preload|icon|manifest|apple-touch-icon)"|script|img|source)\b[^>]*?
    \s(?:href|src|srcset)="([^"]*)\"""",
    re.VERBOSE,
)


def page_files(site: Site) -> list[Path]:
    return [path for path in sorted(site.folder.rglob("*.html")) if not is_email(path)]


def addresses(site: Site, root: str, others: tuple[str, ...]) -> list[str]:
    """The pages of a language, but for those that lead on at once: tests/content/test_addresses.py follows these."""
    staying = (path for path in page_files(site) if b'http-equiv="refresh"' not in path.read_bytes())
    found = (path.relative_to(site.folder).as_posix() for path in staying)
    names = (name for name in found if name.startswith(root) and not name.startswith(others))
    return ["/" + name.removesuffix("index.html") for name in names]


@pytest.mark.parametrize(
    ("name", "root", "others"),
    [
        ("real", "", ("en/",)), ("real", "en/", ("-",)),
        ("good", "", ("en/", "ar/")), ("good", "en/", ("-",)), ("good", "ar/", ("-",)),
    ],
)  # fmt: skip
def test_every_page_keeps_to_itself(sites: Sites, tab: Tab, name: str, root: str, others: tuple[str, ...]) -> None:
    """No request leaves the site, the policy refuses nothing, the console stays empty: the largest of each kind."""
    site: Site = getattr(sites, name)
    asked: list[str] = []
    said: list[tuple[str, Any]] = []
    page = tab(390)
    page.add_init_script(LISTEN)
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append((message.location["url"], message.text)))
    page.on("pageerror", lambda error: said.append((page.url, str(error))))
    pages = {found for kind in KINDS for found in pages_of(site.folder, root, kind)[:1]}
    for address in sorted(pages):
        page.goto(site.url + address)
        said += [(address, words) for words in page.evaluate("refused")]
    assert len(pages) > 20
    assert said == []
    assert [url for url in asked if not url.startswith(site.url + "/")] == []


@pytest.mark.parametrize("name", ["real", "good"])
def test_no_page_names_what_lies_elsewhere(sites: Sites, name: str) -> None:
    """Every page has the policy, before all else that a browser fetches, and fetches nothing from another site."""
    site: Site = getattr(sites, name)
    for path in (site.folder / address.lstrip("/") for address in addresses(site, "", ())):
        source = (path / "index.html" if path.is_dir() else path).read_text("utf-8")
        assert source.index("Content-Security-Policy") < FETCHES.search(source).start(), path  # type: ignore[union-attr]
        assert [found[1] for found in FETCHES.finditer(source) if "://" in found[1]] == [], path


@pytest.mark.parametrize("name", ["real", "good"])
def test_words_carry_their_language(sites: Sites, tab: Tab, name: str) -> None:
    """On every page, as the browser reads it."""
    site: Site = getattr(sites, name)
    page, said = tab(390), []
    pages = [address for address in addresses(site, "", ()) if address != "/404.html"]
    for address in pages:
        path = site.folder / address.lstrip("/")
        source = (path / "index.html" if path.is_dir() else path).read_text("utf-8")
        said += [(address, words) for words in page.evaluate(FOREIGN, source)]
    assert len(pages) > 100
    assert said == []
    assert page.evaluate(FOREIGN, '<html lang="en"><body><p>Αθήνα</p></body></html>') == ["en: Αθήνα"]


def test_the_policy_bites(sites: Sites, tab: Tab) -> None:
    page = tab()
    page.add_init_script(LISTEN)
    page.goto(sites.real.url + "/")
    page.evaluate("""() => {
        const add = (name, values, text = "") => {
            const made = Object.assign(document.createElement(name), values);
            made.append(text);
            document.body.append(made);
        };
        add("script", {}, "window.ran = true");
        import("data:text/javascript,window.ran = true").catch(() => {});
        add("style", {}, "body { color: red }");
        add("img", {src: "https://elsewhere.example/x.png"});
    }""")
    page.wait_for_function("() => refused.length >= 4")
    assert {words.split(":")[0] for words in page.evaluate("refused")} >= {
        "require-trusted-types-for",
        "script-src-elem",
        "style-src-elem",
        "img-src",
    }
    assert page.evaluate("window.ran") is None


def test_page_and_host_say_the_same_policy(sites: Sites, tab: Tab) -> None:
    """But for what only a header can say."""
    page = tab()
    for kind in KINDS:
        address = page_of(sites.real.folder, "en/", kind)
        if not address:
            continue
        answer = page.request.get(sites.real.url + address)
        headers = answer.headers
        meta = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', answer.text())
        assert meta
        policy = meta.group(1).replace("&#39;", "'")
        loose = policy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")  # letters stand beside these
        own = "" if kind == "lost" else f", {loose if kind in ('issue', 'archive') else policy}"
        assert headers["content-security-policy"] == f"frame-ancestors 'none'{own}"
        assert policy.startswith("default-src 'none'")
        assert "unsafe-inline" not in policy
        assert ("script-src" in policy) == (kind in ("search", "home"))
        assert (headers["x-content-type-options"], "referrer-policy" in headers) == ("nosniff", True)


def test_every_page_is_told_to_take_no_strings(real_site: Path, good_site: Path) -> None:
    """Of whatever kind: pages that lead on, letters, and what is made for a service that sends them."""
    found = [path for site in (real_site, good_site) for path in site.rglob("*.html")]
    assert {"index.html", "404.html", "newsletter-2-el.html", "newsletter-2-el-listmonk.html"} <= {
        path.name for path in found
    }
    silent = [path for path in found if not SAYS_SO.search(unescape(path.read_text("utf-8")).partition("</head>")[0])]
    assert silent == []


def test_no_string_becomes_markup_or_a_script(sites: Sites, tab: Tab) -> None:
    """On a page of each kind; in letters opened from a disk, where no host says anything."""
    page = tab()
    site = sites.real
    found = [site.url + address for kind in KINDS if (address := page_of(site.folder, "en/", kind))]
    found += [path.as_uri() for path in sorted(site.folder.glob("newsletters/2/*.html")) if is_email(path)]
    assert len(found) > len(KINDS)
    taken = {}
    for address in found:
        page.goto(address)
        taken[address] = strings_taken(page)
    assert {address: ways for address, ways in taken.items() if ways} == {}
    page.goto("about:blank")
    assert len(strings_taken(page)) == 10, "where nothing is said, all are"


def test_files_with_lasting_names_are_kept_by_browsers(sites: Sites, tab: Tab) -> None:
    page = tab()
    (style,) = (sites.real.folder / "assets").glob("site.*.css")
    headers = page.request.get(f"{sites.real.url}/assets/{style.name}").headers
    assert "immutable" in headers["cache-control"]
    assert "cache-control" not in page.request.get(sites.real.url + "/").headers


def weigh(page: Page, address: str) -> tuple[dict[str, int], int]:
    """A first view: bytes of pictures, of fonts (files alone), of the rest with its headers; and how many came."""
    done: list[Request] = []
    page.on("requestfinished", lambda request: done.append(request))  # noqa: PLW0108 - it wants a function
    page.goto(address, wait_until="networkidle")
    weights = {"rest": 0, "font": 0, "image": 0}
    for request in done:
        sizes = request.sizes()
        sort = request.resource_type if request.resource_type in weights else "rest"
        weights[sort] += sizes["responseBodySize"] + (sizes["responseHeadersSize"] if sort != "font" else 0)
    return weights, len(done)


@pytest.mark.parametrize("kind", KINDS)
def test_a_first_view_is_light(sites: Sites, tab: Tab, kind: str) -> None:
    weights, _ = weigh(tab(390), address_of(sites.real, "", kind))
    assert weights["font"] <= MOST_FONTS
    if kind != "search":
        assert weights["rest"] + weights["image"] <= MOST


def test_every_story_is_light_and_asks_for_little(sites: Sites, tab: Tab) -> None:
    """In both languages, fonts and all; photos are not counted."""
    folder = sites.real.folder
    found = [*folder.glob("stories/*/index.html"), *folder.glob("en/stories/*/index.html")]
    stories = [path.parent for path in found if path.parent.name not in ("page", "theme")]
    assert len(stories) >= 16
    for story in stories:
        page = tab(390)
        weights, requests = weigh(page, f"{sites.real.url}/{story.relative_to(folder).as_posix()}/")
        page.context.close()
        assert (story.name, requests) <= (story.name, MOST_REQUESTS)
        assert weights["font"] > 0, story
        assert (story.name, sum(weights.values())) <= (story.name, MOST_OF_A_STORY)


def check_html(*places: Path) -> list[str]:
    """What the Nu HTML checker (validator.github.io) holds for an error."""
    command = [
        "java",
        "-Xss4m",
        "-XX:TieredStopAtLevel=1",  # a run of seconds has nothing of what it would compile again for speed
        "-XX:+UseSerialGC",
        "-jar",
        str(NU),
        "--errors-only",
        "--skip-non-html",
        "--format",
        "json",
        *map(str, places),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    report = json.loads(done.stderr or done.stdout)
    return [
        f"{message.get('url', '')}:{message.get('lastLine', '')}: {message['message']}"
        for message in report["messages"]
    ]


def test_the_nu_checker_finds_no_error(sites: Sites, tmp_path: Path) -> None:
    """In no page; and it would find one, in a page with a fault that is checked along with them."""
    faulty = tmp_path / "faulty.html"
    faulty.write_text("<!doctype html><html lang=en><title>x</title><p><div></p>")
    found = check_html(*page_files(sites.real), *page_files(sites.good), faulty)
    assert found
    assert [error for error in found if "/faulty.html:" not in error] == []
